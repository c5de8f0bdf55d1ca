import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDays, dayOf } from '#kernel/day.ts';
import { loadSample } from '#modules/samples/load-sample.ts';
import { systemActor } from '#modules/staff/index.ts';
import { obstacle, openStage, type Stage } from './browser.ts';

/** An agent opens a person's page from the list. */
let stage: Stage;
let password: string;
beforeAll(async () => {
  if (obstacle) return;
  stage = await openStage();
  const today = dayOf(stage.tools.now(), stage.tools.config.timeZone);
  const actor = systemActor({ hospitalId: stage.world.hospitalId }, 'command line');
  ({ password } = await loadSample(stage.tools, actor, { seed: 7, size: 'small', until: addDays(today, -1) }));
}, 180_000);
afterAll(() => stage?.close());

test.skipIf(obstacle)(
  'an agent finds a key account, sees why the level is what it is, and takes the suggested action',
  { timeout: 120_000 },
  async () => {
    const page = await stage.open();
    await stage.signIn(page, { username: 'agent1', password });
    await page.goto(`${stage.base}/patients?view=key`);
    await page.locator('tbody tr strong').first().waitFor();
    const name = (await page.locator('tbody tr strong').first().textContent())!;
    await page.locator('tbody tr').filter({ hasText: name }).first().click();
    await page.getByRole('heading', { level: 1, name }).waitFor();
    await page.getByRole('heading', { name: '时间线' }).waitFor();
    await page.locator('.rm-timeline li').first().waitFor();
    const actions = page.locator('.rm-pat-action');
    await actions.first().waitFor();
    const first = (await actions.first().locator('p').textContent())!;
    await actions.first().getByRole('button', { name: '去做' }).click();
    await expect.poll(() => actions.filter({ hasText: first }).count(), { timeout: 15_000 }).toBe(0);
    // Contact data is an agent's to see, health is not.
    expect(await page.getByText('健康信息，按您的岗位不显示').count()).toBeGreaterThan(0);
  },
);
