import { z } from 'zod';
import { route } from '#kernel/route.ts';
import { boardStep } from './referrals.ts';
import { episodeNoText, instant, introducerKind, reasonText, referralIdText, sex } from './shared-desk.ts';

export const boardCard = z.object({
  referralId: z.string(),
  /** Send it back with every tap: who taps on an old card is told so. */
  version: z.number().int(),
  patientName: z.string().nullable(),
  sex: sex.nullable(),
  age: z.number().int().nullable(),
  phoneTail: z.string().nullable(),
  /** Only for roles that read referrals; at reception the department stands in its place. */
  disease: z.string().nullable(),
  department: z.string().nullable(),
  introducerName: z.string().nullable(),
  introducerKind: introducerKind.nullable(),
  introducerInstitution: z.string().nullable(),
  isAccompanied: z.boolean(),
  note: z.string().nullable(),
  receivedAt: instant,
  /** Null: not told; the card then stands by its time of receipt. */
  expectedFrom: instant.nullable(),
  expectedUntil: instant.nullable(),
  expectedPhrase: z.string().nullable(),
  /** Announced only: the introducer has not confirmed yet. */
  isAnnouncement: z.boolean(),
  isDisputed: z.boolean(),
  step: boardStep,
  /** When the present step was tapped. */
  stepAt: instant.nullable(),
  arrivedAt: instant.nullable(),
  /** Until when the last tap can be taken back; null = cannot. */
  undoUntil: instant.nullable(),
  /** Steps that may be tapped now, the usual next one first. */
  nextSteps: z.array(boardStep),
  escort: z.string().nullable(),
  assignedAgentId: z.string().nullable(),
  /** The patient's word at the door on telling the introducer; null = not asked. */
  consentsToNotice: z.boolean().nullable(),
});
export type BoardCard = z.output<typeof boardCard>;

export const readBoard = route({
  id: 'referrals.readBoard',
  method: 'GET',
  path: '/api/reception-board',
  permission: 'board.read',
  summary:
    'Patients expected from yesterday to tomorrow whose referral may still win, by expected arrival; push topic `board`',
  query: z.object({
    /** `mine`: the cards assigned to the signed-in person. */
    assigned: z.enum(['all', 'mine']).default('all'),
    /** Cards handed to a ward or marked as not come are left out unless asked for. */
    withDone: z.enum(['0', '1']).default('0'),
  }),
  response: z.object({
    items: z.array(boardCard),
    /** More patients than a board can show: the first 500 are here. */
    isTruncated: z.boolean(),
    counts: z.object({ expected: z.number().int(), inHouse: z.number().int(), done: z.number().int() }),
    now: instant,
  }),
});

const params = z.object({ referralId: referralIdText });
const version = z.number().int();
const cardRefusals = ['platform.not-found', 'platform.stale'] as const;

export const moveOnBoard = route({
  id: 'referrals.moveOnBoard',
  method: 'PUT',
  path: '/api/reception-board/:referralId/step',
  permission: 'board.mark',
  summary: 'One tap: the patient is at the next step; the time is the server’s',
  params,
  body: z.object({ step: boardStep, version }),
  response: boardCard,
  refusals: [...cardRefusals, 'referrals.step-not-next'],
});

export const undoOnBoard = route({
  id: 'referrals.undoOnBoard',
  method: 'DELETE',
  path: '/api/reception-board/:referralId/step',
  permission: 'board.mark',
  summary: 'Take back the last tap within ten minutes; both taps stay in the history',
  params,
  query: z.object({ version: z.coerce.number().int() }),
  response: boardCard,
  refusals: [...cardRefusals, 'referrals.nothing-to-undo', 'referrals.undo-too-late'],
});

export const setDoorConsent = route({
  id: 'referrals.setDoorConsent',
  method: 'PUT',
  path: '/api/reception-board/:referralId/consent',
  permission: 'board.mark',
  summary: 'The patient’s word, asked at the door, on telling the introducer that he arrived',
  params,
  body: z.object({ consents: z.boolean(), version }),
  response: boardCard,
  refusals: [...cardRefusals],
});

export const setEscort = route({
  id: 'referrals.setEscort',
  method: 'PUT',
  path: '/api/reception-board/:referralId/escort',
  permission: 'board.mark',
  summary: 'Who accompanies the patient through the house',
  params,
  body: z.object({ escort: z.string().trim().max(40).nullable(), version }),
  response: boardCard,
  refusals: [...cardRefusals],
});

export const assignAgent = route({
  id: 'referrals.assignAgent',
  method: 'PUT',
  path: '/api/reception-board/:referralId/agent',
  permission: 'board.mark',
  summary: 'Which agent cares for the patient; the card appears on his list',
  params,
  body: z.object({ accountId: z.uuid().nullable(), version }),
  response: boardCard,
  refusals: [...cardRefusals],
});

export const walkUp = z.object({
  walkUpId: z.string(),
  episodeNo: z.string().nullable(),
  patientName: z.string().nullable(),
  sex: sex.nullable(),
  phoneTail: z.string().nullable(),
  department: z.string().nullable(),
  registeredByName: z.string(),
  registeredAt: instant,
  isWithdrawn: z.boolean(),
  undoUntil: instant.nullable(),
});
export type WalkUp = z.output<typeof walkUp>;

