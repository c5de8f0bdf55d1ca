import { z } from 'zod';
import { route } from '#kernel/route.ts';
import {
  countOrNull,
  day,
  dayOrNull,
  divisionCode,
  phoneOrNull,
  shownContact,
  someWords,
  version,
  wordsOrNull,
} from './common.ts';

/* Divisions, distance bands, coverage */

export const division = z.object({
  code: z.string(),
  name: z.string(),
  level: z.enum(['county', 'township', 'village']),
  parentCode: z.string().nullable(),
});

export const findDivisions = route({
  id: 'organizations.findDivisions',
  method: 'GET',
  path: '/api/organization-divisions',
  permission: 'organizations.read',
  summary: 'At most 30 divisions whose name or code fits a text, with the names above them',
  query: z.object({ q: z.string().max(60).default('') }),
  response: z.object({ items: z.array(division.extend({ path: z.string() })) }),
});

export const importDivisions = route({
  id: 'organizations.importDivisions',
  method: 'POST',
  path: '/api/organization-divisions',
  permission: 'organizations.manage',
  summary: 'Take divisions from a table with the columns code and name; what is there gets its new name',
  upload: true,
  response: z.object({
    counties: z.number().int(),
    townships: z.number().int(),
    villages: z.number().int(),
    added: z.number().int(),
    renamed: z.number().int(),
    skipped: z.number().int(),
    rejected: z.array(z.object({ row: z.number().int(), because: z.enum(['code', 'name', 'repeated']) })),
    rejectedTotal: z.number().int(),
  }),
  refusals: ['organizations.divisions-columns', 'organizations.divisions-empty', 'organizations.divisions-too-many'],
});

export const band = z.object({ name: someWords(30), uptoM: z.number().int().min(1).max(10_000_000).nullable() });
export const areaSettings = z.object({
  latitude: z.number().nullable(),
  longitude: z.number().nullable(),
  bands: z.array(band),
  /** 0 while the built-in bands hold. */
  version: z.number().int(),
  divisions: z.number().int(),
});
export type AreaSettings = z.output<typeof areaSettings>;

export const readAreaSettings = route({
  id: 'organizations.readAreaSettings',
  method: 'GET',
  path: '/api/organization-area-settings',
  permission: 'organizations.read',
  summary: 'The hospital’s coordinates, the table of distance bands and how many divisions are known',
  response: areaSettings,
});

export const changeAreaSettings = route({
  id: 'organizations.changeAreaSettings',
  method: 'PUT',
  path: '/api/organization-area-settings',
  permission: 'organizations.manage',
  summary: 'Set coordinates and bands; distances of units with coordinates are reckoned anew',
  body: z.object({
    version: z.number().int().min(0),
    latitude: z.number().min(-90).max(90).nullable(),
    longitude: z.number().min(-180).max(180).nullable(),
    bands: z.array(band).min(2).max(12),
  }),
  response: areaSettings,
  refusals: ['platform.stale', 'organizations.bands-unsound', 'organizations.half-coordinates'],
});

export const coverage = z.object({
  /** False: no townships are known, nothing can be said. */
  hasDivisions: z.boolean(),
  counties: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      people: z.number().int(),
      short: z.number().int(),
      townships: z.array(
        z.object({
          code: z.string(),
          name: z.string(),
          introducers: z.number().int(),
          contacts: z.number().int(),
          people: z.number().int(),
          organizations: z.number().int(),
          isShort: z.boolean(),
        }),
      ),
    }),
  ),
  unplaced: z.number().int(),
});
export type Coverage = z.output<typeof coverage>;

export const readCoverage = route({
  id: 'organizations.readCoverage',
  method: 'GET',
  path: '/api/organization-coverage',
  permission: 'organizations.read',
  summary: 'Active contacts (introducers and contact persons) of every township; counts only, no names',
  response: coverage,
});

/* Community grid teams */

const teamFields = z.object({
  name: someWords(60),
  organizationId: z.uuid().nullable().optional(),
  divisionCode: divisionCode.nullable().optional(),
  area: someWords(200),
  doctorName: wordsOrNull(60).optional(),
  doctorPhone: phoneOrNull.optional(),
  nurseName: wordsOrNull(60).optional(),
  nursePhone: phoneOrNull.optional(),
  workerName: wordsOrNull(60).optional(),
  workerPhone: phoneOrNull.optional(),
  households: countOrNull.optional(),
  familiesSigned: countOrNull.optional(),
  personsSigned: countOrNull.optional(),
  termFrom: dayOrNull.optional(),
  termUntil: dayOrNull.optional(),
  note: wordsOrNull(500).optional(),
  isActive: z.boolean().optional(),
});
export type TeamFields = z.output<typeof teamFields>;

