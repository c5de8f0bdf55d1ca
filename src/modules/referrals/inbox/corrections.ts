import { isRefusal, type Refusal, refuse } from '#kernel/refusal.ts';
import { type Actor, audit } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';
import { rematch } from '../matching.ts';
import { nameKey } from '../rules/index.ts';
import { type CorrectedEpisode, mayCorrect } from '../rules/may-correct.ts';
import { lockClock } from '../store/clock.ts';
import { readIntroducerRecord } from '../store/introducer-rows.ts';
import {
  type CorrectedFields,
  endWaiting,
  insertCorrection,
  lockReferral,
  type ReferralRecord,
  readCreditedEpisode,
  readWinnersOfName,
  updateFields,
  updateIntroducerOf,
  updateWithdrawn,
} from '../store/referral-changes.ts';
import { appendEvent } from '../store/referrals.ts';

/** Fields a correction may name; absent ones stay. */
export type Correction = { readonly [Name in keyof CorrectedFields]?: CorrectedFields[Name] | undefined };

/**
 * Puts fields right that were read or typed wrongly. The receipt time stays, and everything the change may touch is decided anew. A change
 * that would give a walk-in an introducer, take a patient from another referral, or move the own one to another person is refused and put
 * on record: that is for a dispute or a decision in the queue, with the message as evidence.
 */
export async function correctReferral(
  tools: Tools,
  actor: Actor,
  referralId: string,
  correction: Correction & { readonly version: number; readonly reason: string },
): Promise<{ referralId: string } | Refusal> {
  const result = await tools.db.transaction(actor, async (tx) => {
    const before = await lockForChange(tx, referralId, correction.version);
    if (isRefusal(before)) return before;
    const after = corrected(before, correction);
    const names = changedNames(before, after);
    if (names.length === 0) return { referralId };
    const episodeBefore = await readEpisodeOf(tx, before.episodeNo);
    const winnersBefore = await readWinnersOfName(tx, nameKey(after));
    await updateFields(tx, referralId, after);
    await appendEvent(tx, actor, {
      referralId,
      kind: 'corrected',
      after: { fields: names },
      reason: correction.reason,
    });
    await insertCorrection(tx, referralId, pick(before, names), pick(after, names));
    const credited = await decideAnew(tx, actor, before, { ...before, ...after, hasDisease: after.disease !== null });
    const formerWinnerId = (credited && winnersBefore.get(credited.episodeNo)) ?? null;
    const refusal = mayCorrect(referralId, episodeBefore, credited, formerWinnerId);
    if (refusal) return refusal;
    audit(tx, actor, {
      action: 'referral.corrected',
      subjectKind: 'referral',
      subjectId: referralId,
      reason: correction.reason,
      detail: { fields: names },
    });
    return { referralId };
  });
  if (isRefusal(result) && result.code === 'referrals.correction-moves-credit')
    await recordAttempt(tools, actor, referralId, result);
  return result;
}

/** Says who introduces where the message left it open. Somebody credited already is never replaced this way. */
export async function chooseIntroducer(
  tools: Tools,
  actor: Actor,
  referralId: string,
  choice: { readonly version: number; readonly introducerId: string; readonly reason?: string | null | undefined },
): Promise<{ referralId: string } | Refusal> {
  const result = await tools.db.transaction(actor, async (tx) => {
    const before = await lockForChange(tx, referralId, choice.version);
    if (isRefusal(before)) return before;
    if (before.introducerId !== null) return refuse('referrals.introducer-already-known');
    const introducer = await readIntroducerRecord(tx, choice.introducerId);
    if (introducer?.status !== 'active') return refuse('referrals.introducer-not-active');
    const { introducerId, introducerNo } = introducer;
    await updateIntroducerOf(tx, referralId, introducerId);
    await appendEvent(tx, actor, {
      referralId,
      kind: 'introducer_chosen',
      after: { introducerId, introducerNo },
      reason: choice.reason ?? null,
    });
    await endWaiting(tx, [referralId]);
    const credited = await decideAnew(tx, actor, before, { ...before, introducerId, hasKnownIntroducer: true });
    if (credited?.isWalkIn && credited.winnerReferralId === referralId)
      return refuse('referrals.correction-moves-credit', { because: 'walk-in' });
    audit(tx, actor, {
      action: 'referral.introducer-chosen',
      subjectKind: 'referral',
      subjectId: referralId,
      detail: { introducerId },
    });
    return { referralId };
  });
  if (isRefusal(result) && attempts.has(result.code)) await recordAttempt(tools, actor, referralId, result);
  return result;
}

