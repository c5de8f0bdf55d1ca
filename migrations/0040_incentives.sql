-- Owner: incentives.

CREATE TABLE incentive_plans (
  hospital_id uuid NOT NULL,
  plan_id text NOT NULL,
  version int NOT NULL,
  title_zh text NOT NULL,
  title_en text NOT NULL,
  document jsonb NOT NULL,
  -- SHA-256 of the canonical document: a settlement names exactly what it was computed with.
  fingerprint text NOT NULL,
  state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'active', 'retired')),
  is_bundled boolean NOT NULL DEFAULT false,
  cloned_from text,
  effective_from date,
  effective_until date,
  created_by uuid,
  created_by_name text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  activated_by uuid,
  activated_by_name text,
  activated_at timestamptz(3),
  PRIMARY KEY (hospital_id, plan_id, version)
);
CREATE UNIQUE INDEX incentive_plans_active ON incentive_plans (hospital_id, plan_id) WHERE state = 'active';
CALL renmai_protect('incentive_plans');

-- The president's prior approval for a kind of case no rule covers: it becomes a dated rule.
CREATE TABLE incentive_approvals (
  hospital_id uuid NOT NULL,
  approval_id uuid NOT NULL DEFAULT renmai_id(),
  -- `SP-2026-1`: the id of the rule it becomes.
  approval_no text NOT NULL,
  -- Words looked for in the diagnosis, joined by 、
  disease text NOT NULL,
  rate_bp int NOT NULL CHECK (rate_bp BETWEEN 0 AND 10000),
  max_fen bigint CHECK (max_fen >= 0),
  from_day date NOT NULL,
  until_day date NOT NULL,
  reason text NOT NULL,
  approved_by uuid,
  approved_by_name text NOT NULL,
  approved_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (hospital_id, approval_id),
  UNIQUE (hospital_id, approval_no),
  CHECK (from_day <= until_day)
);
CALL renmai_protect_append_only('incentive_approvals');

CREATE TABLE incentive_settlements (
  hospital_id uuid NOT NULL,
  settlement_id uuid NOT NULL DEFAULT renmai_id(),
  settlement_no text NOT NULL,
  month text NOT NULL CHECK (month ~ '^\d{4}-\d{2}$'),
  plan_id text NOT NULL,
  plan_version int NOT NULL,
  plan_fingerprint text NOT NULL,
  -- What computed the lines: the plan with the approvals of the time as dated rules. Traces are read by it.
  document jsonb NOT NULL,
  pack_version text NOT NULL,
  state text NOT NULL DEFAULT 'draft' CHECK (state IN
    ('draft', 'compiled', 'verified', 'recalculated', 'approved_first', 'approved', 'partly_paid', 'paid', 'closed')),
  -- Of the lines: the sums the pages show, always equal to the lines (checked by the money proof).
  lines_count int NOT NULL DEFAULT 0,
  allowed_fen bigint NOT NULL DEFAULT 0,
  review_fen bigint NOT NULL DEFAULT 0,
  prohibited_fen bigint NOT NULL DEFAULT 0,
  submitted_at timestamptz(3),
  approved_at timestamptz(3),
  due_on date,
  closed_at timestamptz(3),
  run_by_name text NOT NULL,
  computed_at timestamptz(3),
  version int NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (hospital_id, settlement_id),
  UNIQUE (hospital_id, settlement_no)
);
-- Two people running a month at once get one settlement.
CREATE UNIQUE INDEX incentive_settlements_month ON incentive_settlements (hospital_id, month, plan_id);
CALL renmai_protect('incentive_settlements');

