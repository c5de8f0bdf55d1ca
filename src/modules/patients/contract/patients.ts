import { z } from 'zod';
import { listQuery, pageOf } from '#kernel/page.ts';
import { route } from '#kernel/route.ts';
import { contactKinds } from '../rules/contacts.ts';
import { day, instant, patientId, sex, shown, someWords, wordsOrNull } from './common.ts';
import { shownForm } from './forms.ts';
import { decidedLevel } from './levels.ts';

export const documentKinds = [
  'id_card',
  'passport',
  'hk_macau_permit',
  'taiwan_permit',
  'foreigner_permit',
  'military',
  'birth_certificate',
  'other',
] as const;
export const householdRelations = [
  'head',
  'spouse',
  'child',
  'parent',
  'grandparent',
  'grandchild',
  'sibling',
  'other',
] as const;
export const contactOwners = ['self', 'spouse', 'child', 'parent', 'sibling', 'guardian', 'other'] as const;
export const specialDateKinds = ['birthday', 'wedding', 'due_date', 'operation', 'other'] as const;
export const addressKinds = ['home', 'registered', 'work', 'other'] as const;

export const patientRow = z.object({
  patientId: z.string(),
  name: z.string(),
  sex: sex.nullable(),
  birthDate: day.nullable(),
  ageYears: z.number().nullable(),
  phone: shown.nullable(),
  recordNo: z.string().nullable(),
  isInCounty: z.boolean().nullable(),
  level: z.number(),
  levelBasis: z.enum(['computed', 'override']),
  isKeyAccount: z.boolean(),
  isContactOverdue: z.boolean(),
  tags: z.array(z.string()),
  visitCount: z.number(),
  lastVisitAt: instant.nullable(),
  firstSource: z.string().nullable(),
  createdAt: instant,
  version: z.number(),
});
export type PatientRow = z.output<typeof patientRow>;

export const listPatients = route({
  id: 'patients.listPatients',
  method: 'GET',
  path: '/api/patients',
  permission: 'patients.read',
  summary: 'Patients; `q` finds by name, spelling, phone, record number or the end of a document number',
  query: listQuery,
  response: pageOf(patientRow),
});

