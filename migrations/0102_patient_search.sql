-- Owner: patients. What the global search asks of a million patients. Look-ups are functions of the owner's: they return ids only, the caller reads the rows
-- under his own row-level security. Every range is in byte order, so that an index serves it from its beginning.

-- A name may be asked for by its given name: the characters after the first, after the second (two-character surnames), after the dot.
CREATE INDEX patient_patients_given ON patient_patients (hospital_id, substr(name_key, 2)) WHERE merged_into IS NULL;
CREATE INDEX patient_patients_given_long ON patient_patients (hospital_id, substr(name_key, 3)) WHERE merged_into IS NULL AND length(name_key) > 3;
CREATE INDEX patient_patients_after_dot ON patient_patients (hospital_id, split_part(name_key, '·', 2)) WHERE merged_into IS NULL AND strpos(name_key, '·') > 0;
-- Readings: the first one of everybody, the others of those who have some.
CREATE INDEX patient_patients_pinyin ON patient_patients (hospital_id, split_part(pinyin, ' ', 1)) WHERE merged_into IS NULL;
CREATE INDEX patient_patients_pinyin_2 ON patient_patients (hospital_id, split_part(pinyin, ' ', 2)) WHERE merged_into IS NULL AND strpos(pinyin, ' ') > 0;
CREATE INDEX patient_patients_pinyin_3 ON patient_patients (hospital_id, split_part(pinyin, ' ', 3)) WHERE merged_into IS NULL AND split_part(pinyin, ' ', 3) <> '';
CREATE INDEX patient_patients_initials ON patient_patients (hospital_id, split_part(initials, ' ', 1)) WHERE merged_into IS NULL;
CREATE INDEX patient_patients_initials_2 ON patient_patients (hospital_id, split_part(initials, ' ', 2)) WHERE merged_into IS NULL AND strpos(initials, ' ') > 0;
CREATE INDEX patient_contacts_phone_tail ON patient_contacts (hospital_id, reverse(value_key)) WHERE kind = 'phone';

-- At most `rows_max` of each way to be meant, the shortest fits first.
CREATE FUNCTION patient_ids_by_letters(letters text, rows_max int) RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp SET enable_seqscan = off ROWS 50 AS $$
DECLARE
  h uuid := renmai_hospital();
  f text COLLATE "C" := letters;
  t text COLLATE "C" := letters || '~';
BEGIN
  RETURN QUERY SELECT p.patient_id FROM patient_patients p WHERE p.hospital_id = h AND p.merged_into IS NULL
    AND split_part(p.initials, ' ', 1) >= f AND split_part(p.initials, ' ', 1) < t ORDER BY split_part(p.initials, ' ', 1) LIMIT rows_max;
  RETURN QUERY SELECT p.patient_id FROM patient_patients p WHERE p.hospital_id = h AND p.merged_into IS NULL AND strpos(p.initials, ' ') > 0
    AND split_part(p.initials, ' ', 2) >= f AND split_part(p.initials, ' ', 2) < t ORDER BY split_part(p.initials, ' ', 2) LIMIT rows_max;
  RETURN QUERY SELECT p.patient_id FROM patient_patients p WHERE p.hospital_id = h AND p.merged_into IS NULL
    AND split_part(p.pinyin, ' ', 1) >= f AND split_part(p.pinyin, ' ', 1) < t ORDER BY split_part(p.pinyin, ' ', 1) LIMIT rows_max;
  RETURN QUERY SELECT p.patient_id FROM patient_patients p WHERE p.hospital_id = h AND p.merged_into IS NULL AND strpos(p.pinyin, ' ') > 0
    AND split_part(p.pinyin, ' ', 2) >= f AND split_part(p.pinyin, ' ', 2) < t ORDER BY split_part(p.pinyin, ' ', 2) LIMIT rows_max;
  RETURN QUERY SELECT p.patient_id FROM patient_patients p WHERE p.hospital_id = h AND p.merged_into IS NULL AND split_part(p.pinyin, ' ', 3) <> ''
    AND split_part(p.pinyin, ' ', 3) >= f AND split_part(p.pinyin, ' ', 3) < t ORDER BY split_part(p.pinyin, ' ', 3) LIMIT rows_max;
END
$$;

CREATE FUNCTION patient_ids_by_name(part text, rows_max int) RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp SET enable_seqscan = off ROWS 50 AS $$
DECLARE
  h uuid := renmai_hospital();
  f text COLLATE "C" := part;
  t text COLLATE "C" := part || U&'\+10FFFF';
BEGIN
  RETURN QUERY SELECT p.patient_id FROM patient_patients p WHERE p.hospital_id = h AND p.merged_into IS NULL AND p.name_key >= f AND p.name_key < t
    ORDER BY p.name_key LIMIT rows_max;
  RETURN QUERY SELECT p.patient_id FROM patient_patients p WHERE p.hospital_id = h AND p.merged_into IS NULL
    AND substr(p.name_key, 2) >= f AND substr(p.name_key, 2) < t ORDER BY substr(p.name_key, 2) LIMIT rows_max;
  RETURN QUERY SELECT p.patient_id FROM patient_patients p WHERE p.hospital_id = h AND p.merged_into IS NULL AND length(p.name_key) > 3
    AND substr(p.name_key, 3) >= f AND substr(p.name_key, 3) < t ORDER BY substr(p.name_key, 3) LIMIT rows_max;
  RETURN QUERY SELECT p.patient_id FROM patient_patients p WHERE p.hospital_id = h AND p.merged_into IS NULL AND strpos(p.name_key, '·') > 0
    AND split_part(p.name_key, '·', 2) >= f AND split_part(p.name_key, '·', 2) < t ORDER BY split_part(p.name_key, '·', 2) LIMIT rows_max;
END
$$;

CREATE FUNCTION patient_ids_by_phone_tail(tail text, rows_max int) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp SET enable_seqscan = off ROWS 50 AS $$
  SELECT c.patient_id FROM patient_contacts c WHERE c.hospital_id = renmai_hospital() AND c.kind = 'phone'
    AND reverse(c.value_key) >= reverse(tail) COLLATE "C" AND reverse(c.value_key) < reverse(tail) COLLATE "C" || '~' LIMIT rows_max
$$;
REVOKE EXECUTE ON FUNCTION patient_ids_by_letters(text, int), patient_ids_by_name(text, int), patient_ids_by_phone_tail(text, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION patient_ids_by_letters(text, int), patient_ids_by_name(text, int), patient_ids_by_phone_tail(text, int) TO renmai_app;
