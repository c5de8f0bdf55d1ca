import { PassThrough, type Readable } from 'node:stream';
import type { ListQuery } from '#kernel/page.ts';
import { isRefusal, type Refusal } from '#kernel/refusal.ts';
import { type Actor, audit } from '#modules/staff/index.ts';
import { readAllPages, readPage } from '#platform/db/list.ts';
import { writeCsv } from '#platform/files/write-csv.ts';
import type { Tools } from '#platform/tools.ts';
import { kindWords, stageWords } from '../rules/words.ts';
import type { StoredOrganization } from '../store/organizations.ts';
import { specFor, toRows } from './organizations.ts';

const header = [
  '名称',
  '类型',
  '区划代码',
  '乡镇街道',
  '距离（公里）',
  '距离段',
  '人数',
  '阶段',
  '下一步',
  '下一步日期',
  '负责人',
  '分管领导',
  '联系人数',
  '介绍人数',
  '合同到期',
  '最近来往',
];

/** The filtered list as CSV, streamed while it is read. What was asked for is on record before the first row leaves. */
export async function exportOrganizations(tools: Tools, actor: Actor, query: ListQuery): Promise<Readable | Refusal> {
  const whole = { ...query, cursor: undefined };
  const first = await tools.db.transaction({ hospitalId: actor.hospitalId }, async (tx) => {
    const page = await readPage<StoredOrganization>(tx, specFor(actor), { ...whole, limit: 1 });
    if (!isRefusal(page))
      audit(tx, actor, {
        action: 'organization.exported',
        detail: { rows: page.total, filter: query.filter.map((term) => term.split(':')[0]) },
      });
    return page;
  });
  if (isRefusal(first)) return first;
  const stream = new PassThrough();
  tools.db
    .read(actor, async (tx) => {
      await writeCsv(stream, [header], { byteOrderMark: true });
      for await (const rows of readAllPages<StoredOrganization>(tx, specFor(actor), whole))
        await writeCsv(stream, (await toRows(tools, tx, rows)).map(cellsOf));
      stream.end();
    })
    .catch((error: Error) => stream.destroy(error));
  return stream;
}

function cellsOf(row: Awaited<ReturnType<typeof toRows>>[number]): (string | number | null)[] {
  return [
    row.name,
    kindWords[row.kind],
    row.divisionCode,
    row.township,
    row.distanceM === null ? null : (row.distanceM / 1000).toFixed(1),
    row.band,
    row.headcount,
    stageWords[row.stage],
    row.nextStep,
    row.nextStepOn,
    row.ownerName,
    row.sponsorName,
    row.contacts,
    row.introducers,
    row.contractUntil,
    row.lastActivityOn,
  ];
}
