import { fault, isRefusal, type Refusal, RefusalError, refuse } from '#kernel/refusal.ts';
import { type Actor, actorOfAccount, may, type Permission } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { readRowIds } from '#platform/db/list.ts';
import type { JobRun } from '#platform/jobs/jobs.ts';
import type { Tools } from '#platform/tools.ts';
import { offerFor, rowsOf } from '../actions/offers.ts';
import type { Selection } from '../contract/bulk.ts';
import type { AnyListOffer, BulkAction } from '../offer.ts';
import { countPortion, insertBefores, type RunRecord, readRun, takeBefores } from '../store/bulk.ts';

const portionRowsUsual = 2000;

interface Mark {
  readonly after: string | null;
  readonly done: number;
}

export interface BulkResult {
  readonly runId: string;
  readonly changed: number;
  readonly skipped: number;
}

/**
 * Walks a selection by row id, a portion a transaction, each with its own mark: killed, the next attempt goes on behind the last portion;
 * cancelled, what is done stays. The requester's rights are asked anew for every portion.
 */
export async function runBulk(
  tools: Tools,
  offers: readonly AnyListOffer[],
  { runId }: { readonly runId: string },
  run: JobRun,
): Promise<BulkResult> {
  let mark: Mark = (run.checkpoint as Mark | null) ?? { after: null, done: 0 };
  for (;;) {
    const next = await tools.db.transaction({ hospitalId: run.hospitalId }, (tx) =>
      bulkPortion(tx, tools, offers, runId, run, mark),
    );
    if (next === null) break;
    if (isRefusal(next)) throw new RefusalError(next);
    mark = next;
    await run.progress(mark.done);
  }
  return resultOf(tools, run, runId);
}

/** The mark behind the portion; null when nothing is left. */
async function bulkPortion(
  tx: Tx,
  tools: Tools,
  offers: readonly AnyListOffer[],
  runId: string,
  run: JobRun,
  mark: Mark,
): Promise<Mark | null | Refusal> {
  const record = await recordOf(tx, runId);
  const actor = await requesterOf(tx, run);
  if (isRefusal(actor)) return actor;
  const offer = offerFor(offers, actor, record.listId);
  if (isRefusal(offer)) return offer;
  const action = actionOf(offer, record.action);
  const trouble = lacks(actor, action.permission);
  if (trouble) return trouble;
  const rows = rowsOf(offer, record.request.selection as Selection);
  const spec = await offer.open(tx, actor, rows.query);
  if (isRefusal(spec)) return spec;
  const ids = await readRowIds(tx, spec, rows, mark.after, action.portionRows ?? portionRowsUsual);
  if (isRefusal(ids)) return ids;
  if (ids.length === 0) return null;
  const input = action.input.parse(record.request.input) as never;
  const changes = await action.apply(tx, { actor, tools, ids, input });
  if (isRefusal(changes)) return changes;
  if (action.undo) await insertBefores(tx, runId, changes);
  await countPortion(tx, runId, changes.length, ids.length - changes.length);
  const next = { after: ids.at(-1)!, done: mark.done + ids.length };
  await run.checkpointIn(tx, next, next.done);
  return next;
}

/** Puts back what a run replaced. What has been put back is no longer kept, so a repeated portion finds the next one. */
export async function runBulkUndo(
  tools: Tools,
  offers: readonly AnyListOffer[],
  { runId }: { readonly runId: string },
  run: JobRun,
): Promise<BulkResult> {
  let done = (run.checkpoint as { done: number } | null)?.done ?? 0;
  for (;;) {
    const portion = await tools.db.transaction({ hospitalId: run.hospitalId }, async (tx) => {
      const record = await recordOf(tx, runId);
      const actor = await requesterOf(tx, run);
      if (isRefusal(actor)) return actor;
      const offer = offerFor(offers, actor, record.listId);
      if (isRefusal(offer)) return offer;
      const action = actionOf(offer, record.action);
      const trouble = lacks(actor, action.permission);
      if (trouble) return trouble;
      const changes = await takeBefores(tx, record.undoOf!, action.portionRows ?? portionRowsUsual);
      if (changes.length === 0) return 0;
      const input = action.input.parse(record.request.input) as never;
      const restored = await action.undo!(tx, { actor, tools, changes, input });
      await countPortion(tx, runId, restored, changes.length - restored);
      await run.checkpointIn(tx, { done: done + changes.length }, done + changes.length);
      return changes.length;
    });
    if (isRefusal(portion)) throw new RefusalError(portion);
    if (portion === 0) break;
    done += portion;
    await run.progress(done);
  }
  return resultOf(tools, run, runId);
}

async function recordOf(tx: Tx, runId: string): Promise<RunRecord> {
  const record = await readRun(tx, runId);
  if (!record) throw fault('a bulk run vanished');
  return record;
}

function actionOf(offer: AnyListOffer, name: string): BulkAction {
  const action = offer.actions?.find((one) => one.name === name);
  if (!action) throw fault('a bulk action vanished', { list: offer.id, action: name });
  return action;
}

/** Who asked, with the rights he has now. */
export async function requesterOf(tx: Tx, run: JobRun): Promise<Actor | Refusal> {
  const actor = run.requestedBy === null ? null : await actorOfAccount(tx, run.requestedBy);
  return actor ?? refuse('lists.requester-gone');
}

function lacks(actor: Actor, permission: Permission): Refusal | null {
  return may(actor, permission) ? null : refuse('lists.requester-gone');
}

async function resultOf(tools: Tools, run: JobRun, runId: string): Promise<BulkResult> {
  const { changed, skipped } = await tools.db.read({ hospitalId: run.hospitalId }, (tx) => recordOf(tx, runId));
  return { runId, changed, skipped };
}
