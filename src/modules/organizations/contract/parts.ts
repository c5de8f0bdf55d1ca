import { z } from 'zod';
import { route } from '#kernel/route.ts';
import {
  activityKinds,
  contactRoles,
  contractKinds,
  countOrNull,
  day,
  dayOrNull,
  instant,
  offerKinds,
  offerStatuses,
  organizationParams,
  phoneOrNull,
  settlements,
  shownContact,
  someWords,
  version,
  wordsOrNull,
} from './common.ts';

/* Contact persons */

const contactFields = z.object({
  role: z.enum(contactRoles),
  name: someWords(60),
  post: wordsOrNull(60).optional(),
  sex: z.enum(['male', 'female']).nullable().optional(),
  birthday: dayOrNull.optional(),
  nativePlace: wordsOrNull(60).optional(),
  address: wordsOrNull(200).optional(),
  phone: phoneOrNull.optional(),
  email: z
    .union([z.literal(''), z.email().max(120)])
    .nullable()
    .transform((text) => text || null)
    .optional(),
  education: wordsOrNull(60).optional(),
  interests: wordsOrNull(200).optional(),
  temperament: wordsOrNull(200).optional(),
  note: wordsOrNull(500).optional(),
  isActive: z.boolean().optional(),
});
export type ContactFields = z.output<typeof contactFields>;

export const contact = z.object({
  contactId: z.string(),
  role: z.enum(contactRoles),
  name: z.string(),
  post: z.string().nullable(),
  sex: z.enum(['male', 'female']).nullable(),
  /** T3: full for those who see contact data and for the unit's own rep, masked for others. */
  birthday: shownContact,
  nativePlace: shownContact,
  address: shownContact,
  phone: shownContact,
  email: shownContact,
  education: z.string().nullable(),
  interests: z.string().nullable(),
  temperament: z.string().nullable(),
  note: z.string().nullable(),
  isActive: z.boolean(),
  version: z.number().int(),
});
export type Contact = z.output<typeof contact>;

const ofOrganization = (name: string) => `/api/organizations/:organizationId/${name}` as const;
const staleRefusals = ['platform.not-found', 'platform.stale'] as const;

export const listContacts = route({
  id: 'organizations.listContacts',
  method: 'GET',
  path: ofOrganization('contacts'),
  permission: 'organizations.read',
  summary: 'Contact persons of a unit, leaders first',
  params: organizationParams,
  response: z.object({ items: z.array(contact) }),
  refusals: ['platform.not-found'],
});

export const addContact = route({
  id: 'organizations.addContact',
  method: 'POST',
  path: ofOrganization('contacts'),
  permission: 'organizations.write',
  summary: 'Enter a contact person',
  params: organizationParams,
  body: contactFields,
  response: z.object({ contactId: z.string() }),
  refusals: ['platform.not-found', 'organizations.birthday-in-future'],
});

export const changeContact = route({
  id: 'organizations.changeContact',
  method: 'PATCH',
  path: '/api/organization-contacts/:contactId',
  permission: 'organizations.write',
  summary: 'Change a contact person',
  params: z.object({ contactId: z.uuid() }),
  body: contactFields.partial().extend({ version }),
  response: z.object({ contactId: z.string() }),
  refusals: [...staleRefusals, 'organizations.birthday-in-future'],
});

/* Contracts */

const contractFields = z.object({
  contractNo: wordsOrNull(60).optional(),
  title: someWords(120),
  kind: z.enum(contractKinds),
  startsOn: day,
  endsOn: day,
  discountBp: z.number().int().min(0).max(10_000).nullable().optional(),
  settlement: z.enum(settlements).nullable().optional(),
  settlementNote: wordsOrNull(300).optional(),
  status: z.enum(['draft', 'signed']).optional(),
  note: wordsOrNull(1000).optional(),
});
export type ContractFields = z.output<typeof contractFields>;

export const contractStates = ['draft', 'future', 'in_force', 'ending', 'expired', 'terminated'] as const;
export const contract = z.object({
  contractId: z.string(),
  contractNo: z.string().nullable(),
  title: z.string(),
  kind: z.enum(contractKinds),
  startsOn: day,
  endsOn: day,
  discountBp: z.number().int().nullable(),
  settlement: z.enum(settlements).nullable(),
  settlementNote: z.string().nullable(),
  status: z.enum(['draft', 'signed', 'terminated']),
  terminatedOn: day.nullable(),
  state: z.enum(contractStates),
  daysLeft: z.number().int(),
  renewsId: z.string().nullable(),
  isRenewed: z.boolean(),
  note: z.string().nullable(),
  /** Reminders given, in days before the end. */
  reminders: z.array(z.object({ daysBefore: z.number().int(), madeAt: instant })),
  version: z.number().int(),
});
export type Contract = z.output<typeof contract>;

