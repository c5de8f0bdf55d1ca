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
  activated_at timestamptz(3),
  PRIMARY KEY (hospital_id, plan_id, version)
);
CREATE UNIQUE INDEX incentive_plans_active ON incentive_plans (hospital_id, plan_id) WHERE state = 'active';
CALL renmai_protect('incentive_plans');

-- The president's prior approval for a kind of case no rule covers: it becomes a dated rule.
CREATE TABLE incentive_approvals (
  hospital_id uuid NOT NULL,
  approval_id uuid NOT NULL DEFAULT renmai_id(),
  disease text NOT NULL,
  rate_bp int NOT NULL,
  from_day date NOT NULL,
  until_day date NOT NULL,
  reason text NOT NULL,
  approved_by uuid,
  approved_by_name text NOT NULL,
  approved_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (hospital_id, approval_id)
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
  -- Held by an open dispute of its episode.
  is_held boolean NOT NULL DEFAULT false,
  is_frozen boolean NOT NULL DEFAULT false,
  department_state text NOT NULL DEFAULT 'waiting' CHECK (department_state IN ('waiting', 'verified', 'rejected')),
  -- A correction in a later settlement: the line taken back.
  reverses_line uuid,
  reverses_key text,
  reverses_month text,
  reason text NOT NULL,
  -- packTrace of the rule engine: the amount can be recomputed from it alone.
  trace text NOT NULL,
  line_id uuid NOT NULL DEFAULT renmai_id(),
  paid_fen bigint NOT NULL DEFAULT 0,
  -- The one gate to money, kept by the database: nothing but an allowed (or lawfully released) line is ever payable.
  payable_fen bigint GENERATED ALWAYS AS (
    CASE WHEN clearance = 'allowed' AND NOT is_held AND department_state <> 'rejected' THEN amount_fen
         WHEN clearance = 'review' AND review_state = 'released' AND NOT is_held AND department_state <> 'rejected' THEN amount_fen
         ELSE 0 END) STORED,
  CHECK (clearance <> 'prohibited' OR (paid_fen = 0 AND review_state IS NULL)),
  CHECK (amount_fen >= 0 OR reverses_key IS NOT NULL),
  PRIMARY KEY (hospital_id, settlement_id, line_no),
  UNIQUE (hospital_id, settlement_id, key),
  FOREIGN KEY (hospital_id, settlement_id) REFERENCES incentive_settlements (hospital_id, settlement_id)
);
CREATE INDEX incentive_lines_episode ON incentive_lines (hospital_id, episode_no);
CREATE INDEX incentive_lines_payee ON incentive_lines (hospital_id, settlement_id, payee_kind, payee_no);
CREATE INDEX incentive_lines_department ON incentive_lines (hospital_id, settlement_id, department);
CALL renmai_protect('incentive_lines');

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
  -- expense:<department> 科室业务支出, payable:<payee>, cash:<way>
  account text NOT NULL,
  -- Debit positive, credit negative.
  amount_fen bigint NOT NULL CHECK (amount_fen <> 0),
  line_id uuid,
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
  amount_fen bigint NOT NULL CHECK (amount_fen > 0),
  way text CHECK (way IN ('transfer', 'in_person', 'by_agent', 'by_rep')),
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'exported', 'paid', 'returned')),
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
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (hospital_id, payout_id),
  UNIQUE (hospital_id, settlement_id, payee_kind, payee_no, form),
  FOREIGN KEY (hospital_id, settlement_id) REFERENCES incentive_settlements (hospital_id, settlement_id)
);
CALL renmai_protect('incentive_payouts');

CREATE TABLE incentive_batches (
  hospital_id uuid NOT NULL,
  batch_id uuid NOT NULL DEFAULT renmai_id(),
  settlement_id uuid NOT NULL,
  payouts_count int NOT NULL,
  amount_fen bigint NOT NULL,
  created_by uuid,
  created_by_name text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (hospital_id, batch_id)
);
CALL renmai_protect_append_only('incentive_batches');
