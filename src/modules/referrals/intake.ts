import type { Instant } from '#kernel/day.ts';
import { type Actor, audit } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';
import { openDispute } from './disputes-opening.ts';
import { rematch } from './matching.ts';
import { readMatchingPolicy } from './matching-policy.ts';
import { detectHijack } from './rules/hijack.ts';
import { nameKey, type ReferralOutcome, type Sex } from './rules/index.ts';
import { takeReceipt } from './store/clock.ts';
import { readIntroducerName } from './store/introducers.ts';
import { appendEvent, insertReferral, type NewReferral, readOpenAnnouncements } from './store/referrals.ts';

/** What one notice about one expected patient says, whichever way it came in. Null: not said. */
export interface ReferralFields {
  readonly patientName: string | null;
  readonly sex: Sex | null;
  readonly age: number | null;
  /** Digits only. */
  readonly phone: string | null;
  readonly disease: string | null;
  readonly department: string | null;
  /** Null while nobody knows who introduces: the referral waits as `invalid` and keeps its receipt time. */
  readonly introducerId: string | null;
  /** The introducer as the message names him. */
  readonly introducerText: string | null;
  readonly isAccompanied: boolean;
  readonly note: string | null;
  readonly expectedPhrase: string | null;
  readonly expectedFrom: Instant | null;
  readonly expectedUntil: Instant | null;
  readonly stage: 'announced' | 'confirmed';
}

export interface Registered {
  readonly referralId: string;
  readonly receivedAt: Instant;
  readonly outcome: ReferralOutcome | null;
  /** Set when another introducer had announced the same person: this one wins only provisionally. */
  readonly disputeId: string | null;
}

type HijackingReferral = Pick<
  NewReferral,
  'referralId' | 'receivedAt' | 'patientName' | 'sex' | 'age' | 'phone' | 'introducerId'
>;

export interface Origin {
  readonly channel: 'sms' | 'wechat' | 'phone' | 'web' | 'api';
  readonly sender: string | null;
  readonly messageId: string | null;
}

/** Registers a referral typed in, sent by form or by API. Receipt time and number come from the database, in the same transaction. */
export async function registerReferral(
  tools: Tools,
  actor: Actor,
  origin: Origin,
  fields: ReferralFields,
): Promise<Registered> {
  return tools.db.transaction(actor, async (tx) => {
    const { receivedAt, referralId } = await takeReceipt(tx);
    return registerIn(tx, actor, { ...fields, ...origin, receivedAt, referralId });
  });
}

/** Registers within the caller's transaction, which has taken the receipt: messages store their raw text beside it. */
export async function registerIn(tx: Tx, actor: Actor, referral: NewReferral): Promise<Registered> {
  await insertReferral(tx, referral);
  await appendEvent(tx, actor, {
    referralId: referral.referralId,
    kind: referral.stage === 'announced' ? 'announced' : 'received',
  });
  audit(tx, actor, {
    action: 'referral.received',
    subjectKind: 'referral',
    subjectId: referral.referralId,
    detail: { channel: referral.channel },
  });
  tx.touch('referrals', referral.referralId);
  tx.touch('board', referral.referralId);
  tx.announce('referrals.received', { referralId: referral.referralId, messageId: referral.messageId });
  const { referralId, receivedAt } = referral;
  if (referral.stage === 'announced') return { referralId, receivedAt, outcome: null, disputeId: null };
  const decision = await rematch(tx, actor, { episodes: [], referrals: [toWinnerReferral(referral)] });
  const outcome = decision.referrals.find((row) => row.referralId === referralId) ?? null;
  return { referralId, receivedAt, outcome, disputeId: await disputeIfHijack(tx, actor, referral) };
}

export function toWinnerReferral(referral: NewReferral) {
  return { ...referral, hasDisease: referral.disease !== null, hasKnownIntroducer: referral.introducerId !== null };
}

/** Opens a dispute when another introducer had announced this person; answers the dispute's id. */
export async function disputeIfHijack(tx: Tx, actor: Actor, referral: HijackingReferral): Promise<string | null> {
  const key = nameKey(referral);
  if (key === null) return null;
  const open = await readOpenAnnouncements(tx, key);
  if (open.length === 0) return null;
  const introducer = referral.introducerId ? await readIntroducerName(tx, referral.introducerId) : null;
  const { windowMs } = await readMatchingPolicy(tx);
  const verdict = detectHijack({ ...referral, introducerNo: introducer?.introducerNo ?? null }, open, windowMs);
  if (!verdict.hijack) return null;
  return openDispute(tx, actor, {
    kind: 'hijack',
    referralIds: [...verdict.againstIds, referral.referralId],
    episodeNos: [],
  });
}
