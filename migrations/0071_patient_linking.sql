-- Owner: patients. An import that is taken back removes the persons it brought; visits that are there already get their persons.
GRANT DELETE ON patient_patients TO renmai_app;
CREATE INDEX patient_patients_run ON patient_patients (hospital_id, import_run_id) WHERE import_run_id IS NOT NULL;

INSERT INTO platform_jobs (hospital_id, kind, input)
  SELECT h.hospital_id, 'patients.link', '{"runId": null}' FROM hospital_hospitals h
  WHERE EXISTS (SELECT 1 FROM visit_episodes e WHERE e.hospital_id = h.hospital_id);

-- What the timeline of a person tells of referrals, and what the level counts.
CREATE VIEW published.credited_referrals WITH (security_invoker = true) AS
  SELECT r.hospital_id, r.referral_id, r.episode_no, r.received_at, r.channel, r.state, r.disease, r.arrived_at, r.introducer_id, i.name AS introducer_name,
    i.kind AS introducer_kind
  FROM referral_referrals r LEFT JOIN referral_introducers i ON i.hospital_id = r.hospital_id AND i.introducer_id = r.introducer_id;
COMMENT ON VIEW published.credited_referrals IS 'T2: all, except T5h: disease.';
-- Which introducer a person is: by his phone.
CREATE VIEW published.introducer_phones WITH (security_invoker = true) AS
  SELECT c.hospital_id, c.address, i.introducer_id, i.introducer_no, i.name, i.kind FROM referral_introducer_contacts c
  JOIN referral_introducers i ON i.hospital_id = c.hospital_id AND i.introducer_id = c.introducer_id WHERE c.channel = 'phone';
COMMENT ON VIEW published.introducer_phones IS 'T2: name; T3: address.';
GRANT SELECT ON published.credited_referrals, published.introducer_phones TO renmai_app;
