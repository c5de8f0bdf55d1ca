import { formatYuan } from '../money.ts';
import type { CompiledPlan } from './compile.ts';
import { codesOf, type Dimension, holdsOn, type ValueClass } from './dimensions.ts';
import { baseNameOf } from './order.ts';
import type { Comparison, Condition, Locale, PlanDocument, PlanRule, Scalar } from './plan.ts';
import { type LineTrace, recomputeFromTrace } from './trace.ts';

/** What words need of a compiled plan, for any kind of facts. */
export type Explained = Pick<CompiledPlan<never>, 'document' | 'rules' | 'space'> & {
  readonly vocabulary: { readonly categories: CompiledPlan<never>['vocabulary']['categories'] };
};

/** A trace as a finance clerk reads it: one step a line. */
export function traceWords(plan: Explained, trace: LineTrace, locale: Locale): string[] {
  const zh = locale === 'zh';
  const place = plan.rules.findIndex((rule) => rule.id === trace.rule);
  const rule = plan.rules[place];
  if (!rule) return [zh ? `方案中没有规则 ${trace.rule}` : `the plan has no rule ${trace.rule}`];
  const tried = plan.rules.slice(0, place).filter((other) => other.group === rule.group && other.scope === rule.scope);
  return [
    ...tried.map((other) => notMatched(plan, other, trace.facts, locale)),
    zh
      ? `适用 ${rule.id}（${rule.title.zh}）：${conditionWords(plan, rule.when, locale)}`
      : `${rule.id} (${rule.title.en}) applies: ${conditionWords(plan, rule.when, locale)}`,
    ...baseWords(plan, rule, trace, locale),
    ...amountWords(rule, trace, locale),
  ];
}

/** Why each rule did or did not apply to a case, also where no line came of it. `facts` are the codes of `classify`. */
export function caseWords(plan: Explained, facts: readonly number[], locale: Locale): string[] {
  const zh = locale === 'zh';
  const taken = new Map<string, string>();
  return plan.rules
    .filter((rule) => rule.scope === 'case')
    .map((rule) => {
      if (!holds(plan, rule.when, facts)) return notMatched(plan, rule, facts, locale);
      const earlier = taken.get(rule.group);
      if (earlier)
        return zh ? `${rule.id} 未用：同组 ${earlier} 已适用` : `${rule.id} not used: ${earlier} of its group applied`;
      taken.set(rule.group, rule.id);
      return zh ? `适用 ${rule.id}（${rule.title.zh}）` : `${rule.id} (${rule.title.en}) applies`;
    });
}

function notMatched(plan: Explained, rule: PlanRule, facts: readonly number[], locale: Locale): string {
  const failing = firstFailing(plan, rule.when, facts) ?? rule.when;
  const required = conditionWords(plan, failing, locale);
  const found = foundWords(plan, failing, facts, locale);
  return locale === 'zh'
    ? `${rule.id} 不适用：要求${required}${found ? `，实际${found}` : ''}`
    : `${rule.id} does not apply: needs ${required}${found ? `, found ${found}` : ''}`;
}

/** The first part of a conjunction that does not hold. */
function firstFailing(plan: Explained, condition: Condition, facts: readonly number[]): Condition | null {
  if (holds(plan, condition, facts)) return null;
  if (!('all' in condition)) return condition;
  for (const part of condition.all) {
    const failing = firstFailing(plan, part, facts);
    if (failing) return failing;
  }
  return condition;
}

function holds(plan: Explained, condition: Condition, facts: readonly number[]): boolean {
  if ('all' in condition) return condition.all.every((part) => holds(plan, part, facts));
  if ('any' in condition) return condition.any.some((part) => holds(plan, part, facts));
  if ('not' in condition) return !holds(plan, condition.not, facts);
  if ('hasItem' in condition)
    return codesOf(condition.hasItem).some((code) => facts[plan.space.byKey.get(`hasItem:${code}`)!.index] === 2);
  const dimension = plan.space.byKey.get(condition.attribute)!;
  return holdsOn(condition, dimension.classes[facts[dimension.index] ?? 0]!);
}

