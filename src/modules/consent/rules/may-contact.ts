import {
  completedYears,
  type Day,
  dayMs,
  dayOf,
  type Instant,
  instantOfLocal,
  localMs,
  minuteMs,
} from '#kernel/day.ts';
import { type Channel, type DataCategory, kindOfContact, kindOfHealthUse, type Purpose } from './catalogue.ts';

/** Where a person stands with one text and channel. */
export interface Standing {
  readonly state: 'given' | 'refused' | 'withdrawn';
  readonly since: Instant;
  /** Holds while `at < validUntil`; null: until withdrawn. */
  readonly validUntil: Instant | null;
  readonly textVersion: number | null;
  readonly giver: 'patient' | 'guardian' | 'representative';
}

export interface ContactFacts {
  readonly isKnown: boolean;
  readonly isDeceased: boolean;
  /** Null: unknown. */
  readonly birthDate: Day | null;
  readonly isBlocked: boolean;
  readonly isRestricted: boolean;
  /** `missing`: nothing to send to; `invalid`: known not to work. */
  readonly address: 'present' | 'missing' | 'invalid';
  readonly consent: Standing | null;
  /** The separate consent for health data of this purpose. */
  readonly healthConsent: Standing | null;
  /** Earlier versions of the text no longer cover the purpose. */
  readonly textVersionMin: number;
  readonly healthTextVersionMin: number;
  readonly declinedChannels: readonly Channel[];
  /** Minutes of the day in which the person wants to be reached; null: any. */
  readonly welcome: { readonly fromMinute: number; readonly untilMinute: number } | null;
  /** Messages of all channels already sent, as the sender counted them. */
  readonly sentToday: number;
  readonly sentThisWeek: number;
}

export interface ContactWish {
  readonly purpose: Purpose;
  readonly channel: Channel;
  readonly at: Instant;
  /** What the message draws upon besides the address. Default: nothing. */
  readonly categories?: readonly DataCategory[];
  /** A result or a change of today the person must hear at once: quiet hours, wished hours and the cap give way; nothing else does. */
  readonly isCritical?: boolean;
}

export interface ContactSettings {
  readonly timeZone: string;
  /** Quiet from this minute of the day … */
  readonly quietFromMinute: number;
  /** … until this one of the next. */
  readonly quietUntilMinute: number;
  readonly dayMax: number;
  readonly weekMax: number;
}

export const contactDefaults: Omit<ContactSettings, 'timeZone'> = {
  quietFromMinute: 21 * 60,
  quietUntilMinute: 8 * 60,
  dayMax: 1,
  weekMax: 3,
};

/** The gravest first: the first that applies is the one shown. */
export const contactReasons = [
  'unknown-patient',
  'purpose-is-no-contact',
  'deceased',
  'blocked',
  'restricted',
  'minor',
  'consent-withdrawn',
  'consent-refused',
  'consent-missing',
  'consent-expired',
  'consent-outdated',
  'guardian-missing',
  'health-consent-missing',
  'channel-declined',
  'address-missing',
  'address-invalid',
  'quiet-hours',
  'outside-wished-hours',
  'cap-reached',
] as const;
export type ContactReason = (typeof contactReasons)[number];

export interface ContactDecision {
  readonly allowed: boolean;
  /** The gravest reason against it; `allowed` otherwise. */
  readonly reason: ContactReason | 'allowed';
  /** Everything against it, the gravest first. */
  readonly because: readonly ContactReason[];
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
  /** Only the hour is against it: the earliest instant at which it may be tried again. */
  readonly notBefore: Instant | null;
}

const guardianAgeYears = 14;
const marketingAgeYears = 18;

/**
 * Whether somebody may be contacted for a purpose over a channel at an instant, and why not.
 *
 * Care (service notices) needs no consent but respects a refusal; follow-up and marketing need one (PIPL 13, 14). Health data needs the separate
 * consent of its purpose (29). Under 14 the guardian must have consented (31); nobody under 18 is marketed to. A legal hold changes nothing here.
 */
export function decideContact(wish: ContactWish, facts: ContactFacts, settings: ContactSettings): ContactDecision {
  const against = new Set<ContactReason>([
    ...personReasons(wish, facts, settings),
    ...consentReasons(wish, facts, settings),
    ...wayReasons(wish, facts, settings),
  ]);
  const because = contactReasons.filter((reason) => against.has(reason));
  const byTheHour = because.every((reason) => reason === 'quiet-hours' || reason === 'outside-wished-hours');
  return {
    allowed: because.length === 0,
    reason: because[0] ?? 'allowed',
    because,
    facts: {
      purpose: wish.purpose,
      channel: wish.channel,
      age: ageOf(facts, wish.at, settings.timeZone),
      consentState: facts.consent?.state ?? null,
      consentSince: facts.consent?.since ?? null,
      textVersion: facts.consent?.textVersion ?? null,
      sentToday: facts.sentToday,
      sentThisWeek: facts.sentThisWeek,
    },
    notBefore: because.length > 0 && byTheHour ? nextOpenInstant(wish.at, facts, settings) : null,
  };
}

