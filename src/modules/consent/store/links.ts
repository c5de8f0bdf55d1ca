import type { Instant } from '#kernel/day.ts';
import type { Tx } from '#platform/db/database.ts';
import type { ConsentKind } from '../rules/catalogue.ts';

export interface LinkRow {
  readonly linkId: string;
  readonly patientId: string;
  readonly offers: ConsentKind[];
  readonly expiresAt: Instant;
  readonly revokedAt: Instant | null;
  readonly createdByName: string;
  readonly createdAt: Instant;
  readonly lastUsedAt: Instant | null;
}

const columns = `link_id AS "linkId", patient_id AS "patientId", offers, expires_at AS "expiresAt", revoked_at AS "revokedAt",
  created_by_name AS "createdByName", created_at AS "createdAt", last_used_at AS "lastUsedAt"`;

export async function insertLink(
  tx: Tx,
  link: {
    patientId: string;
    offers: readonly ConsentKind[];
    expiresAt: Instant;
    createdBy: string | null;
    createdByName: string;
  },
): Promise<LinkRow> {
  const row = await tx.one<LinkRow>(
    `INSERT INTO consent_links (hospital_id, patient_id, offers, expires_at, created_by, created_by_name)
     VALUES ($1, $2, $3, to_timestamp($4::bigint / 1000.0), $5, $6) RETURNING ${columns}`,
    [tx.hospitalId, link.patientId, link.offers, link.expiresAt, link.createdBy, link.createdByName],
  );
  return row!;
}

export async function readLink(tx: Tx, linkId: string): Promise<LinkRow | null> {
  return tx.one<LinkRow>(`SELECT ${columns} FROM consent_links WHERE hospital_id = $1 AND link_id = $2`, [
    tx.hospitalId,
    linkId,
  ]);
}

export async function readLinksOf(tx: Tx, patientId: string): Promise<LinkRow[]> {
  return tx.query<LinkRow>(
    `SELECT ${columns} FROM consent_links WHERE hospital_id = $1 AND patient_id = $2 ORDER BY created_at DESC LIMIT 50`,
    [tx.hospitalId, patientId],
  );
}

export async function revokeLink(tx: Tx, linkId: string): Promise<{ patientId: string } | null> {
  return tx.one(
    `UPDATE consent_links SET revoked_at = clock_timestamp() WHERE hospital_id = $1 AND link_id = $2 AND revoked_at IS NULL
     RETURNING patient_id AS "patientId"`,
    [tx.hospitalId, linkId],
  );
}

export async function noteUse(tx: Tx, linkId: string): Promise<void> {
  await tx.query('UPDATE consent_links SET last_used_at = clock_timestamp() WHERE hospital_id = $1 AND link_id = $2', [
    tx.hospitalId,
    linkId,
  ]);
}
