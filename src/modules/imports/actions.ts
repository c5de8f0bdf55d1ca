import { randomUUID } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { dayMs } from '#kernel/day.ts';
import { isRefusal, type Refusal, RefusalError, refuse } from '#kernel/refusal.ts';
import { findSettlementUsingImport } from '#modules/incentives/index.ts';
import { undoPatientImport } from '#modules/patients/index.ts';
import {
  enqueueMatching,
  introducerTable,
  messageTable,
  noteImportedRows,
  referralTable,
  removeImportedContacts,
  removeImportedReadings,
} from '#modules/referrals/index.ts';
import { type Actor, audit } from '#modules/staff/index.ts';
import { chargeTable, episodeTable } from '#modules/visits/index.ts';
import { type BulkTable, isOverwritten, type Undone, undoBulk } from '#platform/db/bulk.ts';
import type { Tx } from '#platform/db/database.ts';
import { previewTable } from '#platform/files/read-table.ts';
import { encodingNamed, type TextEncoding } from '#platform/files/table.ts';
import { enqueueJob } from '#platform/jobs/jobs.ts';
import type { Tools } from '#platform/tools.ts';
import type { ImportPreview } from './contract.ts';
import { columnsOf } from './rules/columns.ts';
import {
  checkMapping,
  findHeader,
  type Mapping,
  mappingFromRemembered,
  missingColumns,
} from './rules/guess-mapping.ts';
import { maskCell } from './rules/mask-cells.ts';
import type { ImportKind } from './rules/rows.ts';
import { fileHash, headersHash } from './run-import.ts';
import * as store from './store.ts';

export const importJob = 'imports.run';
const undoDaysMax = 7;
const previewRowsMax = 50;

export function readEncoding(name: string): TextEncoding | 'auto' {
  const encoding = encodingNamed(name);
  if (encoding === null) throw new RefusalError(refuse('imports.unknown-encoding', { encoding: name.slice(0, 20) }));
  return encoding;
}

