import type { Actor, JobDescriptions } from '#modules/staff/index.ts';
import type { Routes } from '#platform/http/serve.ts';
import type { JobHandlers } from '#platform/jobs/jobs.ts';
import type { Tools } from '#platform/tools.ts';
import { makeExport } from './actions/exports.ts';
import { makeOwnCopy } from './actions/requests.ts';
import { forgetExpiredFiles, runRetention } from './actions/retention.ts';
import { consentFailures } from './contract/failures.ts';
import { consentRoutes } from './routes/consents.ts';
import { ownPageRoutes } from './routes/public.ts';
import { rightsRoutes } from './routes/rights.ts';

const jobs: JobHandlers = {
  'consent.own-copy': makeOwnCopy,
  'consent.retention': runRetention,
  'consent.export': makeExport,
};

const inputOf = (job: { readonly input: unknown }) => job.input as { requestId?: string; exportId?: string };

const jobDescriptions: JobDescriptions = {
  'consent.own-copy': {
    zh: '生成个人信息副本',
    en: 'Copy of personal data',
    resultPath: (job) => `/consents/requests/${inputOf(job).requestId}`,
  },
  'consent.retention': { zh: '按保存期限清理', en: 'Retention run', resultPath: () => '/consents/retention' },
  'consent.export': {
    zh: '去标识导出',
    en: 'De-identified export',
    resultPath: (job) => `/consents/exports/${inputOf(job).exportId}`,
  },
};

/** What this module gives the application. */
export const consentModule = {
  name: 'consent',
  failures: consentFailures,
  routes: (routes: Routes<Actor>, tools: Tools): void => {
    consentRoutes(routes, tools);
    ownPageRoutes(routes, tools);
    rightsRoutes(routes, tools);
  },
  jobs,
  jobDescriptions,
  chores: [{ name: 'consent-expired-files', everySeconds: 3600, run: forgetExpiredFiles }],
};
