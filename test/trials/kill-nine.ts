/**
 * kill -9 of the server, a command, or the embedded database at random moments of imports, settlements with their signatures, deciding
 * everything, and live intake, with the real processes. After every kill: imported rows are wholly of one version and their history says so,
 * settlements are the old or the new one, every signature and booking is there exactly once, every acknowledged referral is there exactly once,
 * winners are unique, sums and audit chain hold; at the end no history is stuck.
 * Run: `node test/trials/kill-nine.ts [--kills 50] [--rows 3000] [--seed 1] [--fault]`; `--fault` runs on a copy of the product that commits
 * in the middle of an import, and must end with findings.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { call, makeToken } from './kit/api.ts';
import { checkAuditChain, checkLaws, type Findings, versionOf } from './kit/consistency.ts';
import { type Command, createInstallation, type Installation, projectDir } from './kit/installation.ts';
import { IntakeClients } from './kit/intake-clients.ts';
import { checkHistoriesEnd, matchByJob, signSettlement } from './kit/job-scenes.ts';
import { kill, moment, pause, signal, startServer, stop, type Trial, untilTaken } from './kit/killing.ts';
import { type MarkedKind, markedKinds, writeIntroducers, writeMarkedFile } from './kit/marked-files.ts';

export interface Options {
  readonly kills: number;
  /** Rows of every imported file. */
  readonly rows: number;
  readonly seed: number;
  readonly isFaultPlanted: boolean;
  readonly report: (line: string) => void;
}

export interface Outcome {
  readonly kills: number;
  /** How often the killed work was found not done, done, or taken up again after the restart. */
  readonly landed: Readonly<Record<string, number>>;
  readonly acknowledged: number;
  readonly findings: Findings;
}

type Scene = (trial: Trial) => Promise<void>;
const month = '2026-10';

/** The scenes in turn, so that few kills already touch every kind of work. */
const scenes: readonly (readonly [string, Scene])[] = [
  ['episodes by command, database killed', (trial) => importByCommand(trial, 'episodes', 'database')],
  ['live intake, server killed', (trial) => liveIntake(trial, 'server')],
  ['settlement by command, command killed', (trial) => settle(trial, 'command')],
  ['settlement job and signatures, server killed', (trial) => signSettlement(trial, 'server')],
  ['charges by job, server killed', (trial) => importByJob(trial, 'charges', 'server')],
  ['referrals by command, command killed', (trial) => importByCommand(trial, 'referrals', 'command')],
  ['messages by command, database killed', (trial) => importByCommand(trial, 'messages', 'database')],
  ['match job, server killed', (trial) => matchByJob(trial, 'server', checkDecidedAgain)],
  ['live intake, database killed', (trial) => liveIntake(trial, 'database')],
  ['settlement by command, database killed', (trial) => settle(trial, 'database')],
  ['settlement job and signatures, database killed', (trial) => signSettlement(trial, 'database')],
  ['messages by job, server killed', (trial) => importByJob(trial, 'messages', 'server')],
  ['episodes by job, database killed', (trial) => importByJob(trial, 'episodes', 'database')],
  ['charges by command, command killed', (trial) => importByCommand(trial, 'charges', 'command')],
  ['match job, server and database killed', (trial) => matchByJob(trial, 'both', checkDecidedAgain)],
  ['messages by command, command killed', (trial) => importByCommand(trial, 'messages', 'command')],
  ['referrals by job, server and database killed', (trial) => importByJob(trial, 'referrals', 'both')],
];

