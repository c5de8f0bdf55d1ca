-- Owner: consent. Consent texts, consents and withdrawals, preferences, personal links, rights requests, retention, de-identified exports.

-- A published text is never changed: a new version is a new row. `needs_renewal`: what was agreed to earlier no longer covers it.
CREATE TABLE consent_texts (
  hospital_id uuid NOT NULL,
  kind text NOT NULL,
  version int NOT NULL,
  title text NOT NULL,
  body text NOT NULL,
  text_hash text NOT NULL,
  needs_renewal boolean NOT NULL,
  note text,
  effective_from timestamptz(3) NOT NULL,
  published_by uuid,
  published_by_name text NOT NULL,
  published_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (hospital_id, kind, version)
);
CALL renmai_protect_append_only('consent_texts');

-- Given, refused, withdrawn: the ledger. No names: who gave it and the proof stand in consent_evidence, which may be removed in its time.
CREATE TABLE consent_entries (
  hospital_id uuid NOT NULL,
  entry_id uuid NOT NULL DEFAULT renmai_id(),
  patient_id uuid NOT NULL,
  action text NOT NULL CHECK (action IN ('given', 'refused', 'withdrawn')),
  kind text NOT NULL,
  -- Empty: the kind knows no channels (images, sharing, health data).
  channels text[] NOT NULL DEFAULT '{}',
  text_version int,
  text_hash text,
  giver text NOT NULL CHECK (giver IN ('patient', 'guardian', 'representative')),
  -- When it was said, which may be before it was recorded.
  at timestamptz(3) NOT NULL,
  valid_until timestamptz(3),
  via text NOT NULL CHECK (via IN ('desk', 'phone', 'link', 'message', 'system')),
  link_id uuid,
  reason text,
  recorded_by uuid,
  recorded_by_name text NOT NULL,
  recorded_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  CHECK (action <> 'given' OR text_version IS NOT NULL),
  PRIMARY KEY (hospital_id, entry_id)
);
CREATE INDEX consent_entries_patient ON consent_entries (hospital_id, patient_id, recorded_at DESC);
CREATE INDEX consent_entries_recent ON consent_entries (hospital_id, recorded_at DESC, entry_id);
CALL renmai_protect_append_only('consent_entries');

CREATE TABLE consent_scans (
  hospital_id uuid NOT NULL,
  scan_id uuid NOT NULL DEFAULT renmai_id(),
  media_type text NOT NULL,
  bytes int NOT NULL,
  content_hash text NOT NULL,
  content_sealed bytea NOT NULL,
  uploaded_by uuid,
  uploaded_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (hospital_id, scan_id)
);
CALL renmai_protect('consent_scans');
REVOKE UPDATE ON consent_scans FROM renmai_app;

CREATE TABLE consent_evidence (
  hospital_id uuid NOT NULL,
  entry_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('paper_scan', 'signed_page', 'verbal_recording')),
  scan_id uuid,
  recording_id text,
  -- Signed page: hash of what was shown and signed.
  page_hash text,
  giver_name text,
  giver_relation text,
  -- Images and case stories: what may be used where.
  scope text,
  FOREIGN KEY (hospital_id, entry_id) REFERENCES consent_entries (hospital_id, entry_id),
  PRIMARY KEY (hospital_id, entry_id)
);
CALL renmai_protect('consent_evidence');
REVOKE UPDATE ON consent_evidence FROM renmai_app;

-- Where each person stands now, kept in the transaction of the entry. channel '*': the kind knows no channels.
CREATE TABLE consent_standings (
  hospital_id uuid NOT NULL,
  patient_id uuid NOT NULL,
  kind text NOT NULL,
  channel text NOT NULL,
  state text NOT NULL CHECK (state IN ('given', 'refused', 'withdrawn')),
  since timestamptz(3) NOT NULL,
  valid_until timestamptz(3),
  text_version int,
  giver text NOT NULL,
  entry_id uuid NOT NULL,
  PRIMARY KEY (hospital_id, patient_id, kind, channel)
);
CREATE INDEX consent_standings_kind ON consent_standings (hospital_id, kind, channel, state, patient_id);
CALL renmai_protect('consent_standings');

