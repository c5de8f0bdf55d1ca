import type { Tx } from '#platform/db/database.ts';
import type { NoticeKind } from '../contract/index.ts';
import type { ReferralOutcome } from '../rules/index.ts';
import { insertNotice, readNoticeFacts } from '../store/notices.ts';
import { laterText } from './texts.ts';

/**
 * Tells the sender that his message is here and what is missing, in the transaction that registers it. `isSaid`: the reply has gone out as the
 * answer to the callback, and is only kept on record.
 */
export async function writeReceivedNotice(tx: Tx, referralId: string, text: string, isSaid: boolean): Promise<void> {
  const facts = await readNoticeFacts(tx, referralId);
  if (!facts) return;
  const to = facts.senderAddress ?? facts.introducerAddress;
  const kind: NoticeKind = facts.isComplete ? 'received' : 'incomplete';
  if (to) await insertNotice(tx, { referralId, kind, ...to, text, isSaid });
}

/**
 * Tells the introducer what became of his patient: once a kind. Arrival and admission only with the patient's consent taken at the door; call it
 * again when the consent comes later.
 */
export async function writeNotice(
  tx: Tx,
  referralId: string,
  kind: Exclude<NoticeKind, 'received' | 'incomplete'>,
): Promise<boolean> {
  const facts = await readNoticeFacts(tx, referralId);
  if (!facts || (kind !== 'invalid' && facts.consents !== true)) return false;
  const to = facts.introducerAddress ?? facts.senderAddress;
  return to
    ? insertNotice(tx, { referralId, kind, ...to, text: laterText(kind, facts.patientName), isSaid: false })
    : false;
}

/** Of a decision: those whose information proved wrong. Imported referrals are history; nobody is written to about them. */
export async function writeInvalidNotices(tx: Tx, referrals: readonly ReferralOutcome[]): Promise<void> {
  for (const { referralId, state, code } of referrals) {
    if (state === 'invalid' && code === 'phone_of_other_name_or_sex') await writeNotice(tx, referralId, 'invalid');
  }
}
