import { type FastifyInstance, fastify } from 'fastify';
import { refuse } from '#kernel/refusal.ts';
import { type Actor, may, type Permission, permissions } from '#modules/staff/index.ts';
import { platformFailures } from '#platform/http/failures.ts';
import { createRoutes } from '#platform/http/serve.ts';
import type { World } from '#testing/world.ts';
import { incentivesModule } from '../module.ts';

/** The module behind a gate that knows the permissions but takes everybody at his word. */
export async function openDoor(world: World): Promise<{
  app: FastifyInstance;
  call(
    actor: Actor,
    method: string,
    path: string,
    body?: unknown,
    key?: string,
  ): Promise<{ status: number; body: never; raw: string; bytes: Buffer }>;
}> {
  const people = new Map<string, Actor>();
  const app = fastify();
  const routes = createRoutes<Actor>({
    app,
    async gate(request, _, contract) {
      const actor = people.get(String(request.headers['x-person']))!;
      const permission = permissions.find((known): known is Permission => known === contract.permission);
      if (contract.permission === 'session' || (permission && may(actor, permission))) return actor;
      return refuse('platform.not-permitted', { permission: contract.permission });
    },
    failures: { ...platformFailures, ...incentivesModule.failures },
    log: world.tools.log,
    contracts: [],
  });
  incentivesModule.routes(routes, world.tools);
  return {
    app,
    async call(actor, method, path, body, key) {
      people.set(actor.accountId!, actor);
      const answer = await app.inject({
        method: method as 'GET',
        url: path,
        headers: { 'x-person': actor.accountId!, ...(key ? { 'idempotency-key': key } : {}) },
        ...(body === undefined ? {} : { payload: body as object }),
      });
      const isJson = String(answer.headers['content-type']).includes('json');
      return {
        status: answer.statusCode,
        body: (isJson ? answer.json() : null) as never,
        raw: answer.body,
        bytes: answer.rawPayload,
      };
    },
  };
}
