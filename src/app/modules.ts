import { fhirModule } from '#modules/fhir/index.ts';
import { failures as hospitalFailures, hospitalRoutes } from '#modules/hospital/index.ts';
import { importsModule } from '#modules/imports/index.ts';
import { incentivesModule } from '#modules/incentives/index.ts';
import { patientsModule } from '#modules/patients/index.ts';
import { failures as policyFailures, policyRoutes } from '#modules/policy/index.ts';
import { referralsModule } from '#modules/referrals/index.ts';
import { samplesModule } from '#modules/samples/index.ts';
import { audit, forgetExpiredSignIns, failures as staffFailures, staffRoutes } from '#modules/staff/index.ts';
import { outreachFailures } from '#platform/outreach/failures.ts';
import { commandFailures } from './commands/failures.ts';
import type { ModuleParts } from './parts.ts';

const hospitalModule: ModuleParts = {
  name: 'hospital',
  failures: hospitalFailures,
  routes: (routes, tools) => hospitalRoutes(routes, tools, audit),
};

const staffModule: ModuleParts = {
  name: 'staff',
  failures: staffFailures,
  routes: staffRoutes,
  chores: [{ name: 'forget expired sign-ins', everySeconds: 600, run: (tools) => forgetExpiredSignIns(tools) }],
};

/** Every module of the product, lowest first. */
export const modules: readonly ModuleParts[] = [
  hospitalModule,
  staffModule,
  { name: 'policy', failures: policyFailures, routes: policyRoutes },
  patientsModule,
  referralsModule,
  incentivesModule,
  importsModule,
  fhirModule,
  samplesModule,
  { name: 'commands', failures: commandFailures },
  { name: 'outreach', failures: outreachFailures },
];
