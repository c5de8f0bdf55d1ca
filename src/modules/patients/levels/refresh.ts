import { dayOf, type Instant } from '#kernel/day.ts';
import type { HospitalId } from '#kernel/ids.ts';
import { readSetting, readTimeZone } from '#modules/hospital/index.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';
import {
  type DecidedLevel,
  type Level,
  type LevelCriteria,
  type LevelFacts,
  relationshipLevel,
  unknownFacts,
  windowStart,
} from '../rules/relationship-level.ts';
import { sameComingDays } from '../rules/visit-habits.ts';
import { byKey } from '../store/by-key.ts';
import { ownReferrals } from '../store/own-referrals.ts';

export interface StoredFacts {
  readonly patient_id: string;
  readonly level: Level;
  readonly level_basis: 'computed' | 'override';
  readonly visit_count: number;
  readonly first_at: Instant | null;
  readonly last_at: Instant | null;
  readonly comings: number;
  readonly referrals_made: number;
  readonly is_summary_old: boolean;
}

const visitsOfPatient = `(SELECT e.registered_at, lag(e.registered_at) OVER (ORDER BY e.registered_at) AS before FROM (
    SELECT e.registered_at FROM patient_record_numbers r JOIN published.episodes e ON e.hospital_id = $1 AND e.record_no = r.record_no
      WHERE r.hospital_id = $1 AND r.patient_id = p.patient_id
    UNION ALL SELECT e.registered_at FROM patient_episode_links l JOIN published.episodes e ON e.hospital_id = $1 AND e.episode_no = l.episode_no
      WHERE l.hospital_id = $1 AND l.patient_id = p.patient_id) AS e)`;

/** The facts of persons as they are now. The referrals somebody made are those of the introducer with his phone and name. */
export async function readFacts(tx: Tx, patientIds: readonly string[], from: Instant): Promise<StoredFacts[]> {
  return tx.query<StoredFacts>(
    `SELECT p.patient_id, p.level, p.level_basis, v.visit_count, v.first_at, v.last_at, v.comings, m.made AS referrals_made,
       (p.visit_count, p.first_visit_at, p.last_visit_at) IS DISTINCT FROM (v.visit_count, v.first_at, v.last_at) AS is_summary_old
     FROM patient_patients p
     CROSS JOIN LATERAL (SELECT count(*)::int AS visit_count, min(e.registered_at) AS first_at, max(e.registered_at) AS last_at,
         count(*) FILTER (WHERE e.registered_at >= to_timestamp($3::bigint / 1000.0)
           AND (e.before IS NULL OR e.registered_at - e.before > interval '${sameComingDays} days'))::int AS comings
       FROM ${visitsOfPatient} AS e) AS v
     CROSS JOIN LATERAL (SELECT count(*)::int AS made FROM ${ownReferrals} WHERE w.received_at >= to_timestamp($3::bigint / 1000.0)) AS m
     WHERE p.hospital_id = $1 AND p.patient_id = ANY($2::uuid[])`,
    [tx.hospitalId, [...new Set(patientIds)], from],
  );
}

/** What is known of a person's relationship by the modules there are; the rest is unknown. */
export function levelFacts(stored: StoredFacts): LevelFacts {
  return {
    ...unknownFacts,
    comings: stored.comings,
    visitCount: stored.visit_count,
    lastVisitAt: stored.last_at,
    referralsMade: stored.referrals_made,
  };
}

export async function readCriteria(tx: Tx, tools: Tools): Promise<LevelCriteria> {
  const today = dayOf(tools.now(), await readTimeZone(tx));
  return {
    windowMonths: await readSetting(tx, 'patients.level-window-months', today),
    alarmDays: await readSetting(tx, 'patients.level-alarm-days', today),
    ownerReferrals: await readSetting(tx, 'patients.level-owner-referrals', today),
  };
}

/** Brings the visit summary and the level of persons up to date; a level a person set stays until it expires. Repeatable. */
export async function refreshPatients(tx: Tx, tools: Tools, patientIds: readonly string[]): Promise<number> {
  if (patientIds.length === 0) return 0;
  const criteria = await readCriteria(tx, tools);
  const now = tools.now();
  const stored = await byKey(tx, () => readFacts(tx, patientIds, windowStart(now, criteria.windowMonths)));
  await writeSummaries(
    tx,
    stored.filter((one) => one.is_summary_old),
  );
  const moved = stored
    .filter((one) => one.level_basis === 'computed')
    .map((one) => ({ one, decided: relationshipLevel(levelFacts(one), now, criteria) }))
    .filter(({ one, decided }) => decided.level !== one.level);
  await writeLevels(tx, now, moved);
  return moved.length;
}

