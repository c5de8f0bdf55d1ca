import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify/sync';
import { isRefusal } from '#kernel/refusal.ts';
import { fileAnswer, type Routes } from '#platform/http/serve.ts';
import type { Tools } from '#platform/tools.ts';
import type { Actor } from '../actor.ts';
import { audit } from '../audit.ts';
import { type AuditRow, readAuditForward, readAuditPage, verifyAudit } from '../audit-log.ts';
import * as contract from '../contract-audit.ts';
import { readAccountNames } from '../store.ts';

export function auditRoutes(routes: Routes<Actor>, tools: Tools): void {
  routes.serve(contract.listAudit, (actor, { query }) =>
    tools.db.read(actor, async (tx) => {
      const page = await readAuditPage(tx, query);
      if (isRefusal(page)) return page;
      const accountIds = page.items.flatMap((row) => (row.subject_kind === 'account' ? [row.subject_id ?? ''] : []));
      const names = await readAccountNames(tx, accountIds);
      return { ...page, items: page.items.map((row) => entryInfo(row, names)) };
    }),
  );
  routes.serve(contract.exportAudit, async (actor, { query }) => {
    const page = await tools.db.transaction({ hospitalId: actor.hospitalId }, async (tx) => {
      audit(tx, actor, { action: 'audit.exported', detail: { filter: query.filter } });
      return readAuditPage(tx, { filter: query.filter, limit: 1 });
    });
    if (isRefusal(page)) return page;
    return fileAnswer({
      file: Readable.from(csvLines(tools, actor, query.filter)),
      mediaType: 'text/csv; charset=utf-8',
      fileName: '审计日志.csv',
    });
  });
  routes.serve(contract.verifyAuditChain, async (actor) => {
    const [report] = await verifyAudit(tools, actor.hospitalId);
    const { entries, intact, break: broken, head } = report!;
    await tools.db.transaction({ hospitalId: actor.hospitalId }, async (tx) =>
      audit(tx, actor, { action: 'audit.verified', detail: { entries, intact } }),
    );
    return { entries, intact, break: broken, head, verifiedAt: new Date(tools.now()).toISOString() };
  });
}

function entryInfo(row: AuditRow, names: ReadonlyMap<string, string>): contract.AuditEntryInfo {
  return {
    seq: row.seq,
    at: new Date(row.at).toISOString(),
    actorId: row.actor_id,
    actorName: row.actor_name,
    via: row.via,
    action: row.action,
    subjectKind: row.subject_kind,
    subjectId: row.subject_id,
    subjectName: names.get(row.subject_id ?? '') ?? null,
    reason: row.reason,
    fromAddress: row.from_address,
    detail: JSON.parse(row.detail) as Record<string, unknown>,
  };
}

const csvColumns = [
  'seq',
  'at',
  'actor',
  'via',
  'action',
  'subject_kind',
  'subject_id',
  'reason',
  'from_address',
  'detail',
  'hash',
];

/** Batch by batch, each in a transaction of its own: a slow reader must not hold one open for the whole download. */
async function* csvLines(tools: Tools, actor: Actor, filter: readonly string[]): AsyncGenerator<string> {
  // The mark tells spreadsheets that this is UTF-8.
  yield `\uFEFF${csvColumns.join(',')}\n`;
  for (let after = 0; ; ) {
    const from = after;
    const rows = await tools.db.read(actor, async (tx) => {
      const batch = await readAuditForward(tx, filter, 2000, from).next();
      return batch.value ?? [];
    });
    if (rows.length === 0) return;
    yield stringify(rows.map(csvRow));
    after = rows.at(-1)!.seq;
  }
}

function csvRow(row: AuditRow): string[] {
  const cells = [
    row.actor_name,
    row.via,
    row.action,
    row.subject_kind,
    row.subject_id,
    row.reason,
    row.from_address,
    row.detail,
  ];
  return [String(row.seq), new Date(row.at).toISOString(), ...cells.map(neutral), row.hash.toString('hex')];
}

/** A cell that a spreadsheet would take for a formula gets an apostrophe before it. */
function neutral(text: string | null): string {
  return text !== null && /^[=+\-@\t\r]/.test(text) ? `'${text}` : (text ?? '');
}
