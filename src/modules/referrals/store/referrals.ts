import type { Instant } from '#kernel/day.ts';
import { fault } from '#kernel/refusal.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Announcement } from '../rules/hijack.ts';
import type { Sex } from '../rules/index.ts';

export interface NewReferral {
  readonly referralId: string;
  readonly receivedAt: Instant;
  readonly channel: string;
  readonly messageId: string | null;
  readonly introducerId: string | null;
  readonly introducerText: string | null;
  readonly sender: string | null;
  readonly patientName: string | null;
  readonly sex: Sex | null;
  readonly age: number | null;
  readonly phone: string | null;
  readonly disease: string | null;
  readonly department: string | null;
  readonly isAccompanied: boolean;
  readonly note: string | null;
  readonly expectedPhrase: string | null;
  readonly expectedFrom: Instant | null;
  readonly expectedUntil: Instant | null;
  readonly stage: 'announced' | 'confirmed';
}

export async function insertReferral(tx: Tx, row: NewReferral): Promise<void> {
  await tx.query(
    `INSERT INTO referral_referrals (hospital_id, referral_id, received_at, channel, message_id, introducer_id, introducer_no, introducer_text, sender,
       patient_name, sex, age, phone, disease, department, is_accompanied, note, expected_phrase, expected_from, expected_until, stage)
     SELECT $1, $2, to_timestamp($3::bigint / 1000.0), $4, $5, $6::uuid,
       (SELECT introducer_no FROM referral_introducers WHERE hospital_id = $1 AND introducer_id = $6::uuid), $7, $8,
       $9, $10, $11, $12, $13, $14, $15, $16, $17, to_timestamp($18::bigint / 1000.0), to_timestamp($19::bigint / 1000.0), $20`,
    [
      tx.hospitalId,
      row.referralId,
      row.receivedAt,
      row.channel,
      row.messageId,
      row.introducerId,
      row.introducerText,
      row.sender,
      row.patientName,
      row.sex,
      row.age,
      row.phone,
      row.disease,
      row.department,
      row.isAccompanied,
      row.note,
      row.expectedPhrase,
      row.expectedFrom,
      row.expectedUntil,
      row.stage,
    ],
  );
}

/** Appends one event to a referral's history; the caller changes the row itself. */
export async function appendEvent(
  tx: Tx,
  actor: { readonly accountId: string | null; readonly displayName: string },
  event: { referralId: string; kind: string; before?: object; after?: object; reason?: string | null },
): Promise<void> {
  const row = await tx.one(
    `WITH next AS (
       UPDATE referral_referrals SET last_event_seq = last_event_seq + 1, updated_at = clock_timestamp()
       WHERE hospital_id = $1 AND referral_id = $2 RETURNING last_event_seq)
     INSERT INTO referral_events (hospital_id, referral_id, seq, actor_id, actor_name, kind, before, after, reason)
     SELECT $1, $2, last_event_seq, $3, $4, $5, $6, $7, $8 FROM next RETURNING seq`,
    [
      tx.hospitalId,
      event.referralId,
      actor.accountId,
      actor.displayName,
      event.kind,
      event.before ? JSON.stringify(event.before) : null,
      event.after ? JSON.stringify(event.after) : null,
      event.reason ?? null,
    ],
  );
  if (!row) throw fault('event for an unknown referral', { referralId: event.referralId });
}

export interface NewMessage {
  readonly messageId: string;
  readonly channel: string;
  readonly sender: string | null;
  readonly text: string;
  readonly receivedAt: Instant;
  readonly sentAt: Instant | null;
  readonly gatewayAt: Instant | null;
  readonly providerKey: string | null;
}

/** False when the provider delivered this message before. */
export async function insertMessage(tx: Tx, row: NewMessage): Promise<boolean> {
  const inserted = await tx.query(
    `INSERT INTO referral_messages (hospital_id, message_id, channel, sender, text, received_at, sent_at, gateway_at, provider_key)
     VALUES ($1, $2, $3, $4, $5, to_timestamp($6::bigint / 1000.0), to_timestamp($7::bigint / 1000.0), to_timestamp($8::bigint / 1000.0), $9)
     ON CONFLICT DO NOTHING RETURNING 1`,
    [
      tx.hospitalId,
      row.messageId,
      row.channel,
      row.sender,
      row.text,
      row.receivedAt,
      row.sentAt,
      row.gatewayAt,
      row.providerKey,
    ],
  );
  return inserted.length > 0;
}

export async function insertReading(
  tx: Tx,
  row: {
    messageId: string;
    outcome: 'referral' | 'not_referral' | 'needs_officer';
    parsed: object;
    candidates: readonly string[];
    reason: string | null;
  },
): Promise<void> {
  await tx.query(
    `INSERT INTO referral_readings (hospital_id, message_id, outcome, parsed, candidates, reason) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (hospital_id, message_id) DO UPDATE SET outcome = EXCLUDED.outcome, parsed = EXCLUDED.parsed, candidates = EXCLUDED.candidates, reason = EXCLUDED.reason`,
    [tx.hospitalId, row.messageId, row.outcome, JSON.stringify(row.parsed), row.candidates, row.reason],
  );
}

/** The referrals made of a message the provider delivered before. */
export async function findByProviderKey(
  tx: Tx,
  channel: string,
  providerKey: string,
): Promise<{ messageId: string; referralId: string | null } | null> {
  const row = await tx.one<{ message_id: string; referral_id: string | null }>(
    `SELECT m.message_id, (SELECT r.referral_id FROM referral_referrals r WHERE r.hospital_id = $1 AND r.referral_id = m.message_id) AS referral_id
     FROM referral_messages m WHERE m.hospital_id = $1 AND m.channel = $2 AND m.provider_key = $3`,
    [tx.hospitalId, channel, providerKey],
  );
  return row && { messageId: row.message_id, referralId: row.referral_id };
}

/** Pre-announcements of a person of this name and sex that nobody has confirmed or withdrawn yet. */
export async function readOpenAnnouncements(tx: Tx, key: string): Promise<Announcement[]> {
  const rows = await tx.query<{
    referral_id: string;
    introducer_no: string | null;
    received_at: Instant;
    patient_name: string;
    sex: Sex;
    age: number | null;
    phone_key: string | null;
  }>(
    `SELECT referral_id, introducer_no, received_at, patient_name, sex, age, phone_key FROM referral_referrals
     WHERE hospital_id = $1 AND name_key = $2 AND stage = 'announced' ORDER BY received_at LIMIT 100`,
    [tx.hospitalId, key],
  );
  return rows.map((row) => ({
    referralId: row.referral_id,
    introducerNo: row.introducer_no,
    receivedAt: row.received_at,
    patientName: row.patient_name,
    sex: row.sex,
    age: row.age,
    phone: row.phone_key,
    confirmedAt: null,
    withdrawnAt: null,
  }));
}
