import { afterEach, beforeEach, expect, test } from 'vitest';
import { createWorld, type World } from '#testing/world.ts';
import { reviewLines } from '../actions/review-lines.ts';
import {
  activePlan,
  addEpisode,
  addIntroducer,
  approve,
  type Cast,
  castOf,
  headOf,
  linesOf,
  must,
  payoutsOf,
  proof,
  run,
} from './clinic.ts';
import { openDoor } from './door.ts';

let world: World;
let cast: Cast;
let door: Awaited<ReturnType<typeof openDoor>>;
let id: string;

/** Three payables: a coupon of a patient, and cash of two enterprises, one with somebody else's account. */
beforeEach(async () => {
  world = await createWorld();
  cast = castOf(world);
  door = await openDoor(world);
  await activePlan(world);
  await addIntroducer(world, 'I1', 'enterprise', '测试 单位I1');
  await addIntroducer(world, 'I2', 'enterprise', '另外一人');
  await addEpisode(world, { no: 'E1' });
  await addEpisode(world, { no: 'E2', paymentKind: 'insured' });
  await addEpisode(world, { no: 'E4', kind: 'checkup', department: '体检中心', introducerNo: 'I1' });
  await addEpisode(world, { no: 'E5', kind: 'checkup', department: '体检中心', introducerNo: 'I2' });
  id = await run(world, cast);
  const review = (await linesOf(world, id)).filter((line) => line.clearance === 'review');
  must(
    await reviewLines(world.tools, cast.compliance, {
      settlementId: id,
      lineIds: review.map((line) => line.line_id),
      decision: 'released',
      reason: '合同齐全',
      documentName: 'a.pdf',
      documentReference: 'HT-1',
    }),
  );
  await approve(world, cast, id);
});
afterEach(async () => {
  expect(await proof(world)).toEqual([]);
  await door.app.close();
  await world.end();
});

const payoutOf = async (no: string) => (await payoutsOf(world, id)).find((payout) => payout.payee_no === no)!;
const pay = (payoutId: string, body: object, key?: string) =>
  door.call(cast.finance, 'POST', `/api/incentives/payouts/${payoutId}/payment`, body, key);

test('what is approved is due by the end of the next month and waits to be paid', async () => {
  const { status, body } = await door.call(cast.finance, 'GET', '/api/incentives/payouts?sort=payeeNo');
  expect(status).toBe(200);
  const items = (body as { items: Record<string, unknown>[] }).items;
  expect(
    items.map((one) => [one['payeeNo'], one['amountFen'], one['dueOn'], one['state'], one['transferBlocked']]),
  ).toEqual([
    ['I1', 50000, '2026-10-31', 'waiting', null],
    ['I2', 50000, '2026-10-31', 'waiting', 'third-party-account'],
    ['P-E1', 10000, '2026-10-31', 'waiting', 'form'],
  ]);
  expect(JSON.stringify(items)).not.toContain('另外一人');
});

test('papers are needed for every way but transfer; an agent needs a written authority', async () => {
  const { payout_id, version } = await payoutOf('P-E1');
  const code = async (body: object) => ((await pay(payout_id, { version, ...body })).body as { code: string }).code;
  expect(await code({ way: 'transfer' })).toBe('incentives.way-not-possible');
  expect(await code({ way: 'in_person', collectorName: '甲' })).toBe('incentives.collector-missing');
  const identity = { collectorName: '甲', collectorIdNumber: '990000199001010000' };
  expect(await code({ way: 'by_agent', ...identity, receiptNo: 'S1' })).toBe('incentives.authority-missing');
  expect(await code({ way: 'in_person', ...identity })).toBe('incentives.receipt-missing');
  const paid = await pay(payout_id, {
    version,
    way: 'by_agent',
    ...identity,
    receiptNo: 'S1',
    authorityDocument: 'SQ-1',
  });
  expect(paid.status).toBe(201);
  expect(paid.raw).not.toContain('990000');
  expect((await headOf(world, id)).state).toBe('partly_paid');
  const shown = await door.call(cast.finance, 'POST', `/api/incentives/payouts/${payout_id}/collector-views`, {
    reason: '核对签收',
  });
  expect((shown.body as { value: string }).value).toBe('990000199001010000');
});

test('an account of somebody else is never paid (IN-06)', async () => {
  const { payout_id, version } = await payoutOf('I2');
  const { status, body } = await pay(payout_id, { version, way: 'transfer' });
  expect([status, (body as { code: string }).code]).toEqual([422, 'incentives.third-party-account']);
  expect(JSON.stringify(body)).toContain('IN-06');
});

