import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDays, dayOf, type Month } from '#kernel/day.ts';
import { ensureBundledPlans } from '#modules/incentives/index.ts';
import { addEpisode, addIntroducer, approve, type Cast, castOf, proof, run } from '#modules/incentives/test/clinic.ts';
import { type Role, systemActor } from '#modules/staff/index.ts';
import { obstacle, openStage, type Stage } from './browser.ts';

/** Lawful money from the rule to the receipt: a small hospital pays its own staff for their work, and nobody for patients. */
let stage: Stage;
let cast: Cast;
let month: Month;
beforeAll(async () => {
  if (obstacle) return;
  stage = await openStage();
  const { world, tools } = stage;
  cast = castOf(world);
  const today = dayOf(tools.now(), tools.config.timeZone);
  const lastDay = addDays(`${today.slice(0, 7)}-01` as typeof today, -1);
  month = lastDay.slice(0, 7) as Month;
  const settledAt = `${lastDay}T10:00:00+08:00`;
  await ensureBundledPlans(tools, systemActor({ hospitalId: world.hospitalId }, 'command line'));
  await addIntroducer(world, 'J1', 'rep', '测试单位J1');
  await addIntroducer(world, 'J2', 'rep');
  await addEpisode(world, { no: 'E1', settledAt });
  await addEpisode(world, { no: 'E2', settledAt, paymentKind: null });
  await addEpisode(world, { no: 'E3', settledAt, introducerNo: 'J1' });
  await addEpisode(world, { no: 'E4', settledAt, department: '体检中心', introducerNo: 'J2' });
}, 120_000);
afterAll(() => stage?.close());

async function as(role: Role): Promise<Page> {
  const page = await stage.open();
  await stage.signIn(page, await stage.account(`the.${role.replace('_', '.')}`, [role]));
  return page;
}

/** Chooses in the n-th control of that name; menus of a page stay in it, so only the open one counts. */
async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.locator('.inc-rule-open').getByRole('combobox', { name: label, exact: true }).last().click();
  await page
    .locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option')
    .filter({ hasText: option })
    .first()
    .click();
}

test.skipIf(obstacle)(
  'a rule written in the editor is checked against the law, saved as a version, and activated by the president',
  { timeout: 120_000 },
  async () => {
    const page = await as('finance');
    await page.goto(`${stage.base}/incentives/plans/plan-l/1`);
    await page.getByRole('button', { name: '复制为新方案' }).click();
    await page.getByLabel('方案编号').fill('staff-wage');
    await page.locator('.ant-modal-footer .ant-btn-primary').click();
    await page.waitForURL(/plans\/staff-wage\/1$/);
    await page.getByRole('button', { name: /^修改/ }).click();
    await page.getByRole('button', { name: '添加规则' }).click();
    await choose(page, '属性', '介绍人类别');
    await choose(page, '值', '市场业务员');
    await choose(page, '给谁', '介绍人');
    await choose(page, '形式', '现金');
    const form = page.locator('.inc-rule-open');
    await form.getByLabel('每例金额').fill('20');
    await form.getByLabel('规则编号').fill('W1-rep');
    await form.getByLabel('中文名称').fill('业务员绩效工资');
    await choose(page, '事由', '介绍住院');
    await page.getByText('禁止 1').first().waitFor();
    await choose(page, '事由', '绩效');
    await page.getByText('放行 2').first().waitFor();
    await page.getByRole('button', { name: '保存为第 2 版' }).click();
    await page.waitForURL(/plans\/staff-wage\/2$/);

    const president = await as('president');
    await president.goto(`${stage.base}/incentives/plans/staff-wage/2`);
    await president.getByRole('button', { name: /^启\s*用$/ }).click();
    await president
      .getByRole('dialog')
      .getByRole('button', { name: /启\s*用/ })
      .click();
    await president.getByText('生效中').first().waitFor();
  },
);

test.skipIf(obstacle)(
  'compliance releases a line, the bank gets a file, a payment is recorded with its receipt, and one comes back',
  { timeout: 120_000 },
  async () => {
    const id = await run(stage.world, cast, month, 'staff-wage');
    const place = `${stage.base}/incentives/settlements/${id}`;
    const compliance = await as('compliance');
    await compliance.goto(`${place}?tab=review`);
    await compliance.locator('.rm-row input[type=checkbox]').first().check();
    await compliance.getByRole('button', { name: /^(check )?放行$/ }).click();
    await compliance.getByRole('dialog').locator('textarea').fill('收费记录为现金结算。');
    await compliance.getByRole('dialog').locator('input').nth(0).fill('费别核实单');
    await compliance.getByRole('dialog').locator('input').nth(1).fill('HG-118');
    await compliance.locator('.ant-modal-footer .ant-btn-primary').click();
    await compliance.getByText('已决定 1 条').waitFor();
    await approve(stage.world, cast, id);

    const finance = await stage.open();
    await stage.signIn(finance, { username: 'the.finance', password: 'Lantern-Harbour-42' });
    await finance.goto(`${place}?tab=payouts`);
    await finance.getByText('有 1 笔现金没有登记本人账户').waitFor();
    await finance.getByRole('button', { name: '生成银行批次' }).click();
    await finance.getByRole('dialog').getByRole('button', { name: '生成银行批次' }).click();
    const made = finance.getByRole('dialog').filter({ hasText: '已生成，1 笔' });
    const [file] = await Promise.all([
      finance.waitForEvent('download'),
      made.getByRole('link', { name: '下载文件' }).click(),
    ]);
    const chunks: Buffer[] = [];
    for await (const chunk of await file.createReadStream()) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).toString()).toContain('20.00');
    await finance.goto(`${stage.base}/incentives/payouts?tab=batches`);
    await finance.getByRole('button', { name: '登记已付' }).click();
    await finance.getByRole('dialog').getByRole('button', { name: '登记已付' }).click();
    await finance.getByText('已登记', { exact: true }).waitFor();

    await finance.goto(`${stage.base}/incentives/payouts`);
    await finance.locator('.rm-row').filter({ hasText: 'J2' }).click();
    await finance.getByRole('button', { name: '登记付款' }).click();
    await finance.getByLabel('领取人', { exact: true }).fill('测试单位J2');
    await finance.getByLabel('领取人证件号').fill('990000199001010011');
    await finance.getByLabel('收据号').fill('SJ-001');
    await finance.getByRole('button', { name: '确认已付' }).click();
    await finance.getByRole('button', { name: '登记退回' }).click();
    await finance.getByRole('dialog').last().locator('textarea, input').first().fill('本人离职，款项退回');
    await finance.getByRole('dialog').last().getByRole('button', { name: '登记退回' }).click();
    await finance.getByText('退回待处理').first().waitFor();
    expect(await proof(stage.world)).toEqual([]);
  },
);

test.skipIf(obstacle)('nothing broke on the way', () => {
  expect(stage.complaints).toEqual([]);
});
