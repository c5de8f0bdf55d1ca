import type { Day } from '#kernel/day.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Activity, Contract, Offer } from '../contract/index.ts';

export interface ContactRecord {
  contactId: string;
  role: 'leader' | 'medical' | 'other';
  name: string;
  post: string | null;
  sex: 'male' | 'female' | null;
  birthday: string | null;
  nativePlace: string | null;
  address: string | null;
  phone: string | null;
  email: string | null;
  education: string | null;
  interests: string | null;
  temperament: string | null;
  note: string | null;
  isActive: boolean;
  version: number;
}

export async function readContacts(tx: Tx, organizationId: string): Promise<ContactRecord[]> {
  return tx.query(
    `SELECT contact_id AS "contactId", role, name, post, sex, birthday, native_place AS "nativePlace", address, phone, email, education, interests,
       temperament, note, is_active AS "isActive", version
     FROM organization_contacts WHERE hospital_id = $1 AND organization_id = $2
     ORDER BY is_active DESC, array_position(ARRAY['leader', 'medical', 'other'], role), name LIMIT 200`,
    [tx.hospitalId, organizationId],
  );
}

export async function belongsTo(
  tx: Tx,
  kind: 'contact' | 'contract',
  id: string,
  organizationId: string,
): Promise<boolean> {
  const [table, key] =
    kind === 'contact' ? ['organization_contacts', 'contact_id'] : ['organization_contracts', 'contract_id'];
  const row = await tx.one(
    `SELECT 1 AS found FROM ${table} WHERE hospital_id = $1 AND ${key} = $2 AND organization_id = $3`,
    [tx.hospitalId, id, organizationId],
  );
  return row !== null;
}

export type ContractRecord = Omit<Contract, 'state' | 'daysLeft' | 'startsOn' | 'endsOn'> & {
  startsOn: Day;
  endsOn: Day;
};

export async function readContracts(tx: Tx, organizationId: string): Promise<ContractRecord[]> {
  return tx.query(
    `SELECT k.contract_id AS "contractId", k.contract_no AS "contractNo", k.title, k.kind, k.starts_on AS "startsOn", k.ends_on AS "endsOn",
       k.discount_bp AS "discountBp", k.settlement, k.settlement_note AS "settlementNote", k.status, k.terminated_on AS "terminatedOn",
       k.renews_id AS "renewsId", k.note, k.version,
       EXISTS (SELECT 1 FROM organization_contracts n WHERE n.hospital_id = k.hospital_id AND n.renews_id = k.contract_id) AS "isRenewed",
       coalesce((SELECT jsonb_agg(jsonb_build_object('daysBefore', r.days_before,
           'madeAt', floor(extract(epoch FROM r.made_at) * 1000)::bigint) ORDER BY r.made_at)
         FROM organization_contract_reminders r WHERE r.hospital_id = k.hospital_id AND r.contract_id = k.contract_id AND r.ends_on = k.ends_on),
         '[]'::jsonb) AS reminders
     FROM organization_contracts k WHERE k.hospital_id = $1 AND k.organization_id = $2
     ORDER BY k.starts_on DESC, k.contract_id DESC LIMIT 200`,
    [tx.hospitalId, organizationId],
  );
}

export async function hasContractInForce(tx: Tx, organizationId: string, today: Day): Promise<boolean> {
  const row = await tx.one(
    `SELECT 1 AS found FROM organization_contracts
     WHERE hospital_id = $1 AND organization_id = $2 AND status = 'signed' AND starts_on <= $3 AND ends_on >= $3 LIMIT 1`,
    [tx.hospitalId, organizationId, today],
  );
  return row !== null;
}

export interface EndingContract {
  contractId: string;
  organizationId: string;
  organizationName: string;
  title: string;
  kind: string;
  startsOn: Day;
  endsOn: Day;
  given: number[];
  ownerId: string | null;
  sponsorId: string | null;
}

