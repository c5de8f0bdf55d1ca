import { App } from 'antd';
import { createContext, useContext, useMemo } from 'react';
import {
  arrangeViews,
  changeView,
  createView,
  listViews,
  removeView,
  restoreView,
  type SavedView,
  type ViewAudience,
} from '#modules/lists/contract/index.ts';
import { useCommand, useRead } from '#web/api/hooks.ts';
import type { ApiProblem } from '#web/api/problem.ts';
import { useText } from '#web/i18n.ts';
import { useJsonPreference } from '../preferences.ts';
import { useProblemWords } from '../states.tsx';
import { useUndoMessage } from '../undo-message.tsx';
import type { ListView } from './list-state.ts';

/** Who reads: views kept in this browser before they lived on the server belong to an account; a team is a role of his. */
export const AccountContext = createContext<{ readonly id: string; readonly roles: readonly string[] }>({
  id: '',
  roles: [],
});

export interface ViewQuestion {
  readonly filter: string[];
  readonly sort: string | null;
  readonly columns: string[] | null;
}
type Sharing = { name: string; audience: ViewAudience; teamRole: string | null };

export interface SavedViews {
  readonly views: readonly ListView[];
  /** Key of the view that opens first; null: the first ready-made one. */
  readonly defaultView: string | null;
  readonly isLoading: boolean;
  readonly mayPublish: boolean;
  /** Roles of the reader. */
  readonly teams: readonly string[];
  readonly isWriting: boolean;
  /** Views of this browser that are not on the server yet. */
  readonly local: readonly ListView[];
  find(key: string): SavedView | null;
  create(listId: string, view: Sharing & ViewQuestion): Promise<ListView | null>;
  change(view: SavedView, change: Partial<Sharing & ViewQuestion>): Promise<ListView | null>;
  remove(view: SavedView): Promise<boolean>;
  setDefault(key: string | null): void;
  move(view: SavedView, by: -1 | 1): void;
  takeOver(): Promise<void>;
  forgetLocal(): void;
}

const noViews: readonly ListView[] = [];

const asListView = (view: SavedView): ListView => ({
  key: view.viewId,
  label: view.name,
  filter: view.filter,
  ...(view.sort ? { sort: view.sort } : {}),
  ...(view.columns ? { columns: view.columns } : {}),
});

/** The saved views of a list, kept on the server. */
export function useSavedViews(listId: string): SavedViews {
  const t = useText('kit');
  const { message } = App.useApp();
  const words = useProblemWords();
  const offerUndo = useUndoMessage();
  const account = useContext(AccountContext);
  const read = useRead(listViews, { query: { list: listId } }, { staleMs: 60_000 });
  const onRefused = (problem: ApiProblem) => void message.error(`${words(problem).title}。${words(problem).text}`);
  const options = { invalidates: [listViews], onRefused };
  const creating = useCommand(createView, options);
  const changing = useCommand(changeView, options);
  const removing = useCommand(removeView, options);
  const restoring = useCommand(restoreView, options);
  const arranging = useCommand(arrangeViews, options);
  const [local, setLocal] = useJsonPreference<readonly ListView[]>(`views.${account.id}.${listId}`, noViews);
  const items = read.data?.items;
  const views = useMemo(() => (items ?? []).map(asListView), [items]);

  const create: SavedViews['create'] = async (list, view) => {
    const made = await creating.run({ body: { list, ...view } });
    return made ? asListView(made) : null;
  };
  return {
    views,
    defaultView: read.data?.defaultView ?? null,
    isLoading: read.isPending,
    mayPublish: read.data?.mayPublish ?? false,
    teams: account.roles,
    isWriting: creating.isRunning || changing.isRunning || removing.isRunning || arranging.isRunning,
    local,
    find: (key) => items?.find((view) => view.viewId === key) ?? null,
    create,
    change: async ({ viewId, version }, change) => {
      const changed = await changing.run({ params: { viewId }, body: { version, ...change } });
      return changed ? asListView(changed) : null;
    },
    remove: async ({ viewId, name }) => {
      if (!(await removing.run({ params: { viewId } }))) return false;
      offerUndo(t('views.removed', { name }), () => restoring.run({ params: { viewId } }));
      return true;
    },
    setDefault: (key) => void arranging.run({ body: { list: listId, defaultView: key } }),
    move: (view, by) => {
      const order = views.map((one) => one.key);
      const at = order.indexOf(view.viewId);
      const to = at + by;
      if (at < 0 || to < 0 || to >= order.length) return;
      [order[at], order[to]] = [order[to]!, order[at]!];
      void arranging.run({ body: { list: listId, order } });
    },
    takeOver: async () => {
      const left: ListView[] = [];
      for (const view of local) {
        const question = { filter: [...(view.filter ?? [])], sort: view.sort || null, columns: null };
        const made = await create(listId, { name: view.label, audience: 'private', teamRole: null, ...question });
        if (!made) left.push(view);
      }
      setLocal(left);
      if (left.length === 0) void message.success(t('views.takenOver'));
    },
    forgetLocal: () => setLocal([]),
  };
}
