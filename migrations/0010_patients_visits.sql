-- Owner: patients (patient_patients), visits (visit_episodes, visit_charges). As the HIS exports them; fields as in docs/formats.md.

CREATE TABLE patient_patients (
  hospital_id uuid NOT NULL,
  patient_id uuid NOT NULL DEFAULT renmai_id(),
  record_no text NOT NULL,
  name text,
  sex text CHECK (sex IN ('male', 'female')),
  birth_date date,
  phone text,
  id_number_sealed bytea,
  id_number_lookup bytea,
  address_division text,
  updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (hospital_id, patient_id),
  UNIQUE (hospital_id, record_no)
);
CREATE INDEX patient_patients_id_number ON patient_patients (hospital_id, id_number_lookup) WHERE id_number_lookup IS NOT NULL;
CALL renmai_protect('patient_patients');

CREATE TABLE visit_episodes (
  hospital_id uuid NOT NULL,
  episode_no text NOT NULL COLLATE "C",
  record_no text COLLATE "C",
  patient_name text,
  sex text CHECK (sex IN ('male', 'female')),
  birth_date date,
  -- ID numbers are encrypted, equality search goes through the keyed hash.
  id_number_sealed bytea,
  id_number_lookup bytea,
  phone text,
  address_division text,
  kind text NOT NULL CHECK (kind IN ('inpatient', 'outpatient', 'exam', 'checkup', 'emergency', 'dialysis')),
  department text,
  doctor text,
  admitted_by text,
  registered_at timestamptz(3) NOT NULL,
  admitted_at timestamptz(3),
  discharged_at timestamptz(3),
  settled_at timestamptz(3),
  diagnosis text,
  procedure_class text CHECK (procedure_class IN ('open', 'debridement', 'minimally_invasive', 'none')),
  delivery text CHECK (delivery IN ('caesarean', 'natural', 'none')),
  mother_episode_no text,
  transferred_from text,
  declared_source text,
  -- Share of 1 in basis points: 0.2 = 2000.
  checkup_discount_bp int,
  payment_kind text CHECK (payment_kind IN ('self_pay', 'insured', 'commercial')),
  next_visit_on date,
  -- Registered by the reception as having come by himself: no introducer can be assigned later.
  is_walk_in boolean NOT NULL DEFAULT false,
  -- The winner rules' keys: name and sex in one, the last 11 digits of the phone. Names are stored trimmed and NFC.
  name_key text COLLATE "C" GENERATED ALWAYS AS (CASE sex WHEN 'male' THEN 'm' WHEN 'female' THEN 'f' END || nullif(patient_name, '')) STORED,
  phone_key text GENERATED ALWAYS AS (right(nullif(phone, ''), 11)) STORED,
  import_run_id uuid,
  updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (hospital_id, episode_no)
);
-- In byte order and with the time, so that the matching queue can walk all names of one surname in a window.
CREATE INDEX visit_episodes_name ON visit_episodes (hospital_id, name_key, registered_at) WHERE name_key IS NOT NULL;
CREATE INDEX visit_episodes_phone ON visit_episodes (hospital_id, phone_key) WHERE phone_key IS NOT NULL;
CREATE INDEX visit_episodes_record ON visit_episodes (hospital_id, record_no, registered_at) WHERE record_no IS NOT NULL;
CREATE INDEX visit_episodes_registered ON visit_episodes (hospital_id, registered_at);
-- Exports arrive roughly by time: a block-range index serves the monthly read at almost no cost to the import.
CREATE INDEX visit_episodes_settled ON visit_episodes USING brin (settled_at);
CALL renmai_protect('visit_episodes');

CREATE TABLE visit_charges (
  hospital_id uuid NOT NULL,
  episode_no text NOT NULL COLLATE "C",
  line_no text NOT NULL COLLATE "C",
  category text NOT NULL CHECK (category IN ('drug', 'blood', 'blood_product', 'implant', 'exam', 'surgery', 'bed', 'nursing', 'treatment', 'discount', 'other')),
  item_code text,
  item_name text,
  amount_fen bigint NOT NULL,
  department text,
  charged_at timestamptz(3),
  ordered_by text,
  import_run_id uuid,
  -- No foreign key to the episode: exports arrive in any order, and the join at settlement is by this key.
  PRIMARY KEY (hospital_id, episode_no, line_no)
);
-- The register of special examinations (CT, 4-D ultrasound, full biochemistry) of a month.
CREATE INDEX visit_charges_special ON visit_charges (hospital_id, charged_at) WHERE item_code IN ('CT', 'US4D', 'BIOCHEM');
CALL renmai_protect('visit_charges');

-- What other modules may read of a visit. Rights of the reader apply (security_invoker), so does row-level security.
CREATE VIEW published.episodes WITH (security_invoker = true) AS
  SELECT hospital_id, episode_no, record_no, patient_name, sex, birth_date, phone, address_division, kind, department, doctor, admitted_by,
    registered_at, admitted_at, discharged_at, settled_at, diagnosis, procedure_class, delivery, mother_episode_no, transferred_from,
    declared_source, checkup_discount_bp, payment_kind, next_visit_on, is_walk_in, name_key, phone_key, import_run_id
  FROM visit_episodes;
CREATE VIEW published.charges WITH (security_invoker = true) AS
  SELECT hospital_id, episode_no, line_no, category, item_code, item_name, amount_fen, department, charged_at, ordered_by, import_run_id FROM visit_charges;
GRANT SELECT ON published.episodes, published.charges TO renmai_app;
