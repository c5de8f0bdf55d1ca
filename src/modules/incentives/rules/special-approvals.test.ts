import { expect, test } from 'vitest';
import type { Day, Month } from '#kernel/day.ts';
import type { BasisPoints, Fen } from '#kernel/money.ts';
import { readPack } from '#modules/policy/index.ts';
import { readBundledPlan } from '../plan-files.ts';
import { episode, introducer } from '../test/episode.ts';
import { checkIncentivePlan } from './check-incentive-plan.ts';
import { compileIncentivePlan, decideLines } from './decide-lines.ts';
import { type SpecialApproval, withApprovals } from './special-approvals.ts';

const pack = readPack(new URL('../../../../policy/cn-2026/', import.meta.url));
const approval: SpecialApproval = {
  id: 'SP-2026-01',
  diagnoses: ['尿毒症'],
  rateBasisPoints: 500 as BasisPoints,
  maxFen: 10_000 as Fen,
  from: '2026-10-01' as Day,
  until: '2026-12-31' as Day,
  reason: '透析合作试点',
};

test('an approval becomes a dated rule for its disease; being approved does not make it lawful', () => {
  const document = withApprovals(readBundledPlan('plan-a'), [approval]);
  expect(checkIncentivePlan(document).findings).toEqual([]);
  const plan = compileIncentivePlan(document, '430121');
  const of = (given: { diagnosis: string | null; registeredOn?: Day }) => {
    const dialysis = episode({ kind: 'dialysis', winner: introducer('external_physician'), ...given });
    const [line] = decideLines({
      plan,
      pack,
      episodes: [dialysis],
      month: '2026-10' as Month,
      timeZone: 'Asia/Shanghai',
    });
    return `${line!.ruleId} ${line!.amountFen} ${line!.clearance}`;
  };
  expect(of({ diagnosis: '尿毒症' })).toBe('SP-2026-01 10000 prohibited');
  expect(of({ diagnosis: '尿毒症', registeredOn: '2026-09-30' as Day })).toBe('A0-uncovered 0 review');
  expect(of({ diagnosis: '高血压' })).toBe('A0-uncovered 0 review');
  expect(of({ diagnosis: null })).toBe('A0-uncovered 0 review');
});

test('a plan with a trigger the policy pack does not know cannot pass', () => {
  const plan = readBundledPlan('plan-l');
  const rules = plan.rules.map((rule) => ({ ...rule, trigger: 'MOON' }));
  expect(checkIncentivePlan({ ...plan, rules }).findings.map((found) => found.words.en)).toEqual([
    'L1-coupon: no trigger MOON',
  ]);
});
