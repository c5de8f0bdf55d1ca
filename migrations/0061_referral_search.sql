-- Owner: referrals. Two look-ups of the referral list.

-- Part of a name borne by very many: fetching all of them to keep the newest 300 took longer than walking back in time until 300
-- are found, which in turn is slow for a rare name. So at most 4,000 are fetched by name, and whoever has more is looked for by time.

CREATE OR REPLACE FUNCTION referral_ids_by_name(part text) RETURNS SETOF text LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp SET enable_seqscan = off ROWS 100 AS $$
DECLARE
  hospital uuid := renmai_hospital();
  ids text[];
  times timestamptz[];
BEGIN
  SELECT array_agg(f.referral_id), array_agg(f.received_at) INTO ids, times FROM (
    SELECT r.referral_id, r.received_at FROM referral_referrals r
    WHERE r.hospital_id = hospital AND string_to_array(r.patient_name, NULL) @> string_to_array(part, NULL) AND strpos(r.patient_name, part) > 0
    LIMIT 4000) AS f;
  IF coalesce(cardinality(ids), 0) < 4000 THEN
    RETURN QUERY SELECT u.id FROM unnest(ids, times) AS u(id, at) ORDER BY u.at DESC LIMIT 300;
  ELSE
    RETURN QUERY SELECT r.referral_id FROM referral_referrals r WHERE r.hospital_id = hospital AND strpos(r.patient_name, part) > 0
      ORDER BY r.received_at DESC, r.referral_id DESC LIMIT 300;
  END IF;
END
$$;

-- Which of a page's referrals are in an open dispute: comparing every row with every open dispute cost seconds where thousands were open. A function of
-- the owner's, because under row-level security an index on arrays is not used.
CREATE INDEX referral_disputes_parties ON referral_disputes USING gin (referral_ids) WHERE state = 'open';
CREATE FUNCTION referral_ids_in_dispute(ids text[]) RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp ROWS 20 AS $$
  SELECT DISTINCT u.id FROM referral_disputes d, unnest(d.referral_ids) AS u(id)
  WHERE d.hospital_id = renmai_hospital() AND d.state = 'open' AND d.referral_ids && ids AND u.id = ANY (ids)
$$;
REVOKE EXECUTE ON FUNCTION referral_ids_in_dispute(text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION referral_ids_in_dispute(text[]) TO renmai_app;
