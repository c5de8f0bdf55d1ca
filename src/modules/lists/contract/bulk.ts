import { z } from 'zod';
import { route } from '#kernel/route.ts';
import { listId } from './views.ts';

const rowIds = z.array(z.string().max(80)).max(5000);

/** Chosen rows, or everything a filter finds except some. */
export const selection = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('rows'), ids: rowIds.min(1) }),
  z.object({
    kind: z.literal('all'),
    q: z.string().max(100).optional(),
    filter: z.array(z.string().max(300)).max(20).default([]),
    except: rowIds.default([]),
  }),
]);
export type Selection = z.output<typeof selection>;

export const bulkRun = z.object({
  runId: z.string(),
  jobId: z.string(),
  list: z.string(),
  action: z.string(),
  label: z.string(),
  state: z.enum(['waiting', 'running', 'done', 'failed', 'cancelled']),
  /** Rows changed so far; a cancelled run keeps them. */
  changed: z.number().int(),
  /** Rows that were already so, or may not be changed. */
  skipped: z.number().int(),
  canUndo: z.boolean(),
  undoUntil: z.string(),
});
export type BulkRun = z.output<typeof bulkRun>;

export const startBulkRun = route({
  id: 'lists.startBulkRun',
  method: 'POST',
  path: '/api/bulk-runs',
  permission: 'session',
  summary:
    'Do something with chosen rows of a list or with everything its filter finds, as a job; the action’s own permission is asked',
  body: z.object({
    list: listId,
    action: z.string().max(60),
    selection,
    input: z.record(z.string(), z.unknown()).default({}),
  }),
  response: bulkRun,
  refusals: ['platform.not-found', 'platform.not-permitted', 'platform.unknown-filter', 'lists.bad-input'],
});

export const readBulkRun = route({
  id: 'lists.readBulkRun',
  method: 'GET',
  path: '/api/bulk-runs/:runId',
  permission: 'session',
  summary: 'How far an own bulk action is, and whether it can be undone',
  params: z.object({ runId: z.uuid() }),
  response: bulkRun,
  refusals: ['platform.not-found'],
});

export const undoBulkRun = route({
  id: 'lists.undoBulkRun',
  method: 'POST',
  path: '/api/bulk-runs/:runId/undo',
  permission: 'session',
  summary: 'Take an own bulk action back, within 30 minutes; rows changed again since stay as they are',
  params: z.object({ runId: z.uuid() }),
  response: bulkRun,
  refusals: [
    'platform.not-found',
    'platform.not-permitted',
    'lists.undo-too-late',
    'lists.not-undoable',
    'lists.still-running',
  ],
});
