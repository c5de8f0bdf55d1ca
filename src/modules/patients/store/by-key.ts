import type { Tx } from '#platform/db/database.ts';

/**
 * Runs statements that join a batch by key. Left to itself the planner, knowing nothing of tables that grow under it, compares each row of a
 * batch with every other row there is: a link of ten thousand persons then took minutes instead of seconds.
 */
export async function byKey<Result>(tx: Tx, work: () => Promise<Result>): Promise<Result> {
  await setPlanner(tx, 'off');
  const result = await work();
  await setPlanner(tx, 'on');
  return result;
}

async function setPlanner(tx: Tx, state: 'on' | 'off'): Promise<void> {
  await tx.query(
    `SELECT set_config('enable_' || way, $1, true) FROM unnest(ARRAY['hashjoin', 'mergejoin', 'seqscan', 'material']) AS way`,
    [state],
  );
}
