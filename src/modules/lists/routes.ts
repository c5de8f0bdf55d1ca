import type { Actor } from '#modules/staff/index.ts';
import type { Routes } from '#platform/http/serve.ts';
import type { Tools } from '#platform/tools.ts';
import { arrangeViews, changeView, createView, listViews, removeView, restoreView } from './actions/views.ts';
import * as contract from './contract/index.ts';

export function viewRoutes(routes: Routes<Actor>, tools: Tools): void {
  routes.serve(contract.listViews, (actor, { query }) => listViews(tools, actor, query.list));
  routes.serve(contract.createView, (actor, { body }) => createView(tools, actor, body));
  routes.serve(contract.changeView, (actor, { params, body }) =>
    changeView(tools, actor, params.viewId, body as Parameters<typeof changeView>[3]),
  );
  routes.serve(contract.removeView, (actor, { params }) => removeView(tools, actor, params.viewId));
  routes.serve(contract.restoreView, (actor, { params }) => restoreView(tools, actor, params.viewId));
  routes.serve(contract.arrangeViews, (actor, { body }) => arrangeViews(tools, actor, body));
}
