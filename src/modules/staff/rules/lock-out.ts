/** After how many failed sign-ins in a row waiting begins, and how long failures are remembered. */
export interface LockOutPolicy {
  readonly failuresFree: number;
  readonly forgetAfterHours: number;
}

export const accountLockOut: LockOutPolicy = { failuresFree: 5, forgetAfterHours: 24 };

/**
 * A hospital's whole staff usually shares one address: five mistakes of five people on a Monday morning must not shut the door for
 * everybody, while guessing one password over many accounts still runs into the wall.
 */
export const addressLockOut: LockOutPolicy = { failuresFree: 30, forgetAfterHours: 1 };

const firstWaitSeconds = 60;
const waitSecondsMax = 3600;

/** Seconds to wait after so many failures in a row: one minute from the last free one on, doubling up to an hour. */
export function waitSecondsAfter(failures: number, policy: LockOutPolicy): number {
  if (failures < policy.failuresFree) return 0;
  return Math.min(waitSecondsMax, firstWaitSeconds * 2 ** Math.min(failures - policy.failuresFree, 10));
}
