import { z } from 'zod';
import { route } from '#kernel/route.ts';
import { day, instant, patientId, someWords } from './common.ts';

export const decidedLevel = z.object({
  level: z.number(),
  basis: z.enum(['computed', 'override']),
  /** Codes of the criteria that hold, of the computed level. */
  because: z.array(z.string()),
  computedLevel: z.number(),
  facts: z.record(z.string(), z.union([z.number(), z.boolean(), z.null()])),
  override: z.object({ reason: z.string(), expiresAt: instant, byName: z.string().nullable(), at: instant }).nullable(),
});

export const readLevels = route({
  id: 'patients.readLevels',
  method: 'GET',
  path: '/api/patients/:patientId/levels',
  permission: 'patients.read',
  summary: 'Changes of the relationship level, newest first',
  params: patientId,
  response: z.object({
    items: z.array(
      z.object({
        at: instant,
        level: z.number(),
        basis: z.enum(['computed', 'override']),
        because: z.array(z.string()),
        reason: z.string().nullable(),
        expiresAt: instant.nullable(),
        byName: z.string().nullable(),
      }),
    ),
  }),
});

export const overrideLevel = route({
  id: 'patients.overrideLevel',
  method: 'PUT',
  path: '/api/patients/:patientId/level',
  permission: 'patients.write',
  summary: 'Set the level by hand, with a reason, until a day',
  params: patientId,
  body: z.object({ level: z.number().int().min(1).max(5), reason: someWords(300), expiresOn: day }),
  refusals: ['patients.override-expired'],
});

export const endOverride = route({
  id: 'patients.endOverride',
  method: 'DELETE',
  path: '/api/patients/:patientId/level',
  permission: 'patients.write',
  summary: 'Let the level be computed again',
  params: patientId,
});

export const readLevelMoves = route({
  id: 'patients.readLevelMoves',
  method: 'GET',
  path: '/api/patient-level-moves',
  permission: 'patients.read',
  summary: 'How many patients moved between levels in a quarter',
  query: z.object({
    year: z.coerce.number().int().min(2000).max(2100),
    quarter: z.coerce.number().int().min(1).max(4),
  }),
  response: z.object({
    /** `from` null: became a patient in the quarter. */
    moves: z.array(z.object({ from: z.number().nullable(), to: z.number(), patients: z.number() })),
  }),
});
