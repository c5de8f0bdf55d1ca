import type { Scope } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';
import * as store from './store.ts';

/** Three renewals may fail or come late before others take the process for dead. */
const renewEveryMs = (store.leaseSeconds * 1000) / 3;

/** Keeps an import without a job visibly alive while `work` runs; a killed process stops renewing, and the run is ended as interrupted. */
export async function holdingLease<Result>(
  tools: Tools,
  scope: Scope,
  runId: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const renew = () => tools.db.transaction(scope, (tx) => store.renewLease(tx, runId)).catch(() => undefined);
  const timer = setInterval(() => void renew(), renewEveryMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
