import type { z } from 'zod';
import { type Actor, may } from '#modules/staff/index.ts';
import type { Tools } from '#platform/tools.ts';
import type { search as contract } from './contract.ts';
import { readQuery } from './rules/read-query.ts';
import type { SearchSource } from './source.ts';

const hitsMax = 8;

/** Asks every source the searcher has the permission for, in one transaction; sources that find nothing are left out. */
export async function searchAll(
  tools: Tools,
  actor: Actor,
  sources: readonly SearchSource[],
  asked: { readonly q: string; readonly locale: 'zh-CN' | 'en' },
): Promise<z.output<typeof contract.response>> {
  const wanted = readQuery(asked.q);
  if (wanted.kind === 'none') return { groups: [], isTooShort: true };
  const allowed = sources.filter((source) => may(actor, source.permission));
  if (allowed.length === 0) return { groups: [], isTooShort: false };
  const groups = await tools.db.read(actor, async (tx) => {
    const found = [];
    for (const source of allowed) {
      const hits = await source.find(tx, actor, wanted, { limit: hitsMax, tools });
      const title = asked.locale === 'en' ? source.en : source.zh;
      if (hits.length > 0) found.push({ key: source.key, title, hits: hits.slice(0, hitsMax) });
    }
    return found;
  });
  return { groups, isTooShort: false };
}
