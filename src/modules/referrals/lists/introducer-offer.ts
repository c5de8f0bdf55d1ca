import { z } from 'zod';
import { isRefusal, RefusalError } from '#kernel/refusal.ts';
import { type AnyListOffer, bulkAction, type Change, type ExportColumn, listOffer } from '#modules/lists/index.ts';
import type { Actor } from '#modules/staff/index.ts';
import { audit } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';
import type { IntroducerFields, IntroducerRow } from '../contract/index.ts';
import { writeFields } from '../registry/introducers.ts';
import { lockClock } from '../store/clock.ts';
import { type IntroducerRecord, lockIntroducer } from '../store/introducer-rows.ts';
import { openIntroducers, type StoredRow, shownIntroducers } from './introducer-list.ts';
import { introducerKindWords, introducerStatusWords } from './words.ts';

type Bulk<Input> = { actor: Actor; tools: Tools; ids: readonly string[]; input: Input };
type Undo = { actor: Actor; tools: Tools; changes: readonly Change[] };

/** Changes each introducer whose fields are not so yet; answers what they were. */
async function changeEach(
  tx: Tx,
  { actor, tools, ids }: Omit<Bulk<unknown>, 'input'>,
  fields: IntroducerFields,
  fits: (before: IntroducerRecord) => Readonly<Record<string, unknown>> | null,
): Promise<Change[]> {
  await lockClock(tx);
  const changes: Change[] = [];
  for (const id of ids) {
    const record = await lockIntroducer(tx, id);
    // Those who wait to be confirmed are decided one by one.
    if (!record || record.status === 'pending') continue;
    const before = fits(record);
    if (before === null) continue;
    const written = await writeFields(tx, tools, actor, record, fields);
    if (isRefusal(written)) {
      if (written.code === 'referrals.rep-day-before-last') continue;
      throw new RefusalError(written);
    }
    changes.push({ id, before: { ...before, version: written.version + 1 } });
  }
  noteChanges(tx, actor, changes, Object.keys(fields));
  return changes;
}

/** Puts each back that nobody has changed since. */
async function restoreEach(
  tx: Tx,
  { actor, tools, changes }: Undo,
  fieldsOf: (before: Change['before']) => IntroducerFields,
): Promise<number> {
  await lockClock(tx);
  const restored: Change[] = [];
  for (const change of changes) {
    const record = await lockIntroducer(tx, change.id);
    if (!record || record.version !== change.before['version']) continue;
    const written = await writeFields(tx, tools, actor, record, fieldsOf(change.before));
    if (!isRefusal(written)) restored.push(change);
  }
  noteChanges(tx, actor, restored, ['undo']);
  return restored.length;
}

function noteChanges(tx: Tx, actor: Actor, changes: readonly Change[], fields: readonly string[]): void {
  for (const { id } of changes)
    audit(tx, actor, {
      action: 'introducer.changed',
      subjectKind: 'introducer',
      subjectId: id,
      detail: { fields, bulk: true },
    });
}

const assignRep = bulkAction({
  name: 'assign-rep',
  zh: '分配业务员',
  en: 'Assign rep',
  permission: 'introducers.write',
  portionRows: 200,
  input: z.object({
    repNo: z.string().trim().min(1).max(40).nullable(),
    reason: z.string().trim().max(200).optional(),
  }),
  apply: (tx, around) =>
    changeEach(
      tx,
      around,
      { repNo: around.input.repNo, ...(around.input.reason ? { repReason: around.input.reason } : {}) },
      ({ repNo }) => (repNo === around.input.repNo ? null : { repNo }),
    ),
  undo: (tx, around) =>
    restoreEach(tx, around, ({ repNo }) => ({ repNo: repNo as string | null, repReason: '撤销批量分配' })),
});

const setStatus = bulkAction({
  name: 'set-status',
  zh: '启用或停用',
  en: 'Activate or deactivate',
  permission: 'introducers.write',
  portionRows: 200,
  input: z.object({ status: z.enum(['active', 'inactive']) }),
  apply: (tx, around) =>
    changeEach(tx, around, { status: around.input.status }, ({ status }) =>
      status === around.input.status ? null : { status },
    ),
  undo: (tx, around) => restoreEach(tx, around, ({ status }) => ({ status: status as 'active' | 'inactive' })),
});

const columns: readonly ExportColumn<IntroducerRow>[] = [
  { key: 'name', zh: '编号', en: 'Number', cell: (row) => row.introducerNo },
  { key: 'name', zh: '姓名', en: 'Name', cell: (row) => row.name },
  { key: 'status', zh: '状态', en: 'Status', cell: (row, locale) => introducerStatusWords(row.status, locale) },
  { key: 'kind', zh: '类别', en: 'Kind', width: 18, cell: (row, locale) => introducerKindWords(row.kind, locale) },
  { key: 'institution', zh: '单位', en: 'Institution', width: 28, cell: (row) => row.institution },
  { key: 'county', zh: '县区', en: 'County', cell: (row) => row.county },
  { key: 'phone', zh: '电话', en: 'Phone', width: 16, cell: (row) => row.phone?.text },
  { key: 'rep', zh: '发展人', en: 'Rep', cell: (row) => row.repNo },
  { key: 'upline', zh: '上线', en: 'Upline', cell: (row) => row.uplineNo },
  { key: 'account', zh: '收款账户尾号', en: 'Account tail', cell: (row) => row.payoutAccountTail },
  { key: 'created', zh: '登记日期', en: 'Registered', cell: (row) => dayText(row.createdAt) },
];

function dayText(at: number): string {
  return new Date(at + 8 * 3_600_000).toISOString().slice(0, 10);
}

/** The register of introducers: exported and changed as a whole. */
export const introducerOffer: AnyListOffer = listOffer<StoredRow, IntroducerRow>({
  id: 'referrals.introducers',
  zh: '介绍人',
  en: 'Introducers',
  permission: 'introducers.read',
  rowId: { sql: 'i.introducer_id', type: 'text', cast: 'uuid' },
  open: async (_, actor, query) => openIntroducers(actor, query),
  shown: (_, actor, rows) => shownIntroducers(actor, rows),
  columns,
  actions: [assignRep, setStatus],
});
