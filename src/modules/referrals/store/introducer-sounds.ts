import type { Tx } from '#platform/db/database.ts';

export interface SoundRow {
  readonly introducerId: string;
  readonly reading: number;
  readonly name: string;
  readonly pinyin: string;
  readonly initials: string;
}

/** Introducers whose sounds are missing or of a former name; a name without any has an empty row. */
export async function readUnsounded(tx: Tx, rowsMax: number): Promise<{ introducerId: string; name: string }[]> {
  return tx.query(
    `SELECT i.introducer_id AS "introducerId", i.name FROM referral_introducers i
     LEFT JOIN referral_introducer_sounds s ON s.hospital_id = i.hospital_id AND s.introducer_id = i.introducer_id AND s.reading = 0
     WHERE i.hospital_id = $1 AND s.name IS DISTINCT FROM i.name LIMIT $2`,
    [tx.hospitalId, rowsMax],
  );
}

/** Puts these rows in the place of the introducers' former ones. */
export async function replaceSounds(tx: Tx, rows: readonly SoundRow[]): Promise<void> {
  await tx.query('DELETE FROM referral_introducer_sounds WHERE hospital_id = $1 AND introducer_id = ANY ($2::uuid[])', [
    tx.hospitalId,
    [...new Set(rows.map((row) => row.introducerId))],
  ]);
  await tx.query(
    `INSERT INTO referral_introducer_sounds (hospital_id, introducer_id, reading, name, pinyin, initials)
     SELECT $1, u.* FROM unnest($2::uuid[], $3::smallint[], $4::text[], $5::text[], $6::text[]) AS u ON CONFLICT DO NOTHING`,
    [
      tx.hospitalId,
      rows.map((row) => row.introducerId),
      rows.map((row) => row.reading),
      rows.map((row) => row.name),
      rows.map((row) => row.pinyin),
      rows.map((row) => row.initials),
    ],
  );
}

/** Introducers one of whose readings (or their initials) begins with the letters; at most 200. */
export async function findIdsBySound(
  tx: Tx,
  column: 'pinyin' | 'initials',
  from: string,
  before: string,
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `SELECT introducer_id AS id FROM referral_introducer_sounds WHERE hospital_id = $1 AND ${column} >= $2 AND ${column} < $3
     ORDER BY ${column} LIMIT 200`,
    [tx.hospitalId, from, before],
  );
  return rows.map((row) => row.id);
}
