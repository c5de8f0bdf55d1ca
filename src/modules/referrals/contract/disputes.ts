import { z } from 'zod';
import { listQuery, pageOf } from '#kernel/page.ts';
import { route } from '#kernel/route.ts';
import {
  episodeBrief,
  episodeNoText,
  instant,
  introducerBrief,
  reasonText,
  referralIdText,
  referralState,
  sex,
} from './shared-desk.ts';

/** several_people: one message could be several patients. hijack: somebody else had announced the patient. contested: opened by an officer. */
export const disputeKind = z.enum(['several_people', 'hijack', 'contested']);
/** dissolved: the facts resolved themselves before anybody decided. */
export const disputeState = z.enum(['open', 'decided', 'dissolved']);

export const disputeRow = z.object({
  disputeId: z.string(),
  kind: disputeKind,
  state: disputeState,
  referralIds: z.array(z.string()),
  episodeNos: z.array(z.string()),
  /** Names of the introducers concerned. */
  parties: z.array(z.string()),
  involvesOwnStaff: z.boolean(),
  openedAt: instant,
  deadlineAt: instant,
  isOverdue: z.boolean(),
  decidedAt: instant.nullable(),
  decidedByName: z.string().nullable(),
});
export type DisputeRow = z.output<typeof disputeRow>;

export const listDisputes = route({
  id: 'referrals.listDisputes',
  method: 'GET',
  path: '/api/disputes',
  permission: 'referrals.read',
  summary:
    'Disputes by deadline; fields state, kind, openedAt, deadlineAt, decidedAt, isOverdue, involvesOwnStaff; search by referral or episode number; push topic `disputes`',
  query: listQuery,
  response: pageOf(disputeRow),
});

export const disputeParty = z.object({
  referralId: z.string(),
  introducer: introducerBrief.nullable(),
  introducerText: z.string().nullable(),
  patientName: z.string().nullable(),
  sex: sex.nullable(),
  age: z.number().int().nullable(),
  phoneTail: z.string().nullable(),
  disease: z.string().nullable(),
  receivedAt: instant,
  channel: z.enum(['sms', 'wechat', 'phone', 'web', 'api']),
  /** The message as it came; phones in it are masked. */
  messageText: z.string().nullable(),
  /** What the sender's device and the gateway claim; evidence only. */
  sentAt: instant.nullable(),
  gatewayAt: instant.nullable(),
  stage: z.enum(['announced', 'confirmed', 'withdrawn']),
  state: referralState,
  stateCode: z.string(),
});
export type DisputeParty = z.output<typeof disputeParty>;

export const disputeEvent = z.object({
  at: instant,
  actorName: z.string(),
  referralId: z.string().nullable(),
  kind: z.string(),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
  reason: z.string().nullable(),
});

export const disputeEvidence = z.object({
  evidenceId: z.string(),
  /** The referral whose side it speaks for; null = neither. */
  side: z.string().nullable(),
  text: z.string(),
  fileName: z.string().nullable(),
  mediaType: z.string().nullable(),
  addedByName: z.string(),
  addedAt: instant,
});
export type DisputeEvidence = z.output<typeof disputeEvidence>;

export const disputeDecision = z.object({
  decidedAt: instant,
  decidedByName: z.string(),
  winnerReferralId: z.string().nullable(),
  episodeNo: z.string().nullable(),
  reason: z.string(),
});

export const disputeDetail = disputeRow.extend({
  parts: z.array(disputeParty),
  /** Episodes concerned, masked. */
  episodes: z.array(episodeBrief.extend({ winnerReferralId: z.string().nullable(), isFrozen: z.boolean() })),
  timeline: z.array(disputeEvent),
  evidence: z.array(disputeEvidence),
  /** All decisions, the latest first: it is in force. */
  decisions: z.array(disputeDecision),
  /** Why the signed-in person may not decide: a failure code; null = may. */
  mayNotDecide: z.string().nullable(),
});
export type DisputeDetail = z.output<typeof disputeDetail>;

