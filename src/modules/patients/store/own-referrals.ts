/**
 * FROM list of the successful referrals (`w`) a patient (`p`) made himself: those of the introducer with his phone and name. Each step is fenced
 * (OFFSET 0): free to reorder, the planner reads all phones of the hospital for every patient while it does not know the tables.
 */
export const ownReferrals = `(SELECT c.value_key FROM patient_contacts c
    WHERE c.hospital_id = $1 AND c.patient_id = p.patient_id AND c.kind || '' = 'phone' OFFSET 0) AS k
  CROSS JOIN LATERAL (SELECT i.introducer_id FROM published.introducer_phones i WHERE i.hospital_id = $1 AND i.address = k.value_key
    AND i.name = p.name AND i.kind IN ('former_patient', 'member', 'public') OFFSET 0) AS i
  CROSS JOIN LATERAL (SELECT w.received_at FROM published.credited_referrals w
    WHERE w.hospital_id = $1 AND w.introducer_id = i.introducer_id AND w.state = 'won' OFFSET 0) AS w`;
