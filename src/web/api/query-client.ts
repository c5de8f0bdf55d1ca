import { QueryClient } from '@tanstack/react-query';
import { problemOf } from './problem.ts';

/** One cache of answers for the whole page. Refusals are final; only lost connections and server faults are tried again. */
export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        retry: (failures, thrown) => problemOf(thrown).isUncertain && failures < 2,
        retryDelay: (failures, thrown) => {
          const asked = problemOf(thrown).retryAfterSeconds;
          return asked === null ? Math.min(500 * 2 ** failures, 4_000) : Math.min(asked, 30) * 1_000;
        },
        refetchOnWindowFocus: true,
      },
    },
  });
}
