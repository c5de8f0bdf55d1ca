import { isRefusal, type Refusal } from '#kernel/refusal.ts';
import type { Actor } from '#modules/staff/index.ts';
import type { Routes } from '#platform/http/serve.ts';
import type { Tools } from '#platform/tools.ts';
import * as parts from './actions/change-parts.ts';
import * as change from './actions/change-patient.ts';
import * as forms from './actions/forms.ts';
import * as levels from './actions/levels.ts';
import { listPatients } from './actions/list-patients.ts';
import * as read from './actions/read-patient.ts';
import * as contract from './contract/index.ts';

/** Every route of the module. */
export function patientRoutes(routes: Routes<Actor>, tools: Tools): void {
  routes.serve(contract.listPatients, (actor, { query }) => listPatients(tools, actor, query));
  routes.serve(contract.createPatient, (actor, { body }) => change.createPatient(tools, actor, body));
  routes.serve(contract.readPatient, (actor, { params }) => read.readPatient(tools, actor, params.patientId));
  routes.serve(contract.changePatient, (actor, { params, body }) =>
    change.changePatient(tools, actor, params.patientId, body.version, body.changes),
  );
  routes.serve(contract.readTimeline, (actor, { params, query }) =>
    read.readPatientTimeline(tools, actor, params.patientId, query),
  );
  routes.serve(contract.revealField, (actor, { params, body }) =>
    read.revealPatientField(tools, actor, params.patientId, body),
  );
  routes.serve(contract.decideNextAction, (actor, { params, body }) =>
    levels.decideNextAction(tools, actor, params.patientId, body),
  );
  partRoutes(routes, tools);
  levelRoutes(routes, tools);
  formRoutes(routes, tools);
}

function partRoutes(routes: Routes<Actor>, tools: Tools): void {
  routes.serve(contract.addContact, (actor, { params, body }) =>
    parts.addContact(tools, actor, params.patientId, body),
  );
  routes.serve(contract.addAddress, (actor, { params, body }) =>
    parts.addAddress(tools, actor, params.patientId, body),
  );
  routes.serve(contract.addDocument, (actor, { params, body }) =>
    parts.addDocument(tools, actor, params.patientId, body),
  );
  routes.serve(contract.addGuardian, (actor, { params, body }) =>
    parts.addGuardian(tools, actor, params.patientId, body),
  );
  routes.serve(contract.addSpecialDate, (actor, { params, body }) =>
    parts.addSpecialDate(tools, actor, params.patientId, body),
  );
  const remove =
    (what: Parameters<typeof parts.removePart>[3]) =>
    async (actor: Actor, { params }: { params: Record<string, string> }) =>
      noAnswer(await parts.removePart(tools, actor, params['patientId']!, what, params['partId']!));
  routes.serve(contract.removeContact, remove('contact'));
  routes.serve(contract.removeAddress, remove('address'));
  routes.serve(contract.removeDocument, remove('document'));
  routes.serve(contract.removeGuardian, remove('guardian'));
  routes.serve(contract.removeSpecialDate, remove('special date'));
  routes.serve(contract.joinHousehold, (actor, { params, body }) =>
    parts.joinHousehold(tools, actor, params.patientId, body),
  );
  routes.serve(contract.leaveHousehold, async (actor, { params }) =>
    noAnswer(await parts.leaveHousehold(tools, actor, params.patientId)),
  );
}

function levelRoutes(routes: Routes<Actor>, tools: Tools): void {
  routes.serve(contract.readLevels, (actor, { params }) => levels.readLevels(tools, actor, params.patientId));
  routes.serve(contract.overrideLevel, async (actor, { params, body }) =>
    noAnswer(await levels.overrideLevel(tools, actor, params.patientId, body)),
  );
  routes.serve(contract.endOverride, async (actor, { params }) =>
    noAnswer(await levels.endOverride(tools, actor, params.patientId)),
  );
  routes.serve(contract.readLevelMoves, (actor, { query }) =>
    levels.readLevelMoves(tools, actor, query.year, query.quarter),
  );
}

function formRoutes(routes: Routes<Actor>, tools: Tools): void {
  routes.serve(contract.listForms, (actor) => forms.listForms(tools, actor));
  routes.serve(contract.defineForm, (actor, { params, body }) => forms.defineForm(tools, actor, params.formKey, body));
  routes.serve(contract.fillForm, (actor, { params, body }) => forms.fillForm(tools, actor, params, body));
}

/** A route without an answer says nothing but that it was done. */
function noAnswer(result: object | Refusal): Refusal | undefined {
  return isRefusal(result) ? result : undefined;
}
