import { z } from 'zod';
import { listQuery, pageOf } from '#kernel/page.ts';
import { route } from '#kernel/route.ts';
import { importKinds } from './rules/rows.ts';

const runId = z.object({ runId: z.uuid() });
export const mappingSchema = z.record(z.string().max(60), z.number().int().min(0).max(999));

export const importRun = z.object({
  runId: z.string(),
  kind: z.enum(importKinds),
  fileName: z.string(),
  /** How the file is read: `auto` or a name, and the worksheet. */
  encoding: z.string(),
  sheet: z.string().nullable(),
  state: z.enum(['uploaded', 'checking', 'checked', 'running', 'done', 'failed', 'cancelled', 'interrupted', 'undone']),
  jobId: z.string().nullable(),
  rowsRead: z.number(),
  rowsNew: z.number(),
  rowsChanged: z.number(),
  rowsSame: z.number(),
  rowsRejected: z.number(),
  rowsWarned: z.number(),
  /** Sentences in the reader's language. */
  notices: z.array(z.string()),
  problem: z.string().nullable(),
  startedByName: z.string(),
  startedAt: z.number(),
  endedAt: z.number().nullable(),
  undoneAt: z.number().nullable(),
  mayUndo: z.boolean(),
});
export type ImportRun = z.output<typeof importRun>;

export const importColumn = z.object({
  name: z.string(),
  title: z.string(),
  required: z.enum(['value', 'column']).nullable(),
  example: z.string(),
  aliases: z.array(z.string()),
});

export const importPreview = z.object({
  runId: z.string(),
  kind: z.enum(importKinds),
  format: z.enum(['delimited', 'workbook']),
  encoding: z.string().nullable(),
  sheets: z.array(z.object({ name: z.string(), hidden: z.boolean() })),
  sheet: z.string().nullable(),
  headers: z.array(z.string()),
  rows: z.array(z.array(z.string())),
  columns: z.array(importColumn),
  mapping: mappingSchema,
  confidence: z.record(z.string(), z.number()),
  ignored: z.array(z.string()),
  missing: z.array(z.string()),
});
export type ImportPreview = z.output<typeof importPreview>;

export const uploadImport = route({
  id: 'imports.uploadImport',
  method: 'POST',
  path: '/api/imports',
  permission: 'imports.run',
  summary: 'Upload a table; answers what was recognised, imports nothing',
  query: z.object({ kind: z.enum(importKinds), encoding: z.string().max(20).default('auto') }),
  upload: true,
  response: importPreview,
  refusals: ['imports.no-header', 'imports.unknown-encoding', 'files.unknown-format', 'files.workbook-too-big'],
});

export const previewImport = route({
  id: 'imports.previewImport',
  method: 'GET',
  path: '/api/imports/:runId/preview',
  permission: 'imports.run',
  summary: 'Look at an uploaded file again, with another encoding or worksheet',
  params: runId,
  query: z.object({ encoding: z.string().max(20).default('auto'), sheet: z.string().max(100).optional() }),
  response: importPreview,
  refusals: ['imports.file-gone'],
});

const start = z.object({
  mapping: mappingSchema,
  encoding: z.string().max(20).default('auto'),
  sheet: z.string().max(100).nullable().default(null),
});

export const checkImport = route({
  id: 'imports.checkImport',
  method: 'POST',
  path: '/api/imports/:runId/checks',
  permission: 'imports.run',
  summary: 'Dry run as a background job: counts and reasons, nothing stored',
  params: runId,
  body: start,
  response: z.object({ jobId: z.string() }),
  refusals: ['imports.columns-missing', 'imports.not-possible-now', 'imports.file-gone'],
});

export const startImport = route({
  id: 'imports.startImport',
  method: 'POST',
  path: '/api/imports/:runId/start',
  permission: 'imports.run',
  summary: 'Import as a background job',
  params: runId,
  body: start,
  response: z.object({ jobId: z.string() }),
  refusals: ['imports.columns-missing', 'imports.not-possible-now', 'imports.file-gone'],
});

export const listImports = route({
  id: 'imports.listImports',
  method: 'GET',
  path: '/api/imports',
  permission: 'imports.run',
  summary: 'Imports, newest first',
  query: listQuery,
  response: pageOf(importRun),
});

export const readImport = route({
  id: 'imports.readImport',
  method: 'GET',
  path: '/api/imports/:runId',
  permission: 'imports.run',
  summary: 'One import with its counts',
  params: runId,
  response: importRun,
});

export const listRejectedRows = route({
  id: 'imports.listRejectedRows',
  method: 'GET',
  path: '/api/imports/:runId/rejected-rows',
  permission: 'imports.run',
  summary: 'Rejected rows with their reasons, in file order',
  params: runId,
  query: z.object({
    after: z.coerce.number().int().min(0).default(0),
    limit: z.coerce.number().int().min(1).max(500).default(100),
  }),
  response: z.object({
    headers: z.array(z.string()),
    items: z.array(z.object({ rowNumber: z.number(), cells: z.array(z.string()), reasons: z.array(z.string()) })),
  }),
});

export const downloadRejectedRows = route({
  id: 'imports.downloadRejectedRows',
  method: 'GET',
  path: '/api/imports/:runId/rejected-rows.csv',
  permission: 'imports.run',
  summary: 'The rejected rows as a file that can be corrected and imported again',
  params: runId,
  produces: 'text/csv',
});

export const undoImport = route({
  id: 'imports.undoImport',
  method: 'POST',
  path: '/api/imports/:runId/undo',
  permission: 'imports.undo',
  summary: 'Take an import back within seven days, unless a settlement has used its rows',
  params: runId,
  response: z.object({ restored: z.number(), removed: z.number() }),
  refusals: ['imports.undo-too-late', 'imports.undo-settled', 'imports.undo-overwritten', 'imports.not-possible-now'],
});
