import { addDays, type Day, instantOfLocal, parseDay } from '#kernel/day.ts';
import type { HospitalId } from '#kernel/ids.ts';
import { type FilterOperator, type ListQuery, type Page, parseFilter } from '#kernel/page.ts';
import { type Refusal, refuse } from '#kernel/refusal.ts';
import { readHospital } from '#modules/hospital/index.ts';
import type { Parameter, Tx } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';
import { type ChainBreak, firstBreak, firstHash } from './rules/audit-chain.ts';

export interface AuditRow {
  readonly seq: number;
  readonly at: number;
  readonly actor_id: string | null;
  readonly actor_name: string;
  readonly via: string;
  readonly action: string;
  readonly subject_kind: string | null;
  readonly subject_id: string | null;
  readonly reason: string | null;
  readonly from_address: string | null;
  readonly detail: string;
  readonly hash: Buffer;
}

const columns = `seq, at, actor_id, actor_name, via, action, subject_kind, subject_id, reason, from_address, detail, hash`;

/** Which columns may be filtered, and by which operators. */
const filters: Readonly<Record<string, { column: string; type: 'text' | 'uuid' | 'instant' }>> = {
  at: { column: 'at', type: 'instant' },
  actorId: { column: 'actor_id', type: 'uuid' },
  actorName: { column: 'actor_name', type: 'text' },
  via: { column: 'via', type: 'text' },
  action: { column: 'action', type: 'text' },
  subjectKind: { column: 'subject_kind', type: 'text' },
  subjectId: { column: 'subject_id', type: 'text' },
};

const comparisons: Readonly<Record<string, string>> = { eq: '=', ne: '<>', ge: '>=', gt: '>', le: '<=', lt: '<' };

interface Condition {
  readonly sql: string;
  readonly parameters: readonly Parameter[];
}

/** Turns the list grammar into SQL over the audit log; a term it does not know is a refusal, never silently dropped. */
function conditionOf(terms: readonly string[], timeZone: string): Condition | Refusal {
  const parts = ['hospital_id = renmai_hospital()'];
  const parameters: Parameter[] = [];
  for (const term of terms) {
    const filter = parseFilter(term);
    const known = filter && filters[filter.field];
    if (!filter || !known) return refuse('platform.invalid-request');
    const given = filter.values[0]!;
    const day = known.type === 'instant' ? parseDay(given) : null;
    const { value, operator } = day
      ? boundOfDay(day, filter.operator, timeZone)
      : { value: given, operator: filter.operator };
    const comparison = comparisons[operator];
    if (known.type === 'instant' && Number.isNaN(Date.parse(value))) return refuse('platform.invalid-request');
    if (known.type === 'uuid' && !/^[0-9a-f-]{36}$/.test(value)) return refuse('platform.invalid-request');
    const cast = { text: '', uuid: '::uuid', instant: '::timestamptz' }[known.type];
    if (comparison) {
      parameters.push(value);
      parts.push(`${known.column} ${comparison} $${parameters.length}${cast}`);
    } else if (filter.operator === 'in' && known.type !== 'instant') {
      parameters.push(filter.values);
      parts.push(`${known.column}::text = ANY($${parameters.length}::text[])`);
    } else if (known.type === 'text' && (filter.operator === 'starts' || filter.operator === 'contains')) {
      parameters.push(value);
      const at = `position($${parameters.length} IN ${known.column})`;
      parts.push(filter.operator === 'starts' ? `starts_with(${known.column}, $${parameters.length})` : `${at} > 0`);
    } else {
      return refuse('platform.invalid-request');
    }
  }
  return { sql: parts.join(' AND '), parameters };
}

/** A day of the hospital as a bound of instants: `le` and `gt` mean its end. */
function boundOfDay(day: Day, operator: FilterOperator, timeZone: string): { value: string; operator: FilterOperator } {
  const reachesEnd = operator === 'le' || operator === 'gt';
  const midnight = instantOfLocal(Date.parse(`${reachesEnd ? addDays(day, 1) : day}T00:00:00Z`), timeZone);
  const bound = ({ le: 'lt', gt: 'ge' } as const)[operator as string] ?? operator;
  return { value: new Date(midnight).toISOString(), operator: bound };
}

async function timeZoneOf(tx: Tx): Promise<string> {
  return (await readHospital(tx))?.timeZone ?? 'Asia/Shanghai';
}

const countMax = 10_000;

