import type { Tx } from '#platform/db/database.ts';
import type { ViewAudience } from '../contract/views.ts';

export interface ViewRecord {
  readonly viewId: string;
  readonly listId: string;
  readonly ownerId: string;
  readonly ownerName: string;
  readonly audience: ViewAudience;
  readonly teamRole: string | null;
  readonly name: string;
  readonly filter: string[];
  readonly sort: string | null;
  readonly columns: string[] | null;
  readonly version: number;
  readonly removedAt: number | null;
  readonly removedBy: string | null;
}

const columns = `view_id AS "viewId", list_id AS "listId", owner_id AS "ownerId", owner_name AS "ownerName", audience, team_role AS "teamRole", name,
  filter, sort, columns, version, removed_at AS "removedAt", removed_by AS "removedBy"`;

/** At most 300: own views, those shared with one of the roles, public ones. */
export async function readViews(
  tx: Tx,
  listId: string,
  accountId: string | null,
  roles: readonly string[],
): Promise<ViewRecord[]> {
  return tx.query(
    `SELECT ${columns} FROM list_views
     WHERE hospital_id = $1 AND list_id = $2 AND removed_at IS NULL
       AND (owner_id = $3 OR audience = 'public' OR (audience = 'team' AND team_role = ANY ($4::text[])))
     ORDER BY created_at, view_id LIMIT 300`,
    [tx.hospitalId, listId, accountId, [...roles]],
  );
}

export async function lockView(tx: Tx, viewId: string): Promise<ViewRecord | null> {
  return tx.one(`SELECT ${columns} FROM list_views WHERE hospital_id = $1 AND view_id = $2 FOR UPDATE`, [
    tx.hospitalId,
    viewId,
  ]);
}

export async function countOwnViews(tx: Tx, listId: string, ownerId: string): Promise<number> {
  const row = await tx.one<{ count: number }>(
    'SELECT count(*) AS count FROM list_views WHERE hospital_id = $1 AND list_id = $2 AND owner_id = $3 AND removed_at IS NULL',
    [tx.hospitalId, listId, ownerId],
  );
  return row!.count;
}

export type NewView = Omit<ViewRecord, 'viewId' | 'version' | 'removedAt' | 'removedBy'>;

/** Null when the owner has a view of that name already. */
export async function insertView(tx: Tx, view: NewView): Promise<ViewRecord | null> {
  return tx.one(
    `INSERT INTO list_views (hospital_id, list_id, owner_id, owner_name, audience, team_role, name, filter, sort, columns)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING RETURNING ${columns}`,
    [
      tx.hospitalId,
      view.listId,
      view.ownerId,
      view.ownerName,
      view.audience,
      view.teamRole,
      view.name,
      view.filter,
      view.sort,
      view.columns,
    ],
  );
}

/** Whether the owner has another living view of the list under this name. */
export async function hasViewNamed(tx: Tx, view: ViewRecord, name: string): Promise<boolean> {
  const row = await tx.one(
    `SELECT 1 FROM list_views WHERE hospital_id = $1 AND list_id = $2 AND owner_id = $3 AND name = $4 AND removed_at IS NULL AND view_id <> $5`,
    [tx.hospitalId, view.listId, view.ownerId, name, view.viewId],
  );
  return row !== null;
}

export async function updateView(tx: Tx, view: ViewRecord): Promise<ViewRecord> {
  const row = await tx.one<ViewRecord>(
    `UPDATE list_views SET audience = $3, team_role = $4, name = $5, filter = $6, sort = $7, columns = $8, version = version + 1,
       updated_at = clock_timestamp()
     WHERE hospital_id = $1 AND view_id = $2 RETURNING ${columns}`,
    [tx.hospitalId, view.viewId, view.audience, view.teamRole, view.name, view.filter, view.sort, view.columns],
  );
  return row!;
}

/** `removedBy` null brings it back. */
export async function markRemoved(tx: Tx, viewId: string, removedBy: string | null, at: number): Promise<ViewRecord> {
  const row = await tx.one<ViewRecord>(
    `UPDATE list_views SET removed_by = $3, removed_at = CASE WHEN $3::uuid IS NULL THEN NULL ELSE to_timestamp($4::bigint / 1000.0) END,
       version = version + 1
     WHERE hospital_id = $1 AND view_id = $2 RETURNING ${columns}`,
    [tx.hospitalId, viewId, removedBy, at],
  );
  return row!;
}

export interface ViewChoice {
  readonly defaultView: string | null;
  readonly order: string[];
}

export async function readChoice(tx: Tx, listId: string, accountId: string | null): Promise<ViewChoice> {
  const row = await tx.one<ViewChoice>(
    `SELECT default_view AS "defaultView", view_order AS "order" FROM list_view_choices WHERE hospital_id = $1 AND account_id = $2 AND list_id = $3`,
    [tx.hospitalId, accountId, listId],
  );
  return row ?? { defaultView: null, order: [] };
}

export async function writeChoice(tx: Tx, listId: string, accountId: string, choice: ViewChoice): Promise<void> {
  await tx.query(
    `INSERT INTO list_view_choices (hospital_id, account_id, list_id, default_view, view_order) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (hospital_id, account_id, list_id) DO UPDATE SET default_view = EXCLUDED.default_view, view_order = EXCLUDED.view_order`,
    [tx.hospitalId, accountId, listId, choice.defaultView, choice.order],
  );
}

/** Views removed before `at`: nobody can take that back any more. */
export async function deleteRemovedViews(tx: Tx, at: number): Promise<void> {
  await tx.query('DELETE FROM list_views WHERE hospital_id = $1 AND removed_at < to_timestamp($2::bigint / 1000.0)', [
    tx.hospitalId,
    at,
  ]);
}
