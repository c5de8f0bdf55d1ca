import { type Fen, formatYuan } from '#kernel/money.ts';
import { type Dimension, spaceOf } from '#kernel/rule-engine/dimensions.ts';
import type { Condition, Locale, PlanDocument, PlanRule } from '#kernel/rule-engine/plan.ts';
import type { Attribute, ChargeFacts, Vocabulary } from '#kernel/rule-engine/vocabulary.ts';
import { conditionWords } from '#kernel/rule-engine/words.ts';

/** Attributes and categories as the server describes them. */
export interface DescribedVocabulary {
  readonly attributes: readonly {
    readonly name: string;
    readonly kind: string;
    readonly scope: 'case' | 'item';
    readonly title: { readonly zh: string; readonly en: string };
    readonly values:
      | readonly { readonly value: string; readonly title: { readonly zh: string; readonly en: string } }[]
      | null;
    readonly operators: readonly string[];
  }[];
  readonly categories: readonly {
    readonly value: string;
    readonly title: { readonly zh: string; readonly en: string };
  }[];
}

/** What the rule editor may offer. */
export type VocabularyInfo = DescribedVocabulary & { readonly triggers: readonly string[] };

type NoFacts = Record<string, never>;

/** A vocabulary without facts: enough for the engine's checks and words, which never read a case. */
export function browserVocabulary(described: DescribedVocabulary): Vocabulary<NoFacts> {
  const attribute = (given: DescribedVocabulary['attributes'][number]): Attribute<NoFacts> => {
    const { name, title, kind } = given;
    const read = () => null;
    if (kind === 'choice')
      return {
        kind,
        name,
        title,
        values: Object.fromEntries((given.values ?? []).map((entry) => [entry.value, entry.title])),
        read,
      };
    if (kind === 'flag' || kind === 'number' || kind === 'day' || kind === 'departmentGroup')
      return { kind, name, title, read };
    return { kind: 'text', name, title, read };
  };
  return {
    attributes: described.attributes.filter((given) => given.scope === 'case').map(attribute),
    itemAttributes: described.attributes
      .filter((given) => given.scope === 'item')
      .map((given) => attribute(given) as unknown as Attribute<ChargeFacts>),
    categories: Object.fromEntries(described.categories.map((entry) => [entry.value, entry.title])),
    chargesOf: () => [],
    departmentOf: () => null,
  };
}

/** A condition in words; null while it names something that does not exist. */
export function sayCondition(
  plan: PlanDocument,
  condition: Condition,
  vocabulary: Vocabulary<NoFacts>,
  locale: Locale,
): string | null {
  try {
    const one = { ...plan, rules: [{ ...blankRule, when: condition }] };
    const space = spaceOf(one, vocabulary);
    return conditionWords(
      {
        document: plan,
        space: space as unknown as { dimensions: Dimension<never>[]; byKey: Map<string, Dimension<never>> },
      },
      condition,
      locale,
    );
  } catch {
    return null;
  }
}

const blankRule: PlanRule = {
  id: 'x',
  title: { zh: 'x', en: 'x' },
  group: 'x',
  scope: 'item',
  when: { all: [] },
  payee: 'introducer',
  form: 'cash',
  trigger: 'x',
  amount: { fixed: { fen: 0 } },
};

const yuan = (fen: number) => formatYuan(fen as Fen).replace(/\.00$/, '');
const percent = (basisPoints: number) => `${Number((basisPoints / 100).toFixed(2))}%`;

const payeeWords: Readonly<Record<PlanRule['payee'], Record<Locale, string>>> = {
  introducer: { zh: '介绍人', en: 'the introducer' },
  admittingPhysician: { zh: '收治医生', en: 'the admitting physician' },
  orderingPhysician: { zh: '开单医生', en: 'the ordering physician' },
  patient: { zh: '患者', en: 'the patient' },
};
const formWords: Readonly<Record<PlanRule['form'], Record<Locale, string>>> = {
  cash: { zh: '现金', en: 'cash' },
  coupon: { zh: '优惠券', en: 'a coupon' },
  points: { zh: '积分', en: 'points' },
  waiver: { zh: '费用减免', en: 'a waiver' },
  reimbursement: { zh: '费用报销', en: 'reimbursement' },
};

