import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorld, type World } from '#testing/world.ts';
import { type Role, roles } from '../index.ts';
import { checkAuthorizationMatrix } from './authorization-matrix.ts';
import { type Browser, type FrontDoor, openFrontDoor } from './front-door.ts';

let world: World;
let door: FrontDoor;
const browsers = new Map<Role, Browser>();
beforeAll(async () => {
  world = await createWorld();
  door = await openFrontDoor(world);
  for (const role of roles) browsers.set(role, await door.signedIn(`is.${role.replaceAll('_', '-')}`, role));
});
afterAll(async () => {
  await door.app.close();
  await world.end();
});

const headersOf = (role: Role | null): Record<string, string> =>
  role === null
    ? {}
    : { cookie: [...browsers.get(role)!.cookies].map(([name, value]) => `${name}=${value}`).join('; ') };

test('every route answers every role as the table of rights says', async () => {
  const { cells, wrong } = await checkAuthorizationMatrix({ app: door.app, contracts: door.contracts, headersOf });
  expect(wrong).toEqual([]);
  expect(cells).toBeGreaterThan(600);
});

test('the matrix finds a route whose permission is not in the table, and one that is open to the wrong role', async () => {
  const contracts = door.contracts.map((contract) =>
    contract.id === 'staff.listAccounts'
      ? { ...contract, permission: 'accounts.see' }
      : contract.id === 'staff.listAudit'
        ? { ...contract, permission: 'accounts.read' }
        : contract,
  );
  const { wrong } = await checkAuthorizationMatrix({ app: door.app, contracts, headersOf });
  expect(wrong).toContainEqual({
    role: null,
    route: 'staff.listAccounts',
    expected: 'a permission of the table',
    found: 'accounts.see',
  });
  expect(wrong).toContainEqual({
    role: 'compliance',
    route: 'staff.listAudit',
    expected: 'not-permitted',
    found: 'allowed',
  });
});
