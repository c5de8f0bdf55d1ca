import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Month } from '#kernel/day.ts';
import { createWorld, type World } from '#testing/world.ts';
import { recalculateSettlement } from '../actions/recalculate.ts';
import { recomputeDepartment } from '../actions/recompute-department.ts';
import { reviewLines } from '../actions/review-lines.ts';
import { runSettlement } from '../run-settlement.ts';
import {
  activePlan,
  addEpisode,
  addIntroducer,
  approve,
  type Cast,
  castOf,
  codeOf,
  headOf,
  linesOf,
  must,
  payoutsOf,
  proof,
  run,
  sign,
  verifyAll,
} from './clinic.ts';

let world: World;
let cast: Cast;

beforeEach(async () => {
  world = await createWorld();
  cast = castOf(world);
  await activePlan(world);
  await addIntroducer(world, 'I1', 'enterprise', '测试单位I1');
  await addEpisode(world, { no: 'E1' });
  await addEpisode(world, { no: 'E2', paymentKind: 'insured' });
  await addEpisode(world, { no: 'E3', paymentKind: null });
  await addEpisode(world, { no: 'E4', kind: 'checkup', department: '体检中心', introducerNo: 'I1' });
});
afterEach(async () => {
  expect(await proof(world)).toEqual([]);
  await world.end();
});

const summary = (lines: Awaited<ReturnType<typeof linesOf>>) =>
  lines.map(
    (line) => `${line.key.split('|').slice(0, 2).join(' ')} ${line.amount_fen} ${line.payable_fen} ${line.clearance}`,
  );

test('a draft computed twice has the same lines', async () => {
  const first = await run(world, cast);
  const before = await linesOf(world, first);
  expect(summary(before)).toEqual([
    'L1-coupon E1 10000 10000 allowed',
    'L1-coupon E2 10000 0 prohibited',
    'L1-coupon E3 10000 0 review',
    'A9-checkup E4 50000 0 review',
  ]);
  expect(await run(world, cast)).toBe(first);
  const after = await linesOf(world, first);
  expect(after.map(({ line_id: _, ...line }) => line)).toEqual(before.map(({ line_id: _, ...line }) => line));
});

test('two people who run a month at once get one result', async () => {
  const wanted = { month: '2026-09' as Month, planId: 'plan-mixed' };
  const runs = await Promise.all(
    [cast.officer, cast.relations, cast.officer, cast.relations].map((actor) =>
      runSettlement(world.tools, actor, wanted),
    ),
  );
  expect(new Set(runs.map((one) => must(one).settlementId)).size).toBe(1);
  expect(await linesOf(world, must(runs[0]!).settlementId)).toHaveLength(4);
});

test('a run that is stopped leaves what was there', async () => {
  const id = await run(world, cast);
  await addEpisode(world, { no: 'E9' });
  const stopped = runSettlement(world.tools, cast.officer, { month: '2026-09' as Month, planId: 'plan-mixed' }, () => {
    throw new Error('killed');
  });
  await expect(stopped).rejects.toThrow('killed');
  expect(await linesOf(world, id)).toHaveLength(4);
});

test('the whole chain is signed by different people and pays only what is lawful', async () => {
  const id = await run(world, cast);
  await approve(world, cast, id);
  expect((await headOf(world, id)).state).toBe('approved');
  const payouts = await payoutsOf(world, id);
  expect(payouts.map(({ payee_no, form, amount_fen }) => [payee_no, form, amount_fen])).toEqual([
    ['P-E1', 'coupon', 10000],
  ]);
  const balances = await world.sql(
    `SELECT account, sum(amount_fen)::int AS fen FROM incentive_ledger_entries GROUP BY 1 ORDER BY 1`,
  );
  expect(balances).toEqual([
    { account: 'expense:呼吸内科', fen: 10000 },
    { account: 'payable:PATIENT/P-E1', fen: -10000 },
  ]);
});