/** Signed contracts that end between two days and have not been renewed, the nearest end first. */
export async function readEndingContracts(
  tx: Tx,
  wanted: { from: Day; until: Day; ownOf: string | null; rowsMax: number },
): Promise<EndingContract[]> {
  return tx.query(
    `SELECT k.contract_id AS "contractId", k.organization_id AS "organizationId", o.name AS "organizationName", k.title, k.kind,
       k.starts_on AS "startsOn", k.ends_on AS "endsOn", o.owner_id AS "ownerId", o.sponsor_id AS "sponsorId",
       ARRAY(SELECT r.days_before FROM organization_contract_reminders r
         WHERE r.hospital_id = k.hospital_id AND r.contract_id = k.contract_id AND r.ends_on = k.ends_on) AS given
     FROM organization_contracts k JOIN organization_organizations o USING (hospital_id, organization_id)
     WHERE k.hospital_id = $1 AND k.status = 'signed' AND k.ends_on >= $2 AND k.ends_on <= $3
       AND ($4::uuid IS NULL OR o.owner_id = $4 OR o.sponsor_id = $4)
       AND NOT EXISTS (SELECT 1 FROM organization_contracts n WHERE n.hospital_id = k.hospital_id AND n.renews_id = k.contract_id AND n.status = 'signed')
     ORDER BY k.ends_on, k.contract_id LIMIT $5`,
    [tx.hospitalId, wanted.from, wanted.until, wanted.ownOf, wanted.rowsMax],
  );
}

/** False when another process has given this reminder. */
export async function insertReminder(tx: Tx, contractId: string, endsOn: Day, daysBefore: number): Promise<boolean> {
  const row = await tx.one(
    `INSERT INTO organization_contract_reminders (hospital_id, contract_id, ends_on, days_before) VALUES ($1, $2, $3, $4)
     ON CONFLICT DO NOTHING RETURNING 1 AS made`,
    [tx.hospitalId, contractId, endsOn, daysBefore],
  );
  return row !== null;
}

export async function isRenewed(tx: Tx, contractId: string): Promise<boolean> {
  const row = await tx.one('SELECT 1 AS found FROM organization_contracts WHERE hospital_id = $1 AND renews_id = $2', [
    tx.hospitalId,
    contractId,
  ]);
  return row !== null;
}

export async function readOffers(tx: Tx, organizationId: string): Promise<Offer[]> {
  return tx.query(
    `SELECT offer_id AS "offerId", kind, name, sold_on AS "soldOn", contract_id AS "contractId", price_fen AS "priceFen", persons,
       persons_served AS "personsServed", status, note, version
     FROM organization_offers WHERE hospital_id = $1 AND organization_id = $2 ORDER BY sold_on DESC, offer_id DESC LIMIT 300`,
    [tx.hospitalId, organizationId],
  );
}

export async function readActivities(tx: Tx, organizationId: string): Promise<Activity[]> {
  return tx.query(
    `SELECT a.activity_id AS "activityId", a.kind, a.on_day AS "onDay", a.by_name AS "byName", a.contact_id AS "contactId", c.name AS "contactName",
       a.purpose, a.result, a.next_step AS "nextStep", a.next_step_on AS "nextStepOn", a.participants, a.version
     FROM organization_activities a LEFT JOIN organization_contacts c ON c.hospital_id = a.hospital_id AND c.contact_id = a.contact_id
     WHERE a.hospital_id = $1 AND a.organization_id = $2 ORDER BY a.on_day DESC, a.activity_id DESC LIMIT 300`,
    [tx.hospitalId, organizationId],
  );
}

/* People and revenue: read from what visits and referrals publish. */

export interface PersonRecord {
  recordNo: string;
  name: string | null;
  post: string | null;
  episodes: number;
  lastOn: number | null;
  linkedByName: string | null;
  linkedAt: number | null;
  isByEmployer: boolean;
}

/** The latest linked first, at most 500. */
export async function readPeople(tx: Tx, organizationId: string): Promise<PersonRecord[]> {
  return tx.query(
    `SELECT p.record_no AS "recordNo", last.patient_name AS name, p.post, coalesce(seen.episodes, 0) AS episodes, seen.last_on AS "lastOn",
       p.linked_by_name AS "linkedByName", p.linked_at AS "linkedAt", p.is_by_employer AS "isByEmployer"
     FROM published.organization_people p
     LEFT JOIN LATERAL (SELECT count(*)::int AS episodes, max(e.registered_at) AS last_on FROM published.episodes e
       WHERE e.hospital_id = p.hospital_id AND e.record_no = p.record_no) AS seen ON true
     LEFT JOIN LATERAL (SELECT e.patient_name FROM published.episodes e WHERE e.hospital_id = p.hospital_id AND e.record_no = p.record_no
       ORDER BY e.registered_at DESC LIMIT 1) AS last ON true
     WHERE p.hospital_id = $1 AND p.organization_id = $2 ORDER BY p.linked_at DESC NULLS LAST, p.record_no LIMIT 500`,
    [tx.hospitalId, organizationId],
  );
}

