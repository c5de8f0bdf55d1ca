import { type Refusal, refuse } from '#kernel/refusal.ts';
import { type Actor, audit, scopeFor } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';
import { type SignatureStep, signatureInTheWay, stateOfStep, stepWords } from '../rules/steps.ts';
import { readLatestRecalculation } from '../store/recalculations.ts';
import {
  linesFingerprint,
  lockSettlement,
  readDepartments,
  readUnfinishedBefore,
  type SettlementHead,
  type SettlementState,
  setDepartmentState,
  updateState,
} from '../store/settlements.ts';
import { insertSignature, readSignatures, withdrawSignatures } from '../store/signatures.ts';
import { bookApproval } from './book-approval.ts';
import { freezeEpisodes, unfreezeEpisodes } from './freeze-episodes.ts';

export interface SignRequest {
  readonly settlementId: string;
  readonly step: SignatureStep;
  /** As read: somebody else's change in between refuses. */
  readonly version: number;
  readonly comment: string | null;
  readonly decision: 'signed' | 'rejected';
  readonly department?: string;
  readonly explanations?: readonly { readonly key: string; readonly text: string }[];
}

export interface Signed {
  readonly state: SettlementState;
  readonly version: number;
  readonly signatureId: string;
}

/**
 * Signs one step of a settlement, or returns it with a comment. Each step is signed by a different person; the row lock makes two who sign
 * at once come one after the other. A rejection by a department returns its lines, a later one returns the whole settlement to draft with
 * all signatures withdrawn, kept as history.
 */
export async function signSettlement(tools: Tools, actor: Actor, request: SignRequest): Promise<Signed | Refusal> {
  const { step } = request;
  if (actor.accountId === null) return refuse('platform.not-permitted', { permission: step });
  if (request.decision === 'rejected' && !request.comment) return refuse('incentives.comment-needed');
  return tools.db.transaction(actor, async (tx) => {
    const head = await lockSettlement(tx, request.settlementId);
    if (!head) return refuse('platform.not-found');
    if (head.version !== request.version) return refuse('platform.stale');
    if (head.state !== stateOfStep[step]) return refuse('incentives.wrong-state', { state: head.state });
    const obstacle = await obstacleTo(tx, actor, head, request);
    if (obstacle) return obstacle;
    const fingerprint = await linesFingerprint(tx, head.settlementId, request.department);
    const differences = request.decision === 'signed' ? await stepChecks(tx, head, request, fingerprint) : undefined;
    if (differences && 'refused' in differences) return differences;
    const signatureId = await insertSignature(tx, head.settlementId, {
      step,
      department: request.department ?? '',
      decision: request.decision,
      comment: request.comment,
      linesFingerprint: fingerprint,
      accountId: actor.accountId!,
      accountName: actor.displayName,
      ...(differences ? { differences: differences.explained } : {}),
    });
    const state = await (request.decision === 'signed'
      ? advance(tools, tx, actor, head, request)
      : sendBack(tx, head, request));
    const version = await updateState(tx, head.settlementId, state);
    audit(tx, actor, {
      action: `settlement.${request.decision === 'signed' ? step : 'returned'}`,
      subjectKind: 'settlement',
      subjectId: head.settlementId,
      ...(request.comment ? { reason: request.comment } : {}),
      detail: { step, department: request.department ?? null, before: head.state, after: state },
    });
    tx.touch('settlements', head.settlementId);
    tx.announce('incentives.signed', { settlementId: head.settlementId, step, state });
    return { state, version, signatureId };
  });
}

/** Why this person cannot sign or return this step now. */
async function obstacleTo(tx: Tx, actor: Actor, head: SettlementHead, request: SignRequest): Promise<Refusal | null> {
  const department = request.department ?? '';
  if (request.step === 'verify') {
    const part = (await readDepartments(tx, head.settlementId)).find((one) => one.department === department);
    if (!maySignFor(actor, department)) return refuse('incentives.not-your-department', { department });
    if (!part) return refuse('platform.not-found');
    if (part.state === 'rejected') return refuse('incentives.department-returned', { department });
  }
  const signatures = await readSignatures(tx, head.settlementId);
  const inForce = signatures.filter((one) => !one.isWithdrawn && one.decision === 'signed');
  const inTheWay = signatureInTheWay(inForce, { step: request.step, department, accountId: actor.accountId! });
  if (!inTheWay) return null;
  const { kind, signature } = inTheWay;
  return refuse(`incentives.${kind}`, { name: signature.accountName, step: stepWords[signature.step].zh });
}

