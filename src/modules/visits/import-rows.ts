import type { Instant } from '#kernel/day.ts';
import type { FieldCipher } from '#platform/crypto/field-cipher.ts';
import {
  type BulkColumn,
  type BulkRow,
  type BulkTable,
  bulkLine,
  gatherRows,
  openBulk,
  type RowWriter,
} from '#platform/db/bulk.ts';
import type { Tx } from '#platform/db/database.ts';
import type { ChargeRow, EpisodeRow } from './contract.ts';

const text = (...names: string[]): BulkColumn[] => names.map((name) => ({ name, type: 'text' }));
const times = (...names: string[]): BulkColumn[] => names.map((name) => ({ name, type: 'timestamptz(3)' }));

export const episodeTable: BulkTable = {
  table: 'visit_episodes',
  key: ['episode_no'],
  columns: [
    ...text('episode_no', 'record_no', 'patient_name', 'sex'),
    { name: 'birth_date', type: 'date' },
    { name: 'id_number_sealed', type: 'bytea', isCompared: false },
    { name: 'id_number_lookup', type: 'bytea' },
    ...text('phone', 'address_division', 'kind', 'department', 'doctor', 'admitted_by'),
    ...times('registered_at', 'admitted_at', 'discharged_at', 'settled_at'),
    ...text('diagnosis', 'procedure_class', 'delivery', 'mother_episode_no', 'transferred_from', 'declared_source'),
    { name: 'checkup_discount_bp', type: 'int' },
    ...text('payment_kind'),
    { name: 'next_visit_on', type: 'date' },
  ],
  onUpdate: { updated_at: 'clock_timestamp()' },
};

export const chargeTable: BulkTable = {
  table: 'visit_charges',
  key: ['episode_no', 'line_no'],
  columns: [
    ...text('episode_no', 'line_no', 'category', 'item_code', 'item_name'),
    { name: 'amount_fen', type: 'bigint' },
    ...text('department'),
    ...times('charged_at'),
    ...text('ordered_by'),
  ],
};

/** Takes rows of one import run inside the caller's transaction. */
export async function openEpisodeImport(tx: Tx, cipher: FieldCipher, runId: string): Promise<RowWriter<EpisodeRow>> {
  const bulk = await openBulk(tx, episodeTable, runId);
  return gatherRows((row) => bulkLine(episodeCells(row, cipher)), bulk.write);
}

export async function openChargeImport(tx: Tx, runId: string): Promise<RowWriter<ChargeRow>> {
  const bulk = await openBulk(tx, chargeTable, runId);
  return gatherRows((row) => bulkLine(chargeCells(row)), bulk.write);
}

/** Charges of this run whose episode nobody has imported yet: allowed, exports arrive in any order, but worth a notice. */
export async function countChargesWithoutEpisode(tx: Tx, runId: string): Promise<number> {
  const row = await tx.one<{ count: number }>(
    `SELECT count(*) AS count FROM visit_charges c WHERE c.hospital_id = $1 AND c.import_run_id = $2
       AND NOT EXISTS (SELECT 1 FROM visit_episodes e WHERE e.hospital_id = $1 AND e.episode_no = c.episode_no)`,
    [tx.hospitalId, runId],
  );
  return row!.count;
}

function episodeCells(row: EpisodeRow, cipher: FieldCipher): BulkRow {
  const id = row.idNumber;
  return [
    row.episodeNo,
    row.recordNo,
    row.patientName,
    row.sex,
    row.birthDate,
    id === null ? null : hex(cipher.seal(id)),
    id === null ? null : hex(cipher.lookup(id)),
    row.phone,
    row.addressDivision,
    row.kind,
    row.department,
    row.doctor,
    row.admittedBy,
    iso(row.registeredAt),
    iso(row.admittedAt),
    iso(row.dischargedAt),
    iso(row.settledAt),
    row.diagnosis,
    row.procedureClass,
    row.delivery,
    row.motherEpisodeNo,
    row.transferredFrom,
    row.declaredSource,
    row.checkupDiscount === null ? null : String(row.checkupDiscount),
    row.paymentKind,
    row.nextVisitOn,
  ];
}

function chargeCells(row: ChargeRow): BulkRow {
  return [
    row.episodeNo,
    row.lineNo,
    row.category,
    row.itemCode,
    row.itemName,
    String(row.amount),
    row.department,
    iso(row.chargedAt),
    row.orderedBy,
  ];
}

function iso(at: Instant | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

function hex(bytes: Buffer): string {
  return `\\x${bytes.toString('hex')}`;
}
