import type { Actor } from '#modules/staff/index.ts';
import type { Routes } from '#platform/http/serve.ts';
import type { Tools } from '#platform/tools.ts';
import { intakeRoutes } from './intake.ts';
import { introducerRoutes } from './introducers.ts';
import { outreachRoutes } from './outreach.ts';
import { referralListRoutes } from './referrals.ts';

/** Every route of the module. */
export function referralRoutes(routes: Routes<Actor>, tools: Tools): void {
  introducerRoutes(routes, tools);
  intakeRoutes(routes, tools);
  referralListRoutes(routes, tools);
  outreachRoutes(routes, tools);
  // Part 2: boardRoutes, disputeRoutes, violationRoutes, queueRoutes, summaryRoutes.
}
