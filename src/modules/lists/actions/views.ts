import { type Refusal, refuse } from '#kernel/refusal.ts';
import { type Actor, audit, may } from '#modules/staff/index.ts';
import type { Tools } from '#platform/tools.ts';
import type { SavedView, ViewAudience } from '../contract/views.ts';
import { undoMinutes } from '../rules/undo.ts';
import {
  countOwnViews,
  hasViewNamed,
  insertView,
  lockView,
  markRemoved,
  readChoice,
  readViews,
  updateView,
  type ViewRecord,
  writeChoice,
} from '../store/views.ts';

const viewsMax = 100;

/** Views the reader may use, in his own order; those he has not placed stand at the end. */
export async function listViews(tools: Tools, actor: Actor, listId: string) {
  return tools.db.read(actor, async (tx) => {
    const views = await readViews(tx, listId, actor.accountId, actor.roles);
    const { defaultView, order } = await readChoice(tx, listId, actor.accountId);
    const place = new Map(order.map((viewId, index) => [viewId, index]));
    const sorted = views.toSorted((a, b) => (place.get(a.viewId) ?? 1000) - (place.get(b.viewId) ?? 1000));
    return {
      items: sorted.map((view) => shownView(actor, view)),
      defaultView,
      mayPublish: may(actor, 'views.publish'),
    };
  });
}

export interface ViewQuestion {
  readonly filter: string[];
  readonly sort: string | null;
  readonly columns: string[] | null;
}

export async function createView(
  tools: Tools,
  actor: Actor,
  wanted: ViewQuestion & { list: string; name: string; audience: ViewAudience; teamRole: string | null },
): Promise<SavedView | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const trouble = sharingTrouble(actor, wanted);
    if (trouble) return trouble;
    const { list: listId, ...view } = wanted;
    if ((await countOwnViews(tx, listId, actor.accountId!)) >= viewsMax)
      return refuse('lists.too-many-views', { viewsMax });
    const ownerId = actor.accountId!;
    const made = await insertView(tx, { ...view, ...teamOf(wanted), listId, ownerId, ownerName: actor.displayName });
    if (!made) return refuse('lists.view-name-taken', { name: wanted.name });
    if (made.audience !== 'private') noteShared(tx, actor, made);
    tx.touch('list-views', made.viewId);
    return shownView(actor, made);
  });
}

export async function changeView(
  tools: Tools,
  actor: Actor,
  viewId: string,
  change: Partial<ViewQuestion> & { version: number; name?: string; audience?: ViewAudience; teamRole?: string | null },
): Promise<SavedView | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const before = await lockView(tx, viewId);
    if (!before || before.removedAt !== null || !isVisible(actor, before)) return refuse('platform.not-found');
    if (before.ownerId !== actor.accountId) return refuse('lists.not-your-view');
    if (before.version !== change.version) return refuse('platform.stale');
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    const merged: ViewRecord = { ...before, ...given };
    const after = { ...merged, ...teamOf(merged) };
    const isSharedAnew = after.audience !== before.audience || after.teamRole !== before.teamRole;
    const trouble = isSharedAnew ? sharingTrouble(actor, after) : null;
    if (trouble) return trouble;
    if (await hasViewNamed(tx, before, after.name)) return refuse('lists.view-name-taken', { name: after.name });
    const written = await updateView(tx, after);
    if (isSharedAnew) noteShared(tx, actor, written);
    tx.touch('list-views', viewId);
    return shownView(actor, written);
  });
}

/** Removes a view; it can be brought back for a while. */
export async function removeView(tools: Tools, actor: Actor, viewId: string): Promise<{ undoUntil: string } | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const before = await lockView(tx, viewId);
    if (!before || before.removedAt !== null || !isVisible(actor, before)) return refuse('platform.not-found');
    if (!mayRemove(actor, before)) return refuse('lists.not-your-view');
    const now = tools.now();
    await markRemoved(tx, viewId, actor.accountId, now);
    if (before.audience !== 'private')
      audit(tx, actor, { action: 'list-view.removed', subjectKind: 'list-view', subjectId: viewId });
    tx.touch('list-views', viewId);
    return { undoUntil: new Date(now + undoMinutes * 60_000).toISOString() };
  });
}

export async function restoreView(tools: Tools, actor: Actor, viewId: string): Promise<SavedView | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const before = await lockView(tx, viewId);
    if (!before || before.removedAt === null || before.removedBy !== actor.accountId)
      return refuse('platform.not-found');
    if (tools.now() - before.removedAt > undoMinutes * 60_000)
      return refuse('lists.undo-too-late', { minutes: undoMinutes });
    if (await hasViewNamed(tx, before, before.name)) return refuse('lists.view-name-taken', { name: before.name });
    const after = await markRemoved(tx, viewId, null, 0);
    tx.touch('list-views', viewId);
    return shownView(actor, after);
  });
}

/** The reader's own arrangement; what is not given stays. */
export async function arrangeViews(
  tools: Tools,
  actor: Actor,
  wanted: { list: string; order?: string[] | undefined; defaultView?: string | null | undefined },
): Promise<{ defaultView: string | null }> {
  return tools.db.transaction(actor, async (tx) => {
    const before = await readChoice(tx, wanted.list, actor.accountId);
    const defaultView = wanted.defaultView === undefined ? before.defaultView : wanted.defaultView;
    await writeChoice(tx, wanted.list, actor.accountId!, { defaultView, order: wanted.order ?? before.order });
    return { defaultView };
  });
}

function isVisible(actor: Actor, view: ViewRecord): boolean {
  if (view.ownerId === actor.accountId || view.audience === 'public') return true;
  return view.audience === 'team' && actor.roles.some((role) => role === view.teamRole);
}

function mayRemove(actor: Actor, view: ViewRecord): boolean {
  return view.ownerId === actor.accountId || (view.audience === 'public' && may(actor, 'views.publish'));
}

function teamOf(view: { audience: ViewAudience; teamRole: string | null }): { teamRole: string | null } {
  return { teamRole: view.audience === 'team' ? view.teamRole : null };
}

function sharingTrouble(actor: Actor, view: { audience: ViewAudience; teamRole: string | null }): Refusal | null {
  if (view.audience === 'public' && !may(actor, 'views.publish'))
    return refuse('platform.not-permitted', { permission: 'views.publish' });
  if (view.audience === 'team' && !actor.roles.some((role) => role === view.teamRole))
    return refuse('lists.not-your-team');
  return null;
}

function noteShared(tx: Parameters<typeof audit>[0], actor: Actor, view: ViewRecord): void {
  audit(tx, actor, {
    action: 'list-view.shared',
    subjectKind: 'list-view',
    subjectId: view.viewId,
    detail: { list: view.listId, audience: view.audience, teamRole: view.teamRole },
  });
}

function shownView(actor: Actor, view: ViewRecord): SavedView {
  const { viewId, name, audience, teamRole, ownerName, filter, sort, columns, version } = view;
  const isOwn = view.ownerId === actor.accountId;
  const shown = { viewId, name, audience, teamRole, ownerName, filter, sort, columns, version };
  return { ...shown, isOwn, mayRemove: mayRemove(actor, view) };
}
