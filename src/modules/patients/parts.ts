import { failures } from './contract/failures.ts';
import { patientSearchSource } from './search-source.ts';

/** What this module gives the application. */
export const patientsModule = {
  name: 'patients',
  failures,
  searchSources: [patientSearchSource],
};
