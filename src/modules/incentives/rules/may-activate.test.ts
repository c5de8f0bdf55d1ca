import { expect, test } from 'vitest';
import type { Month } from '#kernel/day.ts';
import { isRefusal } from '#kernel/refusal.ts';
import { readPack } from '#modules/policy/index.ts';
import { readBundledPlan } from '../plan-files.ts';
import { episode, introducer } from '../test/episode.ts';
import { acknowledgementsFor } from './acknowledgements.ts';
import { compileIncentivePlan, decideLines } from './decide-lines.ts';
import type { EpisodeFacts } from './episode-facts.ts';
import { alwaysProhibited, clearanceSummary, cloneWithout, mayActivate } from './may-activate.ts';
import { comparePlans, whatIfTotals } from './what-if.ts';

const pack = readPack(new URL('../../../../policy/cn-2026/', import.meta.url));
const planA = compileIncentivePlan(readBundledPlan('plan-a'), '430121');
const planL = compileIncentivePlan(readBundledPlan('plan-l'), '430121');
const month = '2026-10' as Month;
const timeZone = 'Asia/Shanghai';

test('plan A cannot be activated, and the refusal names the rules that stand in the way', () => {
  const decision = mayActivate(planA, pack);
  expect(isRefusal(decision) && decision.code).toBe('incentives.plan-prohibited');
  expect(alwaysProhibited(planA, pack)).toEqual(
    planA.rules.map((rule) => rule.id).filter((id) => !['A0-uncovered', 'A7-exam-ext', 'A9-checkup'].includes(id)),
  );
});

test('a copy of plan A without those rules can be activated', () => {
  const copy = cloneWithout(planA.document, alwaysProhibited(planA, pack), {
    id: 'plan-a-reduced',
    title: { zh: '精简方案', en: 'reduced plan' },
  });
  expect(copy.rules.map((rule) => rule.id)).toEqual(['A0-uncovered', 'A7-exam-ext', 'A9-checkup']);
  expect(mayActivate(compileIncentivePlan(copy, '430121'), pack)).toEqual({ allowed: true });
});

test('every rule that is not allowed throughout comes with a lawful alternative for each payee', () => {
  for (const entry of clearanceSummary(planA, pack)) {
    const restricted = new Set(entry.cases.filter((one) => one.verdict !== 'allowed').map((one) => one.payee));
    expect(entry.alternatives).toHaveLength(restricted.size);
  }
});

test('the summary promises nothing milder or stricter than what lines get', () => {
  const summary = new Map(clearanceSummary(planA, pack).map((entry) => [entry.ruleId, entry]));
  const cases = (['external_physician', 'enterprise', 'public', 'staff', 'former_patient'] as const).flatMap((kind) =>
    (['inpatient', 'exam', 'checkup'] as const).map((episodeKind) =>
      episode({ winner: introducer(kind, { accompanied: true }), kind: episodeKind }),
    ),
  );
  for (const line of decideLines({ plan: planA, pack, episodes: cases, month, timeZone })) {
    const match = summary
      .get(line.ruleId)!
      .cases.find(
        (one) => one.payee === line.payeeClass && one.paymentKind === 'self_pay' && one.patientMinor === false,
      );
    expect([match!.verdict, match!.citation]).toEqual([line.clearance, line.citation]);
  }
});

test.each<[string, Partial<EpisodeFacts>, string | null]>([
  ['self-pay outpatient who came by herself', { kind: 'outpatient' }, 'allowed 10000 R15+R21'],
  ['self-pay check-up', { kind: 'checkup' }, 'allowed 10000 R15+R21'],
  ['insured outpatient', { kind: 'outpatient', paymentKind: 'insured' }, 'prohibited 0 IN-03+R15+R21'],
  ['nobody knows who pays', { kind: 'outpatient', paymentKind: null }, 'review 0 IN-03+R15+R21'],
  ['never an inpatient', {}, null],
  ['not when somebody introduced the patient', { kind: 'outpatient', winner: introducer('public') }, null],
  ['not while it is undetermined', { kind: 'outpatient', winnerReason: 'undetermined' }, null],
])('plan L: %s', (_, given, expected) => {
  const [line] = decideLines({ plan: planL, pack, episodes: [episode(given)], month, timeZone });
  expect(line ? `${line.clearance} ${line.payableFen} ${line.citation}` : null).toBe(expected);
});

test('plan L can be activated', () => {
  expect(mayActivate(planL, pack)).toEqual({ allowed: true });
});

test('thanks carry no value, and what tells of the patient needs consent', () => {
  const given = (patientConsented: boolean | null, kind: 'external_physician' | 'rep' = 'external_physician') =>
    acknowledgementsFor(planL.document, { introducerKind: kind, patientConsented }).map((entry) => entry.gives);
  expect(given(true)).toEqual(['received_message', 'thank_you_letter', 'training_invitation', 'feedback_report']);
  expect(given(null)).not.toContain('feedback_report');
  expect(given(true, 'rep')).not.toContain('feedback_report');
});

test('a what-if totals exposure, and two plans compare side by side', () => {
  const episodes = [
    episode({ episodeNo: 'E1', winner: introducer('external_physician') }),
    episode({ episodeNo: 'E2', kind: 'outpatient' }),
    episode({ episodeNo: 'E3', kind: 'checkup', winner: introducer('enterprise') }),
  ];
  const of = (plan: typeof planA) => whatIfTotals(decideLines({ plan, pack, episodes, month, timeZone }));
  const a = of(planA);
  expect(a.all).toMatchObject({ lines: 2, amountFen: 100_000, payableFen: 0 });
  expect(a.all.byClearance.prohibited).toEqual({ lines: 1, amountFen: 50_000 });
  expect(a.byPayeeClass.get('ORG')!.byClearance.review.amountFen).toBe(50_000);
  const comparison = comparePlans(a, of(planL));
  expect(comparison.all.differenceFen).toBe(-90_000);
  expect(comparison.byRule.map((entry) => [entry.key, entry.differenceFen])).toEqual([
    ['A1-general', -50_000],
    ['A9-checkup', -50_000],
    ['L1-coupon', 10_000],
  ]);
});

test('monthly limits of a plan reach the lines, in order of the episodes', () => {
  const document = {
    ...planL.document,
    caps: [{ id: 'cap', title: { zh: '每人每月', en: 'monthly' }, rules: ['L1-coupon'], perPayeeMonthMaxFen: 15_000 }],
  };
  const plan = compileIncentivePlan(document, '430121');
  const episodes = ['E3', 'E1', 'E2'].map((episodeNo) => episode({ episodeNo, kind: 'outpatient' }));
  const lines = decideLines({ plan, pack, episodes, month, timeZone });
  expect(lines.map((line) => [line.episodeNo, line.amountFen, line.payableFen])).toEqual([
    ['E1', 10_000, 10_000],
    ['E2', 5_000, 5_000],
    ['E3', 0, 0],
  ]);
});
