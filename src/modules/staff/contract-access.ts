import { z } from 'zod';
import { route } from '#kernel/route.ts';
import { tiers } from '#kernel/tiers.ts';
import { roles } from './rules/permissions.ts';

const instant = z.string().describe('RFC 3339 date-time');
const subjectKinds = ['patient', 'record', 'episode', 'referral'] as const;

export const glassInfo = z.object({
  id: z.string(),
  accountName: z.string(),
  roles: z.array(z.string()),
  subjectKind: z.string(),
  subjectId: z.string(),
  reason: z.string(),
  brokenAt: instant,
  endsAt: instant,
  isHeld: z.boolean(),
  /** The asker broke it: another person reviews. */
  isOwn: z.boolean(),
  /** How often the record was read by this person meanwhile. */
  reads: z.number().int(),
  reviewedAt: instant.nullable(),
  reviewedBy: z.string().nullable(),
  verdict: z.enum(['justified', 'not_justified']).nullable(),
  remark: z.string().nullable(),
});
export type GlassInfo = z.output<typeof glassInfo>;

export const breakGlass = route({
  id: 'staff.breakGlass',
  method: 'POST',
  path: '/api/broken-glasses',
  permission: 'glass.break',
  summary: 'See one patient’s contact, identity and health for 30 minutes, with a reason; compliance is told at once',
  body: z.object({
    subjectKind: z.enum(subjectKinds),
    subjectId: z.string().trim().min(1).max(100),
    reason: z.string().trim().max(500),
  }),
  response: glassInfo,
  refusals: ['staff.glass-reason-too-short', 'staff.glass-limit'],
});

export const listHeldGlasses = route({
  id: 'staff.listHeldGlasses',
  method: 'GET',
  path: '/api/broken-glasses/held',
  permission: 'glass.break',
  summary: 'The asker’s own broken glasses that still hold',
  response: z.object({ items: z.array(glassInfo) }),
});

export const endGlass = route({
  id: 'staff.endGlass',
  method: 'DELETE',
  path: '/api/broken-glasses/:glassId',
  permission: 'glass.break',
  summary: 'End the own broken glass before its time',
  params: z.object({ glassId: z.uuid() }),
  refusals: ['platform.not-found'],
});

export const listGlasses = route({
  id: 'staff.listGlasses',
  method: 'GET',
  path: '/api/broken-glasses',
  permission: 'access.review',
  summary: 'Broken glasses: those not reviewed first, then the latest; at most 200; push topic `glasses`',
  query: z.object({ open: z.enum(['0', '1']).default('0') }),
  response: z.object({ items: z.array(glassInfo) }),
});

export const reviewGlass = route({
  id: 'staff.reviewGlass',
  method: 'POST',
  path: '/api/broken-glasses/:glassId/review',
  permission: 'access.review',
  summary: 'Say whether it was justified, with a remark; once, and not one’s own',
  params: z.object({ glassId: z.uuid() }),
  body: z.object({ verdict: z.enum(['justified', 'not_justified']), remark: z.string().trim().min(2).max(500) }),
  response: glassInfo,
  refusals: ['platform.not-found', 'staff.glass-own', 'staff.glass-reviewed'],
});

export const subjectRead = z.object({
  seq: z.number().int(),
  at: instant,
  actorName: z.string(),
  via: z.string(),
  action: z.string(),
  /** Which field was revealed. */
  field: z.string().nullable(),
  reason: z.string().nullable(),
});

export const listSubjectReads = route({
  id: 'staff.listSubjectReads',
  method: 'GET',
  path: '/api/subject-reads',
  permission: 'access.trace',
  summary: 'Who looked at one subject’s protected data, newest first, at most 200; asking is itself recorded',
  query: z.object({ kind: z.string().min(1).max(40), id: z.string().min(1).max(100) }),
  response: z.object({ items: z.array(subjectRead) }),
});

export const readAccessSettings = route({
  id: 'staff.readAccessSettings',
  method: 'GET',
  path: '/api/access-settings',
  permission: 'access.review',
  summary: 'How many protected fields a person may show in an hour',
  response: z.object({ revealsAnHour: z.number().int() }),
});

export const changeAccessSettings = route({
  id: 'staff.changeAccessSettings',
  method: 'PUT',
  path: '/api/access-settings',
  permission: 'access.review',
  summary: 'Change that limit',
  body: z.object({ revealsAnHour: z.number().int().min(1).max(1000) }),
  response: z.object({ revealsAnHour: z.number().int() }),
});

const sight = z.enum(['full', 'masked']);

export const readFieldMatrix = route({
  id: 'staff.readFieldMatrix',
  method: 'GET',
  path: '/api/permission-table/fields',
  permission: 'session',
  summary: 'Role × route × field tier as it is enforced, made from the contracts',
  response: z.object({
    routes: z.array(
      z.object({
        id: z.string(),
        method: z.string(),
        path: z.string(),
        permission: z.string(),
        /** Fields of the answer by tier; a module without a tier sheet answers nothing about people. */
        tiers: z.array(z.object({ tier: z.enum(tiers), fields: z.array(z.string()) })),
        /** Roles that may call it, and what of each tier they see. `masked`: some field of that tier is hidden or shortened. */
        roles: z.array(z.object({ role: z.enum(roles), sees: z.partialRecord(z.enum(tiers), sight) })),
      }),
    ),
  }),
});