export async function killNine(options: Options): Promise<Outcome> {
  const dir = mkdtempSync(join(tmpdir(), 'renmai-kill-'));
  const installation = createInstallation(options.isFaultPlanted ? plantFault(dir) : projectDir);
  const trial: Trial = {
    rows: options.rows,
    installation,
    dir,
    random: randomFrom(options.seed),
    findings: [],
    landed: {},
    durationMs: new Map(),
    version: { episodes: 0, charges: 0, referrals: 0, messages: 0 },
    base: '',
    people: null,
    signedMonths: 0,
    token: '',
    acknowledged: 0,
  };
  let kills = 0;
  try {
    await prepare(trial);
    options.report('prepared');
    // The planted fault is one of imports.
    const chosen = options.isFaultPlanted
      ? scenes.filter(([name]) => / by command,.*command killed/.test(name) && !/^settl/.test(name))
      : scenes;
    for (; kills < options.kills; kills++) {
      const [name, scene] = chosen[kills % chosen.length]!;
      const before = trial.findings.length;
      await scene(trial);
      await checkLaws(installation, trial.findings);
      if (kills % 5 === 4) await checkAuditChain(installation, trial.findings);
      options.report(
        `${kills + 1}. ${name}: ${trial.findings.length === before ? 'sound' : trial.findings.slice(before).join('; ')}`,
      );
      if (options.isFaultPlanted && trial.findings.length > 0) return outcomeOf(trial, kills + 1);
    }
    await checkHistoriesEnd(trial);
    await checkLaws(installation, trial.findings);
    await checkAuditChain(installation, trial.findings);
    return outcomeOf(trial, kills);
  } finally {
    await installation.remove();
    rmSync(dir, { recursive: true, force: true });
  }
}

function outcomeOf({ landed, acknowledged, findings }: Trial, kills: number): Outcome {
  return { kills, landed, acknowledged, findings };
}

async function prepare(trial: Trial): Promise<void> {
  const { installation: on, dir } = trial;
  await on.run('init', '--division', '430121', '--name', '示例医院');
  await on.run('import', 'introducers', writeIntroducers(dir));
  for (const kind of markedKinds) {
    const begun = performance.now();
    await on.run('import', kind, writeMarkedFile(dir, kind, 1, trial.rows).path);
    trial.durationMs.set(kind, performance.now() - begun);
    trial.version[kind] = 1;
  }
  const begun = performance.now();
  await on.run('settle', '--month', month, '--plan', 'plan-l', '--out', join(dir, 'out'), '--post');
  trial.durationMs.set('settle', performance.now() - begun);
  trial.token = await makeToken(on, ['referrals.register', 'imports.run', 'referrals.read']);
}

async function importByCommand(trial: Trial, kind: MarkedKind, target: 'command' | 'database'): Promise<void> {
  const { installation: on } = trial;
  const before = trial.version[kind];
  const file = writeMarkedFile(trial.dir, kind, before + 1, trial.rows);
  // Half of the time alone with the database, so that the command itself has to start it.
  if (trial.random() < 0.5) await on.leaveDatabase();
  const command = on.command('import', kind, file.path);
  await moment(trial, kind, command);
  await kill(trial, target, command.child.pid!);
  const { code, stderr } = await inTime(trial, command);
  noteClearEnd(trial, target, code, stderr);
  const found = await versionOf(on, kind, trial.rows, trial.findings);
  noteLanding(
    trial,
    found === before + 1,
    found === before || found === before + 1,
    `${kind} of version ${found} after killing ${before + 1}`,
  );
  // Running it again finishes it, whichever it was; a third time finds nothing to do.
  const begun = performance.now();
  await on.run('import', kind, file.path);
  trial.durationMs.set(kind, performance.now() - begun);
  trial.version[kind] = before + 1;
  const again = await on.run('import', kind, file.path);
  if (!/ 0 新增 · new, 0 更新 · changed/.test(again.stdout))
    trial.findings.push(`importing twice changed: ${again.stdout}`);
  if ((await versionOf(on, kind, trial.rows, trial.findings)) !== before + 1)
    trial.findings.push(`${kind}: importing again did not finish the import`);
}

