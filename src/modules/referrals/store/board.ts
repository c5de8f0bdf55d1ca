import type { Instant } from '#kernel/day.ts';
import type { Tx } from '#platform/db/database.ts';
import type { BoardStep } from '../rules/board-steps.ts';
import type { Sex } from '../rules/index.ts';

export interface BoardRow {
  readonly referral_id: string;
  readonly version: number;
  readonly patient_name: string | null;
  readonly sex: Sex | null;
  readonly age: number | null;
  readonly phone_tail: string | null;
  readonly disease: string | null;
  readonly department: string | null;
  readonly introducer_name: string | null;
  readonly introducer_kind: string | null;
  readonly introducer_institution: string | null;
  readonly is_accompanied: boolean;
  readonly note: string | null;
  readonly received_at: Instant;
  readonly expected_from: Instant | null;
  readonly expected_until: Instant | null;
  readonly expected_phrase: string | null;
  readonly stage: string;
  readonly state: string;
  readonly board_step: BoardStep;
  readonly board_at: Instant | null;
  readonly arrived_at: Instant | null;
  readonly escort: string | null;
  readonly assigned_agent: string | null;
  readonly consents_to_notice: boolean | null;
}

const columns = `r.referral_id, r.version, r.patient_name, r.sex, r.age, right(r.phone_key, 4) AS phone_tail, r.disease, r.department,
  i.name AS introducer_name, i.kind AS introducer_kind, i.institution AS introducer_institution, r.is_accompanied, r.note, r.received_at,
  r.expected_from, r.expected_until, r.expected_phrase, r.stage, r.state, r.board_step, r.board_at, r.arrived_at, r.escort,
  r.assigned_agent, r.consents_to_notice`;
const source = `referral_referrals r LEFT JOIN referral_introducers i ON i.hospital_id = r.hospital_id AND i.introducer_id = r.introducer_id`;

export interface BoardWindow {
  readonly expectedFrom: Instant;
  readonly expectedUntil: Instant;
  /** Without an expected time, a referral stands on the board from here on. */
  readonly receivedFrom: Instant;
  readonly agentId: string | null;
  readonly withDone: boolean;
  readonly rowsMax: number;
}

/** Referrals that may still win, or just did, whose patient is expected in the window. */
export async function readBoardRows(tx: Tx, window: BoardWindow): Promise<BoardRow[]> {
  return tx.query<BoardRow>(
    `SELECT ${columns} FROM ${source}
     WHERE r.hospital_id = $1 AND r.stage IN ('announced', 'confirmed')
       AND (r.state IN ('won', 'unmatched', 'disputed', 'pending')
         -- Who introduced is still to be chosen; the patient comes all the same.
         OR (r.state_code = 'incomplete' AND r.state_facts ->> 'missing' = 'introducer'))
       AND r.referral_id IN (
         SELECT e.referral_id FROM referral_referrals e
         WHERE e.hospital_id = $1 AND e.expected_from >= to_timestamp($2::bigint / 1000.0) AND e.expected_from < to_timestamp($3::bigint / 1000.0)
         UNION ALL
         SELECT n.referral_id FROM referral_referrals n
         WHERE n.hospital_id = $1 AND n.expected_from IS NULL AND n.received_at >= to_timestamp($4::bigint / 1000.0))
       AND ($5::uuid IS NULL OR r.assigned_agent = $5)
       AND ($6 OR r.board_step NOT IN ('handed_to_ward', 'did_not_come'))
     ORDER BY coalesce(r.expected_from, r.received_at), r.referral_id LIMIT $7`,
    [
      tx.hospitalId,
      window.expectedFrom,
      window.expectedUntil,
      window.receivedFrom,
      window.agentId,
      window.withDone,
      window.rowsMax,
    ],
  );
}

/** One card, its row locked: two taps on it follow each other. */
export async function lockBoardRow(tx: Tx, referralId: string): Promise<BoardRow | null> {
  return tx.one<BoardRow>(
    `SELECT ${columns} FROM ${source}
     WHERE r.hospital_id = $1 AND r.referral_id = $2 AND r.stage IN ('announced', 'confirmed') FOR UPDATE OF r`,
    [tx.hospitalId, referralId],
  );
}

export async function readBoardRow(tx: Tx, referralId: string): Promise<BoardRow | null> {
  return tx.one<BoardRow>(`SELECT ${columns} FROM ${source} WHERE r.hospital_id = $1 AND r.referral_id = $2`, [
    tx.hospitalId,
    referralId,
  ]);
}

export interface BoardPlace {
  readonly step: BoardStep;
  readonly stepAt: Instant | null;
  readonly arrivedAt: Instant | null;
}

export async function updateBoardPlace(tx: Tx, referralId: string, place: BoardPlace): Promise<void> {
  await tx.query(
    `UPDATE referral_referrals SET board_step = $3, board_at = to_timestamp($4::bigint / 1000.0),
       arrived_at = to_timestamp($5::bigint / 1000.0), version = version + 1 WHERE hospital_id = $1 AND referral_id = $2`,
    [tx.hospitalId, referralId, place.step, place.stepAt, place.arrivedAt],
  );
}

/** Whether the patient agreed that the introducer is told. */
export async function updateDoorConsent(tx: Tx, referralId: string, consents: boolean): Promise<void> {
  await tx.query(
    'UPDATE referral_referrals SET consents_to_notice = $3, version = version + 1 WHERE hospital_id = $1 AND referral_id = $2',
    [tx.hospitalId, referralId, consents],
  );
}

export async function updateEscort(tx: Tx, referralId: string, escort: string | null): Promise<void> {
  await tx.query(
    'UPDATE referral_referrals SET escort = $3, version = version + 1 WHERE hospital_id = $1 AND referral_id = $2',
    [tx.hospitalId, referralId, escort],
  );
}

export async function updateAgent(tx: Tx, referralId: string, accountId: string | null): Promise<void> {
  await tx.query(
    'UPDATE referral_referrals SET assigned_agent = $3, version = version + 1 WHERE hospital_id = $1 AND referral_id = $2',
    [tx.hospitalId, referralId, accountId],
  );
}

/** The place before the last tap, as the history tells it; null when the last tap was taken back already. */
export async function readPlaceBefore(tx: Tx, referralId: string): Promise<BoardPlace | null> {
  const row = await tx.one<{ kind: string; before: BoardPlace | null }>(
    `SELECT kind, before FROM referral_events
     WHERE hospital_id = $1 AND referral_id = $2 AND kind IN ('board_moved', 'board_undone') ORDER BY seq DESC LIMIT 1`,
    [tx.hospitalId, referralId],
  );
  return row?.kind === 'board_moved' ? row.before : null;
}

/** The database's clock in whole milliseconds: the time of taps. */
export async function readNow(tx: Tx): Promise<Instant> {
  const row = await tx.one<{ now: Instant }>(`SELECT date_trunc('milliseconds', clock_timestamp()) AS now`);
  return row!.now;
}
