import type { Actor } from '#modules/staff/index.ts';
import type { Routes } from '#platform/http/serve.ts';
import type { Tools } from '#platform/tools.ts';
import { boardRoutes } from './board.ts';
import { disputeRoutes } from './disputes.ts';
import { intakeRoutes } from './intake.ts';
import { introducerRoutes } from './introducers.ts';
import { outreachRoutes } from './outreach.ts';
import { queueRoutes } from './queue.ts';
import { referralListRoutes } from './referrals.ts';
import { summaryRoutes } from './summary.ts';
import { violationRoutes } from './violations.ts';

/** Every route of the module. */
export function referralRoutes(routes: Routes<Actor>, tools: Tools): void {
  introducerRoutes(routes, tools);
  intakeRoutes(routes, tools);
  referralListRoutes(routes, tools);
  outreachRoutes(routes, tools);
  boardRoutes(routes, tools);
  disputeRoutes(routes, tools);
  violationRoutes(routes, tools);
  queueRoutes(routes, tools);
  summaryRoutes(routes, tools);
}
