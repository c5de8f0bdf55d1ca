import { z } from 'zod';
import { listQuery, pageOf } from '#kernel/page.ts';
import { route } from '#kernel/route.ts';
import {
  day,
  instant,
  introducerKind,
  introducerStatus,
  phone,
  shown,
  someWords,
  version,
  wordsOrNull,
} from './common.ts';

export const introducerRow = z.object({
  introducerId: z.string(),
  introducerNo: z.string(),
  name: z.string(),
  kind: introducerKind,
  /** Staff only: works clinically; unknown counts as yes. */
  isClinical: z.boolean().nullable(),
  institution: z.string().nullable(),
  county: z.string().nullable(),
  /** Number of the owning rep (发展人). */
  repNo: z.string().nullable(),
  uplineNo: z.string().nullable(),
  status: introducerStatus,
  /** First phone, if any. */
  phone: shown.nullable(),
  hasWechat: z.boolean(),
  /** Last four characters of the payout account. */
  payoutAccountTail: z.string().nullable(),
  createdAt: instant,
  version: z.number().int(),
});
export type IntroducerRow = z.output<typeof introducerRow>;

export const introducerDetail = introducerRow.extend({
  contacts: z.array(z.object({ channel: z.enum(['phone', 'wechat']), address: shown })),
  bankName: z.string().nullable(),
  payoutAccountHolder: z.string().nullable(),
  hasTaxId: z.boolean(),
  note: z.string().nullable(),
  /** Address of the personal form, e.g. `/r/3f…`; null until made. */
  linkPath: z.string().nullable(),
  /** Owning reps, the present one first. `untilDay` is the last day. */
  reps: z.array(
    z.object({
      repNo: z.string(),
      fromDay: day,
      untilDay: day.nullable(),
      changedBy: z.string(),
      reason: z.string().nullable(),
    }),
  ),
  downline: z.array(z.object({ introducerId: z.string(), introducerNo: z.string(), name: z.string() })),
  /** Referrals by state, all time; `waiting` counts those that wait for this introducer to be confirmed. */
  referralCounts: z.record(z.string(), z.number().int()),
  updatedAt: instant,
});
export type IntroducerDetail = z.output<typeof introducerDetail>;

/** Filters: introducerNo, name, kind, institution, county, repNo, uplineNo, status, createdAt, updatedAt. Sorts: introducerNo, name, createdAt, updatedAt. */
export const listIntroducers = route({
  id: 'referrals.listIntroducers',
  method: 'GET',
  path: '/api/introducers',
  permission: 'introducers.read',
  summary: 'Introducers; q searches name, number, institution and the end of a phone number (4 digits or more)',
  query: listQuery,
  response: pageOf(introducerRow),
});

/** A short list for a select: active introducers whose name, number, institution or phone end fits. Also for those who may only register. */
export const findIntroducers = route({
  id: 'referrals.findIntroducers',
  method: 'GET',
  path: '/api/introducer-choices',
  permission: 'referrals.register',
  summary: 'At most 20 active introducers that fit a text, for choosing one',
  query: z.object({ q: z.string().max(100).default('') }),
  response: z.object({
    items: z.array(
      introducerRow.pick({ introducerId: true, introducerNo: true, name: true, kind: true, institution: true }),
    ),
  }),
});

export const readIntroducer = route({
  id: 'referrals.readIntroducer',
  method: 'GET',
  path: '/api/introducers/:introducerId',
  permission: 'introducers.read',
  summary: 'One introducer with contacts, owning reps, downline and counts',
  params: z.object({ introducerId: z.uuid() }),
  response: introducerDetail,
  refusals: ['platform.not-found'],
});

/** What may be written. Absent: unchanged. Null: cleared. */
export const introducerFields = z.object({
  introducerNo: someWords(40).optional(),
  name: someWords(60).optional(),
  kind: introducerKind.optional(),
  isClinical: z.boolean().nullable().optional(),
  institution: wordsOrNull(100).optional(),
  county: wordsOrNull(60).optional(),
  uplineNo: wordsOrNull(40).optional(),
  note: wordsOrNull(500).optional(),
  status: z.enum(['active', 'inactive']).optional(),
  /** The whole set of phones and openids; each belongs to one introducer. */
  phones: z.array(phone).max(10).optional(),
  wechatIds: z
    .array(z.string().regex(/^[^\s\p{Cc}<>]{1,128}$/u))
    .max(10)
    .optional(),
  bankName: wordsOrNull(60).optional(),
  payoutAccountHolder: wordsOrNull(60).optional(),
  /** In the clear only on its way in: stored encrypted, shown by its tail. */
  payoutAccount: z
    .string()
    .regex(/^[0-9A-Za-z -]{6,40}$/)
    .nullable()
    .optional(),
  taxId: z
    .string()
    .regex(/^[0-9A-Za-z]{8,30}$/)
    .nullable()
    .optional(),
  /** A change of the owning rep takes effect from this day (default today), for this reason; the history is kept. */
  repNo: wordsOrNull(40).optional(),
  repFromDay: day.optional(),
  repReason: wordsOrNull(200).optional(),
});
export type IntroducerFields = z.output<typeof introducerFields>;

