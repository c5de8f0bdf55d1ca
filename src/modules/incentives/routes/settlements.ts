import { Readable } from 'node:stream';
import type { Month } from '#kernel/day.ts';
import { isRefusal, refuse } from '#kernel/refusal.ts';
import { readHospital } from '#modules/hospital/index.ts';
import { type Actor, audit } from '#modules/staff/index.ts';
import { readPage } from '#platform/db/list.ts';
import { csvLine } from '#platform/files/write-csv.ts';
import { fileAnswer, type Routes } from '#platform/http/serve.ts';
import { enqueueJob } from '#platform/jobs/jobs.ts';
import type { Tools } from '#platform/tools.ts';
import { closeSettlement } from '../actions/pay.ts';
import { recomputeDepartment } from '../actions/recompute-department.ts';
import { reviewLines } from '../actions/review-lines.ts';
import { signSettlement } from '../actions/sign-settlement.ts';
import * as lineContract from '../contract/lines.ts';
import { downloadRegister } from '../contract/payouts.ts';
import * as contract from '../contract/settlements.ts';
import { settlementLinesCsv } from '../exports.ts';
import { readLineDetail } from '../line-view.ts';
import { readerOf } from '../reader.ts';
import { lineList, settlementList } from '../store/lists.ts';
import { readRegister } from '../store/register.ts';
import { readHead } from '../store/settlements.ts';
import { readOverview, readSettlementDetail, readSettlementRow } from '../views.ts';
import { payoutRegister, settlementWorkbook } from '../workbooks.ts';

const printedPayoutsMax = 2000;
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export function settlementRoutes(routes: Routes<Actor>, tools: Tools): void {
  readRoutes(routes, tools);
  signRoutes(routes, tools);
  fileRoutes(routes, tools);
  lineRoutes(routes, tools);
}

function readRoutes(routes: Routes<Actor>, tools: Tools): void {
  routes.serve(contract.listSettlements, (actor, { query }) =>
    tools.db.read(actor, (tx) => readPage(tx, settlementList(readerOf(actor)), query)),
  );
  routes.serve(contract.readSettlement, (actor, { params }) =>
    tools.db.read(
      actor,
      async (tx) => (await readSettlementDetail(tx, actor, params.settlementId)) ?? refuse('platform.not-found'),
    ),
  );
  routes.serve(contract.monthOverview, (actor, { query }) =>
    tools.db.read(actor, (tx) => readOverview(tools, tx, actor, query.month)),
  );
  routes.serve(contract.printSettlement, (actor, { params }) =>
    tools.db.read(actor, async (tx) => {
      const detail = await readSettlementDetail(tx, actor, params.settlementId);
      if (!detail) return refuse('platform.not-found');
      const reader = readerOf(actor);
      // Payouts are of the whole hospital and name payees: not for those who see a part or sums.
      const payouts =
        reader.departments === null && reader.seesPayees
          ? await readRegister(tx, params.settlementId, printedPayoutsMax)
          : [];
      const { sums, departments, byRule, byPayeeKind, signatures, recalculation: _, steps: __, ...settlement } = detail;
      return {
        hospital: (await readHospital(tx))?.name ?? '',
        settlement,
        sums,
        departments,
        byRule,
        byPayeeKind,
        payouts,
        signatures,
        payoutsLeftOff: payouts.length === 0 ? 0 : Math.max(0, detail.payoutsCount - payouts.length),
        printedAt: tools.now(),
      };
    }),
  );
}