async function writeSummaries(tx: Tx, stored: readonly StoredFacts[]): Promise<void> {
  if (stored.length === 0) return;
  await tx.query(
    `UPDATE patient_patients p SET visit_count = n.visit_count, first_visit_at = to_timestamp(n.first_at / 1000.0), last_visit_at = to_timestamp(n.last_at / 1000.0)
     FROM unnest($2::uuid[], $3::int[], $4::bigint[], $5::bigint[]) AS n(patient_id, visit_count, first_at, last_at)
     WHERE p.hospital_id = $1 AND p.patient_id = n.patient_id`,
    [
      tx.hospitalId,
      stored.map((one) => one.patient_id),
      stored.map((one) => one.visit_count),
      stored.map((one) => one.first_at),
      stored.map((one) => one.last_at),
    ],
  );
}

export async function writeLevels(
  tx: Tx,
  now: Instant,
  moved: readonly { readonly one: StoredFacts; readonly decided: DecidedLevel }[],
): Promise<void> {
  if (moved.length === 0) return;
  const ids = moved.map(({ one }) => one.patient_id);
  const levels = moved.map(({ decided }) => decided.level);
  await tx.query(
    `UPDATE patient_patients p SET level = n.level, level_basis = 'computed' FROM unnest($2::uuid[], $3::int[]) AS n(patient_id, level)
     WHERE p.hospital_id = $1 AND p.patient_id = n.patient_id`,
    [tx.hospitalId, ids, levels],
  );
  await tx.query(
    `INSERT INTO patient_levels (hospital_id, patient_id, at, level, basis, facts)
     SELECT $1, n.patient_id, to_timestamp($4::bigint / 1000.0), n.level, 'computed', n.facts::jsonb
     FROM unnest($2::uuid[], $3::int[], $5::text[]) AS n(patient_id, level, facts)`,
    [
      tx.hospitalId,
      ids,
      levels,
      now,
      moved.map(({ one, decided }) => JSON.stringify({ because: decided.because, ...knownFacts(levelFacts(one)) })),
    ],
  );
}

/** Only what is known is worth keeping. */
function knownFacts(facts: LevelFacts): Record<string, unknown> {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null));
}

const refreshRowsMax = 2_000;

/** All persons, a batch a transaction: nightly, and when referrals were decided anew. Overrides that have expired end here. */
export async function refreshAll(
  tools: Tools,
  hospitalId: HospitalId,
  progress: (done: number) => Promise<void> = async () => undefined,
): Promise<{ patients: number; moved: number }> {
  const totals = { patients: 0, moved: 0 };
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const step = await tools.db.transaction({ hospitalId }, async (tx) => {
      const rows = await tx.query<{ patient_id: string }>(
        `SELECT patient_id FROM patient_patients WHERE hospital_id = $1 AND patient_id > $2 AND merged_into IS NULL ORDER BY patient_id LIMIT ${refreshRowsMax}`,
        [tx.hospitalId, after],
      );
      if (rows.length === 0) return null;
      const ids = rows.map((row) => row.patient_id);
      await endExpiredOverrides(tx, tools.now(), ids);
      return { ids, moved: await refreshPatients(tx, tools, ids) };
    });
    if (step === null) return totals;
    totals.patients += step.ids.length;
    totals.moved += step.moved;
    after = step.ids.at(-1)!;
    await progress(totals.patients);
  }
}

async function endExpiredOverrides(tx: Tx, now: Instant, ids: readonly string[]): Promise<void> {
  await tx.query(
    `UPDATE patient_patients p SET level_basis = 'computed' WHERE p.hospital_id = $1 AND p.patient_id = ANY($2::uuid[]) AND p.level_basis = 'override'
       AND (SELECT l.expires_at FROM patient_levels l WHERE l.hospital_id = $1 AND l.patient_id = p.patient_id AND l.basis = 'override'
         ORDER BY l.at DESC, l.level_id DESC LIMIT 1) <= to_timestamp($3::bigint / 1000.0)`,
    [tx.hospitalId, ids, now],
  );
}