export const shownContact = z.object({
  contactId: z.string(),
  kind: z.enum(contactKinds),
  value: shown,
  wechatAccount: z.string().nullable(),
  ownerRelation: z.string(),
  ownerName: z.string().nullable(),
  isPrimary: z.boolean(),
  validUntil: day.nullable(),
  /** How many other patients have the same number: a family's phone. */
  sharedBy: z.number(),
});
export const shownAddress = z.object({
  addressId: z.string(),
  kind: z.enum(addressKinds),
  divisionCode: z.string().nullable(),
  isInCounty: z.boolean().nullable(),
  /** Null where the reader does not see contact data. */
  line: z.string().nullable(),
  isCurrent: z.boolean(),
});
export const shownDocument = z.object({
  documentId: z.string(),
  kind: z.enum(documentKinds),
  number: shown,
  isChecksumValid: z.boolean().nullable(),
  validUntil: day.nullable(),
});
export const householdMember = z.object({
  patientId: z.string(),
  name: z.string(),
  relation: z.enum(householdRelations),
  ageYears: z.number().nullable(),
});
export const guardian = z.object({
  guardianId: z.string(),
  guardianPatientId: z.string().nullable(),
  name: z.string(),
  phone: shown.nullable(),
  relation: z.string(),
  basis: z.enum(['minor', 'incapacity']),
  validUntil: day.nullable(),
});
export const specialDate = z.object({
  specialDateId: z.string(),
  kind: z.enum(specialDateKinds),
  day,
  isLunar: z.boolean(),
  isYearly: z.boolean(),
  note: z.string().nullable(),
});
export const habits = z.object({
  comings: z.number(),
  cycleDays: z.number().nullable(),
  nextExpectedOn: day.nullable(),
  isOverdue: z.boolean(),
  usualKind: z.string().nullable(),
  usualDepartment: z.string().nullable(),
  usualPayment: z.string().nullable(),
  /** Fen; null where the reader does not see money. */
  spentFen: z.number().nullable(),
  spentLastYearFen: z.number().nullable(),
  perComingFen: z.number().nullable(),
});
export const nextAction = z.object({
  ruleId: z.string(),
  priority: z.number(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});

const described = {
  nativePlace: wordsOrNull(60),
  occupation: wordsOrNull(60),
  education: wordsOrNull(40),
  maritalStatus: wordsOrNull(20),
  incomeBand: wordsOrNull(40),
  healthStatus: z.enum(['healthy', 'sub_healthy', 'patient']).nullable(),
  insuranceKind: wordsOrNull(60),
  employerId: z.uuid().nullable(),
  temperament: wordsOrNull(60),
  preferredChannel: wordsOrNull(40),
  preferredTime: wordsOrNull(60),
  postCode: wordsOrNull(12),
  note: wordsOrNull(1000),
} as const;

export const patient = z.object({
  ...patientRow.omit({ phone: true, recordNo: true }).shape,
  /** This id lost in a merge; the answer is the surviving file. */
  mergedFrom: z.string().nullable(),
  birthDateSource: z.string().nullable(),
  pinyin: z.string(),
  nativePlace: z.string().nullable(),
  occupation: z.string().nullable(),
  education: z.string().nullable(),
  maritalStatus: z.string().nullable(),
  /** Null also where the reader does not see money, or health. */
  incomeBand: z.string().nullable(),
  healthStatus: z.string().nullable(),
  insuranceKind: z.string().nullable(),
  employerId: z.string().nullable(),
  temperament: z.string().nullable(),
  interests: z.array(z.string()),
  preferredChannel: z.string().nullable(),
  preferredTime: z.string().nullable(),
  postCode: z.string().nullable(),
  note: z.string().nullable(),
  careOwner: z.string().nullable(),
  keyAccountReason: z.string().nullable(),
  contactIntervalDays: z.number().nullable(),
  lastContactAt: instant.nullable(),
  firstSourceAt: instant.nullable(),
  isStaff: z.boolean(),
  refreshedOn: z.record(z.string(), z.string()),
  recordNumbers: z.array(z.string()),
  contacts: z.array(shownContact),
  addresses: z.array(shownAddress),
  documents: z.array(shownDocument),
  household: z.object({ householdId: z.string(), name: z.string(), members: z.array(householdMember) }).nullable(),
  guardians: z.array(guardian),
  needsGuardian: z.boolean(),
  specialDates: z.array(specialDate),
  decidedLevel,
  habits,
  nextActions: z.array(nextAction),
  forms: z.array(shownForm),
  /** Files of the same person in other hospitals of the group, where sharing is agreed. */
  elsewhere: z.array(z.object({ hospitalName: z.string(), patientId: z.string() })),
  /** Which tiers were left out or masked, so that the page says so. */
  hiddenTiers: z.array(z.string()),
  mayWrite: z.boolean(),
});
export type Patient = z.output<typeof patient>;

export const readPatient = route({
  id: 'patients.readPatient',
  method: 'GET',
  path: '/api/patients/:patientId',
  permission: 'patients.read',
  summary: 'All about one patient in one answer, as far as the reader may see it',
  params: patientId,
  subject: { kind: 'patient', param: 'patientId' },
  response: patient,
});

const contactBody = z.object({
  kind: z.enum(contactKinds),
  value: someWords(200),
  wechatAccount: wordsOrNull(60).default(null),
  ownerRelation: z.enum(contactOwners).default('self'),
  ownerName: wordsOrNull(60).default(null),
  isPrimary: z.boolean().default(false),
  validUntil: day.nullable().default(null),
});
export type ContactBody = z.output<typeof contactBody>;

const identity = {
  name: someWords(100),
  sex: sex.nullable(),
  birthDate: day.nullable(),
} as const;

export const createPatient = route({
  id: 'patients.createPatient',
  method: 'POST',
  path: '/api/patients',
  permission: 'patients.write',
  summary: 'A new patient; refused when the record number or the document is known already',
  body: z.object({
    ...identity,
    recordNo: wordsOrNull(64).default(null),
    idNumber: wordsOrNull(40).default(null),
    phone: wordsOrNull(40).default(null),
    divisionCode: z
      .string()
      .regex(/^\d{6,12}$/)
      .nullable()
      .default(null),
    firstSource: wordsOrNull(60).default(null),
  }),
  response: z.object({ patientId: z.string() }),
  refusals: [
    'patients.record-number-taken',
    'patients.document-known',
    'patients.document-wrong',
    'patients.birth-in-future',
    'patients.birth-contradicts-document',
    'patients.contact-wrong',
  ],
});
export type CreatePatient = z.output<typeof createPatient.body>;

export const changePatient = route({
  id: 'patients.changePatient',
  method: 'PATCH',
  path: '/api/patients/:patientId',
  permission: 'patients.write',
  summary: 'Change fields of a patient; names the version it was made on',
  params: patientId,
  body: z.object({
    version: z.number().int(),
    changes: z
      .object({
        ...identity,
        ...described,
        interests: z.array(someWords(30)).max(20),
        tags: z.array(someWords(30)).max(30),
        careOwner: z.uuid().nullable(),
        isStaff: z.boolean(),
        isKeyAccount: z.boolean(),
        keyAccountReason: wordsOrNull(300),
        contactIntervalDays: z.number().int().min(1).max(730).nullable(),
        lastContactAt: instant.nullable(),
      })
      .partial(),
  }),
  response: z.object({ version: z.number() }),
  refusals: [
    'patients.changed-meanwhile',
    'patients.merged',
    'patients.birth-in-future',
    'patients.birth-contradicts-document',
    'patients.key-account-needs-reason',
  ],
});
export type PatientChanges = z.output<typeof changePatient.body>['changes'];

const part = (name: string, key: string) => ({
  path: `/api/patients/:patientId/${name}/:${key}` as const,
  params: z.object({ patientId: z.uuid(), [key]: z.uuid() }),
});
const made = z.object({ id: z.string() });

export const addContact = route({
  id: 'patients.addContact',
  method: 'POST',
  path: '/api/patients/:patientId/contacts',
  permission: 'patients.write',
  summary: 'Add a phone, WeChat id or e-mail; the same again is updated',
  params: patientId,
  body: contactBody,
  response: made,
  refusals: ['patients.contact-wrong'],
});
export const removeContact = route({
  id: 'patients.removeContact',
  method: 'DELETE',
  ...part('contacts', 'partId'),
  permission: 'patients.write',
  summary: 'Remove a contact',
});
export const addAddress = route({
  id: 'patients.addAddress',
  method: 'POST',
  path: '/api/patients/:patientId/addresses',
  permission: 'patients.write',
  summary: 'Add an address; in or out of the county follows from the division',
  params: patientId,
  body: z.object({
    kind: z.enum(addressKinds).default('home'),
    divisionCode: z
      .string()
      .regex(/^\d{6,12}$/)
      .nullable(),
    line: wordsOrNull(200),
    isCurrent: z.boolean().default(true),
  }),
  response: made,
});
export const removeAddress = route({
  id: 'patients.removeAddress',
  method: 'DELETE',
  ...part('addresses', 'partId'),
  permission: 'patients.write',
  summary: 'Remove an address',
});
export const addDocument = route({
  id: 'patients.addDocument',
  method: 'POST',
  path: '/api/patients/:patientId/documents',
  permission: 'patients.write',
  summary: 'Add an identity document; its number is encrypted at once',
  params: patientId,
  body: z.object({
    kind: z.enum(documentKinds),
    number: someWords(40),
    validUntil: day.nullable().default(null),
  }),
  response: made,
  refusals: ['patients.document-wrong', 'patients.document-known', 'patients.birth-in-future'],
});
export const removeDocument = route({
  id: 'patients.removeDocument',
  method: 'DELETE',
  ...part('documents', 'partId'),
  permission: 'patients.write',
  summary: 'Remove a document',
});
export const revealField = route({
  id: 'patients.revealField',
  method: 'POST',
  path: '/api/patients/:patientId/reveals',
  permission: 'patients.read',
  summary: 'Show one masked phone (T3) or document number (T4) for a reason, on record',
  params: patientId,
  body: z.object({ field: z.enum(['contact', 'document']), partId: z.uuid(), reason: someWords(300) }),
  response: z.object({ value: z.string(), left: z.number() }),
  refusals: ['staff.reveal-not-permitted', 'staff.reveal-reason-missing', 'staff.reveal-limit'],
});
export const joinHousehold = route({
  id: 'patients.joinHousehold',
  method: 'POST',
  path: '/api/patients/:patientId/household',
  permission: 'patients.write',
  summary: 'Put another patient into the household of this one, which is made when there is none',
  params: patientId,
  body: z.object({ memberId: z.uuid(), relation: z.enum(householdRelations) }),
  response: z.object({ householdId: z.string() }),
});
export const leaveHousehold = route({
  id: 'patients.leaveHousehold',
  method: 'DELETE',
  path: '/api/patients/:patientId/household',
  permission: 'patients.write',
  summary: 'Take this patient out of his household',
  params: patientId,
});
export const addGuardian = route({
  id: 'patients.addGuardian',
  method: 'POST',
  path: '/api/patients/:patientId/guardians',
  permission: 'patients.write',
  summary: 'Name a guardian: a patient, or somebody known by name and phone',
  params: patientId,
  body: z.object({
    guardianPatientId: z.uuid().nullable().default(null),
    name: wordsOrNull(60).default(null),
    phone: wordsOrNull(40).default(null),
    relation: someWords(20),
    basis: z.enum(['minor', 'incapacity']).default('minor'),
    validUntil: day.nullable().default(null),
  }),
  response: made,
  refusals: ['patients.contact-wrong', 'patients.guardian-unnamed'],
});
export const removeGuardian = route({
  id: 'patients.removeGuardian',
  method: 'DELETE',
  ...part('guardians', 'partId'),
  permission: 'patients.write',
  summary: 'Remove a guardian',
});
export const addSpecialDate = route({
  id: 'patients.addSpecialDate',
  method: 'POST',
  path: '/api/patients/:patientId/special-dates',
  permission: 'patients.write',
  summary: 'Add a date to remember, of the solar or lunar calendar',
  params: patientId,
  body: z.object({
    kind: z.enum(specialDateKinds),
    day,
    isLunar: z.boolean().default(false),
    isYearly: z.boolean().default(true),
    note: wordsOrNull(100).default(null),
  }),
  response: made,
});
export const removeSpecialDate = route({
  id: 'patients.removeSpecialDate',
  method: 'DELETE',
  ...part('special-dates', 'partId'),
  permission: 'patients.write',
  summary: 'Remove a date',
});
export const decideNextAction = route({
  id: 'patients.decideNextAction',
  method: 'POST',
  path: '/api/patients/:patientId/next-actions',
  permission: 'patients.write',
  summary: 'Take or dismiss a suggested action; the rule stays silent for a while',
  params: patientId,
  body: z.object({
    ruleId: z.string().max(60),
    outcome: z.enum(['taken', 'dismissed']),
    reason: wordsOrNull(300).default(null),
  }),
  response: made,
  refusals: ['patients.action-not-suggested'],
});

export const timelineEntry = z.object({
  entryId: z.string(),
  at: instant,
  module: z.string(),
  kind: z.string(),
  subjectId: z.string().nullable(),
  facts: z.record(z.string(), z.unknown()),
});
export type TimelineEntry = z.output<typeof timelineEntry>;
export const readTimeline = route({
  id: 'patients.readTimeline',
  method: 'GET',
  path: '/api/patients/:patientId/timeline',
  permission: 'patients.read',
  summary: 'Everything that happened with a patient, newest first, a page at a time',
  params: patientId,
  query: z.object({
    /** Comma-separated modules; absent: all. */
    modules: z
      .string()
      .regex(/^[a-z]+(,[a-z]+)*$/)
      .max(200)
      .optional(),
    cursor: z.string().max(200).optional(),
    limit: z.coerce.number().int().min(1).max(100).default(30),
  }),
  response: z.object({ items: z.array(timelineEntry), nextCursor: z.string().nullable() }),
});
