import type { Instant } from '#kernel/day.ts';
import type { Tx } from '#platform/db/database.ts';
import type { ListSpec } from '#platform/db/list.ts';

export interface ViolationListRow {
  readonly violation_id: string;
  readonly kind: 'claims_walk_in' | 'moves_own_patient' | 're_attributes' | 'other';
  readonly state: 'open' | 'upheld' | 'dismissed' | 'appealed' | 'closed';
  readonly introducer_name: string | null;
  readonly referral_id: string | null;
  readonly episode_no: string | null;
  readonly attempts: number;
  readonly opened_at: Instant;
  readonly opened_by_name: string;
  readonly decided_at: Instant | null;
  readonly decided_by_name: string | null;
}

const listColumns = `v.violation_id, v.kind, v.state, i.name AS introducer_name, v.referral_id, v.episode_no, v.attempts, v.opened_at,
  v.opened_by_name, v.decided_at, v.decided_by_name`;

export const violationList: ListSpec = {
  from: `referral_violations v LEFT JOIN referral_introducers i ON i.hospital_id = v.hospital_id AND i.introducer_id = v.introducer_id`,
  columns: listColumns,
  hospital: 'v.hospital_id',
  fields: {
    state: { sql: 'v.state', type: 'text' },
    kind: { sql: 'v.kind', type: 'text' },
    referralId: { sql: 'v.referral_id', type: 'text' },
    episodeNo: { sql: 'v.episode_no', type: 'text' },
    openedAt: { sql: 'v.opened_at', type: 'instant', sortable: true },
  },
  key: { sql: 'v.violation_id', type: 'text' },
  defaultSort: '-openedAt',
  search: (q) => `(v.referral_id = ${q} OR v.episode_no = ${q} OR i.name = ${q})`,
};

export interface ViolationRow extends ViolationListRow {
  readonly version: number;
  readonly introducer_id: string | null;
  readonly introducer_no: string | null;
  readonly introducer_kind: string | null;
  readonly institution: string | null;
  readonly rep_no: string | null;
  readonly facts: Record<string, unknown>;
  readonly proposed_consequence: string | null;
  readonly decision: 'upheld' | 'dismissed' | null;
  readonly consequence: string | null;
  readonly decision_reason: string | null;
  readonly appeal_text: string | null;
  readonly appealed_at: Instant | null;
  readonly appealed_by_name: string | null;
  readonly appeal_outcome: 'confirmed' | 'changed' | 'revoked' | null;
  readonly appeal_decision: string | null;
  readonly appeal_decided_at: Instant | null;
  readonly appeal_decided_by_name: string | null;
  readonly opened_by: string | null;
  readonly decided_by: string | null;
}

export async function readViolationRow(tx: Tx, violationId: string, lock = false): Promise<ViolationRow | null> {
  return tx.one<ViolationRow>(
    `SELECT ${listColumns}, v.version, v.introducer_id, i.introducer_no, i.kind AS introducer_kind, i.institution, i.rep_no, v.facts,
       v.proposed_consequence, v.decision, v.consequence, v.decision_reason, v.appeal_text, v.appealed_at, v.appealed_by_name, v.appeal_outcome,
       v.appeal_decision, v.appeal_decided_at, v.appeal_decided_by_name, v.opened_by, v.decided_by
     FROM ${violationList.from} WHERE v.hospital_id = $1 AND v.violation_id = $2 ${lock ? 'FOR UPDATE OF v' : ''}`,
    [tx.hospitalId, violationId],
  );
}

interface Who {
  readonly accountId: string | null;
  readonly displayName: string;
}

export interface NewViolation {
  readonly kind: ViolationListRow['kind'];
  readonly introducerId: string | null;
  readonly referralId: string | null;
  readonly episodeNo: string | null;
  /** With a `code`, the same attempt of the same person adds to the open case. */
  readonly facts: Readonly<Record<string, unknown>>;
  readonly proposedConsequence: string | null;
}

