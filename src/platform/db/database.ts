import pg from 'pg';
import type { HospitalId } from '#kernel/ids.ts';
import { fault, isRefusal, type Refusal, RefusalError } from '#kernel/refusal.ts';
import type { Log } from '../log.ts';

/** Whose rows a transaction may see, and the key that makes its effect happen once. `Actor` of the staff module is one. */
export interface Scope {
  readonly hospitalId: HospitalId;
  readonly idempotency?: Idempotency | undefined;
}

export interface Idempotency {
  readonly key: string;
  /** Hash of route and body: the same key with another body is refused. */
  readonly fingerprint: string;
}

export type Parameter =
  | string
  | number
  | bigint
  | boolean
  | Date
  | Buffer
  | null
  | undefined
  | readonly (string | number | boolean | null)[];

/** One open transaction, bound to one hospital by row-level security. */
export interface Tx {
  readonly hospitalId: HospitalId;
  /** Runs one statement; `$1` parameters. */
  query<Row extends object>(sql: string, parameters?: readonly Parameter[]): Promise<Row[]>;
  /** As `query`, for statements that answer at most one row. */
  one<Row extends object>(sql: string, parameters?: readonly Parameter[]): Promise<Row | null>;
  /** Announces an event: stored with the transaction's other writes, handed to subscribers after commit, at least once. */
  announce(kind: string, payload: Readonly<Record<string, unknown>>): void;
  /** Tells open pages that something under a topic changed; delivered at commit. `id` must not be personal data. */
  touch(topic: string, id?: string): void;
  /** Work that must be the transaction's last (the audit chain takes its lock here, as late as possible). */
  beforeCommit(name: string, work: () => Promise<void>): void;
  /** The driver's client, for COPY streams and cursors. */
  readonly client: pg.PoolClient;
}

export interface Database {
  /**
   * Runs `work` in one transaction. A returned refusal rolls back, as does a throw. Repeats the whole on deadlock or
   * serialization failure, so `work` must have no effect outside the transaction.
   */
  transaction<Result>(scope: Scope, work: (tx: Tx) => Promise<Result>): Promise<Result>;
  /** As `transaction`, read only. */
  read<Result>(scope: Scope, work: (tx: Tx) => Promise<Result>): Promise<Result>;
  /** Statements on tables that belong to no hospital (hospitals, accounts, migrations). */
  readonly shared: pg.Pool;
  close(): Promise<void>;
}

