import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { route } from '#kernel/route.ts';
import type { Actor } from '#modules/staff/index.ts';
import type { Push } from '#platform/push/push.ts';

export const eventsContract = route({
  id: 'platform.streamEvents',
  method: 'GET',
  path: '/api/events',
  permission: 'session',
  summary: 'Server-sent events: `changed` with {topic, id?} whenever something under one of the topics changed',
  query: z.object({ topics: z.string().max(500) }),
  produces: 'text/event-stream',
});

const heartbeatMs = 20_000;

/** Only topics and ids travel: pages then read what they may see, through the ordinary routes. */
export async function streamEvents(
  push: Push,
  actor: Actor,
  topics: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
    connection: 'keep-alive',
    'x-accel-buffering': 'no',
  });
  raw.write('retry: 1000\nevent: ready\ndata: {}\n\n');
  const stop = push.subscribe(actor.hospitalId, new Set(topics.split(',')), ({ topic, id }) => {
    raw.write(`event: changed\ndata: ${JSON.stringify({ topic, id })}\n\n`);
  });
  const heartbeat = setInterval(() => raw.write(': still here\n\n'), heartbeatMs);
  request.raw.on('close', () => {
    clearInterval(heartbeat);
    stop();
  });
  return reply;
}