test('nobody signs two steps, and no step is signed twice', async () => {
  const id = await run(world, cast);
  must(await sign(world, cast.officer, id, 'compile'));
  expect(codeOf(await sign(world, cast.officer, id, 'countersign'))).toBe('incentives.signed-otherwise');
  expect(codeOf(await sign(world, cast.relations, id, 'compile'))).toBe('incentives.step-signed');
  must(await sign(world, cast.relations, id, 'countersign'));
  expect(codeOf(await sign(world, cast.head, id, 'recalculate'))).toBe('incentives.wrong-state');
  await verifyAll(world, cast, id);
  must(await recalculateSettlement(world.tools, cast.officer, id));
  expect(codeOf(await sign(world, cast.officer, id, 'recalculate'))).toBe('incentives.signed-otherwise');
  expect(codeOf(await sign(world, cast.head, id, 'recalculate'))).toBe('incentives.signed-otherwise');
  must(await sign(world, cast.finance, id, 'recalculate'));
  expect(codeOf(await sign(world, cast.finance, id, 'approve_first'))).toBe('incentives.signed-otherwise');
  must(await sign(world, cast.vice, id, 'approve_first'));
  expect(codeOf(await sign(world, cast.vice, id, 'approve_second'))).toBe('incentives.signed-otherwise');
});

test('twenty people signing a step at once leave one signature', async () => {
  const id = await run(world, cast);
  const people = Array.from({ length: 20 }, () => castOf(world).officer);
  const { version } = await headOf(world, id);
  const results = await Promise.all(people.map((person) => sign(world, person, id, 'compile', { version })));
  expect(results.filter((result) => codeOf(result) === 'accepted')).toHaveLength(1);
});

test('a department returns only its lines; they are computed anew from corrected data and verified again', async () => {
  const id = await run(world, cast);
  must(await sign(world, cast.officer, id, 'compile'));
  must(await sign(world, cast.relations, id, 'countersign'));
  must(await sign(world, cast.head, id, 'verify', { department: '体检中心' }));
  expect(codeOf(await sign(world, { ...cast.head, departments: [] }, id, 'verify', { department: '呼吸内科' }))).toBe(
    'incentives.not-your-department',
  );
  expect(codeOf(await sign(world, cast.head, id, 'verify', { department: '呼吸内科', decision: 'rejected' }))).toBe(
    'incentives.comment-needed',
  );
  must(
    await sign(world, cast.head, id, 'verify', {
      department: '呼吸内科',
      decision: 'rejected',
      comment: 'E1 费别有误',
    }),
  );
  expect(codeOf(await sign(world, cast.head, id, 'verify', { department: '呼吸内科' }))).toBe(
    'incentives.department-returned',
  );
  await world.sql(`UPDATE visit_episodes SET payment_kind = 'insured' WHERE episode_no = 'E1'`);
  const { version } = await headOf(world, id);
  must(await recomputeDepartment(world.tools, cast.officer, { settlementId: id, department: '呼吸内科', version }));
  expect(summary(await linesOf(world, id))).toContain('L1-coupon E1 10000 0 prohibited');
  must(await sign(world, cast.head, id, 'verify', { department: '呼吸内科' }));
  expect((await headOf(world, id)).state).toBe('verified');
});

test('the winners of a submitted settlement are frozen until it, or a department, returns it', async () => {
  const frozen = async () =>
    (await world.sql<{ no: string }>('SELECT episode_no AS no FROM referral_frozen_episodes ORDER BY 1')).map(
      (row) => row.no,
    );
  const id = await run(world, cast);
  must(await sign(world, cast.officer, id, 'compile'));
  expect(await frozen()).toEqual([]);
  must(await sign(world, cast.relations, id, 'countersign'));
  expect(await frozen()).toEqual(['E1', 'E2', 'E3', 'E4']);
  must(await sign(world, cast.head, id, 'verify', { department: '体检中心', decision: 'rejected', comment: '有误' }));
  expect(await frozen()).toEqual(['E1', 'E2', 'E3']);
  const { version } = await headOf(world, id);
  must(await recomputeDepartment(world.tools, cast.officer, { settlementId: id, department: '体检中心', version }));
  expect(await frozen()).toEqual(['E1', 'E2', 'E3', 'E4']);
  await verifyAll(world, cast, id);
  must(await recalculateSettlement(world.tools, cast.finance, id));
  must(await sign(world, cast.finance, id, 'recalculate'));
  must(await sign(world, cast.vice, id, 'approve_first', { decision: 'rejected', comment: '请重算' }));
  expect(await frozen()).toEqual([]);
});