CREATE TABLE incentive_lines (
  hospital_id uuid NOT NULL,
  settlement_id uuid NOT NULL,
  line_no int NOT NULL,
  -- What the line is about, the same in every run: rule, episode, payee, charge. Re-running replaces by it.
  key text NOT NULL,
  month text NOT NULL,
  rule_id text NOT NULL,
  episode_no text COLLATE "C",
  referral_id text COLLATE "C",
  introducer_kind text,
  payee_kind text NOT NULL CHECK (payee_kind IN ('EXT_HCP', 'INT_HCP', 'INT_STAFF', 'PERSON', 'PATIENT', 'ORG')),
  payee_no text,
  payee_name text,
  department text,
  base_fen bigint NOT NULL,
  amount_fen bigint NOT NULL,
  form text NOT NULL CHECK (form IN ('cash', 'coupon', 'points', 'waiver', 'reimbursement')),
  trigger text NOT NULL,
  clearance text NOT NULL CHECK (clearance IN ('allowed', 'review', 'prohibited')),
  citation text NOT NULL,
  -- review lines: compliance's word, with reason and document.
  review_state text CHECK (review_state IN ('released', 'rejected')),
  review_reason text,
  review_document text,
  reviewed_by uuid,
  reviewed_by_name text,
  reviewed_at timestamptz(3),
  -- Held by an open dispute of its episode; or a reversal of what was never payable.
  is_held boolean NOT NULL DEFAULT false,
  -- A correction in a later settlement: the line taken back.
  reverses_line uuid,
  reverses_key text,
  reverses_month text,
  -- Of a correction, reversal or replacement: the key of the line it corrects.
  corrects_key text,
  reason text NOT NULL,
  -- packTrace of the rule engine: the amount can be recomputed from it alone.
  trace text NOT NULL,
  line_id uuid NOT NULL DEFAULT renmai_id(),
  -- The one gate to money, kept by the database: nothing but an allowed (or lawfully released) line is ever payable.
  payable_fen bigint GENERATED ALWAYS AS (
    CASE WHEN is_held THEN 0
         WHEN clearance = 'allowed' THEN amount_fen
         WHEN clearance = 'review' AND review_state = 'released' THEN amount_fen
         ELSE 0 END) STORED,
  CHECK (review_state IS NULL OR clearance = 'review'),
  CHECK (amount_fen >= 0 OR reverses_key IS NOT NULL),
  PRIMARY KEY (hospital_id, settlement_id, line_no),
  UNIQUE (hospital_id, settlement_id, key),
  FOREIGN KEY (hospital_id, settlement_id) REFERENCES incentive_settlements (hospital_id, settlement_id)
);
CREATE UNIQUE INDEX incentive_lines_id ON incentive_lines (hospital_id, line_id);
CREATE INDEX incentive_lines_reverses ON incentive_lines (hospital_id, reverses_line) WHERE reverses_line IS NOT NULL;
CREATE INDEX incentive_lines_corrections ON incentive_lines (hospital_id, month) WHERE corrects_key IS NOT NULL;
CREATE INDEX incentive_lines_episode ON incentive_lines (hospital_id, episode_no);
CREATE INDEX incentive_lines_payee ON incentive_lines (hospital_id, settlement_id, payee_kind, payee_no);
CREATE INDEX incentive_lines_department ON incentive_lines (hospital_id, settlement_id, department);
CALL renmai_protect('incentive_lines');

-- Each department with lines signs its part; a rejection returns only that part.
CREATE TABLE incentive_departments (
  hospital_id uuid NOT NULL,
  settlement_id uuid NOT NULL,
  department text NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'verified', 'rejected')),
  PRIMARY KEY (hospital_id, settlement_id, department),
  FOREIGN KEY (hospital_id, settlement_id) REFERENCES incentive_settlements (hospital_id, settlement_id)
);
CALL renmai_protect('incentive_departments');

-- Finance's independent runs. Append-only: an explanation goes into the signature.
CREATE TABLE incentive_recalculations (
  hospital_id uuid NOT NULL,
  recalculation_id uuid NOT NULL DEFAULT renmai_id(),
  settlement_id uuid NOT NULL,
  lines_fingerprint text NOT NULL,
  lines_checked int NOT NULL,
  differences_count int NOT NULL,
  differences jsonb NOT NULL,
  run_by uuid,
  run_by_name text NOT NULL,
  ran_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (hospital_id, recalculation_id),
  FOREIGN KEY (hospital_id, settlement_id) REFERENCES incentive_settlements (hospital_id, settlement_id)
);
CREATE INDEX incentive_recalculations_of ON incentive_recalculations (hospital_id, settlement_id, ran_at DESC);
CALL renmai_protect_append_only('incentive_recalculations');

-- Who signed what; one person signs one document once.
CREATE TABLE incentive_signatures (
  hospital_id uuid NOT NULL,
  settlement_id uuid NOT NULL,
  signature_id uuid NOT NULL DEFAULT renmai_id(),
  step text NOT NULL CHECK (step IN ('compile', 'countersign', 'verify', 'recalculate', 'approve_first', 'approve_second')),
  department text NOT NULL DEFAULT '',
  decision text NOT NULL CHECK (decision IN ('signed', 'rejected')),
  comment text,
  -- Of the lines signed: a later change shows.
  lines_fingerprint text NOT NULL,
  differences jsonb,
  account_id uuid NOT NULL,
  account_name text NOT NULL,
  is_withdrawn boolean NOT NULL DEFAULT false,
  signed_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (hospital_id, settlement_id, signature_id),
  FOREIGN KEY (hospital_id, settlement_id) REFERENCES incentive_settlements (hospital_id, settlement_id)
);
CREATE UNIQUE INDEX incentive_signatures_step ON incentive_signatures (hospital_id, settlement_id, step, department) WHERE NOT is_withdrawn AND decision = 'signed';
CREATE UNIQUE INDEX incentive_signatures_person ON incentive_signatures (hospital_id, settlement_id, account_id) WHERE NOT is_withdrawn AND step <> 'verify' AND decision = 'signed';
CALL renmai_protect('incentive_signatures');
REVOKE DELETE ON incentive_signatures FROM renmai_app;

