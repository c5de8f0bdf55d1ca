import type { Day, Instant } from '#kernel/day.ts';
import type { Tx } from '#platform/db/database.ts';
import type { ContactKind } from '../rules/contacts.ts';
import type { FormField } from '../rules/forms.ts';
import type { Level } from '../rules/relationship-level.ts';
import { ownReferrals } from './own-referrals.ts';

/** One patient with everything of him, as stored: one statement, one round trip. */
export interface StoredPatient {
  readonly patient: StoredCore;
  readonly record_numbers: string[];
  readonly contacts: StoredContact[];
  readonly addresses: StoredAddress[];
  readonly documents: StoredDocument[];
  readonly household: StoredHousehold | null;
  readonly guardians: StoredGuardian[];
  readonly special_dates: StoredSpecialDate[];
  readonly forms: StoredForm[];
  readonly override: StoredOverride | null;
  readonly silenced: string[];
  readonly visits: StoredVisit[];
  readonly referred_at: Instant | null;
  readonly elsewhere: { hospital_name: string; patient_id: string }[];
}

export interface StoredCore {
  readonly patient_id: string;
  readonly name: string;
  readonly pinyin: string;
  readonly sex: 'male' | 'female' | null;
  readonly birth_date: Day | null;
  readonly birth_date_source: string | null;
  readonly native_place: string | null;
  readonly occupation: string | null;
  readonly education: string | null;
  readonly marital_status: string | null;
  readonly income_band: string | null;
  readonly health_status: string | null;
  readonly insurance_kind: string | null;
  readonly employer_id: string | null;
  readonly temperament: string | null;
  readonly interests: string[];
  readonly preferred_channel: string | null;
  readonly preferred_time: string | null;
  readonly post_code: string | null;
  readonly is_in_county: boolean | null;
  readonly care_owner: string | null;
  readonly is_key_account: boolean;
  readonly key_account_reason: string | null;
  readonly contact_interval_days: number | null;
  readonly last_contact_at: string | null;
  readonly tags: string[];
  readonly first_source: string | null;
  readonly first_source_at: string | null;
  readonly merged_into: string | null;
  readonly is_staff: boolean;
  readonly visit_count: number;
  readonly last_visit_at: string | null;
  readonly level: Level;
  readonly level_basis: 'computed' | 'override';
  readonly note: string | null;
  readonly refreshed_at: Record<string, string>;
  readonly version: number;
  readonly created_at: string;
}
export interface StoredContact {
  readonly contact_id: string;
  readonly kind: ContactKind;
  readonly value: string;
  readonly wechat_account: string | null;
  readonly owner_relation: string;
  readonly owner_name: string | null;
  readonly is_primary: boolean;
  readonly valid_until: Day | null;
  readonly shared_by: number;
}
export interface StoredAddress {
  readonly address_id: string;
  readonly kind: 'home' | 'registered' | 'work' | 'other';
  readonly division_code: string | null;
  readonly is_in_county: boolean | null;
  readonly line: string | null;
  readonly is_current: boolean;
}
export interface StoredDocument {
  readonly document_id: string;
  readonly kind: string;
  /** `\x…` of the sealed number. */
  readonly number_sealed: string;
  readonly is_checksum_valid: boolean | null;
  readonly valid_until: Day | null;
}
export interface StoredHousehold {
  readonly household_id: string;
  readonly name: string;
  readonly members: { patient_id: string; name: string; relation: string; birth_date: Day | null }[];
}
export interface StoredGuardian {
  readonly guardian_id: string;
  readonly guardian_patient_id: string | null;
  readonly name: string | null;
  readonly phone: string | null;
  readonly relation: string;
  readonly basis: 'minor' | 'incapacity';
  readonly valid_until: Day | null;
}
export interface StoredSpecialDate {
  readonly special_date_id: string;
  readonly kind: string;
  readonly day: Day;
  readonly is_lunar: boolean;
  readonly is_yearly: boolean;
  readonly note: string | null;
}
export interface StoredForm {
  readonly form_key: string;
  readonly title: string;
  readonly form_version: number;
  readonly tier: 'T1' | 'T2' | 'T3' | 'T4' | 'T5h' | 'T5m';
  readonly fields: FormField[];
  readonly answers: Record<string, never> | null;
  readonly answers_version: number | null;
  readonly updated_at: string | null;
}
export interface StoredOverride {
  readonly reason: string;
  readonly expires_at: string;
  readonly at: string;
  readonly decided_by_name: string | null;
}
export interface StoredVisit {
  readonly at: string;
  readonly kind: string;
  readonly department: string | null;
  readonly payment_kind: string | null;
  readonly discharged_at: string | null;
  readonly next_visit_on: Day | null;
  readonly spent_fen: number | null;
}

/** Of the visits the newest two hundred count for habits and spend: a page must not cost more for a patient on dialysis. */
const visitsMax = 200;

const rowsOf = (table: string, order: string) =>
  `coalesce((SELECT jsonb_agg(to_jsonb(t) - 'hospital_id' ORDER BY ${order}) FROM ${table} t WHERE t.hospital_id = $1 AND t.patient_id = p.patient_id), '[]')`;

