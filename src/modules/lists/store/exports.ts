import type { Tx } from '#platform/db/database.ts';
import type { Selection } from '../contract/bulk.ts';

export interface ExportRequest {
  readonly selection: Selection;
  readonly sort: string | null;
  readonly columns: readonly string[] | null;
  readonly locale: 'zh-CN' | 'en';
}

export interface ExportRecord {
  readonly exportId: string;
  readonly jobId: string;
  readonly listId: string;
  readonly format: 'xlsx' | 'csv';
  readonly requestedBy: string;
  readonly request: ExportRequest;
  readonly requestedAt: number;
  readonly rowCount: number | null;
  readonly fileName: string | null;
  readonly fileBytes: number | null;
  readonly expiresAt: number;
}

const columns = `export_id AS "exportId", job_id AS "jobId", list_id AS "listId", format, requested_by AS "requestedBy", request,
  requested_at AS "requestedAt", row_count AS "rowCount", file_name AS "fileName", file_bytes AS "fileBytes", expires_at AS "expiresAt"`;

export async function insertExport(
  tx: Tx,
  row: Omit<ExportRecord, 'rowCount' | 'fileName' | 'fileBytes'>,
): Promise<ExportRecord> {
  const inserted = await tx.one<ExportRecord>(
    `INSERT INTO list_exports (hospital_id, export_id, job_id, list_id, format, requested_by, request, requested_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, to_timestamp($8::bigint / 1000.0), to_timestamp($9::bigint / 1000.0)) RETURNING ${columns}`,
    [
      tx.hospitalId,
      row.exportId,
      row.jobId,
      row.listId,
      row.format,
      row.requestedBy,
      JSON.stringify(row.request),
      row.requestedAt,
      row.expiresAt,
    ],
  );
  return inserted!;
}

export async function readExport(tx: Tx, exportId: string): Promise<ExportRecord | null> {
  return tx.one(`SELECT ${columns} FROM list_exports WHERE hospital_id = $1 AND export_id = $2`, [
    tx.hospitalId,
    exportId,
  ]);
}

/** At most 100, newest first. */
export async function readOwnExports(tx: Tx, accountId: string | null, now: number): Promise<ExportRecord[]> {
  return tx.query(
    `SELECT ${columns} FROM list_exports
     WHERE hospital_id = $1 AND requested_by = $2 AND expires_at > to_timestamp($3::bigint / 1000.0) ORDER BY requested_at DESC LIMIT 100`,
    [tx.hospitalId, accountId, now],
  );
}

/** Stores the file; a repeated attempt replaces what an earlier one left. What was searched for is no longer needed. */
export async function writeFile(
  tx: Tx,
  exportId: string,
  file: { rowCount: number; fileName: string; parts: readonly Buffer[] },
): Promise<void> {
  await deleteParts(tx, exportId);
  for (const [partNo, content] of file.parts.entries()) {
    await tx.query('INSERT INTO list_export_parts (hospital_id, export_id, part_no, content) VALUES ($1, $2, $3, $4)', [
      tx.hospitalId,
      exportId,
      partNo,
      content,
    ]);
  }
  const bytes = file.parts.reduce((sum, part) => sum + part.length, 0);
  await tx.query(
    `UPDATE list_exports SET row_count = $3, file_name = $4, file_bytes = $5, finished_at = clock_timestamp(), request = request #- '{selection,q}'
     WHERE hospital_id = $1 AND export_id = $2`,
    [tx.hospitalId, exportId, file.rowCount, file.fileName, bytes],
  );
}

async function deleteParts(tx: Tx, exportId: string): Promise<void> {
  await tx.query('DELETE FROM list_export_parts WHERE hospital_id = $1 AND export_id = $2', [tx.hospitalId, exportId]);
}

export async function readPart(tx: Tx, exportId: string, partNo: number): Promise<Buffer | null> {
  const row = await tx.one<{ content: Buffer }>(
    'SELECT content FROM list_export_parts WHERE hospital_id = $1 AND export_id = $2 AND part_no = $3',
    [tx.hospitalId, exportId, partNo],
  );
  return row?.content ?? null;
}

export async function deleteExpiredExports(tx: Tx, now: number): Promise<void> {
  await tx.query(
    `DELETE FROM list_export_parts p USING list_exports e
     WHERE p.hospital_id = $1 AND e.hospital_id = p.hospital_id AND e.export_id = p.export_id AND e.expires_at <= to_timestamp($2::bigint / 1000.0)`,
    [tx.hospitalId, now],
  );
  await tx.query(
    'DELETE FROM list_exports WHERE hospital_id = $1 AND expires_at <= to_timestamp($2::bigint / 1000.0)',
    [tx.hospitalId, now],
  );
}
