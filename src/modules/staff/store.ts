import type { AccountId, HospitalId } from '#kernel/ids.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Permission, Role, Tier } from './rules/permissions.ts';

export interface AccountRow {
  readonly account_id: AccountId;
  readonly user_id: string;
  readonly username: string;
  readonly display_name: string;
  readonly roles: Role[];
  readonly departments: string[];
  readonly phone: string | null;
  readonly status: 'active' | 'suspended';
  readonly created_at: number;
  readonly phone_sign_in: boolean;
  readonly introducer_no: string | null;
  readonly rep_no: string | null;
  readonly doctor_name: string | null;
  readonly sso_subject: string | null;
}

export interface ShownAccountRow extends AccountRow {
  readonly two_factor_enabled: boolean;
  readonly must_change_password: boolean;
  readonly last_seen_at: number | null;
}

const shownAccounts = `SELECT a.account_id, a.user_id, a.username, a.display_name, a.roles, a.departments, a.phone, a.status, a.created_at,
    a.phone_sign_in, a.introducer_no, a.rep_no, a.doctor_name, a.sso_subject, u.two_factor_enabled, u.must_change_password,
    (SELECT max(s.updated_at) FROM staff_sessions s WHERE s.user_id = a.user_id) AS last_seen_at
  FROM staff_accounts a JOIN staff_users u ON u.id = a.user_id WHERE a.hospital_id = $1`;

export interface AccountsWanted {
  /** Searched in username and display name. */
  readonly text: string | null;
  readonly statuses: readonly string[] | null;
  readonly roles: readonly string[] | null;
  readonly hasSecondFactor: boolean | null;
  readonly afterUsername: string;
  readonly limit: number;
}

const accountConditions = `AND ($2::text IS NULL OR position(lower($2) IN a.username) > 0 OR position($2 IN a.display_name) > 0)
  AND ($3::text[] IS NULL OR a.status = ANY($3)) AND ($4::text[] IS NULL OR a.roles && $4)
  AND ($5::boolean IS NULL OR u.two_factor_enabled = $5)`;

export async function readAccounts(tx: Tx, wanted: AccountsWanted): Promise<ShownAccountRow[]> {
  return tx.query(`${shownAccounts} ${accountConditions} AND a.username > $6 ORDER BY a.username LIMIT $7`, [
    tx.hospitalId,
    wanted.text,
    wanted.statuses,
    wanted.roles,
    wanted.hasSecondFactor,
    wanted.afterUsername,
    wanted.limit,
  ]);
}

export async function countAccounts(tx: Tx, wanted: AccountsWanted): Promise<number> {
  const row = await tx.one<{ count: number }>(
    `SELECT count(*) AS count FROM (${shownAccounts} ${accountConditions}) AS shown`,
    [tx.hospitalId, wanted.text, wanted.statuses, wanted.roles, wanted.hasSecondFactor],
  );
  return row!.count;
}

export async function readAccount(
  tx: Tx,
  accountId: string,
): Promise<(ShownAccountRow & { pending_roles: Role[] }) | null> {
  return tx.one(
    `SELECT shown.*, ARRAY(SELECT g.role FROM staff_role_grants g WHERE g.hospital_id = $1 AND g.account_id = $2 AND g.state = 'pending'
       ORDER BY g.requested_at) AS pending_roles
     FROM (${shownAccounts} AND a.account_id = $2) AS shown`,
    [tx.hospitalId, accountId],
  );
}

/** Present names of accounts by their ids. */
export async function readAccountNames(tx: Tx, accountIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.query<{ account_id: string; display_name: string }>(
    'SELECT account_id, display_name FROM staff_accounts WHERE hospital_id = $1 AND account_id::text = ANY($2::text[])',
    [tx.hospitalId, accountIds],
  );
  return new Map(rows.map((row) => [row.account_id, row.display_name]));
}

/** Active accounts that hold one of the given roles, by name. */
export async function readAccountsWithRoles(
  tx: Tx,
  roles: readonly Role[],
): Promise<{ accountId: AccountId; displayName: string }[]> {
  return tx.query(
    `SELECT account_id AS "accountId", display_name AS "displayName" FROM staff_accounts
     WHERE hospital_id = $1 AND status = 'active' AND roles && $2::text[] ORDER BY display_name, account_id LIMIT 2000`,
    [tx.hospitalId, roles],
  );
}

