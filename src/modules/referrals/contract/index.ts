export * from './common.ts';
export * from './intake.ts';
export * from './introducers.ts';
export * from './notices.ts';
export * from './outreach.ts';
export * from './referrals.ts';
