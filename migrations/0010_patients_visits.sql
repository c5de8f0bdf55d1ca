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
  import_run_id uuid,
  updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (hospital_id, episode_no)
);
CREATE INDEX visit_episodes_name ON visit_episodes (hospital_id, patient_name, sex, registered_at);
CREATE INDEX visit_episodes_phone ON visit_episodes (hospital_id, phone) WHERE phone IS NOT NULL;
CREATE INDEX visit_episodes_record ON visit_episodes (hospital_id, record_no, registered_at) WHERE record_no IS NOT NULL;
CREATE INDEX visit_episodes_registered ON visit_episodes (hospital_id, registered_at);
CREATE INDEX visit_episodes_settled ON visit_episodes (hospital_id, settled_at) WHERE settled_at IS NOT NULL;
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
CALL renmai_protect('visit_charges');
