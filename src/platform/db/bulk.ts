import { finished } from 'node:stream/promises';
import pg, { type QueryResult } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { fault } from '#kernel/refusal.ts';
import type { Tx } from './database.ts';

/** A table that takes rows in bulk: inserted or updated by key, with what was there before kept for undo. The table has an import_run_id. */
export interface BulkTable {
  readonly table: string;
  readonly key: readonly string[];
  readonly columns: readonly BulkColumn[];
  /** Further columns set when a row is new / changed: SQL expressions over `s` (the row brought), `t` (the row there) and $1, the hospital. */
  readonly onInsert?: Readonly<Record<string, string>>;
  readonly onUpdate?: Readonly<Record<string, string>>;
}

export interface BulkColumn {
  readonly name: string;
  readonly type: 'text' | 'bigint' | 'int' | 'boolean' | 'date' | 'timestamptz(3)' | 'bytea' | 'uuid';
  /** Two encryptions of one text differ: such columns follow the row, but do not make it changed. */
  readonly isCompared?: false;
}

export interface BulkCounts {
  readonly created: number;
  readonly changed: number;
  readonly same: number;
}

/** Values in the order of the table's columns: text as PostgreSQL reads it, null = NULL. Bytes as `\x…`, times as ISO 8601. */
export type BulkRow = readonly (string | null)[];

/** A row encoded for COPY, see `bulkLine`. */
export type BulkLine = string;

export interface BulkWriter {
  /** Writes rows whose keys differ from each other; several thousand at a time pay off. */
  write(lines: readonly BulkLine[]): Promise<BulkCounts>;
  /** Name of the temporary table that holds the rows written last, for follow-up statements of the owning module. */
  readonly staging: string;
}

/** Takes rows one by one and writes those gathered so far when told to; rows taken meanwhile belong to the next batch. */
export interface RowWriter<Row, Counts extends BulkCounts = BulkCounts> {
  take(row: Row): void;
  flush(): Promise<Counts>;
}

/** A writer that prepares each row when it is taken and hands a batch of the prepared to `write`. */
export function gatherRows<Row, Prepared, Counts extends BulkCounts>(
  prepare: (row: Row) => Prepared,
  write: (batch: readonly Prepared[]) => Promise<Counts>,
): RowWriter<Row, Counts> {
  let gathered: Prepared[] = [];
  return {
    take(row) {
      gathered.push(prepare(row));
    },
    flush() {
      const batch = gathered;
      gathered = [];
      return write(batch);
    },
  };
}

/**
 * Opens a bulk write inside the caller's transaction. COPY is not possible into a table with row-level security, so rows are copied into a
 * temporary table and merged from there by one statement a batch.
 */
export async function openBulk(tx: Tx, spec: BulkTable, runId: string): Promise<BulkWriter> {
  const staging = `staging_${spec.table}`;
  await tx.query(
    `CREATE TEMP TABLE IF NOT EXISTS ${staging} (${spec.columns.map(({ name, type }) => `${name} ${type}`).join(', ')}) ON COMMIT DROP`,
  );
  const write = writeStatements(spec, staging, tx.hospitalId, runId);
  return {
    staging,
    async write(lines) {
      if (lines.length === 0) return { created: 0, changed: 0, same: 0 };
      await tx.query(`TRUNCATE ${staging}`);
      await copyLines(tx, staging, lines);
      // Results come one for each statement of the text; the last has counted.
      const results = (await tx.client.query(write)) as unknown as QueryResult<{ created: number; written: number }>[];
      const counted = results.at(-1)?.rows[0];
      if (!counted) throw fault('bulk write counted nothing');
      return {
        created: counted.created,
        changed: counted.written - counted.created,
        same: lines.length - counted.written,
      };
    },
  };
}

/**
 * All that happens to a copied batch, in one text: between statements sent one by one the database would wait for a process that is busy
 * reading the next rows.
 *
 * The rows there are looked up by key when they are kept. Left to itself the planner, knowing nothing of the temporary table, reads the whole
 * table for every batch, and an import slows down with each million rows there are.
 */
function writeStatements(spec: BulkTable, staging: string, hospitalId: string, runId: string): string {
  const text = [
    'SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off',
    keepBefores(spec, staging),
    'SET LOCAL enable_hashjoin = on; SET LOCAL enable_mergejoin = on',
    merge(spec, staging),
  ].join(';\n');
  // A text of several statements takes no parameters.
  const [hospital, run] = [hospitalId, runId].map((id) => `${pg.escapeLiteral(id)}::uuid`) as [string, string];
  return text.replaceAll('$1', () => hospital).replaceAll('$2', () => run);
}

/**
 * Copies rows into a temporary table of the caller's transaction, made for them and gone with it, and tells the planner how many they are.
 * `columns` as in CREATE TABLE.
 */
export async function stageRows<Row>(
  tx: Tx,
  table: string,
  columns: string,
  rows: readonly Row[],
  cellsOf: (row: Row) => BulkRow,
): Promise<void> {
  await tx.query(`DROP TABLE IF EXISTS pg_temp.${table}`);
  await tx.query(`CREATE TEMP TABLE ${table} (${columns}) ON COMMIT DROP`);
  for (let from = 0; from < rows.length; from += stagedRowsMax)
    await copyLines(
      tx,
      table,
      rows.slice(from, from + stagedRowsMax).map((row) => bulkLine(cellsOf(row))),
    );
  await tx.query(`ANALYZE ${table}`);
}

