import type { Instant } from '#kernel/day.ts';
import { type Refusal, refuse } from '#kernel/refusal.ts';
import { readTimeZone } from '#modules/hospital/index.ts';
import { type Actor, audit } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';
import { type Channel, type ConsentKind, consentKinds, kindFacts } from '../rules/catalogue.ts';
import { decideGiving, type GivenConsent } from '../rules/may-give.ts';
import {
  insertEntry,
  insertEvidence,
  isScanFree,
  lockPerson,
  type NewEntry,
  readMarks,
  readStandings,
  writeStandings,
} from '../store/consents.ts';
import { readPerson } from '../store/patients.ts';
import { ensureTexts, readText } from '../store/texts.ts';

export interface ConsentToRecord extends GivenConsent {
  readonly patientId: string;
  readonly action: 'given' | 'refused';
  readonly textVersion: number;
  readonly via: NewEntry['via'];
  readonly linkId?: string;
}

/** Records what somebody said to one text, with its proof; where the person stands moves in the same transaction. */
export async function recordConsent(
  tools: Tools,
  actor: Actor,
  given: ConsentToRecord,
): Promise<{ entryId: string } | Refusal> {
  return tools.db.transaction(actor, (tx) => recordConsentIn(tx, tools, actor, given));
}

export async function recordConsentIn(
  tx: Tx,
  tools: Tools,
  actor: Actor,
  given: ConsentToRecord,
): Promise<{ entryId: string } | Refusal> {
  const person = await readPerson(tx, given.patientId);
  if (!person) return refuse('platform.not-found');
  await lockPerson(tx, person.ids);
  await ensureTexts(tx);
  const text = await readText(tx, given.kind, given.textVersion);
  if (!text || text.effectiveFrom > given.at) return refuse('consent.text-unknown');
  const isDeceased = (await readMarks(tx, person.ids)).some((mark) => mark.kind === 'deceased');
  // A "no" needs neither guardian nor proof.
  if (given.action === 'given') {
    const refusal = decideGiving(
      given,
      { birthDate: person.birthDate, isDeceased },
      tools.now(),
      await readTimeZone(tx),
    );
    if (refusal) return refusal;
    if (given.evidence.scanId && !(await isScanFree(tx, given.evidence.scanId))) return refuse('consent.scan-unknown');
  }
  const entry: NewEntry = {
    ...given,
    channels:
      given.action === 'refused' && given.channels.length === 0 ? kindFacts[given.kind].channels : given.channels,
    textHash: text.textHash,
    linkId: given.linkId ?? null,
    reason: null,
    recordedBy: actor.accountId,
    recordedByName: actor.displayName,
  };
  const entryId = await insertEntry(tx, entry);
  if (given.action === 'given') await insertEvidence(tx, entryId, { ...given.evidence, ...giverOf(given) });
  const moved = await writeStandings(tx, entryId, entry);
  if (given.action === 'refused') announceEnd(tx, entry, moved.length > 0);
  audit(tx, actor, {
    action: `consent.${given.action}`,
    subjectKind: 'patient',
    subjectId: given.patientId,
    detail: { entryId, kind: given.kind, channels: entry.channels, textVersion: given.textVersion, giver: given.giver },
  });
  touch(tx, given.patientId);
  return { entryId };
}

function giverOf({ giverName, giverRelation, scope }: GivenConsent) {
  return { giverName, giverRelation, scope };
}

export interface Withdrawal {
  readonly patientId: string;
  /** `all`: everything but service notices, unless the channel is named: then that channel of every kind. */
  readonly kind: ConsentKind | 'all';
  readonly channel: Channel | null;
  readonly reason: string | null;
  readonly via: NewEntry['via'];
  readonly linkId?: string;
}

/**
 * Withdraws, effective with the commit: it waits for sendings to this person that asked before, and whoever asks after it hears no.
 * Announces `consent.withdrawn`, so that what is queued is stopped. Withdrawing what was never given is recorded as well: it is a no.
 */
export async function withdrawConsent(
  tools: Tools,
  actor: Actor,
  withdrawal: Withdrawal,
): Promise<{ entryIds: string[] } | Refusal> {
  return tools.db.transaction(actor, (tx) => withdrawConsentIn(tx, tools, actor, withdrawal));
}

export async function withdrawConsentIn(
  tx: Tx,
  tools: Tools,
  actor: Actor,
  withdrawal: Withdrawal,
): Promise<{ entryIds: string[] } | Refusal> {
  const { patientId, channel } = withdrawal;
  const person = await readPerson(tx, patientId);
  if (!person) return refuse('platform.not-found');
  await lockPerson(tx, person.ids);
  const standings = await readStandings(tx, person.ids);
  const entryIds: string[] = [];
  for (const kind of kindsOf(withdrawal)) {
    const own = standings.filter((standing) => standing.kind === kind);
    // A "no" to what nobody asked about is kept for kinds over channels only: there it protects.
    if (withdrawal.kind === 'all' && kindFacts[kind].channels.length === 0 && own.length === 0) continue;
    const at = Math.max(tools.now(), ...own.map((standing) => standing.since)) as Instant;
    // Under every id the person has: should a merge be undone, the no stays with both files.
    for (const id of person.ids) entryIds.push(await writeWithdrawal(tx, actor, withdrawal, { id, kind, at }));
  }
  audit(tx, actor, {
    action: 'consent.withdrawn',
    subjectKind: 'patient',
    subjectId: patientId,
    detail: { kind: withdrawal.kind, channel, via: withdrawal.via, entryIds },
  });
  touch(tx, patientId);
  return { entryIds };
}

async function writeWithdrawal(
  tx: Tx,
  actor: Actor,
  withdrawal: Withdrawal,
  one: { readonly id: string; readonly kind: ConsentKind; readonly at: Instant },
): Promise<string> {
  const facts = kindFacts[one.kind];
  const entry: NewEntry = {
    patientId: one.id,
    action: 'withdrawn',
    kind: one.kind,
    channels: facts.channels.length === 0 ? [] : withdrawal.channel ? [withdrawal.channel] : facts.channels,
    textVersion: null,
    textHash: null,
    giver: 'patient',
    at: one.at,
    validUntil: null,
    via: withdrawal.via,
    linkId: withdrawal.linkId ?? null,
    reason: withdrawal.reason,
    recordedBy: actor.accountId,
    recordedByName: actor.displayName,
  };
  const entryId = await insertEntry(tx, entry);
  announceEnd(tx, entry, (await writeStandings(tx, entryId, entry)).length > 0);
  return entryId;
}

function kindsOf({ kind, channel }: Withdrawal): readonly ConsentKind[] {
  if (kind !== 'all') return [kind];
  return consentKinds.filter((one) => (channel ? kindFacts[one].channels.length > 0 : one !== 'service'));
}

function announceEnd(tx: Tx, { patientId, kind, channels }: NewEntry, hasMoved: boolean): void {
  if (hasMoved) tx.announce('consent.withdrawn', { patientId, kind, purpose: kindFacts[kind].purpose, channels });
}

export function touch(tx: Tx, patientId: string): void {
  tx.touch('consents', patientId);
}
