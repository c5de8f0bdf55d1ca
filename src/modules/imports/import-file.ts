import { basename, resolve } from 'node:path';
import type { Refusal } from '#kernel/refusal.ts';
import type { Actor } from '#modules/staff/index.ts';
import type { TextEncoding } from '#platform/files/table.ts';
import type { Tools } from '#platform/tools.ts';
import { holdingLease } from './lease.ts';
import { noticeText } from './notice-words.ts';
import type { ImportKind, RowProblem } from './rules/rows.ts';
import { fileHash, type ImportSummary, runImport, type Watch } from './run-import.ts';
import * as store from './store.ts';

export interface FileImport {
  readonly runId: string;
  readonly summary: ImportSummary;
  readonly notices: readonly string[];
  /** The first rejected rows, for showing. */
  readonly rejected: readonly { readonly rowNumber: number; readonly problems: readonly RowProblem[] }[];
}

/** Imports a file lying on this machine at once, with the mapping found from its headers: the `import` command and the sample hospital. */
export async function importFile(
  tools: Tools,
  actor: Actor,
  file: {
    readonly kind: ImportKind;
    readonly path: string;
    readonly encoding: TextEncoding | 'auto';
    readonly isDryRun: boolean;
  },
  watch: Watch = { progress: async () => undefined },
): Promise<FileImport | Refusal> {
  const path = resolve(file.path);
  const hash = await fileHash(path);
  const scope = { hospitalId: actor.hospitalId };
  const runId = await tools.db.transaction(scope, (tx) =>
    store.insertRun(tx, actor, {
      kind: file.kind,
      fileName: basename(path).slice(0, 200),
      fileHash: hash,
      filePath: null,
      encoding: file.encoding,
      isDryRun: file.isDryRun,
      state: file.isDryRun ? 'checking' : 'running',
    }),
  );
  const order = { ...file, path, runId, sheet: null, mapping: null };
  const summary = await holdingLease(tools, scope, runId, () => runImport(tools, actor, order, watch));
  if ('refused' in summary) return summary;
  const rejected = await tools.db.read(scope, (tx) => store.readRejected(tx, runId, 0, 20));
  return {
    runId,
    summary,
    notices: summary.notices.map((notice) => noticeText(notice, 'zh-CN')),
    rejected: rejected.map((row) => ({ rowNumber: row.row_no, problems: row.reasons })),
  };
}
