-- Owner: hospital. Hospitals of the group, their departments and doctors, settings with effective dates.
-- hospital_hospitals is shared by all hospitals (a reference table when distributed), so it has no row-level security.

CREATE TABLE hospital_hospitals (
  hospital_id uuid PRIMARY KEY DEFAULT renmai_id(),
  name text NOT NULL UNIQUE,
  division_code text NOT NULL CHECK (division_code ~ '^[0-9]{6,12}$'),
  time_zone text NOT NULL DEFAULT 'Asia/Shanghai',
  is_sample boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
GRANT SELECT, INSERT, UPDATE ON hospital_hospitals TO renmai_app;

CREATE TABLE hospital_settings (
  hospital_id uuid NOT NULL,
  name text NOT NULL,
  effective_from date NOT NULL,
  value jsonb NOT NULL,
  changed_by uuid,
  changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (hospital_id, name, effective_from)
);
CALL renmai_protect('hospital_settings');

CREATE TABLE hospital_departments (
  hospital_id uuid NOT NULL,
  department_id uuid NOT NULL DEFAULT renmai_id(),
  name text NOT NULL,
  is_active boolean NOT NULL DEFAULT true,
  PRIMARY KEY (hospital_id, department_id),
  UNIQUE (hospital_id, name)
);
CALL renmai_protect('hospital_departments');
