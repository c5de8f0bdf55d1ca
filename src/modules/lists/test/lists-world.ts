import { modules } from '#app/modules.ts';
import type { HospitalId } from '#kernel/ids.ts';
import { isRefusal, type Refusal } from '#kernel/refusal.ts';
import { type Actor, createAccount, type Role, systemActor } from '#modules/staff/index.ts';
import { type JobHandlers, runNextJob } from '#platform/jobs/jobs.ts';
import type { World } from '#testing/world.ts';

export const offers = modules.flatMap((module) => module.lists ?? []);
export const handlers: JobHandlers = Object.assign({}, ...modules.map((module) => module.jobs ?? {}));

/** Somebody with an account: jobs ask what their requester may. */
export async function accountOf(world: World, username: string, ...roles: Role[]): Promise<Actor> {
  const shell = systemActor({ hospitalId: world.hospitalId }, 'command line');
  const wanted = { username, displayName: username, roles, password: 'Lantern-Harbour-42' };
  const made = await createAccount(world.tools, shell, wanted);
  if (isRefusal(made)) throw new Error(made.code);
  return { ...world.actor(...roles), accountId: made.accountId, displayName: username };
}

export async function addIntroducers(world: World, count: number, county: string): Promise<void> {
  await world.sql(
    `INSERT INTO referral_introducers (hospital_id, introducer_no, name, kind, county, institution)
     SELECT $1, $3 || lpad(n::text, 6, '0'), '介绍人' || n, 'external_physician', $3, CASE WHEN n = 1 THEN '=HYPERLINK("http://x")' END
     FROM generate_series(1, $2::int) n`,
    [world.hospitalId, count, county],
  );
  await world.sql('INSERT INTO referral_clocks (hospital_id) VALUES ($1) ON CONFLICT DO NOTHING', [world.hospitalId]);
}

/** Runs jobs until none is due. */
export async function runJobs(world: World, hospitalId: HospitalId = world.hospitalId): Promise<void> {
  while (await runNextJob(world.tools, hospitalId, handlers));
}

export function must<Value>(value: Value | Refusal): Value {
  if (isRefusal(value)) throw new Error(value.code);
  return value as Value;
}
