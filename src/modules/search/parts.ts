import type { Actor } from '#modules/staff/index.ts';
import type { Routes } from '#platform/http/serve.ts';
import type { Tools } from '#platform/tools.ts';
import { search } from './contract.ts';
import { searchAll } from './search.ts';
import type { SearchSource } from './source.ts';

/** What this module gives the application, over the sources the other modules bring. */
export function searchModule(sources: readonly SearchSource[]) {
  return {
    name: 'search',
    routes: (routes: Routes<Actor>, tools: Tools): void =>
      routes.serve(search, (actor, { query }, { locale }) => searchAll(tools, actor, sources, { q: query.q, locale })),
  };
}
