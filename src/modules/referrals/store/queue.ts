import type { Instant } from '#kernel/day.ts';
import type { Tx } from '#platform/db/database.ts';
import type { ListSpec } from '#platform/db/list.ts';
import type { Sex } from '../rules/index.ts';

export interface QueueListRow {
  readonly referral_id: string;
  readonly received_at: Instant;
  readonly patient_name: string | null;
  readonly sex: Sex | null;
  readonly age: number | null;
  readonly phone_tail: string | null;
  readonly disease: string | null;
  readonly department: string | null;
  readonly introducer_name: string | null;
  readonly state: 'unmatched' | 'disputed' | 'invalid';
  readonly state_code: string;
  readonly state_facts: Record<string, unknown>;
}

const isWaiting = `r.state IN ('unmatched', 'disputed', 'invalid') AND r.queue_closed_at IS NULL AND r.stage = 'confirmed'`;
const source = `referral_referrals r LEFT JOIN referral_introducers i ON i.hospital_id = r.hospital_id AND i.introducer_id = r.introducer_id`;
const columns = `r.referral_id, r.received_at, r.patient_name, r.sex, r.age, right(r.phone_key, 4) AS phone_tail, r.disease, r.department,
  i.name AS introducer_name, r.state, r.state_code, r.state_facts`;

/** The queue between two instants of receipt. */
export function queueList(between: { from: Instant; until: Instant }): ListSpec {
  return {
    from: source,
    columns,
    hospital: 'r.hospital_id',
    where: [
      { sql: (at) => `${isWaiting} AND r.received_at >= to_timestamp(${at}::bigint / 1000.0)`, value: between.from },
      { sql: (at) => `r.received_at < to_timestamp(${at}::bigint / 1000.0)`, value: between.until },
    ],
    fields: {
      state: { sql: 'r.state', type: 'text' },
      stateCode: { sql: 'r.state_code', type: 'text' },
      receivedAt: { sql: 'r.received_at', type: 'instant', sortable: true },
    },
    key: { sql: 'r.referral_id', type: 'text' },
    defaultSort: 'receivedAt',
    search: (q) => `(r.patient_name LIKE '%' || ${q} || '%' OR r.referral_id = ${q} OR i.name = ${q})`,
  };
}

export interface QueueReferral extends QueueListRow {
  readonly stage: 'announced' | 'confirmed' | 'withdrawn';
  readonly phone_key: string | null;
  readonly episode_no: string | null;
  readonly introducer_id: string | null;
  readonly introducer_no: string | null;
  readonly introducer_kind: string | null;
  readonly institution: string | null;
  readonly rep_no: string | null;
  readonly message_text: string | null;
  readonly queue_closed_at: Instant | null;
  readonly dispute_id: string | null;
}

const referralColumns = `${columns}, r.stage, r.phone_key, r.episode_no, r.introducer_id, i.introducer_no, i.kind AS introducer_kind, i.institution, i.rep_no,
  (SELECT m.text FROM referral_messages m WHERE m.hospital_id = r.hospital_id AND m.message_id = r.message_id) AS message_text, r.queue_closed_at,
  (SELECT d.dispute_id FROM referral_disputes d WHERE d.hospital_id = r.hospital_id AND d.state = 'open' AND d.referral_ids @> ARRAY[r.referral_id]
   LIMIT 1) AS dispute_id`;

export async function readQueueReferral(tx: Tx, referralId: string, lock = false): Promise<QueueReferral | null> {
  return tx.one<QueueReferral>(
    `SELECT ${referralColumns} FROM ${source} WHERE r.hospital_id = $1 AND r.referral_id = $2 ${lock ? 'FOR UPDATE OF r' : ''}`,
    [tx.hospitalId, referralId],
  );
}

/** The next waiting referrals in order of receipt. */
export async function readWaiting(
  tx: Tx,
  position: { from: Instant; until: Instant; state: string | null; after: string | null },
  rowsMax: number,
): Promise<QueueReferral[]> {
  return tx.query<QueueReferral>(
    `SELECT ${referralColumns} FROM ${source}
     WHERE r.hospital_id = $1 AND ${isWaiting}
       AND r.received_at >= to_timestamp($2::bigint / 1000.0) AND r.received_at < to_timestamp($3::bigint / 1000.0)
       AND ($4::text IS NULL OR r.state = $4)
       AND ($5::text IS NULL OR (r.received_at, r.referral_id) >
         (SELECT a.received_at, a.referral_id FROM referral_referrals a WHERE a.hospital_id = $1 AND a.referral_id = $5))
     ORDER BY r.received_at, r.referral_id LIMIT $6`,
    [tx.hospitalId, position.from, position.until, position.state, position.after, rowsMax],
  );
}

