-- Owner: staff. People who may sign in, their sessions, their accounts in each hospital, grants of roles, service tokens.
--
-- A person signs in once for the whole group: staff_users, staff_credentials, staff_sessions, staff_verifications,
-- staff_second_factors, staff_used_codes and staff_sign_in_failures belong to no hospital. The authentication library reads and
-- writes the first five; their column names are mapped in sign-in.ts. What a person may do is decided a hospital at a time, by staff_accounts.

CREATE TABLE staff_users (
  id uuid PRIMARY KEY,
  username text NOT NULL UNIQUE CHECK (username = lower(username)),
  name text NOT NULL,
  -- Required by the library; always <username>@renmai.invalid, nothing is ever sent there.
  email text NOT NULL UNIQUE,
  email_verified boolean NOT NULL DEFAULT false,
  image text,
  two_factor_enabled boolean NOT NULL DEFAULT false,
  must_change_password boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE staff_credentials (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES staff_users ON DELETE CASCADE,
  provider_id text NOT NULL,
  account_id text NOT NULL,
  -- Argon2id in the PHC text form.
  password text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (user_id, provider_id)
);

CREATE TABLE staff_sessions (
  id uuid PRIMARY KEY,
  token text NOT NULL UNIQUE,
  user_id uuid NOT NULL REFERENCES staff_users ON DELETE CASCADE,
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  ip_address text,
  user_agent text
);
CREATE INDEX staff_sessions_user ON staff_sessions (user_id);

CREATE TABLE staff_verifications (
  id uuid PRIMARY KEY,
  identifier text NOT NULL,
  value text NOT NULL,
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX staff_verifications_identifier ON staff_verifications (identifier);

CREATE TABLE staff_second_factors (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL UNIQUE REFERENCES staff_users ON DELETE CASCADE,
  -- Both encrypted with the session key.
  secret text NOT NULL,
  backup_codes text NOT NULL,
  verified boolean DEFAULT false,
  failed_verification_count int DEFAULT 0,
  locked_until timestamptz
);

-- A code of an authenticator opens the door once, though it is shown for half a minute.
CREATE TABLE staff_used_codes (
  user_id uuid NOT NULL REFERENCES staff_users ON DELETE CASCADE,
  code_hash bytea NOT NULL,
  used_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (user_id, code_hash)
);

-- Failed sign-ins: one row a keyed hash of the username typed (people type passwords there) or of the address.
CREATE TABLE staff_sign_in_failures (
  subject bytea PRIMARY KEY,
  failures int NOT NULL,
  last_at timestamptz NOT NULL,
  locked_until timestamptz
);

GRANT SELECT, INSERT, UPDATE, DELETE ON staff_users, staff_credentials, staff_sessions, staff_verifications,
  staff_second_factors, staff_used_codes, staff_sign_in_failures TO renmai_app;

CREATE TABLE staff_accounts (
  hospital_id uuid NOT NULL,
  account_id uuid NOT NULL DEFAULT renmai_id(),
  user_id uuid NOT NULL,
  username text NOT NULL,
  display_name text NOT NULL,
  roles text[] NOT NULL DEFAULT '{}',
  -- Names of the departments a `dept` scope covers.
  departments text[] NOT NULL DEFAULT '{}',
  phone text,
  status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'suspended')),
  created_by uuid,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (hospital_id, account_id),
  UNIQUE (hospital_id, user_id),
  UNIQUE (hospital_id, username)
);
CALL renmai_protect('staff_accounts');
REVOKE DELETE ON staff_accounts FROM renmai_app;

-- Which hospitals a person belongs to is needed before a hospital is chosen, so this one question passes row-level security.
CREATE FUNCTION staff_accounts_of(wanted_user uuid)
  RETURNS TABLE (hospital_id uuid, hospital_name text, division_code text, time_zone text, account_id uuid,
                 display_name text, roles text[], departments text[])
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
  SELECT a.hospital_id, h.name, h.division_code, h.time_zone, a.account_id, a.display_name, a.roles, a.departments
  FROM staff_accounts a JOIN hospital_hospitals h USING (hospital_id)
  WHERE a.user_id = wanted_user AND a.status = 'active'
  ORDER BY h.created_at, h.hospital_id
$$;
REVOKE EXECUTE ON FUNCTION staff_accounts_of(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION staff_accounts_of(uuid) TO renmai_app;

-- A role asked for by one administrator takes effect when a second one, or the president, confirms it.
CREATE TABLE staff_role_grants (
  hospital_id uuid NOT NULL,
  grant_id uuid NOT NULL DEFAULT renmai_id(),
  account_id uuid NOT NULL,
  role text NOT NULL,
  state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'approved', 'rejected', 'withdrawn')),
  requested_by uuid NOT NULL,
  requested_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  reason text,
  decided_by uuid,
  decided_at timestamptz(3),
  decision_reason text,
  PRIMARY KEY (hospital_id, grant_id),
  FOREIGN KEY (hospital_id, account_id) REFERENCES staff_accounts
);
CREATE UNIQUE INDEX staff_role_grants_pending ON staff_role_grants (hospital_id, account_id, role) WHERE state = 'pending';
CALL renmai_protect('staff_role_grants');
REVOKE DELETE ON staff_role_grants FROM renmai_app;

-- For programs that call the API: acts with the named permissions and nothing else.
CREATE TABLE staff_tokens (
  hospital_id uuid NOT NULL,
  token_id uuid NOT NULL DEFAULT renmai_id(),
  name text NOT NULL,
  -- SHA-256 of 32 random bytes: nothing to guess, so no slow hash.
  token_hash bytea NOT NULL,
  permissions text[] NOT NULL,
  created_by uuid NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz,
  last_used_at timestamptz,
  PRIMARY KEY (hospital_id, token_id)
);
-- Asked before the hospital is known; two equal hashes cannot happen.
CREATE INDEX staff_tokens_hash ON staff_tokens (token_hash);
CALL renmai_protect('staff_tokens');
REVOKE DELETE ON staff_tokens FROM renmai_app;

CREATE FUNCTION staff_token_of(wanted_hash bytea)
  RETURNS TABLE (hospital_id uuid, token_id uuid, name text, permissions text[])
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
  SELECT hospital_id, token_id, name, permissions FROM staff_tokens
  WHERE token_hash = wanted_hash AND revoked_at IS NULL AND expires_at > clock_timestamp()
$$;
REVOKE EXECUTE ON FUNCTION staff_token_of(bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION staff_token_of(bytea) TO renmai_app;

-- How often somebody revealed protected fields in the last hour is counted here.
CREATE INDEX staff_audit_entries_actor ON staff_audit_entries (hospital_id, actor_id, at);
