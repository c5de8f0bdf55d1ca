export { type CreatedAccount, createAccount, type NewAccount } from './actions/people.ts';
export { type AccountLinks, type Actor, actorBefore, actorOfAccount, noHospital, systemActor } from './actor.ts';
export { type AnswerFilter, createAnswerFilter, shownFor, type TierSheets } from './answer-filter.ts';
export { type AuditEntry, audit } from './audit.ts';
export { type ChainReport, verifyAudit } from './audit-log.ts';
export { failures } from './failures.ts';
export { createGate } from './gate.ts';
export type { JobDescription, JobDescriptions } from './jobs-view.ts';
export { forgetExpiredSignIns } from './lock-out.ts';
export { readOwnerChoices } from './owner-choices.ts';
export { type Revealed, type RevealRefusal, type RevealRequest, reveal, revealField } from './reveal.ts';
export { type StaffSurroundings, staffRoutes } from './routes/index.ts';
export { seesField } from './rules/mask-answer.ts';
export { hasRaised, may, mayReveal, permissionsOf, type Subject, scopeFor, seesTier } from './rules/may.ts';
export {
  type Permission,
  permissions,
  type Role,
  type RowScope,
  rightsOf,
  roles,
  type Tier,
} from './rules/permissions.ts';
export { createSignIn, type SignIn } from './sign-in.ts';
export { readAccountNames } from './store.ts';
