import { type Actor, may, seesTier } from '#modules/staff/index.ts';
import type { Shown } from './contract/index.ts';
import { maskPhone, maskSender } from './rules/masks.ts';

/** Contact data (T3) in the clear, or masked. */
export function shownPhone(actor: Actor, digits: string | null): Shown | null {
  if (!digits) return null;
  return seesTier(actor, 'T3') ? { text: digits, isMasked: false } : { text: maskPhone(digits), isMasked: true };
}

export function shownSender(actor: Actor, sender: string | null): Shown | null {
  if (!sender) return null;
  return seesTier(actor, 'T3') ? { text: sender, isMasked: false } : { text: maskSender(sender), isMasked: true };
}

/**
 * What a message tells of illness: for those who see health data anyway, and for those who could not do their work on referrals without it
 * (matching needs the disease, a dispute the wording).
 */
export function seesHealth(actor: Actor): boolean {
  return seesTier(actor, 'T5h') || may(actor, 'referrals.match') || may(actor, 'referrals.dispute.decide');
}

/** The number under which introducers name this person as their rep; null: an administrator has not tied the account. */
export function ownRepNo(actor: Actor): string | null {
  return actor.links?.repNo ?? actor.links?.introducerNo ?? null;
}
