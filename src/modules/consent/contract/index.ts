export * from './common.ts';
export * from './consents.ts';
export * from './exports.ts';
export * from './public.ts';
export * from './rights.ts';
