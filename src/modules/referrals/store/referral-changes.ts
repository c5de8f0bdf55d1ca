import type { Instant } from '#kernel/day.ts';
import type { Tx } from '#platform/db/database.ts';
import type { ReferralState, Sex, WinnerReferral } from '../rules/index.ts';

/** A referral as a change finds it: locked, with all that may be changed. */
export interface ReferralRecord extends WinnerReferral {
  readonly channel: string;
  readonly messageId: string | null;
  readonly introducerId: string | null;
  readonly introducerNo: string | null;
  readonly waitingIntroducerId: string | null;
  readonly introducerText: string | null;
  readonly sender: string | null;
  readonly disease: string | null;
  readonly department: string | null;
  readonly isAccompanied: boolean;
  readonly note: string | null;
  readonly expectedFrom: Instant | null;
  readonly expectedUntil: Instant | null;
  readonly stage: 'announced' | 'confirmed' | 'withdrawn';
  readonly state: ReferralState;
  readonly episodeNo: string | null;
  readonly version: number;
}

const recordColumns = `referral_id AS "referralId", received_at AS "receivedAt", channel, message_id AS "messageId", introducer_id AS "introducerId",
  introducer_no AS "introducerNo", waiting_introducer_id AS "waitingIntroducerId", introducer_text AS "introducerText", sender,
  patient_name AS "patientName", sex, age, phone, disease, department, is_accompanied AS "isAccompanied", note,
  expected_from AS "expectedFrom", expected_until AS "expectedUntil", stage, state, episode_no AS "episodeNo", version,
  disease IS NOT NULL AS "hasDisease", introducer_id IS NOT NULL AS "hasKnownIntroducer"`;

export async function lockReferral(tx: Tx, referralId: string): Promise<ReferralRecord | null> {
  return tx.one(
    `SELECT ${recordColumns} FROM referral_referrals WHERE hospital_id = $1 AND referral_id = $2 FOR UPDATE`,
    [tx.hospitalId, referralId],
  );
}

export interface CorrectedFields {
  readonly patientName: string | null;
  readonly sex: Sex | null;
  readonly age: number | null;
  readonly phone: string | null;
  readonly disease: string | null;
  readonly department: string | null;
  readonly isAccompanied: boolean;
  readonly note: string | null;
  readonly expectedFrom: Instant | null;
  readonly expectedUntil: Instant | null;
}

export async function updateFields(tx: Tx, referralId: string, fields: CorrectedFields): Promise<void> {
  await tx.query(
    `UPDATE referral_referrals SET patient_name = $3, sex = $4, age = $5, phone = $6, disease = $7, department = $8, is_accompanied = $9,
       note = $10, expected_from = to_timestamp($11::bigint / 1000.0), expected_until = to_timestamp($12::bigint / 1000.0),
       version = version + 1, updated_at = clock_timestamp()
     WHERE hospital_id = $1 AND referral_id = $2`,
    [
      tx.hospitalId,
      referralId,
      fields.patientName,
      fields.sex,
      fields.age,
      fields.phone,
      fields.disease,
      fields.department,
      fields.isAccompanied,
      fields.note,
      fields.expectedFrom,
      fields.expectedUntil,
    ],
  );
}

/** What a correction changed, beside the event of the same number. */
export async function insertCorrection(tx: Tx, referralId: string, before: object, after: object): Promise<void> {
  await tx.query(
    `INSERT INTO referral_corrections (hospital_id, referral_id, seq, before, after)
     SELECT $1, $2, last_event_seq, $3, $4 FROM referral_referrals WHERE hospital_id = $1 AND referral_id = $2`,
    [tx.hospitalId, referralId, JSON.stringify(before), JSON.stringify(after)],
  );
}

export async function updateIntroducerOf(tx: Tx, referralId: string, introducerId: string): Promise<void> {
  await tx.query(
    `UPDATE referral_referrals r SET introducer_id = i.introducer_id, introducer_no = i.introducer_no, waiting_introducer_id = NULL,
       version = r.version + 1, updated_at = clock_timestamp()
     FROM referral_introducers i
     WHERE r.hospital_id = $1 AND r.referral_id = $2 AND i.hospital_id = $1 AND i.introducer_id = $3`,
    [tx.hospitalId, referralId, introducerId],
  );
}