export const listContracts = route({
  id: 'organizations.listContracts',
  method: 'GET',
  path: ofOrganization('contracts'),
  permission: 'organizations.read',
  summary: 'Contracts of a unit, the latest first',
  params: organizationParams,
  response: z.object({ items: z.array(contract) }),
  refusals: ['platform.not-found'],
});

const termRefusals = ['organizations.contract-ends-before-start', 'organizations.contract-signed'] as const;

export const addContract = route({
  id: 'organizations.addContract',
  method: 'POST',
  path: ofOrganization('contracts'),
  permission: 'organizations.write',
  summary: 'Enter a contract',
  params: organizationParams,
  body: contractFields,
  response: z.object({ contractId: z.string() }),
  refusals: ['platform.not-found', ...termRefusals],
});

export const changeContract = route({
  id: 'organizations.changeContract',
  method: 'PATCH',
  path: '/api/organization-contracts/:contractId',
  permission: 'organizations.write',
  summary: 'Change a contract; a signed one keeps its kind and first day',
  params: z.object({ contractId: z.uuid() }),
  body: contractFields.partial().extend({ version }),
  response: z.object({ contractId: z.string() }),
  refusals: [...staleRefusals, ...termRefusals, 'organizations.contract-terminated'],
});

export const renewContract = route({
  id: 'organizations.renewContract',
  method: 'POST',
  path: '/api/organization-contracts/:contractId/renewal',
  permission: 'organizations.write',
  summary: 'A draft that goes on where this contract ends, as long and under the same terms',
  params: z.object({ contractId: z.uuid() }),
  body: z.object({ version }),
  response: z.object({ contractId: z.string() }),
  refusals: [...staleRefusals, 'organizations.contract-renewed', 'organizations.contract-not-signed'],
});

export const terminateContract = route({
  id: 'organizations.terminateContract',
  method: 'POST',
  path: '/api/organization-contracts/:contractId/termination',
  permission: 'organizations.write',
  summary: 'End a signed contract before its last day',
  params: z.object({ contractId: z.uuid() }),
  body: z.object({ version, on: day, reason: someWords(500) }),
  response: z.object({ contractId: z.string() }),
  refusals: [...staleRefusals, 'organizations.contract-not-signed', 'organizations.termination-outside-term'],
});

/* Packages and cooperation */

const offerFields = z.object({
  kind: z.enum(offerKinds),
  name: someWords(120),
  soldOn: day,
  contractId: z.uuid().nullable().optional(),
  priceFen: z.number().int().min(0).max(1e13).nullable().optional(),
  persons: countOrNull.optional(),
  personsServed: countOrNull.optional(),
  status: z.enum(offerStatuses).optional(),
  note: wordsOrNull(500).optional(),
});
export type OfferFields = z.output<typeof offerFields>;

export const offer = z.object({
  offerId: z.string(),
  kind: z.enum(offerKinds),
  name: z.string(),
  soldOn: day,
  contractId: z.string().nullable(),
  /** T5m: null for roles that see no money. */
  priceFen: z.number().int().nullable(),
  persons: z.number().int().nullable(),
  personsServed: z.number().int().nullable(),
  status: z.enum(offerStatuses),
  note: z.string().nullable(),
  version: z.number().int(),
});
export type Offer = z.output<typeof offer>;

export const listOffers = route({
  id: 'organizations.listOffers',
  method: 'GET',
  path: ofOrganization('offers'),
  permission: 'organizations.read',
  summary: 'Packages and cooperation of a unit, the latest first',
  params: organizationParams,
  response: z.object({ items: z.array(offer) }),
  refusals: ['platform.not-found'],
});

export const addOffer = route({
  id: 'organizations.addOffer',
  method: 'POST',
  path: ofOrganization('offers'),
  permission: 'organizations.write',
  summary: 'Enter a package or a cooperation',
  params: organizationParams,
  body: offerFields,
  response: z.object({ offerId: z.string() }),
  refusals: ['platform.not-found', 'organizations.contract-of-another', 'organizations.more-served-than-sold'],
});

export const changeOffer = route({
  id: 'organizations.changeOffer',
  method: 'PATCH',
  path: '/api/organization-offers/:offerId',
  permission: 'organizations.write',
  summary: 'Change a package or a cooperation',
  params: z.object({ offerId: z.uuid() }),
  body: offerFields.partial().extend({ version }),
  response: z.object({ offerId: z.string() }),
  refusals: [...staleRefusals, 'organizations.contract-of-another', 'organizations.more-served-than-sold'],
});

/* Visits and events */

