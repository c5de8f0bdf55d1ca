import { type Refusal, refuse } from '#kernel/refusal.ts';
import type { Role } from './permissions.ts';

/** What decides whether a role may be given, and how. */
export interface GrantFacts {
  readonly requesterId: string | null;
  readonly accountId: string;
  readonly role: Role;
  readonly rolesNow: readonly Role[];
  /** Active accounts that may confirm grants (administrators and presidents). */
  readonly confirmerIds: readonly string[];
  /** Somebody with a shell on the server owns the data anyway. */
  readonly isCommandLine: boolean;
}

export type GrantDecision =
  | { readonly grant: 'at-once'; readonly because: 'command-line' | 'nobody-to-confirm' }
  | { readonly grant: 'after-confirmation' }
  | Refusal<'staff.own-roles' | 'staff.role-already-held'>;

/**
 * A role needs a second administrator or the president. In the first days there is nobody to ask: then it is given at once, and the
 * audit says so.
 */
export function decideGrant(facts: GrantFacts): GrantDecision {
  if (facts.rolesNow.includes(facts.role)) return refuse('staff.role-already-held');
  if (facts.isCommandLine) return { grant: 'at-once', because: 'command-line' };
  if (facts.requesterId === facts.accountId) return refuse('staff.own-roles');
  const others = facts.confirmerIds.filter((id) => id !== facts.requesterId && id !== facts.accountId);
  return others.length === 0 ? { grant: 'at-once', because: 'nobody-to-confirm' } : { grant: 'after-confirmation' };
}

/** The one who confirms is neither the one who asked nor the one who gains. Anybody of the three may let the request fall. */
export function mayConfirmGrant(
  deciderId: string | null,
  grant: { readonly requestedBy: string; readonly accountId: string },
): true | Refusal<'staff.confirm-by-another'> {
  return deciderId === null || deciderId === grant.requestedBy || deciderId === grant.accountId
    ? refuse('staff.confirm-by-another')
    : true;
}
