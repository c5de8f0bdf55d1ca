import type { Actor } from '#modules/staff/index.ts';
import { fileAnswer, type Routes } from '#platform/http/serve.ts';
import type { Tools } from '#platform/tools.ts';
import * as contract from '../contract/summary.ts';
import { listAdmissions, listExams, readExamTotals, readSummary } from '../desk/summary.ts';
import { writeSummaryWorkbook } from '../desk/summary-workbook.ts';

export function summaryRoutes(routes: Routes<Actor>, tools: Tools): void {
  routes.serve(contract.readSummary, (actor, { query }) => readSummary(tools, actor, query.month));
  routes.serve(contract.listSummaryRows, (actor, { query }) => listAdmissions(tools, actor, query));
  routes.serve(contract.exportSummary, async (actor, { query }) =>
    fileAnswer({
      file: await writeSummaryWorkbook(tools, actor, query.month),
      mediaType: contract.exportSummary.produces,
      fileName: `住院病人信息汇总表-${query.month}.xlsx`,
    }),
  );
  routes.serve(contract.listExamRegister, (actor, { query }) => listExams(tools, actor, query));
  routes.serve(contract.readExamTotals, (actor, { query }) => readExamTotals(tools, actor, query.month));
}
