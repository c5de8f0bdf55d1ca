-- Owner: staff. Every request asks this one question: whose session is it, and where does this person have accounts? One row an
-- account, or one row without hospital when there is none. Passes row-level security because no hospital is chosen yet.

CREATE FUNCTION staff_presence_of(wanted_token text)
  RETURNS TABLE (session_id uuid, expires_at timestamptz, user_id uuid, username text, user_name text, two_factor_enabled boolean,
                 must_change_password boolean, hospital_id uuid, hospital_name text, division_code text, time_zone text,
                 account_id uuid, display_name text, roles text[], departments text[])
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
  SELECT s.id, s.expires_at, u.id, u.username, u.name, u.two_factor_enabled, u.must_change_password,
         h.hospital_id, h.name, h.division_code, h.time_zone, a.account_id, a.display_name, a.roles, a.departments
  FROM staff_sessions s
  JOIN staff_users u ON u.id = s.user_id
  LEFT JOIN staff_accounts a ON a.user_id = u.id AND a.status = 'active'
  LEFT JOIN hospital_hospitals h ON h.hospital_id = a.hospital_id
  WHERE s.token = wanted_token AND s.expires_at > clock_timestamp()
  ORDER BY h.created_at, h.hospital_id
$$;
REVOKE EXECUTE ON FUNCTION staff_presence_of(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION staff_presence_of(text) TO renmai_app;
-- Accounts are asked for by person, in whichever hospital.
CREATE INDEX staff_accounts_user ON staff_accounts (user_id);
