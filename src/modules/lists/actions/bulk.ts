import { type AccountId, uuidv7 } from '#kernel/ids.ts';
import { isRefusal, type Refusal, refuse } from '#kernel/refusal.ts';
import { type Actor, audit, may } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { countList, filterName } from '#platform/db/list.ts';
import { enqueueJob, readJobState } from '#platform/jobs/jobs.ts';
import type { Tools } from '#platform/tools.ts';
import type { BulkRun, Selection } from '../contract/bulk.ts';
import type { AnyListOffer } from '../offer.ts';
import { undoMinutes } from '../rules/undo.ts';
import { insertRun, lockRun, markUndone, type RunRecord, readRun } from '../store/bulk.ts';
import { offerFor, rowsOf } from './offers.ts';

export interface BulkRequest {
  readonly list: string;
  readonly action: string;
  readonly selection: Selection;
  readonly input: Readonly<Record<string, unknown>>;
}

type Locale = 'zh-CN' | 'en';

/** Queues an action over a selection; the job walks it in portions. */
export async function startBulkRun(
  tools: Tools,
  actor: Actor,
  offers: readonly AnyListOffer[],
  wanted: BulkRequest,
  locale: Locale,
): Promise<BulkRun | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const offer = offerFor(offers, actor, wanted.list);
    if (isRefusal(offer)) return offer;
    const action = offer.actions?.find((one) => one.name === wanted.action);
    if (!action) return refuse('platform.not-found');
    if (!may(actor, action.permission)) return refuse('platform.not-permitted', { permission: action.permission });
    const input = action.input.safeParse(wanted.input);
    if (!input.success) return refuse('lists.bad-input');
    const rows = rowsOf(offer, wanted.selection);
    const spec = await offer.open(tx, actor, rows.query);
    if (isRefusal(spec)) return spec;
    const counted = await countList(tx, spec, rows);
    if (isRefusal(counted)) return counted;
    const runId = uuidv7(tools.now());
    const jobId = await enqueueJob(tx, {
      kind: 'lists.bulk',
      input: { runId },
      requestedBy: actor.accountId,
      totalCount: counted.total,
    });
    const request = { selection: wanted.selection, input: wanted.input, total: counted.total };
    const run = await insertRun(tx, {
      runId,
      jobId,
      listId: offer.id,
      action: action.name,
      requestedBy: actor.accountId!,
      request,
      undoOf: null,
      requestedAt: tools.now(),
    });
    audit(tx, actor, {
      action: 'list.bulk-started',
      subjectKind: 'list',
      subjectId: offer.id,
      detail: { run: runId, action: action.name, rows: counted.total, ...selectionFacts(wanted.selection) },
    });
    return shownRun(tx, tools, offers, run, locale);
  });
}

/** For the audit: which fields were filtered by, never by what. */
export function selectionFacts(selection: Selection): Readonly<Record<string, unknown>> {
  if (selection.kind === 'rows') return { chosen: selection.ids.length };
  return { filteredBy: selection.filter.map(filterName), searched: Boolean(selection.q) };
}

export async function readBulkRun(
  tools: Tools,
  actor: Actor,
  offers: readonly AnyListOffer[],
  runId: string,
  locale: Locale,
): Promise<BulkRun | Refusal> {
  return tools.db.read(actor, async (tx) => {
    const run = await readRun(tx, runId);
    if (!run || run.requestedBy !== actor.accountId) return refuse('platform.not-found');
    return shownRun(tx, tools, offers, run, locale);
  });
}

/** Queues the taking back of an action of one's own. */
export async function undoBulkRun(
  tools: Tools,
  actor: Actor,
  offers: readonly AnyListOffer[],
  runId: string,
  locale: Locale,
): Promise<BulkRun | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const run = await lockRun(tx, runId);
    if (!run || run.requestedBy !== actor.accountId) return refuse('platform.not-found');
    const offer = offerFor(offers, actor, run.listId);
    if (isRefusal(offer)) return offer;
    const action = offer.actions?.find((one) => one.name === run.action);
    if (!action?.undo || run.undoOf !== null || run.undoneBy !== null) return refuse('lists.not-undoable');
    if (!may(actor, action.permission)) return refuse('platform.not-permitted', { permission: action.permission });
    if (tools.now() - run.requestedAt > undoMinutes * 60_000)
      return refuse('lists.undo-too-late', { minutes: undoMinutes });
    const state = await readJobState(tx, run.jobId);
    if (state === 'waiting' || state === 'running') return refuse('lists.still-running');
    const undoId = uuidv7(tools.now());
    const requestedBy = actor.accountId as AccountId;
    const jobId = await enqueueJob(tx, {
      kind: 'lists.bulk-undo',
      input: { runId: undoId },
      requestedBy,
      totalCount: run.changed,
    });
    const { listId, action: name, request } = run;
    const requestedAt = tools.now();
    const undo = await insertRun(tx, {
      runId: undoId,
      jobId,
      listId,
      action: name,
      requestedBy,
      request,
      undoOf: runId,
      requestedAt,
    });
    await markUndone(tx, runId, undoId);
    audit(tx, actor, {
      action: 'list.bulk-undone',
      subjectKind: 'list',
      subjectId: listId,
      detail: { run: runId, action: name, rows: run.changed },
    });
    return shownRun(tx, tools, offers, undo, locale);
  });
}

async function shownRun(
  tx: Tx,
  tools: Tools,
  offers: readonly AnyListOffer[],
  run: RunRecord,
  locale: Locale,
): Promise<BulkRun> {
  const action = offers.find((one) => one.id === run.listId)?.actions?.find((one) => one.name === run.action);
  const state = ((await readJobState(tx, run.jobId)) ?? 'failed') as BulkRun['state'];
  const undoUntil = run.requestedAt + undoMinutes * 60_000;
  const isOver = state !== 'waiting' && state !== 'running';
  const canUndo =
    isOver &&
    Boolean(action?.undo) &&
    run.undoOf === null &&
    run.undoneBy === null &&
    run.changed > 0 &&
    tools.now() <= undoUntil;
  return {
    runId: run.runId,
    jobId: run.jobId,
    list: run.listId,
    action: run.action,
    label: (locale === 'en' ? action?.en : action?.zh) ?? run.action,
    state,
    changed: run.changed,
    skipped: run.skipped,
    canUndo,
    undoUntil: new Date(undoUntil).toISOString(),
  };
}
