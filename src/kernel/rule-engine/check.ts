import { Fault } from '../refusal.ts';
import {
  type Box,
  boxesOf,
  conditionsOf,
  constantsOf,
  finiteValuesOf,
  intersect,
  leavesOf,
  type Space,
  spaceOf,
} from './dimensions.ts';
import { baseNameOf, orderedRules, priorityOf } from './order.ts';
import { type Comparison, type Locale, type PlanDocument, type PlanRule, planDocument, type Words } from './plan.ts';
import type { Attribute, ChargeFacts, Vocabulary } from './vocabulary.ts';
import { classWords, titleOf } from './words.ts';

/** One case on the attributes that matter, in words and as data. Attributes not listed may be anything. */
export interface ExampleCase {
  readonly attributes: readonly {
    readonly key: string;
    readonly value: string | number | boolean | null;
    readonly words: Words;
  }[];
}

export interface CheckFinding {
  readonly code: 'schema' | 'reference' | 'never-true' | 'unreachable' | 'conflict' | 'too-complicated';
  readonly rules: readonly string[];
  readonly words: Words;
  readonly example: ExampleCase | null;
}

export interface PlanCheck {
  /** The parsed plan; null when it does not fit the schema. */
  readonly plan: PlanDocument | null;
  /** Empty: the plan can be compiled, and as far as its rules go activated. */
  readonly findings: readonly CheckFinding[];
}

/**
 * Activation checks. References and schema first; then, over the finite classes of the matched attributes, exactly: a
 * rule no case reaches first is unreachable; two rules of equal priority in one group that meet with different amounts
 * conflict. Each finding comes with one example case.
 */
export function checkPlan<Facts>(document: unknown, vocabulary: Vocabulary<Facts>): PlanCheck {
  const parsed = planDocument.safeParse(document);
  if (!parsed.success) {
    const findings = parsed.error.issues.slice(0, 20).map((issue) =>
      finding('schema', [], {
        zh: `${issue.path.join('.')}：${issue.message}`,
        en: `${issue.path.join('.')}: ${issue.message}`,
      }),
    );
    return { plan: null, findings };
  }
  const plan = parsed.data;
  const references = checkReferences(plan, vocabulary);
  if (references.length > 0) return { plan, findings: references };
  try {
    return { plan, findings: checkReach(plan, spaceOf(plan, vocabulary)) };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { plan, findings: [finding('too-complicated', [], { zh: '条件过于复杂', en: error.message })] };
  }
}

function finding(
  code: CheckFinding['code'],
  rules: readonly string[],
  words: Words,
  example: ExampleCase | null = null,
): CheckFinding {
  return { code, rules, words, example };
}

function missing(rules: readonly string[], zh: string, en: string): CheckFinding {
  return finding('reference', rules, { zh, en });
}

function checkReferences<Facts>(plan: PlanDocument, vocabulary: Vocabulary<Facts>): CheckFinding[] {
  const found: CheckFinding[] = [];
  const ids = plan.rules.map((rule) => rule.id);
  for (const id of new Set(ids.filter((id, at) => ids.indexOf(id) !== at)))
    found.push(missing([id], `规则编号 ${id} 重复`, `rule id ${id} is used twice`));
  for (const cap of plan.caps)
    for (const id of cap.rules)
      if (!ids.includes(id))
        found.push(missing([id], `限额 ${cap.id} 引用了不存在的规则 ${id}`, `cap ${cap.id} names no rule ${id}`));
  for (const [name, base] of Object.entries(plan.bases))
    for (const category of Object.keys(base.weights))
      if (!(category in vocabulary.categories))
        found.push(
          missing(
            [],
            `基数 ${name} 引用了不存在的费用类别 ${category}`,
            `base ${name} names no fee category ${category}`,
          ),
        );
  for (const rule of plan.rules) found.push(...checkRule(rule, plan, vocabulary));
  return found;
}

