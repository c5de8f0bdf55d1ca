import { ZenEngine } from '@gorules/zen-engine';
import jsonLogic from 'json-logic-js';
import { Engine, type NestedCondition, type TopLevelCondition } from 'json-rules-engine';
import type { CompiledPlan, Condition, PlanRule } from '#kernel/rule-engine/index.ts';
import type { EpisodeFacts } from '#modules/incentives/index.ts';

/**
 * The same plan in the languages of the peers, translated from the plan document itself. Peers get flat records with
 * departments grouped, bases summed and items collected beforehand, which our engine does inside the measured time.
 */
export type FlatItem = Record<string, unknown>;
export interface FlatEpisode {
  readonly facts: FlatItem;
  readonly items: readonly FlatItem[];
}

const name = (attribute: string) => attribute.replace('.', '_');

export function flatten(plan: CompiledPlan<EpisodeFacts>, episode: EpisodeFacts): FlatEpisode {
  const facts: FlatItem = {};
  for (const attribute of plan.vocabulary.attributes) {
    const value = attribute.read(episode);
    facts[name(attribute.name)] =
      attribute.kind === 'departmentGroup' && value !== null ? plan.departmentGroupOf(value as string) : value;
  }
  const charges = episode.charges.filter(
    (charge) => charge.department === null || charge.department === episode.department,
  );
  facts['items'] = charges.flatMap((charge) => charge.itemCode ?? []);
  for (const [base, { weights, otherwise }] of Object.entries(plan.document.bases))
    facts[`base_${base}`] = charges.reduce(
      (sum, charge) => sum + charge.amountFen * ((weights[charge.category] ?? otherwise) / 1000),
      0,
    );
  const items = charges
    .filter((charge) => charge.itemCode !== null)
    .map((charge): FlatItem => {
      const item: FlatItem = { ...facts, base_item: charge.amountFen * 10 };
      for (const attribute of plan.vocabulary.itemAttributes) item[name(attribute.name)] = attribute.read(charge);
      return item;
    });
  return { facts, items: items.filter((item) => (item['base_item'] as number) > 0) };
}

function baseOf({ amount }: PlanRule): string | undefined {
  return 'percent' in amount ? amount.percent.of : 'tiered' in amount ? amount.tiered.of : amount.fixed.of;
}

/** Share of a base in tenths of a fen × basis points → fen, half up, with caps. The same last step for every peer. */
function settle(rule: PlanRule, baseTenths: number, rateBasisPoints: number): number {
  const { amount } = rule;
  const plain = 'fixed' in amount ? amount.fixed.fen : Math.floor((baseTenths * rateBasisPoints + 50_000) / 100_000);
  return Math.min(rule.perCase?.maxFen ?? Number.POSITIVE_INFINITY, plain);
}

type Logic = unknown;

function toJsonLogic(condition: Condition): Logic {
  if ('all' in condition) return { and: condition.all.map(toJsonLogic) };
  if ('any' in condition) return { or: condition.any.map(toJsonLogic) };
  if ('not' in condition) return { '!': [toJsonLogic(condition.not)] };
  if ('hasItem' in condition) return { in: [condition.hasItem, { var: 'items' }] };
  const variable = { var: name(condition.attribute) };
  if (condition.eq !== undefined) return { '===': [variable, condition.eq] };
  if (condition.ne !== undefined) return { and: [{ '!==': [variable, null] }, { '!==': [variable, condition.ne] }] };
  if (condition.in !== undefined) return { in: [variable, condition.in] };
  if (condition.ge !== undefined) return { '>=': [variable, condition.ge] };
  if (condition.isSet) return { '!==': [variable, null] };
  throw new Error('the bench plan does not need this operator');
}

function jsonLogicRate(rule: PlanRule): Logic {
  if (!('percent' in rule.amount)) return 0;
  const { rateBasisPoints, plus } = rule.amount.percent;
  return (plus ?? []).reduce<Logic>(
    (rate, added) => ({ '+': [rate, { if: [toJsonLogic(added.when), added.basisPoints, 0] }] }),
    rateBasisPoints,
  );
}

function groupsOf(plan: CompiledPlan<EpisodeFacts>, scope: PlanRule['scope']): PlanRule[][] {
  const groups = new Map<string, PlanRule[]>();
  for (const rule of plan.rules.filter((rule) => rule.scope === scope))
    groups.set(rule.group, [...(groups.get(rule.group) ?? []), rule]);
  return [...groups.values()];
}

export type Peer = (episode: FlatEpisode, emit: (amountFen: number) => void) => void | Promise<void>;

export function jsonLogicPeer(plan: CompiledPlan<EpisodeFacts>): Peer {
  const byId = new Map(plan.rules.map((rule) => [rule.id, rule]));
  // One expression for each group: the first rule that holds, with its rate and base.
  const compile = (scope: PlanRule['scope']) =>
    groupsOf(plan, scope).map((rules) => ({
      if: [
        ...rules.flatMap((rule) => {
          const of = baseOf(rule);
          const base = of === undefined ? 1 : { var: `base_${of}` };
          return [toJsonLogic(rule.when), [rule.id, base, jsonLogicRate(rule)]];
        }),
        null,
      ],
    }));
  const caseLogic = compile('case');
  const itemLogic = compile('item');
  const run = (logic: Logic[], facts: FlatItem, emit: (amountFen: number) => void) => {
    for (const expression of logic) {
      const found = jsonLogic.apply(expression as never, facts) as [string, number, number] | null;
      if (found !== null && found[1] > 0) emit(settle(byId.get(found[0])!, found[1], found[2]));
    }
  };
  return ({ facts, items }, emit) => {
    run(caseLogic, facts, emit);
    for (const item of items) run(itemLogic, item, emit);
  };
}

