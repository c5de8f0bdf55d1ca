-- Owner: lists. Saved views of lists, bulk actions and what they replaced, exports kept for their requester.

-- A question somebody asks a list again and again: filters, order, columns. Never a free search (that is mostly a person's name).
CREATE TABLE list_views (
  hospital_id uuid NOT NULL,
  view_id uuid NOT NULL DEFAULT renmai_id(),
  list_id text NOT NULL,
  owner_id uuid NOT NULL,
  owner_name text NOT NULL,
  audience text NOT NULL CHECK (audience IN ('private', 'team', 'public')),
  -- The role that shares a team view.
  team_role text,
  name text NOT NULL,
  filter text[] NOT NULL DEFAULT '{}',
  sort text,
  -- Null: the list's own columns.
  columns text[],
  version int NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  removed_at timestamptz(3),
  removed_by uuid,
  PRIMARY KEY (hospital_id, view_id),
  CHECK ((audience = 'team') = (team_role IS NOT NULL))
);
CREATE UNIQUE INDEX list_views_name ON list_views (hospital_id, list_id, owner_id, name) WHERE removed_at IS NULL;
CALL renmai_protect('list_views');

-- How one person arranges the views of a list: which opens first, and in which order the tabs stand.
CREATE TABLE list_view_choices (
  hospital_id uuid NOT NULL,
  account_id uuid NOT NULL,
  list_id text NOT NULL,
  default_view text,
  view_order text[] NOT NULL DEFAULT '{}',
  PRIMARY KEY (hospital_id, account_id, list_id)
);
CALL renmai_protect('list_view_choices');

-- One bulk action, or the undoing of one (undo_of). Counts are written with each portion's own transaction.
CREATE TABLE list_bulk_runs (
  hospital_id uuid NOT NULL,
  run_id uuid NOT NULL,
  job_id uuid NOT NULL,
  list_id text NOT NULL,
  action text NOT NULL,
  requested_by uuid NOT NULL,
  request jsonb NOT NULL,
  undo_of uuid,
  undone_by uuid,
  changed_count int NOT NULL DEFAULT 0,
  skipped_count int NOT NULL DEFAULT 0,
  requested_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (hospital_id, run_id)
);
CREATE UNIQUE INDEX list_bulk_runs_job ON list_bulk_runs (hospital_id, job_id);
CREATE INDEX list_bulk_runs_requested ON list_bulk_runs (hospital_id, requested_at);
CALL renmai_protect('list_bulk_runs');

-- What a bulk action found before it changed a row; as long as it can be undone.
CREATE TABLE list_bulk_befores (
  hospital_id uuid NOT NULL,
  run_id uuid NOT NULL,
  row_id text NOT NULL COLLATE "C",
  before jsonb NOT NULL,
  PRIMARY KEY (hospital_id, run_id, row_id)
);
CALL renmai_protect('list_bulk_befores');

-- Files wait in the database, so that every process can hand them out; in parts, so that none has to be in memory as a whole.
CREATE TABLE list_exports (
  hospital_id uuid NOT NULL,
  export_id uuid NOT NULL,
  job_id uuid NOT NULL,
  list_id text NOT NULL,
  format text NOT NULL CHECK (format IN ('xlsx', 'csv')),
  requested_by uuid NOT NULL,
  request jsonb NOT NULL,
  requested_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  row_count int,
  file_name text,
  file_bytes bigint,
  finished_at timestamptz(3),
  expires_at timestamptz(3) NOT NULL,
  PRIMARY KEY (hospital_id, export_id)
);
CREATE INDEX list_exports_own ON list_exports (hospital_id, requested_by, requested_at DESC);
CREATE INDEX list_exports_expiry ON list_exports (hospital_id, expires_at);
CALL renmai_protect('list_exports');

CREATE TABLE list_export_parts (
  hospital_id uuid NOT NULL,
  export_id uuid NOT NULL,
  part_no int NOT NULL,
  content bytea NOT NULL,
  PRIMARY KEY (hospital_id, export_id, part_no)
);
CALL renmai_protect('list_export_parts');
