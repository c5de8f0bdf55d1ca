import type { Instant } from '#kernel/day.ts';
import type { Tx } from '#platform/db/database.ts';

export type SignatureStep = 'compile' | 'countersign' | 'verify' | 'recalculate' | 'approve_first' | 'approve_second';

export interface Signature {
  readonly signatureId: string;
  readonly step: SignatureStep;
  readonly department: string;
  readonly decision: 'signed' | 'rejected';
  readonly comment: string | null;
  readonly linesFingerprint: string;
  readonly accountId: string;
  readonly accountName: string;
  readonly isWithdrawn: boolean;
  readonly signedAt: Instant;
}

/** All of a settlement, withdrawn ones included, in their order. */
export async function readSignatures(tx: Tx, settlementId: string): Promise<Signature[]> {
  return tx.query(
    `SELECT signature_id AS "signatureId", step, department, decision, comment, lines_fingerprint AS "linesFingerprint", account_id AS "accountId",
       account_name AS "accountName", is_withdrawn AS "isWithdrawn", signed_at AS "signedAt"
     FROM incentive_signatures WHERE hospital_id = $1 AND settlement_id = $2 ORDER BY signed_at, signature_id`,
    [tx.hospitalId, settlementId],
  );
}

export async function insertSignature(
  tx: Tx,
  settlementId: string,
  signature: Omit<Signature, 'signatureId' | 'signedAt' | 'isWithdrawn'> & { readonly differences?: unknown },
): Promise<string> {
  const row = await tx.one<{ signature_id: string }>(
    `INSERT INTO incentive_signatures (hospital_id, settlement_id, step, department, decision, comment, lines_fingerprint, differences, account_id, account_name)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING signature_id`,
    [
      tx.hospitalId,
      settlementId,
      signature.step,
      signature.department,
      signature.decision,
      signature.comment,
      signature.linesFingerprint,
      signature.differences === undefined ? null : JSON.stringify(signature.differences),
      signature.accountId,
      signature.accountName,
    ],
  );
  return row!.signature_id;
}

/** Takes back the signatures in force; they stay as history. With `department`, only its verification. */
export async function withdrawSignatures(tx: Tx, settlementId: string, department?: string): Promise<void> {
  await tx.query(
    `UPDATE incentive_signatures SET is_withdrawn = true
     WHERE hospital_id = $1 AND settlement_id = $2 AND NOT is_withdrawn AND decision = 'signed'
       AND ($3::text IS NULL OR (step = 'verify' AND department = $3))`,
    [tx.hospitalId, settlementId, department ?? null],
  );
}

/** A draft computed anew keeps the signatures of its lines only when they came out the same. */
export async function withdrawChangedSignatures(tx: Tx, settlementId: string, fingerprint: string): Promise<void> {
  await tx.query(
    `UPDATE incentive_signatures SET is_withdrawn = true
     WHERE hospital_id = $1 AND settlement_id = $2 AND NOT is_withdrawn AND lines_fingerprint <> $3`,
    [tx.hospitalId, settlementId, fingerprint],
  );
}
