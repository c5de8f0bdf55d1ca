-- Owner: referrals. How introducers' names sound, for the global search: a row for each reading, kept by the registry and by a chore after imports.

CREATE TABLE referral_introducer_sounds (
  hospital_id uuid NOT NULL,
  introducer_id uuid NOT NULL,
  reading smallint NOT NULL,
  -- The name these are the sounds of: another name means they are old.
  name text NOT NULL,
  pinyin text NOT NULL COLLATE "C",
  initials text NOT NULL COLLATE "C",
  PRIMARY KEY (hospital_id, introducer_id, reading)
);
CREATE INDEX referral_introducer_sounds_pinyin ON referral_introducer_sounds (hospital_id, pinyin);
CREATE INDEX referral_introducer_sounds_initials ON referral_introducer_sounds (hospital_id, initials);
CALL renmai_protect('referral_introducer_sounds');
