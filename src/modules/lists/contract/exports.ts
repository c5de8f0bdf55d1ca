import { z } from 'zod';
import { route } from '#kernel/route.ts';
import { selection } from './bulk.ts';
import { listId } from './views.ts';

export const exportInfo = z.object({
  exportId: z.string(),
  jobId: z.string(),
  list: z.string(),
  label: z.string(),
  format: z.enum(['xlsx', 'csv']),
  requestedAt: z.string(),
  /** Null until the file is ready. */
  rowCount: z.number().int().nullable(),
  fileName: z.string().nullable(),
  fileBytes: z.number().int().nullable(),
  expiresAt: z.string(),
});
export type ExportInfo = z.output<typeof exportInfo>;

export const startExport = route({
  id: 'lists.startExport',
  method: 'POST',
  path: '/api/list-exports',
  permission: 'session',
  summary:
    'Write what a list shows into a file, as a job: its filter, columns, row scope and tiers; the list’s own permission is asked',
  body: z.object({
    list: listId,
    format: z.enum(['xlsx', 'csv']).default('xlsx'),
    selection,
    sort: z.string().max(60).optional(),
    /** Keys of the page’s columns; absent: all. */
    columns: z.array(z.string().max(60)).max(60).optional(),
  }),
  response: exportInfo,
  refusals: ['platform.not-found', 'platform.not-permitted', 'platform.unknown-filter', 'lists.too-many-rows'],
});

export const listExports = route({
  id: 'lists.listExports',
  method: 'GET',
  path: '/api/list-exports',
  permission: 'session',
  summary: 'Own exports that are still kept, newest first',
  response: z.object({ items: z.array(exportInfo) }),
});

export const downloadExport = route({
  id: 'lists.downloadExport',
  method: 'GET',
  path: '/api/list-exports/:exportId/file',
  permission: 'session',
  summary: 'The file of an own export, for seven days',
  params: z.object({ exportId: z.uuid() }),
  produces: 'application/octet-stream',
  refusals: ['platform.not-found', 'platform.not-permitted'],
});
