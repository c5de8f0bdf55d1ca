import type { Instant } from '#kernel/day.ts';
import type { Tx } from '#platform/db/database.ts';

export interface Receipt {
  readonly receivedAt: Instant;
  /** `R` and twelve digits: byte order is order of receipt. */
  readonly referralId: string;
}

/** Locks the hospital's clock row: whoever holds it is alone in deciding winners until commit. */
export async function lockClock(tx: Tx): Promise<{ version: number }> {
  await tx.query('INSERT INTO referral_clocks (hospital_id) VALUES ($1) ON CONFLICT DO NOTHING', [tx.hospitalId]);
  const row = await tx.one<{ version: number }>(
    'SELECT version FROM referral_clocks WHERE hospital_id = $1 FOR UPDATE',
    [tx.hospitalId],
  );
  return row!;
}

/** Takes the lock and the next receipt: a time later than every earlier one even when the machine's clock was set back, and the number that goes with it. */
export async function takeReceipt(tx: Tx): Promise<Receipt> {
  await tx.query('INSERT INTO referral_clocks (hospital_id) VALUES ($1) ON CONFLICT DO NOTHING', [tx.hospitalId]);
  const row = await tx.one<{ received_at: Instant; no: number }>(
    `UPDATE referral_clocks SET
       last_received_at = greatest(date_trunc('milliseconds', clock_timestamp()), last_received_at + interval '1 millisecond'),
       last_no = last_no + 1, version = version + 1
     WHERE hospital_id = $1 RETURNING last_received_at AS received_at, last_no AS no`,
    [tx.hospitalId],
  );
  return { receivedAt: row!.received_at, referralId: `R${String(row!.no).padStart(12, '0')}` };
}

/** Tells batches computed aside that what they read is no longer all there is. */
export async function bumpClock(tx: Tx): Promise<void> {
  await tx.query('INSERT INTO referral_clocks (hospital_id) VALUES ($1) ON CONFLICT DO NOTHING', [tx.hospitalId]);
  await tx.query('UPDATE referral_clocks SET version = version + 1 WHERE hospital_id = $1', [tx.hospitalId]);
}

export async function readClockVersion(tx: Tx): Promise<number> {
  const row = await tx.one<{ version: number }>('SELECT version FROM referral_clocks WHERE hospital_id = $1', [
    tx.hospitalId,
  ]);
  return row?.version ?? 0;
}
