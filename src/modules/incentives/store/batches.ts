import type { Fen } from '#kernel/money.ts';
import type { Actor } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import type { BankLayout } from '../contract/payouts.ts';

export async function insertBatch(
  tx: Tx,
  actor: Actor,
  batch: {
    readonly settlementId: string;
    readonly payoutsCount: number;
    readonly amountFen: Fen;
    readonly fileName: string;
    readonly contentSealed: Buffer;
  },
): Promise<string> {
  const row = await tx.one<{ batch_id: string }>(
    `INSERT INTO incentive_batches (hospital_id, settlement_id, payouts_count, amount_fen, file_name, content_sealed, created_by, created_by_name)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING batch_id`,
    [
      tx.hospitalId,
      batch.settlementId,
      batch.payoutsCount,
      batch.amountFen,
      batch.fileName,
      batch.contentSealed,
      actor.accountId,
      actor.displayName,
    ],
  );
  return row!.batch_id;
}

export async function readBatchFile(
  tx: Tx,
  batchId: string,
): Promise<{ fileName: string; contentSealed: Buffer } | null> {
  return tx.one(
    `SELECT file_name AS "fileName", content_sealed AS "contentSealed" FROM incentive_batches WHERE hospital_id = $1 AND batch_id = $2`,
    [tx.hospitalId, batchId],
  );
}

export async function readLayout(tx: Tx): Promise<BankLayout | null> {
  const row = await tx.one<{ layout: BankLayout }>('SELECT layout FROM incentive_bank_layouts WHERE hospital_id = $1', [
    tx.hospitalId,
  ]);
  return row?.layout ?? null;
}

export async function upsertLayout(tx: Tx, layout: BankLayout, changedBy: string | null): Promise<void> {
  await tx.query(
    `INSERT INTO incentive_bank_layouts (hospital_id, layout, changed_by) VALUES ($1, $2, $3)
     ON CONFLICT (hospital_id) DO UPDATE SET layout = excluded.layout, changed_by = excluded.changed_by, changed_at = clock_timestamp()`,
    [tx.hospitalId, JSON.stringify(layout), changedBy],
  );
}
