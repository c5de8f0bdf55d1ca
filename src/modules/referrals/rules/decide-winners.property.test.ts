import fc from 'fast-check';
import { expect, test } from 'vitest';
import { oracle } from '../test/winner-oracle.ts';
import { decisionsArbitrary, episodesArbitrary, referralsArbitrary, timeZone } from '../test/winner-worlds.ts';
import { decideWinners, type WinnerInput } from './decide-winners.ts';

function comparable(input: WinnerInput): unknown {
  const { episodes, referrals } = decideWinners(input);
  return {
    episodes: Object.fromEntries(
      episodes.map((row) => [row.episodeNo, { reason: row.reason, referralId: row.referralId, by: [...row.by] }]),
    ),
    referrals: Object.fromEntries(
      referrals.map((row) => [row.referralId, { state: row.state, episodeNo: row.episodeNo }]),
    ),
  };
}

const losingStates = ['late', 'duplicate', 'invalid', 'disputed', 'pending', 'unmatched', 'expired'];

test('the indexed rule gives row for row what the written text gives', () => {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(episodesArbitrary, referralsArbitrary, (episodes, referrals) => {
      const input = { episodes, referrals, timeZone };
      const expected = oracle(input);
      for (const row of Object.values(expected.episodes)) seen.set(row.reason, (seen.get(row.reason) ?? 0) + 1);
      for (const row of Object.values(expected.referrals)) seen.set(row.state, (seen.get(row.state) ?? 0) + 1);
      expect(comparable(input)).toEqual(expected);
    }),
    { numRuns: 6000 },
  );
  // The worlds reach every outcome often, or the comparison would prove little. The rarest comes up 120 times on average, so that chance alone
  // never falls below the bar.
  for (const outcome of ['won', 'chain', 'walk_in', 'undetermined', ...losingStates]) {
    expect(seen.get(outcome) ?? 0, outcome).toBeGreaterThan(30);
  }
});

test('decisions of people replace the rule for their episodes and nothing else', () => {
  fc.assert(
    fc.property(episodesArbitrary, referralsArbitrary, decisionsArbitrary, (episodes, referrals, decisions) => {
      const input = { episodes, referrals, decisions, timeZone };
      expect(comparable(input)).toEqual(oracle(input));
    }),
    { numRuns: 3000 },
  );
});

test('the outcome does not depend on the order of the rows', () => {
  fc.assert(
    fc.property(episodesArbitrary, referralsArbitrary, (episodes, referrals) => {
      const straight = comparable({ episodes, referrals, timeZone });
      const reversed = { episodes: episodes.toReversed(), referrals: referrals.toReversed(), timeZone };
      expect(comparable(reversed)).toEqual(straight);
    }),
    { numRuns: 500 },
  );
});
