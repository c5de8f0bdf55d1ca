import type { Month } from '#kernel/day.ts';
import { type Refusal, refuse } from '#kernel/refusal.ts';
import { type Actor, audit } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';
import { type Computation, computeLines, type HospitalBasis } from './compute.ts';
import { computeCorrections } from './corrections.ts';
import { currentPack } from './current-pack.ts';
import { effectiveDocument, settlementSpan } from './effective-plan.ts';
import { compileIncentivePlan } from './rules/decide-lines.ts';
import { mayActivate } from './rules/may-activate.ts';
import { readPlan } from './store/plans.ts';
import { keepReviews } from './store/reviews.ts';
import {
  asNewLine,
  deleteLines,
  insertLines,
  linesFingerprint,
  lockMonth,
  type NewLine,
  type RunBasis,
  resetDepartments,
  type SettlementHead,
  updateBasis,
  updateSums,
} from './store/settlements.ts';
import { withdrawChangedSignatures } from './store/signatures.ts';

export interface SettlementRun {
  readonly settlementId: string;
  readonly settlementNo: string;
  readonly lines: number;
  readonly corrections: number;
}

/** Hears how many lines are written; may throw to stop the run, which then leaves nothing. */
export type RunProgress = (lines: number) => void | Promise<void>;

/**
 * Runs the month's settlement: creates the draft, or computes the present draft anew, so running twice changes nothing. All in one
 * transaction: killed at any moment, either the old lines stand or the new ones. A submitted settlement is not touched any more; what
 * changed since then becomes reversal and new lines in the next one. Signatures of a draft that comes out otherwise are withdrawn.
 */
export async function runSettlement(
  tools: Tools,
  actor: Actor,
  wanted: { readonly month: Month; readonly planId: string },
  progress: RunProgress = () => undefined,
): Promise<SettlementRun | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const pack = currentPack(tools.config.projectDir);
    const hospital = await readHospitalBasis(tx);
    const basis = await readRunBasis(tools, tx, actor, wanted, hospital);
    if ('refused' in basis) return basis;
    const head = await lockMonth(tx, wanted.month, basis);
    if (head.state !== 'draft') return refuse('incentives.settlement-submitted', { settlement: head.settlementNo });
    await updateBasis(tx, head.settlementId, basis);
    const restoreReviews = await keepReviews(tx, head.settlementId);
    await deleteLines(tx, head.settlementId);
    const computation: Computation = { plan: basis.document, pack, month: wanted.month, hospital };
    const written = await writeLines(tx, head, computation, progress);
    await restoreReviews();
    await resetDepartments(tx, head.settlementId);
    await updateSums(tx, head.settlementId);
    await withdrawChangedSignatures(tx, head.settlementId, await linesFingerprint(tx, head.settlementId));
    audit(tx, actor, {
      action: 'settlement.run',
      subjectKind: 'settlement',
      subjectId: head.settlementId,
      detail: { month: wanted.month, plan: wanted.planId, version: basis.plan.version, pack: pack.version, ...written },
    });
    tx.touch('settlements', head.settlementId);
    tx.announce('incentives.computed', { settlementId: head.settlementId });
    return { settlementId: head.settlementId, settlementNo: head.settlementNo, ...written };
  });
}

/** What a month would be settled by; refuses a plan that may not be activated or is not active. */
async function readRunBasis(
  tools: Tools,
  tx: Tx,
  actor: Actor,
  wanted: { readonly month: Month; readonly planId: string },
  hospital: HospitalBasis,
): Promise<RunBasis | Refusal> {
  const plan = await readPlan(tx, wanted.planId);
  if (!plan) return refuse('incentives.plan-not-found', { plan: wanted.planId });
  const pack = currentPack(tools.config.projectDir);
  const activation = mayActivate(compileIncentivePlan(plan.document, hospital.divisionCode), pack);
  if ('refused' in activation) return activation;
  if (plan.state !== 'active') return refuse('incentives.plan-not-active', { plan: wanted.planId });
  const document = await effectiveDocument(tx, plan.document, settlementSpan(wanted.month), hospital);
  return { plan, document, packVersion: pack.version, runByName: actor.displayName };
}

async function writeLines(
  tx: Tx,
  head: SettlementHead,
  computation: Computation,
  progress: RunProgress,
): Promise<{ lines: number; corrections: number }> {
  let next = 1;
  const write = async (lines: readonly NewLine[]) => {
    await insertLines(tx, head.settlementId, next, lines);
    next += lines.length;
    await progress(next - 1);
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
