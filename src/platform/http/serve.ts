import { createHash, randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { FailureCatalogue } from '#kernel/failure.ts';
import { isRefusal, type Refusal, RefusalError, refuse } from '#kernel/refusal.ts';
import type { RouteContract, RouteInput } from '#kernel/route.ts';
import type { Scope } from '../db/database.ts';
import type { Log } from '../log.ts';
import { type FieldError, problemOf } from './failures.ts';

/** A file or stream as an answer. */
export interface FileAnswer {
  readonly file: Readable | Buffer | string;
  readonly mediaType: string;
  readonly fileName?: string;
}

export function fileAnswer(answer: FileAnswer): FileAnswer {
  return answer;
}

/** What the gate (sessions, permissions) makes of a request: who acts, or why not. */
export type Gate<Actor extends Scope> = (
  request: FastifyRequest,
  reply: FastifyReply,
  contract: RouteContract,
) => Promise<Actor | Refusal>;

/** Things of the raw request a few handlers need (client address for the audit, raw body for signatures, the upload). */
export interface RouteExtras {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly locale: 'zh-CN' | 'en';
}

export type Handler<Actor, Contract extends RouteContract> = (
  actor: Actor,
  input: RouteInput<Contract>,
  extras: RouteExtras,
) => Promise<unknown>;

export interface Routes<Actor extends Scope> {
  /** Serves one contract. The handler returns the answer, a refusal, or `fileAnswer(…)`; `undefined` answers 204. */
  serve<const Contract extends RouteContract>(contract: Contract, handler: Handler<Actor, Contract>): void;
}

interface Surroundings<Actor extends Scope> {
  readonly app: FastifyInstance;
  readonly gate: Gate<Actor>;
  readonly failures: FailureCatalogue;
  readonly log: Log;
  /** Collected for OpenAPI and the authorization matrix. */
  readonly contracts: RouteContract[];
  /** What of an answer the actor may see: the last step before it is sent. */
  readonly shown?: (actor: Actor, contract: RouteContract, params: unknown, answer: unknown) => Promise<unknown>;
}

export function createRoutes<Actor extends Scope>(around: Surroundings<Actor>): Routes<Actor> {
  return {
    serve(contract, handler) {
      around.contracts.push(contract);
      around.app.route({
        method: contract.method,
        url: contract.path,
        handler: (request, reply) => answer(around, contract, handler as Handler<Actor, RouteContract>, request, reply),
      });
    },
  };
}

export function localeOf(request: FastifyRequest): 'zh-CN' | 'en' {
  const wanted = String(request.headers['x-renmai-locale'] ?? request.headers['accept-language'] ?? '');
  return /^en\b/i.test(wanted) ? 'en' : 'zh-CN';
}

async function answer<Actor extends Scope>(
  around: Surroundings<Actor>,
  contract: RouteContract,
  handler: Handler<Actor, RouteContract>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const locale = localeOf(request);
  try {
    const actor = await around.gate(request, reply, contract);
    if (isRefusal(actor)) return refusalReply(around, reply, actor, locale);
    const read = readInput(contract, request);
    if ('errors' in read) return refusalReply(around, reply, refuse('platform.invalid-request'), locale, read.errors);
    const scoped = withIdempotency(actor, contract, request);
    const result = await handler(scoped, read.input, { request, reply, locale });
    if (reply.sent) return reply;
    if (isRefusal(result)) return refusalReply(around, reply, result, locale);
    const shown =
      around.shown && contract.response ? await around.shown(actor, contract, read.input.params, result) : result;
    return send(reply, contract, shown);
  } catch (error) {
    if (error instanceof RefusalError) return refusalReply(around, reply, error.refusal, locale);
    if (unstorable.has((error as { code?: string }).code ?? ''))
      return refusalReply(around, reply, refuse('platform.invalid-request'), locale);
    return faultReply(around, contract, reply, error, locale);
  }
}

/** A text no database can hold (a NUL, half a surrogate pair): the caller's mistake wherever it turns up, and rolled back with the rest. */
const unstorable = new Set(['22021', '22P05']);

function send(reply: FastifyReply, contract: RouteContract, result: unknown): unknown {
  if (result === undefined) return reply.code(204).send();
  if (typeof result === 'object' && result !== null && 'mediaType' in result && 'file' in result) {
    const { file, mediaType, fileName } = result as FileAnswer;
    if (fileName) reply.header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`);
    return reply.type(mediaType).send(file);
  }
  return reply.code(contract.method === 'POST' ? 201 : 200).send(result);
}

function refusalReply<Actor extends Scope>(
  around: Surroundings<Actor>,
  reply: FastifyReply,
  refusal: Refusal,
  locale: 'zh-CN' | 'en',
  errors?: readonly FieldError[],
): FastifyReply {
  const problem = problemOf(refusal, around.failures, locale, errors);
  if (problem.status === 429 && typeof refusal.facts['seconds'] === 'number')
    reply.header('retry-after', refusal.facts['seconds']);
  return reply.code(problem.status).type('application/problem+json').send(problem);
}

function faultReply<Actor extends Scope>(
  around: Surroundings<Actor>,
  contract: RouteContract,
  reply: FastifyReply,
  error: unknown,
  locale: 'zh-CN' | 'en',
): FastifyReply {
  const reference = randomUUID().slice(0, 8);
  const { code, constraint, table, stack } = error as {
    code?: string;
    constraint?: string;
    table?: string;
    stack?: string;
  };
  // A database error's message may quote values: only its code, table and constraint are logged.
  const frames = stack
    ?.split('\n')
    .slice(1, 8)
    .map((line) => line.trim());
  const message = code && table !== undefined ? undefined : code ? undefined : (error as Error).message;
  around.log.error({ reference, route: contract.id, code, constraint, table, message, frames }, 'request failed');
  const problem = problemOf(refuse('platform.fault', { reference }), around.failures, locale);
  return reply
    .code(500)
    .type('application/problem+json')
    .send({ ...problem, status: 500 });
}

type Read = { input: RouteInput<RouteContract> } | { errors: FieldError[] };

function readInput(contract: RouteContract, request: FastifyRequest): Read {
  const errors: FieldError[] = [];
  const part = (name: 'params' | 'query' | 'body', given: unknown): unknown => {
    const schema = contract[name] as z.ZodType | undefined;
    if (!schema || (name === 'body' && contract.upload)) return undefined;
    const parsed = schema.safeParse(given ?? {});
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues)
      errors.push({ field: [name, ...issue.path].join('.'), message: issue.message });
    return undefined;
  };
  const input = {
    params: part('params', request.params),
    query: part('query', request.query),
    body: part('body', request.body),
  } as RouteInput<RouteContract>;
  return errors.length > 0 ? { errors } : { input };
}

function withIdempotency<Actor extends Scope>(actor: Actor, contract: RouteContract, request: FastifyRequest): Actor {
  const key = request.headers['idempotency-key'];
  if (contract.method === 'GET' || typeof key !== 'string' || key.length < 8 || key.length > 200) return actor;
  const fingerprint = createHash('sha256')
    .update(`${contract.id}\n${JSON.stringify(request.params)}\n${JSON.stringify(request.body ?? null)}`)
    .digest('hex');
  return { ...actor, idempotency: { key, fingerprint } };
}
