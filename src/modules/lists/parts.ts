import type { HospitalId } from '#kernel/ids.ts';
import type { Actor } from '#modules/staff/index.ts';
import type { Routes } from '#platform/http/serve.ts';
import type { Tools } from '#platform/tools.ts';
import { failures } from './failures.ts';
import { viewRoutes } from './routes.ts';
import { undoMinutes } from './rules/undo.ts';
import { deleteRemovedViews } from './store/views.ts';

/** What this module gives the application. */
export const listsModule = {
  name: 'lists',
  failures,
  routes: (routes: Routes<Actor>, tools: Tools): void => viewRoutes(routes, tools),
  chores: [
    {
      name: 'forget removed views',
      everySeconds: 600,
      run: async (tools: Tools, hospitalId: HospitalId): Promise<void> =>
        tools.db.transaction({ hospitalId }, (tx) => deleteRemovedViews(tx, tools.now() - 2 * undoMinutes * 60_000)),
    },
  ],
};