export async function lockAccount(tx: Tx, accountId: string): Promise<AccountRow | null> {
  return tx.one(
    `SELECT account_id, user_id, username, display_name, roles, departments, phone, status, created_at,
       phone_sign_in, introducer_no, rep_no, doctor_name, sso_subject
     FROM staff_accounts WHERE hospital_id = $1 AND account_id = $2 FOR UPDATE`,
    [tx.hospitalId, accountId],
  );
}

/** Who may confirm grants: also the lock under which the last administrator cannot be removed by two at once. */
export async function lockConfirmers(tx: Tx): Promise<{ account_id: AccountId; roles: Role[] }[]> {
  return tx.query(
    `SELECT account_id, roles FROM staff_accounts
     WHERE hospital_id = $1 AND status = 'active' AND roles && ARRAY['admin', 'president']
     ORDER BY account_id FOR UPDATE`,
    [tx.hospitalId],
  );
}

export async function anyUserExists(tx: Tx): Promise<boolean> {
  return (await tx.one('SELECT 1 AS present FROM staff_users LIMIT 1')) !== null;
}

export interface NewPerson {
  readonly userId: string;
  readonly accountId: AccountId;
  readonly username: string;
  readonly displayName: string;
  readonly passwordHash: string;
  readonly mustChangePassword: boolean;
  readonly roles: readonly Role[];
  readonly departments: readonly string[];
  readonly phone: string | null;
  readonly createdBy: string | null;
}

