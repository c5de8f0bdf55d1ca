-- Owner: hospital (hospital_sites, hospital_doctors), fhir (the rest). What other systems tell in FHIR R4, and where it went.

CREATE TABLE hospital_sites (
  hospital_id uuid NOT NULL,
  site_id uuid NOT NULL DEFAULT renmai_id(),
  -- As the source numbers it.
  number text NOT NULL COLLATE "C",
  name text NOT NULL,
  address text,
  phone text,
  is_active boolean NOT NULL DEFAULT true,
  PRIMARY KEY (hospital_id, site_id),
  UNIQUE (hospital_id, number)
);
CALL renmai_protect('hospital_sites');

CREATE TABLE hospital_doctors (
  hospital_id uuid NOT NULL,
  doctor_id uuid NOT NULL DEFAULT renmai_id(),
  number text NOT NULL COLLATE "C",
  name text NOT NULL,
  title text,
  department text,
  is_active boolean NOT NULL DEFAULT true,
  PRIMARY KEY (hospital_id, doctor_id),
  UNIQUE (hospital_id, number)
);
CREATE INDEX hospital_doctors_name ON hospital_doctors (hospital_id, name);
CALL renmai_protect('hospital_doctors');

CREATE TABLE fhir_runs (
  hospital_id uuid NOT NULL,
  run_id uuid NOT NULL DEFAULT renmai_id(),
  file_name text NOT NULL,
  -- Where the upload waits; null once it is read.
  file_path text,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'done', 'failed', 'cancelled')),
  job_id uuid,
  read_count bigint NOT NULL DEFAULT 0,
  new_count bigint NOT NULL DEFAULT 0,
  changed_count bigint NOT NULL DEFAULT 0,
  same_count bigint NOT NULL DEFAULT 0,
  problem_count bigint NOT NULL DEFAULT 0,
  taken_count bigint NOT NULL DEFAULT 0,
  failed_code text,
  started_by uuid,
  started_by_name text NOT NULL,
  started_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  ended_at timestamptz(3),
  PRIMARY KEY (hospital_id, run_id)
);
CREATE INDEX fhir_runs_recent ON fhir_runs (hospital_id, started_at DESC, run_id DESC);
CALL renmai_protect('fhir_runs');

-- What was wrong with a resource, by where it stood in the file. Never a value of it.
CREATE TABLE fhir_problems (
  hospital_id uuid NOT NULL,
  run_id uuid NOT NULL,
  at bigint NOT NULL,
  resource_type text,
  code text NOT NULL,
  PRIMARY KEY (hospital_id, run_id, at, code)
);
CALL renmai_protect('fhir_problems');

CREATE TABLE fhir_resources (
  hospital_id uuid NOT NULL,
  resource_type text NOT NULL COLLATE "C",
  fhir_id text NOT NULL COLLATE "C",
  content_hash text NOT NULL,
  -- waiting: to be taken, or for something it points to (`waits_for`); taken: it stands in our tables; refused: it is no such thing (`reason`).
  state text NOT NULL CHECK (state IN ('waiting', 'taken', 'refused')),
  reason text,
  waits_for text,
  -- What was read of it; ID numbers are sealed beside it.
  draft jsonb,
  id_number_sealed bytea,
  -- Unknown extensions and elements, kept so that nothing the source said is lost.
  aside jsonb NOT NULL DEFAULT '{}',
  -- Encounters: the patient they are of, so that a corrected patient corrects them.
  patient_fhir_id text COLLATE "C",
  run_id uuid NOT NULL,
  updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (hospital_id, resource_type, fhir_id)
);
CREATE INDEX fhir_resources_waiting ON fhir_resources (hospital_id, resource_type, fhir_id) WHERE state = 'waiting';
CREATE INDEX fhir_resources_patient ON fhir_resources (hospital_id, patient_fhir_id) WHERE patient_fhir_id IS NOT NULL;
CALL renmai_protect('fhir_resources');

-- By which else a resource may be pointed to. Numbers of ID documents are not among them.
CREATE TABLE fhir_identifiers (
  hospital_id uuid NOT NULL,
  resource_type text NOT NULL COLLATE "C",
  system text NOT NULL COLLATE "C",
  value text NOT NULL COLLATE "C",
  fhir_id text NOT NULL COLLATE "C",
  PRIMARY KEY (hospital_id, resource_type, system, value)
);
CALL renmai_protect('fhir_identifiers');
