import { PassThrough, type Readable } from 'node:stream';
import type { Fen } from '#kernel/money.ts';
import { type Actor, audit } from '#modules/staff/index.ts';
import { type Sheet, writeWorkbook } from '#platform/files/write-xlsx.ts';
import type { Tools } from '#platform/tools.ts';
import { readerOf } from './reader.ts';
import { stepWords } from './rules/steps.ts';
import { readRegister } from './store/register.ts';
import { readSettlementLines, type SettlementLine } from './store/settlement-lines.ts';
import { readSignatures } from './store/signatures.ts';
import { readSums } from './store/sums.ts';
import { readSettlementRow } from './views.ts';

export interface Workbook {
  readonly fileName: string;
  readonly file: Readable;
}

const clearanceWords = { allowed: '可支付', review: '待审核', prohibited: '禁止（仅列示）' } as const;
const formWords: Readonly<Record<string, string>> = {
  cash: '现金',
  coupon: '优惠券',
  points: '积分',
  waiver: '减免',
  reimbursement: '报销',
};
/** As the pages call the classes of payees. */
const payeeWords: Readonly<Record<string, string>> = {
  EXT_HCP: '外部医务人员',
  INT_HCP: '本院医务人员',
  INT_STAFF: '本院非医务人员',
  PERSON: '个人介绍人',
  PATIENT: '患者本人',
  ORG: '单位',
};
const wayWords: Readonly<Record<string, string>> = {
  transfer: '转账',
  in_person: '本人领取',
  by_agent: '代领',
  by_rep: '业务员送达',
};
const stateWords: Readonly<Record<string, string>> = {
  waiting: '待发放',
  exported: '已导出',
  paid: '已发放',
  returned: '退回未领',
  replaced: '已抵扣',
};
const signatureNames = ['信息员', '客户关系专员', '财务', '分管副院长', '院长'];

const money = { format: 'money', width: 14 } as const;

/** Lines, sums by department, rule and payee class, and signatures of a settlement; null when there is none. */
export async function settlementWorkbook(tools: Tools, actor: Actor, settlementId: string): Promise<Workbook | null> {
  const { names, sheets } = (await readSheets(tools, actor, settlementId)) ?? {};
  if (!names || !sheets) return null;
  await recordExport(tools, actor, settlementId, 'settlement.exported');
  return { fileName: `${names}.xlsx`, file: stream(tools, sheets) };
}

async function readSheets(tools: Tools, actor: Actor, settlementId: string) {
  return tools.db.read(actor, async (tx) => {
    const row = await readSettlementRow(tx, settlementId, readerOf(actor));
    if (!row) return null;
    const reader = readerOf(actor);
    const titles = [
      `${row.month} 结算单 ${row.settlementNo}`,
      `方案 ${row.planTitle.zh}（第 ${row.planVersion} 版） · 合规包 ${row.packVersion}`,
    ];
    const sumSheet = async (name: string, header: string, by: 'department' | 'rule' | 'payee'): Promise<Sheet> => ({
      name,
      titles: [titles[0]!],
      columns: [
        { header, width: 24 },
        { header: '条数', format: 'number' },
        { header: '计算金额', ...money },
        { header: '可支付', ...money },
        { header: '待审核', ...money },
        { header: '禁止', ...money },
      ],
      rows: (await readSums(tx, settlementId, by, reader)).map((sum) => [
        by === 'payee' ? (payeeWords[sum.key] ?? sum.key) : sum.key,
        sum.lines,
        sum.amountFen,
        sum.payableFen,
        sum.reviewFen,
        sum.prohibitedFen,
      ]),
    });
    const signatures = await readSignatures(tx, settlementId);
    const sheets: Sheet[] = [
      {
        name: '明细',
        titles,
        columns: lineColumns,
        rows: lineRows(tools, actor, settlementId),
        signatures: signatureNames,
      },
      await sumSheet('按科室', '科室', 'department'),
      await sumSheet('按规则', '规则', 'rule'),
      await sumSheet('按领取类别', '类别', 'payee'),
      {
        name: '签署',
        titles: [titles[0]!],
        columns: [
          { header: '步骤', width: 20 },
          { header: '科室', width: 16 },
          { header: '结果' },
          { header: '签署人' },
          { header: '时间', width: 22 },
          { header: '意见', width: 40 },
          { header: '明细指纹', width: 70 },
        ],
        rows: signatures.map((one) => [
          stepWords[one.step].zh,
          one.department,
          one.decision === 'rejected' ? '退回' : one.isWithdrawn ? '已撤回' : '签署',
          one.accountName,
          new Date(one.signedAt).toISOString(),
          one.comment ?? '',
          one.linesFingerprint,
        ]),
      },
    ];
    return { names: row.settlementNo, sheets };
  });
}

