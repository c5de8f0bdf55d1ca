import { z } from 'zod';
import { listQuery, pageOf } from '#kernel/page.ts';
import { route } from '#kernel/route.ts';
import {
  countOrNull,
  day,
  dayOrNull,
  divisionCode,
  instant,
  organizationKind,
  organizationParams,
  someWords,
  stage,
  version,
  wordsOrNull,
} from './common.ts';

export const nextStepState = z.enum(['none', 'planned', 'due', 'overdue']);

export const organizationRow = z.object({
  organizationId: z.string(),
  name: z.string(),
  kind: organizationKind,
  divisionCode: z.string().nullable(),
  /** Name of the township as the division table or the typed text has it. */
  township: z.string().nullable(),
  distanceM: z.number().int().nullable(),
  band: z.string().nullable(),
  headcount: z.number().int().nullable(),
  stage,
  stageSince: instant,
  nextStep: z.string().nullable(),
  nextStepOn: day.nullable(),
  nextStepState,
  ownerId: z.string().nullable(),
  ownerName: z.string().nullable(),
  sponsorId: z.string().nullable(),
  sponsorName: z.string().nullable(),
  contacts: z.number().int(),
  introducers: z.number().int(),
  /** Last day of the signed contract that ends latest. */
  contractUntil: day.nullable(),
  lastActivityOn: day.nullable(),
  isActive: z.boolean(),
  updatedAt: instant,
  version: z.number().int(),
});
export type OrganizationRow = z.output<typeof organizationRow>;

export const stageMove = z.object({
  moveId: z.string(),
  fromStage: stage,
  toStage: stage,
  reason: z.string().nullable(),
  nextStep: z.string().nullable(),
  nextStepOn: day.nullable(),
  movedByName: z.string(),
  movedAt: instant,
});

export const organizationDetail = organizationRow.extend({
  divisionName: z.string().nullable(),
  address: z.string().nullable(),
  latitude: z.number().nullable(),
  longitude: z.number().nullable(),
  note: z.string().nullable(),
  /** Names under which introducers give this unit as theirs. */
  institutions: z.array(z.string()),
  moves: z.array(stageMove),
  /** Where it may go next, and whether a reason is asked for. */
  movesTo: z.array(z.object({ stage, needsReason: z.boolean() })),
  hasContractInForce: z.boolean(),
  createdAt: instant,
  mayWrite: z.boolean(),
  /** May name another owner. */
  mayAssign: z.boolean(),
});
export type OrganizationDetail = z.output<typeof organizationDetail>;

/** Filters: name, kind, stage, divisionCode, township, ownerId, sponsorId, headcount, distanceM, nextStepOn, isActive, updatedAt. */
export const listOrganizations = route({
  id: 'organizations.listOrganizations',
  method: 'GET',
  path: '/api/organizations',
  permission: 'organizations.read',
  summary: 'Units the hospital works with; q searches name, township and the names of their contact persons',
  query: listQuery,
  response: pageOf(organizationRow),
});

export const exportOrganizations = route({
  id: 'organizations.exportOrganizations',
  method: 'GET',
  path: '/api/organizations/export',
  permission: 'organizations.read',
  summary: 'The filtered list as CSV, without contact data; the export is on record',
  query: listQuery,
  produces: 'text/csv',
});

export const readOrganization = route({
  id: 'organizations.readOrganization',
  method: 'GET',
  path: '/api/organizations/:organizationId',
  permission: 'organizations.read',
  summary: 'One unit with its pipeline history',
  params: organizationParams,
  response: organizationDetail,
  refusals: ['platform.not-found'],
});

/** What may be written. Absent: unchanged. Null: cleared. */
export const organizationFields = z.object({
  name: someWords(100).optional(),
  kind: organizationKind.optional(),
  divisionCode: divisionCode.nullable().optional(),
  township: wordsOrNull(60).optional(),
  address: wordsOrNull(200).optional(),
  latitude: z.number().min(-90).max(90).nullable().optional(),
  longitude: z.number().min(-180).max(180).nullable().optional(),
  /** Counts only where there are no coordinates. */
  distanceM: countOrNull.optional(),
  headcount: countOrNull.optional(),
  ownerId: z.uuid().nullable().optional(),
  sponsorId: z.uuid().nullable().optional(),
  nextStep: wordsOrNull(200).optional(),
  nextStepOn: dayOrNull.optional(),
  note: wordsOrNull(1000).optional(),
  isActive: z.boolean().optional(),
});
export type OrganizationFields = z.output<typeof organizationFields>;

const fieldRefusals = [
  'organizations.name-taken',
  'organizations.bad-division',
  'organizations.half-coordinates',
  'organizations.owner-unknown',
  'organizations.owner-not-yours',
] as const;

export const createOrganization = route({
  id: 'organizations.createOrganization',
  method: 'POST',
  path: '/api/organizations',
  permission: 'organizations.write',
  summary: 'Enter a unit; a rep becomes its owner',
  body: organizationFields.extend({ name: someWords(100), kind: organizationKind }),
  response: organizationDetail,
  refusals: [...fieldRefusals],
});

