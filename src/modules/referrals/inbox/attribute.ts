import type { Actor } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { mainlandMobile } from '#platform/outreach/index.ts';
import { pendingIntroducerFor } from '../registry/pending.ts';
import { phoneKey } from '../rules/index.ts';
import { resolveIntroducer } from '../rules/resolve-introducer.ts';
import type { Contact } from '../store/introducer-rows.ts';
import { findIntroducerByAddress, findIntroducersLike } from '../store/introducers.ts';

/** Who introduces, or what the referral waits for until a person says so. */
export interface Attribution {
  readonly introducerId: string | null;
  /** A pending introducer, to be confirmed. */
  readonly waitingIntroducerId: string | null;
  /** Several registered ones fit: one is to be chosen. */
  readonly candidates: readonly string[];
}

/** Finds the introducer of a message. Unknown ones become pending introducers. The caller holds the clock's lock. */
export async function attribute(
  tx: Tx,
  actor: Actor,
  claim: { readonly named: string | null; readonly institution: string | null; readonly contact: Contact | null },
): Promise<Attribution> {
  const { named, institution, contact } = claim;
  const sender = contact && (await findIntroducerByAddress(tx, contact.channel, contact.address));
  const registered = named === null ? [] : await findIntroducersLike(tx, named);
  const resolution = resolveIntroducer({ named, institution, sender }, registered);
  const nobody = { introducerId: null, waitingIntroducerId: null, candidates: [] };
  if (resolution.kind === 'found') return { ...nobody, introducerId: resolution.introducerId };
  if (resolution.kind === 'several') return { ...nobody, candidates: resolution.introducerIds };
  const stranger = { named, institution, contact: sender ? null : contact };
  return { ...nobody, waitingIntroducerId: await pendingIntroducerFor(tx, actor, stranger) };
}

/** The address a message came from, as introducers' contacts are kept. */
export function contactOf(channel: string, sender: string | null): Contact | null {
  const address = sender?.trim();
  if (!address) return null;
  if (channel === 'wechat') return /^[^\s\p{Cc}<>]{1,128}$/u.test(address) ? { channel: 'wechat', address } : null;
  const digits = mainlandMobile(address) ?? phoneKey(address.replace(/\D/g, ''));
  return digits && digits.length >= 5 ? { channel: 'phone', address: digits } : null;
}
