import type { Tx } from '#platform/db/database.ts';

export interface PersonKeys {
  readonly patientId?: string | undefined;
  readonly recordNo?: string | undefined;
  readonly episodeNo?: string | undefined;
}

/** The patient a key leads to, through merges; null when nobody is known by it. */
export async function resolvePerson(tx: Tx, keys: PersonKeys): Promise<string | null> {
  const row = await tx.one<{ patient_id: string }>(
    `SELECT coalesce(a.patient_id, k.patient_id) AS patient_id FROM (
       SELECT $2::uuid AS patient_id WHERE $2::uuid IS NOT NULL
       UNION ALL SELECT patient_id FROM patient_record_numbers WHERE hospital_id = $1 AND record_no = $3
       UNION ALL SELECT r.patient_id FROM published.episodes e JOIN patient_record_numbers r ON r.hospital_id = $1 AND r.record_no = e.record_no
         WHERE e.hospital_id = $1 AND e.episode_no = $4
       UNION ALL SELECT patient_id FROM patient_episode_links WHERE hospital_id = $1 AND episode_no = $4) AS k
     LEFT JOIN patient_aliases a ON a.hospital_id = $1 AND a.alias_id = k.patient_id
     WHERE EXISTS (SELECT 1 FROM patient_patients p WHERE p.hospital_id = $1 AND p.patient_id = coalesce(a.patient_id, k.patient_id))
     LIMIT 1`,
    [tx.hospitalId, keys.patientId ?? null, keys.recordNo ?? null, keys.episodeNo ?? null],
  );
  return row?.patient_id ?? null;
}
