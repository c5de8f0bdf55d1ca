import type { Day } from '#kernel/day.ts';
import { isRefusal, type Refusal, refuse } from '#kernel/refusal.ts';
import type { Routes } from '#platform/http/serve.ts';
import type { Tools } from '#platform/tools.ts';
import * as actions from './actions.ts';
import * as contract from './contract.ts';
import * as store from './store.ts';

/** `audit` is the staff module's: see `Witness`. */
export function hospitalRoutes<Actor extends actions.Person>(
  routes: Routes<Actor>,
  tools: Tools,
  audit: actions.Witness<Actor>,
): void {
  routes.serve(contract.readHospital, async (actor) => {
    const hospital = await tools.db.read(actor, store.readHospital);
    return hospital ? infoOf(hospital) : refuse('platform.not-found');
  });
  routes.serve(contract.changeHospital, async (actor, { body }) =>
    infoOf(await actions.changeHospital(tools, actor, audit, body)),
  );
  routes.serve(contract.listDepartments, async (actor) => ({
    items: await tools.db.read(actor, store.readDepartments),
  }));
  routes.serve(contract.createDepartment, (actor, { body }) =>
    actions.createDepartment(tools, actor, audit, body.name),
  );
  routes.serve(contract.changeDepartment, (actor, { params, body }) =>
    actions.changeDepartment(tools, actor, audit, params.departmentId, body),
  );
  routes.serve(contract.listSettings, async (actor) => ({ items: await actions.readSettings(tools, actor) }));
  routes.serve(contract.changeSetting, (actor, { params, body }) =>
    actions.changeSetting(tools, actor, audit, {
      name: params.name,
      value: body.value,
      effectiveFrom: body.effectiveFrom as Day,
    }),
  );
}

function infoOf(hospital: store.Hospital | Refusal): contract.HospitalInfo | Refusal {
  if (isRefusal(hospital)) return hospital;
  const { hospitalId, name, divisionCode, timeZone, isSample } = hospital;
  return { id: hospitalId, name, divisionCode, timeZone, isSample };
}
