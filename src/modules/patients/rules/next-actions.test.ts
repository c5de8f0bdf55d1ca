import { expect, test } from 'vitest';
import { type ActionFacts, actionRules, daysUntilYearly, nextActions } from './next-actions.ts';

const quiet: ActionFacts = {
  openComplaints: null,
  followUpOverdueDays: null,
  recallMissedDays: null,
  dischargedDaysAgo: null,
  contactedDaysAgo: null,
  needsGuardian: false,
  hasGuardian: false,
  isKeyAccount: false,
  contactIntervalDays: null,
  cardExpiresInDays: null,
  lowScoreDaysAgo: null,
  dueInDays: null,
  recheckInDays: null,
  cycleDays: null,
  lastVisitDaysAgo: null,
  isCycleOverdue: false,
  level: 2,
  referredDaysAgo: null,
  birthdayInDays: null,
  specialDateInDays: null,
  checkupDaysAgo: null,
  hasPhone: true,
  hasDocument: true,
  hasConsent: null,
};

const table: [string, Partial<ActionFacts>, Record<string, unknown>][] = [
  ['open_complaint', { openComplaints: 1 }, { count: 1 }],
  ['follow_up_overdue', { followUpOverdueDays: 3 }, { days: 3 }],
  ['low_score_call', { lowScoreDaysAgo: 2 }, { days: 2 }],
  ['missed_recall', { recallMissedDays: 10 }, { days: 10 }],
  ['discharge_call', { dischargedDaysAgo: 3, contactedDaysAgo: 20 }, { days: 3 }],
  ['guardian_missing', { needsGuardian: true }, { isMinor: true }],
  ['key_account_overdue', { isKeyAccount: true, contactIntervalDays: 30, contactedDaysAgo: 31 }, { days: 31 }],
  ['card_expiring', { cardExpiresInDays: 14 }, { days: 14 }],
  ['birth_due_soon', { dueInDays: 20 }, { days: 20 }],
  ['recheck_due', { recheckInDays: -3 }, { days: -3 }],
  ['cycle_overdue', { isCycleOverdue: true, cycleDays: 30, lastVisitDaysAgo: 60 }, { cycleDays: 30, days: 60 }],
  ['about_to_lapse', { lastVisitDaysAgo: 600 }, { days: 600 }],
  ['thank_referrer', { referredDaysAgo: 5 }, { days: 5 }],
  ['birthday', { birthdayInDays: 0 }, { days: 0 }],
  ['special_date', { specialDateInDays: 7 }, { days: 7 }],
  ['yearly_checkup', { checkupDaysAgo: 360 }, { days: 360 }],
  ['contact_missing', { hasPhone: false }, {}],
  ['consent_missing', { hasConsent: false }, {}],
  ['document_missing', { hasDocument: false }, {}],
];

test.each(table)('%s is suggested for %j with its facts', (ruleId, facts, because) => {
  expect(nextActions({ ...quiet, ...facts }, new Set())).toMatchObject([{ ruleId, facts: because }]);
  expect(nextActions({ ...quiet, ...facts }, new Set([ruleId]))).toEqual([]);
});

test('every rule is in the table, none twice, none of the same priority', () => {
  expect(actionRules.map(({ ruleId }) => ruleId).sort()).toEqual(table.map(([ruleId]) => ruleId).sort());
  expect(new Set(actionRules.map(({ priority }) => priority)).size).toBe(actionRules.length);
});

test('nothing known suggests nothing, and a call already made is not asked for again', () => {
  expect(nextActions(quiet, new Set())).toEqual([]);
  expect(nextActions({ ...quiet, dischargedDaysAgo: 3, contactedDaysAgo: 1 }, new Set())).toEqual([]);
});

test('the most urgent comes first', () => {
  const all = nextActions({ ...quiet, birthdayInDays: 1, openComplaints: 2, hasDocument: false }, new Set());
  expect(all.map(({ ruleId }) => ruleId)).toEqual(['open_complaint', 'birthday', 'document_missing']);
});

test.each([
  ['10-15', '2026-10-15', 0],
  ['10-14', '2026-10-15', 364],
  ['01-01', '2026-12-31', 1],
  ['02-29', '2026-02-20', 8],
  ['02-29', '2028-02-20', 9],
])('%s seen from %s is %i days away', (monthDay, today, days) => {
  expect(daysUntilYearly(monthDay, today)).toBe(days);
});