export async function updateQueueClosed(tx: Tx, referralId: string, isClosed: boolean): Promise<void> {
  await tx.query(
    'UPDATE referral_referrals SET queue_closed_at = CASE WHEN $3 THEN clock_timestamp() END WHERE hospital_id = $1 AND referral_id = $2',
    [tx.hospitalId, referralId, isClosed],
  );
}

interface Window {
  readonly from: Instant;
  readonly until: Instant;
}

/**
 * Names (with sex) registered in a window that begin with one of the characters: read from the index alone. One branch a character and
 * sex, because only then does the planner know how far each range reaches.
 */
export async function readNamesLike(tx: Tx, firsts: readonly string[], window: Window): Promise<string[]> {
  const prefixes = firsts.flatMap((first) => [`m${first}`, `f${first}`]);
  const branches = prefixes.map(
    (_, index) => `SELECT DISTINCT e.name_key FROM published.episodes e
      WHERE e.hospital_id = $1 AND e.name_key >= $${index + 4} COLLATE "C" AND e.name_key < ($${index + 4} || U&'\\+10FFFF') COLLATE "C"
        AND e.registered_at > to_timestamp($2::bigint / 1000.0) AND e.registered_at <= to_timestamp($3::bigint / 1000.0)`,
  );
  const rows = await tx.query<{ name_key: string }>(branches.join(' UNION ALL '), [
    tx.hospitalId,
    window.from,
    window.until,
    ...prefixes,
  ]);
  return rows.map((row) => row.name_key);
}

/** Episodes of a window by exact name key, within years of birth when given; and by phone. */
export async function readCandidates(
  tx: Tx,
  keys: {
    names: readonly string[];
    namesOfAge: readonly string[];
    bornFrom: number;
    bornUntil: number;
    phone: string | null;
  },
  window: Window,
  rowsMax: number,
): Promise<string[]> {
  const rows = await tx.query<{ episode_no: string }>(
    `WITH found AS (
       (SELECT e.episode_no, 1 AS rank FROM published.episodes e
        WHERE e.hospital_id = $1 AND e.phone_key = $2 AND e.registered_at > to_timestamp($7::bigint / 1000.0) AND e.registered_at <= to_timestamp($8::bigint / 1000.0) LIMIT 50)
       UNION ALL
       (SELECT e.episode_no, 2 FROM published.episodes e
        WHERE e.hospital_id = $1 AND e.name_key = ANY($3) AND e.transferred_from IS NULL AND e.mother_episode_no IS NULL
          AND e.registered_at > to_timestamp($7::bigint / 1000.0) AND e.registered_at <= to_timestamp($8::bigint / 1000.0) LIMIT $9)
       UNION ALL
       (SELECT e.episode_no, 3 FROM published.episodes e
        WHERE e.hospital_id = $1 AND e.name_key = ANY($4) AND e.transferred_from IS NULL AND e.mother_episode_no IS NULL
          AND e.registered_at > to_timestamp($7::bigint / 1000.0) AND e.registered_at <= to_timestamp($8::bigint / 1000.0)
          AND extract(year FROM e.birth_date) BETWEEN $5 AND $6 LIMIT $9))
     SELECT episode_no FROM found GROUP BY episode_no ORDER BY min(rank) LIMIT $9`,
    [
      tx.hospitalId,
      keys.phone,
      keys.names,
      keys.namesOfAge,
      keys.bornFrom,
      keys.bornUntil,
      window.from,
      window.until,
      rowsMax,
    ],
  );
  return rows.map((row) => row.episode_no);
}

/** Episodes of a window whose name holds the text, or whose episode or record number is it. */
export async function searchEpisodes(tx: Tx, text: string, window: Window): Promise<string[]> {
  const rows = await tx.query<{ episode_no: string }>(
    `SELECT e.episode_no FROM published.episodes e
     WHERE e.hospital_id = $1 AND (e.episode_no = $2 OR e.record_no = $2
       OR (e.registered_at > to_timestamp($3::bigint / 1000.0) AND e.registered_at <= to_timestamp($4::bigint / 1000.0) AND strpos(e.patient_name, $2) > 0))
     ORDER BY e.registered_at LIMIT 50`,
    [tx.hospitalId, text, window.from, window.until],
  );
  return rows.map((row) => row.episode_no);
}

/** Which of the episodes an open dispute is about. */
export async function readDisputed(tx: Tx, episodeNos: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ episode_no: string }>(
    `SELECT DISTINCT u.episode_no FROM referral_disputes d, unnest(d.episode_nos) AS u(episode_no)
     WHERE d.hospital_id = $1 AND d.state = 'open' AND d.episode_nos && $2::text[] AND u.episode_no = ANY($2)`,
    [tx.hospitalId, episodeNos],
  );
  return new Set(rows.map((row) => row.episode_no));
}
