import type { HospitalId } from '#kernel/ids.ts';
import { type Actor, systemActor } from '#modules/staff/index.ts';
import type { Routes } from '#platform/http/serve.ts';
import type { Tools } from '#platform/tools.ts';
import { ensureBundledForms } from './actions/forms.ts';
import { failures } from './contract/failures.ts';
import { chores, jobDescriptions, jobs, subscribers } from './jobs.ts';
import { patientRoutes } from './routes.ts';
import { patientSearchSource } from './search-source.ts';

/** What this module gives the application. */
export const patientsModule = {
  name: 'patients',
  failures,
  routes: (routes: Routes<Actor>, tools: Tools): void => patientRoutes(routes, tools),
  jobs,
  jobDescriptions,
  subscribers,
  searchSources: [patientSearchSource],
  chores: [
    ...chores,
    {
      name: 'patient-forms',
      everySeconds: 600,
      run: (tools: Tools, hospitalId: HospitalId) => ensureBundledForms(tools, systemActor({ hospitalId }, 'job')),
    },
  ],
};