/** The values the case has on the attributes a condition asks about. */
function foundWords(plan: Explained, condition: Condition, facts: readonly number[], locale: Locale): string {
  const keys = new Set<string>();
  const collect = (part: Condition): void => {
    if ('all' in part) part.all.forEach(collect);
    else if ('any' in part) part.any.forEach(collect);
    else if ('not' in part) collect(part.not);
    else if (!('hasItem' in part)) keys.add(part.attribute);
  };
  collect(condition);
  return [...keys]
    .map((key) => {
      const dimension = plan.space.byKey.get(key)!;
      const value = classWords(plan.document, dimension, dimension.classes[facts[dimension.index] ?? 0]!, locale);
      return locale === 'zh' ? `${titleOf(dimension, locale)}为${value}` : `${titleOf(dimension, locale)}: ${value}`;
    })
    .join(locale === 'zh' ? '，' : ', ');
}

/** A condition in words. */
export function conditionWords(
  plan: Pick<Explained, 'document' | 'space'>,
  condition: Condition,
  locale: Locale,
): string {
  const zh = locale === 'zh';
  if ('all' in condition || 'any' in condition) {
    const parts = 'all' in condition ? condition.all : condition.any;
    if (parts.length === 0) return zh ? '无条件' : 'no condition';
    const joined = parts.map((part) => conditionWords(plan, part, locale));
    if ('all' in condition) return joined.join(zh ? '，且' : ' and ');
    return joined.length === 1 ? joined[0]! : zh ? `（${joined.join('，或')}）` : `(${joined.join(' or ')})`;
  }
  if ('not' in condition) {
    const inner = conditionWords(plan, condition.not, locale);
    return zh ? `并非“${inner}”` : `not (${inner})`;
  }
  if ('hasItem' in condition) {
    const codes = codesOf(condition.hasItem).join(zh ? '、' : ' or ');
    return zh ? `含收费项目 ${codes}` : `a charge ${codes}`;
  }
  const dimension = plan.space.byKey.get(condition.attribute)!;
  return comparisonWords(plan.document, dimension as Dimension<never>, condition, locale);
}

function comparisonWords(
  plan: PlanDocument,
  dimension: Dimension<never>,
  comparison: Comparison,
  locale: Locale,
): string {
  const zh = locale === 'zh';
  const title = titleOf(dimension, locale);
  const value = (given: Scalar) => scalarWords(plan, dimension, given, locale);
  const list = (given: readonly Scalar[]) => given.map(value).join(zh ? '、' : ' / ');
  const { eq, ne, in: isIn, notIn, gt, ge, lt, le, between, isSet } = comparison;
  if (eq !== undefined) return zh ? `${title}为${value(eq)}` : `${title} is ${value(eq)}`;
  if (ne !== undefined) return zh ? `${title}已知且不为${value(ne)}` : `${title} known and not ${value(ne)}`;
  if (isIn !== undefined) return zh ? `${title}为${list(isIn)}之一` : `${title} is one of ${list(isIn)}`;
  if (notIn !== undefined) return zh ? `${title}已知且不是${list(notIn)}` : `${title} known and none of ${list(notIn)}`;
  if (gt !== undefined) return `${title} > ${value(gt)}`;
  if (ge !== undefined) return `${title} ≥ ${value(ge)}`;
  if (lt !== undefined) return `${title} < ${value(lt)}`;
  if (le !== undefined) return `${title} ≤ ${value(le)}`;
  if (between !== undefined) return `${title} ${value(between[0])}–${value(between[1])}`;
  if (isSet) return zh ? `${title}已填写` : `${title} is known`;
  return zh ? `${title}未填写` : `${title} is unknown`;
}

/** A class of values in words. */
export function classWords(plan: PlanDocument, dimension: Dimension<never>, entry: ValueClass, locale: Locale): string {
  const zh = locale === 'zh';
  if (entry.kind === 'unknown') return zh ? '未知' : 'unknown';
  if (entry.kind === 'value') return scalarWords(plan, dimension, entry.value, locale);
  if (entry.kind === 'other' || (entry.above === null && entry.below === null)) return zh ? '其他' : 'another';
  if (entry.above === null) return `< ${entry.below}`;
  return entry.below === null ? `> ${entry.above}` : `${entry.above} … ${entry.below}`;
}

function scalarWords(plan: PlanDocument, dimension: Dimension<never>, value: Scalar, locale: Locale): string {
  if (typeof value === 'boolean') return locale === 'zh' ? (value ? '是' : '否') : value ? 'yes' : 'no';
  const { attribute } = dimension;
  const name = String(value);
  if (attribute?.kind === 'choice') return attribute.values[name]?.[locale] ?? name;
  if (attribute?.kind === 'departmentGroup')
    return (
      plan.departmentGroups.find((entry) => entry.group === name)?.title[locale] ??
      (name === plan.otherDepartments ? (locale === 'zh' ? '其他科室' : 'other departments') : name)
    );
  return name;
}

