import { type Refusal, refuse } from '#kernel/refusal.ts';
import { type Actor, audit } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';
import type { ReferralChannel } from '../contract/index.ts';
import { parseMessage } from '../rules/parse-message/index.ts';
import { lockClock, type Receipt } from '../store/clock.ts';
import { lockReferral, updateReading } from '../store/referral-changes.ts';
import { withdrawIn } from './corrections.ts';
import { registerParsed } from './messages.ts';

/**
 * A person's word on how a message was read. `not_referral` withdraws what was made of it; `referral` ends the waiting, and makes a referral of
 * a message the reader had passed over, with the receipt the message has. Its fields can then be corrected.
 */
export async function decideReading(
  tools: Tools,
  actor: Actor,
  messageId: string,
  word: { readonly outcome: 'referral' | 'not_referral'; readonly reason: string },
): Promise<{ messageId: string } | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    await lockClock(tx);
    const message = await readStored(tx, messageId);
    if (!message) return refuse('platform.not-found');
    await updateReading(tx, messageId, word.outcome, word.reason);
    const referral = await lockReferral(tx, messageId);
    if (word.outcome === 'not_referral' && referral && referral.stage !== 'withdrawn')
      await withdrawIn(tx, actor, referral, word.reason);
    if (word.outcome === 'referral' && !referral) {
      const receipt: Receipt = { referralId: messageId, receivedAt: message.receivedAt };
      await registerParsed(tx, actor, message, parseMessage(message.text), receipt);
    }
    audit(tx, actor, {
      action: 'message.reading-decided',
      subjectKind: 'message',
      subjectId: messageId,
      reason: word.reason,
      detail: { outcome: word.outcome },
    });
    tx.touch('messages', messageId);
    return { messageId };
  });
}

interface StoredMessage {
  readonly channel: ReferralChannel;
  readonly sender: string | null;
  readonly text: string;
  readonly receivedAt: Receipt['receivedAt'];
}

async function readStored(tx: Tx, messageId: string): Promise<StoredMessage | null> {
  return tx.one(
    `SELECT channel, sender, text, received_at AS "receivedAt" FROM referral_messages WHERE hospital_id = $1 AND message_id = $2`,
    [tx.hospitalId, messageId],
  );
}
