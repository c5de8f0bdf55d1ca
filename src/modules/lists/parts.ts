import type { HospitalId } from '#kernel/ids.ts';
import type { Actor } from '#modules/staff/index.ts';
import type { Routes } from '#platform/http/serve.ts';
import type { JobHandlers, JobRun } from '#platform/jobs/jobs.ts';
import type { Tools } from '#platform/tools.ts';
import { failures } from './failures.ts';
import { runBulk, runBulkUndo } from './jobs/bulk.ts';
import { runExport } from './jobs/export.ts';
import type { AnyListOffer } from './offer.ts';
import { listRoutes } from './routes.ts';
import { undoMinutes } from './rules/undo.ts';
import { deleteOldBefores } from './store/bulk.ts';
import { deleteExpiredExports } from './store/exports.ts';
import { deleteRemovedViews } from './store/views.ts';

/** What this module gives the application, over the lists the other modules offer. */
export function listsModule(offers: readonly AnyListOffer[]) {
  const jobs: JobHandlers = {
    'lists.bulk': (tools: Tools, input: { runId: string }, run: JobRun) => runBulk(tools, offers, input, run),
    'lists.bulk-undo': (tools: Tools, input: { runId: string }, run: JobRun) => runBulkUndo(tools, offers, input, run),
    'lists.export': (tools: Tools, input: { exportId: string }, run: JobRun) => runExport(tools, offers, input, run),
  };
  return {
    name: 'lists',
    failures,
    routes: (routes: Routes<Actor>, tools: Tools): void => listRoutes(routes, tools, offers),
    jobs,
    jobDescriptions: {
      'lists.bulk': { zh: '批量操作', en: 'Bulk action' },
      'lists.bulk-undo': { zh: '撤销批量操作', en: 'Undo of a bulk action' },
      'lists.export': { zh: '导出列表', en: 'Export of a list', resultPath: () => '/exports' },
    },
    chores: [
      {
        name: 'forget what lists need no longer',
        everySeconds: 600,
        run: async (tools: Tools, hospitalId: HospitalId): Promise<void> =>
          tools.db.transaction({ hospitalId }, async (tx) => {
            const beyondUndo = tools.now() - 2 * undoMinutes * 60_000;
            await deleteRemovedViews(tx, beyondUndo);
            await deleteOldBefores(tx, beyondUndo);
            await deleteExpiredExports(tx, tools.now());
          }),
      },
    ],
  };
}