function checkRule<Facts>(rule: PlanRule, plan: PlanDocument, vocabulary: Vocabulary<Facts>): CheckFinding[] {
  const found: CheckFinding[] = [];
  const add = (zh: string, en: string) => found.push(missing([rule.id], `${rule.id}：${zh}`, `${rule.id}: ${en}`));
  const { amount } = rule;
  const of = baseNameOf(rule);
  if (of === 'item' && rule.scope !== 'item')
    add('只有按项目的规则可以用项目金额', 'only a rule of scope item has an item');
  if (of !== undefined && of !== 'item' && !(of in plan.bases)) add(`没有基数 ${of}`, `no base ${of}`);
  if (of !== undefined && of !== 'item' && rule.scope === 'item')
    add('按项目的规则只能用项目金额', 'a rule of scope item takes its share of the item');
  if (rule.payee === 'orderingPhysician' && rule.scope !== 'item')
    add('开单医生只见于收费项目', 'only a charge has an ordering physician');
  if ('tiered' in amount && amount.tiered.tiers.some((tier, at, all) => at > 0 && tier.upToFen <= all[at - 1]!.upToFen))
    add('分档必须递增', 'tiers must rise');
  const { minFen, maxFen } = rule.perCase ?? {};
  if (minFen !== undefined && maxFen !== undefined && minFen > maxFen) add('下限高于上限', 'minimum above maximum');
  for (const condition of conditionsOf({ ...plan, rules: [rule] }))
    for (const leaf of leavesOf(condition)) {
      if ('hasItem' in leaf) continue;
      const own = vocabulary.attributes.find((attribute) => attribute.name === leaf.attribute);
      const ofItem = vocabulary.itemAttributes.find((attribute) => attribute.name === leaf.attribute);
      if (!own && !ofItem) add(`没有属性 ${leaf.attribute}`, `no attribute ${leaf.attribute}`);
      else if (!own && rule.scope !== 'item')
        add(`${leaf.attribute} 只用于按项目的规则`, `${leaf.attribute} is only for rules of scope item`);
      else for (const problem of constantProblems(leaf, (own ?? ofItem)!, plan)) add(problem.zh, problem.en);
    }
  return found;
}

function constantProblems<Facts>(
  leaf: Comparison,
  attribute: Attribute<Facts> | Attribute<ChargeFacts>,
  plan: PlanDocument,
): Words[] {
  const ordering = [leaf.gt, leaf.ge, leaf.lt, leaf.le, leaf.between].some((given) => given !== undefined);
  if (ordering && attribute.kind !== 'number' && attribute.kind !== 'day')
    return [{ zh: `${attribute.name} 不能比较大小`, en: `${attribute.name} has no order` }];
  const finite = finiteValuesOf(attribute as Attribute<never>, plan);
  return constantsOf(leaf).flatMap((constant) => {
    const wanted = attribute.kind === 'number' ? 'number' : attribute.kind === 'flag' ? 'boolean' : 'string';
    const fits =
      typeof constant === wanted &&
      (finite === null || finite.includes(constant as string)) &&
      (attribute.kind !== 'day' || /^\d{4}-\d{2}-\d{2}$/.test(constant as string));
    return fits
      ? []
      : [{ zh: `${attribute.name} 没有值 ${constant}`, en: `${attribute.name} has no value ${constant}` }];
  });
}

interface PlacedRule {
  readonly rule: PlanRule;
  readonly priority: number;
  readonly boxes: readonly Box[];
}

function checkReach<Facts>(plan: PlanDocument, space: Space<Facts>): CheckFinding[] {
  const priorities = new Map(plan.rules.map((rule, place) => [rule.id, priorityOf(rule, place)]));
  const placed = orderedRules(plan).map(
    (rule): PlacedRule => ({ rule, priority: priorities.get(rule.id)!, boxes: boxesOf(rule.when, space) }),
  );
  return placed.flatMap((own, at) => {
    const { rule } = own;
    if (own.boxes.length === 0) {
      const inWords = { zh: `${rule.id} 的条件永远不成立`, en: `the condition of ${rule.id} can never hold` };
      return [finding('never-true', [rule.id], inWords)];
    }
    const mates = placed
      .slice(0, at)
      .filter(({ rule: mate }) => mate.group === rule.group && mate.scope === rule.scope);
    return [...unreachable(own, mates, plan, space), ...conflicts(own, mates, plan, space)];
  });
}

