import { expect, test } from 'vitest';
import { type Day, dayMs, type Instant } from '#kernel/day.ts';
import { decideGiving, type GivenConsent, mayAskAgain } from './may-give.ts';

const now = Date.parse('2026-10-15T12:00:00+08:00') as Instant;
const paper: GivenConsent = {
  kind: 'marketing',
  channels: ['sms'],
  at: now,
  validUntil: null,
  giver: 'patient',
  giverName: null,
  giverRelation: null,
  scope: null,
  evidence: { kind: 'paper_scan', scanId: 'a', recordingId: null, pageHash: null },
};
const adult = { birthDate: '1980-05-05' as Day, isDeceased: false };
const thirteen = { birthDate: '2012-10-16' as Day, isDeceased: false };
const guardian = { giver: 'guardian', giverName: '李兰', giverRelation: '母亲' } as const;
const image = { kind: 'image_story', channels: [] } as const;
const none = { scanId: null, recordingId: null, pageHash: null };

const table: [string, Partial<GivenConsent>, typeof adult | { birthDate: null; isDeceased: boolean }, string | null][] =
  [
    ['an adult on paper', {}, adult, null],
    ['age unknown', {}, { birthDate: null, isDeceased: false }, null],
    ['the dead', {}, { ...adult, isDeceased: true }, 'consent.patient-deceased'],
    ['tomorrow', { at: (now + dayMs) as Instant }, adult, 'consent.in-the-future'],
    ['a clock a little ahead', { at: (now + 60_000) as Instant }, adult, null],
    ['ends at once', { validUntil: now }, adult, 'consent.ends-before-it-begins'],
    ['no channel', { channels: [] }, adult, 'consent.channels-missing'],
    ['a channel for health data', { kind: 'health_marketing' }, adult, 'consent.channels-not-asked'],
    ['a case story without scope', { ...image, validUntil: (now + dayMs) as Instant }, adult, 'consent.scope-missing'],
    ['a case story without end', { ...image, scope: '院内宣传栏' }, adult, 'consent.term-missing'],
    ['a case story', { ...image, scope: '院内宣传栏', validUntil: (now + dayMs) as Instant }, adult, null],
    ['follow-up of a child by himself', { kind: 'follow_up' }, thirteen, 'consent.guardian-needed'],
    [
      'by a neighbour',
      { kind: 'follow_up', ...guardian, giver: 'representative' },
      thirteen,
      'consent.guardian-needed',
    ],
    ['by his mother', { kind: 'follow_up', ...guardian }, thirteen, null],
    ['by an unnamed guardian', { kind: 'follow_up', ...guardian, giverName: ' ' }, thirteen, 'consent.giver-missing'],
    ['marketing to a child, by his mother', { ...guardian }, thirteen, 'consent.minor-marketing'],
    ['on the 14th birthday', { kind: 'follow_up' }, { ...adult, birthDate: '2012-10-15' as Day }, null],
    ['no scan', { evidence: { kind: 'paper_scan', ...none } }, adult, 'consent.evidence-missing'],
    [
      'no recording',
      { evidence: { kind: 'verbal_recording', ...none, scanId: 'a' } },
      adult,
      'consent.evidence-missing',
    ],
    ['a recording', { evidence: { kind: 'verbal_recording', ...none, recordingId: 'R1' } }, adult, null],
  ];

test.each(table)('a consent is recorded: %s', (_, change, person, expected) => {
  expect(decideGiving({ ...paper, ...change }, person, now, 'Asia/Shanghai')?.code ?? null).toBe(expected);
});

test('a refusal is respected for ninety days', () => {
  expect(mayAskAgain(null, now)).toBe(true);
  expect(mayAskAgain((now - 90 * dayMs + 1) as Instant, now)).toBe(false);
  expect(mayAskAgain((now - 90 * dayMs) as Instant, now)).toBe(true);
});
