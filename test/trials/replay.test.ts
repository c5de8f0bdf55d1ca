import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Tools } from '#platform/tools.ts';
import { moneyProof } from '#testing/money-proof.ts';
import { createWorld, type World } from '#testing/world.ts';
import {
  activePlan,
  addEpisode,
  addIntroducer,
  approve,
  type Cast,
  castOf,
  headOf,
  payoutsOf,
  run,
} from '../../src/modules/incentives/test/clinic.ts';
import { openDoor } from '../../src/modules/incentives/test/door.ts';
import { type FrontDoor, openFrontDoor } from './kit/front-door.ts';

interface Command {
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** Makes it another command under the same key. */
  readonly change: Readonly<Record<string, unknown>>;
  /** Rows it must add once, whatever else it writes. */
  readonly effect: string;
}

type Send = (path: string, body: object, key: string) => Promise<{ status: number; raw: string }>;

/** Twenty at once and three more one after the other under one key: one effect, one answer; another body under it is refused. */
async function replay(world: World, send: Send, { path, body, change, effect }: Command): Promise<void> {
  const count = async () =>
    Number((await world.sql<{ count: string }>(`SELECT count(*) AS count FROM ${effect}`))[0]!.count);
  const key = randomUUID();
  const before = await count();
  const answers = await Promise.all(Array.from({ length: 20 }, () => send(path, body, key)));
  for (let again = 0; again < 3; again++) answers.push(await send(path, body, key));
  // The stored answer comes back with its fields in another order.
  const said = (answer: { status: number; raw: string }) => [answer.status, JSON.parse(answer.raw)];
  for (const answer of answers) expect(said(answer), path).toEqual(said(answers[0]!));
  expect(answers[0]!.status, answers[0]!.raw).toBe(201);
  expect((await count()) - before, path).toBe(1);
  const changed = await send(path, { ...body, ...change }, key);
  expect([changed.status, JSON.parse(changed.raw).code]).toEqual([409, 'platform.idempotency-key-reused']);
  expect((await count()) - before, `${path} after the changed body`).toBe(1);
}

let world: World;
let door: FrontDoor;
beforeAll(async () => {
  world = await createWorld();
  door = await openFrontDoor(world, { ...world.tools, now: () => Date.now() as ReturnType<Tools['now']> });
  await addIntroducer(world, 'I1', 'external_physician');
  await addEpisode(world, { no: 'E1' });
  await activePlan(world);
}, 300_000);
afterAll(async () => {
  await door.close();
  await world.end();
});

const patient = { patientName: '张三', sex: 'male', disease: '胆结石', introducerNo: 'I1' };
const commands: Readonly<Record<string, Command>> = {
  'registering a referral': {
    path: '/api/referrals',
    body: patient,
    change: { patientName: '李四' },
    effect: 'referral_referrals',
  },
  'handing over a message': {
    path: '/api/referral-messages',
    body: { text: '王五 男 50岁 胆结石 张医生介绍', sender: '13900001111' },
    change: { text: '赵六 男 50岁 胆结石 张医生介绍' },
    effect: 'referral_messages',
  },
  'registering an introducer': {
    path: '/api/introducers',
    body: { name: '周医生', kind: 'external_physician' },
    change: { name: '吴医生' },
    effect: 'referral_introducers',
  },
  'registering a walk-up': {
    path: '/api/walk-ups',
    body: { patientName: '孙七', sex: 'male' },
    change: { patientName: '孙八' },
    effect: 'referral_walk_ups',
  },
  'opening a department': {
    path: '/api/departments',
    body: { name: '重放科' },
    change: { name: '另一科' },
    effect: 'hospital_departments',
  },
  'starting a settlement': {
    path: '/api/incentives/settlements',
    body: { month: '2026-09', planId: 'plan-mixed' },
    change: { month: '2026-08' },
    effect: "platform_jobs WHERE kind = 'incentives.settle'",
  },
  'copying a plan': {
    path: '/api/incentives/plans/plan-mixed/versions/1/clones',
    body: { planId: 'plan-copy', title: { zh: '副本', en: 'copy' } },
    change: { planId: 'plan-other' },
    effect: 'incentive_plans',
  },
  'approving a special disease': {
    path: '/api/incentives/approvals',
    body: {
      disease: '白内障',
      rateBasisPoints: 500,
      fromDay: '2026-10-01',
      untilDay: '2026-10-31',
      reason: '院长批准',
    },
    change: { rateBasisPoints: 600 },
    effect: 'incentive_approvals',
  },
};

for (const [name, command] of Object.entries(commands))
  test(`${name} twenty times at once and three times again has one effect and one answer`, { timeout: 240_000 }, () =>
    replay(world, (path, body, key) => door.send('POST', path, { body, headers: { 'idempotency-key': key } }), command),
  );

test('money is signed for, put into a batch, paid and returned once under one key', { timeout: 300_000 }, async () => {
  const bank = await createWorld();
  const cast: Cast = castOf(bank);
  const clerk = await openDoor(bank);
  const send: Send = (path, body, key) => clerk.call(cast.finance, 'POST', path, body, key);
  try {
    await activePlan(bank);
    await addIntroducer(bank, 'I1', 'enterprise', '测试 单位I1');
    await addEpisode(bank, { no: 'E1' });
    await addEpisode(bank, { no: 'E4', kind: 'checkup', department: '体检中心', introducerNo: 'I1' });
    const id = await run(bank, cast);
    await replay(bank, (path, body, key) => clerk.call(cast.officer, 'POST', path, body, key), {
      path: `/api/incentives/settlements/${id}/compilation`,
      body: { comment: null, version: (await headOf(bank, id)).version },
      change: { comment: '另一句' },
      effect: "incentive_signatures WHERE step = 'compile'",
    });
    await bank.sql('UPDATE incentive_signatures SET is_withdrawn = true');
    await bank.sql("UPDATE incentive_settlements SET state = 'draft'");
    await approve(bank, cast, id);
    const payout = (await payoutsOf(bank, id)).find((one) => one.payee_no === 'P-E1')!;
    const [{ version } = { version: 0 }] = await bank.sql<{ version: number }>(
      'SELECT version FROM incentive_payouts WHERE payout_id = $1',
      [payout.payout_id],
    );
    const paper = { collectorName: '甲', collectorIdNumber: '990000199001010000', receiptNo: 'S1' };
    await replay(bank, send, {
      path: `/api/incentives/payouts/${payout.payout_id}/payment`,
      body: { version, way: 'in_person', ...paper },
      change: { receiptNo: 'S2' },
      effect: "incentive_ledger_transactions WHERE kind = 'payment'",
    });
    await replay(bank, send, {
      path: `/api/incentives/payouts/${payout.payout_id}/return`,
      body: { version: version + 1, reason: '退回' },
      change: { reason: '另一个原因' },
      effect: "incentive_ledger_transactions WHERE kind = 'return'",
    });
    expect(await moneyProof(bank.sql)).toEqual([]);
  } finally {
    await clerk.app.close();
    await bank.end();
  }
});
