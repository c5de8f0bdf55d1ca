/**
 * Simultaneous referrals of one patient from several processes: exactly one wins, the one received first, whether the episode was there
 * before, comes in the middle or afterwards; and none when the patient was in the house already.
 * Run: `node test/trials/first-message-race.ts [--rounds 100] [--submissions 200] [--processes 4]`
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { HospitalId } from '#kernel/ids.ts';
import { importFile } from '#modules/imports/index.ts';
import { matchAll } from '#modules/referrals/index.ts';
import { csvLine } from '#modules/samples/index.ts';
import { systemActor } from '#modules/staff/index.ts';
import { createFieldCipher } from '#platform/crypto/field-cipher.ts';
import { createDatabase } from '#platform/db/database.ts';
import { joinEmbeddedDatabase } from '#platform/db/embedded.ts';
import { createLog } from '#platform/log.ts';
import type { Tools } from '#platform/tools.ts';
import { machine, quantile } from '../bench/machine.ts';
import { createInstallation, type Installation } from './kit/installation.ts';
import { letters, writeIntroducers } from './kit/marked-files.ts';
import type { RaceAnswer, RaceOrder } from './kit/race-worker.ts';

export interface RaceOptions {
  readonly rounds: number;
  readonly submissions: number;
  readonly processes: number;
  /** Takes the winner away from the first and gives it to another by hand, in the last round: the check must notice. */
  readonly isFaultPlanted?: boolean;
}

export interface RaceOutcome {
  readonly rounds: number;
  readonly registered: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly findings: readonly string[];
}

/** When the episode is imported, seen from the race; `in-house`: its patient arrived before the first message. */
const moments = ['before', 'during', 'after', 'in-house'] as const;
type Moment = (typeof moments)[number];

interface Race {
  readonly installation: Installation;
  readonly tools: Tools;
  readonly hospitalId: HospitalId;
  readonly introducerIds: readonly string[];
  readonly workers: readonly ChildProcess[];
  readonly dir: string;
}

export async function firstMessageRace(options: RaceOptions): Promise<RaceOutcome> {
  const installation = createInstallation();
  const dir = mkdtempSync(join(tmpdir(), 'renmai-race-'));
  const closers: (() => Promise<unknown> | unknown)[] = [];
  const findings: string[] = [];
  const times: number[] = [];
  try {
    await installation.run('init', '--division', '430121', '--name', '示例医院');
    await installation.run('import', 'introducers', writeIntroducers(dir));
    const race = await openRace(installation, options.processes, dir, closers);
    for (let round = 0; round < options.rounds; round++) {
      const isFaulty = options.isFaultPlanted === true && round === options.rounds - 1;
      times.push(...(await runRound(race, round, options, isFaulty, findings)));
    }
    const registered = times.length;
    return { rounds: options.rounds, registered, p50Ms: quantile(times, 0.5), p95Ms: quantile(times, 0.95), findings };
  } finally {
    for (const close of closers.reverse()) await close();
    await installation.remove();
    rmSync(dir, { recursive: true, force: true });
  }
}

async function openRace(
  installation: Installation,
  processes: number,
  dir: string,
  closers: (() => Promise<unknown> | unknown)[],
): Promise<Race> {
  const { config } = installation;
  const log = createLog('error');
  const server = await joinEmbeddedDatabase(config, log);
  const db = createDatabase(server.app, log, 5);
  closers.push(
    () => server.release(),
    () => db.close(),
  );
  const tools: Tools = {
    db,
    log,
    config,
    cipher: createFieldCipher(config.secrets),
    now: () => Date.now() as ReturnType<Tools['now']>,
  };
  const [hospital] = await installation.sql<{ hospital_id: HospitalId }>('SELECT hospital_id FROM hospital_hospitals');
  const introducers = await installation.sql<{ introducer_id: string }>(
    'SELECT introducer_id FROM referral_introducers',
  );
  const workers = await Promise.all(
    Array.from({ length: processes }, async () => {
      const worker = fork(new URL('./kit/race-worker.ts', import.meta.url), {
        env: { ...process.env, RENMAI_DATA: installation.dataDir },
        execArgv: [],
      });
      closers.push(() => worker.kill());
      await once(worker, 'message');
      return worker;
    }),
  );
  const introducerIds = introducers.map((row) => row.introducer_id);
  return { installation, tools, hospitalId: hospital!.hospital_id, introducerIds, workers, dir };
}

