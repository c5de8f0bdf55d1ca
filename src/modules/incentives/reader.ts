import { type Actor, rightsOf, scopeFor } from '#modules/staff/index.ts';

/** How far somebody sees settlements. */
export interface Reader {
  /** Null: all departments. */
  readonly departments: readonly string[] | null;
  /** Sees who is paid; without it, sums by class only (T5m aggregated). */
  readonly seesPayees: boolean;
}

/** Money is aggregated for those who approve: they see rules, departments and classes, not names (base permissions). */
const aggregatedRoles: ReadonlySet<string> = new Set(['vice_president', 'president']);

export function readerOf(actor: Actor): Reader {
  const scope = scopeFor(actor, 'settlement.read') ?? scopeFor(actor, 'settlement.pay');
  const seesPayees =
    actor.permissions !== undefined ||
    actor.roles.some((role) => !aggregatedRoles.has(role) && rightsOf[role].may.includes('settlement.read'));
  return { departments: scope === 'dept' || scope === 'own' ? actor.departments : null, seesPayees };
}
