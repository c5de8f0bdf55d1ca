-- Owner: patients. The one record of a person in a hospital: identity, contacts, documents, record numbers, household, extension forms, timeline,
-- relationship level. Takes the place of the unused table of 0010.

DROP TABLE patient_patients;

CREATE TABLE patient_patients (
  hospital_id uuid NOT NULL,
  patient_id uuid NOT NULL DEFAULT renmai_id(),
  name text NOT NULL,
  -- NFC, trimmed, one kind of middle dot, no spaces between Han characters: what names are compared by.
  name_key text NOT NULL COLLATE "C",
  -- All readings in full, separated by spaces, each without gaps (`shanxiaoming danxiaoming`); initials likewise (`sxm dxm`).
  pinyin text NOT NULL DEFAULT '' COLLATE "C",
  initials text NOT NULL DEFAULT '' COLLATE "C",
  sex text CHECK (sex IN ('male', 'female')),
  birth_date date,
  birth_date_source text CHECK (birth_date_source IN ('document', 'his', 'import', 'said')),
  native_place text,
  occupation text,
  education text,
  marital_status text,
  income_band text,
  health_status text CHECK (health_status IN ('healthy', 'sub_healthy', 'patient')),
  insurance_kind text,
  employer_id uuid,
  temperament text,
  interests text[] NOT NULL DEFAULT '{}',
  preferred_channel text,
  preferred_time text,
  post_code text,
  -- Of the current address; in the county when its first six digits are those of the hospital's own division. Null: unknown.
  division_code text COLLATE "C",
  is_in_county boolean,
  -- The account that cares for this person: row scope `own`.
  care_owner uuid,
  is_key_account boolean NOT NULL DEFAULT false,
  key_account_basis text CHECK (key_account_basis IN ('hand', 'margin')),
  key_account_reason text,
  contact_interval_days int CHECK (contact_interval_days BETWEEN 1 AND 730),
  last_contact_at timestamptz(3),
  tags text[] NOT NULL DEFAULT '{}',
  -- Where the person first came from; a merge never changes it.
  first_source text,
  first_source_at timestamptz(3),
  merged_into uuid,
  merged_at timestamptz(3),
  is_staff boolean NOT NULL DEFAULT false,
  -- Kept by the linking of visits and by the level rules, so that lists may filter and sort by them.
  visit_count int NOT NULL DEFAULT 0,
  first_visit_at timestamptz(3),
  last_visit_at timestamptz(3),
  level smallint NOT NULL DEFAULT 2 CHECK (level BETWEEN 1 AND 5),
  level_basis text NOT NULL DEFAULT 'computed' CHECK (level_basis IN ('computed', 'override')),
  note text,
  -- Day each field was last confirmed: {"occupation": "2026-10-03"}.
  refreshed_at jsonb NOT NULL DEFAULT '{}',
  version int NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  import_run_id uuid,
  PRIMARY KEY (hospital_id, patient_id),
  CHECK ((merged_into IS NULL) = (merged_at IS NULL)),
  CHECK (NOT is_key_account OR key_account_basis IS NOT NULL)
);
CREATE INDEX patient_patients_name ON patient_patients (hospital_id, name_key, birth_date);
CREATE INDEX patient_patients_visited ON patient_patients (hospital_id, last_visit_at, patient_id);
CREATE INDEX patient_patients_created ON patient_patients (hospital_id, created_at DESC, patient_id DESC);
CREATE INDEX patient_patients_employer ON patient_patients (hospital_id, employer_id) WHERE employer_id IS NOT NULL;
CREATE INDEX patient_patients_owner ON patient_patients (hospital_id, care_owner) WHERE care_owner IS NOT NULL;
CREATE INDEX patient_patients_key_account ON patient_patients (hospital_id, last_contact_at) WHERE is_key_account;
CREATE INDEX patient_patients_level ON patient_patients (hospital_id, level, last_visit_at);
CREATE INDEX patient_patients_tags ON patient_patients USING gin (tags) WHERE tags <> '{}';
CREATE INDEX patient_patients_merged ON patient_patients (hospital_id, merged_into) WHERE merged_into IS NOT NULL;
CALL renmai_protect('patient_patients');
REVOKE DELETE ON patient_patients FROM renmai_app;

