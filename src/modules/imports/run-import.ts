import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { dayOf } from '#kernel/day.ts';
import { isRefusal, type Refusal, RefusalError } from '#kernel/refusal.ts';
import { readTimeZone } from '#modules/hospital/index.ts';
import { openPatientImport } from '#modules/patients/index.ts';
import {
  enqueueMatching,
  linkWaitingReferrals,
  noteImportedRows,
  openIntroducerImport,
  openMessageImport,
  openReferralImport,
} from '#modules/referrals/index.ts';
import { type Actor, audit } from '#modules/staff/index.ts';
import { countChargesWithoutEpisode, openChargeImport, openEpisodeImport } from '#modules/visits/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { openTable } from '#platform/files/read-table.ts';
import type { TextEncoding } from '#platform/files/table.ts';
import type { Tools } from '#platform/tools.ts';
import { type KindWriter, pumpRows, type RejectedCells, type Totals } from './pipeline.ts';
import { type FoundHeader, type Mapping, mappingFromRemembered, rememberedHeaders } from './rules/guess-mapping.ts';
import type { ImportKind } from './rules/rows.ts';
import * as store from './store.ts';

export interface ImportOrder {
  readonly runId: string;
  readonly kind: ImportKind;
  readonly path: string;
  readonly encoding: TextEncoding | 'auto';
  readonly sheet: string | null;
  readonly mapping: Mapping | null;
  readonly isDryRun: boolean;
}

export interface ImportSummary extends Totals {
  readonly notices: readonly store.Notice[];
}

export interface Watch {
  /** Called after every batch; throws to cancel. */
  progress(totals: Readonly<Totals>, share: number): Promise<void>;
}

/** Rolls the dry run back while carrying its result out. */
class DryRunEnds extends Error {
  readonly summary: ImportSummary;
  constructor(summary: ImportSummary) {
    super('dry run');
    this.summary = summary;
  }
}

/**
 * Runs one import in one transaction: a crash, a cancel or a fault leaves nothing, and running it again is safe. A dry run does exactly the
 * same and rolls back, so its counts are the counts of the real run.
 */
export async function runImport(
  tools: Tools,
  actor: Actor,
  order: ImportOrder,
  watch: Watch,
): Promise<ImportSummary | Refusal> {
  const scope = { hospitalId: actor.hospitalId };
  await store.clearRejected(tools, scope, order.runId);
  try {
    const summary = await tools.db.transaction<ImportSummary | Refusal>(scope, (tx) =>
      importIn(tx, tools, actor, order, watch),
    );
    // A refusal thrown inside comes back as a value, rolled back.
    if (isRefusal(summary)) {
      await store.failRun(tools, scope, order.runId, summary);
      return summary;
    }
    return summary;
  } catch (error) {
    if (error instanceof DryRunEnds) {
      const { summary } = error;
      await tools.db.transaction(scope, (tx) => store.endRun(tx, order.runId, 'checked', summary));
      return summary;
    }
    const refusal = error instanceof RefusalError ? error.refusal : null;
    await store.failRun(tools, scope, order.runId, refusal);
    if (refusal) return refusal;
    throw error;
  }
}

async function importIn(tx: Tx, tools: Tools, actor: Actor, order: ImportOrder, watch: Watch): Promise<ImportSummary> {
  const notices: store.Notice[] = [];
  const table = await openTable(order.path, {
    encoding: order.encoding,
    ...(order.sheet ? { sheet: order.sheet } : {}),
  });
  const timeZone = await readTimeZone(tx);
  let totals: Totals;
  try {
    totals = await pumpRows(tx, {
      kind: order.kind,
      table,
      mapping: order.mapping,
      remembered: async (headers) => {
        const remembered = await store.readMapping(tx, order.kind, headersHash(headers));
        return remembered && mappingFromRemembered(remembered, headers, order.kind);
      },
      timeZone,
      today: dayOf(tools.now(), timeZone),
      openWriter: (writing) => openWriter(writing, tools, order, actor) as Promise<KindWriter<ImportKind>>,
      onHeader: (found, mapping) => noteHeader(tx, tools, actor, order, found, mapping, notices),
      onRejected: (rows) =>
        store.insertRejected(tools, { hospitalId: actor.hospitalId }, order.runId, rows as RejectedCells[]),
      onProgress: (now, share) => watch.progress(now, share),
    });
  } finally {
    await table.close();
  }
  if (order.kind === 'introducers' || order.kind === 'referrals') await linkWaitingReferrals(tx);
  if (order.kind === 'charges') {
    const rows = await countChargesWithoutEpisode(tx, order.runId);
    if (rows > 0) notices.push({ code: 'imports.charges-without-episode', facts: { rows } });
  }
  const summary = { ...totals, notices };
  if (order.isDryRun) throw new DryRunEnds(summary);
  await finishIn(tx, actor, order, summary);
  return summary;
}

async function finishIn(tx: Tx, actor: Actor, order: ImportOrder, summary: ImportSummary): Promise<void> {
  const changes = summary.rowsNew + summary.rowsChanged;
  if (changes > 0 && order.kind !== 'charges' && order.kind !== 'patients') {
    await enqueueMatching(tx, actor.accountId);
    // The clock's lock is taken as late as possible, so that live messages do not wait for a long import.
    tx.beforeCommit('clock', () => noteImportedRows(tx));
  }
  audit(tx, actor, {
    action: 'import.done',
    subjectKind: 'import',
    subjectId: order.runId,
    detail: {
      kind: order.kind,
      created: summary.rowsNew,
      changed: summary.rowsChanged,
      rejected: summary.rowsRejected,
    },
  });
  await store.endRun(tx, order.runId, 'done', summary);
  tx.touch('referrals');
  tx.announce('imports.done', { runId: order.runId, kind: order.kind });
}

async function noteHeader(
  tx: Tx,
  tools: Tools,
  actor: Actor,
  order: ImportOrder,
  found: FoundHeader,
  mapping: Mapping,
  notices: store.Notice[],
): Promise<void> {
  const used = new Set(Object.values(mapping));
  const ignored = found.headers.filter((header, index) => header.trim() !== '' && !used.has(index));
  if (ignored.length > 0)
    notices.push({ code: 'imports.columns-ignored', facts: { columns: ignored.join('、').slice(0, 400) } });
  await store.noteHeaders(tools, { hospitalId: actor.hospitalId }, order.runId, found.headers, mapping);
  if (!order.isDryRun && order.mapping)
    await store.rememberMapping(tx, order.kind, headersHash(found.headers), rememberedHeaders(mapping, found.headers));
}

export function headersHash(headers: readonly string[]): string {
  return createHash('sha256').update(headers.join('\u001f')).digest('hex');
}

function openWriter(tx: Tx, tools: Tools, order: ImportOrder, actor: Actor) {
  switch (order.kind) {
    case 'introducers':
      return openIntroducerImport(tx, order.runId);
    case 'patients':
      return openPatientImport(tx, tools, order.runId);
    case 'episodes':
      return openEpisodeImport(tx, tools.cipher, order.runId);
    case 'charges':
      return openChargeImport(tx, order.runId);
    case 'messages':
      return openMessageImport(tx, order.runId, actor.displayName);
    case 'referrals':
      return openReferralImport(tx, order.runId, actor.displayName);
  }
}

export async function fileHash(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of createReadStream(path)) hash.update(part as Buffer);
  return hash.digest('hex');
}