async function importByJob(trial: Trial, kind: MarkedKind, target: 'server' | 'database' | 'both'): Promise<void> {
  const { installation: on, token } = trial;
  const before = trial.version[kind];
  const file = writeMarkedFile(trial.dir, kind, before + 1, trial.rows);
  let server = await startServer(trial);
  const form = new FormData();
  form.append('file', new Blob([readFileSync(file.path)]), `${kind}.csv`);
  const upload = await call(server.base, token, 'POST', `/api/imports?kind=${kind}`, form);
  const { runId, mapping } = upload.body;
  const started = await call(server.base, token, 'POST', `/api/imports/${runId}/start`, { mapping });
  if (started.status !== 201) trial.findings.push(`job not started: ${started.status} ${JSON.stringify(started.body)}`);
  // The job itself takes much less than a command, which has to start first.
  await pause(trial.random() * 0.6 * trial.durationMs.get(kind)!);
  await kill(trial, target, server.child.pid!);
  if (target !== 'database') await server.ended;
  const found = await versionOf(on, kind, trial.rows, trial.findings);
  noteLanding(
    trial,
    found === before + 1,
    found === before || found === before + 1,
    `${kind} of version ${found} after killing the job of ${before + 1}`,
  );
  if (target !== 'database') server = await startServer(trial);
  await untilTaken(trial, 'an import job', "SELECT state = 'done' AS is_over FROM import_runs WHERE run_id = $1", [
    runId,
  ]);
  const done = await versionOf(on, kind, trial.rows, trial.findings);
  if (done !== before + 1) trial.findings.push(`${kind}: version ${done} although the job of ${before + 1} ended`);
  trial.version[kind] = before + 1;
  await stop(trial, server);
}

async function settle(trial: Trial, target: 'command' | 'database'): Promise<void> {
  const { installation: on, dir } = trial;
  // Amounts follow the version of the charges, so that the new settlement differs from the old one.
  const charges = writeMarkedFile(dir, 'charges', trial.version.charges + 1, trial.rows);
  await on.run('import', 'charges', charges.path);
  trial.version.charges += 1;
  const words = ['settle', '--month', month, '--plan', 'plan-l', '--out', join(dir, 'out'), '--post'];
  const before = await settlementDigest(on);
  const command = on.command(...words);
  await moment(trial, 'settle', command);
  await kill(trial, target, command.child.pid!);
  const { code, stderr } = await inTime(trial, command);
  noteClearEnd(trial, target, code, stderr);
  const found = await settlementDigest(on);
  const begun = performance.now();
  await on.run(...words);
  trial.durationMs.set('settle', performance.now() - begun);
  const after = await settlementDigest(on);
  noteLanding(
    trial,
    found === after,
    found === before || found === after,
    'the settlement is neither the old nor the new one',
  );
}

async function settlementDigest(on: Installation): Promise<string> {
  const [row] = await on.sql<{ digest: string }>(
    `SELECT md5(coalesce(string_agg(concat_ws('|', s.settlement_no, l.line_no, l.key, l.base_fen, l.amount_fen, l.clearance), E'\\n' ORDER BY s.settlement_no, l.line_no), '')) AS digest
     FROM incentive_settlements s JOIN incentive_lines l USING (hospital_id, settlement_id)`,
  );
  return row!.digest;
}

async function liveIntake(trial: Trial, target: 'server' | 'database'): Promise<void> {
  const { installation: on, findings } = trial;
  let server = await startServer(trial);
  const clients = new IntakeClients(trial.token);
  clients.base = server.base;
  clients.start(8);
  const answersUntilKill = 5 + Math.floor(60 * trial.random());
  const giveUpAt = performance.now() + 30_000;
  while (clients.acknowledged.length < answersUntilKill && performance.now() < giveUpAt) await pause(5);
  await kill(trial, target, server.child.pid!);
  if (target === 'server') {
    await server.ended;
    server = await startServer(trial);
    clients.base = server.base;
  }
  await pause(500);
  await clients.stop();
  findings.push(...clients.wrong);
  const stored = await on.sql<{ note: string; count: number; ids: string[] }>(
    'SELECT note, count(*)::int AS count, array_agg(referral_id) AS ids FROM referral_referrals WHERE note = ANY($1) GROUP BY note',
    [[...clients.sent]],
  );
  const byNote = new Map(stored.map((row) => [row.note, row]));
  for (const { note, count } of stored) if (count !== 1) findings.push(`referral ${note} is there ${count} times`);
  for (const { key, referralId } of clients.acknowledged)
    if (byNote.get(key)?.ids[0] !== referralId) findings.push(`acknowledged referral ${referralId} is not there`);
  trial.acknowledged += clients.acknowledged.length;
  trial.landed['live'] = (trial.landed['live'] ?? 0) + 1;
  await checkDecidedAgain(trial);
  await stop(trial, server);
}