pg.types.setTypeParser(pg.types.builtins.INT8, (text) => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw fault('a number from the database does not fit');
  return value;
});
// `2026-10-01 08:00:00.5+00`: sessions are in UTC unless the server insists otherwise; the short way is taken a million times in a batch.
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text) =>
  text.endsWith('+00')
    ? Date.parse(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`)
    : Date.parse(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')),
);
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

const repeatable = new Set(['40001', '40P01']);
const attemptsMax = 5;

export function createDatabase(connection: pg.ClientConfig, log: Log, connectionsMax = 20): Database {
  const pool = new pg.Pool({ ...connection, max: connectionsMax, application_name: 'renmai' });
  let isClosing = false;
  pool.on('error', (error) => {
    if (!isClosing) log.warn({ code: (error as { code?: string }).code }, 'database connection lost');
  });
  return {
    transaction: (scope, work) => repeat(pool, scope, work, ''),
    read: (scope, work) => repeat(pool, { hospitalId: scope.hospitalId }, work, ' READ ONLY'),
    shared: pool,
    close: () => {
      isClosing = true;
      return pool.end();
    },
  };
}

async function repeat<Result>(
  pool: pg.Pool,
  scope: Scope,
  work: (tx: Tx) => Promise<Result>,
  mode: string,
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await once(pool, scope, work, mode);
    } catch (error) {
      if (error instanceof RefusalError) return error.refusal as Result;
      if (attempt === attemptsMax || !repeatable.has((error as { code?: string }).code ?? '')) throw error;
      await new Promise((done) => setTimeout(done, attempt * 10));
    }
  }
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

async function once<Result>(
  pool: pg.Pool,
  scope: Scope,
  work: (tx: Tx) => Promise<Result>,
  mode: string,
): Promise<Result> {
  if (!uuidPattern.test(scope.hospitalId)) throw fault('not a hospital id');
  const client = await pool.connect();
  let broken: Error | undefined;
  const noteError = (error: Error) => {
    broken = error;
  };
  client.on('error', noteError);
  try {
    await client.query(`BEGIN${mode}; SET LOCAL renmai.hospital_id = '${scope.hospitalId}'`);
    const { tx, finish } = openTx(client, scope.hospitalId);
    const replay = scope.idempotency ? await claimKey(tx, scope.idempotency) : null;
    if (replay) {
      await client.query('ROLLBACK');
      return replay.result as Result;
    }
    const result = await work(tx);
    if (isRefusal(result)) {
      await client.query('ROLLBACK');
      return result;
    }
    if (scope.idempotency) await keepResult(tx, scope.idempotency, result);
    await finish();
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    client.off('error', noteError);
    client.release(broken);
  }
}

function openTx(client: pg.PoolClient, hospitalId: HospitalId): { tx: Tx; finish(): Promise<void> } {
  const events: { kind: string; payload: unknown }[] = [];
  const touched = new Set<string>();
  const last = new Map<string, () => Promise<void>>();
  const tx: Tx = {
    hospitalId,
    client,
    async query<Row extends object>(sql: string, parameters: readonly Parameter[] = []) {
      return (await client.query<Row>(sql, parameters as unknown[])).rows;
    },
    async one<Row extends object>(sql: string, parameters: readonly Parameter[] = []) {
      const { rows } = await client.query<Row>(sql, parameters as unknown[]);
      if (rows.length > 1) throw fault('expected at most one row', { rows: rows.length });
      return rows[0] ?? null;
    },
    announce: (kind, payload) => void events.push({ kind, payload }),
    touch: (topic, id) => void touched.add(JSON.stringify({ hospitalId, topic, id })),
    beforeCommit: (name, step) => void (last.has(name) || last.set(name, step)),
  };
  const finish = async () => {
    if (events.length > 0) {
      await client.query(
        `INSERT INTO platform_outbox (hospital_id, kind, payload)
         SELECT $1, e.kind, e.payload FROM jsonb_to_recordset($2::jsonb) AS e(kind text, payload jsonb)`,
        [hospitalId, JSON.stringify(events)],
      );
      await client.query(`SELECT pg_notify('renmai_outbox', '')`);
    }
    for (const payload of touched) await client.query(`SELECT pg_notify('renmai_touch', $1)`, [payload]);
    for (const step of last.values()) await step();
  };
  return { tx, finish };
}

/**
 * The key's row is inserted first: a concurrent twin waits on the unique key until we commit, then finds our result.
 * Sharing the effect's transaction means a crash leaves both or neither.
 */
async function claimKey(tx: Tx, idempotency: Idempotency): Promise<{ result: unknown } | null> {
  const claimed = await tx.one(
    `INSERT INTO platform_idempotency_keys (hospital_id, key, fingerprint) VALUES ($1, $2, $3)
     ON CONFLICT DO NOTHING RETURNING key`,
    [tx.hospitalId, idempotency.key, idempotency.fingerprint],
  );
  if (claimed) return null;
  const stored = await tx.one<{ fingerprint: string; result: unknown }>(
    'SELECT fingerprint, result FROM platform_idempotency_keys WHERE hospital_id = $1 AND key = $2',
    [tx.hospitalId, idempotency.key],
  );
  if (!stored) throw fault('idempotency key vanished');
  if (stored.fingerprint !== idempotency.fingerprint) throw new RefusalError(keyReused());
  return { result: stored.result };
}

function keyReused(): Refusal {
  return { refused: true, code: 'platform.idempotency-key-reused', facts: {} };
}

async function keepResult(tx: Tx, idempotency: Idempotency, result: unknown): Promise<void> {
  await tx.query('UPDATE platform_idempotency_keys SET result = $3::jsonb WHERE hospital_id = $1 AND key = $2', [
    tx.hospitalId,
    idempotency.key,
    JSON.stringify(result ?? null),
  ]);
}
