import { isRefusal, type Refusal } from '#kernel/refusal.ts';
import type { Actor } from '#modules/staff/index.ts';
import type { Routes } from '#platform/http/serve.ts';
import type { Tools } from '#platform/tools.ts';
import * as contract from '../contract/introducers.ts';
import { readIntroducer, revealPayout } from '../lists/introducer-detail.ts';
import { findIntroducers, listIntroducers } from '../lists/introducer-list.ts';
import { changeIntroducer, changeLink, createIntroducer } from '../registry/introducers.ts';
import { confirmIntroducer, mergeIntroducer, type Released } from '../registry/pending.ts';

export function introducerRoutes(routes: Routes<Actor>, tools: Tools): void {
  const shown = async (actor: Actor, result: { introducerId: string } | Refusal) =>
    isRefusal(result) ? result : readIntroducer(tools, actor, result.introducerId);
  const released = async (actor: Actor, result: Released | Refusal) => {
    if (isRefusal(result)) return result;
    const introducer = await readIntroducer(tools, actor, result.introducerId);
    return isRefusal(introducer) ? introducer : { introducer, referralsReleased: result.referralsReleased };
  };
  routes.serve(contract.listIntroducers, (actor, { query }) => listIntroducers(tools, actor, query));
  routes.serve(contract.findIntroducers, async (actor, { query }) => ({
    items: await findIntroducers(tools, actor, query.q),
  }));
  routes.serve(contract.readIntroducer, (actor, { params }) => readIntroducer(tools, actor, params.introducerId));
  routes.serve(contract.createIntroducer, async (actor, { body }) =>
    shown(actor, await createIntroducer(tools, actor, body)),
  );
  routes.serve(contract.changeIntroducer, async (actor, { params, body }) =>
    shown(actor, await changeIntroducer(tools, actor, params.introducerId, body)),
  );
  routes.serve(contract.confirmIntroducer, async (actor, { params, body }) =>
    released(actor, await confirmIntroducer(tools, actor, params.introducerId, body)),
  );
  routes.serve(contract.mergeIntroducer, async (actor, { params, body }) =>
    released(actor, await mergeIntroducer(tools, actor, params.introducerId, body)),
  );
  routes.serve(contract.makeIntroducerLink, async (actor, { params, body }) =>
    shown(actor, await changeLink(tools, actor, params.introducerId, body)),
  );
  routes.serve(contract.removeIntroducerLink, async (actor, { params }) =>
    shown(actor, await changeLink(tools, actor, params.introducerId, null)),
  );
  routes.serve(contract.revealPayout, (actor, { params, body }) =>
    revealPayout(tools, actor, params.introducerId, body.field, body.reason),
  );
}
