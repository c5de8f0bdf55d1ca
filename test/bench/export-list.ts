/**
 * Export of a list as a job, from the request to the kept file.
 *
 *     node test/bench/export-list.ts [rows]
 */
import { isRefusal } from '#kernel/refusal.ts';
import { createAccount, systemActor } from '#modules/staff/index.ts';
import { type JobHandlers, runNextJob } from '#platform/jobs/jobs.ts';
import { modules } from '../../src/app/modules.ts';
import { startExport } from '../../src/modules/lists/actions/exports.ts';
import { fillReferrals, openBenchHospital } from './hospital.ts';
import { machine } from './machine.ts';

const [rows = 20_000] = process.argv.slice(2).map(Number);
const hospital = await openBenchHospital();
try {
  const { tools, hospitalId, installation } = hospital;
  await fillReferrals(hospital, rows, 'mixed');
  const wanted = {
    username: 'bench',
    displayName: '量',
    roles: ['info_officer'] as const,
    password: 'Lantern-Harbour-42',
  };
  const made = await createAccount(tools, systemActor({ hospitalId }, 'command line'), wanted);
  if (isRefusal(made)) throw new Error(made.code);
  const actor = { ...systemActor({ hospitalId }, 'web'), accountId: made.accountId, roles: wanted.roles };
  const offers = modules.flatMap((module) => module.lists ?? []);
  const handlers: JobHandlers = Object.assign({}, ...modules.map((module) => module.jobs ?? {}));
  process.stdout.write(`${machine()}\n`);
  for (const format of ['xlsx', 'csv', 'xlsx'] as const) {
    const selection = { kind: 'all' as const, filter: [], except: [] };
    const from = performance.now();
    const started = await startExport(tools, actor, offers, { list: 'referrals.inbox', format, selection }, 'zh-CN');
    if (isRefusal(started)) throw new Error(started.code);
    while (await runNextJob(tools, hospitalId, handlers));
    const seconds = (performance.now() - from) / 1000;
    const [file] = await installation.sql<{ row_count: number; file_bytes: number }>(
      `SELECT row_count, file_bytes FROM list_exports WHERE export_id = '${started.exportId}'`,
    );
    process.stdout.write(`${format}: ${file?.row_count} rows, ${file?.file_bytes} bytes in ${seconds.toFixed(2)} s\n`);
  }
} finally {
  await hospital.close();
}
