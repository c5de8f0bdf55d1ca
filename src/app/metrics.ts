import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { FailureCatalogue } from '#kernel/failure.ts';
import type { HospitalId } from '#kernel/ids.ts';
import { refuse } from '#kernel/refusal.ts';
import { problemOf } from '#platform/http/failures.ts';
import { localeOf } from '#platform/http/serve.ts';
import type { Tools } from '#platform/tools.ts';

/**
 * `GET /metrics` in the text format of Prometheus: durations by route, jobs, outbox, connections, process. Counts and route patterns
 * only, never an id or a name. Answers a caller on this machine, or whoever brings `RENMAI_METRICS_TOKEN`; everybody else finds nothing.
 */
export function addMetrics(app: FastifyInstance, tools: Tools, failures: FailureCatalogue): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  measureRequests(app, registry);
  measureConnections(tools, registry);
  const measureWork = workGauges(registry);
  app.get('/metrics', async (request, reply) => {
    if (!mayRead(request, tools.config.metricsToken))
      return reply
        .code(404)
        .type('application/problem+json')
        .send(problemOf(refuse('platform.not-found'), failures, localeOf(request)));
    await measureWork(tools);
    return reply
      .header('cache-control', 'no-store')
      .type(registry.contentType)
      .send(await registry.metrics());
  });
}

/** What a proxy on this machine adds for somebody from outside: such a request is not a local one, whatever its socket says. */
const forwarded = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'];

function mayRead(request: FastifyRequest, token: string | null): boolean {
  const given = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
  if (token !== null && given !== undefined) return isSame(given, token);
  const isLocal = ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(request.socket.remoteAddress ?? '');
  return isLocal && forwarded.every((name) => request.headers[name] === undefined);
}

function isSame(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}

function measureRequests(app: FastifyInstance, registry: Registry): void {
  const seconds = new Histogram({
    name: 'renmai_http_request_seconds',
    help: 'Duration of answers by route pattern; the event stream counts as one answer when it ends',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  const refused = new Counter({
    name: 'renmai_http_failures_total',
    help: 'Answers with a status of 500 and above',
    registers: [registry],
  });
  app.addHook('onResponse', async (request, reply) => {
    // Pages and unknown addresses share one name: an address somebody made up must not become a series.
    const route = request.routeOptions.url?.startsWith('/api/') ? request.routeOptions.url : 'pages';
    seconds.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
    if (reply.statusCode >= 500) refused.inc();
  });
}

function measureConnections(tools: Tools, registry: Registry): void {
  new Gauge({
    name: 'renmai_db_connections',
    help: 'Connections of this process to the database: used, idle, and requests waiting for one',
    labelNames: ['state'] as const,
    registers: [registry],
    collect() {
      const { totalCount, idleCount, waitingCount } = tools.db.shared;
      this.set({ state: 'used' }, totalCount - idleCount);
      this.set({ state: 'idle' }, idleCount);
      this.set({ state: 'wanted' }, waitingCount);
    },
  });
}

const states = ['waiting', 'overdue', 'running', 'failed'] as const;
type WorkRow = Readonly<Record<(typeof states)[number] | 'queued' | 'stuck' | 'lag', number>>;

/** Jobs and outbox of all hospitals together; several processes on one database answer the same. */
function workGauges(registry: Registry): (tools: Tools) => Promise<void> {
  const jobs = new Gauge({
    name: 'renmai_jobs',
    help: 'Jobs: waiting for their time, overdue (due and not taken), running, failed in the last 24 hours',
    labelNames: ['state'] as const,
    registers: [registry],
  });
  const queued = new Gauge({
    name: 'renmai_outbox_events',
    help: 'Announced events not yet handled',
    registers: [registry],
  });
  const stuck = new Gauge({
    name: 'renmai_outbox_failed_events',
    help: 'Events of the outbox whose handling has failed at least once',
    registers: [registry],
  });
  const lag = new Gauge({
    name: 'renmai_outbox_lag_seconds',
    help: 'Age of the oldest event not yet handled',
    registers: [registry],
  });
  return async (tools) => {
    const sum: Record<keyof WorkRow, number> = {
      waiting: 0,
      overdue: 0,
      running: 0,
      failed: 0,
      queued: 0,
      stuck: 0,
      lag: 0,
    };
    const { rows } = await tools.db.shared.query<{ hospital_id: string }>('SELECT hospital_id FROM hospital_hospitals');
    for (const { hospital_id: hospitalId } of rows) {
      const of = await readWork(tools, hospitalId);
      for (const key of Object.keys(of) as (keyof WorkRow)[])
        sum[key] = key === 'lag' ? Math.max(sum.lag, of.lag) : sum[key] + of[key];
    }
    for (const state of states) jobs.set({ state }, sum[state]);
    queued.set(sum.queued);
    stuck.set(sum.stuck);
    lag.set(sum.lag);
  };
}

async function readWork(tools: Tools, hospitalId: string): Promise<WorkRow> {
  const row = await tools.db.read({ hospitalId: hospitalId as HospitalId }, (tx) =>
    tx.one<WorkRow>(
      `SELECT j.*, o.* FROM
         (SELECT count(*) FILTER (WHERE state = 'waiting' AND run_at > clock_timestamp()) AS waiting,
            count(*) FILTER (WHERE state = 'waiting' AND run_at <= clock_timestamp()) AS overdue,
            count(*) FILTER (WHERE state = 'running') AS running,
            (SELECT count(*) FROM platform_jobs WHERE hospital_id = $1 AND state = 'failed'
               AND requested_at > clock_timestamp() - interval '2 days' AND ended_at > clock_timestamp() - interval '1 day') AS failed
          FROM platform_jobs WHERE hospital_id = $1 AND state IN ('waiting', 'running')) AS j,
         (SELECT count(*) AS queued, count(*) FILTER (WHERE attempts > 0) AS stuck,
            coalesce(greatest(extract(epoch FROM clock_timestamp() - min(created_at)), 0), 0)::float8 AS lag
          FROM platform_outbox WHERE hospital_id = $1) AS o`,
      [hospitalId],
    ),
  );
  return row!;
}
