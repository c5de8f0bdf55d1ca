-- Owner: imports. Patients may be imported.
ALTER TABLE import_runs DROP CONSTRAINT import_runs_kind_check;
ALTER TABLE import_runs ADD CONSTRAINT import_runs_kind_check CHECK (kind IN ('introducers', 'patients', 'episodes', 'charges', 'messages', 'referrals'));
