import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isRefusal } from '#kernel/refusal.ts';
import {
  benefitForms,
  type ClearanceFacts,
  type HospitalRule,
  type PolicyPack,
  payeeClasses,
  rewardBases,
  triggers,
  verdicts,
} from '../contract.ts';
import { readPack } from '../pack-files.ts';
import { clear, lawfulAlternative, withHospitalRules } from './clear.ts';
import { loadPack } from './load-pack.ts';

const pack = readPack(new URL('../../../../policy/cn-2026/', import.meta.url));
const rank = (verdict: (typeof verdicts)[number]) => verdicts.indexOf(verdict);

test('the mainland pack answers for each of the 240 cells exactly once', () => {
  expect(pack.incentives.matrix).toHaveLength(240);
  expect(
    pack.incentives.reasons.filter((reason) => reason.id.startsWith('R0') || /^R\d\d$/.test(reason.id)),
  ).toHaveLength(30);
  const counts = Object.fromEntries(
    verdicts.map((verdict) => [verdict, pack.incentives.matrix.filter((cell) => cell.verdict === verdict).length]),
  );
  expect(counts['allowed']! + counts['review']! + counts['prohibited']!).toBe(240);
});

const expectations: [string, ClearanceFacts, string, string][] = [
  [
    'cash to a village doctor for an inpatient, by fees',
    { payee: 'EXT_HCP', trigger: 'REF_INPATIENT', form: 'CASH', basis: 'hospital_fees' },
    'prohibited',
    'IN-01+R01+R02+R03',
  ],
  [
    'a share of check-up fees to clinical staff: the cell alone would only review it',
    { payee: 'INT_HCP', trigger: 'GROUP_CHECKUP', form: 'CASH', basis: 'hospital_fees' },
    'prohibited',
    'IN-01+R10+R09',
  ],
  [
    'the same to an organization',
    { payee: 'ORG', trigger: 'GROUP_CHECKUP', form: 'CASH', basis: 'hospital_fees' },
    'review',
    'R24+R29',
  ],
  [
    'a published coupon for a self-pay outpatient',
    { payee: 'PATIENT', trigger: 'SELF_VISIT', form: 'COUPON', basis: 'patient_count', paymentKind: 'self_pay' },
    'allowed',
    'R15+R21',
  ],
  [
    'the same coupon for an insured one',
    { payee: 'PATIENT', trigger: 'SELF_VISIT', form: 'COUPON', paymentKind: 'insured' },
    'prohibited',
    'IN-03+R15+R21',
  ],
  [
    'the same coupon when nobody knows who pays',
    { payee: 'PATIENT', trigger: 'SELF_VISIT', form: 'COUPON', paymentKind: null },
    'review',
    'IN-03+R15+R21',
  ],
  [
    'the same coupon under commercial insurance',
    { payee: 'PATIENT', trigger: 'SELF_VISIT', form: 'COUPON', paymentKind: 'commercial' },
    'review',
    'RM-01+R15+R21',
  ],
  [
    'an inpatient coupon is prohibited whoever pays; an undecided override is not cited',
    { payee: 'PATIENT', trigger: 'ADMIT', form: 'COUPON' },
    'prohibited',
    'R13',
  ],
  [
    'member points, one level',
    { payee: 'PERSON', trigger: 'REFER_MEMBER', form: 'POINTS', levels: 1 },
    'allowed',
    'R20',
  ],
  [
    'member points over two levels',
    { payee: 'PERSON', trigger: 'REFER_MEMBER', form: 'POINTS', levels: 2 },
    'prohibited',
    'IN-07+R20',
  ],
  [
    'a reward for introducing a child to a check-up',
    { payee: 'ORG', trigger: 'GROUP_CHECKUP', form: 'CASH', patientMinor: true },
    'prohibited',
    'IN-09+R24+R29',
  ],
  [
    "a school's open discount is no reward for an introduction",
    { payee: 'ORG', trigger: 'GROUP_CHECKUP', form: 'WAIVER', patientMinor: true },
    'allowed',
    'R15+R18+R24+R29',
  ],
  [
    'performance pay by workload',
    { payee: 'INT_HCP', trigger: 'PERFORMANCE', form: 'CASH', basis: 'workload' },
    'allowed',
    'R11',
  ],
  [
    'performance pay by heads',
    { payee: 'INT_HCP', trigger: 'PERFORMANCE', form: 'CASH', basis: 'patient_count' },
    'prohibited',
    'IN-01+R11',
  ],
  [
    'the buyer of a client',
    { payee: 'ORG', trigger: 'GROUP_CHECKUP', form: 'WAIVER', payeeIsClientAgent: true },
    'prohibited',
    'IN-04+R15+R18+R24+R29',
  ],
];
test.each(expectations)('clearance: %s', (_, facts, verdict, citation) => {
  const cleared = clear(pack, facts);
  expect([cleared.verdict, cleared.citation]).toEqual([verdict, citation]);
});

