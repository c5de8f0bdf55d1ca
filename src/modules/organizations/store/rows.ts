import { type Refusal, refuse } from '#kernel/refusal.ts';
import type { Parameter, Tx } from '#platform/db/database.ts';

/**
 * Tables of this module that hold things people enter, change and see the version of. Their statements differ in nothing but names, so they
 * are put together here; names come from these constants only, values travel as parameters.
 */
export interface VersionedTable {
  readonly table: string;
  readonly key: string;
  /** Field of the contract → column. */
  readonly columns: Readonly<Record<string, string>>;
}

export type Fields = Readonly<Record<string, Parameter>>;

function named(table: VersionedTable, fields: Fields): { columns: string[]; values: Parameter[] } {
  const entries = Object.entries(fields).filter(([name, value]) => value !== undefined && table.columns[name]);
  return { columns: entries.map(([name]) => table.columns[name]!), values: entries.map(([, value]) => value) };
}

/** Adds a row and answers its id. */
export async function insertRow(tx: Tx, table: VersionedTable, fields: Fields): Promise<string> {
  const { columns, values } = named(table, fields);
  const row = await tx.one<{ id: string }>(
    `INSERT INTO ${table.table} (hospital_id, ${columns.join(', ')})
     VALUES ($1, ${columns.map((_, index) => `$${index + 2}`).join(', ')}) RETURNING ${table.key} AS id`,
    [tx.hospitalId, ...values],
  );
  return row!.id;
}

/** Changes a row that the caller has locked and raises its version. */
export async function updateRow(tx: Tx, table: VersionedTable, id: string, fields: Fields): Promise<void> {
  const { columns, values } = named(table, fields);
  const set = columns.map((column, index) => `${column} = $${index + 3}`);
  await tx.query(
    `UPDATE ${table.table} SET ${[...set, 'version = version + 1', 'updated_at = clock_timestamp()'].join(', ')}
     WHERE hospital_id = $1 AND ${table.key} = $2`,
    [tx.hospitalId, id, ...values],
  );
}

/** Locks a row for a change and hands it out under the contract's names. Null: there is none. */
export async function lockRow<Row extends object>(tx: Tx, table: VersionedTable, id: string): Promise<Row | null> {
  const columns = Object.entries(table.columns).map(([name, column]) => `${column} AS "${name}"`);
  return tx.one<Row>(
    `SELECT ${[...columns, 'version'].join(', ')} FROM ${table.table} WHERE hospital_id = $1 AND ${table.key} = $2 FOR UPDATE`,
    [tx.hospitalId, id],
  );
}

export function staleOr(before: { version: number } | null, version: number): Refusal | null {
  if (!before) return refuse('platform.not-found');
  return before.version === version ? null : refuse('platform.stale');
}

const sameNames = (names: string): Record<string, string> =>
  Object.fromEntries(
    names.split(' ').map((name) => [name, name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)]),
  );

export const organizationTable: VersionedTable = {
  table: 'organization_organizations',
  key: 'organization_id',
  columns: sameNames(
    'name nameKey kind divisionCode township address latitude longitude distanceM headcount stage stageSince nextStep nextStepOn ownerId sponsorId note isActive batchId',
  ),
};

export const contactTable: VersionedTable = {
  table: 'organization_contacts',
  key: 'contact_id',
  columns: sameNames(
    'organizationId role name post sex birthday nativePlace address phone email education interests temperament note isActive',
  ),
};

export const contractTable: VersionedTable = {
  table: 'organization_contracts',
  key: 'contract_id',
  columns: sameNames(
    'organizationId contractNo title kind startsOn endsOn discountBp settlement settlementNote status terminatedOn renewsId note',
  ),
};

export const offerTable: VersionedTable = {
  table: 'organization_offers',
  key: 'offer_id',
  columns: sameNames('organizationId contractId kind name soldOn priceFen persons personsServed status note'),
};

export const activityTable: VersionedTable = {
  table: 'organization_activities',
  key: 'activity_id',
  columns: sameNames('organizationId kind onDay byName contactId purpose result nextStep nextStepOn participants'),
};

export const teamTable: VersionedTable = {
  table: 'organization_grid_teams',
  key: 'team_id',
  columns: sameNames(
    'name organizationId divisionCode area doctorName doctorPhone nurseName nursePhone workerName workerPhone households familiesSigned personsSigned termFrom termUntil note isActive',
  ),
};

export const screeningTable: VersionedTable = {
  table: 'organization_screenings',
  key: 'screening_id',
  columns: sameNames('teamId onDay place purpose expected screened status'),
};
