import { LineCounter, parseDocument, stringify } from 'yaml';
import type { Condition, PlanDocument, PlanRule } from '#kernel/rule-engine/plan.ts';
import { planDocument } from '#kernel/rule-engine/plan.ts';

/** A plan to begin with: one rule, so that the first thing seen is a sentence and not an empty page. */
export function freshPlan(today: string): PlanDocument {
  return {
    format: 'renmai-plan/1',
    id: 'plan-new',
    version: '1',
    title: { zh: '新方案', en: 'New plan' },
    effectiveFrom: today,
    onlyFirstDepartment: false,
    departmentGroups: [],
    otherDepartments: 'other',
    bases: { gross: { title: { zh: '费用合计', en: 'sum of charges' }, weights: {}, otherwise: 10_000 } },
    rules: [
      {
        ...freshRule([]),
        id: 'coupon',
        title: { zh: '自行来院自费门诊优惠券', en: 'coupon for self-pay outpatients' },
        when: {
          all: [
            { attribute: 'kind', in: ['outpatient', 'checkup'] },
            { attribute: 'winnerReason', eq: 'walk_in' },
            { attribute: 'paymentKind', eq: 'self_pay' },
          ],
        },
        payee: 'patient',
        form: 'coupon',
        trigger: 'SELF_VISIT',
        amount: { fixed: { fen: 10_000 } },
      },
    ],
    caps: [],
    acknowledgements: [],
  };
}

/** A rule with an id none of the others has. */
export function freshRule(rules: readonly PlanRule[]): PlanRule {
  let number = rules.length + 1;
  while (rules.some((rule) => rule.id === `rule-${number}`)) number += 1;
  return {
    id: `rule-${number}`,
    title: { zh: `规则 ${number}`, en: `rule ${number}` },
    group: 'main',
    scope: 'case',
    when: { all: [{ attribute: 'kind', eq: 'outpatient' }] },
    payee: 'patient',
    form: 'coupon',
    trigger: 'SELF_VISIT',
    amount: { fixed: { fen: 0 } },
  };
}

export function planText(plan: PlanDocument): string {
  return stringify(plan, { lineWidth: 110 });
}

export interface TextProblem {
  readonly code: 'syntax' | 'schema';
  /** Of the document, `rules.0.amount`; empty for syntax. */
  readonly path: string;
  readonly message: string;
  readonly line: number | null;
  readonly column: number | null;
}

/** Reads JSON or YAML as a plan; each problem names its place in the text. */
export function readPlanText(text: string): {
  readonly plan: PlanDocument | null;
  readonly problems: readonly TextProblem[];
} {
  const lines = new LineCounter();
  const parsed = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (parsed.errors.length > 0) {
    const problems = parsed.errors.slice(0, 20).map((error) => {
      const at = lines.linePos(error.pos[0]);
      return { code: 'syntax' as const, path: '', message: error.message, line: at.line, column: at.col };
    });
    return { plan: null, problems };
  }
  const checked = planDocument.safeParse(parsed.toJS() as unknown);
  if (checked.success) return { plan: checked.data, problems: [] };
  const problems = checked.error.issues.slice(0, 20).map((issue) => {
    const place = rangeOf(parsed, issue.path);
    const at = place === null ? null : lines.linePos(place);
    return {
      code: 'schema' as const,
      path: issue.path.join('.'),
      message: issue.message,
      line: at?.line ?? null,
      column: at?.col ?? null,
    };
  });
  return { plan: null, problems };
}

/** Where a path stands in the text; what is missing is shown at its parent. */
function rangeOf(document: ReturnType<typeof parseDocument>, path: readonly PropertyKey[]): number | null {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    const range = (node as { range?: [number, number, number] | null } | null | undefined)?.range;
    if (range) return range[0];
  }
  return null;
}

/** Moves one of the list; out of bounds: as it was. */
export function moved<Item>(items: readonly Item[], from: number, to: number): Item[] {
  const next = [...items];
  if (from < 0 || to < 0 || from >= next.length || to >= next.length) return next;
  const [item] = next.splice(from, 1);
  next.splice(to, 0, item!);
  return next;
}

export type GroupKind = 'all' | 'any' | 'not';

/** A group of conditions as the editor shows it; `not` stands for "not all of these". */
export function groupOf(
  condition: Condition,
): { readonly kind: GroupKind; readonly parts: readonly Condition[] } | null {
  if ('all' in condition) return { kind: 'all', parts: condition.all };
  if ('any' in condition) return { kind: 'any', parts: condition.any };
  if (!('not' in condition)) return null;
  const { not } = condition;
  return { kind: 'not', parts: 'all' in not ? not.all : [not] };
}

export function conditionOf(kind: GroupKind, parts: readonly Condition[]): Condition {
  if (kind === 'all') return { all: [...parts] };
  if (kind === 'any') return { any: [...parts] };
  return { not: parts.length === 1 ? parts[0]! : { all: [...parts] } };
}
