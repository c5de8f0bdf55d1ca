export * from './area.ts';
export * from './common.ts';
export * from './organizations.ts';
export * from './parts.ts';
