import { completedYears, dayOf } from '#kernel/day.ts';
import { isRefusal, type Refusal, refuse } from '#kernel/refusal.ts';
import { readTimeZone } from '#modules/hospital/index.ts';
import { type Actor, audit } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';
import type { ConsentEntry, PatientConsents, Preference, StandingInfo } from '../contract/consents.ts';
import { anyChannel, channels, consentKinds, kindFacts } from '../rules/catalogue.ts';
import {
  insertMark,
  liftMark,
  type MarkKind,
  readEntries,
  readMarks,
  readPreferences,
  readStandings,
  type StandingRow,
  upsertPreference,
} from '../store/consents.ts';
import { readLinksOf } from '../store/links.ts';
import { readPerson } from '../store/patients.ts';
import { readVersionsMin } from '../store/texts.ts';
import { previewContact } from './may-contact.ts';
import { touch } from './standing.ts';

export const noPreference: Preference = {
  declinedChannels: [],
  preferredChannel: null,
  fromMinute: null,
  untilMinute: null,
  wantsNoPersonalisation: false,
};

const contactPurposes = ['service', 'follow_up', 'marketing'] as const;

/** Everything the consent panel of a person shows. */
export async function readPatientConsents(tools: Tools, tx: Tx, patientId: string): Promise<PatientConsents | Refusal> {
  const person = await readPerson(tx, patientId);
  if (!person) return refuse('platform.not-found');
  const now = tools.now();
  const age = person.birthDate ? completedYears(person.birthDate, dayOf(now, await readTimeZone(tx))) : null;
  const standings = await readStandings(tx, [patientId]);
  const versionsMin = await readVersionsMin(tx, now);
  const questions = contactPurposes.flatMap((purpose) =>
    channels.map((channel) => ({ patientId, purpose, channel, at: now })),
  );
  const decisions = await previewContact(tx, questions);
  const { patientId: _, ...wished } = (await readPreferences(tx, [patientId]))[0] ?? { patientId, ...noPreference };
  return {
    person: { patientId, recordNo: person.recordNo, name: person.name, birthDate: person.birthDate },
    isMinor: age !== null && age < 18,
    needsGuardian: age !== null && age < 14,
    standings: consentKinds.flatMap((kind) => {
      const among = kindFacts[kind].channels.length > 0 ? kindFacts[kind].channels : [anyChannel];
      return among.map((channel): StandingInfo => {
        const row = standings.find((one) => one.kind === kind && one.channel === channel);
        return {
          kind,
          channel: channel === anyChannel ? null : (channel as StandingInfo['channel']),
          state: row ? shownState(row, now, versionsMin.get(kind) ?? 1) : 'none',
          since: row?.since ?? null,
          validUntil: row?.validUntil ?? null,
          textVersion: row?.textVersion ?? null,
        };
      });
    }),
    preference: wished,
    marks: (await readMarks(tx, [patientId])).map(({ patientId: __, ...mark }) => mark),
    links: (await readLinksOf(tx, patientId)).map(({ patientId: __, ...link }) => link),
    contact: decisions.map((decision, index) => ({
      purpose: questions[index]!.purpose,
      channel: questions[index]!.channel,
      allowed: decision.allowed,
      reason: decision.reason,
      because: [...decision.because],
      notBefore: decision.notBefore,
    })),
    entries: (await readEntries(tx, patientId)) as ConsentEntry[],
  };
}

function shownState(row: StandingRow, now: number, versionMin: number): StandingInfo['state'] {
  if (row.state !== 'given') return row.state;
  if (row.validUntil !== null && now >= row.validUntil) return 'expired';
  return (row.textVersion ?? 0) < versionMin ? 'outdated' : 'given';
}

export async function changePreference(
  tools: Tools,
  actor: Actor,
  patientId: string,
  wished: Preference,
  linkId: string | null = null,
): Promise<undefined | Refusal> {
  if ((wished.fromMinute === null) !== (wished.untilMinute === null)) return refuse('consent.hours-wrong');
  if (wished.fromMinute !== null && wished.fromMinute >= wished.untilMinute!) return refuse('consent.hours-wrong');
  return tools.db.transaction({ hospitalId: actor.hospitalId }, async (tx) => {
    if (!(await readPerson(tx, patientId))) return refuse('platform.not-found');
    await upsertPreference(tx, patientId, wished, actor.displayName);
    // A channel newly declined stops what is queued on it, as a withdrawal does.
    if (wished.declinedChannels.length > 0)
      tx.announce('consent.withdrawn', { patientId, kind: null, purpose: null, channels: wished.declinedChannels });
    audit(tx, actor, {
      action: 'consent.preference-changed',
      subjectKind: 'patient',
      subjectId: patientId,
      detail: { ...wished, linkId },
    });
    touch(tx, patientId);
    return undefined;
  });
}

export async function setMark(
  tools: Tools,
  actor: Actor,
  mark: { readonly patientId: string; readonly kind: MarkKind; readonly reason: string },
): Promise<PatientConsents | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const set = await setMarkIn(tx, actor, mark);
    return isRefusal(set) ? set : readPatientConsents(tools, tx, mark.patientId);
  });
}

export async function setMarkIn(
  tx: Tx,
  actor: Actor,
  mark: { readonly patientId: string; readonly kind: MarkKind; readonly reason: string },
): Promise<{ markId: string } | Refusal> {
  if (!(await readPerson(tx, mark.patientId))) return refuse('platform.not-found');
  const markId = await insertMark(tx, { ...mark, setBy: actor.accountId, setByName: actor.displayName });
  if (!markId) return refuse('consent.mark-set');
  if (mark.kind !== 'legal_hold')
    tx.announce('consent.withdrawn', { patientId: mark.patientId, kind: null, purpose: null, channels: channels });
  audit(tx, actor, {
    action: 'consent.mark-set',
    subjectKind: 'patient',
    subjectId: mark.patientId,
    reason: mark.reason,
    detail: { kind: mark.kind },
  });
  touch(tx, mark.patientId);
  return { markId };
}

export async function removeMark(
  tools: Tools,
  actor: Actor,
  markId: string,
  reason: string,
): Promise<PatientConsents | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const lifted = await liftMark(tx, markId, actor.displayName, reason);
    if (!lifted) return refuse('platform.not-found');
    audit(tx, actor, {
      action: 'consent.mark-lifted',
      subjectKind: 'patient',
      subjectId: lifted.patientId,
      reason,
      detail: { kind: lifted.kind },
    });
    touch(tx, lifted.patientId);
    return readPatientConsents(tools, tx, lifted.patientId);
  });
}