-- Under row-level security an index on arrays is not used: the owner asks.
CREATE FUNCTION patient_ids_by_tag(tag text) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp ROWS 1000 AS $$
  SELECT p.patient_id FROM patient_patients p WHERE p.hospital_id = renmai_hospital() AND p.tags @> ARRAY[tag] AND p.tags <> '{}'
$$;
REVOKE EXECUTE ON FUNCTION patient_ids_by_tag(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION patient_ids_by_tag(text) TO renmai_app;

CREATE TABLE patient_contacts (
  hospital_id uuid NOT NULL,
  contact_id uuid NOT NULL DEFAULT renmai_id(),
  patient_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('phone', 'wechat', 'email')),
  value text NOT NULL,
  -- Phones: the last 11 digits; WeChat: the openid; e-mail: lower case.
  value_key text NOT NULL COLLATE "C",
  -- WeChat: which official account or mini-program the openid belongs to, and the person's id across them.
  wechat_account text,
  union_id text COLLATE "C",
  -- Whose number it is: a whole family may be reached by one phone.
  owner_relation text NOT NULL DEFAULT 'self',
  owner_name text,
  is_primary boolean NOT NULL DEFAULT false,
  valid_from date,
  valid_until date,
  source text NOT NULL DEFAULT 'hand',
  import_run_id uuid,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (hospital_id, patient_id, contact_id),
  UNIQUE (hospital_id, patient_id, kind, value_key)
);
CREATE INDEX patient_contacts_value ON patient_contacts (hospital_id, kind, value_key);
CREATE INDEX patient_contacts_union ON patient_contacts (hospital_id, union_id) WHERE union_id IS NOT NULL;
CALL renmai_protect('patient_contacts');

CREATE TABLE patient_addresses (
  hospital_id uuid NOT NULL,
  address_id uuid NOT NULL DEFAULT renmai_id(),
  patient_id uuid NOT NULL,
  kind text NOT NULL DEFAULT 'home' CHECK (kind IN ('home', 'registered', 'work', 'other')),
  -- GB/T 2260: six digits for a county, up to twelve for a village. Null: unknown.
  division_code text COLLATE "C" CHECK (division_code ~ '^[0-9]{6,12}$'),
  is_in_county boolean,
  line text,
  is_current boolean NOT NULL DEFAULT true,
  source text NOT NULL DEFAULT 'hand',
  import_run_id uuid,
  updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (hospital_id, patient_id, address_id)
);
CREATE INDEX patient_addresses_division ON patient_addresses (hospital_id, division_code) WHERE is_current;
CALL renmai_protect('patient_addresses');

CREATE TABLE patient_documents (
  hospital_id uuid NOT NULL,
  document_id uuid NOT NULL DEFAULT renmai_id(),
  patient_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('id_card', 'passport', 'hk_macau_permit', 'taiwan_permit', 'foreigner_permit', 'military', 'birth_certificate', 'other')),
  number_sealed bytea NOT NULL,
  -- Keyed hashes: of the whole number, and of its last four characters. The number itself is never indexed.
  number_lookup bytea NOT NULL,
  tail_lookup bytea NOT NULL,
  -- Null: a kind without a checksum.
  is_checksum_valid boolean,
  valid_until date,
  source text NOT NULL DEFAULT 'hand',
  import_run_id uuid,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (hospital_id, patient_id, document_id),
  UNIQUE (hospital_id, patient_id, number_lookup)
);
CREATE INDEX patient_documents_number ON patient_documents (hospital_id, number_lookup);
CREATE INDEX patient_documents_tail ON patient_documents (hospital_id, tail_lookup);
CALL renmai_protect('patient_documents');