function baseTitle(plan: PlanDocument, of: string, locale: Locale): string {
  if (of === 'item') return locale === 'zh' ? '该项目金额' : 'the item';
  return plan.bases[of]?.title[locale] ?? of;
}

/** How much, in one clause: 按转诊业务费基数的 10% 给介绍人现金，每例最高 ¥1,000. */
export function amountSentence(
  plan: PlanDocument,
  rule: PlanRule,
  locale: Locale,
  sayWhen: (condition: Condition) => string | null,
): string {
  const zh = locale === 'zh';
  const payee = payeeWords[rule.payee][locale];
  const form = formWords[rule.form][locale];
  const parts: string[] = [];
  const { amount } = rule;
  if ('fixed' in amount) {
    const each = rule.scope === 'item' ? (zh ? '每个项目' : 'per item') : zh ? '每例' : 'per case';
    const sum = yuan(amount.fixed.fen);
    parts.push(zh ? `${each}给${payee}${form} ${sum}` : `gives ${payee} ${form} of ${sum} ${each}`);
  } else if ('percent' in amount) {
    const { of, rateBasisPoints, plus = [] } = amount.percent;
    const base = baseTitle(plan, of, locale);
    parts.push(
      zh
        ? `按${base}的 ${percent(rateBasisPoints)} 给${payee}${form}`
        : `gives ${payee} ${form} of ${percent(rateBasisPoints)} of ${base}`,
    );
    for (const extra of plus) {
      const when = sayWhen(extra.when) ?? '…';
      parts.push(
        zh
          ? `${when}时再加 ${extra.basisPoints / 100} 个百分点`
          : `plus ${extra.basisPoints / 100} points when ${when}`,
      );
    }
  } else {
    const { of, tiers, aboveFen } = amount.tiered;
    const base = baseTitle(plan, of, locale);
    const steps = tiers.map((tier) =>
      zh
        ? `不超过 ${yuan(tier.upToFen)} 按 ${percent(tier.rateBasisPoints)}`
        : `${percent(tier.rateBasisPoints)} up to ${yuan(tier.upToFen)}`,
    );
    parts.push(
      zh
        ? `按${base}分档给${payee}${form}：${steps.join('，')}，再高固定 ${yuan(aboveFen)}`
        : `gives ${payee} ${form} by tiers of ${base}: ${steps.join(', ')}, above a fixed ${yuan(aboveFen)}`,
    );
  }
  parts.push(...limitWords(rule, locale));
  if (rule.needsApproval) parts.push(rule.needsApproval[locale]);
  return parts.join(zh ? '，' : ', ');
}

function limitWords(rule: PlanRule, locale: Locale): string[] {
  const zh = locale === 'zh';
  const { perCase, perPayeeMonth } = rule;
  const words: string[] = [];
  if (perCase?.minFen !== undefined)
    words.push(zh ? `每例最低 ${yuan(perCase.minFen)}` : `at least ${yuan(perCase.minFen)} a case`);
  if (perCase?.maxFen !== undefined)
    words.push(zh ? `每例最高 ${yuan(perCase.maxFen)}` : `at most ${yuan(perCase.maxFen)} a case`);
  if (perPayeeMonth?.minFen !== undefined)
    words.push(
      zh ? `每人每月最低 ${yuan(perPayeeMonth.minFen)}` : `at least ${yuan(perPayeeMonth.minFen)} a payee and month`,
    );
  if (perPayeeMonth?.maxFen !== undefined)
    words.push(
      zh ? `每人每月最高 ${yuan(perPayeeMonth.maxFen)}` : `at most ${yuan(perPayeeMonth.maxFen)} a payee and month`,
    );
  return words;
}

/** A rule as one sentence: when, then how much. */
export function ruleSentence(
  plan: PlanDocument,
  rule: PlanRule,
  locale: Locale,
  when: string | null,
  sayWhen: (condition: Condition) => string | null,
): string {
  const amount = amountSentence(plan, rule, locale, sayWhen);
  const zh = locale === 'zh';
  if (when === null) return zh ? `条件未填完整：${amount}。` : `Condition incomplete: ${amount}.`;
  return zh ? `当${when}时，${amount}。` : `When ${when}, ${amount}.`;
}
