-- Owner: organizations. People of a unit: noted by record number, or patients who name it as their employer. Who is both stands once, as noted.
CREATE OR REPLACE VIEW published.organization_people WITH (security_invoker = true) AS
  SELECT hospital_id, organization_id, record_no, patient_id, post, linked_by_name, linked_at, false AS is_by_employer FROM organization_people
  UNION ALL
  SELECT p.hospital_id, p.employer_id, r.record_no, p.patient_id, p.occupation, NULL, NULL, true
  FROM published.patients p JOIN published.patient_record_numbers r ON r.hospital_id = p.hospital_id AND r.patient_id = p.patient_id
  WHERE p.employer_id IS NOT NULL AND p.merged_into IS NULL AND NOT EXISTS (SELECT 1 FROM organization_people o
    WHERE o.hospital_id = p.hospital_id AND o.organization_id = p.employer_id AND o.record_no = r.record_no);
COMMENT ON VIEW published.organization_people IS 'T2: who belongs to which unit.';
