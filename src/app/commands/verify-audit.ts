import { verifyAudit } from '#modules/staff/index.ts';
import type { AddCommand } from './command.ts';
import { withTools } from './hospital.ts';

/** `renmai verify-audit`: checks every hospital's audit chain; exits 1 when one is broken. */
export const addVerifyAudit: AddCommand = (program) => {
  program
    .command('verify-audit')
    .description('校验审计日志的哈希链 · check the audit log’s hash chains')
    .action(() =>
      withTools(async (tools) => {
        for (const report of await verifyAudit(tools)) {
          const verdict = report.break
            ? `在第 ${report.break.seq} 条断裂 · broken at ${report.break.seq} (${report.break.problem})`
            : '完整 · intact';
          process.stdout.write(`${report.hospitalName}: ${report.entries} 条 · entries, ${verdict}\n`);
          if (report.break) process.exitCode = 1;
        }
      }),
    );
};
