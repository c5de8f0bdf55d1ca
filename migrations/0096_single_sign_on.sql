-- Owner: staff. Signing in at the hospital's own identity provider (OpenID Connect).

CREATE TABLE staff_sso_providers (
  hospital_id uuid PRIMARY KEY,
  -- On the button of the sign-in page.
  label text NOT NULL,
  issuer text NOT NULL,
  client_id text NOT NULL,
  client_secret_sealed bytea,
  -- Which claim names the account: the subject an administrator registered, or the username.
  match_by text NOT NULL DEFAULT 'subject' CHECK (match_by IN ('subject', 'username')),
  -- Values of acr or amr by which the provider says that it asked for a second factor.
  strong_methods text[] NOT NULL DEFAULT '{}',
  is_active boolean NOT NULL DEFAULT true,
  changed_by_name text NOT NULL,
  changed_at timestamptz(3) NOT NULL DEFAULT clock_timestamp()
);
CALL renmai_protect('staff_sso_providers');

-- One sign-in on its way; taken out when the provider sends the person back, so that a state serves once.
CREATE TABLE staff_sso_logins (
  hospital_id uuid NOT NULL,
  state_hash bytea NOT NULL,
  nonce text NOT NULL,
  verifier text NOT NULL,
  -- The browser that began: nobody can be signed in by a link somebody else prepared.
  browser_hash bytea NOT NULL,
  return_path text NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (hospital_id, state_hash)
);
CALL renmai_protect('staff_sso_logins');

ALTER TABLE staff_accounts ADD COLUMN sso_subject text;
CREATE UNIQUE INDEX staff_accounts_sso ON staff_accounts (hospital_id, sso_subject) WHERE sso_subject IS NOT NULL;

-- The sign-in page asks before any hospital is chosen; it learns names of buttons and nothing else.
CREATE FUNCTION staff_sso_offers() RETURNS TABLE (hospital_id uuid, label text) LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, public
AS $$
  SELECT p.hospital_id, p.label FROM staff_sso_providers p JOIN hospital_hospitals h USING (hospital_id) WHERE p.is_active
  ORDER BY h.created_at, h.hospital_id
$$;
REVOKE EXECUTE ON FUNCTION staff_sso_offers() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION staff_sso_offers() TO renmai_app;
