import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addMonths, hourMs, type Instant, monthBounds, monthOf } from '#kernel/day.ts';
import { isRefusal } from '#kernel/refusal.ts';
import { listAdmissions, listExams, readExamTotals, readSummary } from '../desk/summary.ts';
import { writeSummaryWorkbook } from '../desk/summary-workbook.ts';
import { matchAll } from '../matching.ts';
import { readMonthCounts, writeLosersCsv, writeWinnersCsv } from '../winner-files.ts';
import { createDeskWorld, type DeskWorld } from './desk-world.ts';

let world: DeskWorld;
// The coming month, so that no midnight falls into the test.
const month = addMonths(monthOf(Date.now() as Instant, 'Asia/Shanghai'), 1);
const start = (monthBounds(month, 'Asia/Shanghai').from + hourMs) as Instant;
let won: string;
beforeAll(async () => {
  world = await createDeskWorld();
  await world.receiveFrom(start);
  won = (await world.refer('甲一')).referralId;
  await world.refer('甲二');
  await world.refer('甲五', { disease: null });
  await world.register('S1', { name: '甲一', inMinutes: 1 });
  await world.register('S2', { name: '甲二', inMinutes: 1 });
  await world.register('S3', { name: '甲二', inMinutes: 1, department: '骨科' });
  await world.register('S4', { name: '甲三', inMinutes: 1 });
  await world.register('S5', {
    name: '甲一',
    recordNo: 'P-S1',
    inMinutes: 2,
    transferredFrom: 'S1',
    department: '骨科',
  });
  await world.register('S6', { name: '甲四', kind: 'exam', inMinutes: 1 });
  await matchAll(world.tools, world.officer);
  for (const [episodeNo, lineNo, code, fen, orderer] of [
    ['S1', '1', 'BED', 10_000, null],
    ['S1', '2', 'CT', 30_000, '杨医生'],
    ['S4', '1', 'BED', 5_000, null],
    ['S6', '1', 'US4D', 20_000, null],
    ['X9', '1', 'CT', 30_000, '杨医生'],
  ] as const) {
    await world.sql(
      `INSERT INTO visit_charges (hospital_id, episode_no, line_no, category, item_code, amount_fen, charged_at, ordered_by)
       VALUES ($1, $2, $3, 'exam', $4, $5, $6, $7)`,
      [world.hospitalId, episodeNo, lineNo, code, fen, new Date(start), orderer],
    );
  }
});
afterAll(() => world.end());

test('won, walk-in, undetermined and not creditable add up to the admissions of the HIS', async () => {
  const summary = await readSummary(world.tools, world.actor('finance'), month);
  expect(summary.totals).toMatchObject({
    admissions: 5,
    won: 1,
    walkIn: 1,
    undetermined: 2,
    notCreditable: 1,
    chargesFen: 45_000,
  });
  expect(summary.reconciliation).toMatchObject({ hisAdmissions: 5, isReconciled: true, differences: [] });
  expect(summary.byIntroducer).toMatchObject([{ key: 'I1', name: '刘根生', won: 1 }]);
});

test('the information officer sees the money of referred episodes only, the centre’s director none', async () => {
  const officers = await readSummary(world.tools, world.officer, month);
  expect(officers.totals.chargesFen).toBe(40_000);
  const directors = await readSummary(world.tools, world.actor('service_manager'), month);
  expect(directors.totals.chargesFen).toBeNull();
  const rows = await listAdmissions(world.tools, world.officer, { month, filter: [], limit: 50 });
  expect(isRefusal(rows) ? rows : rows.items.map((row) => [row.episodeNo, row.reason, row.chargesFen])).toEqual([
    ['S1', 'won', 40_000],
    ['S2', 'undetermined', null],
    ['S3', 'undetermined', null],
    ['S4', 'walk_in', null],
    ['S5', 'not_creditable', null],
  ]);
});

test('an admission whose rows contradict each other is a difference with its number', async () => {
  await world.sql(
    `INSERT INTO referral_outcomes (hospital_id, episode_no, referral_id, reason) VALUES ($1, 'S5', $2, 'chain')`,
    [world.hospitalId, won],
  );
  const { reconciliation } = await readSummary(world.tools, world.officer, month);
  expect(reconciliation).toMatchObject({
    isReconciled: false,
    differences: [{ episodeNo: 'S5', code: 'credited_not_creditable' }],
  });
  await world.sql(`DELETE FROM referral_outcomes WHERE episode_no = 'S5'`);
});

test('the workbook is one with all sheets', async () => {
  const content = await buffer(await writeSummaryWorkbook(world.tools, world.officer, month));
  expect(content.subarray(0, 2).toString()).toBe('PK');
  expect(content.length).toBeGreaterThan(3000);
});

test('the exam register names the outside introducer and shows charges that stand for no order', async () => {
  const page = await listExams(world.tools, world.actor('finance'), { month, filter: [], limit: 50 });
  expect(isRefusal(page) ? page : page.items.map((row) => [row.episodeNo, row.item, row.introducerNo])).toEqual([
    ['S1', 'CT', 'I1'],
    ['S6', 'US4D', null],
    ['X9', 'CT', null],
  ]);
  const totals = await readExamTotals(world.tools, world.actor('finance'), month);
  expect(totals.items).toMatchObject([
    { item: 'CT', orders: 2, fromOutside: 1, amountFen: 60_000 },
    { item: 'US4D', orders: 1 },
  ]);
  expect(totals.differences.map((row) => [row.episodeNo, row.code])).toEqual([
    ['S6', 'no_orderer'],
    ['X9', 'charge_without_episode'],
  ]);
});

test('winners.csv covers every episode and losers.csv every referral that did not win, in byte order', async () => {
  const winners: (readonly string[])[] = [];
  const losers: (readonly string[])[] = [];
  await writeWinnersCsv(world.tools, world.officer, async (rows) => void winners.push(...rows));
  await writeLosersCsv(world.tools, world.officer, async (rows) => void losers.push(...rows));
  expect(winners).toEqual([
    ['episode_no', 'referral_id', 'reason'],
    ['S1', won, 'won'],
    ['S2', '', 'undetermined'],
    ['S3', '', 'undetermined'],
    ['S4', '', 'walk_in'],
    ['S5', '', 'walk_in'],
    ['S6', '', 'walk_in'],
  ]);
  expect(losers.map((row) => row.slice(1))).toEqual([
    ['episode_no', 'state', 'reason'],
    ['', 'disputed', 'fits_several_people'],
    ['', 'invalid', 'incomplete'],
  ]);
  const counts = await world.tools.db.read(world.officer, (tx) => readMonthCounts(tx, month));
  expect(counts.episodes).toEqual([
    { name: 'undetermined', count: 2 },
    { name: 'walk_in', count: 3 },
    { name: 'won', count: 1 },
  ]);
});
