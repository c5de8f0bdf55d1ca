/**
 * How fast the sample hospital is made, CSV formatting included, and that memory stays flat.
 * Run: `node test/bench/generate-sample.ts [episodes]`
 */
import { cpus } from 'node:os';
import type { Day } from '#kernel/day.ts';
import { csvLine, type SampleOptions, sampleFiles } from '#modules/samples/index.ts';

const episodes = Number(process.argv[2] ?? 300_000);
const rounds = 3;
const options: SampleOptions = { seed: 7, size: { episodes }, until: '2026-10-31' as Day };

console.log(`${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, Node ${process.version}`);
for (const { name } of sampleFiles(options)) {
  const rates: number[] = [];
  let rows = 0;
  let bytes = 0;
  for (let round = 0; round < rounds; round++) {
    const file = sampleFiles(options).find((candidate) => candidate.name === name)!;
    const begun = performance.now();
    rows = 0;
    bytes = 0;
    for (const row of file.rows) {
      bytes += csvLine(row).length;
      rows++;
    }
    rates.push(rows / ((performance.now() - begun) / 1000));
  }
  rates.sort((one, other) => one - other);
  const memory = Math.round(process.memoryUsage().rss / 1_048_576);
  console.log(
    `${name.padEnd(16)} ${String(rows).padStart(9)} rows  median ${Math.round(rates[1]!).toLocaleString('en')} rows/s  ` +
      `${(bytes / 1e6).toFixed(0)} M characters  rss ${memory} MB`,
  );
}
