import type { Command } from 'commander';
import { parseMonth } from '#kernel/day.ts';
import { RefusalError, refuse } from '#kernel/refusal.ts';
import { matchAll, readMonthCounts } from '#modules/referrals/index.ts';
import { withHospital } from './hospital.ts';

interface Options {
  readonly month: string;
  readonly hospital?: string;
}

/** `renmai match --month 2026-10`: decides the winners of all that was imported and prints the month's counts by reason and state. */
export const addMatch = (program: Command): void => {
  program
    .command('match')
    .description('判定归属，并列出当月结果 · decide winners and print the month’s counts')
    .requiredOption('--month <YYYY-MM>', 'month of the counts; winners are decided from everything imported')
    .option('--hospital <name>', 'needed only when there are several')
    .action((options: Options) => match(options));
};

async function match(options: Options): Promise<void> {
  const month = parseMonth(options.month);
  if (!month) throw new RefusalError(refuse('commands.bad-month', { month: options.month.slice(0, 20) }));
  await withHospital(options.hospital, async (tools, actor) => {
    await matchAll(tools, actor);
    const { episodes, referrals } = await tools.db.read(actor, (tx) => readMonthCounts(tx, month));
    const lines = [
      ...episodes.map(({ name, count }) => `episodes\t${name}\t${count}`),
      ...referrals.map(({ name, count }) => `referrals\t${name}\t${count}`),
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
  });
}
