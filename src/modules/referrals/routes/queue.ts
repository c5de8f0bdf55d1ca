import type { Actor } from '#modules/staff/index.ts';
import type { Routes } from '#platform/http/serve.ts';
import type { Tools } from '#platform/tools.ts';
import * as contract from '../contract/queue.ts';
import { closeItem, linkReferral, unlinkReferral, withNext } from '../desk/link.ts';
import { listQueue, readItem, readNext, searchCandidates } from '../desk/queue.ts';

export function queueRoutes(routes: Routes<Actor>, tools: Tools): void {
  routes.serve(contract.listQueue, (actor, { query }) => listQueue(tools, actor, query));
  routes.serve(contract.readQueueItem, (actor, { params }) => readItem(tools, actor, params.referralId));
  routes.serve(contract.readNextItem, (actor, { query }) => readNext(tools, actor, query));
  routes.serve(contract.searchCandidates, (actor, { params, query }) =>
    searchCandidates(tools, actor, params.referralId, query.q),
  );
  routes.serve(contract.linkReferral, async (actor, { params, query, body }) =>
    withNext(tools, actor, query, await linkReferral(tools, actor, { ...params, ...body })),
  );
  routes.serve(contract.unlinkReferral, (actor, { params, body }) =>
    unlinkReferral(tools, actor, params.referralId, body.reason),
  );
  routes.serve(contract.closeQueueItem, async (actor, { params, query, body }) =>
    withNext(tools, actor, query, await closeItem(tools, actor, { ...params, isClosed: true, reason: body.reason })),
  );
  routes.serve(contract.reopenQueueItem, (actor, { params }) =>
    closeItem(tools, actor, { ...params, isClosed: false, reason: null }),
  );
}
