-- Owner: platform. Ground rules of every table, outbox, jobs, idempotency.

CREATE FUNCTION renmai_hospital() RETURNS uuid LANGUAGE sql STABLE
  AS $$ SELECT nullif(current_setting('renmai.hospital_id', true), '')::uuid $$;

-- PostgreSQL 18 has uuidv7(); older external servers get the same bits from here.
DO $do$ BEGIN
  IF current_setting('server_version_num')::int >= 180000 THEN
    EXECUTE 'CREATE FUNCTION renmai_id() RETURNS uuid LANGUAGE sql VOLATILE AS $$ SELECT uuidv7() $$';
  ELSE
    EXECUTE $f$ CREATE FUNCTION renmai_id() RETURNS uuid LANGUAGE sql VOLATILE AS $$
      SELECT encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
        PLACING substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3) FROM 1 FOR 6), 52, 1), 53, 1), 'hex')::uuid $$ $f$;
  END IF;
END $do$;

-- Rows of one hospital are invisible to transactions of another.
CREATE PROCEDURE renmai_protect(target regclass) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
  EXECUTE format('CREATE POLICY hospital ON %s USING (hospital_id = (SELECT renmai_hospital())) WITH CHECK (hospital_id = (SELECT renmai_hospital()))', target);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO renmai_app', target);
END $$;

-- Evidence: the application may add, never change or remove.
CREATE PROCEDURE renmai_protect_append_only(target regclass) LANGUAGE plpgsql AS $$
BEGIN
  CALL renmai_protect(target);
  EXECUTE format('REVOKE UPDATE, DELETE ON %s FROM renmai_app', target);
END $$;

GRANT USAGE ON SCHEMA public TO renmai_app;
GRANT SELECT ON platform_migrations TO renmai_app;
CREATE SCHEMA published;
GRANT USAGE ON SCHEMA published TO renmai_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO renmai_app;
DO $$ BEGIN EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO renmai_app', current_database()); END $$;
CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE TABLE platform_outbox (
  hospital_id uuid NOT NULL,
  event_id bigint GENERATED ALWAYS AS IDENTITY,
  kind text NOT NULL,
  payload jsonb NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  attempts int NOT NULL DEFAULT 0,
  next_attempt_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  failed_code text,
  PRIMARY KEY (hospital_id, event_id)
);
CREATE INDEX platform_outbox_due ON platform_outbox (hospital_id, next_attempt_at);
CALL renmai_protect('platform_outbox');

CREATE TABLE platform_idempotency_keys (
  hospital_id uuid NOT NULL,
  key text NOT NULL,
  fingerprint text NOT NULL,
  result jsonb,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (hospital_id, key)
);
CALL renmai_protect('platform_idempotency_keys');

CREATE TABLE platform_jobs (
  hospital_id uuid NOT NULL,
  job_id uuid NOT NULL DEFAULT renmai_id(),
  kind text NOT NULL,
  input jsonb NOT NULL,
  requested_by uuid,
  requested_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  run_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'done', 'failed', 'cancelled')),
  attempts int NOT NULL DEFAULT 0,
  leased_until timestamptz,
  lease uuid,
  done_count bigint NOT NULL DEFAULT 0,
  total_count bigint,
  checkpoint jsonb,
  cancel_requested boolean NOT NULL DEFAULT false,
  result jsonb,
  failed_code text,
  failed_facts jsonb,
  ended_at timestamptz(3),
  PRIMARY KEY (hospital_id, job_id)
);
CREATE INDEX platform_jobs_open ON platform_jobs (hospital_id, run_at) WHERE state IN ('waiting', 'running');
CREATE INDEX platform_jobs_recent ON platform_jobs (hospital_id, requested_at DESC);
CALL renmai_protect('platform_jobs');

-- What a bulk write replaced, so that it can be taken back. `before` null is never stored: new rows are known by their import_run_id.
CREATE TABLE platform_row_befores (
  hospital_id uuid NOT NULL,
  run_id uuid NOT NULL,
  subject text NOT NULL,
  key text NOT NULL COLLATE "C",
  before jsonb NOT NULL,
  PRIMARY KEY (hospital_id, run_id, subject, key)
);
CALL renmai_protect('platform_row_befores');
