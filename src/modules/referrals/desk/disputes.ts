import type { ListQuery } from '#kernel/page.ts';
import { isRefusal, type Refusal, refuse } from '#kernel/refusal.ts';
import { readTimeZone } from '#modules/hospital/index.ts';
import { type Actor, audit } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { readPage } from '#platform/db/list.ts';
import type { Tools } from '#platform/tools.ts';
import type { DisputeDetail, DisputeEvidence, DisputeParty, DisputeRow } from '../contract/disputes.ts';
import type { IntroducerBrief } from '../contract/shared-desk.ts';
import { openDispute } from '../disputes-opening.ts';
import { mayDecideDispute } from '../rules/may-decide-dispute.ts';
import { type DeskEpisode, readDeskEpisodes, toEpisodeBrief } from '../store/desk-episodes.ts';
import {
  type DisputeListRow,
  disputeList,
  type EvidenceRow,
  insertEvidence,
  type PartyRow,
  readDisputeDecisions,
  readDisputeRow,
  readEvidence,
  readEvidenceContent,
  readJudgeFacts,
  readParties,
  readTimeline,
} from '../store/disputes.ts';
import { appendEvent } from '../store/referrals.ts';
import { readFrozen } from '../store/winners.ts';
import { maskNumbers } from './mask-text.ts';

export async function listDisputes(tools: Tools, actor: Actor, query: ListQuery) {
  return tools.db.read(actor, async (tx) => {
    const page = await readPage<DisputeListRow>(tx, { ...disputeList, timeZone: readTimeZone }, query);
    return isRefusal(page) ? page : { ...page, items: page.items.map(toRow) };
  });
}

/** Everything somebody needs to decide, in one answer. */
export async function readDispute(tools: Tools, actor: Actor, disputeId: string): Promise<DisputeDetail | Refusal> {
  return tools.db.read(actor, async (tx) => {
    const row = await readDisputeRow(tx, disputeId);
    if (!row) return refuse('platform.not-found');
    const parties = await readParties(tx, row.referral_ids);
    const episodes = await readConcerned(tx, row, parties);
    const frozen = await readFrozen(tx, [...episodes.keys()]);
    const decisions = await readDisputeDecisions(tx, disputeId);
    return {
      ...toRow(row),
      parts: parties.map(toParty),
      episodes: [...episodes.values()].map((episode) => ({
        ...toEpisodeBrief(episode),
        winnerReferralId: episode.winnerReferralId,
        isFrozen: frozen.has(episode.row.episodeNo),
      })),
      timeline: (await readTimeline(tx, row.referral_ids)).map((event) => ({
        at: event.at,
        actorName: event.actor_name,
        referralId: event.referral_id,
        kind: event.kind,
        before: event.before,
        after: event.after,
        reason: event.reason,
      })),
      evidence: (await readEvidence(tx, disputeId)).map(toEvidence),
      decisions: decisions.map((one) => ({
        decidedAt: one.decided_at,
        decidedByName: one.decided_by_name,
        winnerReferralId: one.winner_referral_id,
        episodeNo: one.episode_no,
        reason: one.reason,
      })),
      mayNotDecide: (await whyNotDecide(tx, actor, row))?.code ?? null,
    };
  });
}

/** Episodes the dispute names, and those its referrals are credited to or torn between. */
export async function readConcerned(
  tx: Tx,
  row: DisputeListRow,
  parties: readonly PartyRow[],
): Promise<Map<string, DeskEpisode>> {
  const timeZone = await readTimeZone(tx);
  const numbers = new Set(row.episode_nos);
  for (const party of parties) {
    if (party.episode_no) numbers.add(party.episode_no);
    for (const one of party.state_facts.among ?? []) numbers.add(one);
  }
  return readDeskEpisodes(tx, [...numbers].slice(0, 100), timeZone);
}

export async function whyNotDecide(tx: Tx, actor: Actor, row: DisputeListRow): Promise<Refusal | null> {
  const facts = await readJudgeFacts(tx, actor, row.referral_ids);
  return mayDecideDispute(
    {
      isManager: actor.roles.includes('service_manager'),
      isCompliance: actor.roles.includes('compliance'),
      isParty: facts.is_party,
      hasRegistered: facts.has_registered,
    },
    { involvesOwnStaff: row.involves_own_staff, state: row.state },
  );
}

