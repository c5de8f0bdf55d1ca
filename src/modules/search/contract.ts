import { z } from 'zod';
import { route } from '#kernel/route.ts';

export const searchHit = z.object({
  id: z.string(),
  title: z.string(),
  note: z.string().nullable(),
  path: z.string(),
});

export const search = route({
  id: 'search.search',
  method: 'GET',
  path: '/api/search',
  permission: 'session',
  summary:
    'Global search: a name or part of one, how it sounds, pinyin or initials, the end of a phone or document, a number; grouped, as far as the searcher may see',
  query: z.object({ q: z.string().max(60) }),
  response: z.object({
    groups: z.array(z.object({ key: z.string(), title: z.string(), hits: z.array(searchHit) })),
    /** The text is too short to mean anything. */
    isTooShort: z.boolean(),
  }),
});
