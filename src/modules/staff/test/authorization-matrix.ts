import type { FastifyInstance } from 'fastify';
import type { RouteContract } from '#kernel/route.ts';
import { may, type Permission, permissions, type Role, roles } from '../index.ts';

export interface WrongCell {
  /** Null: nobody signed in. */
  readonly role: Role | null;
  readonly route: string;
  readonly expected: string;
  readonly found: string;
}

export interface Matrix {
  readonly cells: number;
  readonly wrong: readonly WrongCell[];
}

interface Surroundings {
  readonly app: FastifyInstance;
  readonly contracts: readonly RouteContract[];
  /** Headers of a browser signed in with exactly this role; null: of one that is not signed in. */
  readonly headersOf: (role: Role | null) => Record<string, string>;
  /** Ids of routes not to be called for roles that may (they would end the session, or never answer). */
  readonly skipAllowed?: ReadonlySet<string>;
}

const neverAnswers = (contract: RouteContract) => contract.produces === 'text/event-stream';
const endsTheSession = new Set(['staff.signOut']);
const noSuchId = '00000000-0000-7000-8000-000000000000';

/**
 * Calls every route as every role and as nobody, and compares with the table of rights. The parameters name nothing that exists and the
 * body is empty, so that a permitted call changes nothing: it fails later than the gate, or reads an empty list.
 */
export async function checkAuthorizationMatrix(around: Surroundings): Promise<Matrix> {
  const wrong: WrongCell[] = [];
  let cells = 0;
  for (const contract of around.contracts) {
    if (!isKnown(contract.permission))
      wrong.push({ role: null, route: contract.id, expected: 'a permission of the table', found: contract.permission });
    for (const role of [null, ...roles]) {
      const expected = expectation(contract, role);
      if (expected === 'allowed' && (neverAnswers(contract) || endsTheSession.has(contract.id))) continue;
      if (expected === 'allowed' && around.skipAllowed?.has(contract.id)) continue;
      cells += 1;
      const found = await callAs(around, contract, role);
      if (found !== expected) wrong.push({ role, route: contract.id, expected, found });
    }
  }
  return { cells, wrong };
}

type Verdict = 'allowed' | 'sign-in-needed' | 'not-permitted';

function isKnown(permission: string): boolean {
  return permission === 'public' || permission === 'session' || permissions.includes(permission as Permission);
}

function expectation(contract: RouteContract, role: Role | null): Verdict {
  if (contract.permission === 'public') return 'allowed';
  if (role === null) return 'sign-in-needed';
  if (contract.permission === 'session') return 'allowed';
  return may({ roles: [role] }, contract.permission as Permission) ? 'allowed' : 'not-permitted';
}

async function callAs(around: Surroundings, contract: RouteContract, role: Role | null): Promise<Verdict> {
  const response = await around.app.inject({
    method: contract.method,
    url: contract.path.replace(/:\w+/g, noSuchId),
    headers: { 'x-renmai-csrf': '1', ...around.headersOf(role) },
    ...(contract.method === 'GET' ? {} : { payload: {} }),
  });
  const isProblem = String(response.headers['content-type'] ?? '').includes('problem');
  const code = isProblem ? (response.json() as { code: string }).code : '';
  if (code === 'platform.signed-out') return 'sign-in-needed';
  return code === 'platform.not-permitted' ? 'not-permitted' : 'allowed';
}
