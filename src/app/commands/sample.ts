import { addDays, type Day, dayOf, parseDay } from '#kernel/day.ts';
import { RefusalError, refuse } from '#kernel/refusal.ts';
import { loadSample, type SampleOptions, type SampleSize, writeSampleFolder } from '#modules/samples/index.ts';
import type { Tools } from '#platform/tools.ts';
import type { AddCommand } from './command.ts';
import { withHospital, withTools } from './hospital.ts';

interface Options {
  readonly seed: string;
  readonly size: string;
  readonly until?: string;
  readonly files?: string;
  readonly hospital?: string;
}

/** `renmai sample`: loads the sample hospital, or with `--files DIR` writes it as files for trying the import. */
export const addSample: AddCommand = (program) => {
  program
    .command('sample')
    .description('载入示例医院，或写成文件 · load the sample hospital, or write its files')
    .option('--seed <number>', 'the same seed gives the same hospital', '7')
    .option('--size <size>', 'small, medium, large or a number of episodes', 'medium')
    .option('--until <day>', 'last day of the three months; default yesterday')
    .option('--files <dir>', 'write files instead of loading')
    .option('--hospital <name>', 'needed only when there are several')
    .action(async (options: Options) => {
      if (options.files) {
        const dir = options.files;
        await withTools(async (tools) => {
          const wanted = optionsOf(options, yesterday(tools));
          for (const path of await writeSampleFolder(dir, wanted, addDays(wanted.until, 1)))
            process.stdout.write(`${path}\n`);
        });
        return;
      }
      await withHospital(options.hospital, async (tools, actor) => {
        const loaded = await loadSample(tools, actor, optionsOf(options, yesterday(tools)));
        process.stdout.write(
          `${loaded.episodes} 次就诊 · episodes\n示例账号的密码 · password of the sample accounts: ${loaded.password}\n`,
        );
        for (const account of loaded.accounts)
          process.stdout.write(`${account.username}\t${account.displayName}\t${account.roles.join(',')}\n`);
      });
    });
};

function yesterday(tools: Tools): Day {
  return addDays(dayOf(tools.now(), tools.config.timeZone), -1);
}

function optionsOf(options: Options, byDefault: Day): SampleOptions {
  const until = options.until === undefined ? byDefault : parseDay(options.until);
  const isNamed = ['small', 'medium', 'large'].includes(options.size);
  const episodes = Number(options.size);
  if (
    until === null ||
    (!isNamed && !(Number.isInteger(episodes) && episodes > 0)) ||
    !Number.isInteger(Number(options.seed))
  )
    throw new RefusalError(refuse('commands.bad-sample'));
  return { seed: Number(options.seed), size: isNamed ? (options.size as SampleSize) : { episodes }, until };
}