export const changeOrganization = route({
  id: 'organizations.changeOrganization',
  method: 'PATCH',
  path: '/api/organizations/:organizationId',
  permission: 'organizations.write',
  summary: 'Change fields of a unit',
  params: organizationParams,
  body: organizationFields.extend({ version }),
  response: organizationDetail,
  refusals: ['platform.not-found', 'platform.stale', ...fieldRefusals],
});

export const moveOrganization = route({
  id: 'organizations.moveOrganization',
  method: 'POST',
  path: '/api/organizations/:organizationId/stage-moves',
  permission: 'organizations.write',
  summary: 'Move a unit along the pipeline, with the next step agreed',
  params: organizationParams,
  body: z.object({
    version,
    to: stage,
    reason: wordsOrNull(500).optional(),
    nextStep: wordsOrNull(200).optional(),
    nextStepOn: dayOrNull.optional(),
  }),
  response: organizationDetail,
  refusals: [
    'platform.not-found',
    'platform.stale',
    'organizations.stage-not-reachable',
    'organizations.stage-needs-contract',
    'organizations.stage-needs-reason',
  ],
});

export const pipelineBoard = z.object({
  columns: z.array(
    z.object({
      stage,
      /** Of the column, shown or not. */
      total: z.number().int(),
      items: z.array(organizationRow),
      movesTo: z.array(z.object({ stage, needsReason: z.boolean() })),
    }),
  ),
});

export const readPipeline = route({
  id: 'organizations.readPipeline',
  method: 'GET',
  path: '/api/organization-pipeline',
  permission: 'organizations.read',
  summary: 'The pipeline board: at most 100 units a stage, the most urgent next step first',
  query: z.object({ q: z.string().max(100).optional(), mine: z.enum(['true', 'false']).default('false') }),
  response: pipelineBoard,
});

export const listOwnerChoices = route({
  id: 'organizations.listOwnerChoices',
  method: 'GET',
  path: '/api/organization-owner-choices',
  permission: 'organizations.read',
  summary: 'Colleagues who may own a relationship: accounts that read or write organizations',
  response: z.object({ items: z.array(z.object({ accountId: z.string(), displayName: z.string() })) }),
});

export const readReminders = route({
  id: 'organizations.readReminders',
  method: 'GET',
  path: '/api/organization-reminders',
  permission: 'organizations.read',
  summary: 'For the Today page: contracts that end within 60 days, next steps due, grid teams and townships with gaps',
  response: z.object({
    contracts: z.array(
      z.object({
        contractId: z.string(),
        organizationId: z.string(),
        organizationName: z.string(),
        title: z.string(),
        kind: z.string(),
        endsOn: day,
        daysLeft: z.number().int(),
      }),
    ),
    contractsTotal: z.number().int(),
    steps: z.array(
      z.object({
        organizationId: z.string(),
        name: z.string(),
        nextStep: z.string().nullable(),
        nextStepOn: day,
        state: nextStepState,
      }),
    ),
    stepsTotal: z.number().int(),
    teamsIncomplete: z.number().int(),
    screeningsThisWeek: z.number().int(),
  }),
});

export const proposal = z.object({
  institution: z.string(),
  name: z.string(),
  kind: organizationKind,
  divisionCode: z.string().nullable(),
  introducers: z.number().int(),
  organizationId: z.string().nullable(),
});

export const listProposals = route({
  id: 'organizations.listProposals',
  method: 'GET',
  path: '/api/organization-proposals',
  permission: 'organizations.manage',
  summary: 'Units proposed from the institutions that introducers name and that belong to none yet',
  response: z.object({
    items: z.array(proposal),
    lastBatch: z
      .object({
        batchId: z.string(),
        organizations: z.number().int(),
        institutions: z.number().int(),
        madeByName: z.string(),
        madeAt: instant,
      })
      .nullable(),
  }),
});

export const acceptProposals = route({
  id: 'organizations.acceptProposals',
  method: 'POST',
  path: '/api/organization-batches',
  permission: 'organizations.manage',
  summary: 'Make units of chosen proposals, or link the institution to the unit of that name; again changes nothing',
  body: z.object({
    items: z
      .array(z.object({ institution: z.string().min(1).max(200), kind: organizationKind }))
      .min(1)
      .max(2000),
  }),
  response: z.object({ batchId: z.string().nullable(), created: z.number().int(), linked: z.number().int() }),
});

export const undoBatch = route({
  id: 'organizations.undoBatch',
  method: 'DELETE',
  path: '/api/organization-batches/:batchId',
  permission: 'organizations.manage',
  summary: 'Take a batch back: its links, and its units that nobody has worked on since; the others stay',
  params: z.object({ batchId: z.uuid() }),
  response: z.object({ removed: z.number().int(), kept: z.number().int() }),
  refusals: ['platform.not-found', 'organizations.batch-undone'],
});