const introducerRefusals = [
  'referrals.introducer-number-taken',
  'referrals.contact-taken',
  'referrals.upline-unknown',
  'referrals.upline-itself',
  'referrals.upline-has-upline',
  'referrals.upline-has-downline',
  'referrals.rep-day-before-last',
] as const;

export const createIntroducer = route({
  id: 'referrals.createIntroducer',
  method: 'POST',
  path: '/api/introducers',
  permission: 'introducers.write',
  summary: 'Register an introducer; without a number the next one is given',
  body: introducerFields.extend({ name: someWords(60), kind: introducerKind }),
  response: introducerDetail,
  refusals: [...introducerRefusals],
});

export const changeIntroducer = route({
  id: 'referrals.changeIntroducer',
  method: 'PATCH',
  path: '/api/introducers/:introducerId',
  permission: 'introducers.write',
  summary: 'Change fields of an introducer',
  params: z.object({ introducerId: z.uuid() }),
  body: introducerFields.extend({ version }),
  response: introducerDetail,
  refusals: ['platform.not-found', 'platform.stale', 'referrals.introducer-pending', ...introducerRefusals],
});

export const confirmIntroducer = route({
  id: 'referrals.confirmIntroducer',
  method: 'POST',
  path: '/api/introducers/:introducerId/confirmation',
  permission: 'introducers.write',
  summary: 'Confirm a pending introducer: becomes active; waiting referrals count, with the receipt time they have',
  params: z.object({ introducerId: z.uuid() }),
  body: introducerFields.omit({ status: true }).extend({ version, kind: introducerKind }),
  response: z.object({ introducer: introducerDetail, referralsReleased: z.number().int() }),
  refusals: ['platform.not-found', 'platform.stale', 'referrals.introducer-not-pending', ...introducerRefusals],
});

export const mergeIntroducer = route({
  id: 'referrals.mergeIntroducer',
  method: 'POST',
  path: '/api/introducers/:introducerId/merger',
  permission: 'introducers.write',
  summary: 'A pending introducer is in truth a registered one: his contacts and waiting referrals go over to that one',
  params: z.object({ introducerId: z.uuid() }),
  body: z.object({
    version,
    intoIntroducerId: z.uuid(),
    /** False: the sender only passed messages on; his phone or openid is not the introducer's. */
    keepContacts: z.boolean().default(true),
  }),
  response: z.object({ introducer: introducerDetail, referralsReleased: z.number().int() }),
  refusals: [
    'platform.not-found',
    'platform.stale',
    'referrals.introducer-not-pending',
    'referrals.introducer-not-active',
  ],
});

export const makeIntroducerLink = route({
  id: 'referrals.makeIntroducerLink',
  method: 'POST',
  path: '/api/introducers/:introducerId/link',
  permission: 'introducers.write',
  summary: 'Make a new personal link (the old one stops working); the QR code shows its address',
  params: z.object({ introducerId: z.uuid() }),
  body: z.object({ version }),
  response: introducerDetail,
  refusals: ['platform.not-found', 'platform.stale', 'referrals.introducer-not-active'],
});

export const removeIntroducerLink = route({
  id: 'referrals.removeIntroducerLink',
  method: 'DELETE',
  path: '/api/introducers/:introducerId/link',
  permission: 'introducers.write',
  summary: 'Take the personal link back',
  params: z.object({ introducerId: z.uuid() }),
  response: introducerDetail,
  refusals: ['platform.not-found'],
});

export const revealPayout = route({
  id: 'referrals.revealPayout',
  method: 'POST',
  path: '/api/introducers/:introducerId/reveals',
  permission: 'reveal.identity',
  summary: 'Show the payout account or the tax number in the clear; reason, audit, limit an hour',
  params: z.object({ introducerId: z.uuid() }),
  body: z.object({ field: z.enum(['payoutAccount', 'taxId']), reason: someWords(200) }),
  response: z.object({ value: z.string(), left: z.number().int() }),
  refusals: ['platform.not-found', 'staff.reveal-not-permitted', 'staff.reveal-reason-missing', 'staff.reveal-limit'],
});
