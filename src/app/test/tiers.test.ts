import { expect, test } from 'vitest';
import { z } from 'zod';
import { modules } from '#app/modules.ts';
import type { RouteContract } from '#kernel/route.ts';
import { type AnswerShape, shapeOf, tierSheet } from '#kernel/tiers.ts';
import { createAnswerFilter, may, type Permission, roles, seesField } from '#modules/staff/index.ts';
import { openFrontDoor } from '#modules/staff/test/front-door.ts';
import { createWorld } from '#testing/world.ts';

const filter = createAnswerFilter(
  Object.fromEntries(modules.flatMap((module) => (module.tiers ? [[module.name, module.tiers]] : []))),
);

async function allContracts(): Promise<readonly RouteContract[]> {
  const world = await createWorld();
  const door = await openFrontDoor(world, world.tools, modules);
  await door.app.close();
  await world.end();
  return door.contracts;
}
const contracts = await allContracts();

test('every text and number that a route about people answers has a tier', () => {
  const unmarked = contracts.flatMap((contract) =>
    leavesOf(contract)
      .filter(({ leaf }) => leaf.mark === null)
      .map(({ path }) => path),
  );
  expect(unmarked).toEqual([]);
});

test('whatever some role may call but not see can be left out of the answer or masked', () => {
  const stuck = contracts.flatMap((contract) =>
    leavesOf(contract).flatMap(({ leaf, path }) =>
      roles
        .filter((role) => mayCall(contract, role) && leaf.mark && !seesField({ roles: [role] }, leaf.mark))
        .filter(() => leaf.mayBe === 'nothing')
        .map((role) => `${path} for ${role}`),
    ),
  );
  expect(stuck).toEqual([]);
});

test('the modules that tell of patients, introducers and visits have a sheet of tiers', () => {
  const withSheet = modules.filter((module) => module.tiers).map((module) => module.name);
  expect(withSheet).toEqual(expect.arrayContaining(['referrals']));
});

test('a field that nobody gave a tier is found, and a tier written at the field counts', () => {
  const answer = z.object({
    patientName: z.string(),
    remark: z.string().nullable(),
    tail: z.string().meta({ tier: 'T3' }),
  });
  const leaves = leavesAt(shapeOf(answer, tierSheet({ T2: 'patientName' })), 'x');
  expect(leaves.map(({ path, leaf }) => [path, leaf.mark?.tier ?? null])).toEqual([
    ['x.patientName', 'T2'],
    ['x.remark', null],
    ['x.tail', 'T3'],
  ]);
});

function mayCall(contract: RouteContract, role: (typeof roles)[number]): boolean {
  if (contract.permission === 'public') return false;
  return contract.permission === 'session' || may({ roles: [role] }, contract.permission as Permission);
}

type Leaf = AnswerShape & { kind: 'leaf' };

function leavesOf(contract: RouteContract): { leaf: Leaf; path: string }[] {
  const shape = filter.shapeOf(contract);
  return shape ? leavesAt(shape, contract.id) : [];
}

function leavesAt(shape: AnswerShape, path: string): { leaf: Leaf; path: string }[] {
  if (shape.kind === 'leaf') return [{ leaf: shape, path }];
  if (shape.kind === 'list') return leavesAt(shape.item, path);
  return [...shape.fields].flatMap(([name, field]) => leavesAt(field, `${path}.${name}`));
}
