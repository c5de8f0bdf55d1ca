import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { obstacle, openStage, type Stage } from './browser.ts';

/** A unit from its first line to an active cooperation, and a county's townships with their gaps. */
let stage: Stage;
beforeAll(async () => {
  if (!obstacle) stage = await openStage();
}, 120_000);
afterAll(() => stage?.close());

test.skipIf(obstacle)(
  'a unit is entered, gets a contact and a signed contract, and is moved along the board by the keyboard',
  { timeout: 120_000 },
  async () => {
    const page = await stage.open();
    await stage.signIn(page, await stage.account('partners', ['info_officer']));
    await page.goto(`${stage.base}/organizations`);
    await page.getByText('还没有单位').waitFor();
    await page.goto(`${stage.base}/organizations/new`);
    await page.getByLabel('名称', { exact: true }).fill('试航机械厂');
    await page.getByRole('combobox', { name: '类型' }).click();
    await page.locator('.ant-select-item-option', { hasText: '企业' }).first().click();
    await page.getByRole('button', { name: /保\s*存/ }).click();
    await page.getByRole('tab', { name: '联系人' }).click();
    await page.getByRole('button', { name: '新增联系人' }).click();
    const dialog = page.getByRole('dialog').last();
    await dialog.getByLabel('姓名').fill('周厂长');
    await dialog.getByLabel('电话').fill('138 0000 1234');
    await dialog.getByRole('button', { name: /保\s*存/ }).click();
    await page.getByText('周厂长').waitFor();
    const rows = await stage.world.sql<{ organization_id: string }>(
      'SELECT organization_id FROM organization_organizations',
    );
    await stage.world.sql(
      `INSERT INTO organization_contracts (hospital_id, organization_id, title, kind, starts_on, ends_on, status)
       SELECT hospital_id, organization_id, '团检合同', 'group_checkup', current_date - 10, current_date + 20, 'signed' FROM organization_organizations`,
    );
    await page.goto(`${stage.base}/organizations/board`);
    for (const [to, presses] of [
      ['已走访', 1],
      ['签约', 2],
      ['合作中', 1],
    ] as const)
      await moveByKeyboard(page, to, presses);
    await page.goto(`${stage.base}/organizations/${rows[0]!.organization_id}/full?tab=contracts`);
    await page.getByText('即将到期').first().waitFor();
    await page.goto(stage.base);
    await page.getByText('团检合同', { exact: false }).first().waitFor();
    expect(stage.complaints).toEqual([]);
  },
);

/** Aims with the arrow, sees where the tile would go, confirms. */
async function moveByKeyboard(page: Page, to: string, presses: number): Promise<void> {
  const tile = page.getByRole('group', { name: '试航机械厂' });
  await tile.focus();
  for (let press = 0; press < presses; press++) await page.keyboard.press('ArrowRight');
  await tile.getByText(`→ ${to}`).waitFor();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog').last();
  await dialog.getByText(to).first().waitFor();
  await dialog.getByRole('button', { name: /保\s*存/ }).click();
  await page.getByRole('region', { name: to }).getByText('试航机械厂').waitFor();
}

test.skipIf(obstacle)(
  'a county’s townships are imported and the uncovered ones are shown',
  { timeout: 90_000 },
  async () => {
    const page = await stage.open({ width: 390, height: 844 });
    await stage.signIn(page, await stage.account('coverage', ['info_officer']));
    await page.goto(`${stage.base}/coverage`);
    await page.getByText('还没有区划数据').waitFor();
    await page.goto(`${stage.base}/coverage/area`);
    await page.locator('input[type=file]').setInputFiles({
      name: 'divisions.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('code,name\n430121,试航县\n430121101,东溪镇\n430121102,西溪镇\n'),
    });
    await page.getByText('区县 1、乡镇 2').waitFor();
    await page.goto(`${stage.base}/coverage`);
    await page.getByRole('link', { name: '东溪镇' }).waitFor();
    expect(await page.getByText('无人', { exact: true }).count()).toBe(2);
    expect(stage.complaints).toEqual([]);
  },
);
