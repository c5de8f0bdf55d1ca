import {
  keepPreviousData,
  type QueryClient,
  type UseQueryResult,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import type { Page } from '#kernel/page.ts';
import type { RouteAnswer, RouteCall, RouteContract } from '#kernel/route.ts';
import { type CallArguments, call, currentHospitalId } from './client.ts';
import { Intent } from './intent.ts';
import { type ApiProblem, problemOf } from './problem.ts';

type LooseCall = { params?: unknown; query?: unknown; body?: unknown };
type AnyRoute = RouteContract;

/** Key of a read in the query cache: route, hospital, arguments. */
export function readKey(route: AnyRoute, given?: unknown): readonly unknown[] {
  const { params, query } = (given ?? {}) as LooseCall;
  return ['read', route.id, currentHospitalId(), params ?? null, query ?? null];
}

export interface ReadOptions {
  readonly enabled?: boolean;
  /** Keep showing the former answer while arguments change (lists, charts). */
  readonly keepPrevious?: boolean;
  readonly refetchMs?: number;
  readonly staleMs?: number;
}

/** Reads a GET route. `error` is an ApiProblem. The answer is shared between components and refreshed by events. */
export function useRead<Contract extends RouteContract>(
  route: Contract,
  given?: RouteCall<Contract>,
  options: ReadOptions = {},
): UseQueryResult<RouteAnswer<Contract>, ApiProblem> {
  return useQuery<RouteAnswer<Contract>, ApiProblem>({
    queryKey: readKey(route, given),
    queryFn: async ({ signal }) => {
      const answer = await call(route, ...([given, { signal }] as unknown as CallArguments<Contract>));
      return (answer === undefined ? null : answer) as RouteAnswer<Contract>;
    },
    ...(options.enabled === undefined ? {} : { enabled: options.enabled }),
    ...(options.keepPrevious ? { placeholderData: keepPreviousData } : {}),
    ...(options.refetchMs ? { refetchInterval: options.refetchMs } : {}),
    ...(options.staleMs === undefined ? {} : { staleTime: options.staleMs }),
  });
}

/** Reads a list route page by page (keyset cursors). */
export function useReadPages<Item>(
  route: AnyRoute,
  given: { params?: unknown; query?: Record<string, unknown> },
  options: ReadOptions = {},
) {
  return useInfiniteQuery({
    queryKey: [...readKey(route, given), 'pages'],
    queryFn: ({ pageParam, signal }) => {
      const query = { ...given.query, ...(pageParam ? { cursor: pageParam } : {}) };
      const loose = [{ params: given.params, query }, { signal }] as unknown as CallArguments<AnyRoute>;
      return call(route, ...loose) as Promise<Page<Item>>;
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
    ...(options.enabled === undefined ? {} : { enabled: options.enabled }),
  });
}

export interface CommandOptions<Contract extends RouteContract> {
  readonly onDone?: (answer: RouteAnswer<Contract>, given: RouteCall<Contract> | undefined) => void;
  /** Called besides setting `problem`; without it, show `problem` on the page. */
  readonly onRefused?: (problem: ApiProblem) => void;
  /** Reads to refresh after success: routes, or a prefix of route ids such as `referrals.`. Default: the command's own module. */
  readonly invalidates?: readonly (AnyRoute | string)[];
}

/** What `run` resolves to: the answer (null where the route has none), or undefined when refused. */
export type Outcome<Contract extends RouteContract> =
  | (RouteAnswer<Contract> extends undefined ? null : RouteAnswer<Contract>)
  | undefined;

export interface Command<Contract extends RouteContract> {
  /** Sends the command. Resolves to undefined when refused (then `problem` says why). Never rejects. */
  readonly run: (...given: CallArguments<Contract>) => Promise<Outcome<Contract>>;
  readonly isRunning: boolean;
  readonly problem: ApiProblem | null;
  readonly reset: () => void;
}

/** A POST, PUT, PATCH or DELETE with an `Idempotency-Key` that survives retries of the same submit. */
export function useCommand<Contract extends RouteContract>(
  route: Contract,
  options: CommandOptions<Contract> = {},
): Command<Contract> {
  const client = useQueryClient();
  const intent = useRef(new Intent());
  const latest = useRef(options);
  latest.current = options;
  const [running, setRunning] = useState(0);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const reset = useCallback(() => setProblem(null), []);

  const run = useCallback(
    async (...[given, callOptions]: CallArguments<Contract>) => {
      setRunning((count) => count + 1);
      setProblem(null);
      const idempotencyKey = intent.current.keyFor(given);
      try {
        const answer = await call(
          route,
          ...([given, { ...callOptions, idempotencyKey }] as unknown as CallArguments<Contract>),
        );
        intent.current.settle();
        refresh(client, latest.current.invalidates ?? [modulePrefix(route)]);
        latest.current.onDone?.(answer, given);
        return (answer ?? null) as Outcome<Contract>;
      } catch (thrown) {
        const failure = problemOf(thrown);
        if (!failure.isUncertain) intent.current.settle();
        setProblem(failure);
        latest.current.onRefused?.(failure);
        return undefined;
      } finally {
        setRunning((count) => count - 1);
      }
    },
    [client, route],
  );
  return { run, isRunning: running > 0, problem, reset };
}

/** Makes reads fetch again: of given routes, or of all routes whose id begins with a prefix. */
export function refresh(client: QueryClient, what: readonly (AnyRoute | string)[]): void {
  void client.invalidateQueries({
    predicate: ({ queryKey }) => {
      const id = queryKey[0] === 'read' ? String(queryKey[1]) : '';
      return id !== '' && what.some((one) => (typeof one === 'string' ? id.startsWith(one) : one.id === id));
    },
  });
}

function modulePrefix(route: AnyRoute): string {
  return `${route.id.split('.')[0]}.`;
}
