import type { Actor } from '#modules/staff/index.ts';
import type { Routes } from '#platform/http/serve.ts';
import type { Tools } from '#platform/tools.ts';
import * as contract from '../contract/board.ts';
import * as board from '../desk/board.ts';
import * as sources from '../desk/sources.ts';
import * as walkUps from '../desk/walk-ups.ts';

export function boardRoutes(routes: Routes<Actor>, tools: Tools): void {
  routes.serve(contract.readBoard, (actor, { query }) => board.readBoard(tools, actor, query));
  routes.serve(contract.moveOnBoard, (actor, { params, body }) =>
    board.moveOnBoard(tools, actor, params.referralId, body),
  );
  routes.serve(contract.undoOnBoard, (actor, { params, query }) =>
    board.undoOnBoard(tools, actor, params.referralId, query.version),
  );
  routes.serve(contract.setDoorConsent, (actor, { params, body }) =>
    board.setDoorConsent(tools, actor, params.referralId, body),
  );
  routes.serve(contract.setEscort, (actor, { params, body }) => board.setEscort(tools, actor, params.referralId, body));
  routes.serve(contract.assignAgent, (actor, { params, body }) =>
    board.assignAgent(tools, actor, params.referralId, body),
  );
  routes.serve(contract.listWalkUps, (actor) => walkUps.listWalkUps(tools, actor));
  routes.serve(contract.registerWalkUp, (actor, { body }) => walkUps.registerWalkUp(tools, actor, body));
  routes.serve(contract.attachWalkUp, (actor, { params, body }) =>
    walkUps.attachWalkUp(tools, actor, params.walkUpId, body.episodeNo),
  );
  routes.serve(contract.withdrawWalkUp, (actor, { params }) => walkUps.withdrawWalkUp(tools, actor, params.walkUpId));
  routes.serve(contract.recordSource, (actor, { params, body }) =>
    sources.recordSource(tools, actor, { ...params, ...body }),
  );
  routes.serve(contract.readSource, (actor, { params }) => sources.readSource(tools, actor, params.episodeNo));
  routes.serve(contract.listContradictions, (actor, { query }) => sources.listContradictions(tools, actor, query));
  routes.serve(contract.dismissContradiction, (actor, { params, body }) =>
    sources.dismissContradiction(tools, actor, { ...params, ...body }),
  );
}
