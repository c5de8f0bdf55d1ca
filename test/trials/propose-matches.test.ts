import { expect, test } from 'vitest';
import { decideWinners } from '#modules/referrals/rules/decide-winners.ts';
import { proposeMatches } from '#modules/referrals/rules/propose-matches.ts';
import { generateMatchTruth } from '../bench/generate-match-truth.ts';

test('of the true pairs the exact rule missed, 95 in 100 are proposed first, and what is called sure is right', () => {
  const world = generateMatchTruth(2026, 18_000, 6_000);
  const decision = decideWinners({
    episodes: world.winnerEpisodes,
    referrals: world.winnerReferrals,
    timeZone: 'Asia/Shanghai',
  });
  const linked = new Set(decision.episodes.filter((row) => row.referralId !== null).map((row) => row.episodeNo));
  const queued = decision.referrals.filter((row) => ['unmatched', 'disputed', 'invalid'].includes(row.state));
  const proposals = proposeMatches(
    queued.map((row) => world.matchReferrals.get(row.referralId)!),
    [...world.matchEpisodes.values()].filter((row) => !linked.has(row.episodeNo)),
  );
  let pairs = 0;
  let right = 0;
  let sure = 0;
  let sureRight = 0;
  for (const { referralId } of queued) {
    const target = world.truth.get(referralId);
    const first = proposals.get(referralId)?.[0];
    const isRight = first !== undefined && first.episodeNo === target;
    if (target && !linked.has(target)) {
      pairs++;
      if (isRight) right++;
    }
    if (first?.sure) {
      sure++;
      if (isRight) sureRight++;
    }
  }
  expect(pairs).toBeGreaterThan(1000);
  expect(right / pairs).toBeGreaterThanOrEqual(0.95);
  expect(sure).toBeGreaterThan(300);
  expect(sureRight / sure).toBeGreaterThanOrEqual(0.995);
});
