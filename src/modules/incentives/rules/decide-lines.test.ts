import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Month } from '#kernel/day.ts';
import { recomputeFromTrace } from '#kernel/rule-engine/index.ts';
import { readPack } from '#modules/policy/index.ts';
import { readBundledPlan } from '../plan-files.ts';
import { planAOracle } from '../test/plan-a-oracle.ts';
import { octoberFrom, octoberUntil, randomEpisode } from '../test/random-episodes.ts';
import { compileIncentivePlan, decideLines } from './decide-lines.ts';

const pack = readPack(new URL('../../../../policy/cn-2026/', import.meta.url));
const planA = compileIncentivePlan(readBundledPlan('plan-a'), '430121');
const october = '2026-10' as Month;

/** Compares plan A with its hand-written reading on random episodes; gives the rules that wrote a line. */
function comparePlanA(run: { numRuns: number; seed?: number }): Set<string> {
  const seen = new Set<string>();
  const compare = fc.property(fc.array(randomEpisode, { maxLength: 5 }), (given) => {
    const episodes = given.map((episode, at) => ({ ...episode, episodeNo: `E${at}` }));
    const lines = decideLines({ plan: planA, pack, episodes, month: october, timeZone: 'Asia/Shanghai' });
    const ours = lines.map((line) =>
      [line.episodeNo, line.ruleId, line.payeeClass, line.payeeNo, line.form, line.baseFen, line.amountFen].join(' '),
    );
    const theirs = planAOracle(episodes, octoberFrom, octoberUntil, '430121').map((line) =>
      [line.episodeNo, line.rule, line.payeeClass, line.payeeNo, line.form, line.baseFen, line.amountFen].join(' '),
    );
    expect(ours.sort()).toEqual(theirs.sort());
    for (const line of lines) {
      seen.add(line.ruleId);
      expect(recomputeFromTrace(line.trace)).toBe(line.amountFen);
    }
  });
  fc.assert(compare, run);
  return seen;
}

test('plan A gives what a hand-written reading of its text gives, for any episode', () => {
  comparePlanA({ numRuns: 2000 });
});

// A fixed seed: whether chance meets the rarest rule must not decide whether the suite is green.
test('the episodes compared reach every rule of plan A', () => {
  const seen = comparePlanA({ numRuns: 3000, seed: 20_261_001 });
  expect([...seen].sort()).toEqual(planA.rules.map((rule) => rule.id).sort());
});
