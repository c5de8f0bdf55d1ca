import type { Actor } from '#modules/staff/index.ts';
import type { Routes } from '#platform/http/serve.ts';
import type { Tools } from '#platform/tools.ts';
import { readBulkRun, startBulkRun, undoBulkRun } from './actions/bulk.ts';
import { downloadExport, listExports, startExport } from './actions/exports.ts';
import { arrangeViews, changeView, createView, listViews, removeView, restoreView } from './actions/views.ts';
import * as contract from './contract/index.ts';
import type { AnyListOffer } from './offer.ts';

/** Every route of the module. */
export function listRoutes(routes: Routes<Actor>, tools: Tools, offers: readonly AnyListOffer[]): void {
  viewRoutes(routes, tools);
  routes.serve(contract.startBulkRun, (actor, { body }, { locale }) =>
    startBulkRun(tools, actor, offers, body, locale),
  );
  routes.serve(contract.readBulkRun, (actor, { params }, { locale }) =>
    readBulkRun(tools, actor, offers, params.runId, locale),
  );
  routes.serve(contract.undoBulkRun, (actor, { params }, { locale }) =>
    undoBulkRun(tools, actor, offers, params.runId, locale),
  );
  routes.serve(contract.startExport, (actor, { body }, { locale }) => startExport(tools, actor, offers, body, locale));
  routes.serve(contract.listExports, (actor, _, { locale }) => listExports(tools, actor, offers, locale));
  routes.serve(contract.downloadExport, (actor, { params }) => downloadExport(tools, actor, offers, params.exportId));
}

function viewRoutes(routes: Routes<Actor>, tools: Tools): void {
  routes.serve(contract.listViews, (actor, { query }) => listViews(tools, actor, query.list));
  routes.serve(contract.createView, (actor, { body }) => createView(tools, actor, body));
  routes.serve(contract.changeView, (actor, { params, body }) =>
    changeView(tools, actor, params.viewId, body as Parameters<typeof changeView>[3]),
  );
  routes.serve(contract.removeView, (actor, { params }) => removeView(tools, actor, params.viewId));
  routes.serve(contract.restoreView, (actor, { params }) => restoreView(tools, actor, params.viewId));
  routes.serve(contract.arrangeViews, (actor, { body }) => arrangeViews(tools, actor, body));
}
