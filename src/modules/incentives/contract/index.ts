export * from './common.ts';
export { failures } from './failures.ts';
export * from './ledger.ts';
export * from './lines.ts';
export * from './payouts.ts';
export * from './plans.ts';
export * from './settlements.ts';
export * from './what-if.ts';
