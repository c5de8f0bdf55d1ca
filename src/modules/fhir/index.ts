export { fhirModule } from './parts.ts';
