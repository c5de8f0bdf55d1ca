import { z } from 'zod';
import { listQuery, pageOf } from '#kernel/page.ts';
import { route } from '#kernel/route.ts';
import { contactReasons } from '../rules/may-contact.ts';
import { channel, consentKind, giver, instant, patientId, personBrief, purpose, reason } from './common.ts';

export const entryAction = z.enum(['given', 'refused', 'withdrawn']);
export const evidenceKind = z.enum(['paper_scan', 'signed_page', 'verbal_recording']);
export const markKind = z.enum(['deceased', 'contact_block', 'restricted', 'legal_hold']);

export const consentEntry = z.object({
  entryId: z.string(),
  patientId: z.string(),
  patientName: z.string().nullable(),
  recordNo: z.string().nullable(),
  action: entryAction,
  kind: consentKind,
  channels: z.array(channel),
  textVersion: z.number().int().nullable(),
  giver,
  at: instant,
  validUntil: instant.nullable(),
  via: z.enum(['desk', 'phone', 'link', 'message', 'system']),
  reason: z.string().nullable(),
  recordedByName: z.string(),
  recordedAt: instant,
  evidenceKind: evidenceKind.nullable(),
  scanId: z.string().nullable(),
  recordingId: z.string().nullable(),
  giverName: z.string().nullable(),
  giverRelation: z.string().nullable(),
  scope: z.string().nullable(),
});
export type ConsentEntry = z.output<typeof consentEntry>;

export const listConsents = route({
  id: 'consent.listConsents',
  method: 'GET',
  path: '/api/consents',
  permission: 'consents.read',
  summary:
    'The ledger of consents, refusals and withdrawals, newest first; fields action, kind, via, giver, patientId, recordedAt; `q` = whole name, record number or phone; push topic `consents`',
  query: listQuery,
  response: pageOf(consentEntry),
});

export const findPeople = route({
  id: 'consent.findPeople',
  method: 'GET',
  path: '/api/consent-people',
  permission: 'consents.read',
  summary: 'People with this name, record number or phone, to choose whom a consent is about; at most 10',
  query: z.object({ q: z.string().trim().min(2).max(60) }),
  response: z.object({ items: z.array(personBrief) }),
});

const preference = z.object({
  declinedChannels: z.array(channel),
  preferredChannel: channel.nullable(),
  /** Minutes of the hospital's day; null: any hour. */
  fromMinute: z.number().int().min(0).max(1439).nullable(),
  untilMinute: z.number().int().min(1).max(1440).nullable(),
  wantsNoPersonalisation: z.boolean(),
});
export type Preference = z.output<typeof preference>;
export const preferenceBody = preference;

const standing = z.object({
  kind: consentKind,
  /** Null: the kind knows no channels. */
  channel: channel.nullable(),
  /** Nothing recorded: `none`. */
  state: z.enum(['none', 'given', 'refused', 'withdrawn', 'expired', 'outdated']),
  since: instant.nullable(),
  validUntil: instant.nullable(),
  textVersion: z.number().int().nullable(),
});
export type StandingInfo = z.output<typeof standing>;

const contactAnswer = z.object({
  purpose,
  channel,
  allowed: z.boolean(),
  reason: z.enum([...contactReasons, 'allowed']),
  because: z.array(z.enum(contactReasons)),
  notBefore: instant.nullable(),
});

export const patientConsents = z.object({
  person: personBrief,
  isMinor: z.boolean(),
  needsGuardian: z.boolean(),
  standings: z.array(standing),
  preference,
  marks: z.array(
    z.object({ markId: z.string(), kind: markKind, reason: z.string(), setByName: z.string(), setAt: instant }),
  ),
  links: z.array(
    z.object({
      linkId: z.string(),
      offers: z.array(consentKind),
      expiresAt: instant,
      revokedAt: instant.nullable(),
      createdByName: z.string(),
      createdAt: instant,
      lastUsedAt: instant.nullable(),
    }),
  ),
  /** May we contact now, by purpose and channel, and why not. */
  contact: z.array(contactAnswer),
  entries: z.array(consentEntry),
});
export type PatientConsents = z.output<typeof patientConsents>;

export const readPatientConsents = route({
  id: 'consent.readPatientConsents',
  method: 'GET',
  path: '/api/patients/:patientId/consents',
  permission: 'consents.read',
  summary: 'Where a person stands: consents, preferences, marks, links, and whether one may contact now',
  params: z.object({ patientId }),
  response: patientConsents,
  refusals: ['platform.not-found'],
});

export const recordConsent = route({
  id: 'consent.recordConsent',
  method: 'POST',
  path: '/api/patients/:patientId/consents',
  permission: 'consents.write',
  summary: 'Record a consent or a refusal with its evidence; under 14 only the guardian can give one',
  params: z.object({ patientId }),
  body: z.object({
    action: z.enum(['given', 'refused']),
    kind: consentKind,
    channels: z.array(channel).max(6).default([]),
    textVersion: z.number().int().min(1),
    /** When it was said or signed; absent: now. */
    at: instant.optional(),
    validUntil: instant.nullish(),
    giver,
    giverName: z.string().trim().max(60).nullish(),
    giverRelation: z.string().trim().max(30).nullish(),
    scope: z.string().trim().max(1000).nullish(),
    evidence: z.object({
      kind: z.enum(['paper_scan', 'verbal_recording']),
      scanId: z.uuid().nullish(),
      recordingId: z.string().trim().max(120).nullish(),
    }),
  }),
  response: patientConsents,
  refusals: [
    'platform.not-found',
    'consent.text-unknown',
    'consent.patient-deceased',
    'consent.in-the-future',
    'consent.ends-before-it-begins',
    'consent.channels-missing',
    'consent.channels-not-asked',
    'consent.scope-missing',
    'consent.term-missing',
    'consent.minor-marketing',
    'consent.guardian-needed',
    'consent.giver-missing',
    'consent.evidence-missing',
    'consent.scan-unknown',
  ],
});

