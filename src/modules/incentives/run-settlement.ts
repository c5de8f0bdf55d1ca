import type { Month } from '#kernel/day.ts';
import { type Refusal, refuse } from '#kernel/refusal.ts';
import { type Actor, audit } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';
import { type Computation, computeLines } from './compute.ts';
import { computeCorrections } from './corrections.ts';
import { currentPack } from './current-pack.ts';
import { triggerOf } from './rules/clear-rule.ts';
import { compileIncentivePlan } from './rules/decide-lines.ts';
import { mayActivate } from './rules/may-activate.ts';
import { readPlan, type StoredPlan } from './store/plans.ts';
import {
  asNewLine,
  deleteLines,
  insertLines,
  lockSettlement,
  type NewLine,
  type SettlementHead,
  updateBasis,
  updateSums,
} from './store/settlements.ts';

export interface SettlementRun {
  readonly settlementId: string;
  readonly settlementNo: string;
  readonly lines: number;
  readonly corrections: number;
}

/**
 * Runs the month's settlement: creates the draft, or computes the present draft anew, so running twice changes nothing. All in one
 * transaction: killed at any moment, either the old lines stand or the new ones. A submitted settlement is not touched any more; what
 * changed since then becomes reversal and new lines here, in the next one.
 */
export async function runSettlement(
  tools: Tools,
  actor: Actor,
  wanted: { readonly month: Month; readonly planId: string },
  progress: (lines: number) => void = () => undefined,
): Promise<SettlementRun | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const plan = await readPlan(tx, wanted.planId);
    if (!plan) return refuse('incentives.plan-not-found', { plan: wanted.planId });
    const pack = currentPack(tools.config.projectDir);
    const hospital = await readHospitalBasis(tx);
    const compiled = compileIncentivePlan(plan.document, hospital.divisionCode);
    const activation = mayActivate(compiled, pack);
    if ('refused' in activation) return activation;
    if (plan.state !== 'active') return refuse('incentives.plan-not-active', { plan: wanted.planId });
    const head = await lockSettlement(tx, {
      month: wanted.month,
      plan,
      packVersion: pack.version,
      runByName: actor.displayName,
    });
    if (head.state !== 'draft') return refuse('incentives.settlement-submitted', { settlement: head.settlementNo });
    await updateBasis(tx, head.settlementId, plan, pack.version);
    await deleteLines(tx, head.settlementId);
    const written = await writeLines(
      tx,
      head,
      plan,
      { plan: plan.document, pack, month: wanted.month, hospital },
      progress,
    );
    await updateSums(tx, head.settlementId);
    audit(tx, actor, {
      action: 'settlement.run',
      subjectKind: 'settlement',
      subjectId: head.settlementId,
      detail: { month: wanted.month, plan: plan.planId, version: plan.version, pack: pack.version, ...written },
    });
    tx.touch('settlements', head.settlementId);
    tx.announce('incentives.computed', { settlementId: head.settlementId });
    return { settlementId: head.settlementId, settlementNo: head.settlementNo, ...written };
  });
}

async function writeLines(
  tx: Tx,
  head: SettlementHead,
  plan: StoredPlan,
  computation: Computation,
  progress: (lines: number) => void,
): Promise<{ lines: number; corrections: number }> {
  const triggers = new Map(plan.document.rules.map((rule) => [rule.id, triggerOf(rule) as string]));
  const triggerOfRule = (ruleId: string) => triggers.get(ruleId) ?? 'EXPENSE';
  let next = 1;
  const write = async (lines: readonly NewLine[]) => {
    await insertLines(tx, head.settlementId, next, lines, triggerOfRule);
    next += lines.length;
    progress(next - 1);
  };
  for await (const batch of computeLines(tx, computation)) await write(batch.map(asNewLine));
  const lines = next - 1;
  for await (const batch of computeCorrections(tx, head, computation)) await write(batch);
  return { lines, corrections: next - 1 - lines };
}

export async function readHospitalBasis(tx: Tx): Promise<Computation['hospital']> {
  const row = await tx.one<{ division_code: string; time_zone: string }>(
    'SELECT division_code, time_zone FROM hospital_hospitals WHERE hospital_id = $1',
    [tx.hospitalId],
  );
  return { divisionCode: row!.division_code, timeZone: row!.time_zone };
}
