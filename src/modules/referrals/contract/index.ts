export * from './common.ts';
export * from './intake.ts';
export * from './introducers.ts';
export * from './notices.ts';
export * from './outreach.ts';
export * from './referrals.ts';
// Part 2 adds its own files here: board, disputes, violations, queue, summary.
