import { kill, pause, startServer, stop, type Target, type Trial, untilTaken } from './killing.ts';
import { writeMarkedFile } from './marked-files.ts';
import { openPeople } from './people.ts';
import { importMonth, monthOfTurn, settleAndSign } from './signed-settlement.ts';

const jobOver = 'SELECT ended_at IS NOT NULL AS is_over FROM platform_jobs WHERE job_id = $1';

/** A month settled by a job and signed to its end while the process is killed under it; everybody presses again until there is an answer. */
export async function signSettlement(trial: Trial, target: Target): Promise<void> {
  const { installation: on, findings } = trial;
  const month = monthOfTurn(trial.signedMonths++);
  await importMonth(on, trial.dir, month);
  let server = await startServer(trial);
  trial.people ??= await openPeople(on, () => trial.base);
  const begun = performance.now();
  const work = settleAndSign(on, trial.people, month, findings, (jobId) =>
    untilTaken(trial, 'a job of a settlement', jobOver, [jobId]),
  ).then(
    () => true,
    (error: Error) => void findings.push(`signing ${month}: ${error.message}`),
  );
  const isOver = await Promise.race([work, pause(trial.random() * (trial.durationMs.get('sign') ?? 4000))]);
  await kill(trial, target, server.child.pid!);
  if (target !== 'database') {
    await server.ended;
    server = await startServer(trial);
  }
  await work;
  // A run that was killed in its middle took longer than one that was not.
  if (isOver) trial.durationMs.set('sign', performance.now() - begun);
  trial.landed['signed'] = (trial.landed['signed'] ?? 0) + 1;
  await stop(trial, server);
}

/** Everything decided anew by the job that an import leaves behind, killed; what it ends with is what deciding at once gives. */
export async function matchByJob(
  trial: Trial,
  target: Target,
  checkDecidedAgain: (trial: Trial) => Promise<void>,
): Promise<void> {
  const { installation: on } = trial;
  for (const kind of ['episodes', 'referrals'] as const) {
    trial.version[kind] += 1;
    await on.run('import', kind, writeMarkedFile(trial.dir, kind, trial.version[kind], trial.rows).path);
  }
  let server = await startServer(trial);
  await pause(trial.random() * 1500);
  await kill(trial, target, server.child.pid!);
  if (target !== 'database') {
    await server.ended;
    server = await startServer(trial);
  }
  await untilTaken(
    trial,
    'the job that decides everything',
    `SELECT NOT EXISTS (SELECT 1 FROM platform_jobs WHERE kind = 'referrals.match' AND state IN ('waiting', 'running')) AS is_over`,
    [],
  );
  const failed = await on.sql(
    "SELECT failed_code FROM platform_jobs WHERE kind = 'referrals.match' AND state = 'failed'",
  );
  if (failed.length > 0) trial.findings.push(`deciding everything failed: ${JSON.stringify(failed)}`);
  trial.landed['matched'] = (trial.landed['matched'] ?? 0) + 1;
  await checkDecidedAgain(trial);
  await stop(trial, server);
}

/** Every history ends: as done, or as interrupted, also of commands that were killed. */
export async function checkHistoriesEnd(trial: Trial): Promise<void> {
  const server = await startServer(trial);
  await untilTaken(
    trial,
    'the history of an import',
    "SELECT NOT EXISTS (SELECT 1 FROM import_runs WHERE state IN ('running', 'checking')) AS is_over",
    [],
  );
  await stop(trial, server);
}