/** Keeps an upload in the data folder and tells what is recognised in it. Nothing is imported. */
export async function receiveUpload(
  tools: Tools,
  actor: Actor,
  upload: { kind: ImportKind; fileName: string; encoding: string; content: Readable },
): Promise<ImportPreview> {
  const dir = join(tools.config.dataDir, 'uploads');
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const path = join(dir, randomUUID());
  try {
    await pipeline(upload.content, createWriteStream(path, { mode: 0o600 }));
    const encoding = readEncoding(upload.encoding);
    const hash = await fileHash(path);
    const preview = await previewOf(tools, actor, { kind: upload.kind, path, encoding, sheet: null });
    const runId = await tools.db.transaction({ hospitalId: actor.hospitalId }, (tx) =>
      store.insertRun(tx, actor, {
        kind: upload.kind,
        fileName: basename(upload.fileName).slice(0, 200),
        fileHash: hash,
        filePath: path,
        encoding: upload.encoding,
        isDryRun: true,
        state: 'uploaded',
      }),
    );
    return { runId, ...preview };
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

export async function previewAgain(
  tools: Tools,
  actor: Actor,
  runId: string,
  as: { encoding: string; sheet: string | null },
): Promise<ImportPreview | Refusal> {
  const run = await tools.db.read(actor, (tx) => store.readRun(tx, runId));
  if (!run) return refuse('platform.not-found');
  if (!run.file_path || !existsSync(run.file_path)) return refuse('imports.file-gone');
  const order = { kind: run.kind, path: run.file_path, encoding: readEncoding(as.encoding), sheet: as.sheet };
  const preview = await previewOf(tools, actor, order);
  // What a person has chosen for this file stands until the file is read in another way.
  const isSameReading = run.mapping !== null && run.headers.join('\u001f') === preview.headers.join('\u001f');
  if (!isSameReading) return { runId, ...preview };
  const mapping = run.mapping!;
  return { runId, ...preview, mapping, missing: missingColumns(mapping, run.kind) };
}

async function previewOf(
  tools: Tools,
  actor: Actor,
  of: { kind: ImportKind; path: string; encoding: TextEncoding | 'auto'; sheet: string | null },
): Promise<Omit<ImportPreview, 'runId'>> {
  const table = await previewTable(of.path, previewRowsMax, {
    encoding: of.encoding,
    ...(of.sheet ? { sheet: of.sheet } : {}),
  });
  const found = findHeader(table.rows, of.kind);
  if (!found) throw new RefusalError(refuse('imports.no-header'));
  const remembered = await tools.db.read(actor, (tx) => store.readMapping(tx, of.kind, headersHash(found.headers)));
  const mapping = remembered ? mappingFromRemembered(remembered, found.headers, of.kind) : found.guess.mapping;
  return {
    kind: of.kind,
    format: table.format,
    encoding: table.encoding,
    sheets: [...table.sheets],
    sheet: table.sheet,
    headers: [...found.headers],
    rows: table.rows.slice(found.lastHeaderRow + 1, found.lastHeaderRow + 21).map((row) => row.map(maskCell)),
    columns: columnsOf[of.kind].map(({ name, chinese, required, example, aliases }) => ({
      name,
      title: chinese,
      required,
      example,
      aliases: [...aliases],
    })),
    mapping,
    confidence: remembered ? Object.fromEntries(Object.keys(mapping).map((name) => [name, 1])) : found.guess.confidence,
    ignored: [...found.guess.ignored],
    missing: missingColumns(mapping, of.kind),
  };
}

/** Starts the dry run or the import itself as a job, with the mapping a person has confirmed. */
export async function startJob(
  tools: Tools,
  actor: Actor,
  runId: string,
  start: { isDryRun: boolean; mapping: Mapping; encoding: string; sheet: string | null },
): Promise<{ jobId: string } | Refusal> {
  readEncoding(start.encoding);
  return tools.db.transaction(actor, async (tx) => {
    const run = await store.lockRun(tx, runId);
    if (!run) return refuse('platform.not-found');
    const isUnderWay = ['checking', 'running'].includes(run.state) && !(await store.isJobOver(tx, runId));
    if (isUnderWay || run.state === 'done' || run.state === 'undone') return refuse('imports.not-possible-now');
    if (!run.file_path || !existsSync(run.file_path)) return refuse('imports.file-gone');
    const refusal = checkMapping(start.mapping, run.kind);
    if (refusal) return refusal;
    const jobId = await enqueueJob(tx, {
      kind: importJob,
      input: { runId },
      requestedBy: actor.accountId,
    });
    await store.startRun(tx, runId, { ...start, jobId });
    audit(tx, actor, {
      action: start.isDryRun ? 'import.checked' : 'import.started',
      subjectKind: 'import',
      subjectId: runId,
      detail: { kind: run.kind },
    });
    return { jobId };
  });
}

const tablesOf: Readonly<Record<Exclude<ImportKind, 'patients'>, readonly BulkTable[]>> = {
  introducers: [introducerTable],
  episodes: [episodeTable],
  charges: [chargeTable],
  messages: [referralTable, messageTable],
  referrals: [referralTable],
};

/** Takes an import back: changed rows become what they were, new rows go, winners are decided anew. */
export async function undoImport(tools: Tools, actor: Actor, runId: string): Promise<Undone | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const run = await store.lockRun(tx, runId);
    if (!run) return refuse('platform.not-found');
    if (run.state !== 'done') return refuse('imports.not-possible-now');
    if (run.ended_at !== null && tools.now() - run.ended_at > undoDaysMax * dayMs)
      return refuse('imports.undo-too-late');
    const settlement = await findSettlementUsingImport(tx, runId);
    if (settlement) return refuse('imports.undo-settled', { settlement });
    const undone =
      run.kind === 'patients' ? await undoPatientImport(tx, runId) : await undoTables(tx, tablesOf[run.kind], runId);
    if (isRefusal(undone)) return undone;
    await store.markUndone(tx, runId, actor.displayName);
    if (run.kind !== 'patients') {
      await enqueueMatching(tx, actor.accountId);
      tx.beforeCommit('clock', () => noteImportedRows(tx));
    }
    tx.announce('imports.undone', { runId, kind: run.kind });
    audit(tx, actor, { action: 'import.undone', subjectKind: 'import', subjectId: runId, detail: { ...undone } });
    tx.touch('imports', runId);
    return undone;
  });
}

async function undoTables(tx: Tx, tables: readonly BulkTable[], runId: string): Promise<Undone | Refusal> {
  let restored = 0;
  let removed = 0;
  for (const table of tables) {
    if (await isOverwritten(tx, table, runId)) return refuse('imports.undo-overwritten');
    if (table === introducerTable) await removeImportedContacts(tx, runId);
    if (table === messageTable) await removeImportedReadings(tx, runId);
    const undone = await undoBulk(tx, table, runId);
    restored += undone.restored;
    removed += undone.removed;
  }
  return { restored, removed };
}
