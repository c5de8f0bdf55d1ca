import type { Instant } from '#kernel/day.ts';
import { isRefusal } from '#kernel/refusal.ts';
import type { Actor } from '#modules/staff/index.ts';
import { readPage } from '#platform/db/list.ts';
import { fileAnswer, type Routes } from '#platform/http/serve.ts';
import type { Tools } from '#platform/tools.ts';
import { decideExport, readExportDetail, requestExport } from '../actions/exports.ts';
import { openFile } from '../actions/files.ts';
import {
  answerRequest,
  closeWithoutAnswer,
  extendRequest,
  fileRequest,
  produceFiles,
  readRequestDetail,
  verifyIdentity,
} from '../actions/requests.ts';
import { changeRetention, countRetention, readRetention, startRetention } from '../actions/retention.ts';
import * as exportContract from '../contract/exports.ts';
import * as contract from '../contract/rights.ts';
import { exportList } from '../store/exports.ts';
import { requestList } from '../store/requests.ts';

export function rightsRoutes(routes: Routes<Actor>, tools: Tools): void {
  routes.serve(contract.listRequests, (actor, { query }) =>
    tools.db.read(actor, (tx) => readPage<contract.RightsRequest>(tx, requestList, query)),
  );
  routes.serve(contract.readRequest, (actor, { params }) =>
    tools.db.read(actor, (tx) => readRequestDetail(tx, params.requestId)),
  );
  routes.serve(contract.fileRequest, (actor, { body: { receivedAt, ...body } }) =>
    fileRequest(tools, actor, {
      ...body,
      requesterName: body.requesterName || null,
      ...(receivedAt === undefined ? {} : { receivedAt: receivedAt as Instant }),
    }),
  );
  routes.serve(contract.verifyIdentity, (actor, { params, body }) =>
    verifyIdentity(tools, actor, { ...params, ...body }),
  );
  routes.serve(contract.extendRequest, (actor, { params, body }) =>
    extendRequest(tools, actor, { ...params, ...body }),
  );
  routes.serve(contract.produceFiles, (actor, { params, body }) => produceFiles(tools, actor, { ...params, ...body }));
  routes.serve(contract.answerRequest, (actor, { params, body }) =>
    answerRequest(tools, actor, { ...params, ...body }),
  );
  routes.serve(contract.closeRequest, (actor, { params, body }) =>
    closeWithoutAnswer(tools, actor, { ...params, ...body }),
  );
  routes.serve(contract.downloadFile, async (actor, { params }) => {
    const opened = await openFile(tools, actor, { ...params, ownerKind: 'request' });
    return isRefusal(opened) ? opened : fileAnswer(opened);
  });
  retentionRoutes(routes, tools);
  exportRoutes(routes, tools);
}

function retentionRoutes(routes: Routes<Actor>, tools: Tools): void {
  routes.serve(contract.readRetention, (actor) => tools.db.read(actor, readRetention));
  routes.serve(contract.changeRetention, (actor, { params, body }) =>
    changeRetention(tools, actor, { ...params, ...body }),
  );
  routes.serve(contract.countRetention, (actor) => countRetention(tools, actor));
  routes.serve(contract.runRetention, (actor) => startRetention(tools, actor));
}

function exportRoutes(routes: Routes<Actor>, tools: Tools): void {
  routes.serve(exportContract.listExports, (actor, { query }) =>
    tools.db.read(actor, (tx) => readPage<exportContract.ExportRow>(tx, exportList, query)),
  );
  routes.serve(exportContract.readExport, (actor, { params }) =>
    tools.db.read(actor, (tx) => readExportDetail(tx, params.exportId)),
  );
  routes.serve(exportContract.requestExport, (actor, { body }) => requestExport(tools, actor, body));
  routes.serve(exportContract.decideExport, (actor, { params, body }) =>
    decideExport(tools, actor, { ...params, ...body }),
  );
  routes.serve(exportContract.downloadExport, async (actor, { params }) => {
    const opened = await openFile(tools, actor, {
      fileId: params.fileId,
      ownerKind: 'export',
      ownerId: params.exportId,
    });
    return isRefusal(opened) ? opened : fileAnswer(opened);
  });
}
