import { dayMs, instantOfLocal, parseDay } from '#kernel/day.ts';
import { type Filter, type ListQuery, type Page, parseFilter } from '#kernel/page.ts';
import { type Refusal, RefusalError, refuse } from '#kernel/refusal.ts';
import type { Parameter, Tx } from './database.ts';

export type ListFieldType = 'text' | 'number' | 'instant' | 'day' | 'boolean';

/** One field of a list that may be filtered and sorted by: its SQL expression over the list's `from`. */
export interface ListField {
  readonly sql: string;
  readonly type: ListFieldType;
  /** Sorting by it is served by an index or acceptable without. */
  readonly sortable?: boolean;
  /** May be empty: empty values then come last in both directions (an index cannot serve that when descending). */
  readonly nullable?: boolean;
}

/** One list of the product, read by the shared grammar of kernel/page. All SQL here is the module's own text; values travel as parameters. */
export interface ListSpec {
  /** FROM clause; must not filter. */
  readonly from: string;
  /** SELECT list, names as the rows want them. */
  readonly columns: string;
  /** Expression of the hospital id, first condition of every read. */
  readonly hospital: string;
  readonly fields: Readonly<Record<string, ListField>>;
  /** Unique within the hospital: breaks ties and carries the cursor. */
  readonly key: ListField;
  readonly defaultSort: string;
  /** Condition for the free search, `$n` being the text's placeholder. */
  readonly search?: (placeholder: string) => string;
  /** Fixed conditions with their values (row scope of a role, a parent id). */
  readonly where?: readonly { readonly sql: (placeholder: string) => string; readonly value: Parameter }[];
  /** Asked only when a filter names a bare day of an instant field. */
  readonly timeZone?: (tx: Tx) => Promise<string>;
}

/** Counting stops here; beyond it the planner's estimate is shown as such. So it is where counting few rows means reading many. */
const exactCountMax = 10_000;
/** In the planner's units; some 30 ms of reading. */
const countCostMax = 12_000;

/** Reads one page. Refuses unknown fields, operators that do not fit, and cursors that are not ours. */
export async function readPage<Row extends object>(
  tx: Tx,
  spec: ListSpec,
  query: ListQuery,
  withoutTotal = false,
): Promise<Page<Row> | Refusal> {
  const built = await buildWhere(tx, spec, query);
  if ('refused' in built) return built;
  const sort = sortOf(spec, query.sort);
  if ('refused' in sort) return sort;
  const page = buildPage(spec, built, sort, query);
  if ('refused' in page) return page;
  const rows = await tx.query<Row & { cursor_value: string | null; cursor_key: string }>(page.sql, page.parameters);
  const items = rows.slice(0, query.limit);
  const last = items.at(-1);
  // A first page that holds everything has counted already.
  const isWhole = !query.cursor && rows.length <= query.limit;
  const total =
    isWhole || withoutTotal ? { total: rows.length, totalIsExact: isWhole } : await countRows(tx, spec, built);
  return {
    items: items.map(({ cursor_value: _, cursor_key: __, ...row }) => row as unknown as Row),
    nextCursor: rows.length > query.limit && last ? encodeCursor(sort, last.cursor_value, last.cursor_key) : null,
    ...total,
  };
}

