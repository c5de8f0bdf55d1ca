import { failures } from './contract/failures.ts';
import { chores, jobDescriptions, jobs, subscribers } from './jobs.ts';
import { patientSearchSource } from './search-source.ts';

/** What this module gives the application. */
export const patientsModule = {
  name: 'patients',
  failures,
  jobs,
  jobDescriptions,
  subscribers,
  chores,
  searchSources: [patientSearchSource],
};