const member = z.object({ name: z.string().nullable(), phone: shownContact });
export const team = z.object({
  teamId: z.string(),
  name: z.string(),
  organizationId: z.string().nullable(),
  organizationName: z.string().nullable(),
  divisionCode: z.string().nullable(),
  divisionName: z.string().nullable(),
  area: z.string(),
  doctor: member,
  nurse: member,
  worker: member,
  missing: z.array(z.enum(['doctor', 'nurse', 'worker'])),
  households: z.number().int().nullable(),
  familiesSigned: z.number().int().nullable(),
  personsSigned: z.number().int().nullable(),
  termFrom: day.nullable(),
  termUntil: day.nullable(),
  termState: z.enum(['unknown', 'future', 'running', 'ending', 'over']),
  note: z.string().nullable(),
  isActive: z.boolean(),
  version: z.number().int(),
});
export type Team = z.output<typeof team>;

export const screening = z.object({
  screeningId: z.string(),
  teamId: z.string(),
  teamName: z.string(),
  onDay: day,
  place: z.string(),
  purpose: z.string(),
  expected: z.number().int().nullable(),
  screened: z.number().int().nullable(),
  status: z.enum(['planned', 'done', 'cancelled']),
  isOverdue: z.boolean(),
  version: z.number().int(),
});
export type Screening = z.output<typeof screening>;

export const listTeams = route({
  id: 'organizations.listTeams',
  method: 'GET',
  path: '/api/grid-teams',
  permission: 'organizations.read',
  summary: 'Community grid teams (a rep sees those of own units), incomplete ones first, at most 500',
  response: z.object({ items: z.array(team), total: z.number().int() }),
});

const teamRefusals = [
  'organizations.team-term',
  'organizations.bad-division',
  'organizations.more-signed-than-households',
] as const;

export const addTeam = route({
  id: 'organizations.addTeam',
  method: 'POST',
  path: '/api/grid-teams',
  permission: 'organizations.write',
  summary: 'Enter a grid team; a rep names a unit of his own',
  body: teamFields,
  response: z.object({ teamId: z.string() }),
  refusals: ['platform.not-found', ...teamRefusals],
});

export const changeTeam = route({
  id: 'organizations.changeTeam',
  method: 'PATCH',
  path: '/api/grid-teams/:teamId',
  permission: 'organizations.write',
  summary: 'Change a grid team',
  params: z.object({ teamId: z.uuid() }),
  body: teamFields.partial().extend({ version }),
  response: z.object({ teamId: z.string() }),
  refusals: ['platform.not-found', 'platform.stale', ...teamRefusals],
});

export const listScreenings = route({
  id: 'organizations.listScreenings',
  method: 'GET',
  path: '/api/grid-screenings',
  permission: 'organizations.read',
  summary: 'Screenings of the grid teams between two days, at most 500',
  query: z.object({ from: day, until: day }),
  response: z.object({ items: z.array(screening) }),
});

const screeningFields = z.object({
  onDay: day,
  place: someWords(100),
  purpose: someWords(100),
  expected: countOrNull.optional(),
  screened: countOrNull.optional(),
  status: z.enum(['planned', 'done', 'cancelled']).optional(),
});
export type ScreeningFields = z.output<typeof screeningFields>;

export const addScreening = route({
  id: 'organizations.addScreening',
  method: 'POST',
  path: '/api/grid-teams/:teamId/screenings',
  permission: 'organizations.write',
  summary: 'Plan a screening',
  params: z.object({ teamId: z.uuid() }),
  body: screeningFields,
  response: z.object({ screeningId: z.string() }),
  refusals: ['platform.not-found', 'organizations.screening-in-future'],
});

export const changeScreening = route({
  id: 'organizations.changeScreening',
  method: 'PATCH',
  path: '/api/grid-screenings/:screeningId',
  permission: 'organizations.write',
  summary: 'Change a screening, or note how many came',
  params: z.object({ screeningId: z.uuid() }),
  body: screeningFields.partial().extend({ version }),
  response: z.object({ screeningId: z.string() }),
  refusals: ['platform.not-found', 'platform.stale', 'organizations.screening-in-future'],
});