/** All rows of a filter, in portions: for exports and bulk actions. */
export async function* readAllPages<Row extends object>(
  tx: Tx,
  spec: ListSpec,
  query: ListQuery,
): AsyncGenerator<Row[]> {
  let cursor: string | undefined;
  do {
    const page = await readPage<Row>(tx, spec, { ...query, limit: 5000, cursor }, true);
    if ('refused' in page) throw new RefusalError(page);
    yield page.items;
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
}

/** Which rows of a list: those of a filter, only some of them, or all but some. */
export interface RowsWanted {
  readonly query: ListQuery;
  readonly rowId: ListField & { readonly cast: 'uuid' | 'text' };
  readonly only?: readonly string[] | undefined;
  readonly except?: readonly string[] | undefined;
}

/** The next `limit` row ids after one, in their own order: what a walk over a whole filter goes by, whatever it changes on its way. */
export async function readRowIds(
  tx: Tx,
  spec: ListSpec,
  wanted: RowsWanted,
  after: string | null,
  limit: number,
): Promise<string[] | Refusal> {
  const built = await buildRows(tx, spec, wanted);
  if ('refused' in built) return built;
  const { sql, cast } = wanted.rowId;
  const { parameters, conditions } = built;
  if (after !== null) conditions.push(`${sql} > $${parameters.push(after)}::${cast}`);
  const rows = await tx.query<{ id: string }>(
    `SELECT (${sql})::text AS id FROM ${spec.from} WHERE ${conditions.join(' AND ')} ORDER BY ${sql} LIMIT ${limit}`,
    parameters,
  );
  return rows.map((row) => row.id);
}

/** How many rows `wanted` means; exact while that is cheap. */
export async function countList(
  tx: Tx,
  spec: ListSpec,
  wanted: RowsWanted,
): Promise<{ total: number; totalIsExact: boolean } | Refusal> {
  const built = await buildRows(tx, spec, wanted);
  return 'refused' in built ? built : countRows(tx, spec, built);
}

async function buildRows(tx: Tx, spec: ListSpec, { query, rowId, only, except }: RowsWanted): Promise<Built | Refusal> {
  const built = await buildWhere(tx, spec, query);
  if ('refused' in built) return built;
  const { parameters, conditions } = built;
  if (only) conditions.push(`${rowId.sql} = ANY ($${parameters.push(only)}::${rowId.cast}[])`);
  if (except && except.length > 0)
    conditions.push(`${rowId.sql} <> ALL ($${parameters.push(except)}::${rowId.cast}[])`);
  return built;
}

interface Built {
  readonly conditions: string[];
  readonly parameters: Parameter[];
}

async function buildWhere(tx: Tx, spec: ListSpec, query: ListQuery): Promise<Built | Refusal> {
  const parameters: Parameter[] = [tx.hospitalId];
  const conditions = [`${spec.hospital} = $1`];
  const place = (value: Parameter) => `$${parameters.push(value)}`;
  for (const fixed of spec.where ?? []) conditions.push(fixed.sql(place(fixed.value)));
  const q = query.q?.trim();
  if (q && spec.search) conditions.push(spec.search(place(q)));
  const days = query.filter.some((term) => spec.fields[filterName(term)]?.type === 'instant');
  const timeZone = (days && (await spec.timeZone?.(tx))) || 'Asia/Shanghai';
  for (const term of query.filter) {
    const filter = parseFilter(term);
    const field = filter && spec.fields[filter.field];
    if (!filter || !field) return refuse('platform.unknown-filter', { filter: filterName(term) });
    const condition = conditionOf(filter, field, timeZone, place);
    if (condition === null) return refuse('platform.unknown-filter', { filter: filterName(term) });
    conditions.push(condition);
  }
  return { conditions, parameters };
}

const comparisons: Readonly<Record<string, string>> = {
  eq: '=',
  ne: 'IS DISTINCT FROM',
  ge: '>=',
  gt: '>',
  le: '<=',
  lt: '<',
};

function conditionOf(
  filter: Filter,
  field: ListField,
  timeZone: string,
  place: (value: Parameter) => string,
): string | null {
  const { operator } = filter;
  if (operator === 'empty') return `${field.sql} IS NULL`;
  if (operator === 'filled') return `${field.sql} IS NOT NULL`;
  if (operator === 'contains' || operator === 'starts') {
    if (field.type !== 'text') return null;
    const bare = filter.values[0]!.replace(/[\\%_]/g, '\\$&');
    return `${field.sql} ILIKE ${place(operator === 'contains' ? `%${bare}%` : `${bare}%`)}`;
  }
  if (field.type === 'instant') return instantCondition(filter, field, timeZone, place);
  const values = filter.values.map((text) => typedValue(text, field.type));
  if (values.some((value) => value === null)) return null;
  if (operator === 'in') return `${field.sql} IN (${values.map((value) => place(value)).join(', ')})`;
  return `${field.sql} ${comparisons[operator]} ${place(values[0])}`;
}

/** A bare day means the whole hospital-local day: `le:2026-10-31` includes its last second. */
function instantCondition(
  filter: Filter,
  field: ListField,
  timeZone: string,
  place: (value: Parameter) => string,
): string | null {
  const text = filter.values[0]!;
  const at = (instant: number) => `to_timestamp(${place(instant)}::bigint / 1000.0)`;
  const day = parseDay(text);
  if (!day) {
    const instant = /^\d{12,14}$/.test(text) ? Number(text) : Date.parse(text);
    return Number.isNaN(instant) || filter.operator === 'in'
      ? null
      : `${field.sql} ${comparisons[filter.operator]} ${at(instant)}`;
  }
  const start = instantOfLocal(Date.parse(`${day}T00:00:00Z`), timeZone);
  const next = instantOfLocal(Date.parse(`${day}T00:00:00Z`) + dayMs, timeZone);
  switch (filter.operator) {
    case 'eq':
      return `(${field.sql} >= ${at(start)} AND ${field.sql} < ${at(next)})`;
    case 'ge':
      return `${field.sql} >= ${at(start)}`;
    case 'gt':
      return `${field.sql} >= ${at(next)}`;
    case 'lt':
      return `${field.sql} < ${at(start)}`;
    case 'le':
      return `${field.sql} < ${at(next)}`;
    default:
      return null;
  }
}

function typedValue(text: string, type: ListFieldType): string | number | boolean | null {
  if (type === 'number') return text !== '' && Number.isFinite(Number(text)) ? Number(text) : null;
  if (type === 'boolean') return text === 'true' || text === 'false' ? text === 'true' : null;
  if (type === 'day') return parseDay(text);
  return text;
}

interface Sort {
  readonly name: string;
  readonly field: ListField;
  readonly isDescending: boolean;
}

function sortOf(spec: ListSpec, wanted: string | undefined): Sort | Refusal {
  const text = wanted || spec.defaultSort;
  const isDescending = text.startsWith('-');
  const name = isDescending ? text.slice(1) : text;
  const field = spec.fields[name];
  if (!field?.sortable) return refuse('platform.unknown-sort', { sort: /^[A-Za-z]{1,40}$/.test(name) ? name : '?' });
  return { name, field, isDescending };
}

function buildPage(
  spec: ListSpec,
  built: Built,
  sort: Sort,
  query: ListQuery,
): { sql: string; parameters: Parameter[] } | Refusal {
  const parameters = [...built.parameters];
  const conditions = [...built.conditions];
  const place = (value: Parameter) => `$${parameters.push(value)}`;
  if (query.cursor) {
    const after = decodeCursor(query.cursor, sort);
    if (!after) return refuse('platform.bad-cursor');
    conditions.push(afterCursor(spec, sort, after, place));
  }
  const direction = sort.isDescending ? 'DESC' : 'ASC';
  const nulls = sort.isDescending && sort.field.nullable ? ' NULLS LAST' : '';
  const sql = `SELECT ${spec.columns}, ${cursorText(sort.field)} AS cursor_value, ${cursorText(spec.key)} AS cursor_key
    FROM ${spec.from} WHERE ${conditions.join(' AND ')}
    ORDER BY ${sort.field.sql} ${direction}${nulls}, ${spec.key.sql} ${direction} LIMIT ${query.limit + 1}`;
  return { sql, parameters };
}

const castOf: Readonly<Record<ListFieldType, string>> = {
  text: 'text',
  number: 'numeric',
  instant: 'timestamptz',
  day: 'date',
  boolean: 'boolean',
};

function cursorText(field: ListField): string {
  return `(${field.sql})::text`;
}

function afterCursor(spec: ListSpec, sort: Sort, after: Cursor, place: (value: Parameter) => string): string {
  const than = sort.isDescending ? '<' : '>';
  const key = `${place(after.key)}::${castOf[spec.key.type]}`;
  const { sql } = sort.field;
  if (after.value === null) return `(${sql} IS NULL AND ${spec.key.sql} ${than} ${key})`;
  const value = `${place(after.value)}::${castOf[sort.field.type]}`;
  // Row comparison lets an index on (field, key) jump straight to the place.
  const beyond = `(${sql}, ${spec.key.sql}) ${than} (${value}, ${key})`;
  return sort.field.nullable ? `(${beyond} OR ${sql} IS NULL)` : beyond;
}

interface Cursor {
  readonly value: string | null;
  readonly key: string;
}

function encodeCursor(sort: Sort, value: string | null, key: string): string {
  return Buffer.from(JSON.stringify([sort.name, sort.isDescending, value, key])).toString('base64url');
}

function decodeCursor(text: string, sort: Sort): Cursor | null {
  try {
    const [name, isDescending, value, key] = JSON.parse(Buffer.from(text, 'base64url').toString()) as [
      string,
      boolean,
      string | null,
      string,
    ];
    if (name !== sort.name || isDescending !== sort.isDescending || typeof key !== 'string') return null;
    return { value, key };
  } catch {
    return null;
  }
}

async function countRows(tx: Tx, spec: ListSpec, built: Built): Promise<{ total: number; totalIsExact: boolean }> {
  const source = `FROM ${spec.from} WHERE ${built.conditions.join(' AND ')}`;
  const explained = await tx.one<{ 'QUERY PLAN': { Plan: { 'Plan Rows': number; 'Total Cost': number } }[] }>(
    `EXPLAIN (FORMAT JSON) SELECT 1 ${source}`,
    built.parameters,
  );
  const plan = explained!['QUERY PLAN'][0]!.Plan;
  const estimate = Math.round(plan['Plan Rows']);
  if (estimate > exactCountMax || plan['Total Cost'] > countCostMax) return { total: estimate, totalIsExact: false };
  const counted = await tx.one<{ count: number }>(
    `SELECT count(*) AS count FROM (SELECT 1 ${source} LIMIT ${exactCountMax + 1}) AS counted`,
    built.parameters,
  );
  if (counted!.count <= exactCountMax) return { total: counted!.count, totalIsExact: true };
  return { total: Math.max(estimate, exactCountMax + 1), totalIsExact: false };
}

/** The part of a filter that may be repeated in an answer: its field. The value may be a name or a number of a person. */
export function filterName(term: string): string {
  return /^[A-Za-z]{1,40}(?=:)/.exec(term)?.[0] ?? '?';
}
