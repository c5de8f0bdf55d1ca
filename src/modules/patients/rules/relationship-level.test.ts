import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayMs, type Instant } from '#kernel/day.ts';
import { type LevelFacts, relationshipLevel, unknownFacts } from './relationship-level.ts';

const now = Date.parse('2026-10-15T09:00:00+08:00') as Instant;
const ago = (days: number) => (now - days * dayMs) as Instant;
const visited = { comings: 1, visitCount: 1, lastVisitAt: ago(30) };

const table: [string, Partial<LevelFacts>, number, string][] = [
  ['nothing is known', {}, 2, 'no_fact'],
  ['one visit', visited, 2, 'visited'],
  ['came again', { ...visited, comings: 2, visitCount: 3 }, 3, 'returns'],
  ['CSAT 4', { ...visited, csatLatest: 4 }, 3, 'csat_good'],
  ['CSAT 3', { ...visited, csatLatest: 3 }, 2, 'visited'],
  ['NPS 7', { ...visited, npsLatest: 7, npsLatestAt: ago(10) }, 3, 'nps_passive'],
  ['reports a problem instead of leaving', { ...visited, hasReportedAndStayed: true }, 3, 'reports_problems'],
  ['NPS 9', { npsLatest: 9, npsLatestAt: ago(700) }, 4, 'nps_promoter'],
  ['NPS 9, but three years ago', { ...visited, npsLatest: 9, npsLatestAt: ago(1100) }, 2, 'visited'],
  ['one successful referral', { ...visited, referralsMade: 1 }, 4, 'referred_once'],
  ['an active member', { isActiveMember: true }, 4, 'active_member'],
  ['two successful referrals', { referralsMade: 2 }, 5, 'referred_often'],
  ['two suggestions adopted', { suggestionsAdopted: 2 }, 5, 'suggestions_adopted'],
  ['NPS 6 lately, though he referred twice', { referralsMade: 2, npsLatest: 6, npsLatestAt: ago(179) }, 1, 'alarm_nps'],
  [
    'NPS 6 seven months ago and two referrals',
    { referralsMade: 2, npsLatest: 6, npsLatestAt: ago(210) },
    5,
    'referred_often',
  ],
  ['NPS 6 seven months ago', { ...visited, npsLatest: 6, npsLatestAt: ago(210) }, 1, 'nps_low'],
  ['a breached complaint', { ...visited, comings: 5, complaintBreachedAt: ago(100) }, 1, 'alarm_complaint'],
  ['a rejected complaint a year ago', { ...visited, complaintRejectedAt: ago(365) }, 1, 'complaint'],
  [
    'a rejected complaint a year ago, and still returning',
    { ...visited, comings: 3, complaintRejectedAt: ago(365) },
    3,
    'returns',
  ],
  ['not seen for 24 months', { comings: 0, visitCount: 4, lastVisitAt: ago(800) }, 1, 'lapsed'],
];

test.each(table)('%s', (_, facts, level, reason) => {
  const decided = relationshipLevel({ ...unknownFacts, ...facts }, now);
  expect(decided.level).toBe(level);
  expect(decided.because).toContain(reason);
});

test('the criteria are the hospital’s own', () => {
  const facts = { ...unknownFacts, referralsMade: 2 };
  expect(relationshipLevel(facts, now, { windowMonths: 24, alarmDays: 180, ownerReferrals: 3 }).level).toBe(4);
});

test('knowing a good fact more never lowers a level, and there is always a reason', () => {
  fc.assert(
    fc.property(
      fc.record({ comings: fc.nat(4), referralsMade: fc.nat(3), csatLatest: fc.integer({ min: 1, max: 5 }) }),
      (good) => {
        const before = relationshipLevel({ ...unknownFacts, comings: good.comings }, now);
        const after = relationshipLevel({ ...unknownFacts, ...good }, now);
        expect(after.level).toBeGreaterThanOrEqual(before.level);
        expect(after.because.length).toBeGreaterThan(0);
      },
    ),
  );
});
