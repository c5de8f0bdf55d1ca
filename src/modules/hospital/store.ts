import type { Day } from '#kernel/day.ts';
import type { HospitalId } from '#kernel/ids.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';

export interface Hospital {
  readonly hospitalId: HospitalId;
  readonly name: string;
  readonly divisionCode: string;
  readonly timeZone: string;
  readonly isSample: boolean;
}

const hospitalColumns = `hospital_id AS "hospitalId", name, division_code AS "divisionCode", time_zone AS "timeZone", is_sample AS "isSample"`;

/** All hospitals of the installation, the oldest first. */
export async function readHospitals(tools: Tools): Promise<Hospital[]> {
  const { rows } = await tools.db.shared.query<Hospital>(
    `SELECT ${hospitalColumns} FROM hospital_hospitals ORDER BY created_at, hospital_id`,
  );
  return rows;
}

export async function readHospital(tx: Tx): Promise<Hospital | null> {
  return tx.one(`SELECT ${hospitalColumns} FROM hospital_hospitals WHERE hospital_id = $1`, [tx.hospitalId]);
}

export async function lockHospital(tx: Tx): Promise<Hospital | null> {
  return tx.one(`SELECT ${hospitalColumns} FROM hospital_hospitals WHERE hospital_id = $1 FOR UPDATE`, [tx.hospitalId]);
}

export async function readTimeZone(tx: Tx): Promise<string> {
  const row = await tx.one<{ time_zone: string }>('SELECT time_zone FROM hospital_hospitals WHERE hospital_id = $1', [
    tx.hospitalId,
  ]);
  return row!.time_zone;
}

/** False when another hospital has the name. */
export async function upsertHospital(
  tx: Tx,
  hospital: { name: string; divisionCode: string; timeZone: string; isSample: boolean },
): Promise<boolean> {
  const taken = await tx.one('SELECT 1 AS taken FROM hospital_hospitals WHERE name = $1 AND hospital_id <> $2', [
    hospital.name,
    tx.hospitalId,
  ]);
  if (taken) return false;
  await tx.query(
    `INSERT INTO hospital_hospitals (hospital_id, name, division_code, time_zone, is_sample) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (hospital_id) DO UPDATE SET name = $2, division_code = $3, time_zone = $4, is_sample = $5`,
    [tx.hospitalId, hospital.name, hospital.divisionCode, hospital.timeZone, hospital.isSample],
  );
  return true;
}

/** The row of a new name, or null when the name is there already (also when another process inserts it at this moment). */
export async function insertHospital(
  tools: Tools,
  hospital: { name: string; divisionCode: string; timeZone: string },
): Promise<Hospital | null> {
  const { rows } = await tools.db.shared.query<Hospital>(
    `INSERT INTO hospital_hospitals (name, division_code, time_zone) VALUES ($1, $2, $3)
     ON CONFLICT (name) DO NOTHING RETURNING ${hospitalColumns}`,
    [hospital.name, hospital.divisionCode, hospital.timeZone],
  );
  return rows[0] ?? null;
}

export interface DepartmentRow {
  readonly id: string;
  readonly name: string;
  readonly isActive: boolean;
}

const departmentColumns = `department_id AS id, name, is_active AS "isActive"`;

export async function readDepartments(tx: Tx): Promise<DepartmentRow[]> {
  return tx.query(
    `SELECT ${departmentColumns} FROM hospital_departments WHERE hospital_id = $1 ORDER BY is_active DESC, name LIMIT 1000`,
    [tx.hospitalId],
  );
}

/** Null when the name is taken. */
export async function insertDepartment(tx: Tx, name: string): Promise<DepartmentRow | null> {
  return tx.one(
    `INSERT INTO hospital_departments (hospital_id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING ${departmentColumns}`,
    [tx.hospitalId, name],
  );
}

export async function lockDepartment(tx: Tx, departmentId: string): Promise<DepartmentRow | null> {
  return tx.one(
    `SELECT ${departmentColumns} FROM hospital_departments WHERE hospital_id = $1 AND department_id = $2 FOR UPDATE`,
    [tx.hospitalId, departmentId],
  );
}

export async function isDepartmentNameTaken(tx: Tx, name: string, exceptId: string): Promise<boolean> {
  const row = await tx.one(
    'SELECT 1 AS taken FROM hospital_departments WHERE hospital_id = $1 AND name = $2 AND department_id <> $3',
    [tx.hospitalId, name, exceptId],
  );
  return row !== null;
}

export async function updateDepartment(tx: Tx, department: DepartmentRow): Promise<void> {
  await tx.query(
    'UPDATE hospital_departments SET name = $3, is_active = $4 WHERE hospital_id = $1 AND department_id = $2',
    [tx.hospitalId, department.id, department.name, department.isActive],
  );
}

export interface StoredSetting {
  readonly name: string;
  readonly effectiveFrom: Day;
  readonly value: number;
  readonly changedAt: number;
}

/** Stored values of one setting or of all, the latest start first. */
export async function readStoredSettings(tx: Tx, name: string | null): Promise<StoredSetting[]> {
  return tx.query(
    `SELECT name, effective_from AS "effectiveFrom", (value #>> '{}')::int AS value, changed_at AS "changedAt"
     FROM hospital_settings WHERE hospital_id = $1 AND ($2::text IS NULL OR name = $2)
     ORDER BY name, effective_from DESC LIMIT 1000`,
    [tx.hospitalId, name],
  );
}

export async function upsertSetting(
  tx: Tx,
  setting: { name: string; effectiveFrom: Day; value: number; changedBy: string | null },
): Promise<void> {
  await tx.query(
    `INSERT INTO hospital_settings (hospital_id, name, effective_from, value, changed_by) VALUES ($1, $2, $3, to_jsonb($4::int), $5)
     ON CONFLICT (hospital_id, name, effective_from)
     DO UPDATE SET value = excluded.value, changed_by = excluded.changed_by, changed_at = clock_timestamp()`,
    [tx.hospitalId, setting.name, setting.effectiveFrom, setting.value, setting.changedBy],
  );
}
