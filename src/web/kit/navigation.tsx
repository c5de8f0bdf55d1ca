import { useParams, useRouter, useRouterState } from '@tanstack/react-router';
import { type AnchorHTMLAttributes, type MouseEvent, useCallback, useMemo } from 'react';

/** Goes to a page of the web: `go('/referrals/17')`. */
export function useGo(): (path: string, options?: { replace?: boolean }) => void {
  const router = useRouter();
  return useCallback(
    (path, options) => {
      if (options?.replace) router.history.replace(path);
      else router.history.push(path);
    },
    [router],
  );
}

/** Parameters of the page's path: `/referrals/$referralId` → `{ referralId }`. */
export function usePageParams<Name extends string = string>(): Record<Name, string> {
  return useParams({ strict: false }) as Record<Name, string>;
}

export function usePagePath(): string {
  return useRouterState({ select: (state) => state.location.pathname });
}

/** Query of the address and a setter. Changing it replaces the history entry, so that "back" leaves the page. */
export function useUrlQuery(): [URLSearchParams, (change: (query: URLSearchParams) => void) => void] {
  const text = useRouterState({ select: (state) => state.location.searchStr });
  const router = useRouter();
  const query = useMemo(() => new URLSearchParams(text), [text]);
  const update = useCallback(
    (change: (query: URLSearchParams) => void) => {
      const next = new URLSearchParams(router.state.location.searchStr);
      change(next);
      const search = next.toString();
      router.history.replace(`${router.state.location.pathname}${search ? `?${search}` : ''}`);
    },
    [router],
  );
  return [query, update];
}

/** One text value of the address: `const [month, setMonth] = useUrlValue('month', '2026-11')`. */
export function useUrlValue<Value extends string>(name: string, initial: Value): [Value, (value: Value) => void] {
  const [query, update] = useUrlQuery();
  const value = (query.get(name) ?? initial) as Value;
  const set = useCallback(
    (next: Value) => update((draft) => (next === initial ? draft.delete(name) : draft.set(name, next))),
    [update, name, initial],
  );
  return [value, set];
}

/** A link to a page of the web: a real anchor (middle click, copy address), without reloading on a plain click. */
export function PageLink({
  to,
  onClick,
  children,
  ...rest
}: { to: string } & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'>) {
  const go = useGo();
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    go(to);
  };
  return (
    <a href={to} onClick={follow} {...rest}>
      {children}
    </a>
  );
}
