import { useSyncExternalStore } from 'react';

const query = () => (typeof globalThis.matchMedia === 'function' ? globalThis.matchMedia('(max-width: 760px)') : null);

/** Whether the page is shown on a phone-sized screen: cards instead of rows, drawers over the whole width. */
export function usePhone(): boolean {
  return useSyncExternalStore(
    (listener) => {
      const media = query();
      media?.addEventListener('change', listener);
      return () => media?.removeEventListener('change', listener);
    },
    () => query()?.matches ?? false,
    () => false,
  );
}
