import { addDays, dayOf } from '#kernel/day.ts';
import { systemActor } from '#modules/staff/index.ts';
import type { JobHandlers } from '#platform/jobs/jobs.ts';
import { loadSample } from './load-sample.ts';
import { sampleRoutes } from './routes.ts';

const jobs: JobHandlers = {
  'samples.load': async (tools, _input, run) => {
    // As the command line: the sample's accounts get their roles without a second administrator's word.
    const actor = { ...systemActor({ hospitalId: run.hospitalId }, 'command line'), displayName: '示例数据' };
    // Yesterday: nothing of the sample may have been received in the future.
    const until = addDays(dayOf(tools.now(), tools.config.timeZone), -1);
    return loadSample(tools, actor, { seed: 7, size: 'medium', until }, (done, total) => run.progress(done, total));
  },
};

/** What this module gives the application. */
export const samplesModule = {
  name: 'samples',
  routes: sampleRoutes,
  jobs,
  jobDescriptions: {
    'samples.load': {
      zh: '载入示例医院',
      en: 'Load the sample hospital',
      resultPath: () => '/',
    },
  },
};
