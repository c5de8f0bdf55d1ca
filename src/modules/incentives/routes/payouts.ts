import { isRefusal, type Refusal, refuse } from '#kernel/refusal.ts';
import { type Actor, audit, revealField } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { readPage } from '#platform/db/list.ts';
import { fileAnswer, type Routes } from '#platform/http/serve.ts';
import { enqueueJob } from '#platform/jobs/jobs.ts';
import type { Tools } from '#platform/tools.ts';
import { changeBankLayout, createBatch, defaultLayout } from '../actions/bank-batch.ts';
import { recordBatchPayments, recordPayment, recordReturn, transferBlocked } from '../actions/pay.ts';
import * as ledgerContract from '../contract/ledger.ts';
import * as contract from '../contract/payouts.ts';
import * as whatIfContract from '../contract/what-if.ts';
import { readHospitalBasis } from '../run-settlement.ts';
import { readBatchFile, readLayout } from '../store/batches.ts';
import { countDueEpisodes } from '../store/episode-facts.ts';
import { balanceList, batchList, ledgerList, payoutColumns, payoutFrom, payoutList } from '../store/lists.ts';
import { readBookings, readPayoutLines } from '../store/payout-detail.ts';
import { readWhatIfJob } from '../store/what-if-jobs.ts';
import { computeWhatIf, monthsOf, type WhatIfRequest } from '../what-if.ts';

type StoredPayout = Omit<contract.PayoutRow, 'transferBlocked'> & {
  accountHolder: string | null;
  carriedFen: number;
};

export function payoutRoutes(routes: Routes<Actor>, tools: Tools): void {
  routes.serve(contract.listPayouts, (actor, { query }) =>
    tools.db.read(actor, async (tx) => {
      const page = await readPage<StoredPayout>(tx, payoutList, query);
      return isRefusal(page) ? page : { ...page, items: page.items.map(payoutInfo) };
    }),
  );
  routes.serve(contract.readPayout, (actor, { params }) =>
    tools.db.read(actor, async (tx) => {
      const row = await readStored(tx, params.payoutId);
      if (!row) return refuse('platform.not-found');
      return {
        ...payoutInfo(row),
        lines: await readPayoutLines(tx, params.payoutId),
        carriedFen: row.carriedFen,
        bookings: await readBookings(tx, params.payoutId),
      };
    }),
  );
  routes.serve(contract.recordPayment, async (actor, { params, body }) =>
    payoutAfter(tools, actor, await recordPayment(tools, actor, { ...params, ...body })),
  );
  routes.serve(contract.recordReturn, async (actor, { params, body }) =>
    payoutAfter(tools, actor, await recordReturn(tools, actor, { ...params, ...body })),
  );
  routes.serve(contract.revealCollector, (actor, { params, body }) => {
    const request = {
      tier: 'T4' as const,
      subjectKind: 'payout',
      subjectId: params.payoutId,
      field: 'collectorId',
      reason: body.reason,
    };
    return revealField(tools, actor, request, async (tx) => {
      const row = await tx.one<{ sealed: Buffer | null }>(
        'SELECT collector_id_sealed AS sealed FROM incentive_payouts WHERE hospital_id = $1 AND payout_id = $2',
        [tx.hospitalId, params.payoutId],
      );
      return row?.sealed ? tools.cipher.open(row.sealed) : refuse('platform.not-found');
    });
  });
  batchRoutes(routes, tools);
  ledgerRoutes(routes, tools);
  whatIfRoutes(routes, tools);
}

function payoutInfo({ accountHolder, carriedFen: _, ...row }: StoredPayout): contract.PayoutRow {
  return { ...row, transferBlocked: transferBlocked(row, { holder: accountHolder, tail: row.accountTail }) };
}

function readStored(tx: Tx, payoutId: string): Promise<StoredPayout | null> {
  return tx.one(`SELECT ${payoutColumns} FROM ${payoutFrom} WHERE p.hospital_id = $1 AND p.payout_id = $2`, [
    tx.hospitalId,
    payoutId,
  ]);
}

async function payoutAfter(tools: Tools, actor: Actor, result: { payoutId: string } | Refusal) {
  if (isRefusal(result)) return result;
  return tools.db.read(actor, async (tx) => payoutInfo((await readStored(tx, result.payoutId))!));
}

function batchRoutes(routes: Routes<Actor>, tools: Tools): void {
  routes.serve(contract.listBatches, (actor, { query }) =>
    tools.db.read(actor, (tx) => readPage(tx, batchList, query)),
  );
  routes.serve(contract.createBatch, async (actor, { body }) => {
    const made = await createBatch(tools, actor, body);
    if (isRefusal(made)) return made;
    const row = await tools.db.read(actor, (tx) =>
      tx.one(`SELECT ${batchList.columns} FROM ${batchList.from} WHERE b.hospital_id = $1 AND b.batch_id = $2`, [
        tx.hospitalId,
        made.batchId,
      ]),
    );
    return { ...row, leftOut: made.leftOut };
  });
  routes.serve(contract.downloadBatch, async (actor, { params }) => {
    const stored = await tools.db.transaction({ hospitalId: actor.hospitalId }, async (tx) => {
      audit(tx, actor, { action: 'payout.batch-downloaded', subjectKind: 'batch', subjectId: params.batchId });
      return readBatchFile(tx, params.batchId);
    });
    if (!stored) return refuse('platform.not-found');
    const file = Buffer.from(tools.cipher.open(stored.contentSealed), 'base64');
    return fileAnswer({ file, mediaType: 'text/csv', fileName: stored.fileName });
  });
  routes.serve(contract.recordBatchPayments, (actor, { params, body }) =>
    recordBatchPayments(tools, actor, { ...params, ...body }),
  );
  routes.serve(contract.readBankLayout, (actor) =>
    tools.db.read(actor, async (tx) => (await readLayout(tx)) ?? defaultLayout),
  );
  routes.serve(contract.changeBankLayout, (actor, { body }) => changeBankLayout(tools, actor, body));
}

function ledgerRoutes(routes: Routes<Actor>, tools: Tools): void {
  routes.serve(ledgerContract.listLedgerEntries, (actor, { query }) =>
    tools.db.read(actor, (tx) => readPage(tx, ledgerList, query)),
  );
  routes.serve(ledgerContract.listLedgerBalances, (actor, { query }) =>
    tools.db.read(actor, (tx) => readPage(tx, balanceList, query)),
  );
}

/** More are computed in the background. */
const directEpisodesMax = 20_000;

function whatIfRoutes(routes: Routes<Actor>, tools: Tools): void {
  routes.serve(whatIfContract.whatIf, async (actor, { body }) => {
    const request = body as WhatIfRequest;
    const months = monthsOf(request);
    if (isRefusal(months)) return months;
    const episodes = await tools.db.read(actor, async (tx) =>
      countDueEpisodes(tx, months, (await readHospitalBasis(tx)).timeZone),
    );
    if (episodes > directEpisodesMax)
      return tools.db.transaction(actor, async (tx) => ({
        jobId: await enqueueJob(tx, { kind: 'incentives.what-if', input: request, requestedBy: actor.accountId }),
        result: null,
      }));
    const result = await computeWhatIf(tools, actor, request);
    return isRefusal(result) ? result : { jobId: null, result };
  });
  routes.serve(whatIfContract.readWhatIf, (actor, { params }) =>
    tools.db.read(actor, async (tx) => {
      const job = await readWhatIfJob(tx, params.jobId, actor.accountId);
      return job ? { jobId: params.jobId, result: job.result } : refuse('platform.not-found');
    }),
  );
}
