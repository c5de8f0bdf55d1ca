import type { ListQuery, Page } from '#kernel/page.ts';
import type { Refusal } from '#kernel/refusal.ts';
import { isRefusal } from '#kernel/refusal.ts';
import type { Actor } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { type ListSpec, readPage } from '#platform/db/list.ts';
import type { Tools } from '#platform/tools.ts';
import type { ReferralRow } from '../contract/index.ts';
import { readMatchingPolicy } from '../matching-policy.ts';
import { seesHealth, shownPhone } from '../sight.ts';
import { readSearch } from './search.ts';

export const referralColumns = `r.referral_id AS "referralId", r.received_at AS "receivedAt", r.channel, r.stage, r.state, r.state_code AS "stateCode",
  r.patient_name AS "patientName", r.sex, r.age, r.phone, r.disease, r.department, r.introducer_id AS "introducerId",
  coalesce(i.introducer_no, r.introducer_no) AS "introducerNo", i.name AS "introducerName", i.kind AS "introducerKind",
  i.county AS "introducerCounty", r.introducer_text AS "introducerText", r.expected_from AS "expectedFrom", r.episode_no AS "episodeNo",
  r.board_step AS "boardStep", coalesce(m.outcome = 'needs_officer', false) AS "needsOfficer", r.version,
  EXISTS (SELECT 1 FROM referral_disputes d WHERE d.hospital_id = r.hospital_id AND d.state = 'open'
    AND r.referral_id = ANY (d.referral_ids)) AS "hasOpenDispute"`;

export const referralSource = `referral_referrals r
  LEFT JOIN referral_introducers i ON i.hospital_id = r.hospital_id AND i.introducer_id = r.introducer_id
  LEFT JOIN referral_readings m ON m.hospital_id = r.hospital_id AND m.message_id = r.message_id`;

const spec: ListSpec = {
  from: referralSource,
  columns: referralColumns,
  hospital: 'r.hospital_id',
  fields: {
    referralId: { sql: 'r.referral_id', type: 'text' },
    receivedAt: { sql: 'r.received_at', type: 'instant', sortable: true },
    channel: { sql: 'r.channel', type: 'text' },
    stage: { sql: 'r.stage', type: 'text' },
    state: { sql: 'r.state', type: 'text' },
    stateCode: { sql: 'r.state_code', type: 'text' },
    sex: { sql: 'r.sex', type: 'text' },
    age: { sql: 'r.age', type: 'number' },
    department: { sql: 'r.department', type: 'text' },
    introducerId: { sql: 'r.introducer_id::text', type: 'text' },
    introducerNo: { sql: 'r.introducer_no', type: 'text' },
    introducerName: { sql: 'i.name', type: 'text' },
    introducerKind: { sql: 'i.kind', type: 'text' },
    introducerCounty: { sql: 'i.county', type: 'text' },
    expectedFrom: { sql: 'r.expected_from', type: 'instant', sortable: true, nullable: true },
    episodeNo: { sql: 'r.episode_no', type: 'text' },
    boardStep: { sql: 'r.board_step', type: 'text' },
    needsOfficer: { sql: `coalesce(m.outcome = 'needs_officer', false)`, type: 'boolean' },
  },
  key: { sql: 'r.referral_id', type: 'text' },
  defaultSort: '-receivedAt',
};

/** One page of referrals, as far as the reader may see them. */
export async function listReferrals(
  tools: Tools,
  actor: Actor,
  query: ListQuery,
): Promise<Page<ReferralRow> | Refusal> {
  return tools.db.read(actor, async (tx) => {
    const { timeZone } = await readMatchingPolicy(tx);
    const page = await readPage<StoredRow>(tx, { ...spec, ...searchOf(query.q), timeZone }, query);
    return isRefusal(page) ? page : { ...page, items: page.items.map((row) => shownRow(actor, row)) };
  });
}

export type StoredRow = Omit<ReferralRow, 'phone'> & { readonly phone: string | null };

/** Hides what the reader's tiers do not include. */
export function shownRow(actor: Actor, { phone, disease, ...row }: StoredRow): ReferralRow {
  return { ...row, phone: shownPhone(actor, phone), disease: seesHealth(actor) ? disease : null };
}

export async function readReferralRow(tx: Tx, referralId: string): Promise<StoredRow | null> {
  return tx.one(`SELECT ${referralColumns} FROM ${referralSource} WHERE r.hospital_id = $1 AND r.referral_id = $2`, [
    tx.hospitalId,
    referralId,
  ]);
}

/**
 * Each shape of text goes to conditions an index serves; joined by OR they become one bitmap. The arrays are read first, once: a plain
 * subquery inside an OR would be tried row by row.
 */
function searchOf(q: string | undefined): Pick<ListSpec, 'search'> {
  const search = readSearch(q);
  if (search.kind === 'digits') {
    return {
      search: (text) =>
        `(r.phone_key IS NOT NULL AND reverse(r.phone_key) LIKE reverse(right(regexp_replace(${text}, '[^0-9]', '', 'g'), 11)) || '%'
          OR r.referral_id = ${text} OR r.referral_id = 'R' || lpad(${text}, 12, '0')
          OR r.introducer_id = ANY (ARRAY(SELECT s.introducer_id FROM referral_introducers s
            WHERE s.hospital_id = $1 AND s.introducer_no = ${text} LIMIT 1)))`,
    };
  }
  if (search.kind === 'number') {
    return {
      search: (text) =>
        `(r.referral_id = ${text} OR r.referral_id = upper(${text}) OR r.introducer_id = ANY (ARRAY(
          SELECT s.introducer_id FROM referral_introducers s WHERE s.hospital_id = $1 AND s.introducer_no IN (${text}, upper(${text})))))`,
    };
  }
  return {
    search: (text) =>
      `(string_to_array(r.patient_name, NULL) @> string_to_array(${text}, NULL) AND strpos(r.patient_name, ${text}) > 0
        OR r.introducer_id = ANY (ARRAY(SELECT s.introducer_id FROM referral_introducers s
          WHERE s.hospital_id = $1 AND s.name LIKE ${likeText(text)} || '%' LIMIT 200)))`,
  };
}

/** What a person types is text, not a pattern. */
export function likeText(placeholder: string): string {
  return `regexp_replace(${placeholder}, '([\\\\%_])', '\\\\\\1', 'g')`;
}
