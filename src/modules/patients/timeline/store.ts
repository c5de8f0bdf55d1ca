import type { Tier } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';

export interface NewEntry {
  readonly module: string;
  readonly kind: string;
  readonly subjectId: string | null;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly tier: Tier;
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
  /** The same key twice is one entry. */
  readonly sourceKey: string;
}

export async function insertEntry(tx: Tx, patientId: string, entry: NewEntry): Promise<void> {
  await tx.query(
    `INSERT INTO patient_timeline (hospital_id, patient_id, at, module, kind, subject_id, facts, tier, source_key)
     VALUES ($1, $2, to_timestamp($3::bigint / 1000.0), $4, $5, $6, $7::jsonb, $8, $9) ON CONFLICT (hospital_id, source_key) DO NOTHING`,
    [
      tx.hospitalId,
      patientId,
      entry.at,
      entry.module,
      entry.kind,
      entry.subjectId,
      JSON.stringify(entry.facts),
      entry.tier,
      entry.sourceKey,
    ],
  );
  tx.touch('patients', patientId);
}

export interface StoredEntry {
  readonly entryId: string;
  readonly at: number;
  readonly module: string;
  readonly kind: string;
  readonly subjectId: string | null;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly tier: Tier;
}

export interface TimelinePage {
  readonly patientId: string;
  /** Keyset: entries before this time and key. */
  readonly before: { readonly at: number; readonly entryId: string } | null;
  readonly modules: readonly string[] | null;
  readonly tiers: readonly Tier[];
  readonly rowsMax: number;
}

/**
 * One page of a person's timeline, newest first: what was noted, his visits and the referrals they are credited to. Each source is read by its own
 * index up to the page's size, so that a page costs the same at the tenth visit and at the thousandth.
 */
export async function readTimeline(tx: Tx, page: TimelinePage): Promise<StoredEntry[]> {
  return tx.query<StoredEntry>(
    `WITH own AS MATERIALIZED (
       SELECT e.episode_no, e.kind, e.department, e.doctor, e.registered_at, e.admitted_at, e.discharged_at, e.diagnosis, e.payment_kind FROM (
         SELECT v.* FROM patient_record_numbers r JOIN published.episodes v ON v.hospital_id = $1 AND v.record_no = r.record_no
         WHERE r.hospital_id = $1 AND r.patient_id = $2
         UNION ALL SELECT v.* FROM patient_episode_links l JOIN published.episodes v ON v.hospital_id = $1 AND v.episode_no = l.episode_no
         WHERE l.hospital_id = $1 AND l.patient_id = $2) AS e),
     entries AS (
       (SELECT t.entry_id::text AS entry_id, t.at, t.module, t.kind, t.subject_id, t.facts, t.tier FROM patient_timeline t
        WHERE t.hospital_id = $1 AND t.patient_id = $2 AND ($3::bigint IS NULL OR t.at <= to_timestamp($3::bigint / 1000.0))
          AND ($5::text[] IS NULL OR t.module = ANY($5)) AND t.tier = ANY($6)
        ORDER BY t.at DESC, t.entry_id DESC LIMIT $7 + 20)
       UNION ALL
       SELECT 'visit:' || e.episode_no, e.registered_at, 'visits', e.kind, e.episode_no,
         jsonb_strip_nulls(jsonb_build_object('department', e.department, 'doctor', e.doctor, 'paymentKind', e.payment_kind,
           'admittedAt', (extract(epoch FROM e.admitted_at) * 1000)::bigint, 'dischargedAt', (extract(epoch FROM e.discharged_at) * 1000)::bigint,
           'diagnosis', CASE WHEN 'T5h' = ANY($6) THEN e.diagnosis END)), 'T2'
       FROM own e WHERE ($5::text[] IS NULL OR 'visits' = ANY($5))
       UNION ALL
       SELECT 'referral:' || w.referral_id, w.received_at, 'referrals', w.state, w.referral_id,
         jsonb_strip_nulls(jsonb_build_object('introducer', w.introducer_name, 'introducerKind', w.introducer_kind, 'channel', w.channel,
           'disease', CASE WHEN 'T5h' = ANY($6) THEN w.disease END)), 'T2'
       FROM own e JOIN published.credited_referrals w ON w.hospital_id = $1 AND w.episode_no = e.episode_no
       WHERE ($5::text[] IS NULL OR 'referrals' = ANY($5)))
     SELECT entry_id AS "entryId", (extract(epoch FROM at) * 1000)::bigint AS at, module, kind, subject_id AS "subjectId", facts, tier FROM entries
     WHERE $3::bigint IS NULL OR (at, entry_id COLLATE "C") < (to_timestamp($3::bigint / 1000.0), $4::text COLLATE "C")
     ORDER BY entries.at DESC, entry_id COLLATE "C" DESC LIMIT $7`,
    [
      tx.hospitalId,
      page.patientId,
      page.before?.at ?? null,
      page.before?.entryId ?? null,
      page.modules,
      page.tiers,
      page.rowsMax,
    ],
  );
}