export const listWalkUps = route({
  id: 'referrals.listWalkUps',
  method: 'GET',
  path: '/api/walk-ups',
  permission: 'board.read',
  summary: 'Patients registered today as having come by themselves, newest first',
  response: z.object({ items: z.array(walkUp) }),
});

export const registerWalkUp = route({
  id: 'referrals.registerWalkUp',
  method: 'POST',
  path: '/api/walk-ups',
  permission: 'board.mark',
  summary:
    'Register a patient who came by himself: by episode number, or by name when not yet registered; no introducer can be assigned after',
  body: z
    .object({
      episodeNo: episodeNoText.nullish(),
      patientName: z.string().trim().min(1).max(50).nullish(),
      sex: sex.nullish(),
      phone: z
        .string()
        .regex(/^\d{5,15}$/)
        .nullish(),
      department: z.string().trim().max(50).nullish(),
    })
    .refine((body) => body.episodeNo || (body.patientName && body.sex), { error: 'episodeNo, or patientName and sex' }),
  response: walkUp,
  refusals: ['platform.not-found', 'referrals.walk-in-has-referral'],
});

export const attachWalkUp = route({
  id: 'referrals.attachWalkUp',
  method: 'PUT',
  path: '/api/walk-ups/:walkUpId/episode',
  permission: 'board.mark',
  summary: 'Say which episode a walk-up patient became',
  params: z.object({ walkUpId: z.uuid() }),
  body: z.object({ episodeNo: episodeNoText }),
  response: walkUp,
  refusals: ['platform.not-found', 'referrals.walk-in-has-referral'],
});

export const withdrawWalkUp = route({
  id: 'referrals.withdrawWalkUp',
  method: 'DELETE',
  path: '/api/walk-ups/:walkUpId',
  permission: 'board.mark',
  summary: 'Take back a mistaken walk-up within ten minutes',
  params: z.object({ walkUpId: z.uuid() }),
  response: walkUp,
  refusals: ['platform.not-found', 'referrals.undo-too-late'],
});

export const declaredSources = [
  'introducer',
  'advertisement',
  'doctor_reputation',
  'neighbour',
  'search',
  'other',
] as const;

export const episodeSource = z.object({
  episodeNo: z.string(),
  source: z.enum(declaredSources),
  detail: z.string().nullable(),
  introducerNo: z.string().nullable(),
  recordedByName: z.string(),
  recordedAt: instant,
});

export const recordSource = route({
  id: 'referrals.recordSource',
  method: 'PUT',
  path: '/api/episode-sources/:episodeNo',
  permission: 'episodes.source',
  summary:
    'What the patient answered the first doctor to “how did you come to us?”; kept even when it contradicts the referral',
  params: z.object({ episodeNo: episodeNoText }),
  body: z.object({
    source: z.enum(declaredSources),
    detail: z.string().trim().max(200).nullish(),
    /** Number of the introducer the patient named, when known. */
    introducerNo: z.string().max(64).nullish(),
  }),
  response: episodeSource,
  refusals: ['platform.not-found'],
});

export const readSource = route({
  id: 'referrals.readSource',
  method: 'GET',
  path: '/api/episode-sources/:episodeNo',
  permission: 'episodes.source',
  summary: 'The recorded source of an episode',
  params: z.object({ episodeNo: episodeNoText }),
  response: episodeSource,
  refusals: ['platform.not-found'],
});

export const contradictionCodes = [
  'disease_not_of_department',
  'disease_not_of_sex',
  'disease_not_of_age',
  'department_not_of_sex',
  'department_not_of_age',
  'name_differs',
  'sex_differs',
  'age_differs',
  'source_is_not_introducer',
  'source_names_other_introducer',
  'source_names_introducer_without_referral',
] as const;

export const contradictionRow = z.object({
  episodeNo: z.string(),
  referralId: z.string().nullable(),
  patientName: z.string().nullable(),
  department: z.string().nullable(),
  registeredAt: instant,
  reason: z.enum(['won', 'chain', 'undetermined', 'walk_in']),
  introducerNo: z.string().nullable(),
  introducerName: z.string().nullable(),
  contradictions: z.array(
    z.object({ code: z.enum(contradictionCodes), facts: z.record(z.string(), z.union([z.string(), z.number()])) }),
  ),
});
export type ContradictionRow = z.output<typeof contradictionRow>;

export const listContradictions = route({
  id: 'referrals.listContradictions',
  method: 'GET',
  path: '/api/contradictions',
  permission: 'referrals.match',
  summary:
    'What does not fit between referral, episode and the source told at the door; newest registration first. A page may be short while `nextCursor` is set',
  query: z.object({
    month: z
      .string()
      .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
      .optional(),
    code: z.enum(contradictionCodes).optional(),
    cursor: z.string().max(500).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  response: z.object({ items: z.array(contradictionRow), nextCursor: z.string().nullable() }),
  refusals: ['platform.bad-cursor'],
});

export const dismissContradiction = route({
  id: 'referrals.dismissContradiction',
  method: 'POST',
  path: '/api/contradictions/:episodeNo/dismissals',
  permission: 'referrals.match',
  summary: 'Take one contradiction of an episode off the list, with a reason',
  params: z.object({ episodeNo: episodeNoText }),
  body: z.object({ code: z.enum(contradictionCodes), reason: reasonText }),
  response: z.object({ episodeNo: z.string(), code: z.enum(contradictionCodes) }),
  refusals: ['platform.not-found'],
});
