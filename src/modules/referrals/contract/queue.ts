import { z } from 'zod';
import { listQuery, pageOf } from '#kernel/page.ts';
import { route } from '#kernel/route.ts';
import {
  episodeBrief,
  episodeNoText,
  instant,
  introducerBrief,
  monthText,
  reasonText,
  referralIdText,
  sex,
} from './shared-desk.ts';

export const queueState = z.enum(['unmatched', 'disputed', 'invalid']);

export const queueRow = z.object({
  referralId: z.string(),
  receivedAt: instant,
  windowEndsAt: instant,
  patientName: z.string().nullable(),
  sex: sex.nullable(),
  age: z.number().int().nullable(),
  phoneTail: z.string().nullable(),
  disease: z.string().nullable(),
  department: z.string().nullable(),
  introducerName: z.string().nullable(),
  state: queueState,
  stateCode: z.string(),
  stateFacts: z.record(z.string(), z.unknown()),
});
export type QueueRow = z.output<typeof queueRow>;

export const listQueue = route({
  id: 'referrals.listMatchQueue',
  method: 'GET',
  path: '/api/match-queue',
  permission: 'referrals.match',
  summary:
    'Referrals the exact rule left over, earliest first; fields state, stateCode, receivedAt; search by name or number; push topic `referrals`',
  query: listQuery.extend({ month: monthText.optional() }),
  response: pageOf(queueRow),
});

export const proposal = z.object({
  episode: episodeBrief,
  /** Probability that this is the patient meant, 0 to 1. */
  score: z.number(),
  isSure: z.boolean(),
  reasons: z.array(
    z.object({
      code: z.string(),
      facts: z.record(z.string(), z.union([z.string(), z.number()])),
      /** Above 0 it speaks for the pair, below 0 against. */
      weight: z.number(),
      zh: z.string(),
      en: z.string(),
    }),
  ),
  /** Failure code that linking would answer; null = may be linked. */
  mayNotLink: z.string().nullable(),
});
export type MatchProposal = z.output<typeof proposal>;

export const queueItem = queueRow.extend({
  messageText: z.string().nullable(),
  introducer: introducerBrief.nullable(),
  /** The open dispute this referral is party to: decided there, not here. */
  disputeId: z.string().nullable(),
  proposals: z.array(proposal),
});
export type QueueItem = z.output<typeof queueItem>;

const params = z.object({ referralId: referralIdText });

export const readQueueItem = route({
  id: 'referrals.readMatchItem',
  method: 'GET',
  path: '/api/match-queue/:referralId',
  permission: 'referrals.match',
  summary: 'One left-over referral with the proposed episodes, likeliest first',
  params,
  response: queueItem,
  refusals: ['platform.not-found'],
});

const position = z.object({
  month: monthText.optional(),
  state: queueState.optional(),
  /** The referral just seen: the next one after it is wanted. */
  after: referralIdText.optional(),
});

export const readNextItem = route({
  id: 'referrals.readNextMatchItem',
  method: 'GET',
  path: '/api/next-match',
  permission: 'referrals.match',
  summary:
    'The next left-over referral worth a look: with proposals, or with its window closed; null = the queue is empty',
  query: position,
  response: z.object({ item: queueItem.nullable() }),
});

export const searchCandidates = route({
  id: 'referrals.searchMatchCandidates',
  method: 'GET',
  path: '/api/match-queue/:referralId/candidates',
  permission: 'referrals.match',
  summary: 'Episodes that arrived within the referral’s window, by name, episode or record number',
  params,
  query: z.object({ q: z.string().trim().min(1).max(50) }),
  response: z.object({ items: z.array(episodeBrief.extend({ mayNotLink: z.string().nullable() })) }),
  refusals: ['platform.not-found'],
});

export const linkRefusals = [
  'referrals.walk-in-stays-walk-in',
  'referrals.already-attributed',
  'referrals.moves-own-patient',
  'referrals.received-after-arrival',
  'referrals.own-interest',
  'referrals.outside-window',
  'referrals.not-creditable',
  'referrals.introducer-unknown',
  'referrals.only-announced',
  'referrals.dispute-open',
  'referrals.winner-frozen',
] as const;

export const linkReferral = route({
  id: 'referrals.linkReferral',
  method: 'PUT',
  path: '/api/match-queue/:referralId/link',
  permission: 'referrals.match',
  summary: 'Tie a referral to an episode; attempts at what is forbidden are recorded and shown to compliance',
  params,
  query: position.omit({ after: true }),
  body: z.object({ episodeNo: episodeNoText, reason: z.string().trim().max(500).nullish() }),
  response: z.object({ referralId: z.string(), episodeNo: z.string(), state: z.string(), next: queueItem.nullable() }),
  refusals: ['platform.not-found', ...linkRefusals],
});

export const unlinkReferral = route({
  id: 'referrals.unlinkReferral',
  method: 'POST',
  path: '/api/match-queue/:referralId/link-withdrawals',
  permission: 'referrals.match',
  summary: 'Take back a link made by a person: the rules decide again; refused once a settlement froze the episode',
  params,
  body: z.object({ reason: reasonText }),
  response: z.object({ referralId: z.string(), state: z.string() }),
  refusals: ['platform.not-found', 'referrals.not-linked', 'referrals.winner-frozen', 'referrals.dispute-open'],
});

export const closeQueueItem = route({
  id: 'referrals.closeMatchItem',
  method: 'PUT',
  path: '/api/match-queue/:referralId/no-match',
  permission: 'referrals.match',
  summary: 'No episode fits: leave the queue, with a reason',
  params,
  query: position.omit({ after: true }),
  body: z.object({ reason: reasonText }),
  response: z.object({ referralId: z.string(), next: queueItem.nullable() }),
  refusals: ['platform.not-found'],
});

export const reopenQueueItem = route({
  id: 'referrals.reopenMatchItem',
  method: 'DELETE',
  path: '/api/match-queue/:referralId/no-match',
  permission: 'referrals.match',
  summary: 'Put a referral back into the queue',
  params,
  response: z.object({ referralId: z.string() }),
  refusals: ['platform.not-found'],
});
