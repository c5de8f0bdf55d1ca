import type { ListQuery, Page } from '#kernel/page.ts';
import { isRefusal, type Refusal } from '#kernel/refusal.ts';
import { readTimeZone } from '#modules/hospital/index.ts';
import { type Actor, scopeFor } from '#modules/staff/index.ts';
import { type ListSpec, readPage } from '#platform/db/list.ts';
import type { Tools } from '#platform/tools.ts';
import type { IntroducerRow } from '../contract/index.ts';
import { ownRepNo, shownPhone } from '../sight.ts';
import { likeText } from './referral-list.ts';
import { readSearch } from './search.ts';

const spec: ListSpec = {
  from: 'referral_introducers i',
  columns: `i.introducer_id AS "introducerId", i.introducer_no AS "introducerNo", i.name, i.kind, i.is_clinical AS "isClinical", i.institution,
    i.county, i.rep_no AS "repNo", i.upline_no AS "uplineNo", i.status, i.payout_account_tail AS "payoutAccountTail",
    i.created_at AS "createdAt", i.version,
    (SELECT min(c.address) FROM referral_introducer_contacts c
      WHERE c.hospital_id = i.hospital_id AND c.introducer_id = i.introducer_id AND c.channel = 'phone') AS phone,
    EXISTS (SELECT 1 FROM referral_introducer_contacts c
      WHERE c.hospital_id = i.hospital_id AND c.introducer_id = i.introducer_id AND c.channel = 'wechat') AS "hasWechat"`,
  hospital: 'i.hospital_id',
  fields: {
    introducerNo: { sql: 'i.introducer_no', type: 'text', sortable: true },
    name: { sql: 'i.name', type: 'text', sortable: true },
    kind: { sql: 'i.kind', type: 'text' },
    institution: { sql: 'i.institution', type: 'text' },
    county: { sql: 'i.county', type: 'text' },
    repNo: { sql: 'i.rep_no', type: 'text' },
    uplineNo: { sql: 'i.upline_no', type: 'text' },
    status: { sql: 'i.status', type: 'text' },
    createdAt: { sql: 'i.created_at', type: 'instant', sortable: true },
    updatedAt: { sql: 'i.updated_at', type: 'instant', sortable: true },
  },
  key: { sql: 'i.introducer_no', type: 'text' },
  defaultSort: '-createdAt',
};

export type StoredRow = Omit<IntroducerRow, 'phone'> & { readonly phone: string | null };

/** One page of introducers, as far as the reader may see them: a reader of own rows sees those whose rep he is. */
export async function listIntroducers(
  tools: Tools,
  actor: Actor,
  query: ListQuery,
): Promise<Page<IntroducerRow> | Refusal> {
  return tools.db.read(actor, async (tx) => {
    const page = await readPage<StoredRow>(tx, openIntroducers(actor, query), query);
    return isRefusal(page) ? page : { ...page, items: shownIntroducers(actor, page.items) };
  });
}

/** The list as a reader may read it. An account without a rep's number owns none; no introducer's is the empty text. */
export function openIntroducers(actor: Actor, query: ListQuery): ListSpec {
  const own = scopeFor(actor, 'introducers.read') === 'own';
  const where = own ? [{ sql: (place: string) => `i.rep_no = ${place}`, value: ownRepNo(actor) ?? '' }] : [];
  return { ...spec, ...searchOf(query.q), timeZone: readTimeZone, where };
}

export function shownIntroducers(actor: Actor, rows: readonly StoredRow[]): IntroducerRow[] {
  return rows.map((row) => ({ ...row, phone: shownPhone(actor, row.phone) }));
}

/** At most 20 active introducers for a select. */
export async function findIntroducers(
  tools: Tools,
  actor: Actor,
  q: string,
): Promise<Pick<IntroducerRow, 'introducerId' | 'introducerNo' | 'name' | 'kind' | 'institution'>[]> {
  return tools.db.read(actor, async (tx) => {
    const search = searchOf(q).search;
    const text = q.trim();
    return tx.query(
      `SELECT i.introducer_id AS "introducerId", i.introducer_no AS "introducerNo", i.name, i.kind, i.institution FROM referral_introducers i
       WHERE i.hospital_id = $1 AND i.status = 'active' ${search && text ? `AND ${search('$2')}` : ''}
       ORDER BY i.name, i.introducer_no LIMIT 20`,
      search && text ? [tx.hospitalId, text] : [tx.hospitalId],
    );
  });
}

function searchOf(q: string | undefined): Pick<ListSpec, 'search'> {
  const search = readSearch(q);
  if (search.kind === 'digits') {
    return {
      search: (text) =>
        `(i.introducer_no = ${text} OR i.introducer_id = ANY (ARRAY(
          SELECT referral_introducer_ids_by_phone_tail(right(regexp_replace(${text}, '[^0-9]', '', 'g'), 11)))))`,
    };
  }
  return {
    search: (text) =>
      `(strpos(i.name, ${text}) > 0 OR strpos(coalesce(i.institution, ''), ${text}) > 0 OR i.introducer_no ILIKE ${likeText(text)} || '%')`,
  };
}
