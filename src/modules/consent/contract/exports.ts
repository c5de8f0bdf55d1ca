import { z } from 'zod';
import { listQuery, pageOf } from '#kernel/page.ts';
import { route } from '#kernel/route.ts';
import { instant, reason } from './common.ts';
import { producedFile } from './rights.ts';

export const exportState = z.enum(['requested', 'rejected', 'approved', 'done', 'failed', 'withdrawn']);
export const exportDataset = z.enum(['visits', 'people']);
export const exportAudience = z.enum(['marketing', 'internal']);

export const anonymityReport = z.object({
  kWanted: z.number().int(),
  kReached: z.number().int(),
  rowsIn: z.number().int(),
  rowsOut: z.number().int(),
  suppressedRows: z.number().int(),
  suppressedCells: z.number().int(),
  /** Left out beforehand: conditions that never enter marketing. */
  sensitiveRows: z.number().int(),
  scrubbedCells: z.number().int(),
  rareCells: z.number().int(),
  generalisations: z.array(z.object({ column: z.string(), level: z.string() })).readonly(),
  classes: z.number().int(),
  riskMaxBp: z.number().int(),
  riskAverageBp: z.number().int(),
});
export type AnonymityInfo = z.output<typeof anonymityReport>;

export const exportRow = z.object({
  exportId: z.string(),
  dataset: exportDataset,
  audience: exportAudience,
  k: z.number().int(),
  format: z.enum(['xlsx', 'csv']),
  fromDay: z.string(),
  untilDay: z.string(),
  dateTreatment: z.enum(['month', 'shift']),
  reason: z.string(),
  state: exportState,
  requestedBy: z.string(),
  requestedByName: z.string(),
  requestedAt: instant,
  decidedByName: z.string().nullable(),
  decidedAt: instant.nullable(),
  decisionReason: z.string().nullable(),
  jobId: z.string().nullable(),
  report: anonymityReport.nullable(),
  version: z.number().int(),
});
export type ExportRow = z.output<typeof exportRow>;
export const exportDetail = exportRow.extend({ files: z.array(producedFile) });
export type ExportDetail = z.output<typeof exportDetail>;

export const listExports = route({
  id: 'consent.listExports',
  method: 'GET',
  path: '/api/deidentified-exports',
  permission: 'export.deidentified.read',
  summary: 'De-identified exports, newest first; fields state, dataset, audience, requestedAt; push topic `exports`',
  query: listQuery,
  response: pageOf(exportRow),
});

export const readExport = route({
  id: 'consent.readExport',
  method: 'GET',
  path: '/api/deidentified-exports/:exportId',
  permission: 'export.deidentified.read',
  summary: 'One export with its anonymity report and files',
  params: z.object({ exportId: z.uuid() }),
  response: exportDetail,
  refusals: ['platform.not-found'],
});

export const requestExport = route({
  id: 'consent.requestExport',
  method: 'POST',
  path: '/api/deidentified-exports',
  permission: 'export.deidentified.request',
  summary: 'Ask for a de-identified export; somebody else approves it',
  body: z.object({
    dataset: exportDataset,
    audience: exportAudience,
    k: z.number().int().min(2).max(1000),
    format: z.enum(['xlsx', 'csv']),
    fromDay: z.iso.date(),
    untilDay: z.iso.date(),
    dateTreatment: z.enum(['month', 'shift']),
    reason,
  }),
  response: exportDetail,
  refusals: ['consent.export-k-too-small', 'consent.export-period-wrong'],
});

export const decideExport = route({
  id: 'consent.decideExport',
  method: 'PUT',
  path: '/api/deidentified-exports/:exportId/decision',
  permission: 'export.deidentified.approve',
  summary: 'Approve or reject an export; never one’s own',
  params: z.object({ exportId: z.uuid() }),
  body: z.object({ approves: z.boolean(), reason, version: z.number().int() }),
  response: exportDetail,
  refusals: ['platform.not-found', 'platform.stale', 'consent.export-own', 'consent.export-wrong-state'],
});

export const downloadExport = route({
  id: 'consent.downloadExport',
  method: 'GET',
  path: '/api/deidentified-exports/:exportId/files/:fileId',
  permission: 'export.deidentified.read',
  summary: 'The file of an export, for who asked for it and who approved it; recorded in the audit log',
  params: z.object({ exportId: z.uuid(), fileId: z.uuid() }),
  produces: 'application/octet-stream',
  refusals: ['platform.not-found', 'consent.file-expired'],
});