-- Several medical record numbers lead to one patient; one number never leads to two.
CREATE TABLE patient_record_numbers (
  hospital_id uuid NOT NULL,
  record_no text NOT NULL COLLATE "C",
  patient_id uuid NOT NULL,
  source text NOT NULL DEFAULT 'his',
  import_run_id uuid,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (hospital_id, record_no)
);
CREATE INDEX patient_record_numbers_patient ON patient_record_numbers (hospital_id, patient_id);
CALL renmai_protect('patient_record_numbers');

-- Visits that came without a record number and could be given to a person by document or by name, birth date and phone.
CREATE TABLE patient_episode_links (
  hospital_id uuid NOT NULL,
  episode_no text NOT NULL COLLATE "C",
  patient_id uuid NOT NULL,
  PRIMARY KEY (hospital_id, episode_no)
);
CREATE INDEX patient_episode_links_patient ON patient_episode_links (hospital_id, patient_id);
CALL renmai_protect('patient_episode_links');

-- Ids that lost in a merge lead to the surviving person for ever.
CREATE TABLE patient_aliases (
  hospital_id uuid NOT NULL,
  alias_id uuid NOT NULL,
  patient_id uuid NOT NULL,
  since timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (hospital_id, alias_id)
);
CREATE INDEX patient_aliases_patient ON patient_aliases (hospital_id, patient_id);
CALL renmai_protect('patient_aliases');

CREATE TABLE patient_households (
  hospital_id uuid NOT NULL,
  household_id uuid NOT NULL DEFAULT renmai_id(),
  name text NOT NULL,
  division_code text,
  address_line text,
  version int NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (hospital_id, household_id)
);
CALL renmai_protect('patient_households');

CREATE TABLE patient_household_members (
  hospital_id uuid NOT NULL,
  household_id uuid NOT NULL,
  patient_id uuid NOT NULL,
  -- To the head of the household.
  relation text NOT NULL CHECK (relation IN ('head', 'spouse', 'child', 'parent', 'grandparent', 'grandchild', 'sibling', 'other')),
  joined_on date,
  PRIMARY KEY (hospital_id, household_id, patient_id)
);
CREATE INDEX patient_household_members_patient ON patient_household_members (hospital_id, patient_id);
CALL renmai_protect('patient_household_members');

-- Who decides for a minor or an incapacitated adult. A guardian may be a patient himself, or known by name and phone only.
CREATE TABLE patient_guardians (
  hospital_id uuid NOT NULL,
  guardian_id uuid NOT NULL DEFAULT renmai_id(),
  patient_id uuid NOT NULL,
  guardian_patient_id uuid,
  name text,
  phone text,
  relation text NOT NULL,
  basis text NOT NULL DEFAULT 'minor' CHECK (basis IN ('minor', 'incapacity')),
  valid_until date,
  PRIMARY KEY (hospital_id, patient_id, guardian_id),
  CHECK (guardian_patient_id IS NOT NULL OR name IS NOT NULL)
);
CREATE INDEX patient_guardians_guardian ON patient_guardians (hospital_id, guardian_patient_id) WHERE guardian_patient_id IS NOT NULL;
CALL renmai_protect('patient_guardians');

CREATE TABLE patient_special_dates (
  hospital_id uuid NOT NULL,
  special_date_id uuid NOT NULL DEFAULT renmai_id(),
  patient_id uuid NOT NULL,
  kind text NOT NULL,
  day date NOT NULL,
  is_lunar boolean NOT NULL DEFAULT false,
  is_yearly boolean NOT NULL DEFAULT true,
  note text,
  PRIMARY KEY (hospital_id, patient_id, special_date_id)
);
CALL renmai_protect('patient_special_dates');

