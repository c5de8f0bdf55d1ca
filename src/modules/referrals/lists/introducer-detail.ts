import { type Refusal, refuse } from '#kernel/refusal.ts';
import { type Actor, revealField, scopeFor } from '#modules/staff/index.ts';
import type { Tools } from '#platform/tools.ts';
import type { IntroducerDetail } from '../contract/index.ts';
import { maskAccount } from '../rules/masks.ts';
import { ownRepNo, shownPhone, shownSender } from '../sight.ts';
import {
  countReferralsByState,
  readContacts,
  readDownline,
  readIntroducerRecord,
  readReps,
  readSealed,
} from '../store/introducer-rows.ts';

export async function readIntroducer(
  tools: Tools,
  actor: Actor,
  introducerId: string,
): Promise<IntroducerDetail | Refusal> {
  return tools.db.read(actor, async (tx) => {
    const record = await readIntroducerRecord(tx, introducerId);
    // Another rep's introducer looks like one that does not exist.
    const isReach =
      scopeFor(actor, 'introducers.read') !== 'own' || (ownRepNo(actor) !== null && record?.repNo === ownRepNo(actor));
    if (!record || !isReach) return refuse('platform.not-found');
    const contacts = await readContacts(tx, introducerId);
    const { linkToken, ...fields } = record;
    return {
      ...fields,
      phone: shownPhone(actor, contacts.find((one) => one.channel === 'phone')?.address ?? null),
      hasWechat: contacts.some((one) => one.channel === 'wechat'),
      contacts: contacts.map(({ channel, address }) => ({
        channel,
        address: (channel === 'phone' ? shownPhone(actor, address) : shownSender(actor, address)) ?? {
          text: maskAccount(address),
          isMasked: true,
        },
      })),
      linkPath: linkToken && `/r/${linkToken}`,
      reps: await readReps(tx, introducerId),
      downline: await readDownline(tx, record.introducerNo),
      referralCounts: await countReferralsByState(tx, introducerId),
    };
  });
}

/** Shows the payout account or the tax number once; the staff module asks for the reason, counts and records. */
export async function revealPayout(
  tools: Tools,
  actor: Actor,
  introducerId: string,
  field: 'payoutAccount' | 'taxId',
  reason: string,
): Promise<{ value: string; left: number } | Refusal> {
  const request = { tier: 'T4', subjectKind: 'introducer', subjectId: introducerId, field, reason } as const;
  return revealField(tools, actor, request, async (tx) => {
    const sealed = await readSealed(tx, introducerId, field);
    return sealed ? tools.cipher.open(sealed) : refuse('platform.not-found');
  });
}
