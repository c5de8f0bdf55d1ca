import type { Instant } from '#kernel/day.ts';
import { type Refusal, refuse } from '#kernel/refusal.ts';
import { type Actor, audit } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';
import { messageBytesMax, type ReferralChannel } from '../contract/index.ts';
import { registerIn } from '../intake.ts';
import { readMatchingPolicy } from '../matching-policy.ts';
import { writeReceivedNotice } from '../notices/write.ts';
import { type ParsedMessage, parseMessage, replyText, resolveArrival } from '../rules/parse-message/index.ts';
import { type Receipt, takeReceipt } from '../store/clock.ts';
import { updateWaiting } from '../store/referral-changes.ts';
import { findByProviderKey, insertMessage, insertReading, type NewReferral } from '../store/referrals.ts';
import { type Attribution, attribute, contactOf } from './attribute.ts';

/** A message somebody wrote, whichever way it came. */
export interface MessageToReceive {
  readonly channel: ReferralChannel;
  /** Phone number or openid of the writer. */
  readonly sender: string | null;
  /** Exactly as it came; kept as evidence. */
  readonly text: string;
  /** False for a picture or a voice note: `text` is then the provider's envelope, for a person to look at. */
  readonly isText?: boolean;
  readonly sentAt: Instant | null;
  readonly gatewayAt?: Instant | null;
  /** Unique per message over all repeats of its provider. */
  readonly providerKey: string | null;
  /** The reply travels in the answer to the callback, so no notice of receipt has to be sent. */
  readonly isAnsweredAtOnce?: boolean;
}

export interface ReceivedMessage {
  readonly messageId: string;
  readonly receivedAt: Instant;
  readonly outcome: 'referral' | 'not_referral' | 'needs_officer';
  readonly referralId: string | null;
  readonly reply: string;
  readonly isRepeat: boolean;
}

/**
 * Takes in one message: receipt, raw text, reading, introducer and referral in one transaction, so a message is either stored whole with its
 * consequences or not at all. A provider's repeat has no effect and gets the first answer again.
 */
export async function receiveMessage(
  tools: Tools,
  actor: Actor,
  message: MessageToReceive,
): Promise<ReceivedMessage | Refusal> {
  const trouble = textTrouble(message.text);
  if (trouble) return trouble;
  // Reading is pure and may take a millisecond: before the transaction, not under the lock all messages wait for.
  const parsed = message.isText === false ? null : parseMessage(message.text);
  return tools.db.transaction(actor, async (tx) => {
    const before = await findRepeat(tx, message, parsed);
    if (before) return before;
    const receipt = await takeReceipt(tx);
    // A twin may have committed while we waited for the lock.
    const twin = await findRepeat(tx, message, parsed);
    if (twin) return twin;
    await insertMessage(tx, {
      messageId: receipt.referralId,
      channel: message.channel,
      sender: message.sender,
      text: message.text,
      receivedAt: receipt.receivedAt,
      sentAt: message.sentAt,
      gatewayAt: message.gatewayAt ?? null,
      providerKey: message.providerKey,
    });
    return readAndRegister(tx, actor, message, parsed, receipt);
  });
}

function textTrouble(text: string): Refusal | null {
  const bytes = Buffer.byteLength(text, 'utf8');
  if (bytes > messageBytesMax) return refuse('referrals.message-too-long', { bytes, bytesMax: messageBytesMax });
  if (text.trim() === '') return refuse('referrals.message-empty');
  return text.includes('\0') || !text.isWellFormed() ? refuse('referrals.message-unreadable') : null;
}

async function findRepeat(
  tx: Tx,
  message: MessageToReceive,
  parsed: ParsedMessage | null,
): Promise<ReceivedMessage | null> {
  if (message.providerKey === null) return null;
  const found = await findByProviderKey(tx, message.channel, message.providerKey);
  if (!found) return null;
  const row = await tx.one<{ received_at: Instant; outcome: ReceivedMessage['outcome'] | null }>(
    `SELECT m.received_at, g.outcome FROM referral_messages m LEFT JOIN referral_readings g USING (hospital_id, message_id)
     WHERE m.hospital_id = $1 AND m.message_id = $2`,
    [tx.hospitalId, found.messageId],
  );
  return {
    ...found,
    receivedAt: row!.received_at,
    outcome: row!.outcome ?? 'needs_officer',
    reply: replyOf(parsed),
    isRepeat: true,
  };
}