CREATE VIEW published.consents WITH (security_invoker = true) AS
  SELECT hospital_id, patient_id, kind, channel, state, since, valid_until, text_version, giver FROM consent_standings;
GRANT SELECT ON published.consents TO renmai_app;

CREATE TABLE consent_preferences (
  hospital_id uuid NOT NULL,
  patient_id uuid NOT NULL,
  declined_channels text[] NOT NULL DEFAULT '{}',
  preferred_channel text,
  -- Minutes of the hospital's day within which non-urgent messages are welcome; null: whenever it is not quiet.
  from_minute int CHECK (from_minute BETWEEN 0 AND 1439),
  until_minute int CHECK (until_minute BETWEEN 1 AND 1440),
  wants_no_personalisation boolean NOT NULL DEFAULT false,
  changed_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  changed_by_name text NOT NULL,
  PRIMARY KEY (hospital_id, patient_id)
);
CALL renmai_protect('consent_preferences');

-- Deceased as reported, contact block, processing restricted, legal hold: set and lifted with a reason.
CREATE TABLE consent_marks (
  hospital_id uuid NOT NULL,
  mark_id uuid NOT NULL DEFAULT renmai_id(),
  patient_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('deceased', 'contact_block', 'restricted', 'legal_hold')),
  reason text NOT NULL,
  set_by uuid,
  set_by_name text NOT NULL,
  set_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  lifted_at timestamptz(3),
  lifted_by_name text,
  lift_reason text,
  PRIMARY KEY (hospital_id, mark_id)
);
CREATE UNIQUE INDEX consent_marks_active ON consent_marks (hospital_id, patient_id, kind) WHERE lifted_at IS NULL;
CALL renmai_protect('consent_marks');
REVOKE DELETE ON consent_marks FROM renmai_app;

-- A person's own page without login. The address holds these ids and a signature, nothing else.
CREATE TABLE consent_links (
  hospital_id uuid NOT NULL,
  link_id uuid NOT NULL DEFAULT renmai_id(),
  patient_id uuid NOT NULL,
  -- Kinds the page offers for signing; empty: withdrawal and preferences only.
  offers text[] NOT NULL DEFAULT '{}',
  expires_at timestamptz(3) NOT NULL,
  revoked_at timestamptz(3),
  created_by uuid,
  created_by_name text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  last_used_at timestamptz(3),
  PRIMARY KEY (hospital_id, link_id)
);
CREATE INDEX consent_links_patient ON consent_links (hospital_id, patient_id, created_at DESC);
CALL renmai_protect('consent_links');

CREATE TABLE consent_requests (
  hospital_id uuid NOT NULL,
  request_id uuid NOT NULL DEFAULT renmai_id(),
  request_no text NOT NULL COLLATE "C",
  patient_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('copy', 'correction', 'deletion', 'restriction', 'portability')),
  detail text NOT NULL DEFAULT '',
  requester text NOT NULL CHECK (requester IN ('patient', 'guardian', 'representative')),
  requester_name text,
  via text NOT NULL CHECK (via IN ('desk', 'phone', 'letter', 'link')),
  state text NOT NULL DEFAULT 'received' CHECK (state IN ('received', 'verified', 'answered', 'refused', 'cancelled')),
  received_at timestamptz(3) NOT NULL,
  deadline_at timestamptz(3) NOT NULL,
  extension_reason text,
  identity_how text,
  identity_by_name text,
  identity_at timestamptz(3),
  outcome text,
  outcome_reason text,
  -- What a deletion did and what law keeps, by category.
  outcome_parts jsonb,
  closed_at timestamptz(3),
  closed_by_name text,
  job_id uuid,
  version int NOT NULL DEFAULT 1,
  anonymised_at timestamptz(3),
  PRIMARY KEY (hospital_id, request_id),
  UNIQUE (hospital_id, request_no)
);
CREATE INDEX consent_requests_open ON consent_requests (hospital_id, deadline_at) WHERE state IN ('received', 'verified');
CREATE INDEX consent_requests_received ON consent_requests (hospital_id, received_at DESC, request_id);
CREATE INDEX consent_requests_patient ON consent_requests (hospital_id, patient_id);
CALL renmai_protect('consent_requests');
REVOKE DELETE ON consent_requests FROM renmai_app;

