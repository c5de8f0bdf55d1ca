import type { Parameter, Tx } from '#platform/db/database.ts';

/** How many protected fields a person may show in an hour unless the hospital says otherwise. */
export const revealsAnHourDefault = 30;

export async function readRevealLimit(tx: Tx): Promise<number> {
  const row = await tx.one<{ reveals_an_hour: number }>(
    'SELECT reveals_an_hour FROM staff_settings WHERE hospital_id = $1',
    [tx.hospitalId],
  );
  return row?.reveals_an_hour ?? revealsAnHourDefault;
}

export async function saveRevealLimit(tx: Tx, revealsAnHour: number): Promise<void> {
  await tx.query(
    `INSERT INTO staff_settings (hospital_id, reveals_an_hour) VALUES ($1, $2)
     ON CONFLICT (hospital_id) DO UPDATE SET reveals_an_hour = excluded.reveals_an_hour`,
    [tx.hospitalId, revealsAnHour],
  );
}

export interface GlassRow {
  readonly glass_id: string;
  readonly account_id: string;
  readonly display_name: string;
  readonly roles: string[];
  readonly subject_kind: string;
  readonly subject_id: string;
  readonly reason: string;
  readonly broken_at: number;
  readonly ends_at: number;
  readonly reviewed_at: number | null;
  readonly reviewed_by_name: string | null;
  readonly verdict: 'justified' | 'not_justified' | null;
  readonly remark: string | null;
  /** How often the subject was read meanwhile by this person. */
  readonly reads: number;
}

const glasses = `SELECT g.glass_id, g.account_id, a.display_name, a.roles, g.subject_kind, g.subject_id, g.reason, g.broken_at, g.ends_at,
    g.reviewed_at, r.display_name AS reviewed_by_name, g.verdict, g.remark,
    (SELECT count(*) FROM staff_audit_entries e WHERE e.hospital_id = g.hospital_id AND e.subject_kind = g.subject_kind
       AND e.subject_id = g.subject_id AND e.actor_id = g.account_id AND e.at BETWEEN g.broken_at AND g.ends_at
       AND (e.action = 'record.read' OR e.action LIKE '%.viewed' OR starts_with(e.action, 'reveal.T'))) AS reads
  FROM staff_broken_glasses g JOIN staff_accounts a ON a.hospital_id = g.hospital_id AND a.account_id = g.account_id
  LEFT JOIN staff_accounts r ON r.hospital_id = g.hospital_id AND r.account_id = g.reviewed_by
  WHERE g.hospital_id = $1`;

/** Newest first, those not reviewed before all others; at most 200. */
export async function readGlasses(tx: Tx, onlyOpen: boolean): Promise<GlassRow[]> {
  return tx.query(
    `${glasses} AND ($2 = false OR g.reviewed_at IS NULL) ORDER BY g.reviewed_at IS NOT NULL, g.broken_at DESC LIMIT 200`,
    [tx.hospitalId, onlyOpen],
  );
}

/** A person's own that still hold. */
export async function readHeldGlasses(tx: Tx, accountId: string): Promise<GlassRow[]> {
  return tx.query(`${glasses} AND g.account_id = $2 AND g.ends_at > clock_timestamp() ORDER BY g.ends_at`, [
    tx.hospitalId,
    accountId,
  ]);
}

export async function readGlass(tx: Tx, glassId: string): Promise<GlassRow | null> {
  return tx.one(`${glasses} AND g.glass_id = $2`, [tx.hospitalId, glassId]);
}

export async function countGlassesToday(tx: Tx, accountId: string): Promise<number> {
  const row = await tx.one<{ count: number }>(
    `SELECT count(*) AS count FROM staff_broken_glasses
     WHERE hospital_id = $1 AND account_id = $2 AND broken_at > clock_timestamp() - interval '24 hours'`,
    [tx.hospitalId, accountId],
  );
  return row!.count;
}

export async function insertGlass(
  tx: Tx,
  glass: { accountId: string; kind: string; id: string; reason: string; minutes: number },
): Promise<string> {
  const row = await tx.one<{ glass_id: string }>(
    `INSERT INTO staff_broken_glasses (hospital_id, account_id, subject_kind, subject_id, reason, ends_at)
     VALUES ($1, $2, $3, $4, $5, clock_timestamp() + make_interval(mins => $6)) RETURNING glass_id`,
    [tx.hospitalId, glass.accountId, glass.kind, glass.id, glass.reason, glass.minutes],
  );
  return row!.glass_id;
}

/** Ends a glass now; false when it is over already or another person's. */
export async function endGlass(tx: Tx, glassId: string, accountId: string): Promise<boolean> {
  const rows = await tx.query(
    `UPDATE staff_broken_glasses SET ends_at = clock_timestamp()
     WHERE hospital_id = $1 AND glass_id = $2 AND account_id = $3 AND ends_at > clock_timestamp() RETURNING glass_id`,
    [tx.hospitalId, glassId, accountId],
  );
  return rows.length > 0;
}

export async function saveReview(
  tx: Tx,
  glassId: string,
  review: { by: string | null; verdict: string; remark: string },
): Promise<boolean> {
  const rows = await tx.query(
    `UPDATE staff_broken_glasses SET reviewed_at = clock_timestamp(), reviewed_by = $3, verdict = $4, remark = $5
     WHERE hospital_id = $1 AND glass_id = $2 AND reviewed_at IS NULL RETURNING glass_id`,
    [tx.hospitalId, glassId, review.by, review.verdict, review.remark],
  );
  return rows.length > 0;
}

export interface SubjectReadRow {
  readonly seq: number;
  readonly at: number;
  readonly actor_name: string;
  readonly via: string;
  readonly action: string;
  readonly reason: string | null;
  readonly detail: string;
}

/** Who looked at a subject's health, identity or revealed contact data, newest first, at most 200: by the index on subjects. */
export async function readSubjectReads(tx: Tx, kind: string, id: string): Promise<SubjectReadRow[]> {
  const parameters: Parameter[] = [tx.hospitalId, kind, id];
  return tx.query(
    `SELECT seq, at, actor_name, via, action, reason, detail FROM staff_audit_entries
     WHERE hospital_id = $1 AND subject_kind = $2 AND subject_id = $3
       AND (action IN ('record.read', 'glass.broken', 'glass.reviewed') OR action LIKE 'reveal.%' OR action LIKE '%.exported' OR action LIKE '%.viewed')
     ORDER BY seq DESC LIMIT 200`,
    parameters,
  );
}
