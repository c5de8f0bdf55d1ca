import { useCallback, useMemo, useState } from 'react';
import { useUrlQuery } from '../navigation.tsx';
import {
  emptyState,
  type ListState,
  type ListView,
  sameState,
  stateFromQuery,
  stateOfView,
  writeState,
} from './list-state.ts';
import type { SavedViews } from './saved-views.ts';

export interface ListQuestion {
  readonly state: ListState;
  /** The view shown, as long as its question is unchanged. */
  readonly current: ListView | null;
  /** The view it began with. */
  readonly from: ListView | null;
  /** The address names a saved view that is still being fetched. */
  readonly isWaiting: boolean;
  /** The address names a view that does not exist for this reader. */
  readonly isMissing: boolean;
  readonly change: (next: ListState) => void;
  readonly open: (view: ListView) => void;
}

/**
 * Filters and order from the address: `?view=…` opens a saved view, `?filter=…&sort=…` a question of the moment, a bare address the
 * reader's first view. The search is kept out of the address.
 */
export function useListState(presets: readonly ListView[], saved: SavedViews): ListQuestion {
  const [query, update] = useUrlQuery();
  const [q, setQ] = useState('');
  const [began, setBegan] = useState<string | null>(null);
  const views = useMemo(() => [...presets, ...saved.views], [presets, saved.views]);
  const first = views.find((view) => view.key === saved.defaultView) ?? presets[0] ?? null;
  const named = query.get('view');
  const isAsked = query.has('filter') || query.has('sort') || query.has('all');
  const opened = isAsked ? null : named ? (views.find((view) => view.key === named) ?? null) : first;
  const state = useMemo(() => ({ ...(opened ? stateOfView(opened) : stateFromQuery(query)), q }), [query, opened, q]);
  // Several views may ask the same; the one that was opened is the one shown.
  const candidates = [opened, views.find((view) => view.key === began), ...views];
  const current = candidates.find((view) => view && sameState(stateOfView(view), state)) ?? null;
  const from = views.find((view) => view.key === (named ?? began)) ?? null;

  const change = useCallback(
    (next: ListState) => {
      setQ(next.q);
      if (named) setBegan(named);
      update((draft) => {
        if (named && opened && sameState(stateOfView(opened), next)) return;
        draft.delete('view');
        writeState(draft, next);
        // An emptied filter is not the first view: it says so in the address.
        if (first && sameState(next, emptyState) && !sameState(stateOfView(first), emptyState)) draft.set('all', '1');
        else draft.delete('all');
      });
    },
    [update, first, named, opened],
  );
  const open = useCallback(
    (view: ListView) => {
      setBegan(view.key);
      update((draft) => {
        for (const name of ['filter', 'sort', 'all', 'view']) draft.delete(name);
        draft.set('view', view.key);
      });
    },
    [update],
  );
  const isUnknown = named !== null && !isAsked && opened === null;
  return {
    state,
    current,
    from,
    isWaiting: isUnknown && saved.isLoading,
    isMissing: isUnknown && !saved.isLoading,
    change,
    open,
  };
}
