import type { Actor, Permission } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';
import type { Wanted } from './rules/read-query.ts';

/** One thing found, as far as the searcher may see it: sources mask by tier themselves, as their lists do. */
export interface Hit {
  readonly id: string;
  readonly title: string;
  /** What tells apart those of the same name: sex and age, masked phone, number. */
  readonly note: string | null;
  /** Page of the web. */
  readonly path: string;
}

/** What a module lets the global search find. */
export interface SearchSource {
  readonly key: string;
  readonly zh: string;
  readonly en: string;
  readonly permission: Permission;
  /** At most `limit` hits, the likeliest first; within the searcher's row scope. Must be answered by indexes: it runs at every pause in typing. */
  readonly find: (
    tx: Tx,
    actor: Actor,
    wanted: Exclude<Wanted, { kind: 'none' }>,
    around: { readonly limit: number; readonly tools: Tools },
  ) => Promise<readonly Hit[]>;
}
