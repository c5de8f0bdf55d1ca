import { z } from 'zod';
import { listQuery, pageOf } from '#kernel/page.ts';
import { route } from '#kernel/route.ts';
import {
  instant,
  introducerKind,
  phoneOrNull,
  referralChannel,
  referralStage,
  referralState,
  sex,
  shown,
  someWords,
  version,
  wordsOrNull,
} from './common.ts';
import { noticeStates } from './notices.ts';

export const boardSteps = [
  'announced',
  'arrived',
  'with_doctor',
  'admission_requested',
  'formalities_done',
  'handed_to_ward',
  'did_not_come',
] as const;
export const boardStep = z.enum(boardSteps);

export const referralRow = z.object({
  referralId: z.string(),
  receivedAt: instant,
  channel: referralChannel,
  stage: referralStage,
  state: referralState,
  /** Why, as a code of the winner rules; the texts are in the module's messages. */
  stateCode: z.string(),
  patientName: z.string().nullable(),
  sex: sex.nullable(),
  age: z.number().int().nullable(),
  phone: shown.nullable(),
  /** Null also where the reader may not see health data. */
  disease: z.string().nullable(),
  department: z.string().nullable(),
  introducerId: z.string().nullable(),
  introducerNo: z.string().nullable(),
  introducerName: z.string().nullable(),
  introducerKind: introducerKind.nullable(),
  introducerCounty: z.string().nullable(),
  /** The introducer as the message names him; shown while nobody is found. */
  introducerText: z.string().nullable(),
  expectedFrom: instant.nullable(),
  episodeNo: z.string().nullable(),
  boardStep,
  hasOpenDispute: z.boolean(),
  /** The reading waits for the officer (several introducers fit, several patients, unsure fields). */
  needsOfficer: z.boolean(),
  version: z.number().int(),
});
export type ReferralRow = z.output<typeof referralRow>;

/**
 * Filters: referralId, receivedAt, channel, stage, state, stateCode, sex, age, department, introducerId, introducerOpen, introducerNo, introducerName, introducerKind,
 * introducerCounty, expectedFrom, episodeNo, boardStep, needsOfficer (eq:true, ne:true). A search finds the newest 300. Sorts: receivedAt (default, newest first), expectedFrom.
 */
export const listReferrals = route({
  id: 'referrals.listReferrals',
  method: 'GET',
  path: '/api/referrals',
  permission: 'referrals.read',
  summary:
    'Referrals; q searches patient name, referral number, introducer name or number, and the end of a phone number (4 digits or more)',
  query: listQuery,
  response: pageOf(referralRow),
});

const spannedField = z.object({
  /** `patientName`, `sex`, `age`, `disease`, `introducer`, `institution`, `phone`, `department`, `expectedArrival`. */
  field: z.string(),
  value: z.union([z.string(), z.number()]),
  /** Offsets into the message's text in UTF-16 units, end exclusive. */
  start: z.number().int(),
  end: z.number().int(),
  confidence: z.number(),
});

export const referralMessage = z.object({
  messageId: z.string(),
  channel: referralChannel,
  sender: shown.nullable(),
  /** Whose phone or account the sender's is, as far as it is registered. */
  senderName: z.string().nullable(),
  /** Unaltered. Null where the reader may not see what the message tells of health. */
  text: z.string().nullable(),
  receivedAt: instant,
  /** What the sender's device and the gateway claim; evidence only. */
  sentAt: instant.nullable(),
  gatewayAt: instant.nullable(),
  outcome: z.enum(['referral', 'not_referral', 'needs_officer']).nullable(),
  reason: z.string().nullable(),
  fields: z.array(spannedField),
  missing: z.array(z.string()),
  /** Several introducers fit: one of them is to be chosen. */
  candidates: z.array(
    z.object({
      introducerId: z.string(),
      introducerNo: z.string(),
      name: z.string(),
      institution: z.string().nullable(),
    }),
  ),
});
export type ReferralMessage = z.output<typeof referralMessage>;