CREATE TABLE consent_request_events (
  hospital_id uuid NOT NULL,
  request_id uuid NOT NULL,
  event_id uuid NOT NULL DEFAULT renmai_id(),
  at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  kind text NOT NULL,
  actor_name text NOT NULL,
  note text,
  PRIMARY KEY (hospital_id, request_id, event_id)
);
CALL renmai_protect('consent_request_events');
REVOKE UPDATE ON consent_request_events FROM renmai_app;

-- Files made for a request or an export; sealed, and gone when they expire.
CREATE TABLE consent_files (
  hospital_id uuid NOT NULL,
  file_id uuid NOT NULL DEFAULT renmai_id(),
  owner_kind text NOT NULL CHECK (owner_kind IN ('request', 'export')),
  owner_id uuid NOT NULL,
  file_name text NOT NULL,
  media_type text NOT NULL,
  bytes bigint NOT NULL,
  content_hash text NOT NULL,
  content_sealed bytea NOT NULL,
  made_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  expires_at timestamptz(3) NOT NULL,
  PRIMARY KEY (hospital_id, file_id)
);
CREATE INDEX consent_files_owner ON consent_files (hospital_id, owner_kind, owner_id);
CALL renmai_protect('consent_files');
REVOKE UPDATE ON consent_files FROM renmai_app;

CREATE TABLE consent_retention_rules (
  hospital_id uuid NOT NULL,
  category text NOT NULL,
  months int NOT NULL CHECK (months BETWEEN 1 AND 1200),
  action text NOT NULL CHECK (action IN ('delete', 'anonymise', 'keep')),
  legal_basis text NOT NULL,
  changed_by_name text NOT NULL,
  changed_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (hospital_id, category)
);
CALL renmai_protect('consent_retention_rules');

CREATE TABLE consent_retention_runs (
  hospital_id uuid NOT NULL,
  run_id uuid NOT NULL DEFAULT renmai_id(),
  is_dry_run boolean NOT NULL,
  -- By category: due, held back by legal holds, done.
  counts jsonb NOT NULL,
  started_by_name text NOT NULL,
  started_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (hospital_id, run_id)
);
CREATE INDEX consent_retention_runs_recent ON consent_retention_runs (hospital_id, started_at DESC);
CALL renmai_protect_append_only('consent_retention_runs');

CREATE TABLE consent_exports (
  hospital_id uuid NOT NULL,
  export_id uuid NOT NULL DEFAULT renmai_id(),
  dataset text NOT NULL,
  audience text NOT NULL CHECK (audience IN ('marketing', 'internal')),
  k int NOT NULL CHECK (k >= 2),
  format text NOT NULL CHECK (format IN ('xlsx', 'csv')),
  from_day date NOT NULL,
  until_day date NOT NULL,
  date_treatment text NOT NULL CHECK (date_treatment IN ('month', 'shift')),
  reason text NOT NULL,
  state text NOT NULL DEFAULT 'requested' CHECK (state IN ('requested', 'rejected', 'approved', 'done', 'failed', 'withdrawn')),
  requested_by uuid NOT NULL,
  requested_by_name text NOT NULL,
  requested_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  decided_by uuid,
  decided_by_name text,
  decided_at timestamptz(3),
  decision_reason text,
  job_id uuid,
  report jsonb,
  version int NOT NULL DEFAULT 1,
  -- One signs once: never the same person for both.
  CHECK (decided_by IS NULL OR decided_by <> requested_by),
  PRIMARY KEY (hospital_id, export_id)
);
CREATE INDEX consent_exports_requested ON consent_exports (hospital_id, requested_at DESC, export_id);
CALL renmai_protect('consent_exports');
REVOKE DELETE ON consent_exports FROM renmai_app;
