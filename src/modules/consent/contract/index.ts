export * from './common.ts';
export * from './consents.ts';
export * from './public.ts';
