import { type Refusal, refuse } from '#kernel/refusal.ts';
import { type Actor, audit } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';
import { type Computation, computeLines } from '../compute.ts';
import { computeCorrections } from '../corrections.ts';
import { currentPack } from '../current-pack.ts';
import { readHospitalBasis } from '../run-settlement.ts';
import { keepReviews } from '../store/reviews.ts';
import {
  asNewLine,
  deleteDepartmentLines,
  insertLines,
  lockSettlement,
  type NewLine,
  readDepartments,
  readKnownKeys,
  readLastLineNo,
  type SettlementHead,
  type SettlementState,
  setDepartmentState,
  updateState,
  updateSums,
} from '../store/settlements.ts';
import { freezeEpisodes } from './freeze-episodes.ts';

/**
 * Computes the lines a department returned anew, from the corrected data and by the plan of the settlement; all other lines stay as signed.
 * An episode that moved to another department meanwhile keeps the line it has there, or comes with next month's corrections.
 */
export async function recomputeDepartment(
  tools: Tools,
  actor: Actor,
  wanted: { readonly settlementId: string; readonly department: string; readonly version: number },
): Promise<{ state: SettlementState; version: number; lines: number } | Refusal> {
  const { department } = wanted;
  return tools.db.transaction(actor, async (tx) => {
    const head = await lockSettlement(tx, wanted.settlementId);
    if (!head) return refuse('platform.not-found');
    if (head.version !== wanted.version) return refuse('platform.stale');
    if (head.state !== 'compiled') return refuse('incentives.wrong-state', { state: head.state });
    const part = (await readDepartments(tx, head.settlementId)).find((one) => one.department === department);
    if (part?.state !== 'rejected') return refuse('incentives.department-not-returned', { department });
    const restoreReviews = await keepReviews(tx, head.settlementId);
    await deleteDepartmentLines(tx, head.settlementId, department);
    const computation = {
      plan: head.document,
      pack: currentPack(tools.config.projectDir),
      month: head.month,
      hospital: await readHospitalBasis(tx),
    };
    const lines = await writeDepartment(tx, head, computation, department);
    await restoreReviews();
    await freezeEpisodes(tx, head, department);
    await setDepartmentState(tx, head.settlementId, department, lines > 0 ? 'waiting' : 'verified');
    await updateSums(tx, head.settlementId);
    const parts = await readDepartments(tx, head.settlementId);
    const state = parts.every((one) => one.state === 'verified') ? 'verified' : 'compiled';
    const version = await updateState(tx, head.settlementId, state);
    audit(tx, actor, {
      action: 'settlement.department-recomputed',
      subjectKind: 'settlement',
      subjectId: head.settlementId,
      detail: { department, lines },
    });
    tx.touch('settlements', head.settlementId);
    return { state, version, lines };
  });
}

async function writeDepartment(
  tx: Tx,
  head: SettlementHead,
  computation: Computation,
  department: string,
): Promise<number> {
  const first = (await readLastLineNo(tx, head.settlementId)) + 1;
  let next = first;
  const write = async (lines: readonly NewLine[]) => {
    const taken = await readKnownKeys(
      tx,
      head.settlementId,
      lines.map((line) => line.key),
    );
    const fresh = lines.filter((line) => line.line.department === department && !taken.has(line.key));
    await insertLines(tx, head.settlementId, next, fresh);
    next += fresh.length;
  };
  for await (const batch of computeLines(tx, computation, department)) await write(batch.map(asNewLine));
  for await (const batch of computeCorrections(tx, head, computation)) await write(batch);
  return next - first;
}