test('each override of the survey can fire', () => {
  const base = { payee: 'PATIENT', trigger: 'SELF_VISIT', form: 'COUPON', paymentKind: 'self_pay' } as const;
  const firing: Record<string, Partial<ClearanceFacts>> = {
    'IN-02': { paymentKind: 'insured', falseVisit: true },
    'IN-04': { payeeIsClientAgent: true },
    'IN-05': { payeeIsOfficial: true },
    'IN-06': { thirdPartyAccount: true },
    'IN-07': { entryFee: true },
    'IN-08': { sharesOthersDataWithoutConsent: true },
    'IN-10': { rewardForReview: true },
    'IN-11': { lotteryTopPrizeFen: 5_000_001 },
    'IN-12': { endorsesInPerson: true },
  };
  for (const [id, facts] of Object.entries(firing)) {
    const cleared = clear(pack, { ...base, ...facts });
    expect(cleared.ruleIds, id).toContain(id);
    expect(cleared.verdict, id).toBe('prohibited');
  }
  expect(clear(pack, { ...base, lotteryTopPrizeFen: 5_000_000 }).verdict).toBe('allowed');
});

const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
const anyFacts: fc.Arbitrary<ClearanceFacts> = fc.record({
  payee: fc.constantFrom(...payeeClasses),
  trigger: fc.constantFrom(...triggers),
  form: fc.constantFrom(...benefitForms),
  basis: maybe(fc.constantFrom(...rewardBases)),
  paymentKind: maybe(fc.constantFrom('self_pay', 'insured', 'commercial')),
  patientMinor: maybe(fc.boolean()),
  offBook: maybe(fc.boolean()),
});
const anyHospitalRule: fc.Arbitrary<HospitalRule> = fc.record({
  id: fc.integer({ min: 1, max: 9999 }).map((number) => `H-${number}`),
  when: fc.constantFrom(
    { attribute: 'payee', eq: 'ORG' },
    { attribute: 'form', in: ['COUPON', 'POINTS'] },
    { not: { attribute: 'paymentKind', eq: 'self_pay' } },
    { all: [] },
  ),
  verdict: fc.constantFrom('review', 'prohibited'),
  whenUnknown: fc.constantFrom('ignore', 'review'),
  text: fc.constant({ zh: '本院规定', en: 'own rule' }),
  citations: fc.constant([]),
  mark: fc.constant({ kind: 'verified' as const, sources: [], counsel: false, ownPolicy: true }),
});

test('rules of a hospital can make a verdict stricter, never milder', () => {
  fc.assert(
    fc.property(
      anyFacts,
      fc.uniqueArray(anyHospitalRule, { selector: (rule) => rule.id, maxLength: 4 }),
      (facts, rules) => {
        const without = clear(pack, facts);
        const withRules = clear(withHospitalRules(pack, rules), facts);
        expect(rank(withRules.verdict)).toBeGreaterThanOrEqual(rank(without.verdict));
        for (const id of without.ruleIds)
          if (without.verdict === withRules.verdict) expect(withRules.ruleIds).toContain(id);
      },
    ),
    { numRuns: 500 },
  );
});

test('a fact becoming known never makes an overridden benefit allowed while it stays unknown', () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const unknown = clear(pack, { ...facts, paymentKind: null });
      const insured = clear(pack, { ...facts, paymentKind: 'insured' });
      if (insured.verdict === 'prohibited') expect(unknown.verdict).not.toBe('allowed');
    }),
  );
});

test('a hospital rule cannot take the id of a rule of the pack', () => {
  const rule = { ...pack.incentives.overrides[0]!, id: 'IN-01' };
  expect(() => withHospitalRules(pack, [rule as HospitalRule])).toThrow(/cannot take the id/);
});

function broken(change: (copy: PolicyPack) => void): unknown {
  const copy = structuredClone(pack);
  change(copy);
  const { incentives, ...head } = copy;
  const loaded = loadPack(head, { incentives });
  return isRefusal(loaded) ? `${loaded.facts['where']}: ${loaded.facts['problem']}` : 'accepted';
}

test('a pack with a hole, a double cell or a dangling reference is refused', () => {
  expect(broken(() => {})).toBe('accepted');
  expect(broken((copy) => copy.incentives.matrix.pop())).toBe('ORG/EXPENSE/REIMB: cell is missing');
  expect(broken((copy) => copy.incentives.matrix.push(copy.incentives.matrix[0]!))).toContain('cell given twice');
  expect(broken((copy) => copy.incentives.matrix[0]!.reasons.push('R99'))).toContain('no reason R99');
  expect(broken((copy) => copy.instruments.splice(0, 30))).toContain('no instrument');
  expect(
    broken((copy) => {
      copy.incentives.overrides[0]!.when = { attribute: 'moonPhase', eq: 'full' };
    }),
  ).toContain('no fact moonPhase');
  expect(broken((copy) => copy.incentives.alternatives.splice(0, 99))).toContain('no lawful alternative');
});

test('every payee and trigger has a lawful alternative', () => {
  for (const payee of payeeClasses)
    for (const trigger of triggers) expect(lawfulAlternative(pack, payee, trigger).text.zh).not.toBe('');
});
