-- Owner: referrals.

-- One row a hospital: the only source of receipt times. Locking it orders everything that decides winners, once and for good; the time never
-- goes back, whatever the machine's clock does.
CREATE TABLE referral_clocks (
  hospital_id uuid PRIMARY KEY,
  last_received_at timestamptz(3) NOT NULL DEFAULT '-infinity',
  last_no bigint NOT NULL DEFAULT 0,
  last_introducer_no bigint NOT NULL DEFAULT 0,
  -- Counts every change that may move a winner, so that a batch computed aside knows whether it is still true.
  version bigint NOT NULL DEFAULT 0
);
CALL renmai_protect('referral_clocks');
REVOKE DELETE ON referral_clocks FROM renmai_app;

CREATE TABLE referral_introducers (
  hospital_id uuid NOT NULL,
  introducer_id uuid NOT NULL DEFAULT renmai_id(),
  introducer_no text NOT NULL COLLATE "C",
  name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('external_physician', 'grassroots_institution', 'staff', 'former_patient', 'member', 'community', 'enterprise', 'public', 'rep')),
  -- Staff only: works clinically; unknown counts as yes.
  is_clinical boolean,
  institution text,
  county text,
  -- Number of the owning rep (发展人); history in referral_introducer_reps.
  rep_no text,
  upline_no text,
  status text NOT NULL DEFAULT 'active' CHECK (status IN ('pending', 'active', 'inactive')),
  bank_name text,
  payout_account_sealed bytea,
  payout_account_lookup bytea,
  payout_account_tail text,
  payout_account_holder text,
  tax_id_sealed bytea,
  note text,
  -- Personal referral link (web form); not guessable.
  link_token text,
  version int NOT NULL DEFAULT 1,
  import_run_id uuid,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (hospital_id, introducer_id),
  UNIQUE (hospital_id, introducer_no)
);
CREATE UNIQUE INDEX referral_introducers_link ON referral_introducers (hospital_id, link_token) WHERE link_token IS NOT NULL;
-- Pattern class: the names beginning with what a message says.
CREATE INDEX referral_introducers_name ON referral_introducers (hospital_id, name text_pattern_ops);
CREATE INDEX referral_introducers_created ON referral_introducers (hospital_id, created_at DESC, introducer_no DESC);
CREATE INDEX referral_introducers_upline ON referral_introducers (hospital_id, upline_no) WHERE upline_no IS NOT NULL;
CREATE INDEX referral_introducers_pending ON referral_introducers (hospital_id, name) WHERE status = 'pending';
CALL renmai_protect('referral_introducers');

CREATE TABLE referral_introducer_contacts (
  hospital_id uuid NOT NULL,
  channel text NOT NULL CHECK (channel IN ('phone', 'wechat')),
  -- Digits of the phone (last 11), or the openid: each belongs to one introducer.
  address text NOT NULL,
  introducer_id uuid NOT NULL,
  PRIMARY KEY (hospital_id, channel, address),
  FOREIGN KEY (hospital_id, introducer_id) REFERENCES referral_introducers (hospital_id, introducer_id)
);
-- Search by the end of a number.
CREATE INDEX referral_introducer_contacts_tail ON referral_introducer_contacts (hospital_id, reverse(address) text_pattern_ops) WHERE channel = 'phone';
CREATE INDEX referral_introducer_contacts_of ON referral_introducer_contacts (hospital_id, introducer_id);
CALL renmai_protect('referral_introducer_contacts');

CREATE TABLE referral_introducer_reps (
  hospital_id uuid NOT NULL,
  introducer_id uuid NOT NULL,
  from_day date NOT NULL,
  until_day date,
  rep_no text NOT NULL,
  changed_by text NOT NULL,
  reason text,
  PRIMARY KEY (hospital_id, introducer_id, from_day),
  FOREIGN KEY (hospital_id, introducer_id) REFERENCES referral_introducers (hospital_id, introducer_id)
);
CALL renmai_protect('referral_introducer_reps');

