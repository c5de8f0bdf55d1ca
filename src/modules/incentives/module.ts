import type { HospitalId } from '#kernel/ids.ts';
import { type Actor, systemActor } from '#modules/staff/index.ts';
import type { Routes } from '#platform/http/serve.ts';
import type { Tools } from '#platform/tools.ts';
import { failures } from './contract/failures.ts';
import { ensureBundledPlans } from './ensure-plans.ts';
import { jobDescriptions, jobs } from './jobs.ts';
import { payoutRoutes } from './routes/payouts.ts';
import { planRoutes } from './routes/plans.ts';
import { settlementRoutes } from './routes/settlements.ts';

/** What this module gives the application. */
export const incentivesModule = {
  name: 'incentives',
  failures,
  routes: (routes: Routes<Actor>, tools: Tools) => {
    planRoutes(routes, tools);
    settlementRoutes(routes, tools);
    payoutRoutes(routes, tools);
  },
  jobs,
  jobDescriptions,
  chores: [
    {
      // A hospital made a moment ago has its plans before anybody opens the page.
      name: 'incentives.bundled-plans',
      everySeconds: 30,
      run: (tools: Tools, hospitalId: HospitalId) => ensureBundledPlans(tools, systemActor({ hospitalId }, 'job')),
    },
  ],
};
