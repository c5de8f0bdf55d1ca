import { randomBytes } from 'node:crypto';
import { addDays, type Day, dayOf, type Instant } from '#kernel/day.ts';
import { isRefusal, type Refusal, refuse } from '#kernel/refusal.ts';
import { type Actor, audit } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';
import type { IntroducerFields, IntroducerKind } from '../contract/index.ts';
import { readMatchingPolicy } from '../matching-policy.ts';
import { phoneKey } from '../rules/index.ts';
import { mayHaveUpline } from '../rules/upline.ts';
import { lockClock } from '../store/clock.ts';
import {
  countDownline,
  deleteContactsBesides,
  endRepPeriod,
  findIntroducerByNo,
  type IntroducerRecord,
  insertContact,
  insertIntroducer,
  insertRepPeriod,
  lockIntroducer,
  nextIntroducerNo,
  readReps,
  renumberIntroducer,
  updateIntroducer,
  updatePayoutAccount,
  updateTaxId,
} from '../store/introducer-rows.ts';
import { writeSounds } from './sounds.ts';

/** Registers an introducer; without a number he is given the next one. */
export async function createIntroducer(
  tools: Tools,
  actor: Actor,
  fields: IntroducerFields & { name: string; kind: IntroducerKind },
): Promise<{ introducerId: string } | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    // The clock orders registrations with the messages that may create the same person.
    await lockClock(tx);
    const introducerNo = fields.introducerNo ?? (await nextIntroducerNo(tx));
    if (await findIntroducerByNo(tx, introducerNo))
      return refuse('referrals.introducer-number-taken', { introducerNo });
    const { name, kind } = fields;
    const created = await insertIntroducer(tx, { introducerNo, name, kind, institution: null, status: 'active' });
    const written = await writeFields(tx, tools, actor, created, { ...fields, introducerNo });
    if (isRefusal(written)) return written;
    const { introducerId } = created;
    audit(tx, actor, { action: 'introducer.created', subjectKind: 'introducer', subjectId: introducerId });
    return { introducerId };
  });
}

/** Changes an active or inactive introducer; a pending one is confirmed or merged instead. */
export async function changeIntroducer(
  tools: Tools,
  actor: Actor,
  introducerId: string,
  fields: IntroducerFields & { version: number },
): Promise<{ introducerId: string } | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    await lockClock(tx);
    const before = await lockIntroducer(tx, introducerId);
    if (!before) return refuse('platform.not-found');
    if (before.version !== fields.version) return refuse('platform.stale');
    if (before.status === 'pending') return refuse('referrals.introducer-pending');
    const written = await writeFields(tx, tools, actor, before, fields);
    if (isRefusal(written)) return written;
    audit(tx, actor, {
      action: 'introducer.changed',
      subjectKind: 'introducer',
      subjectId: introducerId,
      detail: { fields: Object.keys(fields).filter((name) => name !== 'version') },
    });
    return { introducerId };
  });
}

/** Writes what `fields` names, checked against the other introducers. The caller holds the clock's lock and has checked the version. */
export async function writeFields(
  tx: Tx,
  tools: Tools,
  actor: Actor,
  before: IntroducerRecord,
  fields: IntroducerFields,
): Promise<IntroducerRecord | Refusal> {
  const { introducerId } = before;
  const after = merged(before, fields);
  const trouble = (await numberTrouble(tx, before, after)) ?? (await uplineTrouble(tx, before, after));
  if (trouble) return trouble;
  for (const [channel, addresses] of [
    ['phone', fields.phones?.map((digits) => phoneKey(digits)!)],
    ['wechat', fields.wechatIds],
  ] as const) {
    if (!addresses) continue;
    await deleteContactsBesides(tx, introducerId, channel, addresses);
    for (const address of addresses) {
      const ownerNo = await insertContact(tx, introducerId, { channel, address });
      if (ownerNo !== null) return refuse('referrals.contact-taken', { field: channel, introducerNo: ownerNo });
    }
  }
  const repTrouble = await writeRep(tx, actor, before, fields);
  if (repTrouble) return repTrouble;
  await updateIntroducer(tx, after);
  if (after.introducerNo !== before.introducerNo)
    await renumberIntroducer(tx, introducerId, before.introducerNo, after.introducerNo);
  if (fields.payoutAccount !== undefined)
    await updatePayoutAccount(tx, introducerId, sealedAccount(tools, fields.payoutAccount));
  if (fields.taxId !== undefined)
    await updateTaxId(tx, introducerId, fields.taxId === null ? null : tools.cipher.seal(fields.taxId));
  await writeSounds(tx, [after]);
  tx.touch('introducers', introducerId);
  return after;
}

