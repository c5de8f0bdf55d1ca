-- Owner: referrals. A notice is noted as being handed over before the provider is called, so that a crash in between is known afterwards: it is
-- repeated only where the protocol makes one message of two calls (within `repeat_safe_seconds`), and otherwise left to a person.

ALTER TABLE referral_notices ADD COLUMN handed_over_at timestamptz(3);
ALTER TABLE referral_notices ADD COLUMN repeat_safe_seconds int NOT NULL DEFAULT 0;
ALTER TABLE referral_notices DROP CONSTRAINT referral_notices_state_check;
ALTER TABLE referral_notices ADD CONSTRAINT referral_notices_state_check
  CHECK (state IN ('waiting', 'handing_over', 'sent', 'failed', 'uncertain'));
CREATE INDEX referral_notices_handing_over ON referral_notices (hospital_id, handed_over_at) WHERE state = 'handing_over';
