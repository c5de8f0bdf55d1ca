import type { Fen } from '#kernel/money.ts';
import { unpackTrace } from '#kernel/rule-engine/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { type Computation, type ComputedLine, computeLines, lineKey } from './compute.ts';
import { type BookedLine, readBookedLines, readBookedMonths } from './store/booked-lines.ts';
import type { NewLine, SettlementHead } from './store/settlements.ts';

/** Months looked back for corrections: fees and winners older than a year do not change any more without a person's decision. */
const monthsBackMax = 12;

/**
 * What approved settlements of the same plan say otherwise than the present data: for every line that changed or vanished a reversal of
 * what was booked, and for every line that changed or is new the line as it should be. Each month is computed by the plan it was settled
 * with, so a new plan version changes nothing that is past. Frozen lines themselves are never changed.
 */
export async function* computeCorrections(
  tx: Tx,
  head: Pick<SettlementHead, 'planId'>,
  computation: Computation,
): AsyncGenerator<NewLine[]> {
  const months = await readBookedMonths(tx, {
    planId: head.planId,
    before: computation.month,
    monthsMax: monthsBackMax,
  });
  for (const { month, document } of months) {
    const booked = await readBookedLines(tx, { planId: head.planId, month });
    const due = new Map<string, ComputedLine>();
    for await (const batch of computeLines(tx, { ...computation, plan: document, month }))
      for (const line of batch) due.set(lineKey(line), line);
    const corrections = [...reversals(booked, due), ...replacements(booked, due)];
    if (corrections.length > 0) yield corrections;
  }
}

function isSame(booked: BookedLine, due: ComputedLine | undefined): boolean {
  if (due === undefined) return false;
  // A new policy pack speaks of what comes, not of what was settled under the old one.
  const isClearedAlike = due.clearance === booked.line.clearance || due.packVersion !== booked.line.packVersion;
  const isReleased = booked.isHeld && !due.isHeld && due.amountFen !== 0;
  return due.amountFen === booked.netFen && isClearedAlike && !isReleased && due.department === booked.line.department;
}

function* reversals(
  booked: ReadonlyMap<string, BookedLine>,
  due: ReadonlyMap<string, ComputedLine>,
): Generator<NewLine> {
  for (const [key, line] of booked) {
    if (line.netFen === 0 || isSame(line, due.get(key))) continue;
    yield {
      // What was never payable is taken back without effect on money.
      line: { ...line.line, trace: unpackTrace(line.trace), isHeld: !line.isPayable },
      key: `${key}|-${line.times}`,
      correctsKey: key,
      amountFen: -line.netFen as Fen,
      isReleased: line.isPayable && line.line.clearance === 'review',
      reverses: { lineId: line.lineId, key, month: line.line.period },
      reason: `冲回 ${line.line.period} 已结算的明细：数据后来有更正`,
    };
  }
}

function* replacements(
  booked: ReadonlyMap<string, BookedLine>,
  due: ReadonlyMap<string, ComputedLine>,
): Generator<NewLine> {
  for (const [key, line] of due) {
    const before = booked.get(key);
    if (before && isSame(before, line)) continue;
    if (!before && line.amountFen === 0) continue;
    yield {
      line,
      key: before ? `${key}|+${before.times}` : key,
      correctsKey: key,
      amountFen: line.amountFen,
      isReleased: false,
      reverses: null,
      reason: `${line.period} 的明细按更正后的数据重算。${line.reason}`,
    };
  }
}