function merged(before: IntroducerRecord, fields: IntroducerFields): IntroducerRecord {
  const pick = <Value>(given: Value | undefined, kept: Value): Value => (given === undefined ? kept : given);
  return {
    ...before,
    introducerNo: pick(fields.introducerNo, before.introducerNo),
    name: pick(fields.name, before.name),
    kind: pick(fields.kind, before.kind),
    isClinical: pick(fields.isClinical, before.isClinical),
    institution: pick(fields.institution, before.institution),
    county: pick(fields.county, before.county),
    uplineNo: pick(fields.uplineNo, before.uplineNo),
    note: pick(fields.note, before.note),
    status: pick<IntroducerRecord['status']>(fields.status, before.status),
    bankName: pick(fields.bankName, before.bankName),
    payoutAccountHolder: pick(fields.payoutAccountHolder, before.payoutAccountHolder),
    repNo: pick(fields.repNo, before.repNo),
  };
}

async function numberTrouble(tx: Tx, before: IntroducerRecord, after: IntroducerRecord): Promise<Refusal | null> {
  if (after.introducerNo === before.introducerNo) return null;
  const other = await findIntroducerByNo(tx, after.introducerNo);
  return other ? refuse('referrals.introducer-number-taken', { introducerNo: after.introducerNo }) : null;
}

async function uplineTrouble(tx: Tx, before: IntroducerRecord, after: IntroducerRecord): Promise<Refusal | null> {
  if (after.uplineNo === null || after.uplineNo === before.uplineNo) return null;
  return mayHaveUpline(after.uplineNo, {
    introducerNo: after.introducerNo,
    downlineCount: await countDownline(tx, before.introducerNo),
    upline: await findIntroducerByNo(tx, after.uplineNo),
  });
}

/** Ends the present period the day before the new one begins. */
async function writeRep(
  tx: Tx,
  actor: Actor,
  before: IntroducerRecord,
  fields: IntroducerFields,
): Promise<Refusal | null> {
  if (fields.repNo === undefined || fields.repNo === before.repNo) return null;
  const fromDay = (fields.repFromDay as Day | undefined) ?? (await readToday(tx));
  const last = (await readReps(tx, before.introducerId))[0];
  if (last && fromDay < last.fromDay) return refuse('referrals.rep-day-before-last', { fromDay: last.fromDay });
  if (last && last.fromDay < fromDay && last.untilDay === null)
    await endRepPeriod(tx, before.introducerId, last.fromDay, addDays(fromDay, -1));
  if (fields.repNo !== null)
    await insertRepPeriod(tx, before.introducerId, {
      repNo: fields.repNo,
      fromDay,
      changedBy: actor.displayName,
      reason: fields.repReason ?? null,
    });
  else if (last && last.fromDay === fromDay) await endRepPeriod(tx, before.introducerId, last.fromDay, fromDay);
  return null;
}

async function readToday(tx: Tx): Promise<Day> {
  const { timeZone } = await readMatchingPolicy(tx);
  const row = await tx.one<{ now: Instant }>('SELECT clock_timestamp() AS now');
  return dayOf(row!.now, timeZone);
}

function sealedAccount(tools: Tools, account: string | null): { sealed: Buffer; lookup: Buffer; tail: string } | null {
  if (account === null) return null;
  const bare = account.replace(/[ -]/g, '');
  return { sealed: tools.cipher.seal(bare), lookup: tools.cipher.lookup(bare), tail: bare.slice(-4) };
}

/** Makes a new personal link, or takes it back (null). */
export async function changeLink(
  tools: Tools,
  actor: Actor,
  introducerId: string,
  wanted: { readonly version: number } | null,
): Promise<{ introducerId: string } | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const before = await lockIntroducer(tx, introducerId);
    if (!before) return refuse('platform.not-found');
    if (wanted && before.version !== wanted.version) return refuse('platform.stale');
    if (wanted && before.status !== 'active') return refuse('referrals.introducer-not-active');
    await updateIntroducer(tx, { ...before, linkToken: wanted ? randomBytes(24).toString('base64url') : null });
    audit(tx, actor, {
      action: wanted ? 'introducer.link-made' : 'introducer.link-removed',
      subjectKind: 'introducer',
      subjectId: introducerId,
    });
    tx.touch('introducers', introducerId);
    return { introducerId };
  });
}