/** A page of the log, newest first; the cursor is the last number shown. Counted exactly up to 10,000. */
export async function readAuditPage(tx: Tx, query: ListQuery): Promise<Page<AuditRow> | Refusal> {
  const condition = conditionOf(query.filter, await timeZoneOf(tx));
  if ('refused' in condition) return condition;
  const before = query.cursor === undefined ? null : Number(query.cursor);
  if (before !== null && !Number.isSafeInteger(before)) return refuse('platform.invalid-request');
  const { sql, parameters } = condition;
  const items = await tx.query<AuditRow>(
    `SELECT ${columns} FROM staff_audit_entries
     WHERE ${sql} AND seq < coalesce($${parameters.length + 1}::bigint, 9223372036854775807)
     ORDER BY seq DESC LIMIT $${parameters.length + 2}`,
    [...parameters, before, query.limit + 1],
  );
  const counted = await tx.one<{ count: number }>(
    `SELECT count(*) AS count FROM (SELECT 1 FROM staff_audit_entries WHERE ${sql} LIMIT ${countMax + 1}) AS counted`,
    parameters,
  );
  const hasMore = items.length > query.limit;
  const shown = items.slice(0, query.limit);
  return {
    items: shown,
    nextCursor: hasMore ? String(shown.at(-1)!.seq) : null,
    total: Math.min(counted!.count, countMax),
    totalIsExact: counted!.count <= countMax,
  };
}

/** Entries in the order of their numbers, a batch at a time: memory stays flat however long the log. */
export async function* readAuditForward(
  tx: Tx,
  terms: readonly string[],
  batchRows = 2000,
  afterSeq = 0,
): AsyncGenerator<AuditRow[], void, void> {
  const condition = conditionOf(terms, await timeZoneOf(tx));
  if ('refused' in condition) return;
  for (let after = afterSeq; ; ) {
    const rows = await tx.query<AuditRow>(
      `SELECT ${columns} FROM staff_audit_entries WHERE ${condition.sql} AND seq > $${condition.parameters.length + 1}
       ORDER BY seq LIMIT ${batchRows}`,
      [...condition.parameters, after],
    );
    if (rows.length === 0) return;
    yield rows;
    after = rows.at(-1)!.seq;
  }
}

export interface ChainReport {
  readonly hospitalId: HospitalId;
  readonly hospitalName: string;
  readonly entries: number;
  readonly intact: boolean;
  /** The first entry that does not fit, and why: changed (`hash`), missing or inserted (`gap`), or the end was cut off or added to (`head`). */
  readonly break: { readonly seq: number; readonly problem: ChainBreak['problem'] | 'head' } | null;
  /** Number and hash of the last entry: note it elsewhere, and even a rewritten chain is found out. */
  readonly head: { readonly seq: number; readonly hash: string } | null;
}

/** Checks the audit chains of all hospitals (or one) entry by entry. */
export async function verifyAudit(tools: Tools, only?: HospitalId): Promise<ChainReport[]> {
  const { rows } = await tools.db.shared.query<{ hospital_id: HospitalId; name: string }>(
    'SELECT hospital_id, name FROM hospital_hospitals WHERE $1::uuid IS NULL OR hospital_id = $1 ORDER BY created_at, hospital_id',
    [only ?? null],
  );
  const reports: ChainReport[] = [];
  for (const { hospital_id: hospitalId, name } of rows) {
    const found = await tools.db.read({ hospitalId }, verifyChain);
    reports.push({ hospitalId, hospitalName: name, ...found });
  }
  return reports;
}

async function verifyChain(tx: Tx): Promise<Omit<ChainReport, 'hospitalId' | 'hospitalName'>> {
  // Entries written while we read must not look like an added end.
  await tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
  const head = await tx.one<{ seq: number; hash: Buffer }>(
    'SELECT seq, hash FROM staff_audit_heads WHERE hospital_id = $1',
    [tx.hospitalId],
  );
  let last: { seq: number; hash: Buffer } = { seq: 0, hash: firstHash };
  let entries = 0;
  for await (const rows of readAuditForward(tx, [])) {
    const chained = rows.map((row) => ({
      hospitalId: tx.hospitalId,
      seq: row.seq,
      atMs: row.at,
      actorId: row.actor_id,
      actorName: row.actor_name,
      via: row.via,
      action: row.action,
      subjectKind: row.subject_kind,
      subjectId: row.subject_id,
      reason: row.reason,
      fromAddress: row.from_address,
      detail: row.detail,
      hash: row.hash,
    }));
    const broken = firstBreak(chained, last);
    entries += rows.length;
    if (broken) return { entries, intact: false, break: broken, head: headOf(last) };
    last = { seq: rows.at(-1)!.seq, hash: rows.at(-1)!.hash };
  }
  const fits = head === null ? last.seq === 0 : head.seq === last.seq && head.hash.equals(last.hash);
  return {
    entries,
    intact: fits,
    break: fits ? null : { seq: Math.min(head?.seq ?? 0, last.seq) + 1, problem: 'head' },
    head: headOf(last),
  };
}

function headOf(last: { seq: number; hash: Buffer }): ChainReport['head'] {
  return last.seq === 0 ? null : { seq: last.seq, hash: last.hash.toString('hex') };
}
