/**
 * Importing patients from a CSV file by `renmai import`, each compared with everybody who is there: rows a second and the peak memory of the
 * command, first into an empty hospital, then the same file again, then with other record numbers (all found by their documents). Then the
 * linking of visits that nobody knew: persons a second.
 * Run: `node test/bench/import-patients.ts [rows]`
 */
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { csvLine } from '#modules/samples/index.ts';
import { createInstallation } from '../trials/kit/installation.ts';
import { machine } from './machine.ts';

const rows = Number(process.argv[2] ?? 1_000_000);
const surnames = [...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高单仇曾解查'];
const given = [...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建国'];
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

const dir = mkdtempSync(join(tmpdir(), 'renmai-bench-'));
const installation = createInstallation();
try {
  await installation.run('init', '--division', '430121', '--name', '示例医院');
  // Keeps the database up between the rounds, as a running server would.
  await installation.sql('SELECT 1');
  console.log(machine());
  await measure('new', await file('patients.csv', (n) => `P${n}`));
  await measure('same', join(dir, 'patients.csv'));
  await measure('known', await file('others.csv', (n) => `Q${n}`));
  console.log(await installation.sql('SELECT count(*) AS patients FROM patient_patients'));
  console.log(machine());
} finally {
  await installation.remove();
  rmSync(dir, { recursive: true, force: true });
}

async function file(name: string, recordNo: (n: number) => string): Promise<string> {
  const path = join(dir, name);
  await pipeline(lines(recordNo), createWriteStream(path));
  return path;
}

function* lines(recordNo: (n: number) => string): Generator<string> {
  yield csvLine([
    'record_no',
    'name',
    'sex',
    'birth_date',
    'id_number',
    'phone',
    'address_division',
    'occupation',
    'tags',
  ]);
  for (let n = 0; n < rows; n++) {
    const born = new Date(Date.UTC(1940, 0, 1 + ((n * 7919) % 29_000))).toISOString().slice(0, 10);
    const body = `99${String(Math.floor(n / 29_000) % 10_000).padStart(4, '0')}${born.replaceAll('-', '')}${String(n % 999).padStart(3, '0')}`;
    const sum = weights.reduce((total, weight, at) => total + weight * Number(body[at]), 0);
    const name = surnames[n % surnames.length]! + given[(n * 31) % given.length]! + given[(n * 17 + 3) % given.length]!;
    // Every fifth has no document on file.
    const id = n % 5 === 0 ? '' : body + '10X98765432'[sum % 11];
    yield csvLine([
      recordNo(n),
      name,
      n % 2 === 0 ? '男' : '女',
      id === '' ? born : '',
      id,
      `13${String(n % 1_000_000_000).padStart(9, '0')}`,
      n % 3 === 0 ? '430122' : '430121',
      n % 4 === 0 ? '农民' : '',
      '',
    ]);
  }
}

async function measure(what: string, path: string): Promise<void> {
  const begun = performance.now();
  const command = installation.command('import', 'patients', path);
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
