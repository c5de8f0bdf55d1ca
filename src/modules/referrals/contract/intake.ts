import { z } from 'zod';
import { listQuery, pageOf } from '#kernel/page.ts';
import { route } from '#kernel/route.ts';
import { instant, phoneOrNull, sex, someWords, words, wordsOrNull } from './common.ts';
import { referralMessage } from './referrals.ts';

/** Bytes of a message in UTF-8; longer ones are refused whole. */
export const messageBytesMax = 64 * 1024;

const referralInput = z.object({
  patientName: wordsOrNull(60).default(null),
  sex: sex.nullable().default(null),
  age: z.number().int().min(0).max(150).nullable().default(null),
  phone: phoneOrNull.default(null),
  disease: wordsOrNull(200).default(null),
  department: wordsOrNull(60).default(null),
  isAccompanied: z.boolean().default(false),
  note: wordsOrNull(500).default(null),
  expectedFrom: instant.nullable().default(null),
  expectedUntil: instant.nullable().default(null),
});

export const registered = z.object({
  referralId: z.string(),
  receivedAt: instant,
  /** Null while only announced. */
  state: z.string().nullable(),
  stateCode: z.string().nullable(),
  episodeNo: z.string().nullable(),
  disputeId: z.string().nullable(),
  /** A new or known pending introducer the referral waits for. */
  waitingIntroducerId: z.string().nullable(),
  /** All else is there, but who introduces is still to be chosen or confirmed by a person; the receipt time stands. */
  lacksIntroducerOnly: z.boolean(),
});
export type RegisteredAnswer = z.output<typeof registered>;

export const registerReferral = route({
  id: 'referrals.registerReferral',
  method: 'POST',
  path: '/api/referrals',
  permission: 'referrals.register',
  summary: 'Register a referral by page, telephone or program; send an Idempotency-Key to be safe against repeats',
  body: referralInput.extend({
    channel: z.enum(['phone', 'web', 'api']).default('phone'),
    stage: z.enum(['announced', 'confirmed']).default('confirmed'),
    /** Either the introducer, or how he is called (`刘医生`), or his number. */
    introducerId: z.uuid().nullable().default(null),
    introducerNo: wordsOrNull(40).default(null),
    introducerText: wordsOrNull(60).default(null),
    institution: wordsOrNull(100).default(null),
  }),
  response: registered,
  refusals: ['referrals.nothing-said', 'referrals.introducer-not-active', 'referrals.introducer-unknown'],
});

export const receiveMessage = route({
  id: 'referrals.receiveMessage',
  method: 'POST',
  path: '/api/referral-messages',
  permission: 'referrals.register',
  summary: 'Hand over a message somebody wrote: stored as it is, read, registered, answered',
  body: z.object({
    channel: z.enum(['sms', 'wechat', 'phone', 'web', 'api']).default('phone'),
    /** Phone number or openid of who wrote it; null: unknown. */
    sender: z.string().max(128).nullable().default(null),
    text: z.string(),
    sentAt: instant.nullable().default(null),
    /** Unique per message at its provider: delivered twice, it has one effect. */
    providerKey: z.string().max(200).nullable().default(null),
  }),
  response: z.object({
    messageId: z.string(),
    receivedAt: instant,
    outcome: z.enum(['referral', 'not_referral', 'needs_officer']),
    referralId: z.string().nullable(),
    /** What the sender is told. */
    reply: z.string(),
    /** Delivered before: nothing was done now. */
    isRepeat: z.boolean(),
  }),
  refusals: ['referrals.message-too-long', 'referrals.message-empty', 'referrals.message-unreadable'],
});

export const previewMessage = route({
  id: 'referrals.previewMessage',
  method: 'POST',
  path: '/api/referral-message-previews',
  permission: 'referrals.register',
  summary: 'How a text would be read, for filling the form while typing; nothing is stored',
  body: z.object({ text: z.string().max(5000) }),
  response: z.object({
    isReferral: z.boolean(),
    isSeveral: z.boolean(),
    fields: referralMessage.shape.fields,
    missing: z.array(z.string()),
    reply: z.string(),
    expectedFrom: instant.nullable(),
    expectedUntil: instant.nullable(),
  }),
});

export const messageRow = referralMessage.extend({
  referralId: z.string().nullable(),
  referralVersion: z.number().int().nullable(),
});
export type MessageRow = z.output<typeof messageRow>;

/** Filters: outcome, channel, receivedAt. Sort: receivedAt. */
export const listMessages = route({
  id: 'referrals.listMessages',
  method: 'GET',
  path: '/api/referral-messages',
  permission: 'referrals.match',
  summary: 'Messages as they came, with how they were read; filter outcome:eq:needs_officer for those that wait',
  query: listQuery,
  response: pageOf(messageRow),
});

export const decideReading = route({
  id: 'referrals.decideReading',
  method: 'PUT',
  path: '/api/referral-messages/:messageId/reading',
  permission: 'referrals.match',
  summary:
    'A person’s word on a reading: `not_referral` withdraws what was made of it, `referral` makes or keeps one and ends the waiting',
  params: z.object({ messageId: z.string().max(100) }),
  body: z.object({ outcome: z.enum(['referral', 'not_referral']), reason: someWords(200) }),
  response: messageRow,
  refusals: ['platform.not-found'],
});

export const readReferralLink = route({
  id: 'referrals.readReferralLink',
  method: 'GET',
  path: '/api/public/referral-links/:token',
  permission: 'public',
  summary: 'What the personal form shows: hospital, introducer’s first character, departments',
  params: z.object({ token: z.string().regex(/^[A-Za-z0-9_-]{20,60}$/) }),
  response: z.object({ hospitalName: z.string(), introducerName: z.string() }),
  refusals: ['referrals.link-unknown', 'platform.too-many-requests'],
});

export const submitReferralLink = route({
  id: 'referrals.submitReferralLink',
  method: 'POST',
  path: '/api/public/referral-links/:token',
  permission: 'public',
  summary: 'Register a referral through the personal link of an introducer',
  params: z.object({ token: z.string().regex(/^[A-Za-z0-9_-]{20,60}$/) }),
  body: referralInput
    .pick({
      patientName: true,
      sex: true,
      age: true,
      phone: true,
      disease: true,
      department: true,
      isAccompanied: true,
      note: true,
    })
    .extend({ expected: words(60).default('') }),
  response: z.object({ referralId: z.string(), receivedAt: instant, missing: z.array(z.string()) }),
  refusals: ['referrals.link-unknown', 'referrals.nothing-said', 'platform.too-many-requests'],
});
