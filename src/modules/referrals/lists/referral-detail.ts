import { type Refusal, refuse } from '#kernel/refusal.ts';
import { type Actor, actorBefore, revealField, seesTier } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';
import type { ReferralDetail } from '../contract/index.ts';
import { seesHealth, shownSender } from '../sight.ts';
import { readMessage } from './messages.ts';
import { readReferralRow, shownRow } from './referral-list.ts';

/** Everything known of one referral, as far as the reader may see it. */
export async function readReferral(tools: Tools, reader: Actor, referralId: string): Promise<ReferralDetail | Refusal> {
  const actor = actorBefore(reader, { kind: 'referral', id: referralId });
  return tools.db.read(actor, async (tx) => {
    const row = await readReferralRow(tx, referralId);
    if (!row) return refuse('platform.not-found');
    const { sender, messageId, ...more } = await readMore(tx, referralId);
    const sees = seesHealth(actor);
    return {
      ...shownRow(actor, row),
      ...more,
      note: sees ? more.note : null,
      stateFacts: more.stateFacts ?? {},
      sender: shownSender(actor, sender),
      waitingIntroducer: await readWaitingIntroducer(tx, referralId),
      message: messageId === null ? null : await readMessage(tx, actor, messageId),
      events: await readEvents(tx, actor, referralId),
      competitors: await readCompetitors(tx, referralId),
      disputes: await readDisputes(tx, referralId),
      notices: await readNotices(tx, referralId),
      episode: row.episodeNo === null ? null : await readEpisode(tx, actor, row.episodeNo),
    };
  });
}

/** Shows the phone once; the staff module asks for the reason, counts and records. */
export async function revealReferralPhone(
  tools: Tools,
  actor: Actor,
  referralId: string,
  reason: string,
): Promise<{ value: string; left: number } | Refusal> {
  const request = { tier: 'T3', subjectKind: 'referral', subjectId: referralId, field: 'phone', reason } as const;
  return revealField(tools, actor, request, async (tx) => {
    const row = await readReferralRow(tx, referralId);
    return row?.phone ?? refuse('platform.not-found');
  });
}

interface More {
  readonly stateFacts: Record<string, unknown> | null;
  readonly isAccompanied: boolean;
  readonly note: string | null;
  readonly sender: string | null;
  readonly messageId: string | null;
  readonly expectedPhrase: string | null;
  readonly expectedUntil: number | null;
  readonly arrivedAt: number | null;
  readonly boardAt: number | null;
  readonly escort: string | null;
  readonly consentsToNotice: boolean | null;
}

async function readMore(tx: Tx, referralId: string): Promise<More> {
  const row = await tx.one<More>(
    `SELECT state_facts AS "stateFacts", is_accompanied AS "isAccompanied", note, sender, message_id AS "messageId",
       expected_phrase AS "expectedPhrase", expected_until AS "expectedUntil", arrived_at AS "arrivedAt", board_at AS "boardAt", escort,
       consents_to_notice AS "consentsToNotice"
     FROM referral_referrals WHERE hospital_id = $1 AND referral_id = $2`,
    [tx.hospitalId, referralId],
  );
  return row!;
}

async function readWaitingIntroducer(tx: Tx, referralId: string): Promise<ReferralDetail['waitingIntroducer']> {
  return tx.one(
    `SELECT i.introducer_id AS "introducerId", i.introducer_no AS "introducerNo", i.name, i.version
     FROM referral_referrals r JOIN referral_introducers i ON i.hospital_id = r.hospital_id AND i.introducer_id = r.waiting_introducer_id
     WHERE r.hospital_id = $1 AND r.referral_id = $2 AND r.introducer_id IS NULL`,
    [tx.hospitalId, referralId],
  );
}

/** The newest 200; corrections with the values they changed, for those who see health data. */
async function readEvents(tx: Tx, actor: Actor, referralId: string): Promise<ReferralDetail['events']> {
  const rows = await tx.query<ReferralDetail['events'][number] & { corrected: Corrected | null }>(
    `SELECT e.seq, e.at, e.actor_name AS "actorName", e.kind, e.before, e.after, e.reason,
       CASE WHEN c.seq IS NOT NULL THEN jsonb_build_object('before', c.before, 'after', c.after) END AS corrected
     FROM referral_events e LEFT JOIN referral_corrections c USING (hospital_id, referral_id, seq)
     WHERE e.hospital_id = $1 AND e.referral_id = $2 ORDER BY e.seq DESC LIMIT 200`,
    [tx.hospitalId, referralId],
  );
  const sees = seesHealth(actor) && seesTier(actor, 'T3');
  return rows.reverse().map(({ corrected, ...event }) => (corrected && sees ? { ...event, ...corrected } : event));
}

interface Corrected {
  readonly before: Record<string, unknown>;
  readonly after: Record<string, unknown>;
}

async function readCompetitors(tx: Tx, referralId: string): Promise<ReferralDetail['competitors']> {
  return tx.query(
    `SELECT o.referral_id AS "referralId", o.received_at AS "receivedAt", o.channel, o.stage, o.state, o.state_code AS "stateCode",
       i.name AS "introducerName", coalesce(i.introducer_no, o.introducer_no) AS "introducerNo", o.episode_no AS "episodeNo"
     FROM referral_referrals r JOIN referral_referrals o
       ON o.hospital_id = r.hospital_id AND o.referral_id <> r.referral_id AND (o.name_key = r.name_key OR o.phone_key = r.phone_key)
     LEFT JOIN referral_introducers i ON i.hospital_id = o.hospital_id AND i.introducer_id = o.introducer_id
     WHERE r.hospital_id = $1 AND r.referral_id = $2
     ORDER BY o.received_at, o.referral_id LIMIT 50`,
    [tx.hospitalId, referralId],
  );
}

async function readDisputes(tx: Tx, referralId: string): Promise<ReferralDetail['disputes']> {
  return tx.query(
    `SELECT dispute_id AS "disputeId", kind, state, deadline_at AS "deadlineAt", opened_at AS "openedAt" FROM referral_disputes
     WHERE hospital_id = $1 AND referral_ids @> ARRAY[$2::text] ORDER BY opened_at DESC LIMIT 20`,
    [tx.hospitalId, referralId],
  );
}

async function readNotices(tx: Tx, referralId: string): Promise<ReferralDetail['notices']> {
  return tx.query(
    `SELECT notice_id AS "noticeId", kind, channel, state, text, created_at AS "createdAt", sent_at AS "sentAt", attempts, failed_reason AS "failedReason"
     FROM referral_notices WHERE hospital_id = $1 AND referral_id = $2 ORDER BY created_at`,
    [tx.hospitalId, referralId],
  );
}

async function readEpisode(tx: Tx, actor: Actor, episodeNo: string): Promise<ReferralDetail['episode']> {
  const row = await tx.one<NonNullable<ReferralDetail['episode']>>(
    `SELECT e.episode_no AS "episodeNo", e.kind, e.department, e.doctor, e.patient_name AS "patientName", e.sex,
       e.registered_at AS "registeredAt", e.admitted_at AS "admittedAt", e.discharged_at AS "dischargedAt", e.diagnosis,
       o.referral_id AS "winnerReferralId", o.reason AS "winnerReason"
     FROM published.episodes e LEFT JOIN referral_outcomes o ON o.hospital_id = e.hospital_id AND o.episode_no = e.episode_no
     WHERE e.hospital_id = $1 AND e.episode_no = $2`,
    [tx.hospitalId, episodeNo],
  );
  return row && { ...row, diagnosis: seesTier(actor, 'T5h') ? row.diagnosis : null };
}
