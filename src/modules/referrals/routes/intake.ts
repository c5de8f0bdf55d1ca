import type { Instant } from '#kernel/day.ts';
import { isRefusal, type Refusal, refuse } from '#kernel/refusal.ts';
import type { Actor } from '#modules/staff/index.ts';
import { createRateLimit } from '#platform/http/rate-limit.ts';
import type { Routes } from '#platform/http/serve.ts';
import type { Tools } from '#platform/tools.ts';
import * as contract from '../contract/intake.ts';
import { readLink, submitLink } from '../inbox/links.ts';
import { receiveMessage } from '../inbox/messages.ts';
import { previewMessage } from '../inbox/preview.ts';
import { decideReading } from '../inbox/readings.ts';
import { registerTyped } from '../inbox/typed.ts';
import { listMessages, readMessage } from '../lists/messages.ts';

export function intakeRoutes(routes: Routes<Actor>, tools: Tools): void {
  routes.serve(contract.registerReferral, (actor, { body }) => {
    const { channel, expectedFrom, expectedUntil, ...fields } = body;
    const expected = { expectedFrom: expectedFrom as Instant | null, expectedUntil: expectedUntil as Instant | null };
    return registerTyped(tools, actor, { channel, sender: null }, { ...fields, ...expected });
  });
  routes.serve(contract.receiveMessage, (actor, { body }) =>
    receiveMessage(tools, actor, { ...body, sentAt: body.sentAt as Instant | null }),
  );
  routes.serve(contract.previewMessage, (actor, { body }) => previewMessage(tools, actor, body.text));
  routes.serve(contract.listMessages, (actor, { query }) => listMessages(tools, actor, query));
  routes.serve(contract.decideReading, async (actor, { params, body }) => {
    const decided = await decideReading(tools, actor, params.messageId, body);
    if (isRefusal(decided)) return decided;
    return tools.db.read(actor, async (tx) => (await readMessage(tx, actor, decided.messageId)) ?? notFound());
  });
  linkRoutes(routes, tools);
}

function notFound(): Refusal {
  return refuse('platform.not-found');
}

const linkReadsAMinuteMax = 60;
const linkSubmissionsAMinuteMax = 10;

/** Open to everybody with the link, so counted by the caller's address. */
function linkRoutes(routes: Routes<Actor>, tools: Tools): void {
  const reads = createRateLimit(linkReadsAMinuteMax, 60_000);
  const submissions = createRateLimit(linkSubmissionsAMinuteMax, 60_000);
  routes.serve(contract.readReferralLink, async (_, { params }, { request }) => {
    const wait = reads(request.ip, tools.now());
    return wait ? refuse('platform.too-many-requests', { seconds: wait }) : readLink(tools, params.token);
  });
  routes.serve(contract.submitReferralLink, async (_, { params, body }, { request }) => {
    const wait = submissions(request.ip, tools.now());
    if (wait) return refuse('platform.too-many-requests', { seconds: wait });
    const { expected, ...fields } = body;
    return submitLink(tools, params.token, {
      ...fields,
      expectedPhrase: expected || null,
      expectedFrom: null,
      expectedUntil: null,
      stage: 'confirmed',
    });
  });
}
