import { rm } from 'node:fs/promises';
import type { HospitalId } from '#kernel/ids.ts';
import { RefusalError, refuse } from '#kernel/refusal.ts';
import { type Actor, systemActor } from '#modules/staff/index.ts';
import type { Routes } from '#platform/http/serve.ts';
import type { JobHandlers, JobRun } from '#platform/jobs/jobs.ts';
import type { Tools } from '#platform/tools.ts';
import { importJob, readEncoding } from './actions.ts';
import { failures } from './failures.ts';
import { importRoutes } from './routes.ts';
import { runImport } from './run-import.ts';
import * as store from './store.ts';

const jobs: JobHandlers = {
  [importJob]: async (tools: Tools, { runId }: { runId: string }, run: JobRun) => {
    const scope = { hospitalId: run.hospitalId };
    const stored = await tools.db.read(scope, (tx) => store.readRun(tx, runId));
    if (!stored?.file_path) throw new RefusalError(refuse('imports.file-gone'));
    // A job taken up again after a crash: the import may have been committed just before.
    if (stored.state === 'done' || stored.state === 'undone') return { runId };
    const actor: Actor = { ...systemActor(scope, 'job'), accountId: run.requestedBy };
    const order = {
      runId,
      kind: stored.kind,
      path: stored.file_path,
      encoding: readEncoding(stored.encoding),
      sheet: stored.sheet,
      mapping: stored.mapping,
      isDryRun: stored.is_dry_run,
    };
    const summary = await runImport(tools, actor, order, {
      // Rows are what people count in; how many there will be follows from the share of the file that is read.
      progress: ({ rowsRead }, share) => run.progress(rowsRead, share > 0 ? Math.ceil(rowsRead / share) : null),
    });
    return 'refused' in summary ? summary : { runId, ...summary };
  },
};

/** What this module gives the application. */
export const importsModule = {
  name: 'imports',
  failures,
  routes: (routes: Routes<Actor>, tools: Tools): void => importRoutes(routes, tools),
  jobs,
  jobDescriptions: {
    [importJob]: {
      zh: '数据导入',
      en: 'Data import',
      resultPath: ({ input }: { input: unknown }) => `/settings/imports/${(input as { runId: string }).runId}`,
    },
  },
  chores: [
    { name: 'import-uploads', everySeconds: 600, run: removeStaleUploads },
    { name: 'import-leases', everySeconds: 15, run: interruptAbandoned },
  ],
};

async function interruptAbandoned(tools: Tools, hospitalId: HospitalId): Promise<void> {
  await tools.db.transaction({ hospitalId }, store.interruptAbandonedRuns);
}

async function removeStaleUploads(tools: Tools, hospitalId: HospitalId): Promise<void> {
  const stale = await tools.db.read({ hospitalId }, store.readStaleUploads);
  for (const { run_id: runId, file_path: path } of stale) {
    await rm(path, { force: true });
    await tools.db.transaction({ hospitalId }, (tx) => store.forgetUpload(tx, runId));
  }
  await tools.db.transaction({ hospitalId }, store.forgetRejected);
}
