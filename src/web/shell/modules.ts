import type { ModulePages } from './pages.ts';

/**
 * Every module with pages, found by its place: `src/modules/<module>/ui/index.tsx` exporting `pages`. A written list would be
 * one more line to forget and the one line on which all branches collide.
 */
const found = import.meta.glob<ModulePages>('../../modules/*/ui/index.tsx', { eager: true, import: 'pages' });

export const modules: readonly ModulePages[] = Object.keys(found)
  .sort()
  .map((path) => found[path]!);
