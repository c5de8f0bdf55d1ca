import { type Refusal, refuse } from '#kernel/refusal.ts';
import { type Actor, audit } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';
import { rematch } from '../matching.ts';
import { bumpClock, lockClock } from '../store/clock.ts';
import type { DeskEpisode } from '../store/desk-episodes.ts';
import {
  type DisputeListRow,
  insertDisputeDecision,
  type PartyRow,
  readDisputeRow,
  readOthersCredited,
  readParties,
  readStageBeforeDisputes,
  updateStage,
} from '../store/disputes.ts';
import { appendEvent } from '../store/referrals.ts';
import { readAnyStage } from '../store/winner-rows.ts';
import { insertDecision, readFrozen, readOwnDecisions } from '../store/winners.ts';
import { readConcerned, whyNotDecide } from './disputes.ts';

export interface DisputeVerdict {
  readonly winnerReferralId: string | null;
  readonly episodeNo?: string | null | undefined;
  readonly reason: string;
}

export interface DecidedDispute {
  readonly disputeId: string;
  readonly winnerReferralId: string | null;
  readonly episodeNo: string | null;
  readonly isCorrection: boolean;
}

/**
 * Decides a dispute or decides it anew. The decision stands in the place of the rules for the episode concerned; while no episode is
 * known, it confirms the winner and withdraws the others, so that the rules find the right one when the patient comes. Episodes of a
 * submitted settlement may be decided as well: the next settlement reverses.
 */
export async function decideDispute(
  tools: Tools,
  actor: Actor,
  disputeId: string,
  verdict: DisputeVerdict,
): Promise<DecidedDispute | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    await lockClock(tx);
    const row = await readDisputeRow(tx, disputeId, true);
    if (!row) return refuse('platform.not-found');
    const refusal = await whyNotDecide(tx, actor, row);
    if (refusal) return refusal;
    const parties = await readParties(tx, row.referral_ids);
    const concerned = await readConcerned(tx, row, parties);
    const chosen = chooseEpisode(row, parties, concerned, verdict);
    if ('refused' in chosen) return chosen;
    const { episode } = chosen;
    const episodeNo = episode?.row.episodeNo ?? null;
    const awards = await awardsOf(tx, row, concerned, verdict.winnerReferralId, episodeNo);
    await writeAwards(tx, actor, disputeId, awards, verdict.reason);
    await moveStages(tx, actor, row, parties, verdict, episodeNo !== null || awards.size > 0);
    await insertDisputeDecision(tx, actor, { disputeId, ...verdict, episodeNo });
    await noteDecision(tx, actor, row, verdict, episodeNo);
    await bumpClock(tx);
    await rematch(tx, actor, {
      episodes: [...concerned.values()].map((one) => one.row),
      referrals: await readAnyStage(tx, row.referral_ids),
    });
    const frozen = await readFrozen(tx, [...awards.keys()]);
    tx.announce('referrals.dispute-decided', { disputeId, episodeNos: [...awards.keys()] });
    return { disputeId, winnerReferralId: verdict.winnerReferralId, episodeNo, isCorrection: frozen.size > 0 };
  });
}

/** The episode the verdict is about; null when the patient has not come yet, or when nobody is credited. */
function chooseEpisode(
  row: DisputeListRow,
  parties: readonly PartyRow[],
  concerned: ReadonlyMap<string, DeskEpisode>,
  verdict: DisputeVerdict,
): { episode: DeskEpisode | null } | Refusal {
  const { winnerReferralId, episodeNo } = verdict;
  if (winnerReferralId === null) return { episode: null };
  const winner = parties.find((party) => party.referral_id === winnerReferralId);
  if (!winner || (episodeNo && !concerned.has(episodeNo))) return refuse('referrals.dispute-wrong-winner');
  const wonByParty = parties.find((party) => party.state === 'won')?.episode_no;
  const only = concerned.size === 1 ? [...concerned.keys()][0] : undefined;
  const number = episodeNo ?? only ?? (row.kind === 'several_people' ? undefined : wonByParty);
  if (!number) return concerned.size === 0 ? { episode: null } : refuse('referrals.dispute-episode-needed');
  const episode = concerned.get(number)!;
  // A decision chooses among valid claims; it makes no late message early and no walk-in introduced.
  if (episode.isWalkIn && episode.winnerReferralId === null) return refuse('referrals.walk-in-stays-walk-in');
  if (episode.row.isTransferred || episode.row.isNewborn) return refuse('referrals.not-creditable');
  if (winner.received_at >= episode.arrivalAt) return refuse('referrals.received-after-arrival');
  return { episode };
}

