import { type Permission, type Role, type RowScope, rightsOf, type Tier } from './permissions.ts';

/** What of a person decides about rights. */
export interface Rights {
  readonly roles: readonly Role[];
  /** What a service token may besides: programs have permissions, not roles. */
  readonly permissions?: readonly Permission[];
}

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

export function seesTier(person: Rights, tier: Tier): boolean {
  return person.roles.some((role) => rightsOf[role].full.includes(tier));
}

export function mayReveal(person: Rights, tier: Tier): boolean {
  return person.roles.some((role) => rightsOf[role].reveal.includes(tier));
}
