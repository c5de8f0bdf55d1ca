import { isRefusal, type Refusal, refuse } from '#kernel/refusal.ts';
import type { Actor } from '#modules/staff/index.ts';
import { fileAnswer, type Routes } from '#platform/http/serve.ts';
import type { Tools } from '#platform/tools.ts';
import * as contract from '../contract/index.ts';
import * as areaLists from '../lists/area.ts';
import { exportOrganizations } from '../lists/export.ts';
import * as lists from '../lists/organizations.ts';
import * as partLists from '../lists/parts.ts';
import * as area from '../registry/area.ts';
import { acceptProposals, listProposals, undoBatch } from '../registry/batches.ts';
import * as contracts from '../registry/contracts.ts';
import * as registry from '../registry/organizations.ts';
import * as parts from '../registry/parts.ts';

export function organizationRoutes(routes: Routes<Actor>, tools: Tools): void {
  const shown = async (actor: Actor, result: { organizationId: string } | Refusal) =>
    isRefusal(result) ? result : lists.readOrganization(tools, actor, result.organizationId);
  routes.serve(contract.listOrganizations, (actor, { query }) => lists.listOrganizations(tools, actor, query));
  routes.serve(contract.exportOrganizations, async (actor, { query }, { locale }) => {
    const file = await exportOrganizations(tools, actor, query);
    if (isRefusal(file)) return file;
    const fileName = locale === 'en' ? 'organizations.csv' : '单位.csv';
    return fileAnswer({ file, mediaType: 'text/csv; charset=utf-8', fileName });
  });
  routes.serve(contract.readOrganization, (actor, { params }) =>
    lists.readOrganization(tools, actor, params.organizationId),
  );
  routes.serve(contract.createOrganization, async (actor, { body }) =>
    shown(actor, await registry.createOrganization(tools, actor, body)),
  );
  routes.serve(contract.changeOrganization, async (actor, { params, body }) =>
    shown(actor, await registry.changeOrganization(tools, actor, params.organizationId, body)),
  );
  routes.serve(contract.moveOrganization, async (actor, { params, body }) =>
    shown(actor, await registry.moveOrganization(tools, actor, params.organizationId, body)),
  );
  routes.serve(contract.readPipeline, (actor, { query }) =>
    lists.readPipeline(tools, actor, { q: query.q, mine: query.mine === 'true' }),
  );
  routes.serve(contract.listOwnerChoices, (actor) => lists.listOwnerChoices(tools, actor));
  routes.serve(contract.readReminders, (actor) => lists.readReminders(tools, actor));
  routes.serve(contract.listProposals, (actor) => listProposals(tools, actor));
  routes.serve(contract.acceptProposals, (actor, { body }) => acceptProposals(tools, actor, body.items));
  routes.serve(contract.undoBatch, (actor, { params }) => undoBatch(tools, actor, params.batchId));
  partRoutes(routes, tools);
  areaRoutes(routes, tools);
}

function partRoutes(routes: Routes<Actor>, tools: Tools): void {
  routes.serve(contract.listContacts, (actor, { params }) =>
    partLists.listContacts(tools, actor, params.organizationId),
  );
  routes.serve(contract.addContact, (actor, { params, body }) =>
    parts.addContact(tools, actor, params.organizationId, body),
  );
  routes.serve(contract.changeContact, (actor, { params, body }) =>
    parts.changeContact(tools, actor, params.contactId, body),
  );
  routes.serve(contract.listContracts, (actor, { params }) =>
    partLists.listContracts(tools, actor, params.organizationId),
  );
  routes.serve(contract.addContract, (actor, { params, body }) =>
    contracts.addContract(tools, actor, params.organizationId, body),
  );
  routes.serve(contract.changeContract, (actor, { params, body }) =>
    contracts.changeContract(tools, actor, params.contractId, body),
  );
  routes.serve(contract.renewContract, (actor, { params, body }) =>
    contracts.renewContract(tools, actor, params.contractId, body.version),
  );
  routes.serve(contract.terminateContract, (actor, { params, body }) =>
    contracts.terminateContract(tools, actor, params.contractId, body),
  );
  routes.serve(contract.listOffers, (actor, { params }) => partLists.listOffers(tools, actor, params.organizationId));
  routes.serve(contract.addOffer, (actor, { params, body }) =>
    parts.addOffer(tools, actor, params.organizationId, body),
  );
  routes.serve(contract.changeOffer, (actor, { params, body }) =>
    parts.changeOffer(tools, actor, params.offerId, body),
  );
  routes.serve(contract.listActivities, (actor, { params }) =>
    partLists.listActivities(tools, actor, params.organizationId),
  );
  routes.serve(contract.addActivity, (actor, { params, body }) =>
    parts.addActivity(tools, actor, params.organizationId, body),
  );
  routes.serve(contract.changeActivity, (actor, { params, body }) =>
    parts.changeActivity(tools, actor, params.activityId, body),
  );
  routes.serve(contract.listPeople, (actor, { params }) => partLists.listPeople(tools, actor, params.organizationId));
  routes.serve(contract.linkPerson, (actor, { params, body }) =>
    parts.linkPerson(tools, actor, params.organizationId, body),
  );
  routes.serve(contract.unlinkPerson, (actor, { params }) =>
    parts.unlinkPerson(tools, actor, params.organizationId, params.recordNo),
  );
  routes.serve(contract.readRevenue, (actor, { params }) => partLists.readRevenue(tools, actor, params.organizationId));
}

function areaRoutes(routes: Routes<Actor>, tools: Tools): void {
  routes.serve(contract.findDivisions, (actor, { query }) => areaLists.findDivisions(tools, actor, query.q));
  routes.serve(contract.importDivisions, async (actor, _input, { request }) => {
    const part = await request.file().catch(() => undefined);
    if (!part) return refuse('organizations.divisions-empty');
    return area.withUpload(part.file, (path) => area.importDivisions(tools, actor, path));
  });
  routes.serve(contract.readAreaSettings, (actor) => area.readAreaSettings(tools, actor));
  routes.serve(contract.changeAreaSettings, (actor, { body }) => area.changeAreaSettings(tools, actor, body));
  routes.serve(contract.readCoverage, (actor) => areaLists.readCoverage(tools, actor));
  routes.serve(contract.listTeams, (actor) => areaLists.listTeams(tools, actor));
  routes.serve(contract.addTeam, (actor, { body }) => area.addTeam(tools, actor, body));
  routes.serve(contract.changeTeam, (actor, { params, body }) => area.changeTeam(tools, actor, params.teamId, body));
  routes.serve(contract.listScreenings, (actor, { query }) => areaLists.listScreenings(tools, actor, query));
  routes.serve(contract.addScreening, (actor, { params, body }) =>
    area.addScreening(tools, actor, params.teamId, body),
  );
  routes.serve(contract.changeScreening, (actor, { params, body }) =>
    area.changeScreening(tools, actor, params.screeningId, body),
  );
}
