import type { Tx } from '#platform/db/database.ts';

export interface SiteRow {
  readonly number: string;
  readonly name: string;
  readonly address: string | null;
  readonly phone: string | null;
  readonly isActive: boolean;
}

export interface DoctorRow {
  readonly number: string;
  readonly name: string;
  readonly title: string | null;
  readonly isActive: boolean;
}

/** Sites as a source numbers them: new ones are added, known ones corrected. */
export async function upsertSites(tx: Tx, sites: readonly SiteRow[]): Promise<void> {
  await tx.query(
    `INSERT INTO hospital_sites (hospital_id, number, name, address, phone, is_active)
     SELECT $1, s.number, s.name, s.address, s.phone, s."isActive"
     FROM jsonb_to_recordset($2::jsonb) AS s(number text, name text, address text, phone text, "isActive" boolean)
     ON CONFLICT (hospital_id, number) DO UPDATE
     SET name = excluded.name, address = excluded.address, phone = excluded.phone, is_active = excluded.is_active`,
    [tx.hospitalId, JSON.stringify(sites)],
  );
}

/** Doctors as a source numbers them; a department given here by hand stays. */
export async function upsertDoctors(tx: Tx, doctors: readonly DoctorRow[]): Promise<void> {
  await tx.query(
    `INSERT INTO hospital_doctors (hospital_id, number, name, title, is_active)
     SELECT $1, d.number, d.name, d.title, d."isActive"
     FROM jsonb_to_recordset($2::jsonb) AS d(number text, name text, title text, "isActive" boolean)
     ON CONFLICT (hospital_id, number) DO UPDATE
     SET name = excluded.name, title = coalesce(excluded.title, hospital_doctors.title), is_active = excluded.is_active`,
    [tx.hospitalId, JSON.stringify(doctors)],
  );
}
