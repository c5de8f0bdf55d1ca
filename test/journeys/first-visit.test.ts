import { afterAll, beforeAll, expect, test } from 'vitest';
import { obstacle, openStage, type Stage } from './browser.ts';

let stage: Stage;
beforeAll(async () => {
  if (!obstacle) stage = await openStage();
});
afterAll(() => stage?.close());

test.skipIf(obstacle)(
  'the first visitor becomes administrator of an empty hospital, comes back with the password, and reads English',
  { timeout: 300_000 },
  async () => {
    const page = await stage.open();
    await page.goto(stage.base);
    await page.getByLabel('用户名').fill('head.admin');
    await page.getByLabel('姓名').fill('管理员');
    await page.getByLabel('密码', { exact: true }).fill('short');
    await page.getByLabel('再输一次密码').fill('short');
    await page.getByRole('button', { name: '下一步' }).click();
    await page.getByText('至少 10 位').first().waitFor();
    expect(await page.getByLabel('医院名称').count()).toBe(0);
    await page.getByLabel('密码', { exact: true }).fill('Lantern-Harbour-42');
    await page.getByLabel('再输一次密码').fill('Lantern-Harbour-42');
    await page.getByRole('button', { name: '下一步' }).click();
    await page.getByLabel('医院名称').fill('清源仁和医院');
    await page.getByLabel('所在县（区）行政区划代码').fill('430121');
    await page.getByRole('button', { name: '下一步' }).click();
    await page.getByText('从空白开始').click();
    await page.getByRole('button', { name: '开始使用' }).click();
    await page.locator('main h1').waitFor();
    await page.getByRole('link', { name: '用户与角色' }).waitFor();

    const again = await stage.open();
    await stage.signIn(again, { username: 'head.admin', password: 'Lantern-Harbour-42' });
    await again.goto(`${stage.base}/accounts`);
    await again.getByRole('heading', { name: '用户与角色', level: 1 }).waitFor();
    await again.getByRole('button', { name: 'English' }).click();
    await again.getByRole('heading', { name: 'Users and roles', level: 1 }).waitFor();
    expect(await again.locator('html').getAttribute('lang')).toBe('en');
    expect(stage.complaints).toEqual([]);
  },
);