function toJsonRules(condition: Condition): NestedCondition {
  if ('all' in condition) return { all: condition.all.map(toJsonRules) };
  if ('any' in condition) return { any: condition.any.map(toJsonRules) };
  if ('not' in condition) return { not: toJsonRules(condition.not) };
  if ('hasItem' in condition) return { fact: 'items', operator: 'contains', value: condition.hasItem };
  const fact = name(condition.attribute);
  if (condition.eq !== undefined) return { fact, operator: 'equal', value: condition.eq };
  if (condition.ne !== undefined)
    return {
      all: [
        { fact, operator: 'notEqual', value: null },
        { fact, operator: 'notEqual', value: condition.ne },
      ],
    };
  if (condition.in !== undefined) return { fact, operator: 'in', value: condition.in };
  if (condition.ge !== undefined) return { fact, operator: 'greaterThanInclusive', value: condition.ge };
  if (condition.isSet) return { fact, operator: 'notEqual', value: null };
  throw new Error('the bench plan does not need this operator');
}

export function jsonRulesPeer(plan: CompiledPlan<EpisodeFacts>): Peer {
  const place = new Map(plan.rules.map((rule, at) => [rule.id, at]));
  const build = (scope: PlanRule['scope']) => {
    const engine = new Engine([], { allowUndefinedFacts: true });
    for (const rule of plan.rules.filter((rule) => rule.scope === scope)) {
      const conditions = toJsonRules(rule.when);
      const top = ('fact' in conditions ? { all: [conditions] } : conditions) as TopLevelCondition;
      engine.addRule({ conditions: top, event: { type: rule.id } });
    }
    return engine;
  };
  const caseEngine = build('case');
  const itemEngine = build('item');
  const run = async (engine: Engine, facts: FlatItem, emit: (amountFen: number) => void) => {
    const { events } = await engine.run(facts);
    const first = new Map<string, number>();
    for (const { type } of events) {
      const at = place.get(type)!;
      const { group } = plan.rules[at]!;
      first.set(group, Math.min(first.get(group) ?? at, at));
    }
    for (const at of first.values()) emitRule(plan.rules[at]!, facts, emit);
  };
  return async ({ facts, items }, emit) => {
    await run(caseEngine, facts, emit);
    for (const item of items) await run(itemEngine, item, emit);
  };
}

function emitRule(rule: PlanRule, facts: FlatItem, emit: (amountFen: number) => void): void {
  const of = baseOf(rule);
  const base = of === undefined ? 1 : (facts[`base_${of}`] as number);
  if (base <= 0) return;
  const { amount } = rule;
  let rate = 'percent' in amount ? amount.percent.rateBasisPoints : 0;
  for (const plus of 'percent' in amount ? (amount.percent.plus ?? []) : [])
    if ('attribute' in plus.when && facts[name(plus.when.attribute)] === plus.when.eq) rate += plus.basisPoints;
  emit(settle(rule, base, rate));
}

const text = (value: unknown) => (typeof value === 'string' ? `"${value}"` : String(value));

function toZen(condition: Condition): string {
  if ('all' in condition) return `(${condition.all.map(toZen).join(' and ')})`;
  if ('any' in condition) return `(${condition.any.map(toZen).join(' or ')})`;
  if ('not' in condition) return `(not (${toZen(condition.not)}))`;
  if ('hasItem' in condition) return `(${text(condition.hasItem)} in items)`;
  const fact = name(condition.attribute);
  if (condition.eq !== undefined) return `${fact} == ${text(condition.eq)}`;
  if (condition.ne !== undefined) return `(${fact} != null and ${fact} != ${text(condition.ne)})`;
  if (condition.in !== undefined) return `(${fact} in [${condition.in.map(text).join(', ')}])`;
  if (condition.ge !== undefined) return `(${fact} != null and ${fact} >= ${text(condition.ge)})`;
  if (condition.isSet) return `(${fact} != null)`;
  throw new Error('the bench plan does not need this operator');
}

export function zenPeer(plan: CompiledPlan<EpisodeFacts>): Peer {
  const byId = new Map(plan.rules.map((rule) => [rule.id, rule]));
  const engine = new ZenEngine();
  const build = (scope: PlanRule['scope']) =>
    engine.createDecision({
      nodes: [
        { id: 'in', name: 'in', type: 'inputNode', position: { x: 0, y: 0 } },
        {
          id: 'rules',
          name: 'rules',
          type: 'expressionNode',
          position: { x: 1, y: 0 },
          content: {
            expressions: groupsOf(plan, scope).map((rules, at) => ({
              id: `g${at}`,
              key: `g${at}`,
              value: `${rules.map((rule) => `${toZen(rule.when)} ? "${rule.id}" : `).join('')}null`,
            })),
          },
        },
        { id: 'out', name: 'out', type: 'outputNode', position: { x: 2, y: 0 } },
      ],
      edges: [
        { id: 'a', type: 'edge', sourceId: 'in', targetId: 'rules' },
        { id: 'b', type: 'edge', sourceId: 'rules', targetId: 'out' },
      ],
    });
  const caseDecision = build('case');
  const itemDecision = build('item');
  const run = async (decision: typeof caseDecision, facts: FlatItem, emit: (amountFen: number) => void) => {
    const { result } = await decision.evaluate(facts);
    for (const id of Object.values(result as Record<string, string | null>))
      if (typeof id === 'string' && byId.has(id)) emitRule(byId.get(id)!, facts, emit);
  };
  return async ({ facts, items }, emit) => {
    await run(caseDecision, facts, emit);
    for (const item of items) await run(itemDecision, item, emit);
  };
}
