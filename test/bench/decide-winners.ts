/**
 * Winner determination of a whole batch: 1 M episodes, 500 k referrals, one thread.
 * `node test/bench/decide-winners.ts [episodes] [referrals]`
 */
import { cpus } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type Day, dayMs, hourMs, type Instant } from '#kernel/day.ts';
import { decideWinners } from '#modules/referrals/rules/decide-winners.ts';
import type { EpisodeKind, Sex, WinnerEpisode, WinnerReferral } from '#modules/referrals/rules/winner-rows.ts';

const episodeCount = Number(process.argv[2] ?? 1_000_000);
const referralCount = Number(process.argv[3] ?? 500_000);
const random = mulberry32(20_261_001);
const start = Date.parse('2026-07-01T00:00:00+08:00');

console.log(`machine: ${cpus()[0]?.model}, ${cpus().length} cores, Node ${process.version}`);
const episodes = someEpisodes();
const referrals = someReferrals(episodes);
const runs: number[] = [];
let result = decideWinners({ episodes: [], referrals: [], timeZone: 'Asia/Shanghai' });
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
collectGarbage();
const heapBefore = process.memoryUsage().heapUsed;
for (let run = 0; run < 3; run++) {
  const from = performance.now();
  result = decideWinners({ episodes, referrals, timeZone: 'Asia/Shanghai' });
  runs.push(performance.now() - from);
}
const peak = process.memoryUsage().rss;
collectGarbage();
const heap = process.memoryUsage().heapUsed;
console.log(`${episodeCount} episodes, ${referralCount} referrals`);
console.log(`time: ${runs.map((ms) => `${(ms / 1000).toFixed(2)} s`).join(', ')} (aim: < 6 s)`);
console.log(
  `memory: ${megabytes(peak)} resident, of it ${megabytes(heapBefore)} the rows, ${megabytes(heap - heapBefore)} the outcome`,
);
console.log('episodes', tally(result.episodes.map((row) => row.reason)));
console.log('referrals', tally(result.referrals.map((row) => row.state)));

function someEpisodes(): WinnerEpisode[] {
  const kinds: EpisodeKind[] = ['inpatient', 'outpatient', 'outpatient', 'exam', 'emergency', 'checkup', 'dialysis'];
  const rows: WinnerEpisode[] = [];
  let person = somePerson(0);
  for (let no = 0; no < episodeCount; no++) {
    if (random() < 0.4) person = somePerson(no);
    rows.push({
      ...person,
      episodeNo: `E${String(no).padStart(8, '0')}`,
      kind: kinds[Math.floor(random() * kinds.length)]!,
      registeredAt: Math.floor(start + random() * 92 * dayMs) as Instant,
      isTransferred: random() < 0.01,
      isNewborn: random() < 0.01,
    });
    // Half of the admissions come through another counter on the same day.
    const admission = rows.at(-1)!;
    if (admission.kind !== 'inpatient' || random() < 0.5 || ++no >= episodeCount) continue;
    const registeredAt = (admission.registeredAt - Math.floor(random() * 20 * hourMs)) as Instant;
    rows.push({ ...admission, episodeNo: `E${String(no).padStart(8, '0')}`, kind: 'outpatient', registeredAt });
  }
  return rows;
}

function somePerson(no: number): Pick<WinnerEpisode, 'recordNo' | 'patientName' | 'sex' | 'birthDate' | 'phone'> {
  // Squared: a few names are very common, the commonest borne by one in 600: rather worse than life.
  const given = Math.floor(random() ** 2 * 400_000);
  const year = 1936 + Math.floor(random() * 88);
  return {
    recordNo: random() < 0.02 ? null : `R${no}`,
    patientName: String.fromCharCode(0x4e00 + (given % 100), 0x5000 + Math.floor(given / 100)),
    sex: (random() < 0.5 ? 'male' : 'female') as Sex,
    birthDate:
      random() < 0.05 ? null : (`${year}-0${1 + Math.floor(random() * 9)}-1${Math.floor(random() * 9)}` as Day),
    phone: random() < 0.2 ? null : `138${String(Math.floor(random() * 1e8)).padStart(8, '0')}`,
  };
}

function someReferrals(from: readonly WinnerEpisode[]): WinnerReferral[] {
  return Array.from({ length: referralCount }, (_, no): WinnerReferral => {
    const target = from[Math.floor(random() * from.length)]!;
    const age = target.birthDate === null ? null : 2026 - Number(target.birthDate.slice(0, 4));
    return {
      referralId: `F${String(no).padStart(8, '0')}`,
      receivedAt: Math.floor(target.registeredAt - (random() * 11 - 1) * dayMs) as Instant,
      patientName: random() < 0.1 ? `${target.patientName}某` : target.patientName,
      sex: target.sex,
      age: random() < 0.5 ? age : null,
      phone: random() < 0.5 ? target.phone : null,
      hasDisease: random() < 0.98,
      hasKnownIntroducer: random() < 0.98,
    };
  });
}

function tally(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1_048_576)} MB`;
}

function mulberry32(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
