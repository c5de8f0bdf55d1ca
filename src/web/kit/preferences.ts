import { useCallback, useSyncExternalStore } from 'react';

/** Small choices of this browser (theme, language, open menus). Kept in localStorage; works without it, then until reload. */
const memory = new Map<string, string>();
const listeners = new Set<() => void>();

export function readPreference(key: string): string | null {
  if (memory.has(key)) return memory.get(key)!;
  try {
    return globalThis.localStorage?.getItem(`renmai.${key}`) ?? null;
  } catch {
    return null;
  }
}

export function writePreference(key: string, value: string): void {
  memory.set(key, value);
  try {
    globalThis.localStorage?.setItem(`renmai.${key}`, value);
  } catch {
    // Private windows and full stores refuse: the choice lives until reload.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** A text preference and its setter; every component that uses the key follows. */
export function usePreference<Value extends string>(key: string, initial: Value): [Value, (value: Value) => void] {
  const read = () => (readPreference(key) ?? initial) as Value;
  const value = useSyncExternalStore(subscribe, read, read);
  const set = useCallback((next: Value) => writePreference(key, next), [key]);
  return [value, set];
}

/** A structured preference; anything unreadable counts as `initial`. `initial` must be a constant. */
export function useJsonPreference<Value>(key: string, initial: Value): [Value, (value: Value) => void] {
  const [text, setText] = usePreference<string>(key, '');
  let value = initial;
  if (text !== '') {
    try {
      value = JSON.parse(text) as Value;
    } catch {
      value = initial;
    }
  }
  const set = useCallback((next: Value) => setText(JSON.stringify(next)), [setText]);
  return [value, set];
}
