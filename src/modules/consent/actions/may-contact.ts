import { readTimeZone } from '#modules/hospital/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { anyChannel, kindOfContact, kindOfHealthUse } from '../rules/catalogue.ts';
import {
  type ContactDecision,
  type ContactFacts,
  type ContactSettings,
  type ContactWish,
  contactDefaults,
  decideContact,
} from '../rules/may-contact.ts';
import {
  holdPeople,
  type MarkRow,
  type PreferenceRow,
  readMarks,
  readPreferences,
  readStandings,
  type StandingRow,
} from '../store/consents.ts';
import { type PersonFacts, readPeople } from '../store/patients.ts';
import { readVersionsMin } from '../store/texts.ts';

export interface ContactQuestion extends ContactWish {
  readonly patientId: string;
  /** What the sender counted over all channels; absent: none. */
  readonly sent?: { readonly today: number; readonly thisWeek: number };
}

/**
 * The one question before every message to a patient. Ask it in the transaction that hands the message over: until that transaction ends, a
 * withdrawal waits, and afterwards everybody asking hears no. Introducers, staff and institutions are not patients: their notices do not pass here.
 */
export async function mayContact(tx: Tx, question: ContactQuestion): Promise<ContactDecision> {
  const [decision] = await mayContactAll(tx, [question]);
  return decision!;
}

/** As `mayContact`, for up to 1,000 messages at once; answers in the order of the questions. */
export async function mayContactAll(tx: Tx, questions: readonly ContactQuestion[]): Promise<ContactDecision[]> {
  const known = await readContactBasis(tx, questions, true);
  return questions.map((question) => decideContact(question, factsOf(known, question), known.settings));
}

/** The same for a page: holds nobody up. */
export async function previewContact(tx: Tx, questions: readonly ContactQuestion[]): Promise<ContactDecision[]> {
  const known = await readContactBasis(tx, questions, false);
  return questions.map((question) => decideContact(question, factsOf(known, question), known.settings));
}

interface ContactBasis {
  readonly settings: ContactSettings;
  readonly people: Map<string, PersonFacts>;
  readonly standings: Map<string, StandingRow>;
  readonly marks: readonly MarkRow[];
  readonly preferences: Map<string, PreferenceRow>;
  readonly versionsMin: Map<string, number>;
}

async function readContactBasis(
  tx: Tx,
  questions: readonly ContactQuestion[],
  holds: boolean,
): Promise<ContactBasis> {
  const ids = [...new Set(questions.map((question) => question.patientId))];
  // Locked before anything is read: what is read then is what holds.
  if (holds) await holdPeople(tx, ids);
  const standings = await readStandings(tx, ids);
  const preferences = await readPreferences(tx, ids);
  const latest = Math.max(...questions.map((question) => question.at)) as ContactWish['at'];
  return {
    settings: { ...contactDefaults, timeZone: await readTimeZone(tx) },
    people: await readPeople(tx, ids),
    standings: new Map(standings.map((row) => [`${row.patientId} ${row.kind} ${row.channel}`, row])),
    marks: await readMarks(tx, ids),
    preferences: new Map(preferences.map((row) => [row.patientId, row])),
    versionsMin: await readVersionsMin(tx, latest),
  };
}

function factsOf(basis: ContactBasis, question: ContactQuestion): ContactFacts {
  const { patientId, purpose, channel } = question;
  const person = basis.people.get(patientId);
  const bears = (kind: MarkRow['kind']) =>
    basis.marks.some((mark) => mark.patientId === patientId && mark.kind === kind);
  const kind = kindOfContact(purpose);
  const healthKind = kindOfHealthUse(purpose);
  const preference = basis.preferences.get(patientId);
  const { fromMinute, untilMinute } = preference ?? { fromMinute: null, untilMinute: null };
  return {
    isKnown: person !== undefined,
    isDeceased: bears('deceased'),
    birthDate: person?.birthDate ?? null,
    isBlocked: bears('contact_block'),
    isRestricted: bears('restricted'),
    address: person?.addresses[channel] ?? 'missing',
    consent: (kind && basis.standings.get(`${patientId} ${kind} ${channel}`)) ?? null,
    healthConsent: (healthKind && basis.standings.get(`${patientId} ${healthKind} ${anyChannel}`)) ?? null,
    textVersionMin: (kind && basis.versionsMin.get(kind)) ?? 1,
    healthTextVersionMin: (healthKind && basis.versionsMin.get(healthKind)) ?? 1,
    declinedChannels: preference?.declinedChannels ?? [],
    welcome: fromMinute !== null && untilMinute !== null ? { fromMinute, untilMinute } : null,
    sentToday: question.sent?.today ?? 0,
    sentThisWeek: question.sent?.thisWeek ?? 0,
  };
}