-- Raw messages, unaltered: evidence.
CREATE TABLE referral_messages (
  hospital_id uuid NOT NULL,
  message_id text NOT NULL COLLATE "C",
  channel text NOT NULL CHECK (channel IN ('sms', 'wechat', 'phone', 'web', 'api')),
  sender text,
  text text NOT NULL,
  received_at timestamptz(3) NOT NULL,
  -- What the sender's device and the gateway claim; evidence only.
  sent_at timestamptz(3),
  gateway_at timestamptz(3),
  -- The provider's own id: a repeated delivery has one effect.
  provider_key text,
  import_run_id uuid,
  PRIMARY KEY (hospital_id, message_id)
);
CREATE UNIQUE INDEX referral_messages_provider ON referral_messages (hospital_id, channel, provider_key) WHERE provider_key IS NOT NULL;
CREATE INDEX referral_messages_received ON referral_messages (hospital_id, received_at DESC);
CALL renmai_protect('referral_messages');
REVOKE UPDATE ON referral_messages FROM renmai_app;
-- Only an import that brings the same number again may correct a message; what it replaced is kept (platform_row_befores).
GRANT UPDATE (channel, sender, text, received_at, import_run_id) ON referral_messages TO renmai_app;

-- How a message was read: may be corrected, the message itself may not.
CREATE TABLE referral_readings (
  hospital_id uuid NOT NULL,
  message_id text NOT NULL COLLATE "C",
  outcome text NOT NULL CHECK (outcome IN ('referral', 'not_referral', 'needs_officer')),
  parsed jsonb NOT NULL,
  -- Several introducers fit: the officer chooses among them, the receipt time stays.
  candidates text[] NOT NULL DEFAULT '{}',
  reason text,
  PRIMARY KEY (hospital_id, message_id)
);
CREATE INDEX referral_readings_waiting ON referral_readings (hospital_id, message_id) WHERE outcome = 'needs_officer';
CALL renmai_protect('referral_readings');

CREATE TABLE referral_referrals (
  hospital_id uuid NOT NULL,
  referral_id text NOT NULL COLLATE "C",
  received_at timestamptz(3) NOT NULL,
  channel text NOT NULL CHECK (channel IN ('sms', 'wechat', 'phone', 'web', 'api')),
  message_id text COLLATE "C",
  -- As named by the file or found; null = unknown introducer.
  introducer_no text COLLATE "C",
  introducer_id uuid,
  -- The pending introducer it waits for: until he is confirmed, introducer_id stays null and the referral does not count.
  waiting_introducer_id uuid,
  introducer_text text,
  sender text,
  patient_name text,
  sex text CHECK (sex IN ('male', 'female')),
  age int CHECK (age BETWEEN 0 AND 150),
  phone text,
  disease text,
  department text,
  is_accompanied boolean NOT NULL DEFAULT false,
  note text,
  expected_phrase text,
  expected_from timestamptz(3),
  expected_until timestamptz(3),
  stage text NOT NULL DEFAULT 'confirmed' CHECK (stage IN ('announced', 'confirmed', 'withdrawn')),
  -- Fold of referral_events: what the winner rules say of it now.
  state text NOT NULL DEFAULT 'unmatched' CHECK (state IN ('won', 'late', 'duplicate', 'invalid', 'disputed', 'pending', 'unmatched', 'expired')),
  state_code text NOT NULL DEFAULT 'no_agreeing_episode',
  state_facts jsonb NOT NULL DEFAULT '{}',
  episode_no text COLLATE "C",
  -- At the door.
  board_step text NOT NULL DEFAULT 'announced' CHECK (board_step IN ('announced', 'arrived', 'with_doctor', 'admission_requested', 'formalities_done', 'handed_to_ward', 'did_not_come')),
  board_at timestamptz(3),
  arrived_at timestamptz(3),
  escort text,
  assigned_agent uuid,
  -- The patient's consent, taken at the door, to telling the introducer "arrived".
  consents_to_notice boolean,
  last_event_seq int NOT NULL DEFAULT 0,
  version int NOT NULL DEFAULT 1,
  name_key text GENERATED ALWAYS AS (CASE sex WHEN 'male' THEN 'm' WHEN 'female' THEN 'f' END || nullif(patient_name, '')) STORED,
  phone_key text GENERATED ALWAYS AS (right(nullif(phone, ''), 11)) STORED,
  -- Never matched for 60 days: what could name the patient was removed then.
  anonymised_at timestamptz(3),
  import_run_id uuid,
  updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (hospital_id, referral_id)
);
CREATE INDEX referral_referrals_name ON referral_referrals (hospital_id, name_key) WHERE name_key IS NOT NULL;
CREATE INDEX referral_referrals_phone ON referral_referrals (hospital_id, phone_key) WHERE phone_key IS NOT NULL;
CREATE INDEX referral_referrals_received ON referral_referrals (hospital_id, received_at DESC, referral_id DESC);
CREATE INDEX referral_referrals_state ON referral_referrals (hospital_id, state, received_at DESC, referral_id DESC);
CREATE INDEX referral_referrals_introducer ON referral_referrals (hospital_id, introducer_id, received_at DESC);
CREATE INDEX referral_referrals_episode ON referral_referrals (hospital_id, episode_no) WHERE episode_no IS NOT NULL;
CREATE INDEX referral_referrals_board ON referral_referrals (hospital_id, expected_from) WHERE board_step NOT IN ('handed_to_ward', 'did_not_come');
CREATE INDEX referral_referrals_waiting ON referral_referrals (hospital_id, waiting_introducer_id) WHERE waiting_introducer_id IS NOT NULL;
CREATE INDEX referral_referrals_expected ON referral_referrals (hospital_id, expected_from) WHERE expected_from IS NOT NULL;
CREATE INDEX referral_referrals_message ON referral_referrals (hospital_id, message_id) WHERE message_id IS NOT NULL;
-- Search by part of a name: Chinese names have two or three characters, too few for trigrams, so the characters themselves are indexed.
CREATE INDEX referral_referrals_patient_search ON referral_referrals USING gin (string_to_array(patient_name, NULL));
-- Search by the end of a number.
CREATE INDEX referral_referrals_phone_tail ON referral_referrals (hospital_id, reverse(phone_key) text_pattern_ops) WHERE phone_key IS NOT NULL;
-- What retention looks for: old, never credited, not yet anonymised.
CREATE INDEX referral_referrals_unmatched ON referral_referrals (hospital_id, received_at) WHERE anonymised_at IS NULL AND episode_no IS NULL;
CALL renmai_protect('referral_referrals');

