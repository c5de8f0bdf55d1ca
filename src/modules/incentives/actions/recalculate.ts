import { type Refusal, refuse } from '#kernel/refusal.ts';
import { recomputeFromTrace, unpackTrace } from '#kernel/rule-engine/index.ts';
import { type Actor, audit } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';
import { type Computation, computeLines } from '../compute.ts';
import { computeCorrections } from '../corrections.ts';
import { currentPack } from '../current-pack.ts';
import { type RunProgress, readHospitalBasis } from '../run-settlement.ts';
import { createExpected, insertExpected, readExpectedDifferences } from '../store/expected-lines.ts';
import { type Difference, insertRecalculation } from '../store/recalculations.ts';
import { readSettlementLines } from '../store/settlement-lines.ts';
import { asNewLine, linesFingerprint, lockSettlement, type SettlementHead } from '../store/settlements.ts';

/** More are not listed one by one: such a settlement goes back. */
const differencesMax = 1000;

export interface RecalculationRun {
  readonly recalculationId: string;
  readonly linesChecked: number;
  readonly differencesCount: number;
}

/**
 * Finance's independent run. Two ways to the same figure: every line anew from the present data, and every stored line from its trace alone
 * by arithmetic written apart from the engine. Changes no line; keeps the differences for the signature.
 */
export async function recalculateSettlement(
  tools: Tools,
  actor: Actor,
  settlementId: string,
  progress: RunProgress = () => undefined,
): Promise<RecalculationRun | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const head = await lockSettlement(tx, settlementId);
    if (!head) return refuse('platform.not-found');
    if (head.state !== 'verified') return refuse('incentives.wrong-state', { state: head.state });
    const computation: Computation = {
      plan: head.document,
      pack: currentPack(tools.config.projectDir),
      month: head.month,
      hospital: await readHospitalBasis(tx),
    };
    const fromData = await compareWithData(tx, head, computation, progress);
    const fromTraces = await compareWithTraces(tx, settlementId, progress);
    const differencesCount = fromData.count + fromTraces.differences.length;
    const run = {
      linesFingerprint: await linesFingerprint(tx, settlementId),
      linesChecked: fromTraces.checked,
      differencesCount,
      differences: [...fromData.differences, ...fromTraces.differences].slice(0, differencesMax),
      runBy: actor.accountId,
      runByName: actor.displayName,
    };
    const recalculationId = await insertRecalculation(tx, settlementId, run);
    audit(tx, actor, {
      action: 'settlement.recalculated',
      subjectKind: 'settlement',
      subjectId: settlementId,
      detail: { lines: run.linesChecked, differences: differencesCount },
    });
    tx.touch('settlements', settlementId);
    return { recalculationId, linesChecked: run.linesChecked, differencesCount };
  });
}

async function compareWithData(
  tx: Tx,
  head: SettlementHead,
  computation: Computation,
  progress: RunProgress,
): Promise<{ count: number; differences: Difference[] }> {
  await createExpected(tx);
  let done = 0;
  const write = async (lines: Parameters<typeof insertExpected>[1]) => {
    await insertExpected(tx, lines);
    done += lines.length;
    await progress(done);
  };
  for await (const batch of computeLines(tx, computation)) await write(batch.map(asNewLine));
  for await (const batch of computeCorrections(tx, head, computation)) await write(batch);
  return readExpectedDifferences(tx, head.settlementId, differencesMax);
}

async function compareWithTraces(
  tx: Tx,
  settlementId: string,
  progress: RunProgress,
): Promise<{ checked: number; differences: Difference[] }> {
  const differences: Difference[] = [];
  let checked = 0;
  for await (const batch of readSettlementLines(tx, settlementId)) {
    for (const line of batch) {
      const fromTrace = recomputeFromTrace(unpackTrace(line.trace));
      const due = line.reversesKey === null ? fromTrace : -fromTrace;
      if (due === line.amountFen) continue;
      differences.push({
        key: `${line.key} (trace)`,
        kind: 'trace',
        lineId: line.lineId,
        ruleId: line.ruleId,
        episodeNo: line.episodeNo,
        department: line.department,
        settledFen: line.amountFen,
        recomputedFen: due as typeof line.amountFen,
      });
    }
    checked += batch.length;
    await progress(checked);
  }
  return { checked, differences };
}
