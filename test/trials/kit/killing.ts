import type { Findings } from './consistency.ts';
import type { Command, Installation, RunningServer } from './installation.ts';
import type { MarkedKind } from './marked-files.ts';
import type { People } from './people.ts';

export type Target = 'command' | 'server' | 'database' | 'both';

/** What the scenes of kill -9 share. */
export interface Trial {
  /** Rows of every imported file. */
  readonly rows: number;
  readonly installation: Installation;
  readonly dir: string;
  readonly random: () => number;
  readonly findings: Findings;
  readonly landed: Record<string, number>;
  /** How long undisturbed work of a kind takes, by what was measured last. */
  readonly durationMs: Map<string, number>;
  readonly version: Record<MarkedKind, number>;
  /** Of the server that runs now. */
  base: string;
  people: People | null;
  /** Settlements signed to their end so far. */
  signedMonths: number;
  token: string;
  acknowledged: number;
}

export async function kill(trial: Trial, target: Target, pid: number): Promise<void> {
  const postmaster = trial.installation.postmasterPid();
  if (target !== 'database') signal(pid);
  if ((target === 'database' || target === 'both') && postmaster) signal(postmaster);
}

export function signal(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Ended by itself a moment ago.
  }
}

/** Waits for a random moment: anywhere in the work, as long as it took last time. */
export async function moment(trial: Trial, kind: string, command: Command): Promise<void> {
  const wait = (0.35 + 0.75 * trial.random()) * trial.durationMs.get(kind)!;
  await Promise.race([pause(wait), command.ended]);
}

export async function startServer(trial: Trial): Promise<RunningServer> {
  const server = await trial.installation.startServer();
  trial.base = server.base;
  return server;
}

export async function stop(trial: Trial, server: RunningServer): Promise<void> {
  server.child.kill('SIGTERM');
  const ended = await Promise.race([server.ended, pause(30_000).then(() => null)]);
  if (!ended) {
    trial.findings.push('the server did not stop within 30 s');
    server.child.kill('SIGKILL');
  }
}

/**
 * Waits until a question is answered with true. Jobs and imports whose process was killed are taken up again when their lease has run out: the
 * trial does not wait half a minute for that.
 */
export async function untilTaken(trial: Trial, what: string, question: string, parameters: unknown[]): Promise<void> {
  const { installation: on } = trial;
  const giveUpAt = performance.now() + 120_000;
  while (performance.now() < giveUpAt) {
    const rows = await on.sql<{ is_over: boolean }>(question, parameters).catch(() => []);
    if (rows[0]?.is_over) return;
    await on
      .sql(
        `UPDATE platform_jobs SET leased_until = now() - interval '1 s', run_at = least(run_at, now())
         WHERE state = 'waiting' OR (state = 'running' AND leased_until < now() + interval '15 s')`,
      )
      .catch(() => []);
    await on
      .sql(
        `UPDATE import_runs SET leased_until = now() - interval '1 s' WHERE job_id IS NULL AND leased_until < now() + interval '15 s'`,
      )
      .catch(() => []);
    await pause(300);
  }
  trial.findings.push(`${what} did not end after the restart`);
}

export function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}
