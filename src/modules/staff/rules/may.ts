import { type Permission, type Role, type RowScope, rightsOf, type Tier } from './permissions.ts';

/** What of a person decides about rights. */
export interface Rights {
  readonly roles: readonly Role[];
  /** What a service token may besides: programs have permissions, not roles. */
  readonly permissions?: readonly Permission[];
  /** What a service token sees; persons see by their roles. */
  readonly tiers?: readonly Tier[];
  /** Subjects for which this person has broken the glass, for half an hour. */
  readonly raised?: readonly Subject[];
}

/** Whose data: `patient`, `episode`, `referral`, and its id or number. */
export interface Subject {
  readonly kind: string;
  readonly id: string;
}

/** What breaking the glass shows besides: contact, identity and health; never money. */
export const raisedTiers: readonly Tier[] = ['T3', 'T4', 'T5h'];

export function may(person: Rights, permission: Permission): boolean {
  return (
    person.roles.some((role) => rightsOf[role].may.includes(permission)) ||
    (person.permissions ?? []).includes(permission)
  );
}

/** All permissions of a person, for the web's navigation. */
export function permissionsOf(person: Rights): Permission[] {
  return [...new Set([...person.roles.flatMap((role) => rightsOf[role].may), ...(person.permissions ?? [])])];
}

/** How far a person sees the rows a permission opens: the widest scope among the roles that grant it. Null: not at all. */
export function scopeFor(person: Rights, permission: Permission): RowScope | null {
  const order: RowScope[] = ['own', 'dept', 'hospital', 'group'];
  const scopes = person.roles
    .filter((role) => rightsOf[role].may.includes(permission))
    .map((role) => rightsOf[role].scope);
  if (person.permissions?.includes(permission)) scopes.push('hospital');
  return scopes.length === 0
    ? null
    : scopes.reduce((wide, next) => (order.indexOf(next) > order.indexOf(wide) ? next : wide));
}

/** Whether a person sees fields of a tier in the clear; `subject`: of this one, where breaking the glass counts too. */
export function seesTier(person: Rights, tier: Tier, subject?: Subject): boolean {
  return (
    // Public is public, also to whoever is not signed in.
    tier === 'T1' ||
    person.roles.some((role) => rightsOf[role].full.includes(tier)) ||
    (person.tiers ?? []).includes(tier) ||
    (subject !== undefined && raisedTiers.includes(tier) && hasRaised(person, subject))
  );
}

/** Whether a person has broken the glass for this subject. */
export function hasRaised(person: Rights, subject: Subject): boolean {
  return (person.raised ?? []).some((one) => one.kind === subject.kind && one.id === subject.id);
}

export function mayReveal(person: Rights, tier: Tier): boolean {
  return person.roles.some((role) => rightsOf[role].reveal.includes(tier));
}