function signRoutes(routes: Routes<Actor>, tools: Tools): void {
  routes.serve(contract.runSettlement, (actor, { body }) =>
    tools.db.transaction(actor, async (tx) => ({
      jobId: await enqueueJob(tx, {
        kind: 'incentives.settle',
        input: { month: body.month as Month, planId: body.planId, by: requester(actor) },
        requestedBy: actor.accountId,
      }),
    })),
  );
  routes.serve(contract.signCompilation, (actor, { params, body }) =>
    signSettlement(tools, actor, { ...params, ...body, step: 'compile', decision: 'signed' }),
  );
  routes.serve(contract.countersignCompilation, (actor, { params, body }) =>
    signSettlement(tools, actor, { ...params, ...body, step: 'countersign', decision: 'signed' }),
  );
  routes.serve(contract.verifyDepartment, (actor, { params, body }) =>
    signSettlement(tools, actor, { ...params, ...body, step: 'verify' }),
  );
  routes.serve(contract.recomputeDepartment, (actor, { params, body }) =>
    recomputeDepartment(tools, actor, { ...params, ...body }),
  );
  routes.serve(contract.startRecalculation, (actor, { params }) =>
    tools.db.transaction(actor, async (tx) => {
      const head = await readHead(tx, params.settlementId);
      if (!head) return refuse('platform.not-found');
      if (head.state !== 'verified') return refuse('incentives.wrong-state', { state: head.state });
      const input = { settlementId: head.settlementId, by: requester(actor) };
      return { jobId: await enqueueJob(tx, { kind: 'incentives.recalculate', input, requestedBy: actor.accountId }) };
    }),
  );
  routes.serve(contract.signRecalculation, (actor, { params, body }) =>
    signSettlement(tools, actor, { ...params, ...body, step: 'recalculate' }),
  );
  routes.serve(contract.approveFirst, (actor, { params, body }) =>
    signSettlement(tools, actor, { ...params, ...body, step: 'approve_first' }),
  );
  routes.serve(contract.approveSecond, (actor, { params, body }) =>
    signSettlement(tools, actor, { ...params, ...body, step: 'approve_second' }),
  );
  routes.serve(contract.closeSettlement, (actor, { params, body }) =>
    closeSettlement(tools, actor, { ...params, ...body }),
  );
}

function requester(actor: Actor): { accountId: Actor['accountId']; displayName: string } {
  return { accountId: actor.accountId, displayName: actor.displayName };
}

function fileRoutes(routes: Routes<Actor>, tools: Tools): void {
  routes.serve(contract.downloadSettlement, async (actor, { params }) => {
    const workbook = await settlementWorkbook(tools, actor, params.settlementId);
    return workbook ? fileAnswer({ ...workbook, mediaType: xlsx }) : refuse('platform.not-found');
  });
  routes.serve(downloadRegister, async (actor, { params }) => {
    const workbook = await payoutRegister(tools, actor, params.settlementId);
    return workbook ? fileAnswer({ ...workbook, mediaType: xlsx }) : refuse('platform.not-found');
  });
  routes.serve(contract.downloadLines, async (actor, { params }) => {
    const row = await tools.db.transaction({ hospitalId: actor.hospitalId }, async (tx) => {
      audit(tx, actor, {
        action: 'settlement.lines-exported',
        subjectKind: 'settlement',
        subjectId: params.settlementId,
      });
      return readSettlementRow(tx, params.settlementId, readerOf(actor));
    });
    if (!row) return refuse('platform.not-found');
    return fileAnswer({
      file: Readable.from(csvText(settlementLinesCsv(tools, actor, params.settlementId))),
      mediaType: 'text/csv; charset=utf-8',
      fileName: `${row.settlementNo}-lines.csv`,
    });
  });
}

async function* csvText(rows: AsyncIterable<readonly (readonly string[])[]>): AsyncGenerator<string> {
  for await (const batch of rows) yield batch.map((row) => `${csvLine(row)}\r\n`).join('');
}

function lineRoutes(routes: Routes<Actor>, tools: Tools): void {
  routes.serve(lineContract.listLines, (actor, { params, query }) =>
    tools.db.read(actor, (tx) => readPage(tx, lineList(params.settlementId, readerOf(actor)), query)),
  );
  routes.serve(lineContract.readLine, (actor, { params }, { locale }) =>
    tools.db.read(actor, async (tx) => {
      const line = await readLineDetail(tools, tx, actor, params.lineId, locale === 'en' ? 'en' : 'zh');
      return line ?? refuse('platform.not-found');
    }),
  );
  routes.serve(lineContract.reviewLines, async (actor, { params, body }) => {
    const result = await reviewLines(tools, actor, { ...params, ...body });
    return isRefusal(result) ? result : { reviewed: result.reviewed };
  });
}
