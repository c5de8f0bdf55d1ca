export * from './decide-winners.ts';
export * from './winner-rows.ts';
export * from './winner-scope.ts';