/** False when the username is taken. */
export async function insertPerson(tx: Tx, person: NewPerson): Promise<boolean> {
  const username = person.username.toLowerCase();
  const inserted = await tx.one(
    `INSERT INTO staff_users (id, username, name, email, must_change_password) VALUES ($1, $2::text, $3, $2::text || '@renmai.invalid', $4)
     ON CONFLICT DO NOTHING RETURNING id`,
    [person.userId, username, person.displayName, person.mustChangePassword],
  );
  if (!inserted) return false;
  await tx.query(
    `INSERT INTO staff_credentials (id, user_id, provider_id, account_id, password)
     VALUES (renmai_id(), $1::uuid, 'credential', $1::uuid::text, $2)`,
    [person.userId, person.passwordHash],
  );
  await tx.query(
    `INSERT INTO staff_accounts (hospital_id, account_id, user_id, username, display_name, roles, departments, phone, created_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      tx.hospitalId,
      person.accountId,
      person.userId,
      username,
      person.displayName,
      person.roles,
      person.departments,
      person.phone,
      person.createdBy,
    ],
  );
  return true;
}

export async function updateAccount(
  tx: Tx,
  account: Pick<AccountRow, 'account_id' | 'display_name' | 'roles' | 'departments' | 'phone' | 'status'>,
): Promise<void> {
  await tx.query(
    `UPDATE staff_accounts SET display_name = $3, roles = $4, departments = $5, phone = $6, status = $7
     WHERE hospital_id = $1 AND account_id = $2`,
    [
      tx.hospitalId,
      account.account_id,
      account.display_name,
      account.roles,
      account.departments,
      account.phone,
      account.status,
    ],
  );
}

export type AccountTies = Pick<
  AccountRow,
  'account_id' | 'phone_sign_in' | 'introducer_no' | 'rep_no' | 'doctor_name' | 'sso_subject'
>;

/** False when another account holds the introducer, the identity or the phone. */
export async function updateTies(tx: Tx, ties: AccountTies): Promise<boolean> {
  const taken = await tx.one(
    `SELECT 1 AS taken FROM staff_accounts a WHERE a.hospital_id = $1 AND a.account_id <> $2 AND (a.introducer_no = $3 OR a.sso_subject = $4
       OR ($5 AND a.phone_sign_in AND right(regexp_replace(a.phone, '[^0-9]', '', 'g'), 11) =
         (SELECT right(regexp_replace(o.phone, '[^0-9]', '', 'g'), 11) FROM staff_accounts o WHERE o.hospital_id = $1 AND o.account_id = $2)))
     LIMIT 1`,
    [tx.hospitalId, ties.account_id, ties.introducer_no, ties.sso_subject, ties.phone_sign_in],
  );
  if (taken) return false;
  await tx.query(
    `UPDATE staff_accounts SET phone_sign_in = $3, introducer_no = $4, rep_no = $5, doctor_name = $6, sso_subject = $7
     WHERE hospital_id = $1 AND account_id = $2`,
    [
      tx.hospitalId,
      ties.account_id,
      ties.phone_sign_in,
      ties.introducer_no,
      ties.rep_no,
      ties.doctor_name,
      ties.sso_subject,
    ],
  );
  return true;
}

export async function updateUserName(tx: Tx, userId: string, displayName: string): Promise<void> {
  await tx.query('UPDATE staff_users SET name = $2, updated_at = clock_timestamp() WHERE id = $1', [
    userId,
    displayName,
  ]);
}

export async function setPassword(tx: Tx, userId: string, passwordHash: string, mustChange: boolean): Promise<void> {
  await tx.query(
    `UPDATE staff_credentials SET password = $2, updated_at = clock_timestamp() WHERE user_id = $1 AND provider_id = 'credential'`,
    [userId, passwordHash],
  );
  await setMustChangePassword(tx, userId, mustChange);
}

export async function setMustChangePassword(tx: Tx, userId: string, mustChange: boolean): Promise<void> {
  await tx.query('UPDATE staff_users SET must_change_password = $2, updated_at = clock_timestamp() WHERE id = $1', [
    userId,
    mustChange,
  ]);
}

export async function deleteSecondFactor(tx: Tx, userId: string): Promise<void> {
  await tx.query('DELETE FROM staff_second_factors WHERE user_id = $1', [userId]);
  await tx.query('UPDATE staff_users SET two_factor_enabled = false WHERE id = $1', [userId]);
  await deleteTrustedBrowsers(tx, userId);
}

/** Browsers that need no code for a while are kept by the library as verifications holding the user's id. */
export async function deleteTrustedBrowsers(tx: Tx, userId: string): Promise<void> {
  await tx.query(`DELETE FROM staff_verifications WHERE value = $1 AND identifier LIKE 'trust-device-%'`, [userId]);
}

export async function deleteSessions(tx: Tx, userId: string): Promise<void> {
  await tx.query('DELETE FROM staff_sessions WHERE user_id = $1', [userId]);
}

export interface GrantRow {
  readonly grant_id: string;
  readonly account_id: AccountId;
  readonly display_name: string;
  readonly username: string;
  readonly role: Role;
  readonly state: 'pending' | 'approved' | 'rejected' | 'withdrawn';
  readonly requested_by: AccountId;
  readonly requested_by_name: string | null;
  readonly requested_at: number;
  readonly reason: string | null;
  readonly decided_by_name: string | null;
  readonly decided_at: number | null;
  readonly decision_reason: string | null;
}

/** Pending requests first, then the latest decided ones; at most 200. */
export async function readGrants(tx: Tx): Promise<GrantRow[]> {
  return tx.query(
    `SELECT g.grant_id, g.account_id, a.display_name, a.username, g.role, g.state, g.requested_by, r.display_name AS requested_by_name,
            g.requested_at, g.reason, d.display_name AS decided_by_name, g.decided_at, g.decision_reason
     FROM staff_role_grants g
     JOIN staff_accounts a ON a.hospital_id = g.hospital_id AND a.account_id = g.account_id
     LEFT JOIN staff_accounts r ON r.hospital_id = g.hospital_id AND r.account_id = g.requested_by
     LEFT JOIN staff_accounts d ON d.hospital_id = g.hospital_id AND d.account_id = g.decided_by
     WHERE g.hospital_id = $1
     ORDER BY (g.state = 'pending') DESC, coalesce(g.decided_at, g.requested_at) DESC LIMIT 200`,
    [tx.hospitalId],
  );
}

export async function lockGrant(
  tx: Tx,
  grantId: string,
): Promise<Pick<GrantRow, 'grant_id' | 'account_id' | 'role' | 'state' | 'requested_by'> | null> {
  return tx.one(
    `SELECT grant_id, account_id, role, state, requested_by FROM staff_role_grants
     WHERE hospital_id = $1 AND grant_id = $2 FOR UPDATE`,
    [tx.hospitalId, grantId],
  );
}

/** False when the same role already waits for the same account. */
export async function insertGrant(
  tx: Tx,
  grant: { accountId: string; role: Role; requestedBy: string; reason: string | null },
): Promise<boolean> {
  const rows = await tx.query(
    `INSERT INTO staff_role_grants (hospital_id, account_id, role, requested_by, reason) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT DO NOTHING RETURNING grant_id`,
    [tx.hospitalId, grant.accountId, grant.role, grant.requestedBy, grant.reason],
  );
  return rows.length > 0;
}

export async function closeGrant(
  tx: Tx,
  grantId: string,
  state: 'approved' | 'rejected' | 'withdrawn',
  decidedBy: string | null,
  reason: string | null,
): Promise<void> {
  await tx.query(
    `UPDATE staff_role_grants SET state = $3, decided_by = $4, decided_at = clock_timestamp(), decision_reason = $5
     WHERE hospital_id = $1 AND grant_id = $2`,
    [tx.hospitalId, grantId, state, decidedBy, reason],
  );
}

export interface Membership {
  readonly hospital_id: HospitalId;
  readonly hospital_name: string;
  readonly division_code: string;
  readonly time_zone: string;
  readonly account_id: AccountId;
  readonly display_name: string;
  readonly roles: Role[];
  readonly departments: string[];
  readonly introducer_no: string | null;
  readonly rep_no: string | null;
  readonly doctor_name: string | null;
  /** Subjects for which the glass is broken now. */
  readonly raised: { kind: string; id: string }[] | null;
}

export interface TokenRow {
  readonly token_id: string;
  readonly name: string;
  readonly permissions: Permission[];
  readonly tiers: Tier[];
  readonly created_by_name: string | null;
  readonly created_at: number;
  readonly expires_at: number;
  readonly revoked_at: number | null;
  readonly last_used_at: number | null;
}

export async function readTokens(tx: Tx): Promise<TokenRow[]> {
  return tx.query(
    `SELECT t.token_id, t.name, t.permissions, t.tiers, a.display_name AS created_by_name, t.created_at, t.expires_at, t.revoked_at, t.last_used_at
     FROM staff_tokens t LEFT JOIN staff_accounts a ON a.hospital_id = t.hospital_id AND a.account_id = t.created_by
     WHERE t.hospital_id = $1 ORDER BY t.created_at DESC LIMIT 200`,
    [tx.hospitalId],
  );
}

export async function insertToken(
  tx: Tx,
  token: {
    name: string;
    hash: Buffer;
    permissions: readonly string[];
    tiers: readonly string[];
    createdBy: string;
    expiresAt: Date;
  },
): Promise<string> {
  const row = await tx.one<{ token_id: string }>(
    `INSERT INTO staff_tokens (hospital_id, name, token_hash, permissions, tiers, created_by, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING token_id`,
    [tx.hospitalId, token.name, token.hash, token.permissions, token.tiers, token.createdBy, token.expiresAt],
  );
  return row!.token_id;
}

/** A token that still holds, locked. */
export async function lockToken(
  tx: Tx,
  tokenId: string,
): Promise<{ name: string; permissions: Permission[]; tiers: Tier[]; valid_days: number } | null> {
  return tx.one(
    `SELECT name, permissions, tiers, greatest(ceil(extract(epoch FROM expires_at - created_at) / 86400), 1)::int AS valid_days
     FROM staff_tokens WHERE hospital_id = $1 AND token_id = $2 AND revoked_at IS NULL AND expires_at > clock_timestamp() FOR UPDATE`,
    [tx.hospitalId, tokenId],
  );
}

/** The old token holds so many hours more, for the other system to change over. */
export async function replaceToken(tx: Tx, tokenId: string, nextId: string, graceHours: number): Promise<void> {
  await tx.query(
    `UPDATE staff_tokens SET replaced_by = $3, expires_at = least(expires_at, clock_timestamp() + make_interval(hours => $4))
     WHERE hospital_id = $1 AND token_id = $2`,
    [tx.hospitalId, tokenId, nextId, graceHours],
  );
}

export async function revokeToken(tx: Tx, tokenId: string): Promise<boolean> {
  const rows = await tx.query(
    `UPDATE staff_tokens SET revoked_at = clock_timestamp()
     WHERE hospital_id = $1 AND token_id = $2 AND revoked_at IS NULL RETURNING token_id`,
    [tx.hospitalId, tokenId],
  );
  return rows.length > 0;
}
