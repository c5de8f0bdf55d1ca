-- Owner: imports. An import run by a command or the sample hospital has no job whose lease tells that its process died: it carries its own.

ALTER TABLE import_runs ADD COLUMN leased_until timestamptz(3);
ALTER TABLE import_runs DROP CONSTRAINT import_runs_state_check;
ALTER TABLE import_runs ADD CONSTRAINT import_runs_state_check
  CHECK (state IN ('uploaded', 'checking', 'checked', 'running', 'done', 'failed', 'cancelled', 'interrupted', 'undone'));
