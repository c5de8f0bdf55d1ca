import { type Actor, scopeFor, seesTier, type Tier } from '#modules/staff/index.ts';
import type { Shown } from './contract/common.ts';
import { maskContact } from './rules/contacts.ts';

/** Which rows of patients a reader may see, as a condition over `p`; parameters begin at `$first`. */
export function patientScope(
  actor: Actor,
  first: number,
): { readonly sql: string; readonly values: readonly (string | readonly string[] | null)[] } {
  const scope = scopeFor(actor, 'patients.read');
  if (scope === 'hospital' || scope === 'group') return { sql: 'true', values: [] };
  const own = `p.care_owner = $${first}::uuid`;
  if (scope !== 'dept') return { sql: own, values: [actor.accountId] };
  const ofDepartment = `EXISTS (SELECT 1 FROM patient_record_numbers r JOIN published.episodes e ON e.hospital_id = $1 AND e.record_no = r.record_no
    WHERE r.hospital_id = $1 AND r.patient_id = p.patient_id AND e.department = ANY($${first + 1}::text[]))`;
  return { sql: `(${own} OR ${ofDepartment})`, values: [actor.accountId, actor.departments] };
}

/** Tiers of the timeline and of forms a reader sees in full. */
export function tiersOf(actor: Actor): Tier[] {
  return (['T1', 'T2', 'T3', 'T4', 'T5h', 'T5m'] as const).filter((tier) => tier === 'T1' || seesTier(actor, tier));
}

/** Contact data (T3): in the clear or masked. */
export function shownContactValue(actor: Actor, kind: 'phone' | 'wechat' | 'email', value: string): Shown {
  return seesTier(actor, 'T3') ? { text: value, isMasked: false } : { text: maskContact(kind, value), isMasked: true };
}

/** Identity (T4): pages always show the tail only; the whole number is revealed one at a time, on record. */
export function shownDocumentNumber(number: string): Shown {
  return { text: `${'*'.repeat(Math.max(number.length - 4, 4))}${number.slice(-4)}`, isMasked: true };
}
