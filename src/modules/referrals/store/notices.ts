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

/** Takes one due notice for an attempt that `noteHandingOver` announces; nobody else takes it for `leaseSeconds`. */
export async function claimDueNotice(tx: Tx, leaseSeconds: number): Promise<DueNotice | null> {
  return tx.one(
    `UPDATE referral_notices n SET next_attempt_at = clock_timestamp() + make_interval(secs => $2)
     FROM referral_referrals r
     WHERE n.hospital_id = $1 AND r.hospital_id = $1 AND r.referral_id = n.referral_id AND n.notice_id = (
       SELECT notice_id FROM referral_notices WHERE hospital_id = $1 AND state = 'waiting' AND next_attempt_at <= clock_timestamp()
       ORDER BY next_attempt_at LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING n.notice_id AS "noticeId", n.kind, n.channel, n.address, n.text, n.attempts + 1 AS attempts, r.patient_name AS "patientName"`,
    [tx.hospitalId, leaseSeconds],
  );
}

/**
 * Committed before the provider is called: whoever finds the notice so after a crash knows that it may be out. The first call of a row of
 * repeatable ones keeps its time, for the provider counts from it. False when somebody else has it by now.
 */
export async function noteHandingOver(tx: Tx, noticeId: string, repeatSafeSeconds: number): Promise<boolean> {
  const row = await tx.one(
    `UPDATE referral_notices SET state = 'handing_over', attempts = attempts + 1, repeat_safe_seconds = $3,
       handed_over_at = CASE WHEN $3 > 0 THEN coalesce(handed_over_at, clock_timestamp()) ELSE clock_timestamp() END,
       next_attempt_at = clock_timestamp() + make_interval(secs => $4)
     WHERE hospital_id = $1 AND notice_id = $2 AND state = 'waiting' RETURNING 1`,
    [tx.hospitalId, noticeId, repeatSafeSeconds, handOverSecondsMax],
  );
  return row !== null;
}

/** Longer than any call to a provider lasts (8 s a request, three at most): who is still handing over after it has died. */
export const handOverSecondsMax = 60;

/**
 * Sees to notices whose process died while handing them over: repeated while the provider makes one message of both calls, otherwise uncertain.
 * Answers how many became uncertain.
 */
export async function settleDeadHandOvers(tx: Tx): Promise<number> {
  const dead = await tx.query<{ referral_id: string; state: string }>(
    `UPDATE referral_notices SET
       state = CASE WHEN handed_over_at + make_interval(secs => repeat_safe_seconds - $2) > clock_timestamp() THEN 'waiting' ELSE 'uncertain' END,
       failed_reason = 'outreach.interrupted', next_attempt_at = clock_timestamp()
     WHERE hospital_id = $1 AND state = 'handing_over' AND next_attempt_at <= clock_timestamp() RETURNING referral_id, state`,
    [tx.hospitalId, handOverSecondsMax],
  );
  for (const { referral_id: referralId } of dead) tx.touch('referrals', referralId);
  return dead.filter(({ state }) => state === 'uncertain').length;
}

export async function updateSent(tx: Tx, noticeId: string, providerId: string | null): Promise<void> {
  await tx.query(
    `UPDATE referral_notices SET state = 'sent', sent_at = clock_timestamp(), provider_id = $3, failed_reason = NULL
     WHERE hospital_id = $1 AND notice_id = $2`,
    [tx.hospitalId, noticeId, providerId],
  );
}

/** The provider has not taken it, or makes one message of both calls: then the time of the first call counts on. */
export async function updateRetry(
  tx: Tx,
  noticeId: string,
  retry: { readonly reason: string; readonly afterSeconds: number; readonly mayHaveArrived: boolean },
): Promise<void> {
  await tx.query(
    `UPDATE referral_notices SET state = 'waiting', failed_reason = $3, next_attempt_at = clock_timestamp() + make_interval(secs => $4),
       handed_over_at = CASE WHEN $5 THEN handed_over_at END
     WHERE hospital_id = $1 AND notice_id = $2 AND state = 'handing_over'`,
    [tx.hospitalId, noticeId, retry.reason, retry.afterSeconds, retry.mayHaveArrived],
  );
}

/** Whether the provider still makes one message of a call after so many seconds and the one under way. */
export async function mayRepeat(tx: Tx, noticeId: string, afterSeconds: number): Promise<boolean> {
  const row = await tx.one(
    `SELECT 1 FROM referral_notices WHERE hospital_id = $1 AND notice_id = $2
       AND handed_over_at + make_interval(secs => repeat_safe_seconds - $4) > clock_timestamp() + make_interval(secs => $3)`,
    [tx.hospitalId, noticeId, afterSeconds, handOverSecondsMax],
  );
  return row !== null;
}

export async function updateUncertain(tx: Tx, noticeId: string, reason: string): Promise<void> {
  await tx.query(
    `UPDATE referral_notices SET state = 'uncertain', failed_reason = $3 WHERE hospital_id = $1 AND notice_id = $2 AND state = 'handing_over'`,
    [tx.hospitalId, noticeId, reason],
  );
}

/** Has a notice sent once more by a person's will; null when there is none that may be (sent, waiting, or emptied by retention). */
export async function queueAgain(tx: Tx, referralId: string, noticeId: string): Promise<{ kind: NoticeKind } | null> {
  return tx.one(
    `UPDATE referral_notices SET state = 'waiting', attempts = 0, handed_over_at = NULL, repeat_safe_seconds = 0, failed_reason = NULL,
       next_attempt_at = clock_timestamp()
     WHERE hospital_id = $1 AND referral_id = $2 AND notice_id = $3 AND state IN ('uncertain', 'failed') AND text <> '' AND address <> ''
     RETURNING kind`,
    [tx.hospitalId, referralId, noticeId],
  );
}

export async function updateFailed(tx: Tx, noticeId: string, reason: string): Promise<void> {
  await tx.query(
    `UPDATE referral_notices SET state = 'failed', failed_reason = $3 WHERE hospital_id = $1 AND notice_id = $2 AND state = 'handing_over'`,
    [tx.hospitalId, noticeId, reason],
  );
}
