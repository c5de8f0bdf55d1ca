import { consentModule } from '#modules/consent/index.ts';
import { fhirModule } from '#modules/fhir/index.ts';
import { failures as hospitalFailures, hospitalRoutes } from '#modules/hospital/index.ts';
import { importsModule } from '#modules/imports/index.ts';
import { incentivesModule } from '#modules/incentives/index.ts';
import { listsModule } from '#modules/lists/index.ts';
import { organizationsModule } from '#modules/organizations/index.ts';
import { patientsModule } from '#modules/patients/index.ts';
import { failures as policyFailures, policyRoutes } from '#modules/policy/index.ts';
import { referralsModule } from '#modules/referrals/index.ts';
import { samplesModule } from '#modules/samples/index.ts';
import { searchModule } from '#modules/search/index.ts';
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

/** The modules that bring something of their own, lowest first. */
const parts: readonly ModuleParts[] = [
  hospitalModule,
  staffModule,
  { name: 'policy', failures: policyFailures, routes: policyRoutes },
  organizationsModule,
  patientsModule,
  consentModule,
  referralsModule,
  incentivesModule,
  importsModule,
  fhirModule,
  samplesModule,
  { name: 'commands', failures: commandFailures },
  { name: 'outreach', failures: outreachFailures },
];

/** Every module of the product; the last serve what the others offer. */
export const modules: readonly ModuleParts[] = [
  ...parts,
  listsModule(parts.flatMap((part) => part.lists ?? [])),
  searchModule(parts.flatMap((part) => part.searchSources ?? [])),
];
