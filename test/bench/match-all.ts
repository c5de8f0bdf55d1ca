/**
 * Deciding every winner of a hospital anew, from and to the database: read episodes and referrals, decide, write outcomes, states and events.
 * The first round writes all outcomes, the second finds them right. On a data folder of its own.
 * Run: `node test/bench/match-all.ts [episodes=1000000] [referrals=500000]`
 */
import { matchAll } from '#modules/referrals/index.ts';
import { systemActor } from '#modules/staff/index.ts';
import { fillEpisodes, fillReferrals, openBenchHospital } from './hospital.ts';
import { machine } from './machine.ts';

const [episodes = 1_000_000, referrals = 500_000] = process.argv.slice(2).map(Number);
const bench = await openBenchHospital();
try {
  await fillEpisodes(bench, episodes);
  await fillReferrals(bench, referrals, 'unmatched');
  console.log(machine());
  for (const round of ['all outcomes new', 'nothing changes']) {
    const begun = performance.now();
    const written = await matchAll(bench.tools, systemActor({ hospitalId: bench.hospitalId }, 'command line'));
    const seconds = (performance.now() - begun) / 1000;
    const rss = Math.round(process.memoryUsage.rss() / 1_048_576);
    console.log(
      `${round.padEnd(18)} ${episodes} episodes, ${referrals} referrals: ${seconds.toFixed(1)} s, ${written.episodesChanged} episodes and ${written.referralsChanged} referrals changed, rss ${rss} MB`,
    );
  }
  console.log(machine());
} finally {
  await bench.close();
}