/** What was decided message by message is what deciding everything at once gives. */
async function checkDecidedAgain({ installation: on, findings }: Trial): Promise<void> {
  const digest = async () => {
    const [row] = await on.sql<{ digest: string }>(
      `SELECT md5((SELECT coalesce(string_agg(concat_ws('|', referral_id, state, episode_no), E'\\n' ORDER BY referral_id), '') FROM referral_referrals)
         || (SELECT coalesce(string_agg(concat_ws('|', episode_no, referral_id, reason), E'\\n' ORDER BY episode_no), '') FROM referral_outcomes)) AS digest`,
    );
    return row!.digest;
  };
  await on.run('match', '--month', month);
  const first = await digest();
  await on.run('match', '--month', month);
  if ((await digest()) !== first) findings.push('deciding everything twice gives two results');
}

async function inTime(trial: Trial, command: Command) {
  const patience = pause(60_000).then(() => null);
  const ended = await Promise.race([command.ended, patience]);
  if (ended) return ended;
  trial.findings.push('a command did not end within a minute of the database being killed');
  signal(command.child.pid!);
  return command.ended;
}

function noteClearEnd(trial: Trial, target: string, code: number | null, stderr: string): void {
  if (target === 'command' || code === 0) return;
  if (stderr.trim() === '') trial.findings.push('a command failed without a word');
  if (/\n {4}at /.test(stderr)) trial.findings.push(`a command failed with a stack: ${stderr.slice(0, 600)}`);
}

function noteLanding(trial: Trial, isDone: boolean, isSound: boolean, complaint: string): void {
  const where = isDone ? 'done' : 'not done';
  trial.landed[where] = (trial.landed[where] ?? 0) + 1;
  if (!isSound) trial.findings.push(complaint);
}

/** A copy of the product whose imports commit after every thousand rows: what the trial is there to notice. */
function plantFault(dir: string): string {
  const copy = join(dir, 'faulty');
  mkdirSync(copy);
  for (const part of ['src', 'migrations', 'policy', 'package.json'])
    cpSync(join(projectDir, part), join(copy, part), { recursive: true });
  symlinkSync(join(projectDir, 'node_modules'), join(copy, 'node_modules'));
  replaceIn(join(copy, 'src/platform/db/bulk.ts'), ' ON COMMIT DROP', '');
  replaceIn(
    join(copy, 'src/platform/db/bulk.ts'),
    "if (!counted) throw fault('bulk write counted nothing');",
    "await tx.client.query(`COMMIT; BEGIN; SET LOCAL renmai.hospital_id = '\x24{tx.hospitalId}'`); if (!counted) throw fault('nothing');",
  );
  replaceIn(join(copy, 'src/modules/imports/pipeline.ts'), 'chunkRowsMax = 3_000', 'chunkRowsMax = 500');
  return copy;
}

function replaceIn(path: string, from: string, to: string): void {
  const text = readFileSync(path, 'utf8');
  if (!text.includes(from)) throw new Error(`the fault cannot be planted: ${path} has changed`);
  writeFileSync(
    path,
    text.replace(from, () => to),
  );
}

/** A fixed seed repeats the choice of moments, though not what the machine makes of them. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

if (import.meta.main) {
  for (const signalName of ['SIGINT', 'SIGTERM'] as const) process.once(signalName, () => process.exit(1));
  const { values } = parseArgs({
    options: {
      kills: { type: 'string', default: '50' },
      rows: { type: 'string', default: '3000' },
      seed: { type: 'string', default: '1' },
      fault: { type: 'boolean', default: false },
    },
  });
  const begun = performance.now();
  const outcome = await killNine({
    kills: Number(values.kills),
    rows: Number(values.rows),
    seed: Number(values.seed),
    isFaultPlanted: values.fault,
    report: (line) => console.log(line),
  });
  console.log(
    `${outcome.kills} kills in ${Math.round((performance.now() - begun) / 1000)} s; landed ${JSON.stringify(outcome.landed)}; ${outcome.acknowledged} referrals acknowledged; ${outcome.findings.length} findings`,
  );
  for (const finding of outcome.findings) console.log(`! ${finding}`);
  process.exit(outcome.findings.length > 0 ? 1 : 0);
}
