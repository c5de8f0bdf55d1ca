import type { Tx } from '#platform/db/database.ts';

export interface RetentionCounts {
  readonly referrals: number;
  readonly messages: number;
}

// `updated_at` too: a history imported yesterday gets its sixty days, however old its messages are.
const dueReferrals = `FROM referral_referrals r
  WHERE r.hospital_id = $1 AND r.anonymised_at IS NULL AND r.episode_no IS NULL
    AND r.received_at < clock_timestamp() - make_interval(days => $2) AND r.updated_at < clock_timestamp() - make_interval(days => $2)
    AND r.referral_id NOT IN (SELECT unnest(d.referral_ids) FROM referral_disputes d WHERE d.hospital_id = $1 AND d.state = 'open')
    AND NOT EXISTS (SELECT 1 FROM referral_decisions c WHERE c.hospital_id = $1 AND c.winner_referral_id = r.referral_id)`;

// Imported texts are left to the undo of their import: when they came in is not known here.
const idleMessages = `FROM referral_messages m
  WHERE m.hospital_id = $1 AND m.received_at < clock_timestamp() - make_interval(days => $2) AND m.import_run_id IS NULL
    AND NOT EXISTS (SELECT 1 FROM referral_referrals r WHERE r.hospital_id = $1 AND r.message_id = m.message_id)`;

export async function countDueForRetention(tx: Tx, days: number): Promise<RetentionCounts> {
  const row = await tx.one<RetentionCounts>(
    `SELECT (SELECT count(*) ${dueReferrals}) AS referrals,
       (SELECT count(*) ${idleMessages}) + (SELECT count(*) FROM referral_messages x WHERE x.hospital_id = $1
         AND x.message_id IN (SELECT r.message_id ${dueReferrals})) AS messages`,
    [tx.hospitalId, days],
  );
  return row!;
}

export async function readDueForRetention(tx: Tx, days: number, rowsMax: number): Promise<string[]> {
  const rows = await tx.query<{ referral_id: string }>(
    `SELECT r.referral_id ${dueReferrals} ORDER BY r.received_at LIMIT $3 FOR UPDATE SKIP LOCKED`,
    [tx.hospitalId, days, rowsMax],
  );
  return rows.map((row) => row.referral_id);
}

export async function anonymiseReferrals(tx: Tx, referralIds: readonly string[]): Promise<void> {
  const parameters = [tx.hospitalId, referralIds];
  await tx.query(
    `UPDATE referral_referrals SET patient_name = NULL, age = NULL, phone = NULL, disease = NULL, note = NULL, sender = NULL, introducer_text = NULL,
       expected_phrase = NULL, escort = NULL, state_facts = '{}', anonymised_at = clock_timestamp(), updated_at = clock_timestamp()
     WHERE hospital_id = $1 AND referral_id = ANY ($2)`,
    parameters,
  );
  await tx.query('DELETE FROM referral_corrections WHERE hospital_id = $1 AND referral_id = ANY ($2)', parameters);
  await tx.query(
    `UPDATE referral_notices SET text = '', address = '', state = CASE WHEN state IN ('waiting', 'uncertain') THEN 'failed' ELSE state END
     WHERE hospital_id = $1 AND referral_id = ANY ($2)`,
    parameters,
  );
}

/** Messages and readings of these referrals. */
export async function deleteMessagesOf(tx: Tx, referralIds: readonly string[]): Promise<number> {
  const rows = await tx.query<{ message_id: string }>(
    `DELETE FROM referral_messages m USING referral_referrals r
     WHERE m.hospital_id = $1 AND r.hospital_id = $1 AND r.referral_id = ANY ($2) AND m.message_id = r.message_id RETURNING m.message_id`,
    [tx.hospitalId, referralIds],
  );
  await deleteReadings(
    tx,
    rows.map((row) => row.message_id),
  );
  return rows.length;
}

/** Messages of which no referral was made. */
export async function deleteIdleMessages(tx: Tx, days: number, rowsMax: number): Promise<number> {
  const rows = await tx.query<{ message_id: string }>(
    `DELETE FROM referral_messages WHERE hospital_id = $1 AND message_id IN (SELECT m.message_id ${idleMessages} LIMIT $3) RETURNING message_id`,
    [tx.hospitalId, days, rowsMax],
  );
  await deleteReadings(
    tx,
    rows.map((row) => row.message_id),
  );
  return rows.length;
}

async function deleteReadings(tx: Tx, messageIds: readonly string[]): Promise<void> {
  if (messageIds.length === 0) return;
  await tx.query('DELETE FROM referral_readings WHERE hospital_id = $1 AND message_id = ANY ($2)', [
    tx.hospitalId,
    messageIds,
  ]);
}
