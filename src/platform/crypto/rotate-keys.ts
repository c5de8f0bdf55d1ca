import type pg from 'pg';
import type { FieldCipher } from './field-cipher.ts';
import { beginRotation, finishRotation, type KeyPlace, lookAgainMs } from './key-ring.ts';

export interface RotationReport {
  readonly version: number;
  readonly isResumed: boolean;
  /** Fields sealed anew by this run; what an earlier one that was broken off had done is not counted. */
  readonly sealed: number;
}

interface Surroundings {
  /** A connection of the tables' owner: evidence the application may not change is sealed anew as well. */
  readonly owner: pg.Pool;
  readonly cipher: FieldCipher;
  readonly place: KeyPlace;
  readonly batchRows?: number;
  readonly onProgress?: (table: string, sealed: number) => void;
}

interface SealedColumn {
  readonly table: string;
  readonly column: string;
  readonly key: readonly { name: string; type: string }[];
}

/**
 * Seals every protected field with a new data key. Batches commit one by one, so the work may be killed at any moment and begun again: what it
 * finds sealed with an old key it seals anew. Readers and writers go on meanwhile, since every field names its key. The hashes fields are
 * looked up by do not change.
 */
export async function rotateKeys(around: Surroundings): Promise<RotationReport> {
  const { version, isResumed } = beginRotation(around.place);
  // Afterwards no process seals with the old key any more.
  await new Promise((done) => setTimeout(done, lookAgainMs * 1.5));
  const since = await databaseTime(around.owner);
  let sealed = 0;
  for (;;) {
    let found = 0;
    for (const column of await readSealedColumns(around.owner)) found += await sweep(around, column, version);
    sealed += found;
    // A transaction that began before may still commit fields of the old key, so the last sweep begins after it has ended.
    if (found === 0 && !(await hasOlderTransactions(around.owner, since))) break;
    if (found === 0) await new Promise((done) => setTimeout(done, 500));
  }
  finishRotation(around.place);
  return { version, isResumed, sealed };
}

export interface VersionCount {
  readonly table: string;
  readonly column: string;
  readonly version: number;
  readonly fields: number;
}

/** How many fields each key has sealed. */
export async function countVersions(owner: pg.Pool): Promise<VersionCount[]> {
  const counts: VersionCount[] = [];
  for (const { table, column } of await readSealedColumns(owner)) {
    const { rows } = await owner.query<{ version: number; fields: number }>(
      `SELECT get_byte(${column}, 0) AS version, count(*) AS fields FROM ${table} WHERE ${column} IS NOT NULL GROUP BY 1 ORDER BY 1`,
    );
    for (const row of rows) counts.push({ table, column, version: row.version, fields: Number(row.fields) });
  }
  return counts;
}

/** By their name: a module that seals a field calls the column `…_sealed` and needs to do nothing else. */
async function readSealedColumns(owner: pg.Pool): Promise<SealedColumn[]> {
  const { rows } = await owner.query<SealedColumn>(
    `SELECT c.oid::regclass::text AS table, quote_ident(a.attname) AS column,
       (SELECT json_agg(json_build_object('name', quote_ident(k.attname), 'type', format_type(k.atttypid, k.atttypmod)) ORDER BY p.place)
        FROM pg_index i, unnest(i.indkey::int[]) WITH ORDINALITY AS p(number, place)
        JOIN pg_attribute k ON k.attrelid = c.oid AND k.attnum = p.number
        WHERE i.indrelid = c.oid AND i.indisprimary) AS key
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace AND NOT c.relispartition
       AND a.attname LIKE '%\\_sealed' AND a.atttypid = 'bytea'::regtype AND NOT a.attisdropped
     ORDER BY 1, 2`,
  );
  return rows.filter((row) => row.key !== null);
}

async function sweep(around: Surroundings, column: SealedColumn, version: number): Promise<number> {
  let after: string[] | null = null;
  for (let sealed = 0; ; ) {
    const rows: Found[] = await readBatch(around, column, version, after);
    if (rows.length === 0) return sealed;
    await writeBatch(around, column, rows);
    sealed += rows.length;
    after = rows.at(-1)!.key;
    around.onProgress?.(column.table, sealed);
  }
}

interface Found {
  readonly key: string[];
  readonly old: Buffer;
}

async function readBatch(
  { owner, batchRows = 1000 }: Surroundings,
  { table, column, key }: SealedColumn,
  version: number,
  after: string[] | null,
): Promise<Found[]> {
  const names = key.map(({ name }) => name).join(', ');
  const bounds = key.map(({ type }, index) => `$${index + 3}::text::${type}`).join(', ');
  const { rows } = await owner.query<Found>(
    `SELECT ARRAY[${key.map(({ name }) => `${name}::text`).join(', ')}] AS key, ${column} AS old FROM ${table}
     WHERE ${column} IS NOT NULL AND get_byte(${column}, 0) <> $1 ${after ? `AND (${names}) > (${bounds})` : ''}
     ORDER BY ${names} LIMIT $2`,
    [version, batchRows, ...(after ?? [])],
  );
  return rows;
}

/** Only where the field is still what was read: somebody who changed it meanwhile sealed it with the new key. */
async function writeBatch(
  { owner, cipher }: Surroundings,
  column: SealedColumn,
  rows: readonly Found[],
): Promise<void> {
  const { table, key } = column;
  const same = key.map(({ name, type }, index) => `t.${name} = v.k${index}::${type}`).join(' AND ');
  const lists = [...key.map((_, index) => `$${index + 3}::text[]`), '$1::bytea[]', '$2::bytea[]'].join(', ');
  const names = [...key.map((_, index) => `k${index}`), 'old', 'fresh'].join(', ');
  await owner.query(
    `UPDATE ${table} t SET ${column.column} = v.fresh FROM unnest(${lists}) AS v(${names}) WHERE ${same} AND t.${column.column} = v.old`,
    [
      rows.map((row) => row.old),
      rows.map((row) => cipher.seal(cipher.open(row.old))),
      ...key.map((_, index) => rows.map((row) => row.key[index])),
    ],
  );
}

async function databaseTime(owner: pg.Pool): Promise<string> {
  const { rows } = await owner.query<{ at: string }>('SELECT clock_timestamp()::text AS at');
  return rows[0]!.at;
}

async function hasOlderTransactions(owner: pg.Pool, since: string): Promise<boolean> {
  const { rows } = await owner.query(
    `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
       AND backend_xid IS NOT NULL AND xact_start < $1::timestamptz LIMIT 1`,
    [since],
  );
  return rows.length > 0;
}
