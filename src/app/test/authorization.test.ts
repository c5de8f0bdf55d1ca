import { afterAll, beforeAll, expect, test } from 'vitest';
import { modules } from '#app/modules.ts';
import { type Role, roles } from '#modules/staff/index.ts';
import { checkAuthorizationMatrix } from '#modules/staff/test/authorization-matrix.ts';
import { type Browser, type FrontDoor, openFrontDoor } from '#modules/staff/test/front-door.ts';
import { createWorld, type World } from '#testing/world.ts';

let world: World;
let door: FrontDoor;
const browsers = new Map<Role, Browser>();
beforeAll(async () => {
  world = await createWorld();
  door = await openFrontDoor(world, world.tools, modules);
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

test('every route of the product answers every role as the table of rights says', { timeout: 600_000 }, async () => {
  const { cells, wrong } = await checkAuthorizationMatrix({ app: door.app, contracts: door.contracts, headersOf });
  expect(wrong).toEqual([]);
  expect(cells).toBeGreaterThan(door.contracts.length * 10);
});

test('no two routes share an id, or a method and path', () => {
  const ids = door.contracts.map(({ id }) => id);
  const places = door.contracts.map(({ method, path }) => `${method} ${path.replace(/:\w+/g, ':')}`);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  expect(places.filter((place, index) => places.indexOf(place) !== index)).toEqual([]);
});
