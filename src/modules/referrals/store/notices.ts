import type { Tx } from '#platform/db/database.ts';
import type { NoticeKind } from '../contract/index.ts';

export interface NoticeAddress {
  readonly channel: 'sms' | 'wechat';
  readonly address: string;
}

export interface NoticeFacts {
  readonly patientName: string | null;
  readonly consents: boolean | null;
  readonly isComplete: boolean;
  readonly senderAddress: NoticeAddress | null;
  readonly introducerAddress: NoticeAddress | null;
}

/** Null for a referral of a bulk import: its time is past. */
export async function readNoticeFacts(tx: Tx, referralId: string): Promise<NoticeFacts | null> {
  const row = await tx.one<{
    patient_name: string | null;
    consents: boolean | null;
    is_complete: boolean;
    channel: string;
    sender: string | null;
    openid: string | null;
    phone: string | null;
  }>(
    `SELECT r.patient_name, r.consents_to_notice AS consents, r.channel, r.sender,
       r.patient_name IS NOT NULL AND r.sex IS NOT NULL AND r.disease IS NOT NULL AS is_complete,
       (SELECT min(c.address) FROM referral_introducer_contacts c
         WHERE c.hospital_id = $1 AND c.introducer_id = r.introducer_id AND c.channel = 'wechat') AS openid,
       (SELECT min(c.address) FROM referral_introducer_contacts c
         WHERE c.hospital_id = $1 AND c.introducer_id = r.introducer_id AND c.channel = 'phone') AS phone
     FROM referral_referrals r WHERE r.hospital_id = $1 AND r.referral_id = $2 AND r.import_run_id IS NULL`,
    [tx.hospitalId, referralId],
  );
  if (!row) return null;
  const { channel, sender, openid, phone } = row;
  const wechat = openid && ({ channel: 'wechat', address: openid } as const);
  const sms = phone && ({ channel: 'sms', address: phone } as const);
  return {
    patientName: row.patient_name,
    consents: row.consents,
    isComplete: row.is_complete,
    senderAddress: sender && (channel === 'sms' || channel === 'wechat') ? { channel, address: sender } : null,
    introducerAddress: wechat || sms || null,
  };
}

/**
 * False when there is one of the kind already, or the hospital has not connected the channel: then nothing waits that can never go. A reply
 * already given in the answer to a callback is kept as sent.
 */
export async function insertNotice(
  tx: Tx,
  notice: NoticeAddress & {
    readonly referralId: string;
    readonly kind: NoticeKind;
    readonly text: string;
    readonly isSaid: boolean;
  },
): Promise<boolean> {
  const rows = await tx.query(
    `INSERT INTO referral_notices (hospital_id, referral_id, kind, channel, address, text, state, sent_at, attempts)
     SELECT $1, $2, $3, $4, $5, $6, CASE WHEN $7 THEN 'sent' ELSE 'waiting' END, CASE WHEN $7 THEN clock_timestamp() END,
       CASE WHEN $7 THEN 1 ELSE 0 END
     WHERE $7 OR EXISTS (SELECT 1 FROM referral_outreach_accounts WHERE hospital_id = $1 AND channel = $4)
     ON CONFLICT (hospital_id, referral_id, kind) DO NOTHING RETURNING 1`,
    [tx.hospitalId, notice.referralId, notice.kind, notice.channel, notice.address, notice.text, notice.isSaid],
  );
  return rows.length > 0;
}

export interface DueNotice extends NoticeAddress {
  readonly noticeId: string;
  readonly kind: NoticeKind;
  readonly text: string;
  readonly attempts: number;
  readonly patientName: string | null;
}

/** Takes due notices for one attempt; when the process dies over it, they are due again after `leaseSeconds`. */
export async function claimDueNotices(tx: Tx, rowsMax: number, leaseSeconds: number): Promise<DueNotice[]> {
  return tx.query(
    `UPDATE referral_notices n SET attempts = n.attempts + 1, next_attempt_at = clock_timestamp() + make_interval(secs => $3)
     FROM referral_referrals r
     WHERE n.hospital_id = $1 AND r.hospital_id = $1 AND r.referral_id = n.referral_id AND n.notice_id IN (
       SELECT notice_id FROM referral_notices WHERE hospital_id = $1 AND state = 'waiting' AND next_attempt_at <= clock_timestamp()
       ORDER BY next_attempt_at LIMIT $2 FOR UPDATE SKIP LOCKED)
     RETURNING n.notice_id AS "noticeId", n.kind, n.channel, n.address, n.text, n.attempts, r.patient_name AS "patientName"`,
    [tx.hospitalId, rowsMax, leaseSeconds],
  );
}

export async function updateSent(tx: Tx, noticeId: string, providerId: string | null): Promise<void> {
  await tx.query(
    `UPDATE referral_notices SET state = 'sent', sent_at = clock_timestamp(), provider_id = $3, failed_reason = NULL
     WHERE hospital_id = $1 AND notice_id = $2`,
    [tx.hospitalId, noticeId, providerId],
  );
}

export async function updateRetry(tx: Tx, noticeId: string, reason: string, afterSeconds: number): Promise<void> {
  await tx.query(
    `UPDATE referral_notices SET failed_reason = $3, next_attempt_at = clock_timestamp() + make_interval(secs => $4)
     WHERE hospital_id = $1 AND notice_id = $2 AND state = 'waiting'`,
    [tx.hospitalId, noticeId, reason, afterSeconds],
  );
}

export async function updateFailed(tx: Tx, noticeId: string, reason: string): Promise<void> {
  await tx.query(
    `UPDATE referral_notices SET state = 'failed', failed_reason = $3 WHERE hospital_id = $1 AND notice_id = $2 AND state = 'waiting'`,
    [tx.hospitalId, noticeId, reason],
  );
}
