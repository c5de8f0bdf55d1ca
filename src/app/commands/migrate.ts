import type { AddCommand } from './command.ts';
import { withTools } from './hospital.ts';

/** `renmai migrate`: brings the schema up to date and says so; every other command does the same first. */
export const addMigrate: AddCommand = (program) => {
  program
    .command('migrate')
    .description('升级数据库结构 · bring the database schema up to date')
    .action(() => withTools(async () => void process.stdout.write('数据库结构已是最新 · schema up to date\n')));
};
