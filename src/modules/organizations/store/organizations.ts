import type { Day } from '#kernel/day.ts';
import type { Tx } from '#platform/db/database.ts';
import type { ListSpec } from '#platform/db/list.ts';
import type { OrganizationKind, Stage } from '../contract/index.ts';
import { type DistanceBand, defaultBands, type Place } from '../rules/distance.ts';

/** A unit of the list, before names and bands are put to it. */
export interface StoredOrganization {
  organizationId: string;
  name: string;
  kind: OrganizationKind;
  divisionCode: string | null;
  township: string | null;
  distanceM: number | null;
  headcount: number | null;
  stage: Stage;
  stageSince: number;
  nextStep: string | null;
  nextStepOn: Day | null;
  ownerId: string | null;
  sponsorId: string | null;
  contacts: number;
  introducers: number;
  contractUntil: Day | null;
  lastActivityOn: Day | null;
  isActive: boolean;
  updatedAt: number;
  version: number;
}

// The division's own name wins over what somebody typed: a table of codes does not misspell.
const townshipSql = `coalesce((SELECT d.name FROM organization_divisions d
    WHERE d.hospital_id = o.hospital_id AND d.code = left(o.division_code, 9) AND length(o.division_code) >= 9), o.township)`;

export const listColumns = `o.organization_id AS "organizationId", o.name, o.kind, o.division_code AS "divisionCode", ${townshipSql} AS township,
    o.distance_m AS "distanceM", o.headcount, o.stage, o.stage_since AS "stageSince", o.next_step AS "nextStep", o.next_step_on AS "nextStepOn",
    o.owner_id AS "ownerId", o.sponsor_id AS "sponsorId", o.is_active AS "isActive", o.updated_at AS "updatedAt", o.version,
    (SELECT count(*)::int FROM organization_contacts c WHERE c.hospital_id = o.hospital_id AND c.organization_id = o.organization_id AND c.is_active)
      AS contacts,
    (SELECT count(*)::int FROM organization_institutions n
      JOIN published.introducer_places p ON p.hospital_id = n.hospital_id AND p.institution = n.institution AND p.status = 'active'
      WHERE n.hospital_id = o.hospital_id AND n.organization_id = o.organization_id) AS introducers,
    (SELECT max(k.ends_on) FROM organization_contracts k
      WHERE k.hospital_id = o.hospital_id AND k.organization_id = o.organization_id AND k.status = 'signed') AS "contractUntil",
    (SELECT max(a.on_day) FROM organization_activities a WHERE a.hospital_id = o.hospital_id AND a.organization_id = o.organization_id)
      AS "lastActivityOn"`;

export const organizationList: ListSpec = {
  from: 'organization_organizations o',
  columns: listColumns,
  hospital: 'o.hospital_id',
  fields: {
    name: { sql: 'o.name', type: 'text', sortable: true },
    kind: { sql: 'o.kind', type: 'text' },
    stage: { sql: 'o.stage', type: 'text', sortable: true },
    divisionCode: { sql: 'o.division_code', type: 'text' },
    township: { sql: townshipSql, type: 'text' },
    ownerId: { sql: 'o.owner_id::text', type: 'text' },
    sponsorId: { sql: 'o.sponsor_id::text', type: 'text' },
    headcount: { sql: 'o.headcount', type: 'number', sortable: true, nullable: true },
    distanceM: { sql: 'o.distance_m', type: 'number', sortable: true, nullable: true },
    nextStepOn: { sql: 'o.next_step_on', type: 'day', sortable: true, nullable: true },
    isActive: { sql: 'o.is_active', type: 'boolean' },
    createdAt: { sql: 'o.created_at', type: 'instant', sortable: true },
    updatedAt: { sql: 'o.updated_at', type: 'instant', sortable: true },
  },
  key: { sql: 'o.organization_id::text', type: 'text' },
  defaultSort: '-updatedAt',
  search: (text) =>
    `(strpos(o.name, ${text}) > 0 OR strpos(coalesce(o.township, ''), ${text}) > 0 OR EXISTS (SELECT 1 FROM organization_contacts c
      WHERE c.hospital_id = o.hospital_id AND c.organization_id = o.organization_id AND c.name = ${text}))`,
};

export interface DetailRecord extends StoredOrganization {
  divisionName: string | null;
  address: string | null;
  latitude: number | null;
  longitude: number | null;
  note: string | null;
  createdAt: number;
}

export async function readDetail(tx: Tx, organizationId: string): Promise<DetailRecord | null> {
  return tx.one(
    `SELECT ${listColumns}, o.address, o.latitude, o.longitude, o.note, o.created_at AS "createdAt",
       (SELECT string_agg(d.name, ' ' ORDER BY d.code) FROM organization_divisions d
        WHERE d.hospital_id = o.hospital_id AND d.code IN (left(o.division_code, 6), left(o.division_code, 9), o.division_code)) AS "divisionName"
     FROM organization_organizations o WHERE o.hospital_id = $1 AND o.organization_id = $2`,
    [tx.hospitalId, organizationId],
  );
}

export async function readInstitutionsOf(tx: Tx, organizationId: string): Promise<string[]> {
  const rows = await tx.query<{ institution: string }>(
    'SELECT institution FROM organization_institutions WHERE hospital_id = $1 AND organization_id = $2 ORDER BY institution',
    [tx.hospitalId, organizationId],
  );
  return rows.map((row) => row.institution);
}