export async function upsertViolation(
  tx: Tx,
  actor: Who,
  row: NewViolation,
): Promise<{ violation_id: string; attempts: number }> {
  const stored = await tx.one<{ violation_id: string; attempts: number }>(
    `INSERT INTO referral_violations AS v (hospital_id, kind, introducer_id, referral_id, episode_no, facts, proposed_consequence, opened_by, opened_by_name)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8::uuid, $9)
     ON CONFLICT (hospital_id, (facts ->> 'code'), referral_id, episode_no, coalesce(opened_by, hospital_id)) WHERE state = 'open' AND facts ->> 'code' IS NOT NULL
     DO UPDATE SET attempts = v.attempts + 1, facts = EXCLUDED.facts, version = v.version + 1
     RETURNING violation_id, attempts`,
    [
      tx.hospitalId,
      row.kind,
      row.introducerId,
      row.referralId,
      row.episodeNo,
      JSON.stringify(row.facts),
      row.proposedConsequence,
      actor.accountId,
      actor.displayName,
    ],
  );
  return stored!;
}

export async function insertViolationEvent(
  tx: Tx,
  actor: Who,
  event: { violationId: string; kind: string; detail?: object; reason?: string | null },
): Promise<void> {
  await tx.query(
    `INSERT INTO referral_violation_events (hospital_id, violation_id, actor_id, actor_name, kind, detail, reason) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [
      tx.hospitalId,
      event.violationId,
      actor.accountId,
      actor.displayName,
      event.kind,
      JSON.stringify(event.detail ?? {}),
      event.reason ?? null,
    ],
  );
}

export interface ViolationEventRow {
  readonly at: Instant;
  readonly actor_name: string;
  readonly kind: string;
  readonly detail: Record<string, unknown>;
  readonly reason: string | null;
}

export async function readViolationEvents(tx: Tx, violationId: string): Promise<ViolationEventRow[]> {
  return tx.query<ViolationEventRow>(
    `SELECT at, actor_name, kind, detail, reason FROM referral_violation_events
     WHERE hospital_id = $1 AND violation_id = $2 ORDER BY event_id LIMIT 500`,
    [tx.hospitalId, violationId],
  );
}

export async function updateViolationDecision(
  tx: Tx,
  actor: Who,
  row: { violationId: string; decision: 'upheld' | 'dismissed'; consequence: string | null; reason: string },
): Promise<void> {
  await tx.query(
    `UPDATE referral_violations SET state = $3, decision = $3, consequence = $4, decision_reason = $5, decided_by = $6, decided_by_name = $7,
       decided_at = clock_timestamp(), version = version + 1 WHERE hospital_id = $1 AND violation_id = $2`,
    [tx.hospitalId, row.violationId, row.decision, row.consequence, row.reason, actor.accountId, actor.displayName],
  );
}

export async function updateViolationAppeal(tx: Tx, actor: Who, violationId: string, text: string): Promise<void> {
  await tx.query(
    `UPDATE referral_violations SET state = 'appealed', appeal_text = $3, appealed_at = clock_timestamp(), appealed_by_name = $4,
       version = version + 1 WHERE hospital_id = $1 AND violation_id = $2`,
    [tx.hospitalId, violationId, text, actor.displayName],
  );
}

export async function updateAppealDecision(
  tx: Tx,
  actor: Who,
  row: { violationId: string; outcome: string; consequence: string | null; reason: string },
): Promise<void> {
  await tx.query(
    `UPDATE referral_violations SET state = 'closed', appeal_outcome = $3, consequence = $4, appeal_decision = $5, appeal_decided_by = $6,
       appeal_decided_by_name = $7, appeal_decided_at = clock_timestamp(), version = version + 1 WHERE hospital_id = $1 AND violation_id = $2`,
    [tx.hospitalId, row.violationId, row.outcome, row.consequence, row.reason, actor.accountId, actor.displayName],
  );
}
