import iconv from 'iconv-lite';
import { type Fen, yuanText } from '#kernel/money.ts';
import { type Refusal, refuse } from '#kernel/refusal.ts';
import { type Actor, audit } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { neutralised } from '#platform/files/neutralise.ts';
import type { Tools } from '#platform/tools.ts';
import type { BankLayout } from '../contract/payouts.ts';
import { insertBatch, readLayout, upsertLayout } from '../store/batches.ts';
import { lockPayouts, type PayeeAccount, type PayoutHead, readAccounts, setExported } from '../store/payouts.ts';
import { lockSettlement, type SettlementHead } from '../store/settlements.ts';
import { type TransferBlock, transferBlocked } from './pay.ts';

/** What most banks' batch tools read: number, holder, account, bank, yuan, purpose. */
export const defaultLayout: BankLayout = {
  columns: [
    { field: 'sequence', title: '序号' },
    { field: 'accountHolder', title: '收款人户名' },
    { field: 'account', title: '收款账号' },
    { field: 'bankName', title: '开户行' },
    { field: 'amountYuan', title: '金额' },
    { field: 'purpose', title: '附言' },
  ],
  hasHeader: true,
  encoding: 'utf-8',
  separator: ',',
  purpose: '{month} 业务结算',
};

export interface Batch {
  readonly batchId: string;
  readonly leftOut: readonly { readonly payoutId: string; readonly because: TransferBlock | 'state' }[];
}

/**
 * Puts waiting payouts that can be transferred into one file and marks them exported. The file is kept, encrypted, so that a second download
 * is the first, byte for byte.
 */
export async function createBatch(
  tools: Tools,
  actor: Actor,
  wanted: { readonly settlementId: string; readonly payoutIds?: readonly string[] | undefined },
): Promise<Batch | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const head = await lockSettlement(tx, wanted.settlementId);
    if (!head) return refuse('platform.not-found');
    if (head.state !== 'approved' && head.state !== 'partly_paid')
      return refuse('incentives.wrong-state', { state: head.state });
    const payouts = await lockPayouts(tx, { settlementId: head.settlementId, payoutIds: wanted.payoutIds ?? null });
    const accounts = await readAccounts(tx, [...new Set(payouts.map((payout) => payout.payeeNo))]);
    const { going, leftOut } = sortOut(payouts, accounts);
    if (going.length === 0) return refuse('incentives.nothing-to-export');
    const batchId = await writeBatch(tools, tx, actor, head, going, accounts);
    await setExported(
      tx,
      going.map((payout) => payout.payoutId),
      batchId,
    );
    audit(tx, actor, {
      action: 'payout.batch-exported',
      subjectKind: 'batch',
      subjectId: batchId,
      detail: { payouts: going.length, leftOut: leftOut.length },
    });
    tx.touch('payouts');
    return { batchId, leftOut };
  });
}

type Accounts = ReadonlyMap<string, PayeeAccount>;

function sortOut(
  payouts: readonly PayoutHead[],
  accounts: Accounts,
): { going: PayoutHead[]; leftOut: Batch['leftOut'] } {
  const going: PayoutHead[] = [];
  const leftOut: { payoutId: string; because: TransferBlock | 'state' }[] = [];
  for (const payout of payouts) {
    const because =
      payout.state === 'waiting' || payout.state === 'returned'
        ? transferBlocked(payout, accounts.get(payout.payeeNo))
        : 'state';
    if (because === null) going.push(payout);
    else leftOut.push({ payoutId: payout.payoutId, because });
  }
  return { going, leftOut };
}

async function writeBatch(
  tools: Tools,
  tx: Tx,
  actor: Actor,
  head: SettlementHead,
  going: readonly PayoutHead[],
  accounts: Accounts,
): Promise<string> {
  const layout = (await readLayout(tx)) ?? defaultLayout;
  const content = batchFile(
    layout,
    going.map((payout) => {
      const account = accounts.get(payout.payeeNo)!;
      return { payout, head, account: { ...account, number: tools.cipher.open(account.sealed!) } };
    }),
  );
  return insertBatch(tx, actor, {
    settlementId: head.settlementId,
    payoutsCount: going.length,
    amountFen: going.reduce((sum, payout) => sum + payout.amountFen, 0) as Fen,
    fileName: `${head.settlementNo}-${going.length}.csv`,
    contentSealed: tools.cipher.seal(content.toString('base64')),
  });
}

interface BatchRow {
  readonly payout: PayoutHead;
  readonly head: SettlementHead;
  readonly account: PayeeAccount & { readonly number: string };
}

/** The file in the bank's layout. Text that a spreadsheet would compute is neutralised. */
export function batchFile(layout: BankLayout, rows: readonly BatchRow[]): Buffer {
  const lines = rows.map((row, at) => layout.columns.map(({ field }) => cellOf(field, row, at + 1, layout.purpose)));
  const header = layout.hasHeader ? [layout.columns.map(({ title }) => title)] : [];
  const text = [...header, ...lines].map((cells) => `${record(cells, layout.separator)}\r\n`).join('');
  return iconv.encode(text, layout.encoding === 'gbk' ? 'gbk' : 'utf8');
}

function record(cells: readonly string[], separator: string): string {
  return cells
    .map((cell) => neutralised(cell))
    .map((cell) => (cell.includes(separator) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
    .join(separator);
}

function cellOf(
  field: BankLayout['columns'][number]['field'],
  row: BatchRow,
  sequence: number,
  purpose: string,
): string {
  const { payout, head, account } = row;
  const cells = {
    sequence: String(sequence),
    accountHolder: account.holder ?? payout.payeeName ?? '',
    account: account.number,
    bankName: account.bankName ?? '',
    amountYuan: yuanText(payout.amountFen),
    amountFen: String(payout.amountFen),
    purpose: purpose.replaceAll('{month}', head.month),
    payeeNo: payout.payeeNo,
    payoutId: payout.payoutId,
    settlementNo: head.settlementNo,
    month: head.month,
  };
  return cells[field];
}

export async function changeBankLayout(tools: Tools, actor: Actor, layout: BankLayout): Promise<BankLayout> {
  return tools.db.transaction(actor, async (tx) => {
    await upsertLayout(tx, layout, actor.accountId);
    audit(tx, actor, { action: 'payout.bank-layout', subjectKind: 'setting', subjectId: 'bank-layout' });
    return layout;
  });
}