export const referralEvent = z.object({
  seq: z.number().int(),
  at: instant,
  actorName: z.string(),
  /** `received`, `announced`, `confirmed`, `withdrawn`, `corrected`, `introducer_chosen`, `decided`, `dispute_opened`, `board_marked` … */
  kind: z.string(),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
  reason: z.string().nullable(),
});

export const referralDetail = referralRow.extend({
  stateFacts: z.record(z.string(), z.unknown()),
  isAccompanied: z.boolean(),
  note: z.string().nullable(),
  sender: shown.nullable(),
  expectedPhrase: z.string().nullable(),
  expectedUntil: instant.nullable(),
  arrivedAt: instant.nullable(),
  boardAt: instant.nullable(),
  escort: z.string().nullable(),
  consentsToNotice: z.boolean().nullable(),
  /** The pending introducer this referral waits for. */
  waitingIntroducer: z
    .object({ introducerId: z.string(), introducerNo: z.string(), name: z.string(), version: z.number().int() })
    .nullable(),
  message: referralMessage.nullable(),
  events: z.array(referralEvent),
  /** Other referrals of the same person (name and sex, or phone), the earliest first; at most 50. */
  competitors: z.array(
    z.object({
      referralId: z.string(),
      receivedAt: instant,
      channel: referralChannel,
      stage: referralStage,
      state: referralState,
      stateCode: z.string(),
      introducerName: z.string().nullable(),
      introducerNo: z.string().nullable(),
      episodeNo: z.string().nullable(),
    }),
  ),
  disputes: z.array(
    z.object({ disputeId: z.string(), kind: z.string(), state: z.string(), deadlineAt: instant, openedAt: instant }),
  ),
  notices: z.array(
    z.object({
      noticeId: z.string(),
      kind: z.string(),
      channel: z.string(),
      /** `uncertain`: the connection or the process broke while it was handed over; it is not sent again by itself. */
      state: z.enum(noticeStates),
      text: z.string(),
      createdAt: instant,
      sentAt: instant.nullable(),
      attempts: z.number().int(),
      failedReason: z.string().nullable(),
    }),
  ),
  /** The episode it is credited to or compared with. */
  episode: z
    .object({
      episodeNo: z.string(),
      kind: z.string(),
      department: z.string().nullable(),
      doctor: z.string().nullable(),
      patientName: z.string().nullable(),
      sex: sex.nullable(),
      registeredAt: instant,
      admittedAt: instant.nullable(),
      dischargedAt: instant.nullable(),
      /** Null where the reader may not see health data. */
      diagnosis: z.string().nullable(),
      winnerReferralId: z.string().nullable(),
      winnerReason: z.string().nullable(),
    })
    .nullable(),
});
export type ReferralDetail = z.output<typeof referralDetail>;

export const readReferral = route({
  id: 'referrals.readReferral',
  method: 'GET',
  path: '/api/referrals/:referralId',
  permission: 'referrals.read',
  summary: 'One referral with its message, history, competing referrals, disputes, notices and episode',
  params: z.object({ referralId: z.string().max(100) }),
  subject: { kind: 'referral', param: 'referralId' },
  response: referralDetail,
  refusals: ['platform.not-found'],
});

export const revealReferralPhone = route({
  id: 'referrals.revealReferralPhone',
  method: 'POST',
  path: '/api/referrals/:referralId/reveals',
  permission: 'reveal.contact',
  summary: 'Show the phone of a referral in the clear; reason, audit, limit an hour',
  params: z.object({ referralId: z.string().max(100) }),
  body: z.object({ reason: someWords(200) }),
  response: z.object({ value: z.string(), left: z.number().int() }),
  refusals: ['platform.not-found', 'staff.reveal-not-permitted', 'staff.reveal-reason-missing', 'staff.reveal-limit'],
});

