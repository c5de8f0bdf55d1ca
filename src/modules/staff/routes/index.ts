import type { FailureCatalogue } from '#kernel/failure.ts';
import type { RouteContract } from '#kernel/route.ts';
import type { Routes } from '#platform/http/serve.ts';
import type { Tools } from '#platform/tools.ts';
import type { Actor } from '../actor.ts';
import type { AnswerFilter } from '../answer-filter.ts';
import type { JobDescriptions } from '../jobs-view.ts';
import type { SignIn } from '../sign-in.ts';
import { accessRoutes } from './access.ts';
import { accountRoutes } from './accounts.ts';
import { auditRoutes } from './audit.ts';
import { jobRoutes } from './jobs.ts';
import { sessionRoutes } from './session.ts';
import { ssoRoutes } from './sso.ts';

export interface StaffSurroundings {
  readonly signIn: SignIn;
  /** Names of all modules' kinds of jobs. */
  readonly jobs: JobDescriptions;
  /** All modules' failures: a failed job says its reason in words. */
  readonly failures: FailureCatalogue;
  /** All routes of the product, complete once the server stands. */
  readonly contracts: readonly RouteContract[];
  readonly filter: AnswerFilter;
}

export function staffRoutes(routes: Routes<Actor>, tools: Tools, around: StaffSurroundings): void {
  sessionRoutes(routes, tools, around.signIn);
  ssoRoutes(routes, tools);
  accountRoutes(routes, tools);
  auditRoutes(routes, tools);
  accessRoutes(routes, tools, around);
  jobRoutes(routes, tools, around);
}
