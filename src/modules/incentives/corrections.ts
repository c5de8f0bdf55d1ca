import { addMonths, type Month } from '#kernel/day.ts';
import type { Fen } from '#kernel/money.ts';
import { unpackTrace } from '#kernel/rule-engine/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { type Computation, type ComputedLine, computeLines, lineKey } from './compute.ts';
import { type BookedLine, readBookedLines } from './store/booked-lines.ts';
import type { NewLine, SettlementHead } from './store/settlements.ts';

/** Months looked back for corrections: fees and winners older than a year do not change any more without a person's decision. */
const monthsBackMax = 12;

/**
 * What submitted settlements of the same plan say otherwise than the present data: for every line that changed or vanished a reversal of what
 * was booked, and for every line that changed or is new the line as it should be. Frozen lines themselves are never changed.
 */
export async function* computeCorrections(
  tx: Tx,
  head: SettlementHead,
  computation: Computation,
): AsyncGenerator<NewLine[]> {
  for (let back = monthsBackMax; back >= 1; back--) {
    const month = addMonths(computation.month, -back) as Month;
    const booked = await readBookedLines(tx, { planId: head.planId, month });
    if (booked === null) continue;
    const due = new Map<string, ComputedLine>();
    for await (const batch of computeLines(tx, { ...computation, month }))
      for (const line of batch) due.set(lineKey(line), line);
    const corrections = [...reversals(booked, due), ...replacements(booked, due)];
    if (corrections.length > 0) yield corrections;
  }
}

function isSame(booked: BookedLine, due: ComputedLine | undefined): boolean {
  return due !== undefined && due.amountFen === booked.netFen && due.clearance === booked.clearance;
}

function* reversals(
  booked: ReadonlyMap<string, BookedLine>,
  due: ReadonlyMap<string, ComputedLine>,
): Generator<NewLine> {
  for (const [key, line] of booked) {
    if (line.netFen === 0 || isSame(line, due.get(key))) continue;
    yield {
      line: { ...line.line, trace: unpackTrace(line.trace), isHeld: false },
      key: `${key}|-${line.times}`,
      amountFen: -line.netFen as Fen,
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
      amountFen: line.amountFen,
      reverses: null,
      reason: `${line.period} 的明细按更正后的数据重算。${line.reason}`,
    };
  }
}
