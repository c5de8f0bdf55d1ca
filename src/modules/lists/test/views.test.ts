import { afterAll, beforeAll, expect, test } from 'vitest';
import { isRefusal, type Refusal } from '#kernel/refusal.ts';
import type { Actor } from '#modules/staff/index.ts';
import { createWorld, type World } from '#testing/world.ts';
import { arrangeViews, changeView, createView, listViews, removeView, restoreView } from '../actions/views.ts';
import type { SavedView } from '../contract/views.ts';

let world: World;
let officer: Actor;
let colleague: Actor;
let rep: Actor;
beforeAll(async () => {
  world = await createWorld();
  officer = world.actor('info_officer');
  colleague = world.actor('info_officer');
  rep = world.actor('rep');
});
afterAll(() => world.end());

const list = 'referrals.introducers';
const question = { filter: ['status:in:active'], sort: '-name', columns: ['name', 'status'] };
const save = (actor: Actor, name: string, over: Partial<Parameters<typeof createView>[2]> = {}) =>
  createView(world.tools, actor, { list, name, audience: 'private', teamRole: null, ...question, ...over });
const made = async (result: Promise<SavedView | Refusal>): Promise<SavedView> => {
  const view = await result;
  if (isRefusal(view)) throw new Error(view.code);
  return view;
};
const names = async (actor: Actor) => (await listViews(world.tools, actor, list)).items.map((view) => view.name);

test('a private view is seen by its owner only, a team view by the role, a public one by everybody', async () => {
  await made(save(officer, '我的'));
  await made(save(officer, '信息员共用', { audience: 'team', teamRole: 'info_officer' }));
  await made(save(officer, '大家的', { audience: 'public' }));
  expect(await names(officer)).toEqual(['我的', '信息员共用', '大家的']);
  expect(await names(colleague)).toEqual(['信息员共用', '大家的']);
  expect(await names(rep)).toEqual(['大家的']);
});

test('a view opens the same filter, order and columns', async () => {
  const view = await made(save(officer, '同样的'));
  const again = (await listViews(world.tools, officer, list)).items.find((one) => one.viewId === view.viewId);
  expect(again).toMatchObject({ ...question, isOwn: true });
});

test('sharing needs the right: public ones are published, teams are one’s own', async () => {
  expect(await save(rep, '公开', { audience: 'public' })).toMatchObject({ code: 'platform.not-permitted' });
  expect(await save(rep, '别组', { audience: 'team', teamRole: 'finance' })).toMatchObject({
    code: 'lists.not-your-team',
  });
  const own = await made(save(rep, '自己'));
  expect(await changeView(world.tools, rep, own.viewId, { version: own.version, audience: 'public' })).toMatchObject({
    code: 'platform.not-permitted',
  });
});

test('only the owner changes a view; somebody else’s private one does not exist for others', async () => {
  const shared = await made(save(officer, '共享', { audience: 'public' }));
  const secret = await made(save(officer, '私下'));
  const rename = { version: 1, name: '改了' };
  expect(await changeView(world.tools, rep, shared.viewId, rename)).toMatchObject({ code: 'lists.not-your-view' });
  expect(await removeView(world.tools, rep, shared.viewId)).toMatchObject({ code: 'lists.not-your-view' });
  expect(await changeView(world.tools, colleague, secret.viewId, rename)).toMatchObject({ code: 'platform.not-found' });
  expect(await removeView(world.tools, colleague, secret.viewId)).toMatchObject({ code: 'platform.not-found' });
  expect(await changeView(world.tools, officer, shared.viewId, rename)).toMatchObject({ name: '改了', version: 2 });
  expect(await changeView(world.tools, officer, shared.viewId, rename)).toMatchObject({ code: 'platform.stale' });
});

test('of ten savings of one name at once one succeeds', async () => {
  const all = await Promise.all(Array.from({ length: 10 }, () => save(officer, '同名')));
  expect(all.filter((one) => !isRefusal(one))).toHaveLength(1);
  expect(all.find(isRefusal)).toMatchObject({ code: 'lists.view-name-taken' });
});

test('a removed view comes back within half an hour, not later, and only for who removed it', async () => {
  world.setNow('2026-10-15T09:00:00+08:00');
  const view = await made(save(officer, '误删'));
  await removeView(world.tools, officer, view.viewId);
  expect(await names(officer)).not.toContain('误删');
  expect(await restoreView(world.tools, colleague, view.viewId)).toMatchObject({ code: 'platform.not-found' });
  world.setNow('2026-10-15T09:29:00+08:00');
  expect(await restoreView(world.tools, officer, view.viewId)).toMatchObject({ name: '误删' });
  await removeView(world.tools, officer, view.viewId);
  world.setNow('2026-10-15T10:10:00+08:00');
  expect(await restoreView(world.tools, officer, view.viewId)).toMatchObject({ code: 'lists.undo-too-late' });
});

test('everybody has an order and a first view of his own', async () => {
  const { items } = await listViews(world.tools, colleague, list);
  const order = items.map((view) => view.viewId).toReversed();
  await arrangeViews(world.tools, colleague, { list, order });
  await arrangeViews(world.tools, colleague, { list, defaultView: order[0]! });
  const arranged = await listViews(world.tools, colleague, list);
  expect(arranged.items.map((view) => view.viewId)).toEqual(order);
  expect(arranged.defaultView).toBe(order[0]);
  expect((await listViews(world.tools, officer, list)).defaultView).toBeNull();
});
