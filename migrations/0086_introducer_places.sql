-- Owner: referrals. Where introducers work: organizations are proposed from it, the coverage of townships counts them.
CREATE VIEW published.introducer_places WITH (security_invoker = true) AS
  SELECT hospital_id, introducer_id, introducer_no, name, kind, institution, county, status FROM referral_introducers;
GRANT SELECT ON published.introducer_places TO renmai_app;
