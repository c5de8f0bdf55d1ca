-- Owner: imports.

CREATE TABLE import_runs (
  hospital_id uuid NOT NULL,
  run_id uuid NOT NULL DEFAULT renmai_id(),
  kind text NOT NULL CHECK (kind IN ('introducers', 'episodes', 'charges', 'messages', 'referrals')),
  file_name text NOT NULL,
  file_hash text NOT NULL,
  -- Where the upload waits; null once it is gone.
  file_path text,
  encoding text NOT NULL DEFAULT 'auto',
  mapping jsonb,
  sheet text,
  is_dry_run boolean NOT NULL DEFAULT false,
  state text NOT NULL DEFAULT 'uploaded' CHECK (state IN ('uploaded', 'checking', 'checked', 'running', 'done', 'failed', 'cancelled', 'undone')),
  job_id uuid,
  rows_read bigint NOT NULL DEFAULT 0,
  rows_new bigint NOT NULL DEFAULT 0,
  rows_changed bigint NOT NULL DEFAULT 0,
  rows_same bigint NOT NULL DEFAULT 0,
  rows_rejected bigint NOT NULL DEFAULT 0,
  rows_warned bigint NOT NULL DEFAULT 0,
  headers text[] NOT NULL DEFAULT '{}',
  notices jsonb NOT NULL DEFAULT '[]',
  failed_code text,
  failed_facts jsonb,
  started_by uuid,
  started_by_name text NOT NULL,
  started_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  ended_at timestamptz(3),
  undone_at timestamptz(3),
  undone_by_name text,
  PRIMARY KEY (hospital_id, run_id)
);
CREATE INDEX import_runs_recent ON import_runs (hospital_id, started_at DESC);
CALL renmai_protect('import_runs');

CREATE TABLE import_rejected_rows (
  hospital_id uuid NOT NULL,
  run_id uuid NOT NULL,
  row_no bigint NOT NULL,
  cells text[] NOT NULL,
  reasons jsonb NOT NULL,
  PRIMARY KEY (hospital_id, run_id, row_no)
);
CALL renmai_protect('import_rejected_rows');

-- The mapping somebody confirmed for a set of headers, remembered.
CREATE TABLE import_mappings (
  hospital_id uuid NOT NULL,
  kind text NOT NULL,
  headers_hash text NOT NULL,
  mapping jsonb NOT NULL,
  used_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (hospital_id, kind, headers_hash)
);
CALL renmai_protect('import_mappings');
