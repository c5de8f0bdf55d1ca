import { once } from 'node:events';
import { createWriteStream, mkdirSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { parseMonth } from '#kernel/day.ts';
import { isRefusal, type Refusal, RefusalError, refuse } from '#kernel/refusal.ts';
import {
  ensureBundledPlans,
  exportComputedLines,
  exportSettlementLines,
  type RowSink,
  runSettlement,
} from '#modules/incentives/index.ts';
import { matchAll, writeLosersCsv, writeWinnersCsv } from '#modules/referrals/index.ts';
import type { Tools } from '#platform/tools.ts';
import type { AddCommand } from './command.ts';
import { withHospital } from './hospital.ts';

interface Options {
  readonly month: string;
  readonly plan: string;
  readonly out: string;
  readonly post?: boolean;
  readonly hospital?: string;
}

/** `renmai settle --month 2026-10 --plan plan-a --out DIR [--post]`: lines.csv, winners.csv, losers.csv; changes the books only with --post. */
export const addSettle: AddCommand = (program) => {
  program
    .command('settle')
    .description('月度结算：计算明细并写出 lines.csv、winners.csv、losers.csv · compute a month and write its files')
    .requiredOption('--month <YYYY-MM>', 'the month episodes were discharged and settled in')
    .requiredOption('--plan <id>', 'plan-a, plan-l, or one of the hospital’s own')
    .requiredOption('--out <dir>', 'folder for the files')
    .option('--post', 'store the settlement as a draft (refused for a plan that may not be activated)')
    .option('--hospital <name>', 'needed only when there are several')
    .action((options: Options) => settle(options));
};

async function settle(options: Options): Promise<void> {
  const month = parseMonth(options.month);
  if (!month) throw new RefusalError(refuse('commands.bad-month', { month: options.month.slice(0, 20) }));
  await withHospital(options.hospital, async (tools, actor) => {
    mkdirSync(options.out, { recursive: true });
    await ensureBundledPlans(tools, actor);
    // Winners are decided from all that was imported, whatever was matched before.
    await matchAll(tools, actor);
    const files = openFiles(options.out, ['lines.csv', 'winners.csv', 'losers.csv']);
    try {
      const lines = await writeLines(tools, actor, { ...options, month }, files.sink('lines.csv'));
      await writeWinnersCsv(tools, actor, files.sink('winners.csv'));
      await writeLosersCsv(tools, actor, files.sink('losers.csv'));
      await files.keep();
      process.stdout.write(`${lines} 条明细 · lines\n`);
    } catch (error) {
      await files.discard();
      throw error;
    }
  });
}

async function writeLines(
  tools: Tools,
  actor: Parameters<typeof runSettlement>[1],
  options: Options & { month: NonNullable<ReturnType<typeof parseMonth>> },
  sink: RowSink,
): Promise<number> {
  const wanted = { month: options.month, planId: options.plan };
  if (!options.post) return orThrow(await exportComputedLines(tools, actor, wanted, sink)).lines;
  const run = orThrow(await runSettlement(tools, actor, wanted));
  return (await exportSettlementLines(tools, actor, run.settlementId, sink)).lines;
}

function orThrow<Value extends object>(value: Value | Refusal): Value {
  if (isRefusal(value)) throw new RefusalError(value);
  return value;
}

/** Files written beside their names and renamed together at the end. */
function openFiles(dir: string, names: readonly string[]) {
  const partial = (name: string) => join(dir, `.${name}.${process.pid}`);
  const streams = new Map(names.map((name) => [name, createWriteStream(partial(name))]));
  return {
    sink(name: string): RowSink {
      const stream = streams.get(name)!;
      return async (rows) => {
        if (!stream.write(rows.map(csvLine).join(''))) await once(stream, 'drain');
      };
    },
    async keep() {
      for (const stream of streams.values()) {
        stream.end();
        await finished(stream);
      }
      for (const name of names) await rename(partial(name), join(dir, name));
    },
    async discard() {
      for (const [name, stream] of streams) {
        stream.destroy();
        await rm(partial(name), { force: true });
      }
    },
  };
}

function csvLine(fields: readonly string[]): string {
  return `${fields.map((field) => (/[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)).join(',')}\r\n`;
}
