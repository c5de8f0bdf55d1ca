import { isRefusal, type Refusal, refuse } from '#kernel/refusal.ts';
import type { Actor } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';
import type { RegisteredAnswer } from '../contract/index.ts';
import { type Origin, type ReferralFields, registerIn } from '../intake.ts';
import { receivedText } from '../notices/texts.ts';
import { writeReceivedNotice } from '../notices/write.ts';
import { takeReceipt } from '../store/clock.ts';
import { findIntroducerByNo, readIntroducerRecord } from '../store/introducer-rows.ts';
import { updateWaiting } from '../store/referral-changes.ts';
import { type Attribution, attribute, contactOf } from './attribute.ts';

export type TypedFields = Omit<ReferralFields, 'introducerId' | 'expectedPhrase'> & {
  readonly introducerId: string | null;
  readonly introducerNo: string | null;
  readonly institution: string | null;
  readonly expectedPhrase?: string | null;
};

/** Registers a referral typed on a page, on the telephone, by a program or through a personal link. */
export async function registerTyped(
  tools: Tools,
  actor: Actor,
  origin: Omit<Origin, 'messageId'>,
  fields: TypedFields,
): Promise<RegisteredAnswer | Refusal> {
  if (!fields.patientName && !fields.sex && !fields.disease) return refuse('referrals.nothing-said');
  return tools.db.transaction(actor, async (tx) => {
    const receipt = await takeReceipt(tx);
    const attribution = await attributeTyped(tx, actor, origin, fields);
    if (isRefusal(attribution)) return attribution;
    const { introducerId, waitingIntroducerId } = attribution;
    const { introducerNo: _, institution, ...rest } = fields;
    const introducerText = [institution, rest.introducerText].filter(Boolean).join(' ') || null;
    const { outcome, disputeId } = await registerIn(tx, actor, {
      ...rest,
      ...origin,
      ...receipt,
      messageId: null,
      introducerId,
      introducerText,
      expectedPhrase: rest.expectedPhrase ?? null,
    });
    if (waitingIntroducerId !== null) await updateWaiting(tx, receipt.referralId, waitingIntroducerId);
    await writeReceivedNotice(tx, receipt.referralId, receivedText(fields), false);
    return {
      ...receipt,
      state: outcome?.state ?? null,
      stateCode: outcome?.code ?? null,
      episodeNo: outcome?.episodeNo ?? null,
      disputeId,
      waitingIntroducerId,
      lacksIntroducerOnly:
        introducerId === null && Boolean(fields.patientName) && Boolean(fields.sex) && Boolean(fields.disease),
    };
  });
}

async function attributeTyped(
  tx: Tx,
  actor: Actor,
  origin: Omit<Origin, 'messageId'>,
  fields: TypedFields,
): Promise<Attribution | Refusal> {
  const { introducerId, introducerNo } = fields;
  if (introducerId !== null || introducerNo !== null) {
    const known =
      introducerId === null
        ? await findIntroducerByNo(tx, introducerNo!)
        : await readIntroducerRecord(tx, introducerId);
    if (!known) return refuse('referrals.introducer-unknown');
    if (known.status === 'pending')
      return { introducerId: null, waitingIntroducerId: known.introducerId, candidates: [] };
    if (known.status !== 'active') return refuse('referrals.introducer-not-active');
    return { introducerId: known.introducerId, waitingIntroducerId: null, candidates: [] };
  }
  return attribute(tx, actor, {
    named: fields.introducerText,
    institution: fields.institution,
    contact: contactOf(origin.channel, origin.sender),
  });
}