async function readAndRegister(
  tx: Tx,
  actor: Actor,
  message: MessageToReceive,
  parsed: ParsedMessage | null,
  receipt: Receipt,
): Promise<ReceivedMessage> {
  const { referralId: messageId, receivedAt } = receipt;
  const answer = { messageId, receivedAt, reply: replyOf(parsed), isRepeat: false };
  tx.touch('messages', messageId);
  if (!parsed?.isReferral) {
    const outcome = parsed ? 'not_referral' : 'needs_officer';
    const reason = parsed ? 'announces-nobody' : 'not-text';
    await insertReading(tx, { messageId, outcome, parsed: parsed ?? {}, candidates: [], reason });
    audit(tx, actor, { action: 'message.received', subjectKind: 'message', subjectId: messageId, detail: { outcome } });
    return { ...answer, outcome, referralId: null };
  }
  const attribution = await registerParsed(tx, actor, message, parsed, receipt);
  const reason = waitingReason(attribution, parsed);
  const outcome = reason === null ? 'referral' : 'needs_officer';
  await insertReading(tx, { messageId, outcome, parsed, candidates: attribution.candidates, reason });
  await writeReceivedNotice(tx, messageId, answer.reply, message.isAnsweredAtOnce === true);
  return { ...answer, outcome, referralId: messageId };
}

/** Why a person has to look; null when nobody has to. What the sender can supply he is asked for in the reply instead. */
function waitingReason(attribution: Attribution, parsed: ParsedMessage): string | null {
  if (attribution.candidates.length > 0) return 'several-introducers';
  if (attribution.introducerId === null) return 'introducer-unknown';
  return parsed.multi ? 'several-patients' : null;
}

/** Makes the referral of a reading, under the message's number and time. */
export async function registerParsed(
  tx: Tx,
  actor: Actor,
  message: Pick<MessageToReceive, 'channel' | 'sender'>,
  parsed: ParsedMessage,
  receipt: Receipt,
): Promise<Attribution> {
  const { timeZone } = await readMatchingPolicy(tx);
  const attribution = await attribute(tx, actor, {
    named: parsed.introducer.value,
    institution: parsed.institution.value,
    contact: contactOf(message.channel, message.sender),
  });
  await registerIn(tx, actor, referralOf(message, parsed, receipt, attribution.introducerId, timeZone));
  if (attribution.waitingIntroducerId !== null)
    await updateWaiting(tx, receipt.referralId, attribution.waitingIntroducerId);
  return attribution;
}

function referralOf(
  message: Pick<MessageToReceive, 'channel' | 'sender'>,
  parsed: ParsedMessage,
  { referralId, receivedAt }: Receipt,
  introducerId: string | null,
  timeZone: string,
): NewReferral {
  const phrase = parsed.expectedArrival.value;
  const expected = phrase === null ? null : resolveArrival(phrase, receivedAt, timeZone);
  const { institution, introducer } = parsed;
  const introducerText = [institution.value, introducer.value].filter((part) => part !== null).join(' ') || null;
  return {
    referralId,
    receivedAt,
    channel: message.channel,
    messageId: referralId,
    introducerId,
    introducerText,
    sender: message.sender,
    patientName: parsed.patientName.value?.normalize('NFC') ?? null,
    sex: parsed.sex.value,
    age: parsed.age.value,
    phone: parsed.phone.value,
    disease: parsed.disease.value,
    department: parsed.department.value,
    isAccompanied: false,
    note: null,
    expectedPhrase: phrase,
    expectedFrom: expected?.from ?? null,
    expectedUntil: expected?.until ?? null,
    stage: 'confirmed',
  };
}

function replyOf(parsed: ParsedMessage | null): string {
  return parsed ? replyText(parsed, 'zh-CN') : '您好，消息已收到，会有同事查看。';
}
