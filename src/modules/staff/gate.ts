import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { type Refusal, refuse } from '#kernel/refusal.ts';
import type { RouteContract } from '#kernel/route.ts';
import type { Gate } from '#platform/http/serve.ts';
import type { Tools } from '#platform/tools.ts';
import { type Actor, noHospital } from './actor.ts';
import { subjectOf } from './answer-filter.ts';
import { audit } from './audit.ts';
import { type Presence, readPresence } from './presence.ts';
import { hasRaised, may } from './rules/may.ts';
import { guardedPermissions, type Permission, permissions, type Tier } from './rules/permissions.ts';
import type { Client, SignIn } from './sign-in.ts';
import type { Membership } from './store.ts';

const presences = new WeakMap<FastifyRequest, Presence>();

/** What the gate found out about a request's session, for the handlers that show or change the session itself. */
export function presenceOf(request: FastifyRequest): Presence | null {
  return presences.get(request) ?? null;
}

export function clientOf(request: FastifyRequest): Client {
  return {
    cookie: request.headers.cookie ?? '',
    address: request.ip,
    browser: (request.headers['user-agent'] ?? '').slice(0, 300),
  };
}

/** What a person may still do while his password is a temporary one. */
const allowedBeforePasswordChange: ReadonlySet<string> = new Set([
  'staff.readSession',
  'staff.signOut',
  'staff.changePassword',
  'staff.listOwnSessions',
]);

/**
 * The one place where a request becomes an actor: from the right site, with a session (or token), in a hospital, with the contract's
 * permission. Nothing is remembered between requests, so a revoked session, role or account ends with the next one.
 */
export function createGate(tools: Tools, signIn: SignIn): Gate<Actor> {
  return async (request, reply, contract) => {
    if (contract.method !== 'GET' && isCrossSite(request, contract, tools)) return refuse('platform.cross-site');
    const token = bearerOf(request);
    if (token !== null) return tokenActor(tools, request, contract, token);
    if (contract.permission === 'public') return publicActor(tools, request);
    const presence = await readPresence(tools, signIn, clientOf(request));
    if (!presence) return refuse('platform.signed-out');
    for (const cookie of presence.cookies) reply.header('set-cookie', cookie);
    if (presence.memberships.length === 0) return refuse('staff.account-suspended');
    const chosen = chooseHospital(presence.memberships, wantedHospital(request, contract));
    if (!chosen) return refuse('staff.no-hospital-access');
    presences.set(request, presence);
    if (presence.signedIn.mustChangePassword && !allowedBeforePasswordChange.has(contract.id))
      return refuse('staff.password-change-needed');
    return permitted(tools, actorOf(chosen, request), contract, request.params);
  };
}

/** All hospitals in which a person has an active account, the oldest first. */
export async function readMemberships(tools: Tools, userId: string): Promise<Membership[]> {
  const { rows } = await tools.db.shared.query<Membership>(
    `SELECT *, NULL AS introducer_no, NULL AS rep_no, NULL AS doctor_name, NULL AS raised FROM staff_accounts_of($1)`,
    [userId],
  );
  return rows;
}

/** Links to files and event streams cannot carry a header, so they name the hospital in the address. */
function wantedHospital(request: FastifyRequest, contract: RouteContract): unknown {
  const inHeader = request.headers['x-renmai-hospital'];
  if (inHeader !== undefined || contract.method !== 'GET') return inHeader;
  return (request.query as Record<string, unknown> | undefined)?.['hospital'];
}

function chooseHospital(memberships: readonly Membership[], wanted: unknown): Membership | null {
  if (wanted === undefined || wanted === '') return memberships[0] ?? null;
  return memberships.find((membership) => membership.hospital_id === wanted) ?? null;
}

export function actorOf(membership: Membership, request: FastifyRequest): Actor {
  return {
    hospitalId: membership.hospital_id,
    accountId: membership.account_id,
    displayName: membership.display_name,
    roles: membership.roles,
    departments: membership.departments,
    raised: membership.raised ?? [],
    links: {
      introducerNo: membership.introducer_no,
      repNo: membership.rep_no,
      doctorName: membership.doctor_name,
    },
    fromAddress: request.ip,
    via: 'web',
  };
}