const lineColumns = [
  { header: '序号', format: 'number' as const, width: 8 },
  { header: '归属月份', width: 10 },
  { header: '规则' },
  { header: '就诊号' },
  { header: '领取类别', width: 16 },
  { header: '领取人编号' },
  { header: '领取人' },
  { header: '科室' },
  { header: '基数', ...money },
  { header: '计算金额', ...money },
  { header: '可支付', ...money },
  { header: '形式', width: 10 },
  { header: '合规结论', width: 16 },
  { header: '依据', width: 24 },
  { header: '说明', width: 60 },
];

async function* lineRows(tools: Tools, actor: Actor, settlementId: string) {
  // Each batch is a read of its own: the lines of a settlement on its way do not change, and a download may take minutes.
  let after = 0;
  for (;;) {
    const batch = await tools.db.read(actor, async (tx) => {
      for await (const lines of readSettlementLines(tx, settlementId, after)) return lines;
      return [] as SettlementLine[];
    });
    if (batch.length === 0) return;
    for (const line of batch) yield lineCells(line);
    after = batch.at(-1)!.lineNo;
  }
}

function lineCells(line: SettlementLine): (string | number | Fen | null)[] {
  return [
    line.lineNo,
    line.month,
    line.ruleId,
    line.episodeNo,
    payeeWords[line.payeeKind] ?? line.payeeKind,
    line.payeeNo,
    line.payeeName,
    line.department,
    line.baseFen,
    line.amountFen,
    line.payableFen,
    formWords[line.form] ?? line.form,
    clearanceWords[line.clearance],
    line.citation,
    line.reason,
  ];
}

/** The payout register with room for signatures. Made of payouts only, so nothing prohibited or unreleased can stand in it. */
export async function payoutRegister(tools: Tools, actor: Actor, settlementId: string): Promise<Workbook | null> {
  const found = await tools.db.read(actor, async (tx) => {
    const row = await readSettlementRow(tx, settlementId, readerOf(actor));
    return row && { row, payouts: await readRegister(tx, settlementId) };
  });
  if (!found) return null;
  await recordExport(tools, actor, settlementId, 'settlement.register-exported');
  const { row, payouts } = found;
  const sheet: Sheet = {
    name: '发放登记',
    titles: [`${row.month} 发放登记表 ${row.settlementNo}`, `应在 ${row.dueOn ?? '—'} 前发放`],
    columns: [
      { header: '序号', format: 'number', width: 8 },
      { header: '类别', width: 16 },
      { header: '编号' },
      { header: '姓名或单位', width: 20 },
      { header: '形式', width: 10 },
      { header: '金额', ...money },
      { header: '方式', width: 12 },
      { header: '状态', width: 12 },
      { header: '领取人' },
      { header: '授权书' },
      { header: '收据号' },
      { header: '签收', width: 16 },
    ],
    rows: payouts.map((one, at) => [
      at + 1,
      payeeWords[one.payeeKind] ?? one.payeeKind,
      one.payeeNo,
      one.payeeName,
      formWords[one.form] ?? one.form,
      one.amountFen,
      one.way === null ? '' : wayWords[one.way]!,
      stateWords[one.state]!,
      one.collectorName,
      one.authorityDocument,
      one.receiptNo,
      '',
    ]),
    totals: ['合计', '', '', '', '', payouts.reduce((sum, one) => sum + one.amountFen, 0)],
    signatures: ['制表', '复核', '财务', '院长'],
  };
  return { fileName: `发放登记-${row.settlementNo}.xlsx`, file: stream(tools, [sheet]) };
}

function stream(tools: Tools, sheets: readonly Sheet[]): Readable {
  const out = new PassThrough();
  writeWorkbook(out, sheets).catch((error: Error) => {
    tools.log.error({ message: error.message }, 'workbook failed');
    out.destroy(error);
  });
  return out;
}

async function recordExport(tools: Tools, actor: Actor, settlementId: string, action: string): Promise<void> {
  await tools.db.transaction({ hospitalId: actor.hospitalId }, async (tx) =>
    audit(tx, actor, { action, subjectKind: 'settlement', subjectId: settlementId }),
  );
}