CREATE TABLE referral_events (
  hospital_id uuid NOT NULL,
  referral_id text NOT NULL COLLATE "C",
  seq int NOT NULL,
  at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  actor_id uuid,
  actor_name text NOT NULL,
  kind text NOT NULL,
  before jsonb,
  after jsonb,
  reason text,
  PRIMARY KEY (hospital_id, referral_id, seq)
);
CALL renmai_protect_append_only('referral_events');

-- What a correction changed, apart from the event that tells of it: these values name persons and must be removable.
CREATE TABLE referral_corrections (
  hospital_id uuid NOT NULL,
  referral_id text NOT NULL COLLATE "C",
  seq int NOT NULL,
  before jsonb NOT NULL,
  after jsonb NOT NULL,
  PRIMARY KEY (hospital_id, referral_id, seq)
);
CALL renmai_protect('referral_corrections');
REVOKE UPDATE ON referral_corrections FROM renmai_app;

-- Exactly one row an episode: exactly one winner, whoever writes. Episodes without a row came by themselves.
CREATE TABLE referral_outcomes (
  hospital_id uuid NOT NULL,
  episode_no text NOT NULL COLLATE "C",
  referral_id text COLLATE "C",
  reason text NOT NULL CHECK (reason IN ('won', 'chain', 'undetermined')),
  decided_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  CHECK ((reason = 'undetermined') = (referral_id IS NULL)),
  PRIMARY KEY (hospital_id, episode_no)
);
-- A referral is credited for one episode of its own.
CREATE UNIQUE INDEX referral_outcomes_won ON referral_outcomes (hospital_id, referral_id) WHERE reason = 'won';
CREATE INDEX referral_outcomes_referral ON referral_outcomes (hospital_id, referral_id) WHERE referral_id IS NOT NULL;
CALL renmai_protect('referral_outcomes');

