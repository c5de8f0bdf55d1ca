import { type Actor, audit } from '#modules/staff/index.ts';
import type { Tools } from '#platform/tools.ts';
import { bundledPlans, readBundledPlan } from './plan-files.ts';
import { insertBundledPlan } from './store/plans.ts';

/** Puts the bundled plans into a hospital that has none: the historical one for computing only, the lawful one active. Repeatable. */
export async function ensureBundledPlans(tools: Tools, actor: Actor): Promise<void> {
  await tools.db.transaction({ hospitalId: actor.hospitalId }, async (tx) => {
    const known = await tx.query<{ plan_id: string }>(
      'SELECT DISTINCT plan_id FROM incentive_plans WHERE hospital_id = $1',
      [tx.hospitalId],
    );
    for (const id of bundledPlans) {
      if (known.some((row) => row.plan_id === id)) continue;
      await insertBundledPlan(tx, readBundledPlan(id), id === 'plan-l' ? 'active' : 'draft');
      audit(tx, actor, { action: 'plan.bundled', subjectKind: 'plan', subjectId: id });
    }
  });
}
