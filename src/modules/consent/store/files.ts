import type { Instant } from '#kernel/day.ts';
import type { Tx } from '#platform/db/database.ts';

export interface FileRow {
  readonly fileId: string;
  readonly fileName: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly madeAt: Instant;
  readonly expiresAt: Instant;
}

const columns = `file_id AS "fileId", file_name AS "fileName", media_type AS "mediaType", bytes, made_at AS "madeAt", expires_at AS "expiresAt"`;

export async function insertFile(
  tx: Tx,
  file: {
    readonly ownerKind: 'request' | 'export';
    readonly ownerId: string;
    readonly fileName: string;
    readonly mediaType: string;
    readonly bytes: number;
    readonly contentHash: string;
    readonly contentSealed: Buffer;
    readonly expiresAt: Instant;
  },
): Promise<void> {
  await tx.query(
    `INSERT INTO consent_files (hospital_id, owner_kind, owner_id, file_name, media_type, bytes, content_hash, content_sealed, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, to_timestamp($9::bigint / 1000.0))`,
    [
      tx.hospitalId,
      file.ownerKind,
      file.ownerId,
      file.fileName,
      file.mediaType,
      file.bytes,
      file.contentHash,
      file.contentSealed,
      file.expiresAt,
    ],
  );
}

export async function readFiles(tx: Tx, ownerKind: 'request' | 'export', ownerId: string): Promise<FileRow[]> {
  return tx.query<FileRow>(
    `SELECT ${columns} FROM consent_files WHERE hospital_id = $1 AND owner_kind = $2 AND owner_id = $3 ORDER BY made_at DESC, file_name LIMIT 50`,
    [tx.hospitalId, ownerKind, ownerId],
  );
}

export async function readFileContent(
  tx: Tx,
  fileId: string,
): Promise<(FileRow & { ownerKind: 'request' | 'export'; ownerId: string; contentSealed: Buffer }) | null> {
  return tx.one(
    `SELECT ${columns}, owner_kind AS "ownerKind", owner_id AS "ownerId", content_sealed AS "contentSealed"
     FROM consent_files WHERE hospital_id = $1 AND file_id = $2`,
    [tx.hospitalId, fileId],
  );
}

export async function deleteFilesOf(tx: Tx, ownerKind: 'request' | 'export', ownerId: string): Promise<void> {
  await tx.query('DELETE FROM consent_files WHERE hospital_id = $1 AND owner_kind = $2 AND owner_id = $3', [
    tx.hospitalId,
    ownerKind,
    ownerId,
  ]);
}
