import type { Tx } from '#platform/db/database.ts';

export interface ProviderRow {
  readonly label: string;
  readonly issuer: string;
  readonly client_id: string;
  readonly client_secret_sealed: Buffer | null;
  readonly match_by: 'subject' | 'username';
  readonly strong_methods: string[];
  readonly is_active: boolean;
  readonly changed_at: number;
}

export async function readProvider(tx: Tx): Promise<ProviderRow | null> {
  return tx.one(
    `SELECT label, issuer, client_id, client_secret_sealed, match_by, strong_methods, is_active, changed_at
     FROM staff_sso_providers WHERE hospital_id = $1`,
    [tx.hospitalId],
  );
}

export async function saveProvider(
  tx: Tx,
  provider: Omit<ProviderRow, 'changed_at'>,
  changedByName: string,
): Promise<void> {
  await tx.query(
    `INSERT INTO staff_sso_providers (hospital_id, label, issuer, client_id, client_secret_sealed, match_by, strong_methods, is_active, changed_by_name)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     ON CONFLICT (hospital_id) DO UPDATE SET label = excluded.label, issuer = excluded.issuer, client_id = excluded.client_id,
       client_secret_sealed = excluded.client_secret_sealed, match_by = excluded.match_by, strong_methods = excluded.strong_methods,
       is_active = excluded.is_active, changed_by_name = excluded.changed_by_name, changed_at = clock_timestamp()`,
    [
      tx.hospitalId,
      provider.label,
      provider.issuer,
      provider.client_id,
      provider.client_secret_sealed,
      provider.match_by,
      provider.strong_methods,
      provider.is_active,
      changedByName,
    ],
  );
}

export async function deleteProvider(tx: Tx): Promise<void> {
  await tx.query('DELETE FROM staff_sso_providers WHERE hospital_id = $1', [tx.hospitalId]);
  await tx.query('DELETE FROM staff_sso_logins WHERE hospital_id = $1', [tx.hospitalId]);
}

export interface LoginRow {
  readonly nonce: string;
  readonly verifier: string;
  readonly return_path: string;
  readonly is_valid: boolean;
}

export async function insertLogin(
  tx: Tx,
  login: { state: Buffer; nonce: string; verifier: string; browser: Buffer; returnPath: string; minutes: number },
): Promise<void> {
  await tx.query('DELETE FROM staff_sso_logins WHERE hospital_id = $1 AND expires_at < clock_timestamp()', [
    tx.hospitalId,
  ]);
  await tx.query(
    `INSERT INTO staff_sso_logins (hospital_id, state_hash, nonce, verifier, browser_hash, return_path, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, clock_timestamp() + make_interval(mins => $7))`,
    [tx.hospitalId, login.state, login.nonce, login.verifier, login.browser, login.returnPath, login.minutes],
  );
}

/** Takes the sign-in out: a second time there is none. `is_valid`: in time, and in the browser that began it. */
export async function takeLogin(tx: Tx, state: Buffer, browser: Buffer): Promise<LoginRow | null> {
  return tx.one(
    `DELETE FROM staff_sso_logins WHERE hospital_id = $1 AND state_hash = $2
     RETURNING nonce, verifier, return_path, expires_at > clock_timestamp() AND browser_hash = $3 AS is_valid`,
    [tx.hospitalId, state, browser],
  );
}

export interface SsoAccountRow {
  readonly user_id: string;
  readonly two_factor_enabled: boolean;
}

/** The active account an administrator registered for this person. */
export async function readSsoAccount(
  tx: Tx,
  matchBy: 'subject' | 'username',
  name: string,
): Promise<SsoAccountRow | null> {
  return tx.one(
    `SELECT a.user_id, u.two_factor_enabled FROM staff_accounts a JOIN staff_users u ON u.id = a.user_id
     WHERE a.hospital_id = $1 AND a.status = 'active'
       AND CASE WHEN $2 = 'subject' THEN a.sso_subject = $3 ELSE a.username = lower($3) END`,
    [tx.hospitalId, matchBy, name],
  );
}