const attempts: ReadonlySet<string> = new Set([
  'referrals.introducer-already-known',
  'referrals.correction-moves-credit',
]);

/** Takes a referral out of the rules; it stays with its history. */
export async function withdrawReferral(
  tools: Tools,
  actor: Actor,
  referralId: string,
  withdrawal: { readonly version: number; readonly reason: string },
): Promise<{ referralId: string } | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const before = await lockForChange(tx, referralId, withdrawal.version);
    if (isRefusal(before)) return before;
    await withdrawIn(tx, actor, before, withdrawal.reason);
    return { referralId };
  });
}

/** The caller holds the clock's lock and the referral's row. */
export async function withdrawIn(tx: Tx, actor: Actor, referral: ReferralRecord, reason: string): Promise<void> {
  const { referralId, stage } = referral;
  await updateWithdrawn(tx, referralId);
  await appendEvent(tx, actor, {
    referralId,
    kind: 'withdrawn',
    before: { stage },
    after: { stage: 'withdrawn' },
    reason,
  });
  audit(tx, actor, { action: 'referral.withdrawn', subjectKind: 'referral', subjectId: referralId, reason });
  tx.touch('referrals', referralId);
  tx.touch('board', referralId);
  if (stage === 'confirmed') await rematch(tx, actor, { episodes: [], referrals: [referral] });
}

export async function lockForChange(tx: Tx, referralId: string, version: number): Promise<ReferralRecord | Refusal> {
  await lockClock(tx);
  const referral = await lockReferral(tx, referralId);
  if (!referral) return refuse('platform.not-found');
  if (referral.version !== version) return refuse('platform.stale');
  return referral.stage === 'withdrawn' ? refuse('referrals.withdrawn') : referral;
}

/** Decides what the old and the new version touch; answers the episode the new one stands for. */
async function decideAnew(
  tx: Tx,
  actor: Actor,
  before: ReferralRecord,
  after: ReferralRecord,
): Promise<CorrectedEpisode | null> {
  const { referralId } = before;
  tx.touch('referrals', referralId);
  tx.touch('board', referralId);
  if (before.stage !== 'confirmed') return null;
  const decision = await rematch(tx, actor, { episodes: [], referrals: [before, after] });
  return readEpisodeOf(tx, decision.referrals.find((row) => row.referralId === referralId)?.episodeNo ?? null);
}

async function readEpisodeOf(tx: Tx, episodeNo: string | null): Promise<CorrectedEpisode | null> {
  if (episodeNo === null) return null;
  const episode = await readCreditedEpisode(tx, episodeNo);
  return episode && { episodeNo, ...episode };
}

const fieldNames = [
  'patientName',
  'sex',
  'age',
  'phone',
  'disease',
  'department',
  'isAccompanied',
  'note',
  'expectedFrom',
  'expectedUntil',
] as const;

function corrected(before: ReferralRecord, correction: Correction): CorrectedFields {
  return Object.fromEntries(
    fieldNames.map((name) => [name, correction[name] === undefined ? before[name] : correction[name]]),
  ) as unknown as CorrectedFields;
}

function changedNames(before: ReferralRecord, after: CorrectedFields): (keyof CorrectedFields)[] {
  return fieldNames.filter((name) => before[name] !== after[name]);
}

function pick(from: CorrectedFields, names: readonly (keyof CorrectedFields)[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, from[name]]));
}

/** The refused transaction is gone; the attempt must stay for compliance to see. */
async function recordAttempt(tools: Tools, actor: Actor, referralId: string, refusal: Refusal): Promise<void> {
  await tools.db.transaction({ hospitalId: actor.hospitalId }, async (tx) =>
    audit(tx, actor, {
      action: 'referral.attempt-refused',
      subjectKind: 'referral',
      subjectId: referralId,
      detail: { code: refusal.code, ...refusal.facts },
    }),
  );
}
