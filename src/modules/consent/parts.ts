import type { Actor } from '#modules/staff/index.ts';
import type { Routes } from '#platform/http/serve.ts';
import type { Tools } from '#platform/tools.ts';
import { consentFailures } from './contract/failures.ts';
import { consentRoutes } from './routes/consents.ts';
import { ownPageRoutes } from './routes/public.ts';

/** What this module gives the application. */
export const consentModule = {
  name: 'consent',
  failures: consentFailures,
  routes: (routes: Routes<Actor>, tools: Tools): void => {
    consentRoutes(routes, tools);
    ownPageRoutes(routes, tools);
  },
};
