import type { FailureCatalogue } from '#kernel/failure.ts';
import type { HospitalId } from '#kernel/ids.ts';
import type { TierSheet } from '#kernel/tiers.ts';
import type { AnyListOffer } from '#modules/lists/index.ts';
import type { SearchSource } from '#modules/search/index.ts';
import type { Actor, JobDescriptions, StaffSurroundings } from '#modules/staff/index.ts';
import type { Subscribers } from '#platform/events/outbox.ts';
import type { Routes } from '#platform/http/serve.ts';
import type { JobHandlers } from '#platform/jobs/jobs.ts';
import type { Tools } from '#platform/tools.ts';

/** What a module gives the application: its failures, routes, jobs, subscriptions and regular chores. */
export interface ModuleParts {
  readonly name: string;
  readonly failures?: FailureCatalogue;
  /** How protected the fields of its answers are; every module that shows people's data has one. */
  readonly tiers?: TierSheet;
  readonly routes?: (routes: Routes<Actor>, tools: Tools, around: StaffSurroundings) => void;
  readonly jobs?: JobHandlers;
  /** What its kinds of jobs are called on the page of running work. */
  readonly jobDescriptions?: JobDescriptions;
  readonly subscribers?: Subscribers;
  readonly chores?: readonly Chore[];
  /** Its lists that may be exported and acted on as a whole. */
  readonly lists?: readonly AnyListOffer[];
  /** What the global search may find of it. */
  readonly searchSources?: readonly SearchSource[];
}

/** Short, repeatable work done for every hospital at an interval, by whichever process gets to it first. */
export interface Chore {
  readonly name: string;
  readonly everySeconds: number;
  readonly run: (tools: Tools, hospitalId: HospitalId) => Promise<void>;
}
