import { z } from 'zod';
import { listQuery, pageOf } from '#kernel/page.ts';
import { route } from '#kernel/route.ts';

const instant = z.string().describe('RFC 3339 date-time');

export const auditEntryInfo = z.object({
  seq: z.number().int(),
  at: instant,
  actorId: z.string().nullable(),
  actorName: z.string(),
  via: z.string(),
  action: z.string(),
  subjectKind: z.string().nullable(),
  subjectId: z.string().nullable(),
  /** Present name of a subject that is an account. */
  subjectName: z.string().nullable(),
  reason: z.string().nullable(),
  fromAddress: z.string().nullable(),
  /** Ids, codes, counts, before and after of fields that are not personal. */
  detail: z.record(z.string(), z.unknown()),
});
export type AuditEntryInfo = z.output<typeof auditEntryInfo>;

export const listAudit = route({
  id: 'staff.listAudit',
  method: 'GET',
  path: '/api/audit',
  permission: 'audit.read',
  summary: 'The audit log, newest first; filters: at, actorId, actorName, via, action, subjectKind, subjectId',
  query: listQuery,
  response: pageOf(auditEntryInfo),
});

export const exportAudit = route({
  id: 'staff.exportAudit',
  method: 'GET',
  path: '/api/audit/export',
  permission: 'audit.read',
  summary: 'The filtered audit log as CSV, oldest first; the export is itself an entry',
  query: listQuery.pick({ filter: true }),
  produces: 'text/csv',
});

export const chainReport = z.object({
  entries: z.number().int(),
  intact: z.boolean(),
  break: z.object({ seq: z.number().int(), problem: z.enum(['gap', 'hash', 'head']) }).nullable(),
  head: z.object({ seq: z.number().int(), hash: z.string() }).nullable(),
  verifiedAt: instant,
});
export type ChainReportInfo = z.output<typeof chainReport>;

export const verifyAuditChain = route({
  id: 'staff.verifyAuditChain',
  method: 'POST',
  path: '/api/audit/verification',
  permission: 'audit.read',
  summary: 'Check every entry of the hospital’s chain: changed, missing, inserted, cut off',
  response: chainReport,
});
