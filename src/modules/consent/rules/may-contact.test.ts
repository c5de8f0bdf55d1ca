import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Day, dayMs, type Instant } from '#kernel/day.ts';
import { channels, purposes } from './catalogue.ts';
import {
  type ContactFacts,
  type ContactReason,
  type ContactWish,
  contactDefaults,
  contactReasons,
  decideContact,
  type Standing,
} from './may-contact.ts';

const at = (iso: string) => Date.parse(iso) as Instant;
const noon = at('2026-10-15T12:00:00+08:00');
const settings = { ...contactDefaults, timeZone: 'Asia/Shanghai' };
const given: Standing = {
  state: 'given',
  since: at('2026-01-01T10:00:00+08:00'),
  validUntil: null,
  textVersion: 1,
  giver: 'patient',
};
const open: ContactFacts = {
  isKnown: true,
  isDeceased: false,
  birthDate: '1980-05-05' as Day,
  isBlocked: false,
  isRestricted: false,
  address: 'present',
  consent: given,
  healthConsent: null,
  textVersionMin: 1,
  healthTextVersionMin: 1,
  declinedChannels: [],
  welcome: null,
  sentToday: 0,
  sentThisWeek: 0,
};
const marketing: ContactWish = { purpose: 'marketing', channel: 'sms', at: noon };
const followUp: ContactWish = { ...marketing, purpose: 'follow_up' };
const service: ContactWish = { ...marketing, purpose: 'service' };
const night = at('2026-10-15T23:30:00+08:00');

const table: [string, ContactWish, Partial<ContactFacts>, ContactReason | 'allowed'][] = [
  ['all in order', marketing, {}, 'allowed'],
  ['nobody by that id', marketing, { isKnown: false }, 'unknown-patient'],
  ['sharing within the group is no contact', { ...marketing, purpose: 'group_sharing' }, {}, 'purpose-is-no-contact'],
  ['a case story is no contact', { ...marketing, purpose: 'image_story' }, {}, 'purpose-is-no-contact'],
  ['the dead get nothing', service, { isDeceased: true }, 'deceased'],
  ['not even when critical', { ...service, isCritical: true }, { isDeceased: true }, 'deceased'],
  ['a block stops service too', service, { isBlocked: true }, 'blocked'],
  ['restricted: no marketing', marketing, { isRestricted: true }, 'restricted'],
  ['restricted: no follow-up', followUp, { isRestricted: true }, 'restricted'],
  ['restricted: care goes on', service, { isRestricted: true }, 'allowed'],
  ['marketing to somebody of 17', marketing, { birthDate: '2008-10-16' as Day }, 'minor'],
  ['marketing on the 18th birthday', marketing, { birthDate: '2008-10-15' as Day }, 'allowed'],
  ['marketing, age unknown', marketing, { birthDate: null }, 'allowed'],
  ['follow-up at 17', followUp, { birthDate: '2008-10-16' as Day }, 'allowed'],
  ['follow-up at 13, consented by himself', followUp, { birthDate: '2012-10-16' as Day }, 'guardian-missing'],
  ['follow-up at 14 of today', followUp, { birthDate: '2012-10-15' as Day }, 'allowed'],
  [
    'follow-up at 13, consented by the guardian',
    followUp,
    { birthDate: '2012-10-16' as Day, consent: { ...given, giver: 'guardian' } },
    'allowed',
  ],
  [
    'follow-up at 13, consented by a representative',
    followUp,
    { birthDate: '2012-10-16' as Day, consent: { ...given, giver: 'representative' } },
    'guardian-missing',
  ],
  ['no consent', marketing, { consent: null }, 'consent-missing'],
  ['no consent to follow-up', followUp, { consent: null }, 'consent-missing'],
  ['service needs none', service, { consent: null }, 'allowed'],
  ['service after a withdrawal', service, { consent: { ...given, state: 'withdrawn' } }, 'consent-withdrawn'],
  [
    'critical service after a withdrawal',
    { ...service, isCritical: true },
    { consent: { ...given, state: 'withdrawn' } },
    'consent-withdrawn',
  ],
  ['withdrawn', marketing, { consent: { ...given, state: 'withdrawn' } }, 'consent-withdrawn'],
  ['refused', marketing, { consent: { ...given, state: 'refused' } }, 'consent-refused'],
  ['ends this instant', marketing, { consent: { ...given, validUntil: noon } }, 'consent-expired'],
  ['ends next instant', marketing, { consent: { ...given, validUntil: (noon + 1) as Instant } }, 'allowed'],
  ['text renewed since', marketing, { textVersionMin: 2 }, 'consent-outdated'],
  ['agreed to a newer text', marketing, { consent: { ...given, textVersion: 3 }, textVersionMin: 2 }, 'allowed'],
  ['service, text renewed since', service, { textVersionMin: 2 }, 'allowed'],
  ['health data without its consent', { ...marketing, categories: ['health'] }, {}, 'health-consent-missing'],
  ['health data with it', { ...marketing, categories: ['health'] }, { healthConsent: given }, 'allowed'],
  [
    'health consent withdrawn',
    { ...followUp, categories: ['health'] },
    { healthConsent: { ...given, state: 'withdrawn' } },
    'health-consent-missing',
  ],
  [
    'health consent expired',
    { ...followUp, categories: ['health'] },
    { healthConsent: { ...given, validUntil: noon } },
    'health-consent-missing',
  ],
  [
    'health consent of an old text',
    { ...followUp, categories: ['health'] },
    { healthConsent: given, healthTextVersionMin: 2 },
    'health-consent-missing',
  ],
  ['health data in a service notice', { ...service, categories: ['health'] }, {}, 'allowed'],
  ['channel declined', service, { declinedChannels: ['sms'] }, 'channel-declined'],
  ['another channel declined', service, { declinedChannels: ['phone'] }, 'allowed'],
  ['nothing to send to', service, { address: 'missing' }, 'address-missing'],
  ['number does not work', service, { address: 'invalid' }, 'address-invalid'],
  ['21:00 sharp', { ...service, at: at('2026-10-15T21:00:00+08:00') }, {}, 'quiet-hours'],
  ['a minute before nine', { ...service, at: at('2026-10-15T20:59:59+08:00') }, {}, 'allowed'],
  ['a minute before eight', { ...service, at: at('2026-10-15T07:59:59+08:00') }, {}, 'quiet-hours'],
  ['8:00 sharp', { ...service, at: at('2026-10-15T08:00:00+08:00') }, {}, 'allowed'],
  ['at night, critical', { ...service, at: night, isCritical: true }, {}, 'allowed'],
  ['a letter at night', { ...marketing, at: night, channel: 'letter' }, {}, 'allowed'],
  [
    'outside the wished hours',
    marketing,
    { welcome: { fromMinute: 14 * 60, untilMinute: 18 * 60 } },
    'outside-wished-hours',
  ],
  ['within the wished hours', marketing, { welcome: { fromMinute: 11 * 60, untilMinute: 13 * 60 } }, 'allowed'],
  ['second message of a day', marketing, { sentToday: 1, sentThisWeek: 1 }, 'cap-reached'],
  ['fourth message of a week', followUp, { sentThisWeek: 3 }, 'cap-reached'],
  ['third message of a week', followUp, { sentThisWeek: 2 }, 'allowed'],
  ['service is not counted', service, { sentToday: 9, sentThisWeek: 9 }, 'allowed'],
];