const activityFields = z.object({
  kind: z.enum(activityKinds),
  onDay: day,
  byName: wordsOrNull(60).optional(),
  contactId: z.uuid().nullable().optional(),
  purpose: someWords(200),
  result: wordsOrNull(1000).optional(),
  nextStep: wordsOrNull(200).optional(),
  nextStepOn: dayOrNull.optional(),
  participants: countOrNull.optional(),
});
export type ActivityFields = z.output<typeof activityFields>;

export const activity = z.object({
  activityId: z.string(),
  kind: z.enum(activityKinds),
  onDay: day,
  byName: z.string(),
  contactId: z.string().nullable(),
  contactName: z.string().nullable(),
  purpose: z.string(),
  result: z.string().nullable(),
  nextStep: z.string().nullable(),
  nextStepOn: day.nullable(),
  participants: z.number().int().nullable(),
  version: z.number().int(),
});
export type Activity = z.output<typeof activity>;

export const listActivities = route({
  id: 'organizations.listActivities',
  method: 'GET',
  path: ofOrganization('activities'),
  permission: 'organizations.read',
  summary: 'Visits and events with a unit, the latest first, at most 300',
  params: organizationParams,
  response: z.object({ items: z.array(activity) }),
  refusals: ['platform.not-found'],
});

export const addActivity = route({
  id: 'organizations.addActivity',
  method: 'POST',
  path: ofOrganization('activities'),
  permission: 'organizations.write',
  summary: 'Enter a visit or an event; its next step becomes the unit’s',
  params: organizationParams,
  body: activityFields,
  response: z.object({ activityId: z.string() }),
  refusals: ['platform.not-found', 'organizations.contact-of-another', 'organizations.visit-in-future'],
});

export const changeActivity = route({
  id: 'organizations.changeActivity',
  method: 'PATCH',
  path: '/api/organization-activities/:activityId',
  permission: 'organizations.write',
  summary: 'Change a visit or an event',
  params: z.object({ activityId: z.uuid() }),
  body: activityFields.partial().extend({ version }),
  response: z.object({ activityId: z.string() }),
  refusals: [...staleRefusals, 'organizations.contact-of-another', 'organizations.visit-in-future'],
});

/* People and revenue */

export const person = z.object({
  recordNo: z.string(),
  /** Null where the reader’s role sees no patients: then only the number of people is told. */
  name: z.string().nullable().meta({ tier: 'T3' }),
  post: z.string().nullable(),
  episodes: z.number().int(),
  lastOn: instant.nullable(),
  linkedByName: z.string().nullable(),
  linkedAt: instant.nullable(),
  /** The patient’s own record names the unit as employer. */
  isByEmployer: z.boolean(),
});

export const listPeople = route({
  id: 'organizations.listPeople',
  method: 'GET',
  path: ofOrganization('people'),
  permission: 'organizations.read',
  summary: 'People of a unit who are patients; only their number for roles that see no patients',
  params: organizationParams,
  response: z.object({ total: z.number().int(), mayLink: z.boolean(), items: z.array(person) }),
  refusals: ['platform.not-found'],
});

export const linkPerson = route({
  id: 'organizations.linkPerson',
  method: 'POST',
  path: ofOrganization('people'),
  permission: 'organizations.manage',
  summary: 'Note that a patient belongs to the unit',
  params: organizationParams,
  body: z.object({ recordNo: someWords(64), post: wordsOrNull(60).optional() }),
  response: z.object({ recordNo: z.string() }),
  refusals: ['platform.not-found', 'organizations.record-unknown'],
});

export const unlinkPerson = route({
  id: 'organizations.unlinkPerson',
  method: 'DELETE',
  path: '/api/organizations/:organizationId/people/:recordNo',
  permission: 'organizations.manage',
  summary: 'Take the note back',
  params: organizationParams.extend({ recordNo: z.string().min(1).max(64) }),
  response: z.object({ recordNo: z.string() }),
  refusals: ['platform.not-found'],
});

export const revenue = z.object({
  /** Episodes of the unit’s own people, of patients its introducers brought, and of both without counting one twice. */
  own: z.object({ episodes: z.number().int(), chargesFen: z.number().int().nullable() }),
  referred: z.object({ episodes: z.number().int(), chargesFen: z.number().int().nullable() }),
  all: z.object({ episodes: z.number().int(), chargesFen: z.number().int().nullable() }),
  offersFen: z.number().int().nullable(),
  months: z.array(z.object({ month: z.string(), episodes: z.number().int(), chargesFen: z.number().int().nullable() })),
  introducers: z.number().int(),
});

export const readRevenue = route({
  id: 'organizations.readRevenue',
  method: 'GET',
  path: ofOrganization('revenue'),
  permission: 'organizations.read',
  summary: 'What came through the unit to date; amounts only for roles that see money',
  params: organizationParams,
  response: revenue,
  refusals: ['platform.not-found'],
});
