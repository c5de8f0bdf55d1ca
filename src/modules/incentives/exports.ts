import type { Month } from '#kernel/day.ts';
import { yuanText, zeroFen } from '#kernel/money.ts';
import { type Refusal, refuse } from '#kernel/refusal.ts';
import type { Scope } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';
import { computeLines } from './compute.ts';
import { currentPack } from './current-pack.ts';
import { effectiveDocument } from './effective-plan.ts';
import { linesCsvColumns, linesCsvRow } from './rules/lines-csv.ts';
import { readHospitalBasis } from './run-settlement.ts';
import { readPlan } from './store/plans.ts';
import { readSettlementLines, type SettlementLine } from './store/settlement-lines.ts';

/** Receives rows of lines.csv, header first. */
export type RowSink = (rows: readonly (readonly string[])[]) => Promise<void>;

/** Computes a month by a plan and hands out its lines.csv rows; changes nothing. Any plan may be computed, also one that may not be activated. */
export async function exportComputedLines(
  tools: Tools,
  scope: Scope,
  wanted: { readonly month: Month; readonly planId: string },
  sink: RowSink,
): Promise<{ lines: number } | Refusal<'incentives.plan-not-found'>> {
  return tools.db.read(scope, async (tx) => {
    const plan = await readPlan(tx, wanted.planId);
    if (!plan) return refuse('incentives.plan-not-found', { plan: wanted.planId });
    const hospital = await readHospitalBasis(tx);
    const pack = currentPack(tools.config.projectDir);
    const span = { from: wanted.month, until: wanted.month };
    const document = await effectiveDocument(tx, plan.document, span, hospital);
    await sink([linesCsvColumns]);
    let lines = 0;
    for await (const batch of computeLines(tx, { plan: document, pack, month: wanted.month, hospital })) {
      lines += batch.length;
      await sink(batch.map((line) => linesCsvRow(line.isHeld ? { ...line, payableFen: zeroFen } : line)));
    }
    return { lines };
  });
}

/** Hands out the lines.csv rows of a stored settlement, reversals included. */
export async function exportSettlementLines(
  tools: Tools,
  scope: Scope,
  settlementId: string,
  sink: RowSink,
): Promise<{ lines: number }> {
  let rows = 0;
  for await (const batch of settlementLinesCsv(tools, scope, settlementId)) {
    rows += batch.length;
    await sink(batch);
  }
  return { lines: rows - 1 };
}

/** The same as batches of rows, header first; each batch is a read of its own. */
export async function* settlementLinesCsv(
  tools: Tools,
  scope: Scope,
  settlementId: string,
): AsyncGenerator<(readonly string[])[]> {
  yield [linesCsvColumns];
  let after = 0;
  for (;;) {
    const batch = await tools.db.read(scope, async (tx) => {
      for await (const lines of readSettlementLines(tx, settlementId, after)) return lines;
      return [] as SettlementLine[];
    });
    if (batch.length === 0) return;
    yield batch.map(csvRow);
    after = batch.at(-1)!.lineNo;
  }
}

function csvRow(row: SettlementLine): string[] {
  return [
    row.month,
    row.planId,
    row.planVersion,
    row.ruleId,
    row.episodeNo ?? '',
    row.referralId ?? '',
    row.introducerKind ?? '',
    row.payeeKind,
    row.payeeNo ?? '',
    row.payeeName ?? '',
    row.department ?? '',
    yuanText(row.baseFen),
    yuanText(row.amountFen),
    row.form,
    row.clearance,
    row.citation,
    yuanText(row.payableFen),
    row.reversesKey ?? '',
    row.reason,
  ];
}