function ageOf(facts: ContactFacts, at: Instant, timeZone: string): number | null {
  return facts.birthDate ? completedYears(facts.birthDate, dayOf(at, timeZone)) : null;
}

function* personReasons(
  wish: ContactWish,
  facts: ContactFacts,
  { timeZone }: ContactSettings,
): Generator<ContactReason> {
  if (!facts.isKnown) yield 'unknown-patient';
  if (kindOfContact(wish.purpose) === null) yield 'purpose-is-no-contact';
  if (facts.isDeceased) yield 'deceased';
  if (facts.isBlocked) yield 'blocked';
  // Restricted by the person's request: what care itself needs goes on.
  if (facts.isRestricted && wish.purpose !== 'service') yield 'restricted';
  const age = ageOf(facts, wish.at, timeZone);
  if (wish.purpose === 'marketing' && age !== null && age < marketingAgeYears) yield 'minor';
}

function* consentReasons(wish: ContactWish, facts: ContactFacts, settings: ContactSettings): Generator<ContactReason> {
  const { consent } = facts;
  const isNeeded = wish.purpose !== 'service';
  if (consent?.state === 'withdrawn') yield 'consent-withdrawn';
  else if (consent?.state === 'refused') yield 'consent-refused';
  else if (isNeeded && !consent) yield 'consent-missing';
  else if (isNeeded && consent) {
    if (hasEnded(consent, wish.at)) yield 'consent-expired';
    if ((consent.textVersion ?? 0) < facts.textVersionMin) yield 'consent-outdated';
    const age = ageOf(facts, wish.at, settings.timeZone);
    if (age !== null && age < guardianAgeYears && consent.giver !== 'guardian') yield 'guardian-missing';
  }
  if (wish.purpose !== 'service' && wish.categories?.includes('health') && !holdsHealthConsent(wish, facts))
    yield 'health-consent-missing';
}

function holdsHealthConsent(wish: ContactWish, { healthConsent, healthTextVersionMin }: ContactFacts): boolean {
  return (
    kindOfHealthUse(wish.purpose) !== null &&
    healthConsent?.state === 'given' &&
    !hasEnded(healthConsent, wish.at) &&
    (healthConsent.textVersion ?? 0) >= healthTextVersionMin
  );
}

function hasEnded(consent: Standing, at: Instant): boolean {
  return consent.validUntil !== null && at >= consent.validUntil;
}

function* wayReasons(wish: ContactWish, facts: ContactFacts, settings: ContactSettings): Generator<ContactReason> {
  if (facts.declinedChannels.includes(wish.channel)) yield 'channel-declined';
  if (facts.address === 'missing') yield 'address-missing';
  if (facts.address === 'invalid') yield 'address-invalid';
  if (wish.isCritical) return;
  // A letter wakes nobody.
  if (wish.channel !== 'letter') {
    const minute = minuteOf(wish.at, settings.timeZone);
    if (isWithin(minute, settings.quietFromMinute, settings.quietUntilMinute)) yield 'quiet-hours';
    if (facts.welcome && !isWithin(minute, facts.welcome.fromMinute, facts.welcome.untilMinute))
      yield 'outside-wished-hours';
  }
  if (wish.purpose === 'service') return;
  if (facts.sentToday >= settings.dayMax || facts.sentThisWeek >= settings.weekMax) yield 'cap-reached';
}

function minuteOf(at: Instant, timeZone: string): number {
  return Math.floor((localMs(at, timeZone) % dayMs) / minuteMs);
}

/** `from <= minute < until`; a span may go over midnight. Equal ends: never. */
function isWithin(minute: number, from: number, until: number): boolean {
  return from <= until ? minute >= from && minute < until : minute >= from || minute < until;
}

/** The first minute of the next day and a half in which neither the hospital's nor the person's hours are against it; null: none. */
function nextOpenInstant(at: Instant, facts: ContactFacts, settings: ContactSettings): Instant | null {
  const start = Math.ceil(localMs(at, settings.timeZone) / minuteMs);
  for (let step = 0; step <= 36 * 60; step++) {
    const minute = (start + step) % (24 * 60);
    const isQuiet = isWithin(minute, settings.quietFromMinute, settings.quietUntilMinute);
    const isWelcome = !facts.welcome || isWithin(minute, facts.welcome.fromMinute, facts.welcome.untilMinute);
    if (!isQuiet && isWelcome) return instantOfLocal((start + step) * minuteMs, settings.timeZone);
  }
  return null;
}
