export * from './bulk.ts';
export * from './exports.ts';
export * from './views.ts';