-- Extension forms: data, not code. A version that has answers never changes; editing makes the next one.
CREATE TABLE patient_form_definitions (
  hospital_id uuid NOT NULL,
  form_key text NOT NULL COLLATE "C" CHECK (form_key ~ '^[a-z][a-z0-9_]{1,39}$'),
  form_version int NOT NULL,
  title jsonb NOT NULL,
  fields jsonb NOT NULL,
  tier text NOT NULL DEFAULT 'T5h' CHECK (tier IN ('T1', 'T2', 'T3', 'T4', 'T5h', 'T5m')),
  state text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'retired')),
  created_by uuid,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (hospital_id, form_key, form_version)
);
CALL renmai_protect('patient_form_definitions');

CREATE TABLE patient_form_answers (
  hospital_id uuid NOT NULL,
  patient_id uuid NOT NULL,
  form_key text NOT NULL COLLATE "C",
  form_version int NOT NULL,
  answers jsonb NOT NULL,
  version int NOT NULL DEFAULT 1,
  updated_by uuid,
  updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (hospital_id, patient_id, form_key)
);
CREATE INDEX patient_form_answers_form ON patient_form_answers (hospital_id, form_key, updated_at);
CALL renmai_protect('patient_form_answers');

-- What other modules told about a person. Visits are read where they are (published.episodes), so that a corrected or withdrawn import shows at once.
CREATE TABLE patient_timeline (
  hospital_id uuid NOT NULL,
  patient_id uuid NOT NULL,
  at timestamptz(3) NOT NULL,
  entry_id uuid NOT NULL DEFAULT renmai_id(),
  module text NOT NULL,
  kind text NOT NULL,
  subject_id text,
  facts jsonb NOT NULL DEFAULT '{}',
  tier text NOT NULL DEFAULT 'T2' CHECK (tier IN ('T1', 'T2', 'T3', 'T4', 'T5h', 'T5m')),
  -- What makes a repeated delivery of one event have one effect.
  source_key text NOT NULL COLLATE "C",
  PRIMARY KEY (hospital_id, patient_id, entry_id),
  UNIQUE (hospital_id, source_key)
);
CREATE INDEX patient_timeline_page ON patient_timeline (hospital_id, patient_id, at DESC, entry_id DESC);
CALL renmai_protect('patient_timeline');

-- One row for each change of level; the newest that has not ended is in force. The facts are kept as they were.
CREATE TABLE patient_levels (
  hospital_id uuid NOT NULL,
  patient_id uuid NOT NULL,
  level_id uuid NOT NULL DEFAULT renmai_id(),
  at timestamptz(3) NOT NULL,
  level smallint NOT NULL CHECK (level BETWEEN 1 AND 5),
  basis text NOT NULL CHECK (basis IN ('computed', 'override')),
  facts jsonb NOT NULL DEFAULT '{}',
  reason text,
  expires_at timestamptz(3),
  decided_by uuid,
  decided_by_name text,
  PRIMARY KEY (hospital_id, patient_id, level_id),
  CHECK (basis = 'computed' OR (reason IS NOT NULL AND expires_at IS NOT NULL))
);
CREATE INDEX patient_levels_at ON patient_levels (hospital_id, patient_id, at DESC, level_id DESC);
CREATE INDEX patient_levels_expiring ON patient_levels (hospital_id, expires_at) WHERE basis = 'override';
CALL renmai_protect('patient_levels');

CREATE TABLE patient_next_actions (
  hospital_id uuid NOT NULL,
  patient_id uuid NOT NULL,
  next_action_id uuid NOT NULL DEFAULT renmai_id(),
  rule_id text NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('taken', 'dismissed')),
  facts jsonb NOT NULL DEFAULT '{}',
  reason text,
  decided_by uuid,
  decided_by_name text NOT NULL,
  at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  -- The rule stays silent for this person until then.
  silent_until timestamptz(3) NOT NULL,
  PRIMARY KEY (hospital_id, patient_id, next_action_id)
);
CALL renmai_protect('patient_next_actions');

