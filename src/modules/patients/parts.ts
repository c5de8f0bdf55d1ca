import { failures } from './contract/failures.ts';

/** What this module gives the application. */
export const patientsModule = {
  name: 'patients',
  failures,
};