-- A person's decision, in the place of the rules for that episode. Append-only; the latest of an episode is in force.
CREATE TABLE referral_decisions (
  hospital_id uuid NOT NULL,
  decision_id uuid NOT NULL DEFAULT renmai_id(),
  episode_no text NOT NULL COLLATE "C",
  -- Null: nobody is credited. `withdrawn`: back to the rules.
  winner_referral_id text COLLATE "C",
  is_withdrawn boolean NOT NULL DEFAULT false,
  kind text NOT NULL CHECK (kind IN ('dispute', 'link', 'violation')),
  reason text NOT NULL,
  decided_by uuid,
  decided_by_name text NOT NULL,
  decided_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (hospital_id, decision_id)
);
CREATE INDEX referral_decisions_episode ON referral_decisions (hospital_id, episode_no, decided_at);
CREATE INDEX referral_decisions_referral ON referral_decisions (hospital_id, winner_referral_id) WHERE winner_referral_id IS NOT NULL;
CALL renmai_protect_append_only('referral_decisions');

CREATE TABLE referral_disputes (
  hospital_id uuid NOT NULL,
  dispute_id uuid NOT NULL DEFAULT renmai_id(),
  kind text NOT NULL CHECK (kind IN ('several_people', 'hijack', 'contested')),
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'decided', 'dissolved')),
  referral_ids text[] NOT NULL,
  episode_nos text[] NOT NULL DEFAULT '{}',
  involves_own_staff boolean NOT NULL DEFAULT false,
  opened_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  deadline_at timestamptz(3) NOT NULL,
  owner_id uuid,
  decided_at timestamptz(3),
  decided_by uuid,
  decided_by_name text,
  winner_referral_id text,
  decision_reason text,
  -- One open dispute for one set of facts.
  key text NOT NULL,
  PRIMARY KEY (hospital_id, dispute_id)
);
CREATE UNIQUE INDEX referral_disputes_open ON referral_disputes (hospital_id, key) WHERE state = 'open';
CREATE INDEX referral_disputes_deadline ON referral_disputes (hospital_id, state, deadline_at);
CALL renmai_protect('referral_disputes');

CREATE TABLE referral_dispute_evidence (
  hospital_id uuid NOT NULL,
  dispute_id uuid NOT NULL,
  evidence_id uuid NOT NULL DEFAULT renmai_id(),
  side text,
  text text NOT NULL,
  file_name text,
  media_type text,
  content bytea,
  added_by uuid,
  added_by_name text NOT NULL,
  added_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (hospital_id, dispute_id, evidence_id),
  FOREIGN KEY (hospital_id, dispute_id) REFERENCES referral_disputes (hospital_id, dispute_id)
);
CALL renmai_protect_append_only('referral_dispute_evidence');

CREATE TABLE referral_violations (
  hospital_id uuid NOT NULL,
  violation_id uuid NOT NULL DEFAULT renmai_id(),
  kind text NOT NULL CHECK (kind IN ('claims_walk_in', 'moves_own_patient', 're_attributes', 'other')),
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'upheld', 'dismissed', 'appealed', 'closed')),
  introducer_id uuid,
  referral_id text,
  episode_no text,
  facts jsonb NOT NULL,
  proposed_consequence text,
  decision text,
  decision_reason text,
  appeal_text text,
  appeal_decision text,
  opened_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  opened_by_name text NOT NULL,
  decided_at timestamptz(3),
  decided_by uuid,
  decided_by_name text,
  PRIMARY KEY (hospital_id, violation_id)
);
CREATE INDEX referral_violations_state ON referral_violations (hospital_id, state, opened_at DESC);
CALL renmai_protect('referral_violations');

-- Messages to introducers: written in the transaction that gives rise to them, delivered after commit, at most one of a kind a referral.
CREATE TABLE referral_notices (
  hospital_id uuid NOT NULL,
  notice_id uuid NOT NULL DEFAULT renmai_id(),
  referral_id text NOT NULL COLLATE "C",
  kind text NOT NULL CHECK (kind IN ('received', 'incomplete', 'arrived', 'admitted', 'invalid')),
  channel text NOT NULL CHECK (channel IN ('sms', 'wechat')),
  address text NOT NULL,
  text text NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'failed')),
  attempts int NOT NULL DEFAULT 0,
  next_attempt_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  provider_id text,
  failed_reason text,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  sent_at timestamptz(3),
  PRIMARY KEY (hospital_id, notice_id),
  UNIQUE (hospital_id, referral_id, kind)
);
CREATE INDEX referral_notices_due ON referral_notices (hospital_id, next_attempt_at) WHERE state = 'waiting';
CALL renmai_protect('referral_notices');