export async function updateWaiting(tx: Tx, referralId: string, pendingIntroducerId: string): Promise<void> {
  await tx.query(
    'UPDATE referral_referrals SET waiting_introducer_id = $3 WHERE hospital_id = $1 AND referral_id = $2',
    [tx.hospitalId, referralId, pendingIntroducerId],
  );
}

/** Gives everything that waits for a pending introducer to a registered one; receipt times stay. */
export async function releaseWaiting(tx: Tx, waitedForId: string, introducerId: string): Promise<ReferralRecord[]> {
  return tx.query(
    `UPDATE referral_referrals SET introducer_id = $3, waiting_introducer_id = NULL, version = version + 1, updated_at = clock_timestamp(),
       introducer_no = (SELECT introducer_no FROM referral_introducers WHERE hospital_id = $1 AND introducer_id = $3)
     WHERE hospital_id = $1 AND waiting_introducer_id = $2 AND introducer_id IS NULL
     RETURNING ${recordColumns}`,
    [tx.hospitalId, waitedForId, introducerId],
  );
}

/** Their messages need the officer no longer, unless for another reason than the introducer. */
export async function endWaiting(tx: Tx, referralIds: readonly string[]): Promise<void> {
  await tx.query(
    `UPDATE referral_readings SET outcome = 'referral', candidates = '{}'
     WHERE hospital_id = $1 AND message_id = ANY ($2) AND outcome = 'needs_officer' AND reason IN ('introducer-unknown', 'several-introducers')`,
    [tx.hospitalId, referralIds],
  );
}

/** The announced patient is on the way: the referral counts from this receipt. */
export async function updateConfirmed(tx: Tx, referralId: string, receivedAt: Instant): Promise<void> {
  await tx.query(
    `UPDATE referral_referrals SET stage = 'confirmed', received_at = to_timestamp($3::bigint / 1000.0), version = version + 1,
       updated_at = clock_timestamp() WHERE hospital_id = $1 AND referral_id = $2`,
    [tx.hospitalId, referralId, receivedAt],
  );
}

/** Out of the rules, which no longer decide its state. */
export async function updateWithdrawn(tx: Tx, referralId: string): Promise<void> {
  await tx.query(
    `UPDATE referral_referrals SET stage = 'withdrawn', state = 'unmatched', state_code = 'withdrawn', state_facts = '{}', episode_no = NULL,
       version = version + 1, updated_at = clock_timestamp() WHERE hospital_id = $1 AND referral_id = $2`,
    [tx.hospitalId, referralId],
  );
}

export interface CreditedEpisode {
  readonly winnerReferralId: string | null;
  readonly recordNo: string | null;
  readonly isWalkIn: boolean;
}

export async function readCreditedEpisode(tx: Tx, episodeNo: string): Promise<CreditedEpisode | null> {
  return tx.one(
    `SELECT e.record_no AS "recordNo", e.is_walk_in AS "isWalkIn", o.referral_id AS "winnerReferralId"
     FROM published.episodes e LEFT JOIN referral_outcomes o ON o.hospital_id = e.hospital_id AND o.episode_no = e.episode_no
     WHERE e.hospital_id = $1 AND e.episode_no = $2`,
    [tx.hospitalId, episodeNo],
  );
}

/** Who has which episode of this name and sex. */
export async function readWinnersOfName(tx: Tx, key: string | null): Promise<ReadonlyMap<string, string>> {
  if (key === null) return new Map();
  const rows = await tx.query<{ episode_no: string; referral_id: string }>(
    `SELECT o.episode_no, o.referral_id FROM published.episodes e
     JOIN referral_outcomes o ON o.hospital_id = e.hospital_id AND o.episode_no = e.episode_no
     WHERE e.hospital_id = $1 AND e.name_key = $2 AND o.referral_id IS NOT NULL`,
    [tx.hospitalId, key],
  );
  return new Map(rows.map((row) => [row.episode_no, row.referral_id]));
}

export async function updateReading(tx: Tx, messageId: string, outcome: string, reason: string): Promise<boolean> {
  const rows = await tx.query(
    `UPDATE referral_readings SET outcome = $3, reason = $4, candidates = '{}' WHERE hospital_id = $1 AND message_id = $2 RETURNING 1`,
    [tx.hospitalId, messageId, outcome, reason],
  );
  return rows.length > 0;
}
