import { Command, CommanderError } from 'commander';
import { fillFacts } from '#kernel/failure.ts';
import { RefusalError } from '#kernel/refusal.ts';
import { platformFailures } from '#platform/http/failures.ts';
import { commands } from './commands/index.ts';
import { inChinese } from './language.ts';
import { modules } from './modules.ts';

/** `npm run -s renmai -- <command>`: results on standard output, one clear line on standard error and a non-zero exit on bad input. */
async function main(): Promise<void> {
  const program = new Command('renmai')
    .description('Renmai 仁脉: the platform of a hospital’s market department and customer-service centre')
    .exitOverride()
    .showHelpAfterError(false);
  for (const add of commands) add(program);
  await program.parseAsync(process.argv);
}

main().then(
  () => process.exit(process.exitCode ?? 0),
  (error: unknown) => {
    if (error instanceof CommanderError) process.exit(error.exitCode);
    process.stderr.write(`${sayError(error)}\n`);
    process.exit(1);
  },
);

function sayError(error: unknown): string {
  if (error instanceof RefusalError) return sayRefusal(error);
  const { code, message } = error as { code?: string; message?: string };
  return `错误 · error: ${code ? `${code} ` : ''}${message ?? ''}`.trim();
}

function sayRefusal({ refusal }: RefusalError): string {
  const failure = Object.assign({}, platformFailures, ...modules.map((module) => module.failures ?? {}))[refusal.code];
  if (!failure) return refusal.code;
  const text = inChinese() ? `${failure.zh}。${failure.remedyZh}` : `${failure.en}. ${failure.remedyEn}`;
  return `${refusal.code}: ${fillFacts(text, refusal.facts)}`;
}
