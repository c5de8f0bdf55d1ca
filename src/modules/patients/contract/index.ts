export * from './common.ts';
export * from './forms.ts';
export * from './levels.ts';
export * from './patients.ts';
