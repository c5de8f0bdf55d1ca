import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '#modules/staff/index.ts';
import { createWorld, type World } from '#testing/world.ts';
import * as contracts from '../contract/index.ts';
import { ensureBundledPlans } from '../ensure-plans.ts';
import { activePlan, addEpisode, addIntroducer, approve, type Cast, castOf, linesOf, run } from './clinic.ts';
import { openDoor } from './door.ts';

let world: World;
let cast: Cast;
let door: Awaited<ReturnType<typeof openDoor>>;
let id: string;

beforeAll(async () => {
  world = await createWorld();
  cast = castOf(world);
  door = await openDoor(world);
  await ensureBundledPlans(world.tools, cast.president);
  await activePlan(world);
  await addIntroducer(world, 'I1', 'enterprise', '测试单位I1');
  await addEpisode(world, { no: 'E1' });
  await addEpisode(world, { no: 'E2', paymentKind: 'insured' });
  await addEpisode(world, { no: 'E4', kind: 'checkup', department: '体检中心', introducerNo: 'I1' });
  id = await run(world, cast);
  await approve(world, cast, id);
});
afterAll(async () => {
  await door.app.close();
  await world.end();
});

const get = async (actor: Actor, path: string): Promise<Record<string, never>> => {
  const { status, body } = await door.call(actor, 'GET', path);
  expect([path, status]).toEqual([path, 200]);
  return body;
};
const items = async (actor: Actor, path: string) =>
  (await get(actor, path))['items'] as unknown as Record<string, unknown>[];

test('answers fit their contracts', async () => {
  const [line] = await linesOf(world, id);
  const [payout] = await items(cast.finance, '/api/incentives/payouts');
  const known = new Map(Object.entries(contracts));
  const cases: [Actor, keyof typeof contracts, string][] = [
    [cast.finance, 'listSettlements', '/api/incentives/settlements?filter=state:eq:approved'],
    [cast.finance, 'readSettlement', `/api/incentives/settlements/${id}`],
    [cast.finance, 'printSettlement', `/api/incentives/settlements/${id}/print`],
    [cast.finance, 'monthOverview', '/api/incentives/overview'],
    [
      cast.finance,
      'listLines',
      `/api/incentives/settlements/${id}/lines?filter=clearance:in:allowed|prohibited&sort=-amountFen`,
    ],
    [cast.finance, 'readLine', `/api/incentives/lines/${line!.line_id}`],
    [cast.finance, 'listPayouts', '/api/incentives/payouts?filter=isOverdue:eq:false'],
    [cast.finance, 'readPayout', `/api/incentives/payouts/${payout!['payoutId']}`],
    [cast.finance, 'listBatches', '/api/incentives/batches'],
    [cast.finance, 'readBankLayout', '/api/incentives/bank-layout'],
    [cast.finance, 'listLedgerEntries', '/api/incentives/ledger-entries?sort=account'],
    [cast.finance, 'listLedgerBalances', '/api/incentives/ledger-balances'],
    [cast.finance, 'listPlans', '/api/incentives/plans?sort=planId'],
    [cast.finance, 'readPlan', '/api/incentives/plans/plan-a/versions/1'],
    [cast.finance, 'readPlanVocabulary', '/api/incentives/plan-vocabulary'],
    [cast.finance, 'listApprovals', '/api/incentives/approvals'],
  ];
  for (const [actor, name, path] of cases) {
    const contract = known.get(name) as unknown as {
      response: { safeParse(value: unknown): { success: boolean; error?: unknown } };
    };
    const parsed = contract.response.safeParse(await get(actor, path));
    expect([name, parsed.error ?? 'fits']).toEqual([name, 'fits']);
  }
});

test('a line explains itself: trace, citations with instruments, the lawful alternative', async () => {
  const prohibited = (await linesOf(world, id)).find((line) => line.clearance === 'prohibited')!;
  const detail = (await get(
    cast.finance,
    `/api/incentives/lines/${prohibited.line_id}`,
  )) as unknown as contracts.LineDetail;
  expect(detail.trace.join('')).toContain('L1-coupon');
  expect(detail.citations[0]!.id).toBe('IN-03');
  expect(detail.citations[0]!.instruments.length).toBeGreaterThan(0);
  expect(detail.alternative).not.toBeNull();
  expect([detail.recomputedFen, detail.mayReview]).toEqual([10000, false]);
});

test('a department head sees the own departments only', async () => {
  const head = { ...cast.head, departments: ['体检中心'] };
  const lines = await items(head, `/api/incentives/settlements/${id}/lines`);
  expect(new Set(lines.map((line) => line['department']))).toEqual(new Set(['体检中心']));
  const other = (await linesOf(world, id))[0]!;
  expect((await door.call(head, 'GET', `/api/incentives/lines/${other.line_id}`)).status).toBe(404);
  const detail = (await get(head, `/api/incentives/settlements/${id}`)) as unknown as contracts.SettlementDetail;
  expect(detail.departments.map(({ department }) => department)).toEqual(['体检中心']);
  expect([detail.sums.lines, detail.linesCount]).toEqual([1, 1]);
  expect((await items(head, '/api/incentives/settlements'))[0]).toMatchObject({ linesCount: 1, allowedFen: 0 });
});

test('who sees money aggregated gets no name of a payee, by no field, filter or search', async () => {
  const page = await door.call(cast.president, 'GET', `/api/incentives/settlements/${id}/lines`);
  expect(page.raw).not.toContain('测试');
  expect(page.raw).not.toContain('I1"');
  expect(
    (await door.call(cast.vice, 'GET', `/api/incentives/settlements/${id}/lines?filter=payeeNo:eq:I1`)).status,
  ).toBe(400);
  expect((await items(cast.vice, `/api/incentives/settlements/${id}/lines?q=I1`)).length).toBe(0);
});

