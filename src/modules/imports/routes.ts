import { isRefusal, refuse } from '#kernel/refusal.ts';
import { type Actor, audit } from '#modules/staff/index.ts';
import { csvLine } from '#platform/files/write-csv.ts';
import { fileAnswer, type Routes } from '#platform/http/serve.ts';
import type { Tools } from '#platform/tools.ts';
import { previewAgain, receiveUpload, startJob, undoImport } from './actions.ts';
import * as contract from './contract.ts';
import { explainProblem } from './rules/explain-problems.ts';
import { maskCell } from './rules/mask-cells.ts';
import { rejectedRowCells, rejectedRowsHeader } from './rules/rejected-rows.ts';
import { listRuns, readRunInfo } from './run-list.ts';
import * as store from './store.ts';

export function importRoutes(routes: Routes<Actor>, tools: Tools): void {
  routes.serve(contract.uploadImport, async (actor, { query }, { request }) => {
    const part = await request.file();
    if (!part) return refuse('platform.invalid-request');
    return receiveUpload(tools, actor, { ...query, fileName: part.filename, content: part.file });
  });
  routes.serve(contract.previewImport, (actor, { params, query }) =>
    previewAgain(tools, actor, params.runId, { encoding: query.encoding, sheet: query.sheet ?? null }),
  );
  routes.serve(contract.checkImport, (actor, { params, body }) =>
    startJob(tools, actor, params.runId, { ...body, isDryRun: true }),
  );
  routes.serve(contract.startImport, (actor, { params, body }) =>
    startJob(tools, actor, params.runId, { ...body, isDryRun: false }),
  );
  routes.serve(contract.listImports, (actor, { query }, { locale }) =>
    tools.db.read(actor, (tx) => listRuns(tx, query, locale, tools.now())),
  );
  routes.serve(contract.readImport, async (actor, { params }, { locale }) => {
    const run = await tools.db.read(actor, (tx) => readRunInfo(tx, params.runId, locale, tools.now()));
    return run ?? refuse('platform.not-found');
  });
  routes.serve(contract.listRejectedRows, (actor, { params, query }, { locale }) =>
    tools.db.read(actor, async (tx) => {
      const run = await store.readRun(tx, params.runId);
      if (!run) return refuse('platform.not-found');
      const rows = await store.readRejected(tx, params.runId, query.after, query.limit);
      return {
        headers: run.headers,
        items: rows.map((row) => ({
          rowNumber: row.row_no,
          cells: row.cells.map(maskCell),
          reasons: row.reasons.map((problem) => explainProblem(problem, run.kind, locale)),
        })),
      };
    }),
  );
  routes.serve(contract.downloadRejectedRows, async (actor, { params }, { locale }) => {
    const text = await rejectedFile(tools, actor, params.runId, locale);
    if (isRefusal(text)) return text;
    await noteDownload(tools, actor, params.runId);
    return fileAnswer({
      file: text,
      mediaType: 'text/csv; charset=utf-8',
      fileName: locale === 'en' ? 'rejected-rows.csv' : '被拒行.csv',
    });
  });
  routes.serve(contract.undoImport, (actor, { params }) => undoImport(tools, actor, params.runId));
}

/** At most 100,000 rows are kept (see the store), so the file fits in memory. */
async function rejectedFile(tools: Tools, actor: Actor, runId: string, locale: 'zh-CN' | 'en') {
  return tools.db.read(actor, async (tx) => {
    const run = await store.readRun(tx, runId);
    if (!run) return refuse('platform.not-found');
    const parts = [`\uFEFF${csvLine(rejectedRowsHeader(run.headers, locale))}\r\n`];
    for (let after = 0; ; ) {
      const rows = await store.readRejected(tx, runId, after, 5000);
      if (rows.length === 0) return parts.join('');
      for (const row of rows) {
        const stored = { rowNumber: row.row_no, cells: row.cells, problems: row.reasons };
        parts.push(`${csvLine(rejectedRowCells(stored, run.headers.length, run.kind, locale))}\r\n`);
      }
      after = rows.at(-1)!.row_no;
    }
  });
}

/** The file holds names and phones in full: who took it is on record. */
async function noteDownload(tools: Tools, actor: Actor, runId: string): Promise<void> {
  await tools.db.transaction({ hospitalId: actor.hospitalId }, async (tx) =>
    audit(tx, actor, { action: 'import.rejected-rows-downloaded', subjectKind: 'import', subjectId: runId }),
  );
}