test('a payment sent twenty times at once with one key, and three times again, is booked once', async () => {
  const { payout_id, version } = await payoutOf('I1');
  const send = () => pay(payout_id, { version, way: 'transfer' }, 'one-and-the-same-key');
  const answers = await Promise.all(Array.from({ length: 20 }, send));
  for (let again = 0; again < 3; again++) answers.push(await send());
  expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([201]));
  const changed = await pay(
    payout_id,
    { version, way: 'in_person', collectorName: '甲', collectorIdNumber: '990000199001010000', receiptNo: 'S' },
    'one-and-the-same-key',
  );
  expect((changed.body as { code: string }).code).toBe('platform.idempotency-key-reused');
  const booked = await world.sql(`SELECT 1 FROM incentive_ledger_transactions WHERE kind = 'payment'`);
  expect(booked).toHaveLength(1);
});

test('without a key, of many at once one pays', async () => {
  const { payout_id, version } = await payoutOf('I1');
  const answers = await Promise.all(Array.from({ length: 10 }, () => pay(payout_id, { version, way: 'transfer' })));
  expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1);
});

test('the bank file holds only what may be transferred, and is the same at every download', async () => {
  const made = await door.call(cast.finance, 'POST', '/api/incentives/batches', { settlementId: id });
  expect(made.status).toBe(201);
  const { batchId, payoutsCount, leftOut } = made.body as {
    batchId: string;
    payoutsCount: number;
    leftOut: { because: string }[];
  };
  expect(payoutsCount).toBe(1);
  expect(leftOut.map(({ because }) => because).sort()).toEqual(['form', 'third-party-account']);
  const first = await door.call(cast.finance, 'GET', `/api/incentives/batches/${batchId}/file`);
  expect(first.raw).toBe(
    '序号,收款人户名,收款账号,开户行,金额,附言\r\n1,测试 单位I1,6222000000002,测试银行,500.00,2026-09 业务结算\r\n',
  );
  await door.call(cast.finance, 'PUT', '/api/incentives/bank-layout', {
    columns: [{ field: 'amountFen', title: '分' }],
    hasHeader: false,
    encoding: 'gbk',
    separator: '|',
    purpose: '',
  });
  const second = await door.call(cast.finance, 'GET', `/api/incentives/batches/${batchId}/file`);
  expect(second.bytes.equals(first.bytes)).toBe(true);
  expect((await door.call(cast.finance, 'POST', '/api/incentives/batches', { settlementId: id })).status).toBe(422);
  const paid = await door.call(cast.finance, 'POST', `/api/incentives/batches/${batchId}/payments`, {});
  expect(paid.body).toEqual({ paid: 1, returned: 0, amountFen: 50000 });
});

test('returned money stays owed, visible, and can be paid again', async () => {
  const first = await payoutOf('I1');
  await pay(first.payout_id, { version: first.version, way: 'transfer' });
  const paid = await payoutOf('I1');
  const path = `/api/incentives/payouts/${first.payout_id}/return`;
  expect((await door.call(cast.finance, 'POST', path, { reason: '账户已销户', version: paid.version })).status).toBe(
    201,
  );
  expect((await headOf(world, id)).state).toBe('approved');
  const returned = await payoutOf('I1');
  expect(returned.state).toBe('returned');
  expect((await pay(first.payout_id, { version: returned.version, way: 'transfer' })).status).toBe(201);
});

test('a settlement is closed when everything is paid', async () => {
  const close = async () =>
    door.call(cast.finance, 'POST', `/api/incentives/settlements/${id}/closing`, {
      version: (await headOf(world, id)).version,
    });
  expect(((await close()).body as { code: string }).code).toBe('incentives.payouts-open');
  const identity = { collectorName: '甲', collectorIdNumber: '990000199001010000', receiptNo: 'S1' };
  for (const { payout_id, version } of await payoutsOf(world, id))
    await pay(payout_id, { version, way: 'in_person', ...identity });
  expect((await headOf(world, id)).state).toBe('paid');
  expect((await close()).status).toBe(201);
  expect((await headOf(world, id)).state).toBe('closed');
});

test('an insured visit appears in no payment file', async () => {
  for (const path of ['register', 'workbook', 'lines-file']) {
    const { status, bytes } = await door.call(cast.finance, 'GET', `/api/incentives/settlements/${id}/${path}`);
    expect([path, status]).toEqual([path, 200]);
    expect(bytes.length).toBeGreaterThan(500);
  }
  const printed = await door.call(cast.finance, 'GET', `/api/incentives/settlements/${id}/print`);
  expect(JSON.stringify((printed.body as { payouts: object[] }).payouts)).not.toContain('P-E2');
});
