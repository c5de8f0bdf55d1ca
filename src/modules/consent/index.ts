export { type ContactQuestion, mayContact, mayContactAll } from './actions/may-contact.ts';
export { fileRequest } from './actions/requests.ts';
export { type ConsentToRecord, recordConsent, type Withdrawal, withdrawConsent } from './actions/standing.ts';
export { consentFailures as failures } from './contract/failures.ts';
export { consentModule } from './parts.ts';
export type { Channel, ConsentKind, Purpose } from './rules/catalogue.ts';
export type { ContactDecision, ContactReason } from './rules/may-contact.ts';