function unreachable<Facts>(
  own: PlacedRule,
  mates: readonly PlacedRule[],
  plan: PlanDocument,
  space: Space<Facts>,
): CheckFinding[] {
  const earlier = mates.flatMap((mate) => mate.boxes);
  if (own.boxes.some((box) => pointOutside(box, earlier) !== null)) return [];
  const taker = mates.find((mate) => mate.boxes.some((box) => intersect(box, own.boxes[0]!)))!;
  const meeting = taker.boxes.map((box) => intersect(box, own.boxes[0]!)).find((box) => box !== null)!;
  const inWords = {
    zh: `${own.rule.id} 永远轮不到，例如被 ${taker.rule.id} 先适用`,
    en: `no case reaches ${own.rule.id} first; ${taker.rule.id} comes before it`,
  };
  return [finding('unreachable', [own.rule.id, taker.rule.id], inWords, exampleOf(meeting, plan, space))];
}

function conflicts<Facts>(
  own: PlacedRule,
  mates: readonly PlacedRule[],
  plan: PlanDocument,
  space: Space<Facts>,
): CheckFinding[] {
  const before = mates.filter((mate) => mate.priority < own.priority).flatMap((mate) => mate.boxes);
  return mates
    .filter((mate) => mate.priority === own.priority && !sameAmount(mate.rule, own.rule))
    .flatMap((mate) => {
      const meeting = mate.boxes
        .flatMap((box) => own.boxes.map((other) => intersect(box, other)))
        .map((box) => box && pointOutside(box, before))
        .find((point) => point !== null);
      if (!meeting) return [];
      const inWords = {
        zh: `${mate.rule.id} 与 ${own.rule.id} 优先级相同、金额不同，会同时成立`,
        en: `${mate.rule.id} and ${own.rule.id} have equal priority and different amounts, and can both hold`,
      };
      return [finding('conflict', [mate.rule.id, own.rule.id], inWords, exampleOf(meeting, plan, space))];
    });
}

function sameAmount(a: PlanRule, b: PlanRule): boolean {
  const outcome = ({ amount, perCase, perPayeeMonth, payee, form }: PlanRule) =>
    JSON.stringify([amount, perCase ?? null, perPayeeMonth ?? null, payee, form]);
  return outcome(a) === outcome(b);
}

/**
 * A part of `box` that no box of `covering` touches; null when they cover it wholly. Exact: peels off, one dimension at
 * a time, what a covering box leaves over. No enumeration of the whole space.
 */
export function pointOutside(box: Box, covering: readonly Box[]): Box | null {
  const at = covering.findIndex((other) => intersect(box, other) !== null);
  if (at < 0) return box;
  const rest = covering.slice(at + 1);
  let inside = box;
  for (const [dimension, allowed] of covering[at]!) {
    const current = inside.get(dimension);
    const left = allowed.map((yes, code) => !yes && (current?.[code] ?? true));
    if (left.some(Boolean)) {
      const point = pointOutside(new Map(inside).set(dimension, left), rest);
      if (point) return point;
    }
    inside = new Map(inside).set(
      dimension,
      allowed.map((yes, code) => yes && (current?.[code] ?? true)),
    );
  }
  return null;
}

function exampleOf<Facts>(box: Box, plan: PlanDocument, space: Space<Facts>): ExampleCase {
  const attributes = [...box]
    .sort(([a], [b]) => a - b)
    .map(([index, allowed]) => {
      const dimension = space.dimensions[index]!;
      // A known value makes the plainer example; unknown stands first among the classes.
      const code = allowed.lastIndexOf(true) > 0 ? allowed.indexOf(true, 1) : 0;
      const entry = dimension.classes[code]!;
      const inWords = (locale: Locale) =>
        `${titleOf(dimension as never, locale)}: ${classWords(plan, dimension as never, entry, locale)}`;
      const value =
        entry.kind === 'value' ? entry.value : entry.kind === 'between' ? (entry.below ?? entry.above) : null;
      return { key: dimension.key, value, words: { zh: inWords('zh'), en: inWords('en') } };
    });
  return { attributes };
}