const params = z.object({ disputeId: z.uuid() });

export const readDispute = route({
  id: 'referrals.readDispute',
  method: 'GET',
  path: '/api/disputes/:disputeId',
  permission: 'referrals.read',
  summary: 'One dispute with its messages, timeline, episodes, evidence and decisions',
  params,
  response: disputeDetail,
  refusals: ['platform.not-found'],
});

export const openDisputeContract = route({
  id: 'referrals.openDispute',
  method: 'POST',
  path: '/api/disputes',
  permission: 'referrals.dispute.evidence',
  summary: 'Contest: two or more referrals about one patient; the lines of their episodes are held until decided',
  body: z.object({
    referralIds: z.array(referralIdText).min(2).max(10),
    episodeNos: z.array(episodeNoText).max(10).default([]),
    reason: reasonText,
  }),
  response: z.object({ disputeId: z.string() }),
  refusals: ['platform.not-found'],
});

const decisionRefusals = [
  'platform.not-found',
  'referrals.dispute-dissolved',
  'referrals.dispute-for-compliance',
  'referrals.dispute-for-manager',
  'referrals.dispute-own-party',
  'referrals.dispute-own-registration',
  'referrals.dispute-wrong-winner',
  'referrals.dispute-episode-needed',
] as const;

export const addEvidence = route({
  id: 'referrals.addDisputeEvidence',
  method: 'POST',
  path: '/api/disputes/:disputeId/evidence',
  permission: 'referrals.dispute.evidence',
  summary: 'Add a written statement to a dispute',
  params,
  body: z.object({ side: referralIdText.nullish(), text: z.string().trim().min(2).max(5000) }),
  response: disputeEvidence,
  refusals: ['platform.not-found', 'referrals.dispute-wrong-side'],
});

export const addEvidenceFile = route({
  id: 'referrals.addDisputeEvidenceFile',
  method: 'POST',
  path: '/api/disputes/:disputeId/evidence-files',
  permission: 'referrals.dispute.evidence',
  summary: 'Add a picture or PDF (at most 10 MB) with a line of text; the text fields come before the file',
  params,
  upload: true,
  body: z.object({ side: referralIdText.nullish(), text: z.string().trim().max(5000).nullish() }),
  response: disputeEvidence,
  refusals: [
    'platform.not-found',
    'platform.too-large',
    'referrals.dispute-wrong-side',
    'referrals.evidence-file-missing',
    'referrals.evidence-file-kind',
  ],
});

export const readEvidenceFile = route({
  id: 'referrals.readDisputeEvidenceFile',
  method: 'GET',
  path: '/api/disputes/:disputeId/evidence/:evidenceId/file',
  permission: 'referrals.read',
  summary: 'The file of a piece of evidence; reading is recorded',
  params: z.object({ disputeId: z.uuid(), evidenceId: z.uuid() }),
  produces: 'application/octet-stream',
  refusals: ['platform.not-found'],
});

export const decideDispute = route({
  id: 'referrals.decideDispute',
  method: 'POST',
  path: '/api/disputes/:disputeId/decisions',
  permission: 'referrals.dispute.decide',
  summary:
    'Decide a dispute, or decide it anew: which referral is credited, for which episode; null = none of them. After a settlement froze the episode, the next settlement reverses',
  params,
  body: z.object({
    winnerReferralId: referralIdText.nullable(),
    /** Needed when the dispute concerns several episodes and a winner is named. */
    episodeNo: episodeNoText.nullish(),
    reason: reasonText,
  }),
  response: z.object({
    disputeId: z.string(),
    winnerReferralId: z.string().nullable(),
    episodeNo: z.string().nullable(),
    /** The episode is part of a submitted settlement: the next one corrects it. */
    isCorrection: z.boolean(),
  }),
  refusals: [...decisionRefusals],
});
