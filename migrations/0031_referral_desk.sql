-- Owner: referrals. Reception board, matching queue, contradictions, violations: what the desk writes besides the referral itself.

-- Left the matching queue by a person's word "no episode fits".
ALTER TABLE referral_referrals ADD COLUMN queue_closed_at timestamptz(3);
CREATE INDEX referral_referrals_queue ON referral_referrals (hospital_id, received_at, referral_id)
  WHERE state IN ('unmatched', 'disputed', 'invalid') AND queue_closed_at IS NULL AND stage = 'confirmed';

-- Came by himself, as reception registered it; before the HIS knows the patient, by name only.
CREATE TABLE referral_walk_ups (
  hospital_id uuid NOT NULL,
  walk_up_id uuid NOT NULL DEFAULT renmai_id(),
  episode_no text COLLATE "C",
  patient_name text,
  sex text CHECK (sex IN ('male', 'female')),
  phone text,
  department text,
  name_key text COLLATE "C" GENERATED ALWAYS AS (CASE sex WHEN 'male' THEN 'm' WHEN 'female' THEN 'f' END || nullif(patient_name, '')) STORED,
  phone_key text COLLATE "C" GENERATED ALWAYS AS (right(nullif(phone, ''), 11)) STORED,
  registered_by uuid,
  registered_by_name text NOT NULL,
  registered_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  is_withdrawn boolean NOT NULL DEFAULT false,
  CHECK (episode_no IS NOT NULL OR (patient_name IS NOT NULL AND sex IS NOT NULL)),
  PRIMARY KEY (hospital_id, walk_up_id)
);
CREATE INDEX referral_walk_ups_registered ON referral_walk_ups (hospital_id, registered_at DESC);
CREATE INDEX referral_walk_ups_name ON referral_walk_ups (hospital_id, name_key) WHERE name_key IS NOT NULL AND NOT is_withdrawn;
CREATE UNIQUE INDEX referral_walk_ups_episode ON referral_walk_ups (hospital_id, episode_no) WHERE episode_no IS NOT NULL AND NOT is_withdrawn;
CALL renmai_protect('referral_walk_ups');
REVOKE DELETE ON referral_walk_ups FROM renmai_app;

-- Whom the patient named, when he said "an introducer".
ALTER TABLE referral_sources ADD COLUMN introducer_no text COLLATE "C";

-- Contradictions somebody looked at: off the list, for a reason.
CREATE TABLE referral_contradiction_dismissals (
  hospital_id uuid NOT NULL,
  episode_no text NOT NULL COLLATE "C",
  code text NOT NULL,
  reason text NOT NULL,
  dismissed_by uuid,
  dismissed_by_name text NOT NULL,
  dismissed_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (hospital_id, episode_no, code)
);
CALL renmai_protect_append_only('referral_contradiction_dismissals');

-- Episodes of a submitted settlement: links no longer change them, only disputes do, and the next settlement reverses.
CREATE TABLE referral_frozen_episodes (
  hospital_id uuid NOT NULL,
  episode_no text NOT NULL COLLATE "C",
  settlement_no text NOT NULL,
  frozen_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (hospital_id, episode_no)
);
CALL renmai_protect('referral_frozen_episodes');

-- Which dispute a decision belongs to, and the episode it named.
ALTER TABLE referral_decisions ADD COLUMN dispute_id uuid;
CREATE INDEX referral_decisions_dispute ON referral_decisions (hospital_id, dispute_id) WHERE dispute_id IS NOT NULL;
CREATE INDEX referral_disputes_referrals ON referral_disputes USING gin (referral_ids) WHERE state = 'open';
CREATE INDEX referral_disputes_episodes ON referral_disputes USING gin (episode_nos) WHERE state = 'open';

CREATE TABLE referral_dispute_decisions (
  hospital_id uuid NOT NULL,
  dispute_id uuid NOT NULL,
  decision_no int NOT NULL,
  winner_referral_id text COLLATE "C",
  episode_no text COLLATE "C",
  reason text NOT NULL,
  decided_by uuid,
  decided_by_name text NOT NULL,
  decided_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (hospital_id, dispute_id, decision_no),
  FOREIGN KEY (hospital_id, dispute_id) REFERENCES referral_disputes (hospital_id, dispute_id)
);
CALL renmai_protect_append_only('referral_dispute_decisions');

ALTER TABLE referral_violations
  ADD COLUMN version int NOT NULL DEFAULT 1,
  ADD COLUMN attempts int NOT NULL DEFAULT 1,
  ADD COLUMN opened_by uuid,
  ADD COLUMN consequence text,
  ADD COLUMN appealed_at timestamptz(3),
  ADD COLUMN appealed_by_name text,
  ADD COLUMN appeal_outcome text CHECK (appeal_outcome IN ('confirmed', 'changed', 'revoked')),
  ADD COLUMN appeal_decided_at timestamptz(3),
  ADD COLUMN appeal_decided_by uuid,
  ADD COLUMN appeal_decided_by_name text;
-- Trying the same again adds to the case instead of opening another.
CREATE UNIQUE INDEX referral_violations_same ON referral_violations
  (hospital_id, (facts ->> 'code'), referral_id, episode_no, coalesce(opened_by, hospital_id)) WHERE state = 'open' AND facts ->> 'code' IS NOT NULL;

CREATE TABLE referral_violation_events (
  hospital_id uuid NOT NULL,
  violation_id uuid NOT NULL,
  event_id bigint GENERATED ALWAYS AS IDENTITY,
  at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  actor_id uuid,
  actor_name text NOT NULL,
  kind text NOT NULL,
  detail jsonb NOT NULL DEFAULT '{}',
  reason text,
  PRIMARY KEY (hospital_id, violation_id, event_id),
  FOREIGN KEY (hospital_id, violation_id) REFERENCES referral_violations (hospital_id, violation_id)
);
CALL renmai_protect_append_only('referral_violation_events');
