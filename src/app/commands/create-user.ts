import { isRefusal, RefusalError, refuse } from '#kernel/refusal.ts';
import { createAccount, type Role, roles } from '#modules/staff/index.ts';
import type { AddCommand } from './command.ts';
import { withHospital } from './hospital.ts';

interface Options {
  readonly username: string;
  readonly name: string;
  readonly role: string[];
  readonly department?: string[];
  readonly hospital?: string;
}

/** `renmai create-user`: opens an account with a temporary password, printed once, to be changed at the first sign-in. */
export const addCreateUser: AddCommand = (program) => {
  program
    .command('create-user')
    .description('建立账号 · open an account')
    .requiredOption('--username <name>', '登录名 · sign-in name')
    .requiredOption('--name <name>', '姓名 · display name')
    .requiredOption('--role <role...>', `角色 · one or more of ${roles.join(', ')}`)
    .option('--department <name...>', '科室 · departments of a department head')
    .option('--hospital <name>', 'needed only when there are several')
    .action((options: Options) =>
      withHospital(options.hospital, async (tools, actor) => {
        const unknown = options.role.find((role) => !roles.includes(role as Role));
        if (unknown) throw new RefusalError(refuse('commands.unknown-role', { role: unknown.slice(0, 40) }));
        const made = await createAccount(tools, actor, {
          username: options.username,
          displayName: options.name,
          roles: options.role as Role[],
          departments: options.department ?? [],
        });
        if (isRefusal(made)) throw new RefusalError(made);
        process.stdout.write(`${options.username} 临时密码 · temporary password: ${made.temporaryPassword}\n`);
        if (made.pendingRoles.length > 0)
          process.stdout.write(`待确认的角色 · roles awaiting confirmation: ${made.pendingRoles.join(', ')}\n`);
      }),
    );
};