test('every difference of the independent run must be explained', async () => {
  const id = await run(world, cast);
  must(await sign(world, cast.officer, id, 'compile'));
  must(await sign(world, cast.relations, id, 'countersign'));
  await verifyAll(world, cast, id);
  expect(codeOf(await sign(world, cast.finance, id, 'recalculate'))).toBe('incentives.recalculation-missing');
  await world.sql(`UPDATE visit_charges SET amount_fen = 400000 WHERE episode_no = 'E4'`);
  expect(must(await recalculateSettlement(world.tools, cast.finance, id)).differencesCount).toBe(1);
  expect(codeOf(await sign(world, cast.finance, id, 'recalculate'))).toBe('incentives.differences-unexplained');
  const explanations = [{ key: (await linesOf(world, id))[3]!.key, text: '提交后退费，下月冲回' }];
  must(await sign(world, cast.finance, id, 'recalculate', { explanations }));
  must(await sign(world, cast.vice, id, 'approve_first', { decision: 'rejected', comment: '请重算' }));
  expect((await headOf(world, id)).state).toBe('draft');
  const history = await world.sql('SELECT 1 FROM incentive_signatures WHERE is_withdrawn');
  expect(history).toHaveLength(5);
  await approve(world, cast, await run(world, cast));
});

test('an amount changed behind the back of its trace is found', async () => {
  const id = await run(world, cast);
  must(await sign(world, cast.officer, id, 'compile'));
  must(await sign(world, cast.relations, id, 'countersign'));
  await verifyAll(world, cast, id);
  await world.sql(`UPDATE incentive_lines SET amount_fen = 10001 WHERE key LIKE 'L1-coupon|E1|%'`);
  await world.sql('UPDATE incentive_settlements SET allowed_fen = allowed_fen + 1');
  const { differencesCount } = must(await recalculateSettlement(world.tools, cast.finance, id));
  expect(differencesCount).toBe(2);
});

test('a correction after approval is a reversal and a new line in the next month; twice corrected nets to the last', async () => {
  const september = await run(world, cast);
  const lines = await linesOf(world, september);
  await release(september, [lines[3]!.line_id]);
  await approve(world, cast, september);
  await world.sql(`UPDATE visit_charges SET amount_fen = 400000 WHERE episode_no = 'E4'`);
  const october = await run(world, cast, '2026-10');
  expect(summary(await linesOf(world, october))).toEqual([
    'A9-checkup E4 -50000 -50000 review',
    'A9-checkup E4 40000 0 review',
  ]);
  await release(october, [(await linesOf(world, october))[1]!.line_id]);
  await approve(world, cast, october);
  await world.sql(`UPDATE visit_charges SET amount_fen = 300000 WHERE episode_no = 'E4'`);
  const november = await run(world, cast, '2026-11');
  expect(summary(await linesOf(world, november))).toEqual([
    'A9-checkup E4 -40000 -40000 review',
    'A9-checkup E4 30000 0 review',
  ]);
  await approve(world, cast, november);
  const [net] = await world.sql<{ fen: number }>(
    `SELECT sum(amount_fen)::int AS fen FROM incentive_lines WHERE coalesce(corrects_key, key) = $1`,
    [lines[3]!.key],
  );
  expect(net!.fen).toBe(30000);
  // The released line was never paid: the payout that waited is set off against what comes later.
  expect((await payoutsOf(world, september)).map(({ state }) => state)).toEqual(['replaced', 'waiting']);
  await release(november, [(await linesOf(world, november))[1]!.line_id]);
  expect((await payoutsOf(world, november)).map(({ amount_fen, carried_fen }) => [amount_fen, carried_fen])).toEqual([
    [30000, 40000],
  ]);
});

