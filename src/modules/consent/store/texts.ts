import type { Instant } from '#kernel/day.ts';
import type { Tx } from '#platform/db/database.ts';
import { type ConsentKind, consentKinds } from '../rules/catalogue.ts';
import { defaultTexts, textHash } from '../rules/default-texts.ts';

export interface TextRow {
  readonly kind: ConsentKind;
  readonly version: number;
  readonly title: string;
  readonly body: string;
  readonly textHash: string;
  readonly needsRenewal: boolean;
  readonly note: string | null;
  readonly effectiveFrom: Instant;
  readonly publishedByName: string;
  readonly publishedAt: Instant;
}

const columns = `kind, version, title, body, text_hash AS "textHash", needs_renewal AS "needsRenewal", note, effective_from AS "effectiveFrom",
  published_by_name AS "publishedByName", published_at AS "publishedAt"`;

/** Version 1 of every kind, where there is none. */
export async function ensureTexts(tx: Tx): Promise<void> {
  const [row] = await tx.query<{ kinds: number }>(
    'SELECT count(DISTINCT kind) AS kinds FROM consent_texts WHERE hospital_id = $1',
    [tx.hospitalId],
  );
  if (row!.kinds >= consentKinds.length) return;
  await tx.query(
    `INSERT INTO consent_texts (hospital_id, kind, version, title, body, text_hash, needs_renewal, effective_from, published_by_name)
     SELECT $1, t.kind, 1, t.title, t.body, t.hash, true, '2020-01-01', '内置文本'
     FROM jsonb_to_recordset($2::jsonb) AS t(kind text, title text, body text, hash text) ON CONFLICT DO NOTHING`,
    [
      tx.hospitalId,
      JSON.stringify(consentKinds.map((kind) => ({ kind, ...defaultTexts[kind], hash: textHash(defaultTexts[kind]) }))),
    ],
  );
}

export async function readTexts(tx: Tx): Promise<TextRow[]> {
  return tx.query<TextRow>(
    `SELECT ${columns} FROM consent_texts WHERE hospital_id = $1 ORDER BY kind, version DESC LIMIT 1000`,
    [tx.hospitalId],
  );
}

export async function readText(tx: Tx, kind: ConsentKind, version: number): Promise<TextRow | null> {
  return tx.one<TextRow>(`SELECT ${columns} FROM consent_texts WHERE hospital_id = $1 AND kind = $2 AND version = $3`, [
    tx.hospitalId,
    kind,
    version,
  ]);
}

/** The version shown to people at an instant, of each kind. */
export async function readTextsInForce(tx: Tx, at: Instant): Promise<TextRow[]> {
  return tx.query<TextRow>(
    `SELECT DISTINCT ON (kind) ${columns} FROM consent_texts
     WHERE hospital_id = $1 AND effective_from <= to_timestamp($2::bigint / 1000.0) ORDER BY kind, version DESC`,
    [tx.hospitalId, at],
  );
}

/** The oldest version that still covers each kind at an instant. */
export async function readVersionsMin(tx: Tx, at: Instant): Promise<Map<string, number>> {
  const rows = await tx.query<{ kind: string; version: number }>(
    `SELECT kind, max(version) AS version FROM consent_texts
     WHERE hospital_id = $1 AND needs_renewal AND effective_from <= to_timestamp($2::bigint / 1000.0) GROUP BY kind`,
    [tx.hospitalId, at],
  );
  return new Map(rows.map((row) => [row.kind, row.version]));
}

/** Null when another made the version at this moment. */
export async function insertText(
  tx: Tx,
  text: Omit<TextRow, 'publishedAt'> & { readonly publishedBy: string | null },
): Promise<TextRow | null> {
  return tx.one<TextRow>(
    `INSERT INTO consent_texts (hospital_id, kind, version, title, body, text_hash, needs_renewal, note, effective_from, published_by, published_by_name)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, to_timestamp($9::bigint / 1000.0), $10, $11) ON CONFLICT DO NOTHING RETURNING ${columns}`,
    [
      tx.hospitalId,
      text.kind,
      text.version,
      text.title,
      text.body,
      text.textHash,
      text.needsRenewal,
      text.note,
      text.effectiveFrom,
      text.publishedBy,
      text.publishedByName,
    ],
  );
}
