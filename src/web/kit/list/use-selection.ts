import { useCallback, useEffect, useState } from 'react';
import type { ListSelection, ListState } from './list-state.ts';
import { requestOf } from './list-state.ts';

type Chosen = { readonly all: boolean; readonly keys: ReadonlySet<string> };
const nothing: Chosen = { all: false, keys: new Set() };

/** Chosen rows. `all` means everything the filter finds, `keys` are then the exceptions. A changed filter clears the choice. */
export function useSelection(state: ListState, total: number, totalIsExact: boolean) {
  const [chosen, setChosen] = useState<Chosen>(nothing);
  const question = JSON.stringify([state.q, state.filters]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the choice belongs to the question that found the rows
  useEffect(() => setChosen(nothing), [question]);

  const isChosen = useCallback((key: string) => chosen.all !== chosen.keys.has(key), [chosen]);
  const choose = useCallback((keys: readonly string[], on: boolean) => {
    setChosen((before) => {
      const next = new Set(before.keys);
      for (const key of keys) {
        if (on !== before.all) next.add(key);
        else next.delete(key);
      }
      return { all: before.all, keys: next };
    });
  }, []);
  const chooseAll = useCallback(() => setChosen({ all: true, keys: new Set() }), []);
  const clear = useCallback(() => setChosen(nothing), []);

  const { q, filter } = requestOf(state);
  const query = { ...(q ? { q } : {}), ...(filter ? { filter } : {}) };
  const selection: ListSelection = chosen.all
    ? {
        kind: 'all',
        query,
        except: [...chosen.keys],
        count: Math.max(0, total - chosen.keys.size),
        countIsExact: totalIsExact,
      }
    : { kind: 'rows', ids: [...chosen.keys], count: chosen.keys.size };
  const everything: ListSelection = { kind: 'all', query, except: [], count: total, countIsExact: totalIsExact };
  // Chosen rows are what is meant, where some are chosen.
  const toExport = selection.count > 0 ? selection : everything;
  return { selection, everything, toExport, isChosen, choose, chooseAll, clear };
}
