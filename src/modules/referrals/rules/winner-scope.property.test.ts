import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decisionsArbitrary, episodesArbitrary, referralsArbitrary, timeZone } from '../test/winner-worlds.ts';
import { mayBeChainMember } from './arrivals.ts';
import { decideWinners, type WinnerDecision } from './decide-winners.ts';
import type { WinnerEpisode } from './winner-rows.ts';
import {
  decideScope,
  type RecordStretch,
  rowKeys,
  type ScopeChange,
  type ScopeQuestion,
  type ScopeRows,
  type WinnerScope,
  winnerScope,
} from './winner-scope.ts';

function isOn(stretch: RecordStretch, row: WinnerEpisode): boolean {
  const isWanted = stretch.wants === 'admissions' ? row.kind === 'inpatient' : mayBeChainMember(row);
  const isThen = row.registeredAt >= stretch.fromMs && row.registeredAt <= stretch.untilMs;
  return isWanted && isThen && rowKeys(row).recordKey === stretch.recordKey;
}

function answer(world: ScopeRows, question: ScopeQuestion): ScopeRows {
  const has = (keys: readonly string[], key: string | null): boolean => key !== null && keys.includes(key);
  return {
    referrals: world.referrals.filter(
      (row) =>
        has(question.referralsByName, rowKeys(row).nameKey) ||
        has(question.referralsByPhone, rowKeys(row).phoneKey) ||
        has(question.referralsById, row.referralId),
    ),
    episodes: world.episodes.filter(
      (row) =>
        has(question.episodesByName, rowKeys(row).nameKey) ||
        question.episodesAround.some((stretch) => isOn(stretch, row)) ||
        has(question.episodesByPhone, rowKeys(row).phoneKey) ||
        has(question.episodesByNo, row.episodeNo),
    ),
    decisions: world.decisions.filter(
      (row) =>
        has(question.decisionsByReferral, row.winnerReferralId) || has(question.decisionsByEpisode, row.episodeNo),
    ),
  };
}

function scopeIn(world: ScopeRows, changed: ScopeChange): WinnerScope {
  const steps = winnerScope(changed);
  let step = steps.next();
  while (!step.done) step = steps.next(answer(world, step.value));
  return step.value;
}

function byId(decision: WinnerDecision): Map<string, unknown> {
  return new Map<string, unknown>([
    ...decision.episodes.map((row) => [row.episodeNo, row] as const),
    ...decision.referrals.map((row) => [row.referralId, row] as const),
  ]);
}

const worlds = fc.record({
  episodes: episodesArbitrary,
  referrals: referralsArbitrary,
  // One decision per episode, as in the store.
  decisions: decisionsArbitrary.map((list) => [...new Map(list.map((row) => [row.episodeNo, row])).values()]),
});

function expectScopeSuffices(before: ScopeRows, after: ScopeRows, changed: ScopeChange): void {
  const wholeBefore = byId(decideWinners({ ...before, timeZone }));
  const wholeAfter = byId(decideWinners({ ...after, timeZone }));
  const partly = byId(decideScope(scopeIn(after, changed), timeZone));
  for (const [id, row] of partly) expect(row, id).toEqual(wholeAfter.get(id));
  for (const [id, row] of wholeAfter) if (!partly.has(id)) expect(row, id).toEqual(wholeBefore.get(id));
}

test('after one new referral, deciding its scope gives what the whole batch gives', () => {
  fc.assert(
    fc.property(worlds, (after) => {
      const arrived = after.referrals[0];
      if (!arrived) return;
      const before = { ...after, referrals: after.referrals.slice(1) };
      expectScopeSuffices(before, after, { episodes: [], referrals: [arrived] });
    }),
    { numRuns: 3000 },
  );
});

test('after one new or removed episode, deciding its scope gives what the whole batch gives', () => {
  fc.assert(
    fc.property(worlds, fc.boolean(), (full, isRemoval) => {
      const moved = full.episodes[0];
      if (!moved) return;
      const without = { ...full, episodes: full.episodes.slice(1) };
      const changed = { episodes: [moved], referrals: [] };
      if (isRemoval) expectScopeSuffices(full, without, changed);
      else expectScopeSuffices(without, full, changed);
    }),
    { numRuns: 3000 },
  );
});

test('after a corrected episode, deciding the scope of both versions gives what the whole batch gives', () => {
  fc.assert(
    fc.property(worlds, episodesArbitrary, (before, others) => {
      const [old] = before.episodes;
      const [other] = others;
      if (!old || !other) return;
      const corrected = { ...other, episodeNo: old.episodeNo };
      const after = { ...before, episodes: [corrected, ...before.episodes.slice(1)] };
      expectScopeSuffices(before, after, { episodes: [old, corrected], referrals: [] });
    }),
    { numRuns: 3000 },
  );
});

test('after a decision, deciding the scope of the rows it names gives what the whole batch gives', () => {
  fc.assert(
    fc.property(worlds, (after) => {
      const [made] = after.decisions;
      if (!made) return;
      const before = { ...after, decisions: after.decisions.slice(1) };
      const changed = {
        episodes: after.episodes.filter((row) => row.episodeNo === made.episodeNo),
        referrals: after.referrals.filter((row) => row.referralId === made.winnerReferralId),
      };
      expectScopeSuffices(before, after, changed);
    }),
    { numRuns: 3000 },
  );
});
