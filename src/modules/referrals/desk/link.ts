import { isRefusal, type Refusal, refuse } from '#kernel/refusal.ts';
import { type Actor, audit } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';
import type { QueueItem } from '../contract/queue.ts';
import { rematch } from '../matching.ts';
import { readMatchingPolicy } from '../matching-policy.ts';
import { attemptCodes } from '../rules/may-link.ts';
import { bumpClock, lockClock } from '../store/clock.ts';
import { type DeskEpisode, readDeskEpisodes } from '../store/desk-episodes.ts';
import { readQueueReferral, updateQueueClosed } from '../store/queue.ts';
import { appendEvent } from '../store/referrals.ts';
import { readAnyStage } from '../store/winner-rows.ts';
import { insertDecision, readDecisionOf, readFrozen } from '../store/winners.ts';
import { whyNotLink } from './proposals.ts';
import { nextItem, type QueuePosition } from './queue.ts';
import { recordAttempt } from './violations.ts';

export interface Linked {
  readonly referralId: string;
  readonly episodeNo: string;
  readonly state: string;
}

/**
 * Ties a referral to an episode by a person's decision, which then stands in the place of the rules. Every refusal is logged; the ones
 * that are attempts at what is forbidden open a case for compliance.
 */
export async function linkReferral(
  tools: Tools,
  actor: Actor,
  wanted: { referralId: string; episodeNo: string; reason?: string | null | undefined },
): Promise<Linked | Refusal> {
  const linked = await tools.db.transaction(actor, (tx) => linkIn(tx, actor, wanted));
  if (isRefusal(linked) && linked.code.startsWith('referrals.')) await recordRefusal(tools, actor, linked);
  return linked;
}

async function linkIn(
  tx: Tx,
  actor: Actor,
  wanted: { referralId: string; episodeNo: string; reason?: string | null | undefined },
): Promise<Linked | Refusal> {
  const { referralId, episodeNo } = wanted;
  await lockClock(tx);
  const referral = await readQueueReferral(tx, referralId, true);
  const policy = await readMatchingPolicy(tx);
  const episodes = await readDeskEpisodes(tx, [episodeNo], policy.timeZone);
  const episode = episodes.get(episodeNo);
  if (!referral || !episode) return refuse('platform.not-found');
  const refusal = (await whyNotLink(tx, actor, referral, episodes, policy)).get(episodeNo);
  if (refusal) return refusal;
  // Won by the rules or by this very link: nothing to decide.
  if (episode.winnerReferralId === referralId) return { referralId, episodeNo, state: referral.state };
  const reason = wanted.reason || '匹配队列人工确认';
  await insertDecision(tx, actor, { episodeNo, winnerReferralId: referralId, kind: 'link', reason });
  await appendEvent(tx, actor, { referralId, kind: 'linked', after: { episodeNo }, reason });
  audit(tx, actor, {
    action: 'referral.linked',
    subjectKind: 'referral',
    subjectId: referralId,
    reason,
    detail: { episodeNo },
  });
  const state = await decideAgain(tx, actor, referralId, episode);
  return { referralId, episodeNo, state };
}

/** After a new decision about the episode. The caller holds the clock's lock. @returns the referral's state */
async function decideAgain(tx: Tx, actor: Actor, referralId: string, episode: DeskEpisode): Promise<string> {
  await bumpClock(tx);
  const referrals = await readAnyStage(tx, [referralId]);
  const decision = await rematch(tx, actor, { episodes: [episode.row], referrals });
  return decision.referrals.find((row) => row.referralId === referralId)?.state ?? 'unmatched';
}

/** The refused transaction left nothing: what was tried is written in one of its own. */
async function recordRefusal(tools: Tools, actor: Actor, refusal: Refusal): Promise<void> {
  await tools.db.transaction({ hospitalId: actor.hospitalId }, async (tx) => {
    if ((attemptCodes as ReadonlySet<string>).has(refusal.code)) return recordAttempt(tx, actor, refusal);
    audit(tx, actor, {
      action: 'referral.link-refused',
      subjectKind: 'referral',
      subjectId: String(refusal.facts['referralId'] ?? ''),
      detail: { code: refusal.code, episodeNo: refusal.facts['episodeNo'] ?? null },
    });
  });
}

/** Takes back a link made by a person: the rules decide again. */
export async function unlinkReferral(
  tools: Tools,
  actor: Actor,
  referralId: string,
  reason: string,
): Promise<{ referralId: string; state: string } | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    await lockClock(tx);
    const referral = await readQueueReferral(tx, referralId, true);
    if (!referral) return refuse('platform.not-found');
    const episodeNo = referral.episode_no;
    const decision = episodeNo ? await readDecisionOf(tx, episodeNo) : null;
    if (!episodeNo || decision?.kind !== 'link' || decision.winner_referral_id !== referralId)
      return refuse('referrals.not-linked');
    if (referral.dispute_id !== null) return refuse('referrals.dispute-open');
    if ((await readFrozen(tx, [episodeNo])).size > 0) return refuse('referrals.winner-frozen');
    const { timeZone } = await readMatchingPolicy(tx);
    const episode = (await readDeskEpisodes(tx, [episodeNo], timeZone)).get(episodeNo);
    if (!episode) return refuse('platform.not-found');
    await insertDecision(tx, actor, { episodeNo, winnerReferralId: null, isWithdrawn: true, kind: 'link', reason });
    await appendEvent(tx, actor, { referralId, kind: 'unlinked', before: { episodeNo }, reason });
    audit(tx, actor, {
      action: 'referral.unlinked',
      subjectKind: 'referral',
      subjectId: referralId,
      reason,
      detail: { episodeNo },
    });
    return { referralId, state: await decideAgain(tx, actor, referralId, episode) };
  });
}

/** No episode fits, or (`isClosed` false) somebody wants to look again. */
export async function closeItem(
  tools: Tools,
  actor: Actor,
  wanted: { referralId: string; isClosed: boolean; reason: string | null },
): Promise<{ referralId: string } | Refusal> {
  const { referralId, isClosed, reason } = wanted;
  return tools.db.transaction(actor, async (tx) => {
    const referral = await readQueueReferral(tx, referralId, true);
    if (!referral) return refuse('platform.not-found');
    if ((referral.queue_closed_at !== null) === isClosed) return { referralId };
    await updateQueueClosed(tx, referralId, isClosed);
    await appendEvent(tx, actor, { referralId, kind: isClosed ? 'queue_closed' : 'queue_reopened', reason });
    audit(tx, actor, {
      action: isClosed ? 'referral.queue-closed' : 'referral.queue-reopened',
      subjectKind: 'referral',
      subjectId: referralId,
      ...(reason ? { reason } : {}),
    });
    tx.touch('referrals', referralId);
    return { referralId };
  });
}

/** The decision's answer together with the next item, so that the keyboard never waits for a second request. */
export async function withNext<Answer extends { referralId: string }>(
  tools: Tools,
  actor: Actor,
  position: QueuePosition,
  answer: Answer | Refusal,
): Promise<(Answer & { next: QueueItem | null }) | Refusal> {
  if (isRefusal(answer)) return answer;
  const asked = { ...position, after: answer.referralId };
  return tools.db.read(actor, async (tx) => ({ ...answer, next: await nextItem(tx, actor, asked) }));
}