export const withdrawConsent = route({
  id: 'consent.withdrawConsent',
  method: 'DELETE',
  path: '/api/patients/:patientId/consents/:kind',
  permission: 'consents.write',
  summary:
    'Record a withdrawal, at once effective; `all` for everything except service notices; channel absent: all channels',
  params: z.object({ patientId, kind: z.union([consentKind, z.literal('all')]) }),
  body: z.object({
    channel: channel.nullish(),
    reason: z.string().trim().max(500).nullish(),
    via: z.enum(['desk', 'phone', 'message']),
  }),
  response: patientConsents,
  refusals: ['platform.not-found'],
});

export const changePreference = route({
  id: 'consent.changePreference',
  method: 'PUT',
  path: '/api/patients/:patientId/contact-preference',
  permission: 'consents.write',
  summary: 'Channels and hours a person wishes',
  params: z.object({ patientId }),
  body: preference,
  response: patientConsents,
  refusals: ['platform.not-found', 'consent.hours-wrong'],
});

export const setMark = route({
  id: 'consent.setMark',
  method: 'POST',
  path: '/api/patients/:patientId/contact-marks',
  permission: 'rights.handle',
  summary: 'Mark a person as deceased, blocked, restricted or under legal hold',
  params: z.object({ patientId }),
  body: z.object({ kind: markKind, reason }),
  response: patientConsents,
  refusals: ['platform.not-found', 'consent.mark-set'],
});

export const removeMark = route({
  id: 'consent.removeMark',
  method: 'DELETE',
  path: '/api/contact-marks/:markId',
  permission: 'rights.handle',
  summary: 'Lift a mark, for a reason',
  params: z.object({ markId: z.uuid() }),
  body: z.object({ reason }),
  response: patientConsents,
  refusals: ['platform.not-found'],
});

export const createLink = route({
  id: 'consent.createLink',
  method: 'POST',
  path: '/api/patients/:patientId/consent-links',
  permission: 'consents.write',
  summary:
    'A personal link to the page for withdrawal and preferences, optionally offering texts for signing; shown once',
  params: z.object({ patientId }),
  body: z.object({
    days: z.number().int().min(1).max(365).default(90),
    offers: z.array(consentKind).max(7).default([]),
  }),
  response: z.object({ linkId: z.string(), path: z.string(), expiresAt: instant }),
  refusals: ['platform.not-found', 'consent.asked-too-soon', 'consent.patient-deceased'],
});

export const revokeLink = route({
  id: 'consent.revokeLink',
  method: 'DELETE',
  path: '/api/consent-links/:linkId',
  permission: 'consents.write',
  summary: 'Make a personal link useless at once',
  params: z.object({ linkId: z.uuid() }),
  refusals: ['platform.not-found'],
});

export const uploadScan = route({
  id: 'consent.uploadScan',
  method: 'POST',
  path: '/api/consent-scans',
  permission: 'consents.write',
  summary: 'Upload the scan of a signed paper: PDF, JPEG or PNG, at most 10 MB; kept encrypted',
  upload: true,
  body: z.object({}),
  response: z.object({ scanId: z.string() }),
  refusals: ['consent.scan-unreadable', 'platform.too-large'],
});

export const downloadScan = route({
  id: 'consent.downloadScan',
  method: 'GET',
  path: '/api/consent-scans/:scanId',
  permission: 'rights.handle',
  summary: 'The scan of a signed paper; recorded in the audit log',
  params: z.object({ scanId: z.uuid() }),
  produces: 'application/octet-stream',
  refusals: ['platform.not-found'],
});

export const consentText = z.object({
  kind: consentKind,
  version: z.number().int(),
  title: z.string(),
  body: z.string(),
  textHash: z.string(),
  needsRenewal: z.boolean(),
  note: z.string().nullable(),
  effectiveFrom: instant,
  publishedByName: z.string(),
  publishedAt: instant,
  isInForce: z.boolean(),
  /** People whose consent is of this version. */
  holders: z.number().int(),
});
export type ConsentTextInfo = z.output<typeof consentText>;

export const listTexts = route({
  id: 'consent.listTexts',
  method: 'GET',
  path: '/api/consent-texts',
  permission: 'consents.read',
  summary: 'All versions of all texts, the newest of a kind first',
  response: z.object({ items: z.array(consentText) }),
});

export const publishText = route({
  id: 'consent.publishText',
  method: 'POST',
  path: '/api/consent-texts',
  permission: 'consents.texts',
  summary:
    'Publish the next version of a text; with `needsRenewal`, consents to earlier versions no longer suffice from its day on',
  body: z.object({
    kind: consentKind,
    /** The version it follows: two people publishing at once do not overwrite each other. */
    after: z.number().int().min(0),
    title: z.string().trim().min(2).max(80),
    body: z.string().trim().min(40).max(10_000),
    needsRenewal: z.boolean(),
    note: z.string().trim().max(500).nullish(),
    effectiveFrom: instant.optional(),
  }),
  response: consentText,
  refusals: ['platform.stale', 'consent.text-same', 'consent.text-in-the-past', 'consent.text-incomplete'],
});