test('each route is for those who hold its permission', async () => {
  const attempts: [Actor, string, string][] = [
    [cast.officer, 'POST', `/api/incentives/settlements/${id}/countersignature`],
    [cast.finance, 'POST', `/api/incentives/settlements/${id}/first-approval`],
    [cast.vice, 'POST', `/api/incentives/settlements/${id}/second-approval`],
    [cast.officer, 'GET', '/api/incentives/payouts'],
    [cast.compliance, 'POST', '/api/incentives/approvals'],
  ];
  for (const [actor, method, path] of attempts)
    expect([path, (await door.call(actor, method, path, method === 'POST' ? {} : undefined)).status]).toEqual([
      path,
      403,
    ]);
});

test('plans: text is checked with its place, copies leave out what is prohibited, activation is refused or retires the former', async () => {
  const call = (method: string, path: string, body?: object) =>
    door.call(cast.compliance, method, `/api/incentives/${path}`, body);
  const broken = await call('POST', 'plan-checks', { text: 'format: renmai-plan/1\nid: p\nrules: [{ id: 1 }]' });
  const findings = (broken.body as { findings: contracts.PlanFindingInfo[] }).findings;
  expect(findings.find((one) => one.path === 'rules.0.id')).toMatchObject({ code: 'schema', line: 3 });
  expect(((await call('POST', 'plans', { text: 'a: [' })).body as { code: string }).code).toBe('incentives.plan-text');
  expect(((await call('POST', 'plans/plan-a/versions/1/activation', {})).body as { code: string }).code).toBe(
    'incentives.plan-prohibited',
  );
  const cloned = await call('POST', 'plans/plan-a/versions/1/clones', {
    planId: 'plan-b',
    title: { zh: '乙', en: 'b' },
    without: 'prohibited',
  });
  expect((cloned.body as { removedRules: string[] }).removedRules).toContain('A4-ortho');
  expect((await call('POST', 'plans/plan-b/versions/1/activation', {})).status).toBe(201);
  const detail = (await call('GET', 'plans/plan-b/versions/1')).body as contracts.PlanDetail;
  const saved = await call('POST', 'plans/plan-b/versions', { text: detail.text, basedOn: 1 });
  expect(saved.body).toEqual({ planId: 'plan-b', version: 2 });
  expect(
    ((await call('POST', 'plans/plan-b/versions', { text: detail.text, basedOn: 1 })).body as { code: string }).code,
  ).toBe('platform.stale');
  expect((await call('POST', 'plans/plan-b/versions/2/activation', {})).status).toBe(201);
  const states = await world.sql(
    `SELECT version, state FROM incentive_plans WHERE plan_id = 'plan-b' ORDER BY version`,
  );
  expect(states).toEqual([
    { version: 1, state: 'retired' },
    { version: 2, state: 'active' },
  ]);
  expect(
    ((await call('POST', 'plans/plan-a/versions', { text: detail.text, basedOn: 1 })).body as { code: string }).code,
  ).toBe('incentives.plan-bundled');
});

test('a what-if shows exposure with its provisions and compares two plans; nothing is written', async () => {
  const before = await world.sql('SELECT count(*) FROM incentive_lines');
  const { body } = await door.call(cast.finance, 'POST', '/api/incentives/what-ifs', {
    left: { planId: 'plan-a', version: 1 },
    right: { planId: 'plan-l', version: 1 },
    fromMonth: '2026-08',
    untilMonth: '2026-09',
  });
  const { result } = contracts.whatIfAnswer.parse(body);
  expect(result!.left.all.lines).toBe(1);
  expect(result!.right!.exposure[0]!.words.zh).toContain('IN-03');
  const { largest } = result!.right!.exposure[0]!;
  expect(largest).toMatchObject({ episodeNo: 'E2', amountFen: 10000 });
  expect(largest.citations.map(({ id }) => id)).toContain('IN-03');
  expect(largest.trace.zh.join()).toContain('100.00');
  expect(result!.comparison!.all.differenceFen).toBe(20000 - 50000);
  expect(await world.sql('SELECT count(*) FROM incentive_lines')).toEqual(before);
});

test('an approval of the president becomes a dated rule; the policy pack still clears it', async () => {
  const created = await door.call(cast.president, 'POST', '/api/incentives/approvals', {
    disease: '尿毒症',
    rateBasisPoints: 500,
    fromDay: '2026-07-01',
    untilDay: '2026-07-31',
    reason: '试点',
  });
  expect(contracts.approvalRow.safeParse(created.body).success).toBe(true);
  await addEpisode(world, { no: 'E7', kind: 'dialysis', settledAt: '2026-07-10T10:00:00+08:00', introducerNo: 'I1' });
  await world.sql(`UPDATE visit_episodes SET diagnosis = '慢性肾衰竭（尿毒症期）' WHERE episode_no = 'E7'`);
  const { body } = await door.call(cast.finance, 'POST', '/api/incentives/what-ifs', {
    left: { planId: 'plan-a', version: 1 },
    fromMonth: '2026-07',
    untilMonth: '2026-07',
  });
  const { result } = contracts.whatIfAnswer.parse(body);
  expect(result!.left.byRule).toMatchObject([{ key: 'SP-2026-1', amountFen: 25000, payableFen: 0 }]);
});
