import { createHash } from 'node:crypto';
import type { PlanDocument } from '#kernel/rule-engine/index.ts';
import type { Tx } from '#platform/db/database.ts';

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
