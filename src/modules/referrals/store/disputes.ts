import type { Instant } from '#kernel/day.ts';
import type { Tx } from '#platform/db/database.ts';
import type { ListSpec } from '#platform/db/list.ts';

export interface DisputeListRow {
  readonly dispute_id: string;
  readonly kind: 'several_people' | 'hijack' | 'contested';
  readonly state: 'open' | 'decided' | 'dissolved';
  readonly referral_ids: string[];
  readonly episode_nos: string[];
  readonly parties: string[];
  readonly involves_own_staff: boolean;
  readonly opened_at: Instant;
  readonly deadline_at: Instant;
  readonly is_overdue: boolean;
  readonly decided_at: Instant | null;
  readonly decided_by_name: string | null;
}

const isOverdue = `(d.state = 'open' AND d.deadline_at <= clock_timestamp())`;

export const disputeList: ListSpec = {
  from: 'referral_disputes d',
  columns: `d.dispute_id, d.kind, d.state, d.referral_ids, d.episode_nos, d.involves_own_staff, d.opened_at, d.deadline_at,
    ${isOverdue} AS is_overdue, d.decided_at, d.decided_by_name,
    ARRAY(SELECT DISTINCT coalesce(i.name, r.introducer_text, r.referral_id) FROM referral_referrals r
      LEFT JOIN referral_introducers i ON i.hospital_id = r.hospital_id AND i.introducer_id = r.introducer_id
      WHERE r.hospital_id = d.hospital_id AND r.referral_id = ANY(d.referral_ids)) AS parties`,
  hospital: 'd.hospital_id',
  fields: {
    state: { sql: 'd.state', type: 'text' },
    kind: { sql: 'd.kind', type: 'text' },
    involvesOwnStaff: { sql: 'd.involves_own_staff', type: 'boolean' },
    isOverdue: { sql: isOverdue, type: 'boolean' },
    openedAt: { sql: 'd.opened_at', type: 'instant', sortable: true },
    deadlineAt: { sql: 'd.deadline_at', type: 'instant', sortable: true },
    decidedAt: { sql: 'd.decided_at', type: 'instant', sortable: true, nullable: true },
  },
  key: { sql: 'd.dispute_id', type: 'text' },
  defaultSort: 'deadlineAt',
  search: (q) => `(${q} = ANY(d.referral_ids) OR ${q} = ANY(d.episode_nos))`,
};

export async function readDisputeRow(tx: Tx, disputeId: string, lock = false): Promise<DisputeListRow | null> {
  return tx.one<DisputeListRow>(
    `SELECT ${disputeList.columns} FROM ${disputeList.from} WHERE d.hospital_id = $1 AND d.dispute_id = $2 ${lock ? 'FOR UPDATE' : ''}`,
    [tx.hospitalId, disputeId],
  );
}

export interface PartyRow {
  readonly referral_id: string;
  readonly introducer_id: string | null;
  readonly introducer_no: string | null;
  readonly introducer_name: string | null;
  readonly introducer_kind: string | null;
  readonly institution: string | null;
  readonly rep_no: string | null;
  readonly introducer_text: string | null;
  readonly patient_name: string | null;
  readonly sex: 'male' | 'female' | null;
  readonly age: number | null;
  readonly phone_tail: string | null;
  readonly disease: string | null;
  readonly received_at: Instant;
  readonly channel: 'sms' | 'wechat' | 'phone' | 'web' | 'api';
  readonly message_text: string | null;
  readonly sent_at: Instant | null;
  readonly gateway_at: Instant | null;
  readonly stage: 'announced' | 'confirmed' | 'withdrawn';
  readonly state: 'won' | 'late' | 'duplicate' | 'invalid' | 'disputed' | 'pending' | 'unmatched' | 'expired';
  readonly state_code: string;
  readonly state_facts: { readonly among?: string[] };
  readonly episode_no: string | null;
}

/** The referrals of a dispute with their messages, in order of receipt. */
export async function readParties(tx: Tx, referralIds: readonly string[]): Promise<PartyRow[]> {
  return tx.query<PartyRow>(
    `SELECT r.referral_id, r.introducer_id, i.introducer_no, i.name AS introducer_name, i.kind AS introducer_kind, i.institution, i.rep_no,
       r.introducer_text, r.patient_name, r.sex, r.age, right(r.phone_key, 4) AS phone_tail, r.disease, r.received_at, r.channel,
       m.text AS message_text, m.sent_at, m.gateway_at, r.stage, r.state, r.state_code, r.state_facts, r.episode_no
     FROM referral_referrals r
     LEFT JOIN referral_introducers i ON i.hospital_id = r.hospital_id AND i.introducer_id = r.introducer_id
     LEFT JOIN referral_messages m ON m.hospital_id = r.hospital_id AND m.message_id = r.message_id
     WHERE r.hospital_id = $1 AND r.referral_id = ANY($2) ORDER BY r.received_at, r.referral_id`,
    [tx.hospitalId, referralIds],
  );
}

