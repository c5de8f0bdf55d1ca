-- Owner: staff. Append-only, hash-chained log; one chain a hospital.

CREATE TABLE staff_audit_entries (
  hospital_id uuid NOT NULL,
  seq bigint NOT NULL,
  at timestamptz(3) NOT NULL,
  actor_id uuid,
  actor_name text NOT NULL,
  via text NOT NULL,
  action text NOT NULL,
  subject_kind text,
  subject_id text,
  reason text,
  from_address text,
  -- Text, not jsonb: the hash covers it byte for byte.
  detail text NOT NULL,
  hash bytea NOT NULL,
  PRIMARY KEY (hospital_id, seq)
);
CREATE INDEX staff_audit_entries_subject ON staff_audit_entries (hospital_id, subject_kind, subject_id);
CREATE INDEX staff_audit_entries_at ON staff_audit_entries (hospital_id, at);
CALL renmai_protect_append_only('staff_audit_entries');

CREATE TABLE staff_audit_heads (
  hospital_id uuid PRIMARY KEY,
  seq bigint NOT NULL DEFAULT 0,
  hash bytea NOT NULL DEFAULT decode(repeat('00', 32), 'hex')
);
CALL renmai_protect('staff_audit_heads');
REVOKE DELETE ON staff_audit_heads FROM renmai_app;