export function maySignFor(actor: Actor, department: string): boolean {
  const scope = scopeFor(actor, 'settlement.verify');
  return scope === 'hospital' || scope === 'group' || (scope === 'dept' && actor.departments.includes(department));
}

async function stepChecks(
  tx: Tx,
  head: SettlementHead,
  request: SignRequest,
  fingerprint: string,
): Promise<{ explained?: unknown } | Refusal> {
  if (request.step === 'compile' || request.step === 'countersign') {
    const earlier = await readUnfinishedBefore(tx, head);
    if (earlier?.kind === 'unfinished')
      return refuse('incentives.earlier-unfinished', { settlement: earlier.settlementNo });
    if (earlier || head.computedAt === null) return refuse('incentives.draft-outdated');
  }
  if (request.step === 'recalculate') return explainDifferences(tx, head, request.explanations ?? [], fingerprint);
  if (request.step === 'approve_first' || request.step === 'approve_second') {
    const signed = (await readSignatures(tx, head.settlementId)).findLast(
      (one) => one.step === 'recalculate' && !one.isWithdrawn && one.decision === 'signed',
    );
    if (signed?.linesFingerprint !== fingerprint) return refuse('incentives.lines-changed');
  }
  return {};
}

async function explainDifferences(
  tx: Tx,
  head: SettlementHead,
  explanations: readonly { readonly key: string; readonly text: string }[],
  fingerprint: string,
): Promise<{ explained: unknown } | Refusal> {
  const latest = await readLatestRecalculation(tx, head.settlementId);
  if (!latest || latest.linesFingerprint !== fingerprint) return refuse('incentives.recalculation-missing');
  const words = new Map(explanations.map(({ key, text }) => [key, text]));
  const explained = latest.differences.map((one) => ({ ...one, explanation: words.get(one.key) ?? null }));
  const unlisted = latest.differencesCount - explained.length;
  const open = explained.filter((one) => one.explanation === null).length + unlisted;
  if (open > 0) return refuse('incentives.differences-unexplained', { open });
  return { explained };
}

/** The state after a signature. */
async function advance(
  tools: Tools,
  tx: Tx,
  actor: Actor,
  head: SettlementHead,
  request: SignRequest,
): Promise<SettlementState> {
  switch (request.step) {
    case 'compile':
    case 'countersign': {
      const inForce = (await readSignatures(tx, head.settlementId)).filter(
        (one) => !one.isWithdrawn && one.decision === 'signed',
      );
      if (!inForce.some((one) => one.step === 'compile') || !inForce.some((one) => one.step === 'countersign'))
        return 'draft';
      // From here the lines stand: what changes later comes as a reversal next month.
      await freezeEpisodes(tx, head);
      return (await readDepartments(tx, head.settlementId)).length > 0 ? 'compiled' : 'verified';
    }
    case 'verify': {
      await setDepartmentState(tx, head.settlementId, request.department!, 'verified');
      const parts = await readDepartments(tx, head.settlementId);
      return parts.every((part) => part.state === 'verified') ? 'verified' : 'compiled';
    }
    case 'recalculate':
      return 'recalculated';
    case 'approve_first':
      return 'approved_first';
    case 'approve_second':
      return bookApproval(tools, tx, actor, head);
  }
}

async function sendBack(tx: Tx, head: SettlementHead, request: SignRequest): Promise<SettlementState> {
  if (request.step === 'verify') {
    await setDepartmentState(tx, head.settlementId, request.department!, 'rejected');
    await unfreezeEpisodes(tx, head, request.department!);
    return 'compiled';
  }
  await withdrawSignatures(tx, head.settlementId);
  await unfreezeEpisodes(tx, head);
  await setDepartmentState(tx, head.settlementId, null, 'waiting');
  return 'draft';
}