/** Any officer may contest: the lines of the episodes are held until somebody decides. */
export async function contest(
  tools: Tools,
  actor: Actor,
  wanted: { referralIds: readonly string[]; episodeNos: readonly string[]; reason: string },
): Promise<{ disputeId: string } | Refusal> {
  const referralIds = [...new Set(wanted.referralIds)];
  const episodeNos = [...new Set(wanted.episodeNos)];
  return tools.db.transaction(actor, async (tx) => {
    const parties = await readParties(tx, referralIds);
    const timeZone = await readTimeZone(tx);
    const episodes = await readDeskEpisodes(tx, episodeNos, timeZone);
    if (parties.length !== referralIds.length || parties.length < 2 || episodes.size !== episodeNos.length)
      return refuse('platform.not-found');
    const disputeId = await openDispute(tx, actor, { kind: 'contested', referralIds, episodeNos });
    await insertEvidence(tx, actor, { disputeId, side: null, text: wanted.reason, file: null });
    tx.touch('referrals');
    return { disputeId };
  });
}

export async function addEvidence(
  tools: Tools,
  actor: Actor,
  disputeId: string,
  given: {
    side?: string | null | undefined;
    text: string;
    file: { name: string; mediaType: string; content: Buffer } | null;
  },
): Promise<DisputeEvidence | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const row = await readDisputeRow(tx, disputeId);
    if (!row) return refuse('platform.not-found');
    const side = given.side || null;
    if (side !== null && !row.referral_ids.includes(side)) return refuse('referrals.dispute-wrong-side');
    const stored = await insertEvidence(tx, actor, { disputeId, side, text: given.text, file: given.file });
    for (const referralId of side ? [side] : row.referral_ids) {
      await appendEvent(tx, actor, {
        referralId,
        kind: 'evidence_added',
        after: { disputeId, evidenceId: stored.evidence_id },
      });
    }
    audit(tx, actor, {
      action: 'dispute.evidence-added',
      subjectKind: 'dispute',
      subjectId: disputeId,
      detail: { evidenceId: stored.evidence_id, mediaType: stored.media_type },
    });
    tx.touch('disputes', disputeId);
    return toEvidence(stored);
  });
}

/** The file of a piece of evidence; who opened it is recorded, for it may show a patient. */
export async function readEvidenceFile(tools: Tools, actor: Actor, disputeId: string, evidenceId: string) {
  return tools.db.transaction({ hospitalId: actor.hospitalId }, async (tx) => {
    const found = await readEvidenceContent(tx, disputeId, evidenceId);
    if (!found) return refuse('platform.not-found');
    audit(tx, actor, {
      action: 'dispute.evidence-read',
      subjectKind: 'dispute',
      subjectId: disputeId,
      detail: { evidenceId },
    });
    return found;
  });
}

function toRow(row: DisputeListRow): DisputeRow {
  return {
    disputeId: row.dispute_id,
    kind: row.kind,
    state: row.state,
    referralIds: row.referral_ids,
    episodeNos: row.episode_nos,
    parties: row.parties,
    involvesOwnStaff: row.involves_own_staff,
    openedAt: row.opened_at,
    deadlineAt: row.deadline_at,
    isOverdue: row.is_overdue,
    decidedAt: row.decided_at,
    decidedByName: row.decided_by_name,
  };
}

function toParty(row: PartyRow): DisputeParty {
  return {
    referralId: row.referral_id,
    introducer: toIntroducer(row),
    introducerText: row.introducer_text,
    patientName: row.patient_name,
    sex: row.sex,
    age: row.age,
    phoneTail: row.phone_tail,
    disease: row.disease,
    receivedAt: row.received_at,
    channel: row.channel,
    messageText: maskNumbers(row.message_text),
    sentAt: row.sent_at,
    gatewayAt: row.gateway_at,
    stage: row.stage,
    state: row.state,
    stateCode: row.state_code,
  };
}

export function toIntroducer(
  row: Pick<
    PartyRow,
    'introducer_id' | 'introducer_no' | 'introducer_name' | 'introducer_kind' | 'institution' | 'rep_no'
  >,
): IntroducerBrief | null {
  if (row.introducer_id === null || row.introducer_no === null) return null;
  return {
    introducerId: row.introducer_id,
    introducerNo: row.introducer_no,
    name: row.introducer_name ?? '',
    kind: row.introducer_kind as IntroducerBrief['kind'],
    institution: row.institution,
    repNo: row.rep_no,
  };
}

function toEvidence(row: EvidenceRow): DisputeEvidence {
  return {
    evidenceId: row.evidence_id,
    side: row.side,
    text: row.text,
    fileName: row.file_name,
    mediaType: row.media_type,
    addedByName: row.added_by_name,
    addedAt: row.added_at,
  };
}
