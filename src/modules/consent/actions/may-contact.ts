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
  readonly standings: readonly StandingRow[];
  readonly marks: readonly MarkRow[];
  readonly preferences: Map<string, PreferenceRow>;
  readonly versionsMin: Map<string, number>;
}

async function readContactBasis(tx: Tx, questions: readonly ContactQuestion[], holds: boolean): Promise<ContactBasis> {
  const asked = [...new Set(questions.map((question) => question.patientId))];
  const idsOf = (known: Map<string, PersonFacts>) => [...known.values()].flatMap((person) => [...person.ids]);
  let people = await readPeople(tx, asked);
  // Locked before anything that decides is read: what is read then is what holds.
  if (holds) {
    await holdPeople(tx, idsOf(people));
    people = await readPeople(tx, asked);
  }
  const ids = idsOf(people);
  const standings = await readStandings(tx, ids);
  const preferences = await readPreferences(tx, ids);
  const latest = Math.max(...questions.map((question) => question.at)) as ContactWish['at'];
  return {
    settings: { ...contactDefaults, timeZone: await readTimeZone(tx) },
    people,
    standings,
    marks: await readMarks(tx, ids),
    preferences: new Map(preferences.map((row) => [row.patientId, row])),
    versionsMin: await readVersionsMin(tx, latest),
  };
}

function factsOf(basis: ContactBasis, question: ContactQuestion): ContactFacts {
  const { patientId, purpose, channel } = question;
  const person = basis.people.get(patientId);
  const ids = person?.ids ?? [];
  const bears = (mark: MarkRow['kind']) => basis.marks.some((one) => one.kind === mark && ids.includes(one.patientId));
  // Of several files of one person the latest word counts.
  const standingOf = (of: string | null, over: string): StandingRow | null =>
    basis.standings
      .filter((row) => row.kind === of && row.channel === over && ids.includes(row.patientId))
      .reduce<StandingRow | null>((latest, row) => (latest && latest.since >= row.since ? latest : row), null);
  const kind = kindOfContact(purpose);
  const healthKind = kindOfHealthUse(purpose);
  const preference = ids.map((id) => basis.preferences.get(id)).find((one) => one !== undefined);
  const { fromMinute, untilMinute } = preference ?? { fromMinute: null, untilMinute: null };
  return {
    isKnown: person !== undefined,
    isDeceased: bears('deceased'),
    birthDate: person?.birthDate ?? null,
    isBlocked: bears('contact_block'),
    isRestricted: bears('restricted'),
    address: person?.addresses[channel] ?? 'missing',
    consent: standingOf(kind, channel),
    healthConsent: standingOf(healthKind, anyChannel),
    textVersionMin: (kind && basis.versionsMin.get(kind)) ?? 1,
    healthTextVersionMin: (healthKind && basis.versionsMin.get(healthKind)) ?? 1,
    declinedChannels: preference?.declinedChannels ?? [],
    welcome: fromMinute !== null && untilMinute !== null ? { fromMinute, untilMinute } : null,
    sentToday: question.sent?.today ?? 0,
    sentThisWeek: question.sent?.thisWeek ?? 0,
  };
}
