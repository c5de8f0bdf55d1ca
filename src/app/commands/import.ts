import { existsSync, statSync } from 'node:fs';
import { isRefusal, RefusalError, refuse } from '#kernel/refusal.ts';
import { explainProblem, type ImportKind, importFile, importKinds, readEncoding } from '#modules/imports/index.ts';
import { inChinese } from '../language.ts';
import type { AddCommand } from './command.ts';
import { withHospital } from './hospital.ts';

interface Options {
  readonly dryRun?: boolean;
  readonly encoding: string;
  readonly hospital?: string;
}

/** `renmai import <kind> <file>`: rejected rows are named on standard error; the rest is imported in one transaction. */
export const addImport: AddCommand = (program) => {
  program
    .command('import')
    .description(`导入文件 · import a table: ${importKinds.join(', ')}`)
    .argument('<kind>', importKinds.join(' | '))
    .argument('<file>', 'CSV or .xlsx')
    .option('--dry-run', '只检查，不写入 · check only')
    .option('--encoding <name>', 'auto, utf-8, gbk, gb18030, utf-16le …', 'auto')
    .option('--hospital <name>', 'needed only when there are several')
    .action((kind: string, file: string, options: Options) => importTable(kind, file, options));
};

async function importTable(kind: string, file: string, options: Options): Promise<void> {
  if (!(importKinds as readonly string[]).includes(kind))
    throw new RefusalError(refuse('imports.unknown-kind', { kind: kind.slice(0, 40) }));
  if (!existsSync(file) || !statSync(file).isFile())
    throw new RefusalError(refuse('commands.file-not-found', { file }));
  const encoding = readEncoding(options.encoding);
  await withHospital(options.hospital, async (tools, actor) => {
    const done = await importFile(tools, actor, {
      kind: kind as ImportKind,
      path: file,
      encoding,
      isDryRun: options.dryRun ?? false,
    });
    if (isRefusal(done)) throw new RefusalError(done);
    const { rowsRead, rowsNew, rowsChanged, rowsSame, rowsRejected } = done.summary;
    process.stdout.write(
      `${options.dryRun ? '检查 · checked' : '导入 · imported'} ${kind}: ${rowsRead} 行 · rows, ${rowsNew} 新增 · new, ${rowsChanged} 更新 · changed, ${rowsSame} 未变 · same, ${rowsRejected} 被拒 · rejected\n`,
    );
    for (const notice of done.notices) process.stderr.write(`${notice}\n`);
    const language = inChinese() ? 'zh-CN' : 'en';
    for (const { rowNumber, problems } of done.rejected) {
      const reasons = problems.map((problem) => explainProblem(problem, kind as ImportKind, language)).join(' ');
      process.stderr.write(language === 'en' ? `row ${rowNumber}: ${reasons}\n` : `第 ${rowNumber} 行：${reasons}\n`);
    }
    if (rowsRejected > done.rejected.length) process.stderr.write(`… ${rowsRejected - done.rejected.length} more\n`);
    if (rowsRead > 0 && rowsRejected === rowsRead) process.exitCode = 1;
  });
}
