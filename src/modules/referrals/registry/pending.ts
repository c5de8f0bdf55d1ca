import { isRefusal, type Refusal, refuse } from '#kernel/refusal.ts';
import { type Actor, audit } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';
import type { IntroducerFields, IntroducerKind } from '../contract/index.ts';
import { rematch } from '../matching.ts';
import type { WinnerReferral } from '../rules/index.ts';
import { maskSender } from '../rules/masks.ts';
import { lockClock } from '../store/clock.ts';
import {
  type Contact,
  deleteIntroducer,
  findPendingByAddress,
  findPendingByName,
  type IntroducerRecord,
  insertContact,
  insertIntroducer,
  lockIntroducer,
  moveContacts,
  nextIntroducerNo,
  updateIntroducer,
} from '../store/introducer-rows.ts';
import { endWaiting, releaseWaiting } from '../store/referral-changes.ts';
import { appendEvent } from '../store/referrals.ts';
import { writeFields } from './introducers.ts';

/** Who is said to introduce, though nobody registered fits. */
export interface Stranger {
  readonly named: string | null;
  readonly institution: string | null;
  /** The address the message came from, when it belongs to nobody yet. */
  readonly contact: Contact | null;
}

/**
 * The pending introducer a stranger's referrals wait for: the one made for him before, or a new one. Null when nobody is named and the
 * sender is not known either. The caller holds the clock's lock, so two messages of one stranger make one introducer.
 */
export async function pendingIntroducerFor(tx: Tx, actor: Actor, stranger: Stranger): Promise<string | null> {
  const { named, institution, contact } = stranger;
  if (named === null && contact === null) return null;
  const bySender = contact && (await findPendingByAddress(tx, contact.channel, contact.address));
  if (bySender && (named === null || bySender.name === named)) return bySender.introducerId;
  const byName = named === null ? null : await findPendingByName(tx, named, institution);
  const pending = byName ?? (await createPending(tx, actor, stranger));
  // The sender may be the person himself or pass the message on: the officer sees the address and decides.
  if (contact && !bySender) await insertContact(tx, pending.introducerId, contact);
  return pending.introducerId;
}

async function createPending(tx: Tx, actor: Actor, stranger: Stranger): Promise<IntroducerRecord> {
  const { named, institution, contact } = stranger;
  const created = await insertIntroducer(tx, {
    introducerNo: await nextIntroducerNo(tx),
    name: named ?? `未登记 ${maskSender(contact!.address)}`,
    kind: 'public',
    institution,
    status: 'pending',
  });
  audit(tx, actor, {
    action: 'introducer.pending',
    subjectKind: 'introducer',
    subjectId: created.introducerId,
  });
  tx.touch('introducers', created.introducerId);
  return created;
}

export interface Released {
  readonly introducerId: string;
  readonly referralsReleased: number;
}

/** The officer knows him: he becomes active, and what waited for him counts from the time it was received. */
export async function confirmIntroducer(
  tools: Tools,
  actor: Actor,
  introducerId: string,
  fields: IntroducerFields & { version: number; kind: IntroducerKind },
): Promise<Released | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const before = await lockPending(tx, introducerId, fields.version);
    if (isRefusal(before)) return before;
    const after = await writeFields(tx, tools, actor, before, { ...fields, status: 'active' });
    if (isRefusal(after)) return after;
    const referralsReleased = await release(tx, actor, introducerId, after);
    audit(tx, actor, {
      action: 'introducer.confirmed',
      subjectKind: 'introducer',
      subjectId: introducerId,
      detail: { referralsReleased },
    });
    return { introducerId, referralsReleased };
  });
}

/** He is in truth a registered one: contacts (unless the sender only passed on) and waiting referrals go over to that one. */
export async function mergeIntroducer(
  tools: Tools,
  actor: Actor,
  introducerId: string,
  merger: { readonly version: number; readonly intoIntroducerId: string; readonly keepContacts: boolean },
): Promise<Released | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const before = await lockPending(tx, introducerId, merger.version);
    if (isRefusal(before)) return before;
    const into = await lockIntroducer(tx, merger.intoIntroducerId);
    if (!into) return refuse('platform.not-found');
    if (into.status !== 'active') return refuse('referrals.introducer-not-active');
    if (merger.keepContacts) await moveContacts(tx, introducerId, into.introducerId);
    const referralsReleased = await release(tx, actor, introducerId, into);
    await deleteIntroducer(tx, introducerId);
    await updateIntroducer(tx, into);
    audit(tx, actor, {
      action: 'introducer.merged',
      subjectKind: 'introducer',
      subjectId: introducerId,
      detail: { into: into.introducerId, referralsReleased },
    });
    tx.touch('introducers', into.introducerId);
    return { introducerId: into.introducerId, referralsReleased };
  });
}

async function lockPending(tx: Tx, introducerId: string, version: number): Promise<IntroducerRecord | Refusal> {
  await lockClock(tx);
  const pending = await lockIntroducer(tx, introducerId);
  if (!pending) return refuse('platform.not-found');
  if (pending.status !== 'pending') return refuse('referrals.introducer-not-pending');
  return pending.version === version ? pending : refuse('platform.stale');
}

async function release(tx: Tx, actor: Actor, waitedForId: string, introducer: IntroducerRecord): Promise<number> {
  const released = await releaseWaiting(tx, waitedForId, introducer.introducerId);
  if (released.length === 0) return 0;
  for (const { referralId } of released) {
    await appendEvent(tx, actor, {
      referralId,
      kind: 'introducer_chosen',
      after: { introducerId: introducer.introducerId, introducerNo: introducer.introducerNo },
    });
    tx.touch('referrals', referralId);
  }
  await endWaiting(
    tx,
    released.map((row) => row.referralId),
  );
  const counting = released.filter((row) => row.stage === 'confirmed');
  if (counting.length > 0) await rematch(tx, actor, { episodes: [], referrals: counting satisfies WinnerReferral[] });
  return released.length;
}