export interface TimelineRow {
  readonly at: Instant;
  readonly actor_name: string;
  readonly referral_id: string;
  readonly kind: string;
  readonly before: Record<string, unknown> | null;
  readonly after: Record<string, unknown> | null;
  readonly reason: string | null;
}

export async function readTimeline(tx: Tx, referralIds: readonly string[]): Promise<TimelineRow[]> {
  return tx.query<TimelineRow>(
    `SELECT at, actor_name, referral_id, kind, before, after, reason FROM referral_events
     WHERE hospital_id = $1 AND referral_id = ANY($2) ORDER BY at, referral_id, seq LIMIT 500`,
    [tx.hospitalId, referralIds],
  );
}

export interface EvidenceRow {
  readonly evidence_id: string;
  readonly side: string | null;
  readonly text: string;
  readonly file_name: string | null;
  readonly media_type: string | null;
  readonly added_by_name: string;
  readonly added_at: Instant;
}

const evidenceColumns = 'evidence_id, side, text, file_name, media_type, added_by_name, added_at';

export async function readEvidence(tx: Tx, disputeId: string): Promise<EvidenceRow[]> {
  return tx.query<EvidenceRow>(
    `SELECT ${evidenceColumns} FROM referral_dispute_evidence WHERE hospital_id = $1 AND dispute_id = $2 ORDER BY added_at LIMIT 200`,
    [tx.hospitalId, disputeId],
  );
}

export async function readEvidenceContent(
  tx: Tx,
  disputeId: string,
  evidenceId: string,
): Promise<{ file_name: string; media_type: string; content: Buffer } | null> {
  return tx.one(
    `SELECT file_name, media_type, content FROM referral_dispute_evidence
     WHERE hospital_id = $1 AND dispute_id = $2 AND evidence_id = $3 AND content IS NOT NULL`,
    [tx.hospitalId, disputeId, evidenceId],
  );
}

export interface NewEvidence {
  readonly disputeId: string;
  readonly side: string | null;
  readonly text: string;
  readonly file: { readonly name: string; readonly mediaType: string; readonly content: Buffer } | null;
}

export async function insertEvidence(
  tx: Tx,
  actor: { readonly accountId: string | null; readonly displayName: string },
  row: NewEvidence,
): Promise<EvidenceRow> {
  const stored = await tx.one<EvidenceRow>(
    `INSERT INTO referral_dispute_evidence (hospital_id, dispute_id, side, text, file_name, media_type, content, added_by, added_by_name)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING ${evidenceColumns}`,
    [
      tx.hospitalId,
      row.disputeId,
      row.side,
      row.text,
      row.file?.name ?? null,
      row.file?.mediaType ?? null,
      row.file?.content ?? null,
      actor.accountId,
      actor.displayName,
    ],
  );
  return stored!;
}

export interface DecisionRow {
  readonly decided_at: Instant;
  readonly decided_by_name: string;
  readonly winner_referral_id: string | null;
  readonly episode_no: string | null;
  readonly reason: string;
}

export async function readDisputeDecisions(tx: Tx, disputeId: string): Promise<DecisionRow[]> {
  return tx.query<DecisionRow>(
    `SELECT decided_at, decided_by_name, winner_referral_id, episode_no, reason FROM referral_dispute_decisions
     WHERE hospital_id = $1 AND dispute_id = $2 ORDER BY decision_no DESC`,
    [tx.hospitalId, disputeId],
  );
}