/** `$3`: the reader's own row scope as SQL over `p`. */
export async function readStoredPatient(
  tx: Tx,
  patientId: string,
  scope: { readonly sql: string; readonly values: readonly (string | readonly string[] | null)[] },
): Promise<StoredPatient | null> {
  return tx.one<StoredPatient>(
    `SELECT to_jsonb(p) AS patient,
       coalesce((SELECT array_agg(r.record_no ORDER BY r.created_at, r.record_no) FROM patient_record_numbers r
         WHERE r.hospital_id = $1 AND r.patient_id = p.patient_id), '{}') AS record_numbers,
       coalesce((SELECT jsonb_agg(to_jsonb(c) || jsonb_build_object('shared_by', (SELECT count(*) FROM patient_contacts o
           WHERE o.hospital_id = $1 AND o.kind = c.kind AND o.value_key = c.value_key AND o.patient_id <> c.patient_id))
           ORDER BY c.is_primary DESC, c.created_at) FROM patient_contacts c WHERE c.hospital_id = $1 AND c.patient_id = p.patient_id), '[]') AS contacts,
       ${rowsOf('patient_addresses', 't.is_current DESC, t.updated_at DESC')} AS addresses,
       ${rowsOf('patient_documents', 't.created_at')} AS documents,
       (SELECT jsonb_build_object('household_id', h.household_id, 'name', h.name, 'members',
           (SELECT jsonb_agg(jsonb_build_object('patient_id', n.patient_id, 'name', q.name, 'relation', n.relation, 'birth_date', q.birth_date)
             ORDER BY n.relation <> 'head', q.birth_date) FROM patient_household_members n
             JOIN patient_patients q ON q.hospital_id = $1 AND q.patient_id = n.patient_id WHERE n.hospital_id = $1 AND n.household_id = h.household_id))
         FROM patient_household_members m JOIN patient_households h ON h.hospital_id = $1 AND h.household_id = m.household_id
         WHERE m.hospital_id = $1 AND m.patient_id = p.patient_id LIMIT 1) AS household,
       coalesce((SELECT jsonb_agg(to_jsonb(g) || jsonb_build_object('name', coalesce(q.name, g.name))) FROM patient_guardians g
         LEFT JOIN patient_patients q ON q.hospital_id = $1 AND q.patient_id = g.guardian_patient_id
         WHERE g.hospital_id = $1 AND g.patient_id = p.patient_id), '[]') AS guardians,
       ${rowsOf('patient_special_dates', 't.day')} AS special_dates,
       coalesce((SELECT jsonb_agg(jsonb_build_object('form_key', d.form_key, 'title', d.title ->> 'zh', 'form_version', d.form_version, 'tier', d.tier,
           'fields', d.fields, 'answers', a.answers, 'answers_version', a.version, 'updated_at', a.updated_at) ORDER BY a.updated_at IS NULL, d.form_key)
         FROM (SELECT DISTINCT ON (form_key) * FROM patient_form_definitions WHERE hospital_id = $1 ORDER BY form_key, form_version DESC) AS d
         LEFT JOIN patient_form_answers a ON a.hospital_id = $1 AND a.patient_id = p.patient_id AND a.form_key = d.form_key
         WHERE d.state = 'active' OR a.answers IS NOT NULL), '[]') AS forms,
       (SELECT jsonb_build_object('reason', l.reason, 'expires_at', l.expires_at, 'at', l.at, 'decided_by_name', l.decided_by_name)
         FROM patient_levels l WHERE p.level_basis = 'override' AND l.hospital_id = $1 AND l.patient_id = p.patient_id AND l.basis = 'override'
         ORDER BY l.at DESC, l.level_id DESC LIMIT 1) AS override,
       coalesce((SELECT array_agg(DISTINCT n.rule_id) FROM patient_next_actions n
         WHERE n.hospital_id = $1 AND n.patient_id = p.patient_id AND n.silent_until > clock_timestamp()), '{}') AS silenced,
       coalesce((SELECT jsonb_agg(jsonb_build_object('at', v.registered_at, 'kind', v.kind, 'department', v.department, 'payment_kind', v.payment_kind,
           'discharged_at', v.discharged_at, 'next_visit_on', v.next_visit_on, 'spent_fen',
           (SELECT sum(c.amount_fen) FROM published.charges c WHERE c.hospital_id = $1 AND c.episode_no = v.episode_no)) ORDER BY v.registered_at DESC)
         FROM (SELECT e.* FROM (
             SELECT e.* FROM patient_record_numbers r JOIN published.episodes e ON e.hospital_id = $1 AND e.record_no = r.record_no
             WHERE r.hospital_id = $1 AND r.patient_id = p.patient_id
             UNION ALL SELECT e.* FROM patient_episode_links l JOIN published.episodes e ON e.hospital_id = $1 AND e.episode_no = l.episode_no
             WHERE l.hospital_id = $1 AND l.patient_id = p.patient_id) AS e ORDER BY e.registered_at DESC LIMIT ${visitsMax}) AS v), '[]') AS visits,
       (SELECT max(w.received_at) FROM ${ownReferrals}) AS referred_at,
       coalesce((SELECT jsonb_agg(jsonb_build_object('hospital_name', o.hospital_name, 'patient_id', o.patient_id))
         FROM patient_person_links(p.patient_id) AS o), '[]') AS elsewhere
     FROM patient_patients p
     WHERE p.hospital_id = $1 AND p.patient_id = $2 AND ${scope.sql}`,
    [tx.hospitalId, patientId, ...scope.values],
  );
}

/** The surviving id behind one that lost in a merge. */
export async function followAlias(tx: Tx, patientId: string): Promise<string> {
  const row = await tx.one<{ patient_id: string }>(
    'SELECT patient_id FROM patient_aliases WHERE hospital_id = $1 AND alias_id = $2',
    [tx.hospitalId, patientId],
  );
  return row?.patient_id ?? patientId;
}