-- The hospital's accounts at WeChat and an SMS gateway; secrets sealed together.
CREATE TABLE referral_outreach_accounts (
  hospital_id uuid NOT NULL,
  channel text NOT NULL CHECK (channel IN ('wechat', 'sms')),
  settings jsonb NOT NULL,
  secrets_sealed bytea NOT NULL,
  changed_by_name text NOT NULL,
  changed_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (hospital_id, channel)
);
CALL renmai_protect('referral_outreach_accounts');

-- How the patient says he came, asked by the first doctor; kept beside the referral even when it contradicts it.
CREATE TABLE referral_sources (
  hospital_id uuid NOT NULL,
  episode_no text NOT NULL COLLATE "C",
  source text NOT NULL CHECK (source IN ('introducer', 'advertisement', 'doctor_reputation', 'neighbour', 'search', 'other')),
  detail text,
  recorded_by uuid,
  recorded_by_name text NOT NULL,
  recorded_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (hospital_id, episode_no)
);
CALL renmai_protect('referral_sources');


-- The verdict on each episode, for settlement and reports. Episodes without a row came by themselves. `undetermined` has no referral, and
-- `is_disputed` holds the lines of an episode whose winner somebody contests: by its own number, or through its winner.
CREATE VIEW published.winners WITH (security_invoker = true) AS
  SELECT o.hospital_id, o.episode_no, o.referral_id, o.reason, i.introducer_id, i.introducer_no, i.name AS introducer_name,
    i.kind AS introducer_kind, i.is_clinical, coalesce(r.is_accompanied, false) AS is_accompanied,
    -- Hashed once a query, not looked up for each of a million episodes.
    coalesce((o.hospital_id, o.episode_no) IN (
      SELECT d.hospital_id, unnest(d.episode_nos) FROM referral_disputes d WHERE d.state = 'open'), false)
    OR coalesce((o.hospital_id, o.referral_id) IN (
      SELECT d.hospital_id, unnest(d.referral_ids) FROM referral_disputes d WHERE d.state = 'open'), false) AS is_disputed
  FROM referral_outcomes o
  LEFT JOIN referral_referrals r ON r.hospital_id = o.hospital_id AND r.referral_id = o.referral_id
  LEFT JOIN referral_introducers i ON i.hospital_id = r.hospital_id AND i.introducer_id = r.introducer_id;
GRANT SELECT ON published.winners TO renmai_app;

-- Search inside names and by the end of a number. Row-level security lets only leakproof comparisons reach an index, and neither is one; so these
-- run as the tables' owner and ask for the transaction's hospital themselves. They tell numbers only, the newest 300.
CREATE FUNCTION referral_ids_by_name(part text) RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp ROWS 100 AS $$
  SELECT referral_id FROM referral_referrals
  WHERE hospital_id = renmai_hospital() AND string_to_array(patient_name, NULL) @> string_to_array(part, NULL) AND strpos(patient_name, part) > 0
  ORDER BY received_at DESC LIMIT 300
$$;
CREATE FUNCTION referral_ids_by_phone_tail(tail text) RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp ROWS 100 AS $$
  SELECT referral_id FROM referral_referrals
  WHERE hospital_id = renmai_hospital() AND phone_key IS NOT NULL AND reverse(phone_key) LIKE reverse(right(tail, 11)) || '%'
  ORDER BY received_at DESC LIMIT 300
$$;
CREATE FUNCTION referral_introducer_ids_by_phone_tail(tail text) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp ROWS 100 AS $$
  SELECT introducer_id FROM referral_introducer_contacts
  WHERE hospital_id = renmai_hospital() AND channel = 'phone' AND reverse(address) LIKE reverse(tail) || '%' LIMIT 200
$$;
CREATE FUNCTION referral_introducer_ids_by_name(start text) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp ROWS 50 AS $$
  SELECT introducer_id FROM referral_introducers
  WHERE hospital_id = renmai_hospital() AND name LIKE regexp_replace(start, '([\\%_])', '\\\1', 'g') || '%' LIMIT 200
$$;
REVOKE EXECUTE ON FUNCTION referral_ids_by_name(text), referral_ids_by_phone_tail(text), referral_introducer_ids_by_phone_tail(text),
  referral_introducer_ids_by_name(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION referral_ids_by_name(text), referral_ids_by_phone_tail(text), referral_introducer_ids_by_phone_tail(text),
  referral_introducer_ids_by_name(text) TO renmai_app;