async function runRound(
  race: Race,
  round: number,
  options: RaceOptions,
  isFaulty: boolean,
  findings: string[],
): Promise<number[]> {
  const moment = moments[round % moments.length]!;
  const patientName = `赛${letters(round)}`;
  if (moment === 'before' || moment === 'in-house') await importEpisode(race, round, patientName, moment);
  const order: RaceOrder = {
    hospitalId: race.hospitalId,
    patientName,
    introducerIds: race.introducerIds,
    count: options.submissions / options.processes,
  };
  const answers = race.workers.map(async (worker) => {
    worker.send(order);
    const [answer] = (await once(worker, 'message')) as [RaceAnswer];
    return answer;
  });
  if (moment === 'during') await importEpisode(race, round, patientName, moment);
  const given = await Promise.all(answers);
  if (moment === 'after') await importEpisode(race, round, patientName, moment);
  if (isFaulty) await giveToAnother(race, patientName);
  const registered = given.flatMap((answer) => answer.registered);
  for (const failure of given.flatMap((answer) => answer.failures)) findings.push(`round ${round}: ${failure}`);
  await judge(
    race,
    { round, moment, patientName, expected: options.submissions, ids: registered.map((row) => row.referralId) },
    findings,
  );
  return registered.map((row) => row.ms);
}

async function judge(
  race: Race,
  round: { round: number; moment: Moment; patientName: string; expected: number; ids: readonly string[] },
  findings: string[],
): Promise<void> {
  const complain = (text: string) => findings.push(`round ${round.round} (${round.moment}): ${text}`);
  const rows = await race.installation.sql<{
    referral_id: string;
    received_at: string;
    state: string;
    episode_no: string | null;
  }>(
    'SELECT referral_id, received_at::text, state, episode_no FROM referral_referrals WHERE patient_name = $1 ORDER BY received_at, referral_id',
    [round.patientName],
  );
  if (rows.length !== round.expected) complain(`${rows.length} stored of ${round.expected}`);
  if (new Set(rows.map((row) => row.received_at)).size !== rows.length) complain('two have the same time of receipt');
  const stored = new Set(rows.map((row) => row.referral_id));
  if (round.ids.some((id) => !stored.has(id))) complain('an acknowledged referral is not stored');
  const winners = rows.filter((row) => row.state === 'won');
  const others = round.moment === 'in-house' ? 'late' : 'duplicate';
  if (round.moment === 'in-house') {
    if (winners.length > 0) complain(`${winners.length} won although the patient was in the house`);
  } else if (winners.length !== 1) complain(`${winners.length} winners`);
  else if (winners[0]!.referral_id !== rows[0]!.referral_id) complain('another than the first won');
  const strays = rows.filter((row) => row.state !== 'won' && row.state !== others);
  if (strays.length > 0) complain(`${strays.length} are ${strays[0]!.state} instead of ${others}`);
}

async function importEpisode(race: Race, round: number, patientName: string, moment: Moment): Promise<void> {
  const path = join(race.dir, `episode-${round}.csv`);
  const at = new Date(Date.now() + (moment === 'in-house' ? -3_600_000 : 3_600_000)).toISOString();
  const header = [
    'episode_no',
    'record_no',
    'patient_name',
    'sex',
    'birth_date',
    'kind',
    'department',
    'registered_at',
  ];
  const row = [
    `E${round}`,
    `B${round}`,
    patientName,
    '男',
    String(new Date().getFullYear() - 40).concat('-01-01'),
    'inpatient',
    '普外科',
    at,
  ];
  writeFileSync(path, csvLine(header) + csvLine(row));
  const actor = systemActor({ hospitalId: race.hospitalId }, 'command line');
  const done = await importFile(race.tools, actor, { kind: 'episodes', path, encoding: 'utf-8', isDryRun: false });
  if ('refused' in done || done.summary.rowsNew !== 1)
    throw new Error(`the episode was not imported: ${JSON.stringify(done)}`);
  await matchAll(race.tools, actor);
}

async function giveToAnother(race: Race, patientName: string): Promise<void> {
  await race.installation.sql(
    `UPDATE referral_referrals SET state = 'won', episode_no = 'E0' WHERE referral_id = (SELECT max(referral_id) FROM referral_referrals WHERE patient_name = $1)`,
    [patientName],
  );
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '100' },
      submissions: { type: 'string', default: '200' },
      processes: { type: 'string', default: '4' },
    },
  });
  const outcome = await firstMessageRace({
    rounds: Number(values.rounds),
    submissions: Number(values.submissions),
    processes: Number(values.processes),
  });
  console.log(machine());
  console.log(
    `${outcome.rounds} rounds, ${outcome.registered} registered; one submission among all the others p50 ${outcome.p50Ms.toFixed(1)} ms, p95 ${outcome.p95Ms.toFixed(1)} ms; ${outcome.findings.length} findings`,
  );
  for (const finding of outcome.findings) console.log(`! ${finding}`);
  process.exit(outcome.findings.length > 0 ? 1 : 0);
}