/** Copied at once: more at a time only costs memory. */
const stagedRowsMax = 20_000;

async function copyLines(tx: Tx, staging: string, lines: readonly BulkLine[]): Promise<void> {
  const stream = tx.client.query(copyFrom(`COPY ${staging} FROM STDIN`));
  stream.end(lines.join(''));
  await finished(stream);
}

const special = /[\\\t\n\r]/;
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** Encodes a row for `write`: done while rows are read, it costs the database no waiting. */
export function bulkLine(row: BulkRow): BulkLine {
  let line = '';
  for (let index = 0; index < row.length; index++) {
    const value = row[index];
    if (index > 0) line += '\t';
    if (value === null || value === undefined) line += '\\N';
    else line += special.test(value) ? value.replace(/[\\\t\n\r]/g, (sign) => escapes[sign]!) : value;
  }
  return `${line}\n`;
}

function compared(spec: BulkTable): string[] {
  return spec.columns
    .filter((column) => column.isCompared !== false && !spec.key.includes(column.name))
    .map((column) => column.name);
}

/** Constant text for the rows of a key, part by part; the separator cannot occur in an identifier. */
function keyText(spec: BulkTable, alias: string): string {
  return spec.key.map((name) => `${alias}.${name}`).join(` || E'\\n' || `);
}

function keepBefores(spec: BulkTable, staging: string): string {
  const names = compared(spec);
  return `INSERT INTO platform_row_befores (hospital_id, run_id, subject, key, before)
    SELECT $1, $2, '${spec.table}', ${keyText(spec, 't')}, to_jsonb(t) FROM ${staging} s
    JOIN ${spec.table} t ON t.hospital_id = $1 AND ${spec.key.map((name) => `t.${name} = s.${name}`).join(' AND ')}
    WHERE t.import_run_id IS DISTINCT FROM $2 AND (${names.map((name) => `t.${name}`).join(', ')}) IS DISTINCT FROM (${names.map((name) => `s.${name}`).join(', ')})
    ON CONFLICT DO NOTHING`;
}

function merge(spec: BulkTable, staging: string): string {
  const names = spec.columns.map((column) => column.name);
  const inserted = Object.entries(spec.onInsert ?? {});
  const updates = [
    ...names.filter((name) => !spec.key.includes(name)).map((name) => `${name} = EXCLUDED.${name}`),
    ...Object.entries(spec.onUpdate ?? {}).map(([name, sql]) => `${name} = ${sql}`),
    'import_run_id = EXCLUDED.import_run_id',
  ];
  const differ = compared(spec);
  return `WITH written AS (
      INSERT INTO ${spec.table} AS t (hospital_id, ${[...names, ...inserted.map(([name]) => name), 'import_run_id'].join(', ')})
      SELECT $1, ${[...names.map((name) => `s.${name}`), ...inserted.map(([, sql]) => sql), '$2'].join(', ')} FROM ${staging} s
      ON CONFLICT (hospital_id, ${spec.key.join(', ')}) DO UPDATE SET ${updates.join(', ')}
      WHERE (${differ.map((name) => `t.${name}`).join(', ')}) IS DISTINCT FROM (${differ.map((name) => `EXCLUDED.${name}`).join(', ')})
      RETURNING xmax = 0 AS is_new)
    SELECT count(*) FILTER (WHERE is_new) AS created, count(*) AS written FROM written`;
}

export interface Undone {
  readonly restored: number;
  readonly removed: number;
}

/**
 * Takes a run's writes to one table back: rows it changed become what they were, rows it created go. Rows that a later run has written
 * again stay as they are.
 */
export async function undoBulk(tx: Tx, spec: BulkTable, runId: string): Promise<Undone> {
  const names = [
    ...spec.columns.map((column) => column.name).filter((name) => !spec.key.includes(name)),
    'import_run_id',
  ];
  const restored = await tx.one<{ count: number }>(
    `WITH restored AS (
       UPDATE ${spec.table} AS t SET ${names.map((name) => `${name} = b.${name}`).join(', ')}
       FROM platform_row_befores p, jsonb_populate_record(NULL::${spec.table}, p.before) AS b
       WHERE p.hospital_id = $1 AND p.run_id = $2 AND p.subject = '${spec.table}' AND t.hospital_id = $1 AND t.import_run_id = $2
         AND ${spec.key.map((name) => `t.${name} = b.${name}`).join(' AND ')} RETURNING 1)
     SELECT count(*) AS count FROM restored`,
    [tx.hospitalId, runId],
  );
  const removed = await tx.one<{ count: number }>(
    `WITH removed AS (DELETE FROM ${spec.table} WHERE hospital_id = $1 AND import_run_id = $2 RETURNING 1) SELECT count(*) AS count FROM removed`,
    [tx.hospitalId, runId],
  );
  return { restored: restored!.count, removed: removed!.count };
}

/** Whether a later run has written rows of this run again: undoing then would lose the later values. */
export async function isOverwritten(tx: Tx, spec: BulkTable, runId: string): Promise<boolean> {
  const row = await tx.one(
    `SELECT 1 FROM platform_row_befores WHERE hospital_id = $1 AND subject = '${spec.table}' AND before ->> 'import_run_id' = $2 LIMIT 1`,
    [tx.hospitalId, runId],
  );
  return row !== null;
}
