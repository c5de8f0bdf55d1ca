import type { HospitalId } from '#kernel/ids.ts';
import type { Actor } from '#modules/staff/index.ts';
import type { Routes } from '#platform/http/serve.ts';
import type { Tools } from '#platform/tools.ts';
import { organizationFailures } from './contract/failures.ts';
import { organizationTiers } from './contract/tiers.ts';
import { organizationSearchSource } from './lists/search-source.ts';
import { remindOfContracts } from './registry/contracts.ts';
import { organizationRoutes } from './routes/index.ts';

/** What this module gives the application. */
export const organizationsModule = {
  name: 'organizations',
  failures: organizationFailures,
  tiers: organizationTiers,
  searchSources: [organizationSearchSource],
  routes: (routes: Routes<Actor>, tools: Tools): void => organizationRoutes(routes, tools),
  chores: [
    {
      name: 'organization-contract-reminders',
      everySeconds: 3600,
      run: async (tools: Tools, hospitalId: HospitalId): Promise<void> => {
        await remindOfContracts(tools, hospitalId);
      },
    },
  ],
};
