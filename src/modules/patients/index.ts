export { failures } from './contract/failures.ts';
export { patientsModule } from './parts.ts';
