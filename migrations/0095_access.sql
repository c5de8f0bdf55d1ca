-- Owner: staff. Who a person is in other registers, breaking the glass, limits, what a token sees.

-- An administrator enters these: "own" then compares numbers instead of names.
ALTER TABLE staff_accounts
  ADD COLUMN introducer_no text,
  ADD COLUMN rep_no text,
  ADD COLUMN doctor_name text,
  -- An administrator has made sure that the phone is this person's: it may be typed instead of the username.
  ADD COLUMN phone_sign_in boolean NOT NULL DEFAULT false;
CREATE UNIQUE INDEX staff_accounts_phone ON staff_accounts (hospital_id, right(regexp_replace(phone, '[^0-9]', '', 'g'), 11)) WHERE phone_sign_in;
CREATE INDEX staff_accounts_phones ON staff_accounts (right(regexp_replace(phone, '[^0-9]', '', 'g'), 11)) WHERE phone_sign_in;

-- Asked before anybody is signed in; null also where the number would mean two persons.
CREATE FUNCTION staff_username_of_phone(digits text) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
  SELECT CASE WHEN count(DISTINCT user_id) = 1 THEN min(username) END FROM staff_accounts
  WHERE phone_sign_in AND status = 'active' AND right(regexp_replace(phone, '[^0-9]', '', 'g'), 11) = digits
$$;
REVOKE EXECUTE ON FUNCTION staff_username_of_phone(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION staff_username_of_phone(text) TO renmai_app;
CREATE UNIQUE INDEX staff_accounts_introducer ON staff_accounts (hospital_id, introducer_no) WHERE introducer_no IS NOT NULL;

-- One person looks at one subject for half an hour beyond his tiers. Never changed but for its review and an early end.
CREATE TABLE staff_broken_glasses (
  hospital_id uuid NOT NULL,
  glass_id uuid NOT NULL DEFAULT renmai_id(),
  account_id uuid NOT NULL,
  subject_kind text NOT NULL,
  subject_id text NOT NULL,
  reason text NOT NULL CHECK (length(reason) >= 10),
  broken_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  ends_at timestamptz(3) NOT NULL,
  reviewed_at timestamptz(3),
  reviewed_by uuid,
  verdict text CHECK (verdict IN ('justified', 'not_justified')),
  remark text,
  PRIMARY KEY (hospital_id, glass_id),
  FOREIGN KEY (hospital_id, account_id) REFERENCES staff_accounts
);
CREATE INDEX staff_broken_glasses_account ON staff_broken_glasses (hospital_id, account_id, ends_at);
CREATE INDEX staff_broken_glasses_recent ON staff_broken_glasses (hospital_id, broken_at DESC);
CREATE INDEX staff_broken_glasses_open ON staff_broken_glasses (hospital_id, broken_at) WHERE reviewed_at IS NULL;
CALL renmai_protect('staff_broken_glasses');
REVOKE DELETE ON staff_broken_glasses FROM renmai_app;

CREATE TABLE staff_settings (
  hospital_id uuid PRIMARY KEY,
  reveals_an_hour int NOT NULL DEFAULT 30 CHECK (reveals_an_hour BETWEEN 1 AND 1000)
);
CALL renmai_protect('staff_settings');
REVOKE DELETE ON staff_settings FROM renmai_app;

-- Asked by every request: the person, the accounts, and for whom the glass is broken now.
DROP FUNCTION staff_presence_of(text);
CREATE FUNCTION staff_presence_of(wanted_token text)
  RETURNS TABLE (session_id uuid, expires_at timestamptz, user_id uuid, username text, user_name text, two_factor_enabled boolean,
                 must_change_password boolean, hospital_id uuid, hospital_name text, division_code text, time_zone text,
                 account_id uuid, display_name text, roles text[], departments text[],
                 introducer_no text, rep_no text, doctor_name text, raised jsonb)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
  SELECT s.id, s.expires_at, u.id, u.username, u.name, u.two_factor_enabled, u.must_change_password,
         h.hospital_id, h.name, h.division_code, h.time_zone, a.account_id, a.display_name, a.roles, a.departments,
         a.introducer_no, a.rep_no, a.doctor_name,
         (SELECT jsonb_agg(jsonb_build_object('kind', g.subject_kind, 'id', g.subject_id)) FROM staff_broken_glasses g
          WHERE g.hospital_id = a.hospital_id AND g.account_id = a.account_id AND g.ends_at > clock_timestamp())
  FROM staff_sessions s
  JOIN staff_users u ON u.id = s.user_id
  LEFT JOIN staff_accounts a ON a.user_id = u.id AND a.status = 'active'
  LEFT JOIN hospital_hospitals h ON h.hospital_id = a.hospital_id
  WHERE s.token = wanted_token AND s.expires_at > clock_timestamp()
  ORDER BY h.created_at, h.hospital_id
$$;
REVOKE EXECUTE ON FUNCTION staff_presence_of(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION staff_presence_of(text) TO renmai_app;

-- What a program sees: contact and money only when it was given them; identity never.
ALTER TABLE staff_tokens ADD COLUMN tiers text[] NOT NULL DEFAULT '{T1,T2}',
  -- The token that took this one's place.
  ADD COLUMN replaced_by uuid;
DROP FUNCTION staff_token_of(bytea);
-- Notes the last use, once a minute at most: not every request writes.
CREATE FUNCTION staff_token_of(wanted_hash bytea)
  RETURNS TABLE (hospital_id uuid, token_id uuid, name text, permissions text[], tiers text[])
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
BEGIN
  UPDATE staff_tokens t SET last_used_at = clock_timestamp()
  WHERE t.token_hash = wanted_hash AND t.revoked_at IS NULL AND t.expires_at > clock_timestamp()
    AND (t.last_used_at IS NULL OR t.last_used_at < clock_timestamp() - interval '1 minute');
  RETURN QUERY SELECT t.hospital_id, t.token_id, t.name, t.permissions, t.tiers FROM staff_tokens t
    WHERE t.token_hash = wanted_hash AND t.revoked_at IS NULL AND t.expires_at > clock_timestamp();
END $$;
REVOKE EXECUTE ON FUNCTION staff_token_of(bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION staff_token_of(bytea) TO renmai_app;
