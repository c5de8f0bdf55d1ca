import { type TierSheet, tierSheet } from '#kernel/tiers.ts';
import type { Actor } from '#modules/staff/index.ts';
import type { Routes } from '#platform/http/serve.ts';
import type { Tools } from '#platform/tools.ts';
import { search } from './contract.ts';
import { searchAll } from './search.ts';
import type { SearchSource } from './source.ts';

/** Sources mask by tier themselves, as their lists do: what is left is internal. */
const searchTiers: TierSheet = tierSheet({ T2: 'id key note path title' });

/** What this module gives the application, over the sources the other modules bring. */
export function searchModule(sources: readonly SearchSource[]) {
  return {
    name: 'search',
    tiers: searchTiers,
    routes: (routes: Routes<Actor>, tools: Tools): void =>
      routes.serve(search, (actor, { query }, { locale }) => searchAll(tools, actor, sources, { q: query.q, locale })),
  };
}
