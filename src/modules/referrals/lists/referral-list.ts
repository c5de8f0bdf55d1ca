import type { ListQuery, Page } from '#kernel/page.ts';
import { isRefusal, type Refusal, refuse } from '#kernel/refusal.ts';
import { readTimeZone } from '#modules/hospital/index.ts';
import type { Actor } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { type ListSpec, readPage } from '#platform/db/list.ts';
import type { Tools } from '#platform/tools.ts';
import type { ReferralRow } from '../contract/index.ts';
import { seesHealth, shownPhone } from '../sight.ts';
import { readSearch } from './search.ts';

const columns = `r.referral_id AS "referralId", r.received_at AS "receivedAt", r.channel, r.stage, r.state, r.state_code AS "stateCode",
  r.patient_name AS "patientName", r.sex, r.age, r.phone, r.disease, r.department, r.introducer_id AS "introducerId",
  coalesce(i.introducer_no, r.introducer_no) AS "introducerNo", i.name AS "introducerName", i.kind AS "introducerKind",
  i.county AS "introducerCounty", r.introducer_text AS "introducerText", r.expected_from AS "expectedFrom", r.episode_no AS "episodeNo",
  r.board_step AS "boardStep", coalesce(m.outcome = 'needs_officer', false) AS "needsOfficer", r.version`;

const source = `referral_referrals r
  LEFT JOIN referral_introducers i ON i.hospital_id = r.hospital_id AND i.introducer_id = r.introducer_id
  LEFT JOIN referral_readings m ON m.hospital_id = r.hospital_id AND m.message_id = r.message_id`;

const spec: ListSpec = {
  from: source,
  columns,
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
    introducerId: { sql: 'r.introducer_id', type: 'text' },
    introducerOpen: { sql: '(r.introducer_id IS NULL)', type: 'boolean' },
    introducerNo: { sql: 'i.introducer_no', type: 'text' },
    introducerName: { sql: 'i.name', type: 'text' },
    introducerKind: { sql: 'i.kind', type: 'text' },
    introducerCounty: { sql: 'i.county', type: 'text' },
    expectedFrom: { sql: 'r.expected_from', type: 'instant', sortable: true, nullable: true },
    episodeNo: { sql: 'r.episode_no', type: 'text' },
    boardStep: { sql: 'r.board_step', type: 'text' },
    // Not coalesced, so that `eq:true` begins at the few that wait; those without a message are found by `ne:true`.
    needsOfficer: { sql: `(m.outcome = 'needs_officer')`, type: 'boolean' },
  },
  key: { sql: 'r.referral_id', type: 'text' },
  defaultSort: '-receivedAt',
};

/** Compared as a uuid, so that its index serves: anything else would be an error of the database. */
const introducerIdFilter =
  /^introducerId:(eq|ne|in):[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(\|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})*$/;

/** One page of referrals, as far as the reader may see them. */
export async function listReferrals(
  tools: Tools,
  actor: Actor,
  query: ListQuery,
): Promise<Page<ReferralRow> | Refusal> {
  return tools.db.read(actor, async (tx) => {
    const opened = await openReferrals(tx, query);
    if (isRefusal(opened)) return opened;
    const page = await readPage<BareRow>(tx, opened, query);
    return isRefusal(page) ? page : { ...page, items: await shownReferrals(tx, actor, page.items) };
  });
}

/** The list with what a search text means looked up. */
export async function openReferrals(tx: Tx, query: ListQuery): Promise<ListSpec | Refusal> {
  const wrong = query.filter.find((term) => term.startsWith('introducerId:') && !introducerIdFilter.test(term));
  if (wrong !== undefined) return refuse('platform.unknown-filter', { filter: 'introducerId' });
  const found = await findReferralIds(tx, query.q);
  const where =
    found === null ? [] : [{ sql: (place: string) => `r.referral_id = ANY (${place}::text[])`, value: found }];
  return { ...spec, timeZone: readTimeZone, where };
}

export async function shownReferrals(tx: Tx, actor: Actor, rows: readonly BareRow[]): Promise<ReferralRow[]> {
  const items = await withDisputes(tx, rows);
  return items.map((row) => shownRow(actor, row));
}

export type BareRow = Omit<ReferralRow, 'phone' | 'hasOpenDispute'> & { readonly phone: string | null };
type StoredRow = BareRow & Pick<ReferralRow, 'hasOpenDispute'>;

async function withDisputes(tx: Tx, rows: readonly BareRow[]): Promise<StoredRow[]> {
  const found = await tx.query<{ id: string }>('SELECT referral_ids_in_dispute($1) AS id', [
    rows.map((row) => row.referralId),
  ]);
  const disputed = new Set(found.map(({ id }) => id));
  return rows.map((row) => ({ ...row, hasOpenDispute: disputed.has(row.referralId) }));
}

/** Hides what the reader's tiers do not include. */
export function shownRow(actor: Actor, { phone, disease, ...row }: StoredRow): ReferralRow {
  return { ...row, phone: shownPhone(actor, phone), disease: seesHealth(actor) ? disease : null };
}

export async function readReferralRow(tx: Tx, referralId: string): Promise<StoredRow | null> {
  const row = await tx.one<BareRow>(
    `SELECT ${columns} FROM ${source} WHERE r.hospital_id = $1 AND r.referral_id = $2`,
    [tx.hospitalId, referralId],
  );
  return row && (await withDisputes(tx, [row]))[0]!;
}

/** A search goes through the newest this many that fit by name, phone or introducer; filters serve whoever needs more. */
const foundMax = 300;

/**
 * The numbers of the referrals a search text means, read first: a list of constants is what the planner estimates well. Names and ends of phone
 * numbers are looked up by functions of the database (0030 tells why). Null: nothing was searched for.
 */
export async function findReferralIds(tx: Tx, q: string | undefined): Promise<string[] | null> {
  const search = readSearch(q);
  if (search.kind === 'none') return null;
  const found = await tx.query<{ id: string }>(searchSql[search.kind], [tx.hospitalId, search.text, foundMax]);
  return found.map((row) => row.id);
}

const ofIntroducers = (introducerIds: string) =>
  `(SELECT r.referral_id AS id FROM referral_referrals r WHERE r.hospital_id = $1 AND r.introducer_id = ANY (ARRAY(${introducerIds}))
    ORDER BY r.received_at DESC LIMIT $3)`;

const searchSql: Readonly<Record<'digits' | 'number' | 'name', string>> = {
  digits: `SELECT referral_ids_by_phone_tail($2) AS id UNION SELECT $2 UNION SELECT 'R' || lpad($2, 12, '0') UNION ${ofIntroducers(
    'SELECT s.introducer_id FROM referral_introducers s WHERE s.hospital_id = $1 AND s.introducer_no = $2',
  )}`,
  number: `SELECT $2::text AS id UNION SELECT upper($2) UNION ${ofIntroducers(
    'SELECT s.introducer_id FROM referral_introducers s WHERE s.hospital_id = $1 AND s.introducer_no IN ($2, upper($2))',
  )}`,
  name: `SELECT referral_ids_by_name($2) AS id UNION ${ofIntroducers('SELECT referral_introducer_ids_by_name($2)')}`,
};

/** What a person types is text, not a pattern. */
export function likeText(placeholder: string): string {
  return `regexp_replace(${placeholder}, '([\\\\%_])', '\\\\\\1', 'g')`;
}