/** Episode → who is credited with it from now on. */
async function awardsOf(
  tx: Tx,
  row: DisputeListRow,
  concerned: ReadonlyMap<string, DeskEpisode>,
  winnerId: string | null,
  episodeNo: string | null,
): Promise<Map<string, string | null>> {
  const awards = new Map<string, string | null>();
  if (winnerId !== null) {
    if (episodeNo !== null) awards.set(episodeNo, winnerId);
    return awards;
  }
  for (const [number, episode] of concerned) {
    const isParty = episode.winnerReferralId !== null && row.referral_ids.includes(episode.winnerReferralId);
    // Nobody of the dispute: somebody else's earlier claim to the same episode stands.
    if (row.kind === 'several_people' || isParty || episode.isUndetermined)
      awards.set(number, await readOthersCredited(tx, number, row.referral_ids));
  }
  return awards;
}

async function writeAwards(
  tx: Tx,
  actor: Actor,
  disputeId: string,
  awards: ReadonlyMap<string, string | null>,
  reason: string,
): Promise<void> {
  for (const episodeNo of await readOwnDecisions(tx, disputeId)) {
    if (awards.has(episodeNo)) continue;
    const withdrawn = {
      episodeNo,
      winnerReferralId: null,
      isWithdrawn: true,
      kind: 'dispute',
      disputeId,
      reason,
    } as const;
    await insertDecision(tx, actor, withdrawn);
  }
  for (const [episodeNo, winnerReferralId] of awards)
    await insertDecision(tx, actor, { episodeNo, winnerReferralId, kind: 'dispute', disputeId, reason });
}

/** The winner's announcement becomes a referral; the others step back: always while announced, and otherwise only when no episode can hold the decision. */
async function moveStages(
  tx: Tx,
  actor: Actor,
  row: DisputeListRow,
  parties: readonly PartyRow[],
  verdict: DisputeVerdict,
  hasAward: boolean,
): Promise<void> {
  if (row.kind === 'several_people') return;
  for (const party of parties) {
    const referralId = party.referral_id;
    const original = (await readStageBeforeDisputes(tx, referralId)) ?? party.stage;
    const isWinner = referralId === verdict.winnerReferralId;
    const stepsBack = !isWinner && (original === 'announced' || !hasAward);
    const stage = isWinner ? 'confirmed' : stepsBack ? 'withdrawn' : original;
    if (stage === party.stage) continue;
    await updateStage(tx, referralId, stage);
    await appendEvent(tx, actor, {
      referralId,
      kind: 'stage_decided',
      before: { stage: party.stage },
      after: { stage, disputeId: row.dispute_id },
    });
  }
}

async function noteDecision(
  tx: Tx,
  actor: Actor,
  row: DisputeListRow,
  verdict: DisputeVerdict,
  episodeNo: string | null,
): Promise<void> {
  for (const referralId of row.referral_ids) {
    await appendEvent(tx, actor, {
      referralId,
      kind: 'dispute_decided',
      after: { disputeId: row.dispute_id, winnerReferralId: verdict.winnerReferralId, episodeNo },
      reason: verdict.reason,
    });
  }
  audit(tx, actor, {
    action: 'dispute.decided',
    subjectKind: 'dispute',
    subjectId: row.dispute_id,
    reason: verdict.reason,
    detail: { winnerReferralId: verdict.winnerReferralId, episodeNo, again: row.state === 'decided' },
  });
  tx.touch('disputes', row.dispute_id);
}
