import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { type Config, readConfig } from '#platform/config.ts';
import { joinEmbeddedDatabase, type RunningDatabase } from '#platform/db/embedded.ts';
import { createLog } from '#platform/log.ts';

export const projectDir = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Command {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

export interface RunningServer {
  readonly base: string;
  readonly child: ChildProcess;
  /** Everything it has written to standard error so far. */
  readonly log: () => string;
  readonly ended: Promise<Ended>;
}

/** A data folder of its own with the product's real processes on it, which a trial may kill. */
export interface Installation {
  readonly dataDir: string;
  readonly config: Config;
  command(...words: string[]): Command;
  /** As `command`, and throws unless it exits with 0. */
  run(...words: string[]): Promise<Ended>;
  startServer(): Promise<RunningServer>;
  /** Statements as the owner; joins the database anew after it was killed. */
  sql<Row extends pg.QueryResultRow>(text: string, parameters?: unknown[]): Promise<Row[]>;
  /** Gives up this process's use, so that a command alone starts and stops the database. */
  leaveDatabase(): Promise<void>;
  postmasterPid(): number | null;
  remove(): Promise<void>;
}

/** `codeDir`: another copy of the product, for proving that a trial notices a fault planted there. */
export function createInstallation(codeDir = projectDir, env: Record<string, string> = {}): Installation {
  const dataDir = mkdtempSync(join(tmpdir(), 'renmai-trial-'));
  // The database runs as another account under root: it must pass through.
  chmodSync(dataDir, 0o711);
  const surroundings = { ...process.env, LANG: 'en_US.UTF-8', RENMAI_DATA: dataDir, RENMAI_PORT: '0', ...env };
  const config = readConfig({ RENMAI_DATA: dataDir });
  const children = new Set<ChildProcess>();
  let joined: { server: RunningDatabase; pool: pg.Pool } | null = null;

  const start = (file: string, words: readonly string[]): Command => {
    const child = spawn(process.execPath, [join(codeDir, 'src/app', file), ...words], {
      cwd: codeDir,
      env: surroundings,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.add(child);
    const written = { stdout: '', stderr: '' };
    child.stdout!.on('data', (part: Buffer) => (written.stdout += part));
    child.stderr!.on('data', (part: Buffer) => (written.stderr += part));
    const ended = new Promise<Ended>((done) =>
      child.on('close', (code) => {
        children.delete(child);
        done({ code, ...written });
      }),
    );
    return { child, ended };
  };

  const leaveDatabase = async () => {
    const leaving = joined;
    joined = null;
    await leaving?.pool.end().catch(() => undefined);
    await leaving?.server.release();
  };

  const pool = async () => {
    if (joined) {
      const isAlive = await joined.pool.query('SELECT 1').then(
        () => true,
        () => false,
      );
      if (isAlive) return joined.pool;
      await leaveDatabase();
    }
    const server = await joinEmbeddedDatabase(config, createLog('error'));
    const made = new pg.Pool({ ...server.owner, max: 2 });
    made.on('error', () => undefined);
    joined = { server, pool: made };
    return made;
  };

  const home = () => {
    const pointer = join(dataDir, 'database-home');
    return existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : join(dataDir, 'database');
  };

  const postmasterPid = () => {
    try {
      return Number(readFileSync(join(home(), 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]) || null;
    } catch {
      return null;
    }
  };
  // Also when the trial itself is ended: neither its processes nor a database may outlive it.
  const killAll = () => {
    for (const child of children) child.kill('SIGKILL');
    const postmaster = postmasterPid();
    if (postmaster && isAlive(postmaster) && isWorkingIn(postmaster, home())) process.kill(postmaster, 'SIGKILL');
  };
  process.once('exit', killAll);

  return {
    dataDir,
    config,
    command: (...words) => start('cli.ts', words),
    async run(...words) {
      const ended = await start('cli.ts', words).ended;
      if (ended.code !== 0) throw new Error(`renmai ${words.join(' ')} ended with ${ended.code}: ${ended.stderr}`);
      return ended;
    },
    async startServer() {
      const { child, ended } = start('start.ts', []);
      let log = '';
      child.stderr!.on('data', (part: Buffer) => (log += part));
      const base = await new Promise<string>((found, failed) => {
        let text = '';
        child.stdout!.on('data', (part: Buffer) => {
          text += part;
          const address = /^http:\/\/\S+$/m.exec(text)?.[0];
          if (address) found(address);
        });
        child.on('close', (code) => failed(new Error(`the server ended with ${code}: ${log.slice(-2000)}`)));
      });
      return { base, child, log: () => log, ended };
    },
    async sql<Row extends pg.QueryResultRow>(text: string, parameters: unknown[] = []) {
      // A database killed a moment ago may still answer the pool's look and be gone for the statement.
      for (let attempt = 1; ; attempt++) {
        try {
          return (await (await pool()).query<Row>(text, parameters)).rows;
        } catch (error) {
          if (attempt === 20 || !isConnectionLoss(error)) throw error;
          await new Promise((done) => setTimeout(done, 250));
        }
      }
    },
    leaveDatabase,
    postmasterPid,
    async remove() {
      for (const child of children) child.kill('SIGKILL');
      await leaveDatabase();
      // Nobody may be left to stop it: a process that was killed still counts as a user for a moment.
      const postmaster = postmasterPid() ?? 0;
      killAll();
      process.off('exit', killAll);
      for (let waited = 0; waited < 100 && postmaster > 0 && isAlive(postmaster); waited++)
        await new Promise((done) => setTimeout(done, 50));
      const elsewhere = home();
      rmSync(elsewhere, { recursive: true, force: true });
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** A number in an old file may belong to another process by now. Where the system does not tell, it is believed. */
function isWorkingIn(pid: number, folder: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`).startsWith(folder);
  } catch {
    return !existsSync('/proc/self/cwd');
  }
}

function isConnectionLoss(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  return /^(ECONN|ENOENT|EPIPE|57P|08)/.test(code ?? '') || /terminated|Connection/.test(message ?? '');
}
