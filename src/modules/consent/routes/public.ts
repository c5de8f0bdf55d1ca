import { type Refusal, refuse } from '#kernel/refusal.ts';
import type { Actor } from '#modules/staff/index.ts';
import { createRateLimit } from '#platform/http/rate-limit.ts';
import type { Routes } from '#platform/http/serve.ts';
import type { Tools } from '#platform/tools.ts';
import { changeOwnPreference, readOwnPage, requestOwn, signOwn, withdrawOwn } from '../actions/own-page.ts';
import * as contract from '../contract/public.ts';

const readsAMinuteMax = 60;
const changesAMinuteMax = 20;

/** Open to everybody with the link, so counted by the caller's address. */
export function ownPageRoutes(routes: Routes<Actor>, tools: Tools): void {
  const reads = createRateLimit(readsAMinuteMax, 60_000);
  const changes = createRateLimit(changesAMinuteMax, 60_000);
  const counted = (limit: typeof reads, ip: string): Refusal | null => {
    const seconds = limit(ip, tools.now());
    return seconds ? refuse('platform.too-many-requests', { seconds }) : null;
  };
  routes.serve(
    contract.readOwnPage,
    async (_, { params }, { request }) => counted(reads, request.ip) ?? readOwnPage(tools, params.token),
  );
  routes.serve(
    contract.withdrawOwn,
    async (_, { params, body }, { request }) =>
      counted(changes, request.ip) ??
      withdrawOwn(tools, params.token, request.ip, { kind: params.kind, channel: body.channel ?? null }),
  );
  routes.serve(
    contract.changeOwnPreference,
    async (_, { params, body }, { request }) =>
      counted(changes, request.ip) ?? changeOwnPreference(tools, params.token, request.ip, body),
  );
  routes.serve(
    contract.signOwn,
    async (_, { params, body }, { request }) =>
      counted(changes, request.ip) ?? signOwn(tools, params.token, request.ip, { ...body, kind: params.kind }),
  );
  routes.serve(
    contract.requestOwn,
    async (_, { params, body }, { request }) =>
      counted(changes, request.ip) ?? requestOwn(tools, params.token, request.ip, body),
  );
}
