import { isRefusal, RefusalError } from '#kernel/refusal.ts';
import { initHospital } from '#modules/hospital/index.ts';
import type { AddCommand } from './command.ts';
import { withTools } from './hospital.ts';

/** `renmai init --division 430121 --name 示例医院`: the hospital of a fresh data folder; the same again changes nothing. */
export const addInit: AddCommand = (program) => {
  program
    .command('init')
    .description('建立医院 · make the hospital of a fresh data folder')
    .requiredOption('--division <code>', '医院所在县区的行政区划代码，六位数字 · six digits')
    .requiredOption('--name <name>', '医院名称 · its name')
    .action((options: { division: string; name: string }) =>
      withTools(async (tools) => {
        const made = await initHospital(tools, { name: options.name, divisionCode: options.division });
        if (isRefusal(made)) throw new RefusalError(made);
        process.stdout.write(`${made.created ? '已建立 · made' : '已存在 · already there'}: ${made.hospital.name}\n`);
      }),
    );
};
