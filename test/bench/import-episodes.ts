/**
 * Importing episodes from a CSV file by `renmai import`, process start to exit, on a data folder of its own: rows a second and the peak
 * memory of the command. The first round creates the rows, the second finds them all the same, the third (a column changed) updates them.
 * Run: `node test/bench/import-episodes.ts [rows] [--keep-to-create]`
 */
import { createReadStream, createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import type { Day } from '#kernel/day.ts';
import { csvLine, sampleFiles } from '#modules/samples/index.ts';
import { createInstallation, type Installation } from '../trials/kit/installation.ts';
import { machine } from './machine.ts';

const rows = Number(process.argv[2] ?? 1_000_000);
const isCreateOnly = process.argv.includes('--keep-to-create');
const dir = mkdtempSync(join(tmpdir(), 'renmai-bench-'));
const installation = createInstallation();
try {
  const file = join(dir, 'episodes.csv');
  await pipeline(lines, createWriteStream(file));
  await installation.run('init', '--division', '430121', '--name', '示例医院');
  // Keeps the database up between the rounds, as a running server would.
  await installation.sql('SELECT 1');
  console.log(machine());
  await measure(installation, 'new', file);
  if (!isCreateOnly) {
    await measure(installation, 'same', file);
    const changed = join(dir, 'changed.csv');
    await pipeline(correctedLines(file), createWriteStream(changed));
    await measure(installation, 'changed', changed);
  }
  console.log(machine());
} finally {
  await installation.remove();
  rmSync(dir, { recursive: true, force: true });
}

function* lines(): Generator<string> {
  // Chains and newborns ride on admissions, so a little more is asked for than is taken.
  const table = sampleFiles({ seed: 7, size: { episodes: rows + 1000 }, until: '2026-10-31' as Day }).find(
    ({ name }) => name === 'episodes.csv',
  )!;
  yield csvLine([...table.header]);
  let made = 0;
  for (const row of table.rows) {
    if (made++ === rows) return;
    yield csvLine(row);
  }
}

async function* correctedLines(file: string): AsyncGenerator<string> {
  let isHeader = true;
  for await (const line of createInterface({ input: createReadStream(file) })) {
    yield isHeader ? `${line}\r\n` : `${line.replace(/^([^,]*,[^,]*),/, '$1-2,')}\r\n`;
    isHeader = false;
  }
}

async function measure(on: Installation, what: string, file: string): Promise<void> {
  const begun = performance.now();
  const command = on.command('import', 'episodes', file);
  let peakKb = 0;
  const watch = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${command.child.pid}/status`, 'utf8');
      peakKb = Math.max(peakKb, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0));
    } catch {
      // Not Linux, or just ended: no figure.
    }
  }, 50);
  const { code, stdout, stderr } = await command.ended;
  clearInterval(watch);
  if (code !== 0) throw new Error(stderr);
  const seconds = (performance.now() - begun) / 1000;
  console.log(
    `${what.padEnd(8)} ${rows} rows  ${seconds.toFixed(1)} s  ${Math.round(rows / seconds).toLocaleString('en')} rows/s  peak rss ${Math.round(peakKb / 1024)} MB`,
  );
  console.log(`         ${stdout.trim()}`);
}
