import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyCookie from '@fastify/cookie';
import fastifyHelmet from '@fastify/helmet';
import fastifyMultipart from '@fastify/multipart';
import fastifyRateLimit from '@fastify/rate-limit';
import fastifyStatic from '@fastify/static';
import { type FastifyInstance, type FastifyRequest, fastify } from 'fastify';
import type { FailureCatalogue } from '#kernel/failure.ts';
import { refuse } from '#kernel/refusal.ts';
import type { RouteContract } from '#kernel/route.ts';
import {
  type Actor,
  createAnswerFilter,
  createGate,
  createSignIn,
  type JobDescriptions,
} from '#modules/staff/index.ts';
import { platformFailures, problemOf } from '#platform/http/failures.ts';
import { openApiDocument } from '#platform/http/openapi.ts';
import { createRoutes, localeOf, type Routes } from '#platform/http/serve.ts';
import type { Push } from '#platform/push/push.ts';
import type { Tools } from '#platform/tools.ts';
import { eventsContract, streamEvents } from './events-route.ts';
import { addMetrics } from './metrics.ts';
import type { ModuleParts } from './parts.ts';

export interface Server {
  readonly app: FastifyInstance;
  readonly contracts: readonly RouteContract[];
  readonly failures: FailureCatalogue;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The body as received, for webhook signatures. */
    rawBody: string;
  }
}

const bodyBytesMax = 2 * 1024 * 1024;
const uploadBytesMax = 2 * 1024 * 1024 * 1024;

/** Builds the HTTP server: every module's routes behind one gate, the web app, the event stream, health, metrics, OpenAPI. */
export async function createServer(tools: Tools, push: Push, modules: readonly ModuleParts[]): Promise<Server> {
  const signIn = createSignIn(tools);
  const gate = createGate(tools, signIn);
  const jobs: JobDescriptions = Object.assign({}, ...modules.map((module) => module.jobDescriptions ?? {}));
  const failures: FailureCatalogue = Object.assign(
    {},
    platformFailures,
    ...modules.map((module) => module.failures ?? {}),
  );
  const app = fastify({
    logger: false,
    bodyLimit: bodyBytesMax,
    trustProxy: ['127.0.0.1', '::1'],
    routerOptions: { ignoreTrailingSlash: true },
  });
  await addSurroundings(app, tools, failures);
  // Before the routes: the hook that measures holds for those registered after it.
  addMetrics(app, tools, failures);
  const contracts: RouteContract[] = [];
  const filter = createAnswerFilter(
    Object.fromEntries(modules.flatMap((module) => (module.tiers ? [[module.name, module.tiers]] : []))),
  );
  const routes: Routes<Actor> = createRoutes({
    app,
    gate,
    failures,
    log: tools.log,
    contracts,
    shown: (actor, contract, params, answer) => filter.answer(tools, actor, contract, params, answer),
  });
  for (const module of modules) module.routes?.(routes, tools, { signIn, jobs, failures, contracts, filter });
  routes.serve(eventsContract, (actor, { query }, { request, reply }) =>
    streamEvents(push, actor, query.topics, request, reply),
  );
  addUnguarded(app, tools, () => openApiDocument(contracts, failures, tools.config.version));
  await addPages(app, tools, failures);
  return { app, contracts, failures };
}

async function addSurroundings(app: FastifyInstance, tools: Tools, failures: FailureCatalogue): Promise<void> {
  const isSecure = tools.config.publicUrl?.startsWith('https:') ?? false;
  await app.register(fastifyHelmet, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        // The component library computes styles at run time.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        connectSrc: ["'self'"],
        frameAncestors: ["'none'"],
        objectSrc: ["'none'"],
        upgradeInsecureRequests: isSecure ? [] : null,
      },
    },
    hsts: isSecure,
    crossOriginEmbedderPolicy: false,
  });
  await app.register(fastifyCookie);
  await app.register(fastifyMultipart, { limits: { files: 1, fileSize: uploadBytesMax, fields: 20 } });
  await app.register(fastifyRateLimit, {
    max: 6000,
    timeWindow: 60_000,
    errorResponseBuilder: (request, { ttl }) => tooMany(request, failures, ttl),
  });
  app.decorateRequest('rawBody', '');
  const keepRaw = (request: FastifyRequest, body: string, parse: (text: string) => unknown) => {
    request.rawBody = body;
    return parse(body);
  };
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, async (request: FastifyRequest, body: string) =>
    keepRaw(request, body, (text) => (text === '' ? undefined : parseJson(text))),
  );
  app.addContentTypeParser(
    ['text/xml', 'application/xml', 'text/plain'],
    { parseAs: 'string' },
    async (request: FastifyRequest, body: string) => keepRaw(request, body, (text) => text),
  );
  app.setErrorHandler((error: Error & { statusCode?: number; problem?: object }, request, reply) => {
    if (error.problem) return reply.code(429).type('application/problem+json').send(error.problem);
    const code = error.statusCode === 413 ? 'platform.too-large' : 'platform.invalid-request';
    return reply
      .code(error.statusCode ?? 400)
      .type('application/problem+json')
      .send(problemOf(refuse(code), failures, localeOf(request)));
  });
}

/** Escapes can spell half a surrogate pair, which no JSON column holds: it becomes the replacement character, as everywhere else. */
function parseJson(text: string): unknown {
  const halves = /\\ud[89a-f]/i.test(text);
  return JSON.parse(
    text,
    halves ? (_, value) => (typeof value === 'string' ? value.toWellFormed() : value) : undefined,
  );
}

function tooMany(request: FastifyRequest, failures: FailureCatalogue, ttlMs: number): Error {
  const seconds = Math.ceil(ttlMs / 1000);
  const problem = problemOf(refuse('platform.too-many-requests', { seconds }), failures, localeOf(request));
  return Object.assign(new Error('too many requests'), { statusCode: 429, problem });
}

function addUnguarded(app: FastifyInstance, tools: Tools, openApi: () => object): void {
  app.get('/api/health', async () => ({ status: 'ok', version: tools.config.version }));
  app.get('/api/ready', async (_, reply) => {
    try {
      await tools.db.shared.query('SELECT 1');
      return { status: 'ready' };
    } catch {
      return reply.code(503).send({ status: 'database unreachable' });
    }
  });
  let document: object | null = null;
  app.get('/api/openapi.json', async () => {
    document ??= openApi();
    return document;
  });
}

async function addPages(app: FastifyInstance, tools: Tools, failures: FailureCatalogue): Promise<void> {
  const root = join(tools.config.projectDir, 'dist', 'web');
  const hasPages = existsSync(join(root, 'index.html'));
  if (hasPages) {
    await app.register(fastifyStatic, {
      root,
      wildcard: false,
      index: false,
      setHeaders: (response, path) => {
        response.header(
          'cache-control',
          path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
        );
      },
    });
  }
  app.setNotFoundHandler((request, reply) => {
    const isPage = request.method === 'GET' && !request.url.startsWith('/api/') && !/\.\w{2,5}($|\?)/.test(request.url);
    if (isPage && hasPages) return reply.header('cache-control', 'no-cache').sendFile('index.html');
    return reply
      .code(404)
      .type('application/problem+json')
      .send(problemOf(refuse('platform.not-found'), failures, localeOf(request)));
  });
}