test.each(table)('may one contact: %s', (_, wish, change, expected) => {
  const decision = decideContact(wish, { ...open, ...change }, settings);
  expect(decision.reason).toBe(expected);
  expect(decision.allowed).toBe(expected === 'allowed');
});

test('every reason of the list is reached by the table', () => {
  expect(contactReasons.filter((reason) => !table.some((row) => row[3] === reason))).toEqual([]);
});

test('the gravest reason comes first and all are told', () => {
  const decision = decideContact({ ...marketing, at: night }, { ...open, consent: null, isDeceased: true }, settings);
  expect(decision.because).toEqual(['deceased', 'consent-missing', 'quiet-hours']);
  expect(decision.notBefore).toBeNull();
});

test('only the hour is against it: the next morning is named', () => {
  expect(decideContact({ ...marketing, at: night }, open, settings).notBefore).toBe(at('2026-10-16T08:00:00+08:00'));
  const wished = { ...open, welcome: { fromMinute: 9 * 60 + 30, untilMinute: 11 * 60 } };
  expect(decideContact({ ...marketing, at: night }, wished, settings).notBefore).toBe(at('2026-10-16T09:30:00+08:00'));
});

test('quiet hours are the hospital’s, not the server’s', () => {
  const eveningInUrumqi = { ...service, at: at('2026-10-15T21:30:00+08:00') };
  expect(decideContact(eveningInUrumqi, open, { ...settings, timeZone: 'Asia/Urumqi' }).allowed).toBe(true);
});

const standings = fc.option(
  fc.record({
    state: fc.constantFrom('given' as const, 'refused' as const, 'withdrawn' as const),
    since: fc.constant(0 as Instant),
    validUntil: fc.option(fc.integer({ min: noon - dayMs, max: noon + dayMs }).map((ms) => ms as Instant)),
    textVersion: fc.option(fc.integer({ min: 1, max: 3 })),
    giver: fc.constantFrom('patient' as const, 'guardian' as const, 'representative' as const),
  }),
);

test('whatever else holds, a withdrawal stops every purpose, channel and hour', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...purposes),
      fc.constantFrom(...channels),
      fc.integer({ min: noon - 3 * dayMs, max: noon + 3 * dayMs }),
      fc.boolean(),
      standings,
      (purpose, channel, ms, isCritical, healthConsent) => {
        const facts = { ...open, consent: { ...given, state: 'withdrawn' as const }, healthConsent };
        expect(decideContact({ purpose, channel, at: ms as Instant, isCritical }, facts, settings).allowed).toBe(false);
      },
    ),
  );
});

test('at the instant named, nothing of the hour is against it any more', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: noon - 3 * dayMs, max: noon + 3 * dayMs }),
      fc.option(fc.tuple(fc.integer({ min: 8 * 60, max: 13 * 60 }), fc.integer({ min: 14 * 60, max: 21 * 60 }))),
      (ms, hours) => {
        const facts = { ...open, welcome: hours ? { fromMinute: hours[0], untilMinute: hours[1] } : null };
        const { notBefore, allowed } = decideContact({ ...marketing, at: ms as Instant }, facts, settings);
        if (allowed) return;
        expect(notBefore).not.toBeNull();
        expect(decideContact({ ...marketing, at: notBefore! }, facts, settings).allowed).toBe(true);
      },
    ),
  );
});
