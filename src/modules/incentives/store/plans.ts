import { createHash } from 'node:crypto';
import type { Instant } from '#kernel/day.ts';
import type { PlanDocument } from '#kernel/rule-engine/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { planList } from './lists.ts';

export interface StoredPlan {
  readonly planId: string;
  readonly version: number;
  readonly document: PlanDocument;
  readonly fingerprint: string;
  readonly state: 'draft' | 'active' | 'retired';
  readonly isBundled: boolean;
}

interface PlanRow {
  plan_id: string;
  version: number;
  document: PlanDocument;
  fingerprint: string;
  state: StoredPlan['state'];
  is_bundled: boolean;
}

/** SHA-256 over the document as stored: a settlement names exactly what computed it. */
export function planFingerprint(document: PlanDocument): string {
  return createHash('sha256').update(JSON.stringify(document)).digest('hex');
}

/** The version in force: the active one, else the newest. */
export async function readPlan(tx: Tx, planId: string): Promise<StoredPlan | null> {
  const row = await tx.one<PlanRow>(
    `SELECT plan_id, version, document, fingerprint, state, is_bundled FROM incentive_plans
     WHERE hospital_id = $1 AND plan_id = $2 ORDER BY state = 'active' DESC, version DESC LIMIT 1`,
    [tx.hospitalId, planId],
  );
  return row && toPlan(row);
}

export async function readPlanVersion(tx: Tx, planId: string, version: number): Promise<StoredPlan | null> {
  const row = await tx.one<PlanRow>(
    `SELECT plan_id, version, document, fingerprint, state, is_bundled FROM incentive_plans
     WHERE hospital_id = $1 AND plan_id = $2 AND version = $3`,
    [tx.hospitalId, planId, version],
  );
  return row && toPlan(row);
}

/** Puts a bundled plan beside the hospital's own when it is not there yet. */
export async function insertBundledPlan(tx: Tx, document: PlanDocument, state: StoredPlan['state']): Promise<void> {
  await tx.query(
    `INSERT INTO incentive_plans (hospital_id, plan_id, version, title_zh, title_en, document, fingerprint, state, is_bundled, effective_from, created_by_name)
     VALUES ($1, $2, 1, $3, $4, $5, $6, $7, true, $8, '仁脉') ON CONFLICT DO NOTHING`,
    [
      tx.hospitalId,
      document.id,
      document.title.zh,
      document.title.en,
      JSON.stringify(document),
      planFingerprint(document),
      state,
      document.effectiveFrom ?? null,
    ],
  );
}

/** A draft beside the others; null when the version is taken. */
export async function insertPlan(
  tx: Tx,
  plan: {
    readonly document: PlanDocument;
    readonly version: number;
    readonly createdBy: string | null;
    readonly createdByName: string;
    readonly clonedFrom: string | null;
  },
): Promise<{ planId: string; version: number } | null> {
  const { document } = plan;
  const row = await tx.one(
    `INSERT INTO incentive_plans (hospital_id, plan_id, version, title_zh, title_en, document, fingerprint, state, cloned_from, effective_from,
       effective_until, created_by, created_by_name)
     VALUES ($1, $2, $3, $4, $5, $6, $7, 'draft', $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING RETURNING version`,
    [
      tx.hospitalId,
      document.id,
      plan.version,
      document.title.zh,
      document.title.en,
      JSON.stringify(document),
      planFingerprint(document),
      plan.clonedFrom,
      document.effectiveFrom,
      document.effectiveUntil ?? null,
      plan.createdBy,
      plan.createdByName,
    ],
  );
  return row && { planId: document.id, version: plan.version };
}

/** The newest version's number; 0 when there is no such plan. Versions of one plan come one after the other. */
export async function lockNewestVersion(tx: Tx, planId: string): Promise<number> {
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 7263006))', [`${tx.hospitalId} ${planId}`]);
  const row = await tx.one<{ version: number | null }>(
    'SELECT max(version) AS version FROM incentive_plans WHERE hospital_id = $1 AND plan_id = $2',
    [tx.hospitalId, planId],
  );
  return row!.version ?? 0;
}

/** The row of a plan version as lists show it. */
export async function readPlanRow(tx: Tx, planId: string, version: number): Promise<object | null> {
  return tx.one(
    `SELECT ${planList.columns} FROM ${planList.from} WHERE p.hospital_id = $1 AND p.plan_id = $2 AND p.version = $3`,
    [tx.hospitalId, planId, version],
  );
}

/** Other versions of a plan, newest first, and how many settlements a version made. */
export async function readVersions(
  tx: Tx,
  planId: string,
  version: number,
): Promise<{ versions: { version: number; state: string; createdAt: Instant }[]; settlementsCount: number }> {
  const versions = await tx.query<{ version: number; state: string; createdAt: Instant }>(
    `SELECT version, state, created_at AS "createdAt" FROM incentive_plans
     WHERE hospital_id = $1 AND plan_id = $2 AND version <> $3 ORDER BY version DESC`,
    [tx.hospitalId, planId, version],
  );
  const made = await tx.one<{ count: number }>(
    'SELECT count(*) AS count FROM incentive_settlements WHERE hospital_id = $1 AND plan_id = $2 AND plan_version = $3',
    [tx.hospitalId, planId, version],
  );
  return { versions, settlementsCount: made!.count };
}

/** Puts a version in force or out of force; of one plan one version is active. */
export async function setPlanState(
  tx: Tx,
  planId: string,
  version: number,
  state: 'active' | 'retired',
  by: { readonly accountId: string | null; readonly displayName: string },
): Promise<void> {
  if (state === 'active')
    await tx.query(
      `UPDATE incentive_plans SET state = 'retired' WHERE hospital_id = $1 AND plan_id = $2 AND state = 'active'`,
      [tx.hospitalId, planId],
    );
  await tx.query(
    `UPDATE incentive_plans SET state = $4::text,
       activated_by = CASE WHEN $4::text = 'active' THEN $5::uuid ELSE activated_by END,
       activated_by_name = CASE WHEN $4::text = 'active' THEN $6::text ELSE activated_by_name END,
       activated_at = CASE WHEN $4::text = 'active' THEN clock_timestamp() ELSE activated_at END
     WHERE hospital_id = $1 AND plan_id = $2 AND version = $3`,
    [tx.hospitalId, planId, version, state, by.accountId, by.displayName],
  );
}

function toPlan(row: PlanRow): StoredPlan {
  return {
    planId: row.plan_id,
    version: row.version,
    document: row.document,
    fingerprint: row.fingerprint,
    state: row.state,
    isBundled: row.is_bundled,
  };
}
