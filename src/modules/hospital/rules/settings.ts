import type { Day } from '#kernel/day.ts';

/** A whole-number setting of the hospital; what it means is written where it is used. */
export interface SettingDefinition {
  readonly byDefault: number;
  readonly min: number;
  readonly max: number;
}

export const settings = {
  /** Days within which an arrival may follow a referral; the exchange formats fix 30, other values are the hospital's own policy. */
  'referrals.window-days': { byDefault: 30, min: 1, max: 180 },
  /** Working days a disputed referral may wait for a decision. */
  'referrals.dispute-deadline-days': { byDefault: 2, min: 1, max: 30 },
  /** Relationship level of patients: months that count, days a bad experience overrides everything, referrals that make an owner. */
  'patients.level-window-months': { byDefault: 24, min: 6, max: 60 },
  'patients.level-alarm-days': { byDefault: 180, min: 30, max: 730 },
  'patients.level-owner-referrals': { byDefault: 2, min: 1, max: 20 },
  /** Working days in which a request about personal information (copy, correction, deletion …) is answered. */
  'rights.deadline-days': { byDefault: 15, min: 1, max: 30 },
} as const satisfies Record<string, SettingDefinition>;

export type SettingName = keyof typeof settings;

export function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(settings, name);
}

/** The value in force on a day: that of the latest start not after it, else the built-in one. */
export function valueOn(
  name: SettingName,
  stored: readonly { readonly effectiveFrom: Day; readonly value: number }[],
  on: Day,
): number {
  const begun = stored.filter((one) => one.effectiveFrom <= on);
  const latest = begun.reduce<(typeof begun)[number] | null>(
    (best, one) => (best === null || one.effectiveFrom > best.effectiveFrom ? one : best),
    null,
  );
  return latest?.value ?? settings[name].byDefault;
}