test('a later month is not submitted before the earlier one is approved, nor with corrections that are out of date', async () => {
  const september = await run(world, cast);
  const october = await run(world, cast, '2026-10');
  must(await sign(world, cast.officer, september, 'compile'));
  must(await sign(world, cast.relations, september, 'countersign'));
  expect(codeOf(await sign(world, cast.officer, october, 'compile'))).toBe('incentives.earlier-unfinished');
  await verifyAll(world, cast, september);
  must(await recalculateSettlement(world.tools, cast.finance, september));
  must(await sign(world, cast.finance, september, 'recalculate'));
  must(await sign(world, cast.vice, september, 'approve_first'));
  must(await sign(world, cast.president, september, 'approve_second'));
  expect(codeOf(await sign(world, cast.officer, october, 'compile'))).toBe('incentives.draft-outdated');
  await run(world, cast, '2026-10');
  must(await sign(world, cast.officer, october, 'compile'));
});

test('a new plan version changes nothing that was settled', async () => {
  await approve(world, cast, await run(world, cast));
  await world.sql(`UPDATE incentive_plans SET document = jsonb_set(document, '{rules,0,amount,fixed,fen}', '20000')`);
  expect(await linesOf(world, await run(world, cast, '2026-10'))).toEqual([]);
});

test('a prohibited line cannot be released, and the attempt is on record', async () => {
  const id = await run(world, cast);
  const prohibited = (await linesOf(world, id))[1]!;
  const request = {
    settlementId: id,
    decision: 'released' as const,
    reason: '试一试',
    documentName: 'a.pdf',
    documentReference: '1',
  };
  expect(codeOf(await reviewLines(world.tools, cast.compliance, { ...request, lineIds: [prohibited.line_id] }))).toBe(
    'incentives.line-prohibited',
  );
  const attempts = await world.sql(`SELECT 1 FROM staff_audit_entries WHERE action = 'settlement.prohibited-attempt'`);
  expect(attempts).toHaveLength(1);
});

test('a line held by a dispute is not payable; when the dispute is decided it comes with the next month', async () => {
  await world.sql(
    `INSERT INTO referral_disputes (hospital_id, kind, referral_ids, episode_nos, deadline_at, key) VALUES ($1, 'contested', '{}', '{E4}', now(), 'k')`,
    [world.hospitalId],
  );
  const september = await run(world, cast);
  const held = (await linesOf(world, september))[3]!;
  await release(september, [held.line_id]);
  await approve(world, cast, september);
  expect(await payoutsOf(world, september)).toHaveLength(1);
  await world.sql(`UPDATE referral_disputes SET state = 'decided'`);
  // The winners view lists episodes with an outcome only: a walk-in is not held.
  const october = await run(world, cast, '2026-10');
  expect(summary(await linesOf(world, october))).toEqual([
    'A9-checkup E4 -50000 0 review',
    'A9-checkup E4 50000 0 review',
  ]);
  await release(october, [(await linesOf(world, october))[1]!.line_id]);
  await approve(world, cast, october);
  expect((await payoutsOf(world, october)).map(({ amount_fen }) => amount_fen)).toEqual([50000]);
});

async function release(settlementId: string, lineIds: string[]): Promise<void> {
  must(
    await reviewLines(world.tools, cast.compliance, {
      settlementId,
      lineIds,
      decision: 'released',
      reason: '合同与发票齐全',
      documentName: '合同.pdf',
      documentReference: 'HT-2026-001',
    }),
  );
}
