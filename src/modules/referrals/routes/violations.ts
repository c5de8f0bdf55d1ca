import type { Actor } from '#modules/staff/index.ts';
import type { Routes } from '#platform/http/serve.ts';
import type { Tools } from '#platform/tools.ts';
import * as contract from '../contract/violations.ts';
import * as violations from '../desk/violations.ts';

export function violationRoutes(routes: Routes<Actor>, tools: Tools): void {
  routes.serve(contract.listViolations, (actor, { query }) => violations.listViolations(tools, actor, query));
  routes.serve(contract.readViolation, (actor, { params }) =>
    violations.readViolation(tools, actor, params.violationId),
  );
  routes.serve(contract.openViolation, (actor, { body }) => violations.openViolation(tools, actor, body));
  routes.serve(contract.decideViolation, (actor, { params, body }) =>
    violations.decideViolation(tools, actor, params.violationId, body),
  );
  routes.serve(contract.appealViolation, (actor, { params, body }) =>
    violations.appealViolation(tools, actor, params.violationId, body),
  );
  routes.serve(contract.decideAppeal, (actor, { params, body }) =>
    violations.decideAppeal(tools, actor, params.violationId, body),
  );
}