/** What of a referral a person may put right. Absent: unchanged. Null: not known. */
export const referralCorrection = z.object({
  patientName: wordsOrNull(60).optional(),
  sex: sex.nullable().optional(),
  age: z.number().int().min(0).max(150).nullable().optional(),
  phone: phoneOrNull.optional(),
  disease: wordsOrNull(200).optional(),
  department: wordsOrNull(60).optional(),
  isAccompanied: z.boolean().optional(),
  note: wordsOrNull(500).optional(),
  expectedFrom: instant.nullable().optional(),
  expectedUntil: instant.nullable().optional(),
});

export const correctReferral = route({
  id: 'referrals.correctReferral',
  method: 'PATCH',
  path: '/api/referrals/:referralId',
  permission: 'referrals.match',
  summary:
    'Put fields right that were read or typed wrongly; the receipt time stays, the history shows before and after',
  params: z.object({ referralId: z.string().max(100) }),
  body: referralCorrection.extend({ version, reason: someWords(200) }),
  response: referralDetail,
  refusals: ['platform.not-found', 'platform.stale', 'referrals.withdrawn', 'referrals.correction-moves-credit'],
});

export const chooseIntroducer = route({
  id: 'referrals.chooseIntroducer',
  method: 'PUT',
  path: '/api/referrals/:referralId/introducer',
  permission: 'referrals.match',
  summary: 'Say who introduces where the message left it open; refused once somebody is credited (that is a violation)',
  params: z.object({ referralId: z.string().max(100) }),
  body: z.object({ version, introducerId: z.uuid(), reason: wordsOrNull(200).optional() }),
  response: referralDetail,
  refusals: [
    'platform.not-found',
    'platform.stale',
    'referrals.introducer-already-known',
    'referrals.introducer-not-active',
    'referrals.correction-moves-credit',
    'referrals.withdrawn',
  ],
});

export const confirmAnnouncement = route({
  id: 'referrals.confirmAnnouncement',
  method: 'POST',
  path: '/api/referrals/:referralId/confirmation',
  permission: 'referrals.register',
  summary:
    'The announced patient is on the way: counts from now on, with a new receipt time; the first one stays in the history',
  params: z.object({ referralId: z.string().max(100) }),
  body: z.object({ version }),
  response: referralDetail,
  refusals: ['platform.not-found', 'platform.stale', 'referrals.not-announced'],
});

export const withdrawReferral = route({
  id: 'referrals.withdrawReferral',
  method: 'POST',
  path: '/api/referrals/:referralId/withdrawal',
  permission: 'referrals.match',
  summary: 'Take a referral out of the rules (announced in vain, entered by mistake); kept with its history',
  params: z.object({ referralId: z.string().max(100) }),
  body: z.object({ version, reason: someWords(200) }),
  response: referralDetail,
  refusals: ['platform.not-found', 'platform.stale', 'referrals.withdrawn'],
});

export const resendNotice = route({
  id: 'referrals.resendNotice',
  method: 'POST',
  path: '/api/referrals/:referralId/notices/:noticeId/sendings',
  permission: 'referrals.match',
  summary: 'Send a notice once more that failed, or of which nobody knows whether it went out',
  params: z.object({ referralId: z.string().max(100), noticeId: z.uuid() }),
  response: referralDetail,
  refusals: ['platform.not-found', 'referrals.notice-not-open'],
});

export const readReferralCounts = route({
  id: 'referrals.readReferralCounts',
  method: 'GET',
  path: '/api/referral-counts',
  permission: 'referrals.read',
  summary:
    'What waits today: messages for the officer, pending introducers, invalid and disputed referrals, failed notices',
  response: z.object({
    receivedToday: z.number().int(),
    expectedToday: z.number().int(),
    messagesWaiting: z.number().int(),
    introducersPending: z.number().int(),
    /** Received in the last 30 days and invalid now. */
    invalid: z.number().int(),
    disputesOpen: z.number().int(),
    disputesOverdue: z.number().int(),
    noticesFailed: z.number().int(),
  }),
});
