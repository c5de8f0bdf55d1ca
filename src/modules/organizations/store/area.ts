import type { Day } from '#kernel/day.ts';
import type { Tx } from '#platform/db/database.ts';
import type { CoverageContact, CoverageTownship } from '../rules/coverage.ts';
import type { DistanceBand } from '../rules/distance.ts';
import type { DivisionRow } from '../rules/divisions.ts';
import type { InstitutionFacts } from '../rules/propose-organizations.ts';

/** Adds divisions and renames known ones; answers how many of each. */
export async function upsertDivisions(
  tx: Tx,
  rows: readonly DivisionRow[],
): Promise<{ added: number; renamed: number }> {
  const counted = await tx.one<{ added: number; renamed: number }>(
    `WITH given AS (SELECT * FROM jsonb_to_recordset($2::jsonb) AS g(code text, name text, level text, "parentCode" text)),
     written AS (
       INSERT INTO organization_divisions (hospital_id, code, name, level, parent_code)
       SELECT $1, code, name, level, "parentCode" FROM given
       ON CONFLICT (hospital_id, code) DO UPDATE SET name = excluded.name WHERE organization_divisions.name <> excluded.name
       RETURNING xmax = 0 AS is_new)
     SELECT count(*) FILTER (WHERE is_new) AS added, count(*) FILTER (WHERE NOT is_new) AS renamed FROM written`,
    [tx.hospitalId, JSON.stringify(rows)],
  );
  return counted!;
}

export async function countDivisions(tx: Tx): Promise<number> {
  const row = await tx.one<{ count: number }>(
    'SELECT count(*) AS count FROM organization_divisions WHERE hospital_id = $1',
    [tx.hospitalId],
  );
  return row!.count;
}

export async function findDivisionRows(tx: Tx, q: string): Promise<(DivisionRow & { path: string })[]> {
  return tx.query(
    `SELECT d.code, d.name, d.level, d.parent_code AS "parentCode",
       concat_ws(' ', (SELECT u.name FROM organization_divisions u WHERE u.hospital_id = $1 AND u.code = left(d.code, 6) AND d.level <> 'county'),
         (SELECT u.name FROM organization_divisions u WHERE u.hospital_id = $1 AND u.code = left(d.code, 9) AND d.level = 'village'), d.name) AS path
     FROM organization_divisions d
     WHERE d.hospital_id = $1 AND ($2 = '' OR strpos(d.name, $2) > 0 OR left(d.code, length($2)) = $2)
     ORDER BY length(d.code), d.code LIMIT 30`,
    [tx.hospitalId, q],
  );
}

export async function readTownships(tx: Tx): Promise<CoverageTownship[]> {
  return tx.query(
    `SELECT code, name, parent_code AS "countyCode" FROM organization_divisions WHERE hospital_id = $1 AND level = 'township' ORDER BY code`,
    [tx.hospitalId],
  );
}

export async function readCountyNames(tx: Tx): Promise<Map<string, string>> {
  const rows = await tx.query<{ code: string; name: string }>(
    `SELECT code, name FROM organization_divisions WHERE hospital_id = $1 AND level = 'county'`,
    [tx.hospitalId],
  );
  return new Map(rows.map((row) => [row.code, row.name]));
}

/** Active introducers from outside and active contact persons of active units, with all that tells where they are. */
export async function readCoverageContacts(tx: Tx): Promise<CoverageContact[]> {
  return tx.query(
    `SELECT p.name, o.division_code AS "divisionCode", coalesce(o.name, p.institution) AS place, 'introducer' AS source
     FROM published.introducer_places p
     LEFT JOIN organization_institutions n ON n.hospital_id = p.hospital_id AND n.institution = p.institution
     LEFT JOIN organization_organizations o ON o.hospital_id = n.hospital_id AND o.organization_id = n.organization_id
     WHERE p.hospital_id = $1 AND p.status = 'active' AND p.kind IN ('external_physician', 'grassroots_institution', 'community', 'enterprise')
     UNION ALL
     SELECT c.name, o.division_code, coalesce(o.township, '') || o.name, 'contact'
     FROM organization_contacts c JOIN organization_organizations o USING (hospital_id, organization_id)
     WHERE c.hospital_id = $1 AND c.is_active AND o.is_active AND o.stage <> 'lost'`,
    [tx.hospitalId],
  );
}

export async function countOrganizationsByTownship(tx: Tx): Promise<Map<string, number>> {
  const rows = await tx.query<{ code: string; count: number }>(
    `SELECT left(division_code, 9) AS code, count(*) AS count FROM organization_organizations
     WHERE hospital_id = $1 AND is_active AND length(division_code) >= 9 GROUP BY 1`,
    [tx.hospitalId],
  );
  return new Map(rows.map((row) => [row.code, row.count]));
}

