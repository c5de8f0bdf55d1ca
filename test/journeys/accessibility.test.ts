import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDays, dayOf } from '#kernel/day.ts';
import { loadSample } from '#modules/samples/load-sample.ts';
import { roles, systemActor } from '#modules/staff/index.ts';
import { modules } from '#web/shell/modules.ts';
import { obstacle, openStage, type Stage } from './browser.ts';

let stage: Stage;
let page: Page;
beforeAll(async () => {
  if (obstacle) return;
  stage = await openStage();
  const until = addDays(dayOf(stage.tools.now(), stage.tools.config.timeZone), -1);
  const actor = systemActor({ hospitalId: stage.world.hospitalId }, 'command line');
  await loadSample(stage.tools, actor, { seed: 7, size: 'small', until });
  page = await stage.open();
  await stage.signIn(page, await stage.account('does.all', roles));
}, 300_000);
afterAll(() => stage?.close());

const paths = [
  '/',
  '/account',
  ...modules.flatMap((module) => module.pages.map(({ path }) => path)).filter((path) => !path.includes('$')),
];

async function violationsOn(path: string): Promise<string[]> {
  await page.goto(stage.base + path);
  await page.locator('main h1, main [role=alert], .rm-print').first().waitFor();
  await page.waitForFunction(() => document.querySelector('.rm-skeleton, .ant-spin-spinning') === null, undefined, {
    timeout: 60_000,
  });
  if (await page.getByLabel('密码', { exact: true }).count()) throw new Error('the session is gone');
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .map(({ target }) => target.join(' '))
          .slice(0, 3)
          .join(' | ')}`,
    );
}

test.skipIf(obstacle).each(paths)('nothing on %s keeps somebody out', { timeout: 240_000 }, async (path) => {
  expect(await violationsOn(path)).toEqual([]);
});

test.skipIf(obstacle)('no page broke on the way', () => {
  expect(stage.complaints).toEqual([]);
});