-- Double entry: a transaction's entries sum to zero. Append-only; a mistake is reversed by another transaction.
CREATE TABLE incentive_ledger_transactions (
  hospital_id uuid NOT NULL,
  transaction_id uuid NOT NULL DEFAULT renmai_id(),
  kind text NOT NULL CHECK (kind IN ('accrual', 'payment', 'reversal', 'return')),
  settlement_id uuid,
  -- The same business fact is booked once.
  key text NOT NULL,
  booked_on date NOT NULL,
  booked_by uuid,
  booked_by_name text NOT NULL,
  booked_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (hospital_id, transaction_id),
  UNIQUE (hospital_id, key)
);
CALL renmai_protect_append_only('incentive_ledger_transactions');

CREATE TABLE incentive_ledger_entries (
  hospital_id uuid NOT NULL,
  transaction_id uuid NOT NULL,
  entry_no int NOT NULL,
  -- expense:<department> 科室业务支出, payable:<payee class>/<payee no>, cash:<way>; coupon:<way> and so on for other forms
  account text NOT NULL,
  form text NOT NULL CHECK (form IN ('cash', 'coupon', 'points', 'waiver', 'reimbursement')),
  -- Debit positive, credit negative.
  amount_fen bigint NOT NULL CHECK (amount_fen <> 0),
  PRIMARY KEY (hospital_id, transaction_id, entry_no),
  FOREIGN KEY (hospital_id, transaction_id) REFERENCES incentive_ledger_transactions (hospital_id, transaction_id)
);
CREATE INDEX incentive_ledger_entries_account ON incentive_ledger_entries (hospital_id, account);
CALL renmai_protect_append_only('incentive_ledger_entries');

CREATE TABLE incentive_payouts (
  hospital_id uuid NOT NULL,
  payout_id uuid NOT NULL DEFAULT renmai_id(),
  settlement_id uuid NOT NULL,
  payee_kind text NOT NULL,
  payee_no text NOT NULL,
  payee_name text,
  form text NOT NULL CHECK (form IN ('cash', 'coupon', 'points', 'waiver', 'reimbursement')),
  -- A line released after the approval brings another payout of the same payee.
  sequence int NOT NULL DEFAULT 1,
  amount_fen bigint NOT NULL CHECK (amount_fen > 0),
  -- Of the amount, brought over from earlier settlements (negative: set off).
  carried_fen bigint NOT NULL DEFAULT 0,
  due_on date NOT NULL,
  way text CHECK (way IN ('transfer', 'in_person', 'by_agent', 'by_rep')),
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'exported', 'paid', 'returned', 'replaced')),
  batch_id uuid,
  collector_name text,
  collector_id_sealed bytea,
  collector_id_lookup bytea,
  authority_document text,
  receipt_no text,
  paid_by uuid,
  paid_by_name text,
  paid_at timestamptz(3),
  returned_reason text,
  -- Times the money went out: numbers the ledger keys of a payout that came back.
  payments_count int NOT NULL DEFAULT 0,
  version int NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (hospital_id, payout_id),
  UNIQUE (hospital_id, settlement_id, payee_kind, payee_no, form, sequence),
  FOREIGN KEY (hospital_id, settlement_id) REFERENCES incentive_settlements (hospital_id, settlement_id)
);
CREATE INDEX incentive_payouts_payee ON incentive_payouts (hospital_id, payee_kind, payee_no, form);
CREATE INDEX incentive_payouts_open ON incentive_payouts (hospital_id, due_on) WHERE state IN ('waiting', 'exported', 'returned');
CALL renmai_protect('incentive_payouts');
REVOKE DELETE ON incentive_payouts FROM renmai_app;

CREATE TABLE incentive_batches (
  hospital_id uuid NOT NULL,
  batch_id uuid NOT NULL DEFAULT renmai_id(),
  settlement_id uuid NOT NULL,
  payouts_count int NOT NULL,
  amount_fen bigint NOT NULL,
  file_name text NOT NULL,
  -- The file as handed out, encrypted: it holds account numbers, and has to be the same at every download.
  content_sealed bytea NOT NULL,
  created_by uuid,
  created_by_name text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (hospital_id, batch_id)
);
CALL renmai_protect_append_only('incentive_batches');

-- How the bank wants its file; one a hospital, absent: the built-in layout.
CREATE TABLE incentive_bank_layouts (
  hospital_id uuid PRIMARY KEY,
  layout jsonb NOT NULL,
  changed_by uuid,
  changed_at timestamptz(3) NOT NULL DEFAULT clock_timestamp()
);
CALL renmai_protect('incentive_bank_layouts');

-- Of referrals: accounts of introducers, as far as paying them needs to know (T4, sealed), and who else announced a patient.
CREATE VIEW published.introducer_accounts WITH (security_invoker = true) AS
  SELECT hospital_id, introducer_no, name, bank_name, payout_account_sealed, payout_account_tail, payout_account_holder
  FROM referral_introducers;
CREATE VIEW published.referral_episodes WITH (security_invoker = true) AS
  SELECT hospital_id, referral_id, received_at, state, episode_no FROM referral_referrals;
GRANT SELECT ON published.introducer_accounts, published.referral_episodes TO renmai_app;