/** False when somebody else has saved meanwhile. */
export async function writeArea(
  tx: Tx,
  area: { latitude: number | null; longitude: number | null; bands: readonly DistanceBand[]; version: number },
): Promise<boolean> {
  const values = [tx.hospitalId, area.latitude, area.longitude, JSON.stringify(area.bands)];
  const row =
    area.version === 0
      ? await tx.one(
          `INSERT INTO organization_settings (hospital_id, latitude, longitude, bands) VALUES ($1, $2, $3, $4::jsonb)
           ON CONFLICT DO NOTHING RETURNING version`,
          values,
        )
      : await tx.one(
          `UPDATE organization_settings SET latitude = $2, longitude = $3, bands = $4::jsonb, version = version + 1
           WHERE hospital_id = $1 AND version = $5 RETURNING version`,
          [...values, area.version],
        );
  return row !== null;
}

export async function readPlaces(
  tx: Tx,
): Promise<{ organizationId: string; latitude: number; longitude: number; distanceM: number | null }[]> {
  return tx.query(
    `SELECT organization_id AS "organizationId", latitude, longitude, distance_m AS "distanceM" FROM organization_organizations
     WHERE hospital_id = $1 AND latitude IS NOT NULL AND longitude IS NOT NULL FOR UPDATE`,
    [tx.hospitalId],
  );
}

/** Versions stay: nobody who edits a unit loses his work to a distance. */
export async function writeDistances(
  tx: Tx,
  distances: readonly { organizationId: string; distanceM: number }[],
): Promise<void> {
  await tx.query(
    `UPDATE organization_organizations o SET distance_m = g."distanceM"
     FROM jsonb_to_recordset($2::jsonb) AS g("organizationId" uuid, "distanceM" int)
     WHERE o.hospital_id = $1 AND o.organization_id = g."organizationId"`,
    [tx.hospitalId, JSON.stringify(distances)],
  );
}

/* Grid teams */

export interface TeamRecord {
  teamId: string;
  name: string;
  organizationId: string | null;
  organizationName: string | null;
  divisionCode: string | null;
  divisionName: string | null;
  area: string;
  doctorName: string | null;
  doctorPhone: string | null;
  nurseName: string | null;
  nursePhone: string | null;
  workerName: string | null;
  workerPhone: string | null;
  households: number | null;
  familiesSigned: number | null;
  personsSigned: number | null;
  termFrom: Day | null;
  termUntil: Day | null;
  note: string | null;
  isActive: boolean;
  version: number;
}

export async function readTeams(tx: Tx, ownOf: string | null): Promise<TeamRecord[]> {
  return tx.query(
    `SELECT t.team_id AS "teamId", t.name, t.organization_id AS "organizationId", o.name AS "organizationName", t.division_code AS "divisionCode",
       (SELECT d.name FROM organization_divisions d WHERE d.hospital_id = t.hospital_id AND d.code = t.division_code) AS "divisionName", t.area,
       t.doctor_name AS "doctorName", t.doctor_phone AS "doctorPhone", t.nurse_name AS "nurseName", t.nurse_phone AS "nursePhone",
       t.worker_name AS "workerName", t.worker_phone AS "workerPhone", t.households, t.families_signed AS "familiesSigned",
       t.persons_signed AS "personsSigned", t.term_from AS "termFrom", t.term_until AS "termUntil", t.note, t.is_active AS "isActive", t.version
     FROM organization_grid_teams t LEFT JOIN organization_organizations o ON o.hospital_id = t.hospital_id AND o.organization_id = t.organization_id
     WHERE t.hospital_id = $1 AND ($2::uuid IS NULL OR o.owner_id = $2 OR o.sponsor_id = $2)
     ORDER BY t.is_active DESC, (t.doctor_name IS NOT NULL AND t.nurse_name IS NOT NULL AND t.worker_name IS NOT NULL), t.name LIMIT 500`,
    [tx.hospitalId, ownOf],
  );
}

export interface ScreeningRecord {
  screeningId: string;
  teamId: string;
  teamName: string;
  onDay: Day;
  place: string;
  purpose: string;
  expected: number | null;
  screened: number | null;
  status: 'planned' | 'done' | 'cancelled';
  version: number;
}

export async function readScreenings(
  tx: Tx,
  wanted: { from: string; until: string; ownOf: string | null },
): Promise<ScreeningRecord[]> {
  return tx.query(
    `SELECT s.screening_id AS "screeningId", s.team_id AS "teamId", t.name AS "teamName", s.on_day AS "onDay", s.place, s.purpose, s.expected, s.screened,
       s.status, s.version
     FROM organization_screenings s JOIN organization_grid_teams t USING (hospital_id, team_id)
     LEFT JOIN organization_organizations o ON o.hospital_id = t.hospital_id AND o.organization_id = t.organization_id
     WHERE s.hospital_id = $1 AND s.on_day >= $2 AND s.on_day <= $3 AND ($4::uuid IS NULL OR o.owner_id = $4 OR o.sponsor_id = $4)
     ORDER BY s.on_day, t.name LIMIT 500`,
    [tx.hospitalId, wanted.from, wanted.until, wanted.ownOf],
  );
}