/** Adds the decision and puts it on the dispute. The caller has locked the dispute's row. */
export async function insertDisputeDecision(
  tx: Tx,
  actor: { readonly accountId: string | null; readonly displayName: string },
  row: { disputeId: string; winnerReferralId: string | null; episodeNo: string | null; reason: string },
): Promise<void> {
  await tx.query(
    `INSERT INTO referral_dispute_decisions (hospital_id, dispute_id, decision_no, winner_referral_id, episode_no, reason, decided_by, decided_by_name)
     SELECT $1, $2, coalesce(max(decision_no), 0) + 1, $3, $4, $5, $6, $7 FROM referral_dispute_decisions WHERE hospital_id = $1 AND dispute_id = $2`,
    [tx.hospitalId, row.disputeId, row.winnerReferralId, row.episodeNo, row.reason, actor.accountId, actor.displayName],
  );
  await tx.query(
    `UPDATE referral_disputes SET state = 'decided', winner_referral_id = $3, decision_reason = $4, decided_by = $5, decided_by_name = $6,
       decided_at = clock_timestamp(), episode_nos = CASE WHEN $7::text IS NULL OR $7 = ANY(episode_nos) THEN episode_nos ELSE episode_nos || $7::text END
     WHERE hospital_id = $1 AND dispute_id = $2`,
    [tx.hospitalId, row.disputeId, row.winnerReferralId, row.reason, actor.accountId, actor.displayName, row.episodeNo],
  );
}

/** Whether the person is, by name, an introducer concerned or the rep owning one; and whether he registered one of the referrals. */
export async function readJudgeFacts(
  tx: Tx,
  actor: {
    readonly accountId: string | null;
    readonly displayName: string;
    readonly links?: { readonly introducerNo: string | null; readonly repNo: string | null };
  },
  referralIds: readonly string[],
): Promise<{ is_party: boolean; has_registered: boolean }> {
  const row = await tx.one<{ is_party: boolean; has_registered: boolean }>(
    `SELECT
       EXISTS (
         SELECT 1 FROM referral_referrals r JOIN referral_introducers i ON i.hospital_id = r.hospital_id AND i.introducer_id = r.introducer_id
         LEFT JOIN referral_introducers p ON p.hospital_id = i.hospital_id AND p.introducer_no = i.rep_no
         WHERE r.hospital_id = $1 AND r.referral_id = ANY($2)
           AND CASE WHEN $5::text IS NOT NULL THEN i.introducer_no = $5 OR i.rep_no IN ($5, $6) OR i.upline_no = $5
               ELSE (i.kind IN ('staff', 'rep') AND i.name = $4) OR p.name = $4 OR i.rep_no = $6 END) AS is_party,
       EXISTS (
         SELECT 1 FROM referral_events e WHERE e.hospital_id = $1 AND e.referral_id = ANY($2)
           AND e.kind IN ('received', 'announced') AND e.actor_id = $3::uuid) AS has_registered`,
    [
      tx.hospitalId,
      referralIds,
      actor.accountId,
      actor.displayName,
      actor.links?.introducerNo ?? null,
      actor.links?.repNo ?? null,
    ],
  );
  return row!;
}

/** The first referral credited to an episode besides the disputed ones: it wins when they do not mean it. */
export async function readOthersCredited(
  tx: Tx,
  episodeNo: string,
  exceptIds: readonly string[],
): Promise<string | null> {
  const row = await tx.one<{ referral_id: string }>(
    `SELECT referral_id FROM referral_referrals
     WHERE hospital_id = $1 AND episode_no = $2 AND referral_id <> ALL($3) AND stage = 'confirmed' AND state IN ('pending', 'won', 'duplicate')
     ORDER BY received_at, referral_id LIMIT 1`,
    [tx.hospitalId, episodeNo, exceptIds],
  );
  return row?.referral_id ?? null;
}

/** A withdrawn referral takes no part in the rules any more, so its state is set here. */
export async function updateStage(
  tx: Tx,
  referralId: string,
  stage: 'announced' | 'confirmed' | 'withdrawn',
): Promise<void> {
  await tx.query(
    `UPDATE referral_referrals SET stage = $3, version = version + 1,
       state = CASE WHEN $3 = 'withdrawn' THEN 'unmatched' ELSE state END,
       state_code = CASE WHEN $3 = 'withdrawn' THEN 'withdrawn_by_decision' ELSE state_code END,
       episode_no = CASE WHEN $3 = 'withdrawn' THEN NULL ELSE episode_no END
     WHERE hospital_id = $1 AND referral_id = $2`,
    [tx.hospitalId, referralId, stage],
  );
}

/** The stage before a dispute's decisions touched it: a changed decision goes back to it first. */
export async function readStageBeforeDisputes(
  tx: Tx,
  referralId: string,
): Promise<'announced' | 'confirmed' | 'withdrawn' | null> {
  const row = await tx.one<{ stage: 'announced' | 'confirmed' | 'withdrawn' }>(
    `SELECT before ->> 'stage' AS stage FROM referral_events
     WHERE hospital_id = $1 AND referral_id = $2 AND kind = 'stage_decided' ORDER BY seq LIMIT 1`,
    [tx.hospitalId, referralId],
  );
  return row?.stage ?? null;
}
