import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import ExcelJS from 'exceljs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '#modules/staff/index.ts';
import type { FileAnswer } from '#platform/http/serve.ts';
import { createWorld, type World } from '#testing/world.ts';
import { downloadExport, type ExportWanted, listExports, startExport } from '../actions/exports.ts';
import { accountOf, addIntroducers, handlers, must, offers, runJobs } from './lists-world.ts';

let world: World;
let officer: Actor;
let finance: Actor;
beforeAll(async () => {
  world = await createWorld();
  officer = await accountOf(world, 'officer', 'info_officer');
  finance = await accountOf(world, 'finance', 'finance');
  await addIntroducers(world, 30, 'A');
  await world.sql(
    `INSERT INTO referral_introducer_contacts (hospital_id, channel, address, introducer_id)
     SELECT hospital_id, 'phone', '1380000' || right(introducer_no, 4), introducer_id FROM referral_introducers WHERE hospital_id = $1`,
    [world.hospitalId],
  );
});
afterAll(() => world.end());

const wanted = (over: Partial<ExportWanted> = {}): ExportWanted => ({
  list: 'referrals.introducers',
  format: 'csv',
  selection: { kind: 'all', filter: ['county:eq:A'], except: [] },
  sort: 'introducerNo',
  ...over,
});

async function fileOf(actor: Actor, over: Partial<ExportWanted> = {}): Promise<Buffer> {
  const started = must(await startExport(world.tools, actor, offers, wanted(over), 'zh-CN'));
  await runJobs(world);
  const answer = must<FileAnswer>(await downloadExport(world.tools, actor, offers, started.exportId));
  return buffer(answer.file as Readable);
}
const linesOf = (file: Buffer) => file.toString().replace('\ufeff', '').trim().split('\r\n');

test('a file holds what the list shows: its filter, order and columns', async () => {
  const lines = linesOf(await fileOf(officer, { columns: ['name', 'county'] }));
  expect(lines[0]).toBe('编号,姓名,县区');
  expect(lines).toHaveLength(31);
  expect(lines[1]).toBe('A000001,介绍人1,A');
  const chosen = linesOf(
    await fileOf(officer, { selection: { kind: 'all', filter: ['introducerNo:in:A000002|A000003'], except: [] } }),
  );
  expect(chosen).toHaveLength(3);
});

test('whoever sees masked phones exports masked phones', async () => {
  expect(linesOf(await fileOf(officer, { columns: ['phone'] }))[1]).toBe('13800000001');
  expect(linesOf(await fileOf(finance, { columns: ['phone'] }))[1]).toBe('138****0001');
});

test('nothing somebody typed becomes a formula, in either format', async () => {
  const csv = (await fileOf(officer, { columns: ['institution'] })).toString();
  expect(csv).toContain(`'=HYPERLINK`);
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load((await fileOf(officer, { format: 'xlsx', columns: ['name', 'institution'] })) as never);
  const sheet = workbook.worksheets[0]!;
  expect(sheet.rowCount).toBe(31);
  expect(sheet.getRow(2).getCell(3).value).toBe(`'=HYPERLINK("http://x")`);
});

test('a file is its requester’s only, for seven days, and only while he may read the list', async () => {
  world.setNow('2026-10-15T09:00:00+08:00');
  const started = must(await startExport(world.tools, officer, offers, wanted(), 'zh-CN'));
  const fetch = (actor: Actor) => downloadExport(world.tools, actor, offers, started.exportId);
  expect(await fetch(officer)).toMatchObject({ code: 'platform.not-found' });
  await runJobs(world);
  expect(await fetch(finance)).toMatchObject({ code: 'platform.not-found' });
  expect(await fetch({ ...officer, roles: ['admin'] })).toMatchObject({ code: 'platform.not-permitted' });
  expect((await listExports(world.tools, finance, offers, 'zh-CN')).items.map((one) => one.exportId)).not.toContain(
    started.exportId,
  );
  world.setNow('2026-10-22T09:00:01+08:00');
  expect(await fetch(officer)).toMatchObject({ code: 'platform.not-found' });
  world.setNow('2026-10-15T09:00:00+08:00');
});

test('an export needs the permission of the list, at the request and in the job', async () => {
  expect(await startExport(world.tools, world.actor('admin'), offers, wanted(), 'zh-CN')).toMatchObject({
    code: 'platform.not-permitted',
  });
  const leaving = await accountOf(world, 'leaving', 'info_officer');
  const started = must(await startExport(world.tools, leaving, offers, wanted(), 'zh-CN'));
  await world.sql(`UPDATE staff_accounts SET status = 'suspended' WHERE account_id = $1`, [leaving.accountId]);
  await runJobs(world);
  const [job] = await world.sql<{ failed_code: string }>('SELECT failed_code FROM platform_jobs WHERE job_id = $1', [
    started.jobId,
  ]);
  expect(job!.failed_code).toBe('lists.requester-gone');
});

test('every export is on record, without what was searched for', async () => {
  await fileOf(officer, { selection: { kind: 'all', q: '介绍人7', filter: [], except: [] } });
  const entries = await world.sql<{ action: string; detail: string }>(
    `SELECT action, detail::text AS detail FROM staff_audit_entries WHERE action LIKE 'list.export%' ORDER BY seq DESC LIMIT 3`,
  );
  expect(entries.map((entry) => entry.action)).toEqual([
    'list.export-downloaded',
    'list.exported',
    'list.export-started',
  ]);
  expect(entries.some((entry) => entry.detail.includes('介绍人7'))).toBe(false);
  expect(Object.keys(handlers)).toContain('lists.export');
});
