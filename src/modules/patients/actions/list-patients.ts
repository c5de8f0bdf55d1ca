import { completedYears, dayMs, dayOf, type Instant } from '#kernel/day.ts';
import type { ListQuery, Page } from '#kernel/page.ts';
import { isRefusal, type Refusal } from '#kernel/refusal.ts';
import { readTimeZone } from '#modules/hospital/index.ts';
import { type Actor, scopeFor } from '#modules/staff/index.ts';
import { type ListSpec, readPage } from '#platform/db/list.ts';
import type { Tools } from '#platform/tools.ts';
import type { PatientRow } from '../contract/patients.ts';
import { nameKey } from '../rules/names.ts';
import { patientScope, shownContactValue } from '../sight.ts';

/** The list of patients: merged files are not in it, they are reached through the surviving one. */
export const patientList: ListSpec = {
  from: `(SELECT * FROM patient_patients WHERE merged_into IS NULL) AS p`,
  columns: `p.patient_id AS "patientId", p.name, p.sex, p.birth_date AS "birthDate", p.is_in_county AS "isInCounty", p.level, p.level_basis AS "levelBasis",
    p.is_key_account AS "isKeyAccount", p.contact_interval_days AS "contactIntervalDays", p.last_contact_at AS "lastContactAt", p.tags,
    p.visit_count AS "visitCount", p.last_visit_at AS "lastVisitAt", p.first_source AS "firstSource", p.created_at AS "createdAt", p.version,
    (SELECT c.value FROM patient_contacts c WHERE c.hospital_id = p.hospital_id AND c.patient_id = p.patient_id AND c.kind = 'phone'
      ORDER BY c.is_primary DESC, c.created_at LIMIT 1) AS phone,
    (SELECT r.record_no FROM patient_record_numbers r WHERE r.hospital_id = p.hospital_id AND r.patient_id = p.patient_id
      ORDER BY r.created_at, r.record_no LIMIT 1) AS "recordNo"`,
  hospital: 'p.hospital_id',
  fields: {
    name: { sql: 'p.name_key', type: 'text', sortable: true },
    sex: { sql: 'p.sex', type: 'text' },
    birthDate: { sql: 'p.birth_date', type: 'day', sortable: true, nullable: true },
    isInCounty: { sql: 'p.is_in_county', type: 'boolean' },
    level: { sql: 'p.level', type: 'number', sortable: true },
    levelBasis: { sql: 'p.level_basis', type: 'text' },
    isKeyAccount: { sql: 'p.is_key_account', type: 'boolean' },
    isStaff: { sql: 'p.is_staff', type: 'boolean' },
    careOwner: { sql: 'p.care_owner::text', type: 'text' },
    occupation: { sql: 'p.occupation', type: 'text' },
    insuranceKind: { sql: 'p.insurance_kind', type: 'text' },
    firstSource: { sql: 'p.first_source', type: 'text' },
    visitCount: { sql: 'p.visit_count', type: 'number', sortable: true },
    lastVisitAt: { sql: 'p.last_visit_at', type: 'instant', sortable: true, nullable: true },
    lastContactAt: { sql: 'p.last_contact_at', type: 'instant', sortable: true, nullable: true },
    createdAt: { sql: 'p.created_at', type: 'instant', sortable: true },
    updatedAt: { sql: 'p.updated_at', type: 'instant', sortable: true },
  },
  key: { sql: 'p.patient_id::text', type: 'text' },
  defaultSort: '-lastVisitAt',
  timeZone: readTimeZone,
};

type StoredRow = Omit<PatientRow, 'phone' | 'ageYears' | 'isContactOverdue'> & {
  readonly phone: string | null;
  readonly contactIntervalDays: number | null;
  readonly lastContactAt: Instant | null;
};

/** One page of patients as far as the reader sees them. `tag:eq:…` is taken out of the filters: tags are found by an index of their own. */
export async function listPatients(tools: Tools, actor: Actor, query: ListQuery): Promise<Page<PatientRow> | Refusal> {
  return tools.db.read(actor, async (tx) => {
    const tags = query.filter.flatMap((term) => /^tag:(?:eq|in):(.+)$/s.exec(term)?.[1]?.split('|') ?? []);
    const filter = query.filter.filter((term) => !term.startsWith('tag:'));
    const where = [
      ...tags.map((tag) => ({
        sql: (place: string) => `p.patient_id IN (SELECT patient_ids_by_tag(${place}))`,
        value: tag,
      })),
      ...scopeCondition(actor),
    ];
    const q = query.q?.trim();
    const page = await readPage<StoredRow>(
      tx,
      { ...patientList, where, search: searchCondition },
      { ...query, filter, q: q && (/\p{Script=Han}|[a-z]/iu.test(q) ? nameKey(q) : q.replace(/[\s-]/g, '')) },
    );
    if (isRefusal(page)) return page;
    const now = tools.now();
    const today = dayOf(now, await readTimeZone(tx));
    return {
      ...page,
      items: page.items.map(({ phone, contactIntervalDays, lastContactAt, ...row }) => ({
        ...row,
        phone: phone === null ? null : shownContactValue(actor, 'phone', phone),
        ageYears: row.birthDate && row.birthDate <= today ? completedYears(row.birthDate as typeof today, today) : null,
        isContactOverdue:
          row.isKeyAccount &&
          contactIntervalDays !== null &&
          (lastContactAt === null || now - lastContactAt > contactIntervalDays * dayMs),
      })),
    };
  });
}

/** By the beginning of the name or of its spelling, a whole phone or record number. */
function searchCondition(place: string): string {
  const range = (column: string) => `(${column} >= ${place} AND ${column} < ${place} || chr(1114109))`;
  return `(${range('p.name_key')} OR ${range('p.pinyin')} OR ${range('p.initials')} OR p.patient_id IN (
    SELECT c.patient_id FROM patient_contacts c WHERE c.hospital_id = $1 AND c.kind = 'phone' AND c.value_key = ${place}
    UNION ALL SELECT r.patient_id FROM patient_record_numbers r WHERE r.hospital_id = $1 AND r.record_no = upper(${place})
    UNION ALL SELECT r.patient_id FROM patient_record_numbers r WHERE r.hospital_id = $1 AND r.record_no = ${place}))`;
}

function scopeCondition(actor: Actor) {
  const scope = scopeFor(actor, 'patients.read');
  if (scope === 'hospital' || scope === 'group') return [];
  const { sql } = patientScope(actor, 0);
  // Account and departments travel as one value: the list's conditions take one parameter each.
  const value = JSON.stringify({ account: actor.accountId, departments: actor.departments });
  return [
    {
      sql: (place: string) =>
        sql
          .replaceAll('$0::uuid', `(${place}::jsonb ->> 'account')::uuid`)
          .replaceAll('$1::text[]', `ARRAY(SELECT jsonb_array_elements_text(${place}::jsonb -> 'departments'))`),
      value,
    },
  ];
}
