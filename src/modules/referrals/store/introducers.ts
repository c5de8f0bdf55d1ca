import type { Tx } from '#platform/db/database.ts';
import type { KnownIntroducer } from '../rules/resolve-introducer.ts';

interface KnownRow {
  introducer_id: string;
  name: string;
  kind: string;
  institution: string | null;
}

const toKnown = (row: KnownRow): KnownIntroducer => ({
  introducerId: row.introducer_id,
  name: row.name,
  kind: row.kind,
  institution: row.institution,
});

/** Whose address it is; inactive introducers do not answer to theirs. */
export async function findIntroducerByAddress(
  tx: Tx,
  channel: 'phone' | 'wechat',
  address: string,
): Promise<KnownIntroducer | null> {
  const row = await tx.one<KnownRow>(
    `SELECT i.introducer_id, i.name, i.kind, i.institution
     FROM referral_introducer_contacts c JOIN referral_introducers i USING (hospital_id, introducer_id)
     WHERE c.hospital_id = $1 AND c.channel = $2 AND c.address = $3 AND i.status = 'active'`,
    [tx.hospitalId, channel, address],
  );
  return row && toKnown(row);
}

/** Registered introducers whose name starts with the first character of what the text says: all that could fit. */
export async function findIntroducersLike(tx: Tx, named: string): Promise<KnownIntroducer[]> {
  const first = named.slice(0, 1).replace(/[\\%_]/g, '\\$&');
  const rows = await tx.query<KnownRow>(
    `SELECT introducer_id, name, kind, institution FROM referral_introducers
     WHERE hospital_id = $1 AND status = 'active' AND name LIKE $2 || '%' ORDER BY introducer_no LIMIT 500`,
    [tx.hospitalId, first],
  );
  return rows.map(toKnown);
}

export async function readIntroducerName(
  tx: Tx,
  introducerId: string,
): Promise<{ name: string; introducerNo: string; status: string } | null> {
  const row = await tx.one<{ name: string; introducer_no: string; status: string }>(
    'SELECT name, introducer_no, status FROM referral_introducers WHERE hospital_id = $1 AND introducer_id = $2',
    [tx.hospitalId, introducerId],
  );
  return row && { name: row.name, introducerNo: row.introducer_no, status: row.status };
}