export function titleOf(dimension: Dimension<never>, locale: Locale): string {
  if (dimension.attribute) return dimension.attribute.title[locale];
  return locale === 'zh' ? `收费项目 ${dimension.itemCode}` : `charge ${dimension.itemCode}`;
}

function baseWords(plan: Explained, rule: PlanRule, trace: LineTrace, locale: Locale): string[] {
  if (trace.terms.length === 0) return [];
  const zh = locale === 'zh';
  const titles = Object.values(plan.vocabulary.categories);
  let tenThousandths = 0n;
  const parts: string[] = [];
  for (let at = 0; at < trace.terms.length; at += 3) {
    const [category, sumFen, weight] = trace.terms.slice(at, at + 3) as [number, number, number];
    tenThousandths += BigInt(sumFen) * BigInt(weight);
    parts.push(`${titles[category]?.[locale] ?? category} ${formatYuan(sumFen as never)} × ${percentText(weight)}`);
  }
  const of = baseNameOf(rule);
  const title =
    of === 'item'
      ? zh
        ? `收费项目（第 ${trace.item} 行）`
        : `charge (line ${trace.item})`
      : (plan.document.bases[of ?? '']?.title[locale] ?? of);
  return [`${title} = ${parts.join(' + ')} = ${exactYuan(tenThousandths)}`];
}

function amountWords(rule: PlanRule, trace: LineTrace, locale: Locale): string[] {
  const zh = locale === 'zh';
  const { formula, minFen, maxFen, monthFen } = trace;
  const lines: string[] = [];
  const plain = recomputeFromTrace({ ...trace, minFen: null, maxFen: null, monthFen: 0 });
  if (formula.kind === 'fixed')
    lines.push(zh ? `每例固定 ${formatYuan(plain)}` : `fixed ${formatYuan(plain)} per case`);
  else if (formula.kind === 'percent') {
    const { rateBasisPoints, plusBasisPoints } = formula;
    const rate =
      plusBasisPoints === 0
        ? percentText(rateBasisPoints)
        : `(${percentText(rateBasisPoints)} + ${percentText(plusBasisPoints)})`;
    lines.push(
      zh
        ? `× ${rate}，四舍五入到分 = ${formatYuan(plain)}`
        : `× ${rate}, rounded half up to the fen = ${formatYuan(plain)}`,
    );
  } else lines.push(zh ? `按分档得 ${formatYuan(plain)}` : `by tier: ${formatYuan(plain)}`);
  if (maxFen !== null) {
    const cut = plain > maxFen;
    const cap = formatYuan(maxFen as never);
    lines.push(
      zh
        ? `每例上限 ${cap}：${cut ? `按 ${cap}` : '未超过'}`
        : `at most ${cap} per case: ${cut ? `${cap} it is` : 'not reached'}`,
    );
  }
  if (minFen !== null && plain < minFen)
    lines.push(zh ? `每例下限 ${formatYuan(minFen as never)}` : `at least ${formatYuan(minFen as never)} per case`);
  if (monthFen !== 0)
    lines.push(
      zh
        ? `每人每月限额调整 ${formatYuan(monthFen as never)}`
        : `limit per payee and month: ${formatYuan(monthFen as never)}`,
    );
  if (rule.needsApproval) lines.push(rule.needsApproval[locale]);
  const final = formatYuan(recomputeFromTrace(trace));
  lines.push(zh ? `金额 ${final}` : `amount ${final}`);
  return lines;
}

/** 1250 → `12.5 %`. */
function percentText(rateBasisPoints: number): string {
  const text = `${Math.trunc(rateBasisPoints / 100)}.${String(rateBasisPoints % 100).padStart(2, '0')}`;
  return `${text.replace(/\.?0+$/, '') || '0'} %`.replace(/^(\d+)\.0* %$/, '$1 %');
}

/** An exact base, which may have parts of a fen: `¥1,234.567`. */
function exactYuan(tenThousandths: bigint): string {
  const negative = tenThousandths < 0n;
  const size = negative ? -tenThousandths : tenThousandths;
  const whole = formatYuan(Number(size / 10_000n) as never);
  const rest = (size % 10_000n).toString().padStart(4, '0').replace(/0+$/, '');
  return `${negative ? '-' : ''}${whole}${rest}`;
}
