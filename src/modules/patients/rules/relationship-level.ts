import { dayMs, type Instant } from '#kernel/day.ts';

export type Level = 1 | 2 | 3 | 4 | 5;

/** What the level is judged by. Null: not known (yet), which speaks neither for nor against anybody. */
export interface LevelFacts {
  /** Comings within the window, more than a few days apart from each other: one admission with its examinations is one. */
  readonly comings: number | null;
  readonly lastVisitAt: Instant | null;
  readonly visitCount: number | null;
  /** Referrals the person made within the window that brought somebody. */
  readonly referralsMade: number | null;
  readonly npsLatest: number | null;
  readonly npsLatestAt: Instant | null;
  readonly csatLatest: number | null;
  readonly complaintBreachedAt: Instant | null;
  readonly complaintRejectedAt: Instant | null;
  /** Reported a problem, was answered, and came again. */
  readonly hasReportedAndStayed: boolean | null;
  readonly isActiveMember: boolean | null;
  readonly suggestionsAdopted: number | null;
}

export const unknownFacts: LevelFacts = {
  comings: null,
  lastVisitAt: null,
  visitCount: null,
  referralsMade: null,
  npsLatest: null,
  npsLatestAt: null,
  csatLatest: null,
  complaintBreachedAt: null,
  complaintRejectedAt: null,
  hasReportedAndStayed: null,
  isActiveMember: null,
  suggestionsAdopted: null,
};

/** Editable in the settings of the hospital. */
export interface LevelCriteria {
  readonly windowMonths: number;
  readonly alarmDays: number;
  readonly ownerReferrals: number;
}

export const defaultCriteria: LevelCriteria = { windowMonths: 24, alarmDays: 180, ownerReferrals: 2 };

export type LevelReason =
  | 'alarm_complaint'
  | 'alarm_nps'
  | 'referred_often'
  | 'suggestions_adopted'
  | 'nps_promoter'
  | 'referred_once'
  | 'active_member'
  | 'returns'
  | 'csat_good'
  | 'nps_passive'
  | 'reports_problems'
  | 'visited'
  | 'nps_low'
  | 'complaint'
  | 'lapsed'
  | 'no_fact';

export interface DecidedLevel {
  readonly level: Level;
  /** Every criterion of the level that holds: these are the facts behind it. */
  readonly because: readonly LevelReason[];
}

/**
 * Relationship level of a patient: the first of 5 → 1 of which any criterion holds within the window; a breached complaint or an NPS of 6 or
 * less within the last 180 days overrides to 1; nothing known is 2.
 */
export function relationshipLevel(facts: LevelFacts, now: Instant, criteria = defaultCriteria): DecidedLevel {
  const alarms = alarmsOf(facts, now - criteria.alarmDays * dayMs);
  if (alarms.length > 0) return { level: 1, because: alarms };
  const from = windowStart(now, criteria.windowMonths);
  for (const level of [5, 4, 3, 2, 1] as const) {
    const because = criteriaOf[level](facts, from, criteria);
    if (because.length > 0) return { level, because };
  }
  return { level: 2, because: ['no_fact'] };
}

/** The first instant that counts; months are taken as 30.44 days, a day more or less does not change a relationship. */
export function windowStart(now: Instant, months: number): Instant {
  return (now - Math.round(months * 30.44) * dayMs) as Instant;
}

function alarmsOf(facts: LevelFacts, since: number): LevelReason[] {
  return held([
    ['alarm_complaint', isSince(facts.complaintBreachedAt, since)],
    ['alarm_nps', facts.npsLatest !== null && facts.npsLatest <= 6 && isSince(facts.npsLatestAt, since)],
  ]);
}

type Criterion = (facts: LevelFacts, from: Instant, criteria: LevelCriteria) => LevelReason[];

const criteriaOf: Readonly<Record<Level, Criterion>> = {
  5: (facts, _, { ownerReferrals }) =>
    held([
      ['referred_often', (facts.referralsMade ?? 0) >= ownerReferrals],
      ['suggestions_adopted', (facts.suggestionsAdopted ?? 0) >= 2],
    ]),
  4: (facts, from) =>
    held([
      ['nps_promoter', npsIn(facts, from, 9, 10)],
      ['referred_once', (facts.referralsMade ?? 0) >= 1],
      ['active_member', facts.isActiveMember === true],
    ]),
  3: (facts, from) =>
    held([
      ['returns', (facts.comings ?? 0) >= 2],
      ['csat_good', (facts.csatLatest ?? 0) >= 4],
      ['nps_passive', npsIn(facts, from, 7, 8)],
      ['reports_problems', facts.hasReportedAndStayed === true],
    ]),
  // Who was never satisfied or has gone is not "visited, no signal".
  2: (facts, from) => {
    const leaving = criteriaOf[1](facts, from, defaultCriteria);
    return held([['visited', (facts.comings ?? 0) >= 1 && leaving.length === 0]]);
  },
  1: (facts, from) =>
    held([
      ['nps_low', npsIn(facts, from, 0, 6)],
      ['complaint', isSince(facts.complaintBreachedAt, from) || isSince(facts.complaintRejectedAt, from)],
      ['lapsed', (facts.visitCount ?? 0) > 0 && facts.lastVisitAt !== null && facts.lastVisitAt < from],
    ]),
};

function npsIn(facts: LevelFacts, from: number, low: number, high: number): boolean {
  return (
    facts.npsLatest !== null && isSince(facts.npsLatestAt, from) && facts.npsLatest >= low && facts.npsLatest <= high
  );
}

function isSince(at: Instant | null, since: number): boolean {
  return at !== null && at >= since;
}

function held(list: readonly (readonly [LevelReason, boolean])[]): LevelReason[] {
  return list.filter(([, holds]) => holds).map(([reason]) => reason);
}