export async function countPeople(tx: Tx, organizationId: string): Promise<number> {
  const row = await tx.one<{ count: number }>(
    'SELECT count(*) AS count FROM published.organization_people WHERE hospital_id = $1 AND organization_id = $2',
    [tx.hospitalId, organizationId],
  );
  return row!.count;
}

export async function recordExists(tx: Tx, recordNo: string): Promise<boolean> {
  const row = await tx.one(
    'SELECT 1 AS found FROM published.episodes WHERE hospital_id = $1 AND record_no = $2 LIMIT 1',
    [tx.hospitalId, recordNo],
  );
  return row !== null;
}

export async function upsertPerson(
  tx: Tx,
  organizationId: string,
  person: { recordNo: string; post: string | null; linkedByName: string },
): Promise<void> {
  await tx.query(
    `INSERT INTO organization_people (hospital_id, organization_id, record_no, post, linked_by_name, patient_id)
     SELECT $1, $2, $3, $4, $5, (SELECT patient_id FROM published.patient_record_numbers WHERE hospital_id = $1 AND record_no = $3 LIMIT 1)
     ON CONFLICT (hospital_id, organization_id, record_no) DO UPDATE SET post = coalesce(excluded.post, organization_people.post)`,
    [tx.hospitalId, organizationId, person.recordNo, person.post, person.linkedByName],
  );
}

export async function deletePerson(tx: Tx, organizationId: string, recordNo: string): Promise<boolean> {
  const row = await tx.one(
    'DELETE FROM organization_people WHERE hospital_id = $1 AND organization_id = $2 AND record_no = $3 RETURNING 1 AS gone',
    [tx.hospitalId, organizationId, recordNo],
  );
  return row !== null;
}

export interface RevenueRow {
  month: string | null;
  isOwn: boolean;
  isReferred: boolean;
  episodes: number;
  chargesFen: number;
}

/** Episodes through the unit by month and way; an episode of both ways stands once, with both marks. */
export async function readRevenueRows(tx: Tx, organizationId: string, timeZone: string): Promise<RevenueRow[]> {
  return tx.query(
    `WITH own AS (
       SELECT e.episode_no FROM published.organization_people p JOIN published.episodes e ON e.hospital_id = p.hospital_id AND e.record_no = p.record_no
       WHERE p.hospital_id = $1 AND p.organization_id = $2),
     referred AS (
       SELECT w.episode_no FROM organization_institutions n
       JOIN published.introducer_places i ON i.hospital_id = n.hospital_id AND i.institution = n.institution
       JOIN published.winners w ON w.hospital_id = n.hospital_id AND w.introducer_id = i.introducer_id
       WHERE n.hospital_id = $1 AND n.organization_id = $2),
     through AS (
       SELECT episode_no, bool_or(is_own) AS is_own, bool_or(NOT is_own) AS is_referred
       FROM (SELECT episode_no, true AS is_own FROM own UNION ALL SELECT episode_no, false FROM referred) AS both_ways GROUP BY episode_no)
     SELECT to_char(e.registered_at AT TIME ZONE $3, 'YYYY-MM') AS month, t.is_own AS "isOwn", t.is_referred AS "isReferred", count(*)::int AS episodes,
       coalesce(sum((SELECT sum(c.amount_fen) FROM published.charges c WHERE c.hospital_id = $1 AND c.episode_no = t.episode_no)), 0)::bigint
         AS "chargesFen"
     FROM through t JOIN published.episodes e ON e.hospital_id = $1 AND e.episode_no = t.episode_no GROUP BY 1, 2, 3 ORDER BY 1`,
    [tx.hospitalId, organizationId, timeZone],
  );
}

export async function readOfferSum(tx: Tx, organizationId: string): Promise<number> {
  const row = await tx.one<{ sum: number }>(
    `SELECT coalesce(sum(price_fen), 0)::bigint AS sum FROM organization_offers
     WHERE hospital_id = $1 AND organization_id = $2 AND status IN ('sold', 'delivered')`,
    [tx.hospitalId, organizationId],
  );
  return row!.sum;
}

export async function countIntroducersOf(tx: Tx, organizationId: string): Promise<number> {
  const row = await tx.one<{ count: number }>(
    `SELECT count(*) AS count FROM organization_institutions n
     JOIN published.introducer_places i ON i.hospital_id = n.hospital_id AND i.institution = n.institution
     WHERE n.hospital_id = $1 AND n.organization_id = $2 AND i.status = 'active'`,
    [tx.hospitalId, organizationId],
  );
  return row!.count;
}
