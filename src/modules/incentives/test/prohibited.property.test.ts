import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Month } from '#kernel/day.ts';
import { createWorld } from '#testing/world.ts';
import { createBatch } from '../actions/bank-batch.ts';
import { closeSettlement, recordBatchPayments, recordPayment, recordReturn } from '../actions/pay.ts';
import { recalculateSettlement } from '../actions/recalculate.ts';
import { recomputeDepartment } from '../actions/recompute-department.ts';
import { reviewLines } from '../actions/review-lines.ts';
import { runSettlement } from '../run-settlement.ts';
import {
  activePlan,
  addEpisode,
  addIntroducer,
  castOf,
  departments,
  headOf,
  linesOf,
  payoutsOf,
  proof,
  run,
  sign,
} from './clinic.ts';

const episode = fc.record({
  kind: fc.constantFrom('outpatient', 'checkup'),
  department: fc.constantFrom(...departments),
  paymentKind: fc.constantFrom('self_pay', 'insured', null),
  introducerNo: fc.constantFrom(undefined, 'I1', 'I2', 'D1'),
  amountFen: fc.integer({ min: 1, max: 1_000_000 }),
});

const steps = ['compile', 'countersign', 'verify', 'recalculate', 'approve_first', 'approve_second'] as const;
const event = fc.oneof(
  // The right way on, most of the time, so that runs get to the money.
  { weight: 12, arbitrary: fc.record({ kind: fc.constant('advance' as const), pick: fc.nat(50) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('release' as const), pick: fc.nat(50) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom('reject', 'rerun', 'next-month', 'wrong-step', 'amend'),
      pick: fc.nat(50),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constantFrom('pay', 'return', 'batch', 'batch-paid', 'close'), pick: fc.nat(50) }),
  },
);

/** Everything anybody can do, in any order, on random lines: whatever happens, nothing prohibited, held or unreleased is ever paid. */
test('no sequence of events brings a prohibited or unreleased line into a payment', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(episode, { minLength: 2, maxLength: 8 }),
      fc.array(event, { minLength: 25, maxLength: 45 }),
      async (episodes, events) => {
        const world = await createWorld();
        try {
          const cast = castOf(world);
          await activePlan(world);
          await addIntroducer(world, 'I1', 'enterprise', '测试单位I1');
          await addIntroducer(world, 'I2', 'community', '另外一人');
          await addIntroducer(world, 'D1', 'external_physician', '测试单位D1');
          for (const [at, given] of episodes.entries())
            await addEpisode(world, { ...given, no: `E${at}` } as Parameters<typeof addEpisode>[1]);
          const signers = {
            compile: cast.officer,
            countersign: cast.relations,
            verify: cast.head,
            recalculate: cast.finance,
            approve_first: cast.vice,
            approve_second: cast.president,
          };
          let id = await run(world, cast);
          let month = '2026-09';
          for (const { kind, pick } of events) {
            const { state, version } = await headOf(world, id);
            const lines = await linesOf(world, id);
            const payouts = await payoutsOf(world, id);
            const line = lines[pick % Math.max(1, lines.length)];
            const payout = payouts[pick % Math.max(1, payouts.length)];
            const waiting = await world.sql<{ department: string; state: string }>(
              `SELECT department, state FROM incentive_departments WHERE settlement_id = $1 AND state <> 'verified' ORDER BY 1`,
              [id],
            );
            const department = waiting[0]?.department ?? departments[0]!;
            if (kind === 'advance') {
              if (state === 'draft') {
                await sign(world, cast.officer, id, 'compile');
                await sign(world, cast.relations, id, 'countersign');
              } else if (state === 'compiled' && waiting[0]?.state === 'rejected')
                await recomputeDepartment(world.tools, cast.officer, { settlementId: id, department, version });
              else if (state === 'compiled') await sign(world, cast.head, id, 'verify', { department });
              else if (state === 'verified') {
                await recalculateSettlement(world.tools, cast.finance, id);
                const [latest] = await world.sql<{ differences: { key: string }[] }>(
                  'SELECT differences FROM incentive_recalculations WHERE settlement_id = $1 ORDER BY ran_at DESC LIMIT 1',
                  [id],
                );
                const explanations = latest!.differences.map(({ key }) => ({ key, text: '已说明' }));
                await sign(world, cast.finance, id, 'recalculate', { explanations });
              } else if (state === 'recalculated') await sign(world, cast.vice, id, 'approve_first');
              else if (state === 'approved_first') await sign(world, cast.president, id, 'approve_second');
            } else if (kind === 'release' && line)
              await reviewLines(world.tools, cast.compliance, {
                settlementId: id,
                lineIds: [line.line_id],
                decision: pick % 5 === 0 ? 'rejected' : 'released',
                reason: '理由',
                documentName: 'a',
                documentReference: 'b',
              });
            else if (kind === 'reject')
              for (const step of steps)
                await sign(world, signers[step], id, step, { decision: 'rejected', comment: '退回', department });
            else if (kind === 'rerun')
              await runSettlement(world.tools, cast.officer, { month: month as Month, planId: 'plan-mixed' });
            else if (kind === 'next-month' && month < '2026-11') {
              month = month === '2026-09' ? '2026-10' : '2026-11';
              id = await run(world, cast, month);
            } else if (kind === 'wrong-step')
              await sign(world, cast.finance, id, steps[pick % steps.length]!, { department });
            else if (kind === 'amend')
              await world.sql(
                `UPDATE visit_episodes SET payment_kind = CASE payment_kind WHEN 'self_pay' THEN 'insured' ELSE 'self_pay' END WHERE episode_no = $1`,
                [`E${pick % episodes.length}`],
              );
            else if (kind === 'pay' && payout)
              await recordPayment(world.tools, cast.finance, {
                payoutId: payout.payout_id,
                version: payout.version,
                way: pick % 2 === 0 ? 'transfer' : 'in_person',
                collectorName: '甲',
                collectorIdNumber: '990000199001010000',
                authorityDocument: null,
                receiptNo: 'S',
              });
            else if (kind === 'return' && payout)
              await recordReturn(world.tools, cast.finance, {
                payoutId: payout.payout_id,
                version: payout.version,
                reason: '退',
              });
            else if (kind === 'batch') await createBatch(world.tools, cast.finance, { settlementId: id });
            else if (kind === 'batch-paid') {
              const [batch] = await world.sql<{ batch_id: string }>('SELECT batch_id FROM incentive_batches LIMIT 1');
              if (batch)
                await recordBatchPayments(world.tools, cast.finance, { batchId: batch.batch_id, returned: [] });
            } else if (kind === 'close')
              await closeSettlement(world.tools, cast.finance, { settlementId: id, version });
          }
          expect(await proof(world)).toEqual([]);
        } finally {
          await world.end();
        }
      },
    ),
    { numRuns: Number(process.env['RENMAI_PROPERTY_RUNS'] ?? 6), endOnFailure: true },
  );
}, 300_000);
