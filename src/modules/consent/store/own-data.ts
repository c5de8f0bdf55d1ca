import { fault } from '#kernel/refusal.ts';
import type { Tx } from '#platform/db/database.ts';

export interface OwnDataPart {
  /** The published view it was read from. */
  readonly source: string;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly isCut: boolean;
}

const rowsMax = 5000;
/** Keys of ours, sealed values and what others worked out about somebody: not the person's data. */
const hiddenColumns =
  /^(?:hospital_id|.*_(?:key|sealed|lookup)|import_run_id|care_owner|pinyin|initials|merged_into|is_key_account)$/;
/** Who brought somebody is the introducer's own information. */
const hiddenViews = new Set(['winners', 'referral_episodes', 'introducer_accounts']);

/**
 * Everything the product publishes about a person: each view of the schema `published` that names a patient, an episode or a record number. A module that
 * comes later is in the next copy without a line here.
 */
export async function readOwnData(tx: Tx, ids: readonly string[]): Promise<OwnDataPart[]> {
  const views = await tx.query<{ name: string; columns: string[] }>(
    `SELECT c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns FROM pg_class c
     JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     WHERE n.nspname = 'published' AND c.relkind = 'v' AND has_table_privilege(c.oid, 'SELECT') GROUP BY c.relname ORDER BY c.relname`,
  );
  const parts: OwnDataPart[] = [];
  for (const { name, columns } of views) {
    const condition = conditionOf(columns);
    if (!condition || hiddenViews.has(name)) continue;
    if (!/^[a-z_]+$/.test(name)) throw fault('a published view has an unusual name', { name });
    const shown = columns.filter((column) => !hiddenColumns.test(column));
    const rows = await tx.query<Record<string, unknown>>(
      `SELECT ${shown.map((column) => `v.${column}`).join(', ')} FROM published.${name} v
       WHERE v.hospital_id = $1 AND ${condition} LIMIT ${rowsMax + 1}`,
      [tx.hospitalId, ids],
    );
    parts.push({ source: name, rows: rows.slice(0, rowsMax), isCut: rows.length > rowsMax });
  }
  return parts;
}

function conditionOf(columns: readonly string[]): string | null {
  const ofPatient = (column: string, view: string) =>
    `v.${column} IN (SELECT o.${column} FROM published.${view} o WHERE o.hospital_id = $1 AND o.patient_id = ANY ($2))`;
  if (columns.includes('patient_id')) return 'v.patient_id = ANY ($2)';
  if (columns.includes('episode_no')) return ofPatient('episode_no', 'patient_episodes');
  return columns.includes('record_no') ? ofPatient('record_no', 'patient_record_numbers') : null;
}

export async function countVisits(tx: Tx, ids: readonly string[]): Promise<number> {
  const row = await tx.one<{ visits: number }>(
    'SELECT count(*) AS visits FROM published.patient_episodes WHERE hospital_id = $1 AND patient_id = ANY ($2)',
    [tx.hospitalId, ids],
  );
  return row!.visits;
}
