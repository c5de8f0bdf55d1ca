import type { Actor } from '#modules/staff/index.ts';
import type { Routes } from '#platform/http/serve.ts';
import type { JobHandlers, JobRun } from '#platform/jobs/jobs.ts';
import type { Tools } from '#platform/tools.ts';
import { readInFile, readJob } from './actions.ts';
import { failures } from './failures.ts';
import { fhirRoutes } from './routes.ts';

const jobs: JobHandlers = {
  [readJob]: (tools: Tools, { runId }: { runId: string }, run: JobRun) => readInFile(tools, runId, run),
};

/** What this module gives the application. */
export const fhirModule = {
  name: 'fhir',
  failures,
  routes: (routes: Routes<Actor>, tools: Tools): void => fhirRoutes(routes, tools),
  jobs,
  jobDescriptions: {
    [readJob]: { zh: '读入 FHIR 数据', en: 'Reading FHIR resources', resultPath: () => '/settings/fhir' },
  },
};