/* Units from the institutions of introducers */

/** Institutions that introducers name and that belong to no unit yet. */
export async function readLooseInstitutions(tx: Tx): Promise<InstitutionFacts[]> {
  return tx.query(
    `SELECT p.institution, array_agg(DISTINCT p.kind ORDER BY p.kind) AS "introducerKinds", count(*)::int AS introducers
     FROM published.introducer_places p
     WHERE p.hospital_id = $1 AND p.status = 'active' AND p.institution IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM organization_institutions n WHERE n.hospital_id = p.hospital_id AND n.institution = p.institution)
     GROUP BY p.institution ORDER BY count(*) DESC, p.institution LIMIT 2000`,
    [tx.hospitalId],
  );
}

export async function readNameKeys(tx: Tx): Promise<Map<string, string>> {
  const rows = await tx.query<{ name_key: string; organization_id: string }>(
    'SELECT name_key, organization_id FROM organization_organizations WHERE hospital_id = $1',
    [tx.hospitalId],
  );
  return new Map(rows.map((row) => [row.name_key, row.organization_id]));
}

export async function insertInstitution(
  tx: Tx,
  institution: string,
  organizationId: string,
  batchId: string | null,
): Promise<boolean> {
  const row = await tx.one(
    `INSERT INTO organization_institutions (hospital_id, institution, organization_id, batch_id) VALUES ($1, $2, $3, $4)
     ON CONFLICT DO NOTHING RETURNING 1 AS made`,
    [tx.hospitalId, institution, organizationId, batchId],
  );
  return row !== null;
}

export async function insertBatch(tx: Tx, madeByName: string): Promise<string> {
  const row = await tx.one<{ batch_id: string }>(
    'INSERT INTO organization_batches (hospital_id, organizations, institutions, made_by_name) VALUES ($1, 0, 0, $2) RETURNING batch_id',
    [tx.hospitalId, madeByName],
  );
  return row!.batch_id;
}

export async function updateBatch(tx: Tx, batchId: string, created: number, linked: number): Promise<void> {
  await tx.query(
    'UPDATE organization_batches SET organizations = $3, institutions = $4 WHERE hospital_id = $1 AND batch_id = $2',
    [tx.hospitalId, batchId, created, linked],
  );
}

export interface BatchRecord {
  batchId: string;
  organizations: number;
  institutions: number;
  madeByName: string;
  madeAt: number;
}

export async function readLastBatch(tx: Tx): Promise<BatchRecord | null> {
  return tx.one(
    `SELECT batch_id AS "batchId", organizations, institutions, made_by_name AS "madeByName", made_at AS "madeAt"
     FROM organization_batches WHERE hospital_id = $1 AND undone_at IS NULL ORDER BY made_at DESC, batch_id DESC LIMIT 1`,
    [tx.hospitalId],
  );
}

export async function lockBatch(tx: Tx, batchId: string): Promise<{ undoneAt: number | null } | null> {
  return tx.one(
    'SELECT undone_at AS "undoneAt" FROM organization_batches WHERE hospital_id = $1 AND batch_id = $2 FOR UPDATE',
    [tx.hospitalId, batchId],
  );
}

/** Removes the batch's units that nobody has touched, and its links; answers how many units went and how many stay. */
export async function removeBatch(
  tx: Tx,
  batchId: string,
  undoneByName: string,
): Promise<{ removed: number; kept: number }> {
  const parameters = [tx.hospitalId, batchId];
  await tx.query('DELETE FROM organization_institutions WHERE hospital_id = $1 AND batch_id = $2', parameters);
  const before = await tx.one<{ count: number }>(
    'SELECT count(*) AS count FROM organization_organizations WHERE hospital_id = $1 AND batch_id = $2',
    parameters,
  );
  const untouched = [
    'contacts',
    'contracts',
    'offers',
    'people',
    'activities',
    'institutions',
    'grid_teams',
    'stage_moves',
  ]
    .map(
      (table) =>
        `AND NOT EXISTS (SELECT 1 FROM organization_${table} x WHERE x.hospital_id = o.hospital_id AND x.organization_id = o.organization_id)`,
    )
    .join(' ');
  const gone = await tx.query(
    `DELETE FROM organization_organizations o WHERE o.hospital_id = $1 AND o.batch_id = $2 AND o.version = 1 ${untouched} RETURNING 1 AS gone`,
    parameters,
  );
  await tx.query(
    'UPDATE organization_batches SET undone_at = clock_timestamp(), undone_by_name = $3 WHERE hospital_id = $1 AND batch_id = $2',
    [...parameters, undoneByName],
  );
  return { removed: gone.length, kept: before!.count - gone.length };
}
