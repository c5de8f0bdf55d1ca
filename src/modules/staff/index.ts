export { type Actor, systemActor } from './actor.ts';
export { type AuditEntry, audit } from './audit.ts';
export { may, mayReveal, permissionsOf, scopeFor, seesTier } from './rules/may.ts';
export {
  type Permission,
  permissions,
  type Role,
  type RowScope,
  rightsOf,
  roles,
  type Tier,
} from './rules/permissions.ts';
