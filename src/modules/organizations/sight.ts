import { type Day, dayOf } from '#kernel/day.ts';
import { type Refusal, refuse } from '#kernel/refusal.ts';
import { readTimeZone } from '#modules/hospital/index.ts';
import { type Actor, may, scopeFor, seesTier } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';
import type { Shown } from './contract/index.ts';

/** Whether only units are seen of which the actor is owner or sponsor. */
export function isOwnOnly(actor: Actor): boolean {
  return scopeFor(actor, 'organizations.read') === 'own';
}

/** The system (jobs, the sample) and people whose rows are not narrowed may give a unit to somebody else. */
export function mayAssign(actor: Actor): boolean {
  return actor.via === 'command line' || scopeFor(actor, 'organizations.write') !== 'own';
}

/** Contact data of units (T3): those who see the tier anyway, and the reps, who see only units of their own. */
export function seesContacts(actor: Actor): boolean {
  return seesTier(actor, 'T3') || isOwnOnly(actor);
}

/** Names of patients: those who see contact data of patients. A rep sees how many. */
export function seesPeople(actor: Actor): boolean {
  return seesTier(actor, 'T3') && !isOwnOnly(actor);
}

export function seesMoney(actor: Actor): boolean {
  return seesTier(actor, 'T5m');
}

export function mayManage(actor: Actor): boolean {
  return may(actor, 'organizations.manage');
}

export function shownTo(actor: Actor, text: string | null, mask: (text: string) => string): Shown | null {
  if (!text) return null;
  return seesContacts(actor) ? { text, isMasked: false } : { text: mask(text), isMasked: true };
}

export const maskPhone = (digits: string): string =>
  digits.length < 8 ? '****' : `${digits.slice(0, 3)} **** ${digits.slice(-4)}`;
export const maskAll = (): string => '****';

/**
 * The unit, if the actor may see it: another's unit answers like one that does not exist.
 */
export async function visibleOrganization(
  tx: Tx,
  actor: Actor,
  organizationId: string,
): Promise<{ organizationId: string; name: string } | Refusal> {
  const row = await tx.one<{ name: string; owner_id: string | null; sponsor_id: string | null }>(
    'SELECT name, owner_id, sponsor_id FROM organization_organizations WHERE hospital_id = $1 AND organization_id = $2',
    [tx.hospitalId, organizationId],
  );
  if (!row || (isOwnOnly(actor) && !isOwnerOf(actor, row.owner_id, row.sponsor_id)))
    return refuse('platform.not-found');
  return { organizationId, name: row.name };
}

export function isOwnerOf(actor: Actor, ownerId: string | null, sponsorId: string | null): boolean {
  return actor.accountId !== null && (actor.accountId === ownerId || actor.accountId === sponsorId);
}

export async function readToday(tools: Tools, tx: Tx): Promise<Day> {
  return dayOf(tools.now(), await readTimeZone(tx));
}
