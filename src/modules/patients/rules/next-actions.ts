/** What the rules look at. Null: not known (a module that is not there yet, or nothing told): such a rule stays silent. */
export interface ActionFacts {
  readonly openComplaints: number | null;
  readonly followUpOverdueDays: number | null;
  /** Days since a return visit was due that never came. */
  readonly recallMissedDays: number | null;
  readonly dischargedDaysAgo: number | null;
  readonly contactedDaysAgo: number | null;
  readonly needsGuardian: boolean;
  readonly hasGuardian: boolean;
  readonly isKeyAccount: boolean;
  readonly contactIntervalDays: number | null;
  readonly cardExpiresInDays: number | null;
  readonly lowScoreDaysAgo: number | null;
  readonly dueInDays: number | null;
  readonly recheckInDays: number | null;
  readonly cycleDays: number | null;
  readonly lastVisitDaysAgo: number | null;
  readonly isCycleOverdue: boolean;
  readonly level: number;
  readonly referredDaysAgo: number | null;
  readonly birthdayInDays: number | null;
  readonly specialDateInDays: number | null;
  readonly checkupDaysAgo: number | null;
  readonly hasPhone: boolean;
  readonly hasDocument: boolean;
  readonly hasConsent: boolean | null;
}

export type FactValue = string | number | boolean | null;

export interface ActionRule {
  readonly ruleId: string;
  /** The higher, the sooner. */
  readonly priority: number;
  /** Days the rule says nothing more of a person after it was taken, or dismissed. */
  readonly silentDaysTaken: number;
  readonly silentDaysDismissed: number;
  /** The facts that call for the action; null: nothing to do. */
  readonly suggests: (facts: ActionFacts) => Readonly<Record<string, FactValue>> | null;
}

function rule(
  ruleId: string,
  priority: number,
  silentDaysTaken: number,
  silentDaysDismissed: number,
  suggests: ActionRule['suggests'],
): ActionRule {
  return { ruleId, priority, silentDaysTaken, silentDaysDismissed, suggests };
}

const within = (value: number | null, low: number, high: number): value is number =>
  value !== null && value >= low && value <= high;

export const actionRules: readonly ActionRule[] = [
  rule('open_complaint', 100, 3, 7, ({ openComplaints: count }) => (count !== null && count > 0 ? { count } : null)),
  rule('follow_up_overdue', 95, 3, 14, ({ followUpOverdueDays: days }) =>
    days !== null && days > 0 ? { days } : null,
  ),
  rule('low_score_call', 92, 14, 60, ({ lowScoreDaysAgo: days }) => (within(days, 0, 14) ? { days } : null)),
  rule('missed_recall', 90, 14, 60, ({ recallMissedDays: days }) => (within(days, 1, 180) ? { days } : null)),
  rule('discharge_call', 85, 30, 30, ({ dischargedDaysAgo: days, contactedDaysAgo }) =>
    within(days, 1, 7) && (contactedDaysAgo === null || contactedDaysAgo > days) ? { days } : null,
  ),
  rule('guardian_missing', 80, 30, 90, ({ needsGuardian, hasGuardian }) =>
    needsGuardian && !hasGuardian ? { isMinor: true } : null,
  ),
  rule('key_account_overdue', 75, 7, 30, ({ isKeyAccount, contactIntervalDays, contactedDaysAgo }) =>
    isKeyAccount &&
    contactIntervalDays !== null &&
    (contactedDaysAgo === null || contactedDaysAgo > contactIntervalDays)
      ? { intervalDays: contactIntervalDays, days: contactedDaysAgo }
      : null,
  ),
  rule('card_expiring', 70, 30, 60, ({ cardExpiresInDays: days }) => (within(days, 0, 60) ? { days } : null)),
  rule('birth_due_soon', 65, 14, 30, ({ dueInDays: days }) => (within(days, 0, 30) ? { days } : null)),
  rule('recheck_due', 60, 30, 60, ({ recheckInDays: days }) => (within(days, -90, 7) ? { days } : null)),
  rule('cycle_overdue', 55, 30, 90, ({ isCycleOverdue, cycleDays, lastVisitDaysAgo }) =>
    isCycleOverdue && within(lastVisitDaysAgo, 1, 730) ? { cycleDays, days: lastVisitDaysAgo } : null,
  ),
  rule('about_to_lapse', 50, 60, 180, ({ lastVisitDaysAgo: days }) => (within(days, 540, 730) ? { days } : null)),
  rule('thank_referrer', 45, 60, 90, ({ referredDaysAgo: days }) => (within(days, 0, 30) ? { days } : null)),
  rule('birthday', 40, 300, 300, ({ birthdayInDays: days }) => (within(days, 0, 7) ? { days } : null)),
  rule('special_date', 35, 60, 60, ({ specialDateInDays: days }) => (within(days, 0, 7) ? { days } : null)),
  rule('yearly_checkup', 30, 60, 180, ({ checkupDaysAgo: days }) => (within(days, 335, 730) ? { days } : null)),
  rule('contact_missing', 25, 30, 180, ({ hasPhone }) => (hasPhone ? null : { hasPhone: false })),
  rule('consent_missing', 22, 30, 180, ({ hasConsent }) => (hasConsent === false ? { hasConsent: false } : null)),
  rule('document_missing', 20, 30, 365, ({ hasDocument }) => (hasDocument ? null : { hasDocument: false })),
];

export interface SuggestedAction {
  readonly ruleId: string;
  readonly priority: number;
  readonly facts: Readonly<Record<string, FactValue>>;
}

/** What to do next for a person and the facts that call for it, most urgent first; rules silenced by an earlier decision are left out. */
export function nextActions(facts: ActionFacts, silenced: ReadonlySet<string>): SuggestedAction[] {
  return actionRules
    .flatMap(({ ruleId, priority, suggests }) => {
      const because = silenced.has(ruleId) ? null : suggests(facts);
      return because ? [{ ruleId, priority, facts: because }] : [];
    })
    .sort((one, other) => other.priority - one.priority);
}

/** Days until the next return of a yearly date; 29 February is kept on 28 February of common years. */
export function daysUntilYearly(monthDay: string, today: string): number {
  const begun = Date.parse(`${today}T00:00:00Z`);
  const year = Number(today.slice(0, 4));
  for (const candidate of [year, year + 1]) {
    const wanted = Date.parse(`${candidate}-${monthDay}T00:00:00Z`);
    const isLeapDay = monthDay === '02-29' && new Date(Date.UTC(candidate, 1, 29)).getUTCMonth() !== 1;
    const at = isLeapDay ? Date.UTC(candidate, 1, 28) : wanted;
    if (at >= begun) return Math.round((at - begun) / 86_400_000);
  }
  return 366;
}