-- Person index of the group: patients of several hospitals with the same document are one person. A row is found from another hospital only
-- through the function below, and only when both persons' hospitals may share it (consent).
CREATE TABLE patient_persons (
  hospital_id uuid NOT NULL,
  patient_id uuid NOT NULL,
  person_key bytea NOT NULL,
  is_shared boolean NOT NULL DEFAULT false,
  PRIMARY KEY (hospital_id, patient_id, person_key)
);
CREATE INDEX patient_persons_key ON patient_persons (person_key);
CALL renmai_protect('patient_persons');

CREATE FUNCTION patient_person_links(patient uuid) RETURNS TABLE (hospital_id uuid, hospital_name text, patient_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp ROWS 5 AS $$
  SELECT DISTINCT other.hospital_id, h.name, other.patient_id FROM patient_persons own
    JOIN patient_persons other ON other.person_key = own.person_key AND other.hospital_id <> own.hospital_id
    JOIN hospital_hospitals h ON h.hospital_id = other.hospital_id
  WHERE own.hospital_id = renmai_hospital() AND own.patient_id = patient AND own.is_shared AND other.is_shared
$$;
REVOKE EXECUTE ON FUNCTION patient_person_links(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION patient_person_links(uuid) TO renmai_app;

-- Identity numbers travel sealed: who links a visit to a person compares the keyed hash.
CREATE OR REPLACE VIEW published.episodes WITH (security_invoker = true) AS
  SELECT hospital_id, episode_no, record_no, patient_name, sex, birth_date, phone, address_division, kind, department, doctor, admitted_by,
    registered_at, admitted_at, discharged_at, settled_at, diagnosis, procedure_class, delivery, mother_episode_no, transferred_from,
    declared_source, checkup_discount_bp, payment_kind, next_visit_on, is_walk_in, name_key, phone_key, import_run_id,
    id_number_sealed, id_number_lookup, updated_at
  FROM visit_episodes;

CREATE VIEW published.patients WITH (security_invoker = true) AS
  SELECT hospital_id, patient_id, name, name_key, pinyin, initials, sex, birth_date, native_place, occupation, education, marital_status, income_band,
    health_status, insurance_kind, employer_id, interests, preferred_channel, preferred_time, division_code, is_in_county, care_owner,
    is_key_account, contact_interval_days, last_contact_at, tags, first_source, first_source_at, is_staff, visit_count, first_visit_at,
    last_visit_at, level, level_basis, merged_into, created_at, updated_at
  FROM patient_patients;
COMMENT ON VIEW published.patients IS 'T1: patient_id. T2: name and what follows of the person, except T3: division_code; T5h: health_status; T5m: income_band.';
CREATE VIEW published.patient_record_numbers WITH (security_invoker = true) AS
  SELECT hospital_id, record_no, patient_id FROM patient_record_numbers;
COMMENT ON VIEW published.patient_record_numbers IS 'T2: record_no.';
CREATE VIEW published.patient_contacts WITH (security_invoker = true) AS
  SELECT hospital_id, contact_id, patient_id, kind, value, value_key, wechat_account, union_id, owner_relation, is_primary, valid_from, valid_until
  FROM patient_contacts;
COMMENT ON VIEW published.patient_contacts IS 'T3: value, value_key, union_id.';
CREATE VIEW published.patient_episodes WITH (security_invoker = true) AS
  SELECT r.hospital_id, r.patient_id, e.episode_no FROM patient_record_numbers r JOIN visit_episodes e ON e.hospital_id = r.hospital_id AND e.record_no = r.record_no
  UNION ALL SELECT hospital_id, patient_id, episode_no FROM patient_episode_links;
COMMENT ON VIEW published.patient_episodes IS 'T2: which visits are whose.';
GRANT SELECT ON published.patients, published.patient_record_numbers, published.patient_contacts, published.patient_episodes TO renmai_app;
