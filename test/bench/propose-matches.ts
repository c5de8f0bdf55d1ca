/**
 * Quality and speed of the matching queue's proposals on generated truth.
 * `node test/bench/propose-matches.ts [people] [referrals] [seed] [--no-places] [--misses]`
 * `--no-places`: referrals say nothing of village or township, as in the exchange files; `--misses` prints what went wrong.
 */
import { cpus } from 'node:os';
import { decideWinners } from '#modules/referrals/rules/decide-winners.ts';
import { type Proposal, proposeMatches } from '#modules/referrals/rules/propose-matches.ts';
import { generateMatchTruth } from './generate-match-truth.ts';

const people = Number(process.argv[2] ?? 120_000);
const referralCount = Number(process.argv[3] ?? 40_000);
const seed = Number(process.argv[4] ?? 7);

const world = generateMatchTruth(seed, people, referralCount);
const decision = decideWinners({
  episodes: world.winnerEpisodes,
  referrals: world.winnerReferrals,
  timeZone: 'Asia/Shanghai',
});
const queued = decision.referrals.filter((row) => ['unmatched', 'disputed', 'invalid'].includes(row.state));
const linked = new Set(decision.episodes.filter((row) => row.referralId !== null).map((row) => row.episodeNo));
const unlinked = [...world.matchEpisodes.values()].filter((row) => !linked.has(row.episodeNo));

const from = performance.now();
const before = process.cpuUsage();
const proposals = proposeMatches(
  queued.map((row) => {
    const referral = world.matchReferrals.get(row.referralId)!;
    return process.argv.includes('--no-places') ? { ...referral, division: null } : referral;
  }),
  unlinked,
);
const seconds = (performance.now() - from) / 1000;
const used = process.cpuUsage(before);
const cpuSeconds = (used.user + used.system) / 1e6;

const truePairs = queued.filter((row) => world.truth.get(row.referralId) !== null);
const reachable = truePairs.filter((row) => !linked.has(world.truth.get(row.referralId)!));
const firstOf = (id: string): Proposal | undefined => proposals.get(id)?.[0];
const isRight = (id: string): boolean => firstOf(id)?.episodeNo === world.truth.get(id);
const right = reachable.filter((row) => isRight(row.referralId));
const sure = queued.filter((row) => firstOf(row.referralId)?.sure);
const sureRight = sure.filter((row) => isRight(row.referralId));

console.log(`machine: ${cpus()[0]?.model}, ${cpus().length} cores, Node ${process.version}; seed ${seed}`);
console.log(
  `${world.winnerEpisodes.length} episodes (${unlinked.length} unlinked), ${referralCount} referrals, ${queued.length} left over by the exact rule`,
);
console.log(
  `time: ${seconds.toFixed(1)} s, of it ${cpuSeconds.toFixed(1)} s of processor (aim: < 20 s for 20 000 against 100 000)`,
);
console.log(
  `true pairs the exact rule missed: ${truePairs.length}, of which another referral holds the episode: ${truePairs.length - reachable.length}`,
);
console.log(
  `right episode first: ${right.length} of ${reachable.length} = ${percent(right.length, reachable.length)} (bar 95 %)`,
);
console.log(
  `marked sure: ${sure.length}, right ${sureRight.length} = ${percent(sureRight.length, sure.length)} (bar 99.5 %)`,
);
console.log(
  `right among the first five: ${percent(reachable.filter((row) => proposals.get(row.referralId)!.some((one) => one.episodeNo === world.truth.get(row.referralId))).length, reachable.length)}`,
);
for (const state of ['unmatched', 'disputed', 'invalid']) {
  const rows = reachable.filter((row) => row.state === state);
  console.log(
    `  ${state}: ${percent(rows.filter((row) => isRight(row.referralId)).length, rows.length)} of ${rows.length}`,
  );
}
console.log('calibration (score of the first → share right, count):');
for (const [low, high] of [
  [0, 0.3],
  [0.3, 0.6],
  [0.6, 0.9],
  [0.9, 0.99],
  [0.99, 1.01],
] as const) {
  const rows = queued.filter(
    (row) => (firstOf(row.referralId)?.score ?? -1) >= low && firstOf(row.referralId)!.score < high,
  );
  console.log(
    `  ${low}–${Math.min(high, 1)}: ${percent(rows.filter((row) => isRight(row.referralId)).length, rows.length)}, ${rows.length}`,
  );
}

if (process.argv.includes('--misses')) {
  for (const row of sure.filter((one) => !isRight(one.referralId)).slice(0, 12)) show('SURE BUT WRONG', row.referralId);
  for (const row of reachable.filter((one) => !isRight(one.referralId)).slice(0, 25)) show('NOT FIRST', row.referralId);
}

function show(what: string, id: string): void {
  const first = firstOf(id);
  const target = world.truth.get(id);
  console.log(what, world.matchReferrals.get(id));
  console.log('  true', target ? world.matchEpisodes.get(target) : null);
  if (first)
    console.log(
      '  said',
      world.matchEpisodes.get(first.episodeNo),
      first.score,
      first.reasons.map((one) => `${one.code} ${one.weight.toFixed(1)}`).join(' '),
    );
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((100 * part) / whole).toFixed(2)} %`;
}