export interface MoveRecord {
  moveId: string;
  fromStage: Stage;
  toStage: Stage;
  reason: string | null;
  nextStep: string | null;
  nextStepOn: Day | null;
  movedByName: string;
  movedAt: number;
}

/** The latest moves, at most 200. */
export async function readMoves(tx: Tx, organizationId: string): Promise<MoveRecord[]> {
  return tx.query(
    `SELECT move_id AS "moveId", from_stage AS "fromStage", to_stage AS "toStage", reason, next_step AS "nextStep", next_step_on AS "nextStepOn",
       moved_by_name AS "movedByName", moved_at AS "movedAt"
     FROM organization_stage_moves WHERE hospital_id = $1 AND organization_id = $2 ORDER BY moved_at DESC, move_id DESC LIMIT 200`,
    [tx.hospitalId, organizationId],
  );
}

export async function insertMove(
  tx: Tx,
  organizationId: string,
  move: Omit<MoveRecord, 'moveId' | 'movedAt'> & { movedBy: string | null },
): Promise<void> {
  await tx.query(
    `INSERT INTO organization_stage_moves (hospital_id, organization_id, from_stage, to_stage, reason, next_step, next_step_on, moved_by, moved_by_name)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      tx.hospitalId,
      organizationId,
      move.fromStage,
      move.toStage,
      move.reason,
      move.nextStep,
      move.nextStepOn,
      move.movedBy,
      move.movedByName,
    ],
  );
}

export async function isNameTaken(tx: Tx, nameKey: string, besides: string | null): Promise<boolean> {
  const row = await tx.one(
    'SELECT 1 AS taken FROM organization_organizations WHERE hospital_id = $1 AND name_key = $2 AND organization_id IS DISTINCT FROM $3::uuid',
    [tx.hospitalId, nameKey, besides],
  );
  return row !== null;
}

/** Names are unique: whoever enters one waits for others who do. Released at the end of the transaction. */
export async function lockNames(tx: Tx): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('organization names ' || $1::text, 0))`, [
    tx.hospitalId,
  ]);
}

/** Of one stage, the most urgent next step first; `ownOf` narrows to units of an account. */
export async function readStage(
  tx: Tx,
  stage: Stage,
  wanted: { ownOf: string | null; q: string; rowsMax: number },
): Promise<{ items: StoredOrganization[]; total: number }> {
  const conditions = `o.hospital_id = $1 AND o.stage = $2 AND o.is_active AND ($3::uuid IS NULL OR o.owner_id = $3 OR o.sponsor_id = $3)
    AND ($4 = '' OR strpos(o.name, $4) > 0)`;
  const parameters = [tx.hospitalId, stage, wanted.ownOf, wanted.q];
  const items = await tx.query<StoredOrganization>(
    `SELECT ${listColumns} FROM organization_organizations o WHERE ${conditions}
     ORDER BY o.next_step_on NULLS LAST, o.stage_since, o.organization_id LIMIT $5`,
    [...parameters, wanted.rowsMax],
  );
  if (items.length < wanted.rowsMax) return { items, total: items.length };
  const counted = await tx.one<{ count: number }>(
    `SELECT count(*) AS count FROM organization_organizations o WHERE ${conditions}`,
    parameters,
  );
  return { items, total: counted!.count };
}

export interface AreaRecord {
  latitude: number | null;
  longitude: number | null;
  bands: readonly DistanceBand[];
  version: number;
}

export async function readArea(tx: Tx): Promise<AreaRecord> {
  const row = await tx.one<AreaRecord>(
    'SELECT latitude, longitude, bands, version FROM organization_settings WHERE hospital_id = $1',
    [tx.hospitalId],
  );
  return row ?? { latitude: null, longitude: null, bands: defaultBands, version: 0 };
}

export function placeOf(row: { latitude: number | null; longitude: number | null }): Place | null {
  return row.latitude === null || row.longitude === null ? null : { latitude: row.latitude, longitude: row.longitude };
}

export interface DueStep {
  organizationId: string;
  name: string;
  nextStep: string | null;
  nextStepOn: Day;
  stage: Stage;
}

/** Next steps agreed for today or before. */
export async function readDueSteps(
  tx: Tx,
  today: Day,
  ownOf: string | null,
  rowsMax: number,
): Promise<{ items: DueStep[]; total: number }> {
  const conditions = `hospital_id = $1 AND is_active AND stage <> 'lost' AND next_step_on <= $2 AND ($3::uuid IS NULL OR owner_id = $3 OR sponsor_id = $3)`;
  const items = await tx.query<DueStep>(
    `SELECT organization_id AS "organizationId", name, next_step AS "nextStep", next_step_on AS "nextStepOn", stage
     FROM organization_organizations WHERE ${conditions} ORDER BY next_step_on, name LIMIT $4`,
    [tx.hospitalId, today, ownOf, rowsMax],
  );
  const counted = await tx.one<{ count: number }>(
    `SELECT count(*) AS count FROM organization_organizations WHERE ${conditions}`,
    [tx.hospitalId, today, ownOf],
  );
  return { items, total: counted!.count };
}