async function permitted(
  tools: Tools,
  actor: Actor,
  contract: RouteContract,
  params: unknown,
): Promise<Actor | Refusal> {
  if (contract.permission === 'session') return actor.permissions ? refuse('platform.signed-out') : actor;
  const permission = permissions.find((known) => known === contract.permission);
  // A permission that is not in the table is refused to everybody.
  if (permission && may(actor, permission)) return actor;
  if (permission && contract.method === 'GET' && opensByGlass(actor, contract, params)) return actor;
  if (permission && guardedPermissions.has(permission)) await recordRefusal(tools, actor, contract, permission);
  return refuse('platform.not-permitted', { permission: contract.permission });
}

/** Reading the one record for which the glass is broken needs no other permission. */
function opensByGlass(actor: Actor, contract: RouteContract, params: unknown): boolean {
  const subject = subjectOf(contract, params);
  return subject !== null && hasRaised(actor, subject);
}

async function recordRefusal(tools: Tools, actor: Actor, contract: RouteContract, permission: string): Promise<void> {
  await tools.db.transaction({ hospitalId: actor.hospitalId }, async (tx) =>
    audit(tx, actor, {
      action: 'access.refused',
      subjectKind: 'route',
      subjectId: contract.id,
      detail: { permission },
    }),
  );
}

/** Nobody in particular, in the installation's first hospital; webhooks name their hospital themselves. */
async function publicActor(tools: Tools, request: FastifyRequest): Promise<Actor> {
  const { rows } = await tools.db.shared.query<{ hospital_id: Actor['hospitalId'] }>(
    'SELECT hospital_id FROM hospital_hospitals ORDER BY created_at, hospital_id LIMIT 1',
  );
  return {
    hospitalId: rows[0]?.hospital_id ?? noHospital,
    accountId: null,
    displayName: '未登录',
    roles: [],
    departments: [],
    fromAddress: request.ip,
    via: 'web',
  };
}

function bearerOf(request: FastifyRequest): string | null {
  return /^Bearer (rmt_[A-Za-z0-9_-]{43})$/.exec(request.headers.authorization ?? '')?.[1] ?? null;
}

export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

async function tokenActor(
  tools: Tools,
  request: FastifyRequest,
  contract: RouteContract,
  token: string,
): Promise<Actor | Refusal> {
  const { rows } = await tools.db.shared.query<{
    hospital_id: Actor['hospitalId'];
    token_id: string;
    name: string;
    permissions: Permission[];
    tiers: Tier[];
  }>('SELECT * FROM staff_token_of($1)', [tokenHash(token)]);
  const found = rows[0];
  if (!found) return refuse('platform.signed-out');
  const actor: Actor = {
    hospitalId: found.hospital_id,
    accountId: null,
    displayName: `接口 ${found.name}`,
    roles: [],
    permissions: found.permissions,
    tiers: found.tiers,
    departments: [],
    fromAddress: request.ip,
    via: 'api',
  };
  return contract.permission === 'public' ? actor : permitted(tools, actor, contract, request.params);
}

/**
 * A browser sends our cookie along whichever site makes it send a request; it cannot be made to send our header, and it always tells
 * the origin of a writing request. Programs (webhooks, tokens) carry no cookie and no origin.
 */
function isCrossSite(request: FastifyRequest, contract: RouteContract, tools: Tools): boolean {
  const { origin, authorization } = request.headers;
  if (request.headers['x-renmai-csrf'] === '1') return false;
  if (origin !== undefined) return !isOwnOrigin(origin, request.host, tools.config.publicUrl);
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin';
  return contract.permission !== 'public' && authorization === undefined;
}

function isOwnOrigin(origin: string, host: string, publicUrl: string | null): boolean {
  if (publicUrl && origin === new URL(publicUrl).origin) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}
