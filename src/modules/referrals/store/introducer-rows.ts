import type { Day, Instant } from '#kernel/day.ts';
import type { Tx } from '#platform/db/database.ts';
import type { IntroducerKind } from '../contract/common.ts';

export interface IntroducerRecord {
  readonly introducerId: string;
  readonly introducerNo: string;
  readonly name: string;
  readonly kind: IntroducerKind;
  readonly isClinical: boolean | null;
  readonly institution: string | null;
  readonly county: string | null;
  readonly repNo: string | null;
  readonly uplineNo: string | null;
  readonly status: 'pending' | 'active' | 'inactive';
  readonly bankName: string | null;
  readonly payoutAccountHolder: string | null;
  readonly payoutAccountTail: string | null;
  readonly hasTaxId: boolean;
  readonly note: string | null;
  readonly linkToken: string | null;
  readonly version: number;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

const recordColumns = `introducer_id AS "introducerId", introducer_no AS "introducerNo", name, kind, is_clinical AS "isClinical", institution, county,
  rep_no AS "repNo", upline_no AS "uplineNo", status, bank_name AS "bankName", payout_account_holder AS "payoutAccountHolder",
  payout_account_tail AS "payoutAccountTail", tax_id_sealed IS NOT NULL AS "hasTaxId", note, link_token AS "linkToken", version,
  created_at AS "createdAt", updated_at AS "updatedAt"`;

export async function readIntroducerRecord(tx: Tx, introducerId: string): Promise<IntroducerRecord | null> {
  return tx.one(`SELECT ${recordColumns} FROM referral_introducers WHERE hospital_id = $1 AND introducer_id = $2`, [
    tx.hospitalId,
    introducerId,
  ]);
}

export async function lockIntroducer(tx: Tx, introducerId: string): Promise<IntroducerRecord | null> {
  return tx.one(
    `SELECT ${recordColumns} FROM referral_introducers WHERE hospital_id = $1 AND introducer_id = $2 FOR UPDATE`,
    [tx.hospitalId, introducerId],
  );
}

export async function findIntroducerByNo(tx: Tx, introducerNo: string): Promise<IntroducerRecord | null> {
  return tx.one(`SELECT ${recordColumns} FROM referral_introducers WHERE hospital_id = $1 AND introducer_no = $2`, [
    tx.hospitalId,
    introducerNo,
  ]);
}

export async function findIntroducerByLink(tx: Tx, linkToken: string): Promise<IntroducerRecord | null> {
  return tx.one(
    `SELECT ${recordColumns} FROM referral_introducers WHERE hospital_id = $1 AND link_token = $2 AND status = 'active'`,
    [tx.hospitalId, linkToken],
  );
}

/** The pending introducer of this name and institution, waiting for the officer. */
export async function findPendingByName(
  tx: Tx,
  name: string,
  institution: string | null,
): Promise<IntroducerRecord | null> {
  return tx.one(
    `SELECT ${recordColumns} FROM referral_introducers
     WHERE hospital_id = $1 AND status = 'pending' AND name = $2 AND institution IS NOT DISTINCT FROM $3
     ORDER BY introducer_no LIMIT 1`,
    [tx.hospitalId, name, institution],
  );
}

export async function findPendingByAddress(
  tx: Tx,
  channel: 'phone' | 'wechat',
  address: string,
): Promise<IntroducerRecord | null> {
  return tx.one(
    `SELECT ${recordColumns} FROM referral_introducers
     WHERE hospital_id = $1 AND status = 'pending' AND introducer_id = (
       SELECT introducer_id FROM referral_introducer_contacts WHERE hospital_id = $1 AND channel = $2 AND address = $3)`,
    [tx.hospitalId, channel, address],
  );
}

/** The next free number: `J` and six digits. Numbers of imported introducers are stepped over. */
export async function nextIntroducerNo(tx: Tx): Promise<string> {
  for (;;) {
    const row = await tx.one<{ no: number }>(
      'UPDATE referral_clocks SET last_introducer_no = last_introducer_no + 1 WHERE hospital_id = $1 RETURNING last_introducer_no AS no',
      [tx.hospitalId],
    );
    const introducerNo = `J${String(row!.no).padStart(6, '0')}`;
    if (!(await findIntroducerByNo(tx, introducerNo))) return introducerNo;
  }
}

export async function insertIntroducer(
  tx: Tx,
  row: Pick<IntroducerRecord, 'introducerNo' | 'name' | 'kind' | 'institution' | 'status'>,
): Promise<IntroducerRecord> {
  const inserted = await tx.one<IntroducerRecord>(
    `INSERT INTO referral_introducers (hospital_id, introducer_no, name, kind, institution, status) VALUES ($1, $2, $3, $4, $5, $6)
     RETURNING ${recordColumns}`,
    [tx.hospitalId, row.introducerNo, row.name, row.kind, row.institution, row.status],
  );
  return inserted!;
}

export async function updateIntroducer(tx: Tx, row: IntroducerRecord): Promise<void> {
  await tx.query(
    `UPDATE referral_introducers SET introducer_no = $3, name = $4, kind = $5, is_clinical = $6, institution = $7, county = $8, rep_no = $9,
       upline_no = $10, status = $11, bank_name = $12, payout_account_holder = $13, note = $14, link_token = $15, version = version + 1,
       updated_at = clock_timestamp()
     WHERE hospital_id = $1 AND introducer_id = $2`,
    [
      tx.hospitalId,
      row.introducerId,
      row.introducerNo,
      row.name,
      row.kind,
      row.isClinical,
      row.institution,
      row.county,
      row.repNo,
      row.uplineNo,
      row.status,
      row.bankName,
      row.payoutAccountHolder,
      row.note,
      row.linkToken,
    ],
  );
}

/** Referrals and downlines name introducers by number too: they follow when it changes. */
export async function renumberIntroducer(tx: Tx, introducerId: string, from: string, to: string): Promise<void> {
  await tx.query('UPDATE referral_referrals SET introducer_no = $3 WHERE hospital_id = $1 AND introducer_id = $2', [
    tx.hospitalId,
    introducerId,
    to,
  ]);
  await tx.query('UPDATE referral_introducers SET upline_no = $3 WHERE hospital_id = $1 AND upline_no = $2', [
    tx.hospitalId,
    from,
    to,
  ]);
}

export async function updatePayoutAccount(
  tx: Tx,
  introducerId: string,
  account: { sealed: Buffer; lookup: Buffer; tail: string } | null,
): Promise<void> {
  await tx.query(
    `UPDATE referral_introducers SET payout_account_sealed = $3, payout_account_lookup = $4, payout_account_tail = $5
     WHERE hospital_id = $1 AND introducer_id = $2`,
    [tx.hospitalId, introducerId, account?.sealed, account?.lookup, account?.tail],
  );
}

export async function updateTaxId(tx: Tx, introducerId: string, sealed: Buffer | null): Promise<void> {
  await tx.query('UPDATE referral_introducers SET tax_id_sealed = $3 WHERE hospital_id = $1 AND introducer_id = $2', [
    tx.hospitalId,
    introducerId,
    sealed,
  ]);
}

export async function readSealed(
  tx: Tx,
  introducerId: string,
  field: 'payoutAccount' | 'taxId',
): Promise<Buffer | null> {
  const row = await tx.one<{ account: Buffer | null; tax_id: Buffer | null }>(
    `SELECT payout_account_sealed AS account, tax_id_sealed AS tax_id FROM referral_introducers
     WHERE hospital_id = $1 AND introducer_id = $2`,
    [tx.hospitalId, introducerId],
  );
  return (field === 'payoutAccount' ? row?.account : row?.tax_id) ?? null;
}

export async function countDownline(tx: Tx, introducerNo: string): Promise<number> {
  const row = await tx.one<{ count: number }>(
    'SELECT count(*) AS count FROM referral_introducers WHERE hospital_id = $1 AND upline_no = $2',
    [tx.hospitalId, introducerNo],
  );
  return row!.count;
}

export async function deleteIntroducer(tx: Tx, introducerId: string): Promise<void> {
  await tx.query('DELETE FROM referral_introducer_contacts WHERE hospital_id = $1 AND introducer_id = $2', [
    tx.hospitalId,
    introducerId,
  ]);
  await tx.query('DELETE FROM referral_introducers WHERE hospital_id = $1 AND introducer_id = $2', [
    tx.hospitalId,
    introducerId,
  ]);
}

export interface Contact {
  readonly channel: 'phone' | 'wechat';
  readonly address: string;
}

export async function readContacts(tx: Tx, introducerId: string): Promise<Contact[]> {
  return tx.query(
    'SELECT channel, address FROM referral_introducer_contacts WHERE hospital_id = $1 AND introducer_id = $2 ORDER BY channel, address',
    [tx.hospitalId, introducerId],
  );
}

/** Null, or the number of the introducer who has the address already. */
export async function insertContact(tx: Tx, introducerId: string, contact: Contact): Promise<string | null> {
  const inserted = await tx.query(
    `INSERT INTO referral_introducer_contacts (hospital_id, channel, address, introducer_id) VALUES ($1, $2, $3, $4)
     ON CONFLICT DO NOTHING RETURNING 1`,
    [tx.hospitalId, contact.channel, contact.address, introducerId],
  );
  if (inserted.length > 0) return null;
  const owner = await tx.one<{ introducer_id: string; introducer_no: string }>(
    `SELECT i.introducer_id, i.introducer_no FROM referral_introducer_contacts c JOIN referral_introducers i USING (hospital_id, introducer_id)
     WHERE c.hospital_id = $1 AND c.channel = $2 AND c.address = $3`,
    [tx.hospitalId, contact.channel, contact.address],
  );
  return owner && owner.introducer_id !== introducerId ? owner.introducer_no : null;
}

export async function deleteContactsBesides(
  tx: Tx,
  introducerId: string,
  channel: Contact['channel'],
  addresses: readonly string[],
): Promise<void> {
  await tx.query(
    'DELETE FROM referral_introducer_contacts WHERE hospital_id = $1 AND introducer_id = $2 AND channel = $3 AND address <> ALL ($4)',
    [tx.hospitalId, introducerId, channel, addresses],
  );
}

export async function moveContacts(tx: Tx, fromId: string, toId: string): Promise<void> {
  await tx.query(
    'UPDATE referral_introducer_contacts SET introducer_id = $3 WHERE hospital_id = $1 AND introducer_id = $2',
    [tx.hospitalId, fromId, toId],
  );
}

export interface RepPeriod {
  readonly repNo: string;
  readonly fromDay: Day;
  readonly untilDay: Day | null;
  readonly changedBy: string;
  readonly reason: string | null;
}

/** The present one first. */
export async function readReps(tx: Tx, introducerId: string): Promise<RepPeriod[]> {
  return tx.query(
    `SELECT rep_no AS "repNo", from_day AS "fromDay", until_day AS "untilDay", changed_by AS "changedBy", reason
     FROM referral_introducer_reps WHERE hospital_id = $1 AND introducer_id = $2 ORDER BY from_day DESC LIMIT 100`,
    [tx.hospitalId, introducerId],
  );
}

export async function endRepPeriod(tx: Tx, introducerId: string, fromDay: Day, untilDay: Day): Promise<void> {
  await tx.query(
    'UPDATE referral_introducer_reps SET until_day = $4 WHERE hospital_id = $1 AND introducer_id = $2 AND from_day = $3',
    [tx.hospitalId, introducerId, fromDay, untilDay],
  );
}

/** A second change on the same day replaces the first. */
export async function insertRepPeriod(
  tx: Tx,
  introducerId: string,
  period: Omit<RepPeriod, 'untilDay'>,
): Promise<void> {
  await tx.query(
    `INSERT INTO referral_introducer_reps (hospital_id, introducer_id, from_day, rep_no, changed_by, reason) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (hospital_id, introducer_id, from_day)
     DO UPDATE SET rep_no = EXCLUDED.rep_no, until_day = NULL, changed_by = EXCLUDED.changed_by, reason = EXCLUDED.reason`,
    [tx.hospitalId, introducerId, period.fromDay, period.repNo, period.changedBy, period.reason],
  );
}

export async function readDownline(
  tx: Tx,
  introducerNo: string,
): Promise<{ introducerId: string; introducerNo: string; name: string }[]> {
  return tx.query(
    `SELECT introducer_id AS "introducerId", introducer_no AS "introducerNo", name FROM referral_introducers
     WHERE hospital_id = $1 AND upline_no = $2 ORDER BY introducer_no LIMIT 500`,
    [tx.hospitalId, introducerNo],
  );
}

export async function countReferralsByState(tx: Tx, introducerId: string): Promise<Record<string, number>> {
  const rows = await tx.query<{ state: string; count: number }>(
    `SELECT state, count(*) AS count FROM referral_referrals WHERE hospital_id = $1 AND introducer_id = $2 GROUP BY state
     UNION ALL SELECT 'waiting', count(*) FROM referral_referrals
       WHERE hospital_id = $1 AND waiting_introducer_id = $2 AND introducer_id IS NULL AND stage <> 'withdrawn'`,
    [tx.hospitalId, introducerId],
  );
  return Object.fromEntries(rows.map((row) => [row.state, row.count]));
}
