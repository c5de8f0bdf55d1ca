import { useSyncExternalStore } from 'react';

/** The rows a list shows at the moment, so that a drawer can go to the next and previous one within the same filter. */
let walk: { readonly paths: readonly string[]; readonly hasMore: boolean } = { paths: [], hasMore: false };
const listeners = new Set<() => void>();

export function setWalk(paths: readonly string[], hasMore: boolean): void {
  walk = { paths, hasMore };
  for (const listener of listeners) listener();
}

export interface Neighbours {
  readonly previous: string | null;
  readonly next: string | null;
  /** 1-based place among the loaded rows; 0 when the row is not among them. */
  readonly place: number;
}

export function useNeighbours(path: string): Neighbours {
  const current = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => walk,
  );
  const at = current.paths.indexOf(path);
  return {
    previous: at > 0 ? current.paths[at - 1]! : null,
    next: at >= 0 && at < current.paths.length - 1 ? current.paths[at + 1]! : null,
    place: at + 1,
  };
}
