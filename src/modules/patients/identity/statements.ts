/** The temporary table a batch of persons is copied into, each with the patient he is. */
export const stagingColumns = `patient_id uuid, is_new boolean, record_no text COLLATE "C", name text, name_key text COLLATE "C", pinyin text, initials text,
  sex text, birth_date date, birth_source text, phone text, phone_key text COLLATE "C", other_phone text, other_phone_key text COLLATE "C", email text,
  sealed bytea, lookup bytea, tail bytea, division_code text COLLATE "C", is_in_county boolean, address_line text, occupation text, education text,
  marital_status text, native_place text, insurance_kind text, tags text, first_source text, first_source_at timestamptz(3), visit_count int,
  first_visit_at timestamptz(3), last_visit_at timestamptz(3)`;

export interface CopyStatement {
  readonly counts: 'created' | 'changed' | null;
  readonly sql: string;
}

const told = [
  'name',
  'sex',
  'birth_date',
  'division_code',
  'is_in_county',
  'occupation',
  'education',
  'marital_status',
  'native_place',
  'insurance_kind',
] as const;

/** All that happens to a staged batch; $1 the hospital, $2 the import run. */
export function copyStatements(order: {
  readonly mode: 'replace' | 'fill';
  readonly source: string;
  readonly hasTwins: boolean;
}): CopyStatement[] {
  return [
    ...(order.mode === 'replace' ? [{ counts: null, sql: keepBefores }] : []),
    { counts: 'changed', sql: order.mode === 'replace' ? replaceChanged : fillUnknown },
    { counts: 'created', sql: order.hasTwins ? insertMerged : insertEach },
    { counts: null, sql: insertRecordNumbers(order.source) },
    { counts: null, sql: insertPhones('phone', 'phone_key', order.source) },
    { counts: null, sql: insertPhones('other_phone', 'other_phone_key', order.source) },
    { counts: null, sql: insertEmails(order.source) },
    { counts: null, sql: insertDocuments(order.source) },
    { counts: null, sql: insertAddresses(order.source) },
  ];
}

/** The document's birth date and sex are never replaced by what a file merely says. */
const changes = `(s.name IS DISTINCT FROM p.name
  OR (s.sex IS NOT NULL AND s.sex IS DISTINCT FROM p.sex AND (p.birth_date_source IS DISTINCT FROM 'document' OR s.birth_source = 'document'))
  OR (s.birth_date IS NOT NULL AND s.birth_date IS DISTINCT FROM p.birth_date AND (p.birth_date_source IS DISTINCT FROM 'document' OR s.birth_source = 'document'))
  OR ${told
    .slice(3)
    .map((name) => `(s.${name} IS NOT NULL AND s.${name} IS DISTINCT FROM p.${name})`)
    .join(' OR ')}
  OR (s.tags IS NOT NULL AND EXISTS (SELECT 1 FROM unnest(string_to_array(s.tags, E'\\x1f')) AS t WHERE t <> ALL (p.tags))))`;

const keepBefores = `INSERT INTO platform_row_befores (hospital_id, run_id, subject, key, before)
  SELECT $1, $2, 'patient_patients', p.patient_id::text, to_jsonb(p) FROM staging_persons s
  JOIN patient_patients p ON p.hospital_id = $1 AND p.patient_id = s.patient_id
  WHERE NOT s.is_new AND p.import_run_id IS DISTINCT FROM $2 AND ${changes}
  ON CONFLICT DO NOTHING`;

const latest = `(SELECT DISTINCT ON (patient_id) * FROM staging_persons WHERE NOT is_new ORDER BY patient_id, last_visit_at DESC NULLS LAST, record_no) AS s`;
const documentHolds = `(p.birth_date_source = 'document' AND s.birth_source IS DISTINCT FROM 'document')`;

const replaceChanged = `WITH written AS (UPDATE patient_patients p SET
    name = s.name, name_key = s.name_key, pinyin = s.pinyin, initials = s.initials,
    sex = CASE WHEN ${documentHolds} THEN p.sex ELSE coalesce(s.sex, p.sex) END,
    birth_date = CASE WHEN ${documentHolds} THEN p.birth_date ELSE coalesce(s.birth_date, p.birth_date) END,
    birth_date_source = CASE WHEN ${documentHolds} OR s.birth_date IS NULL THEN p.birth_date_source ELSE s.birth_source END,
    ${told
      .slice(3)
      .map((name) => `${name} = coalesce(s.${name}, p.${name})`)
      .join(', ')},
    tags = CASE WHEN s.tags IS NULL THEN p.tags ELSE ARRAY(SELECT DISTINCT t FROM unnest(p.tags || string_to_array(s.tags, E'\\x1f')) AS t ORDER BY t) END,
    first_source = coalesce(p.first_source, s.first_source), first_source_at = coalesce(p.first_source_at, s.first_source_at),
    refreshed_at = p.refreshed_at || jsonb_strip_nulls(jsonb_build_object(${told
      .slice(5)
      .map((name) => `'${name}', CASE WHEN s.${name} IS NOT NULL THEN current_date END`)
      .join(', ')})),
    version = p.version + 1, updated_at = clock_timestamp(), import_run_id = $2
  FROM ${latest}
  WHERE p.hospital_id = $1 AND p.patient_id = s.patient_id AND ${changes} RETURNING 1)
  SELECT count(*) AS count FROM written`;

const fillable = told.slice(1);
const fills = `(${fillable.map((name) => `(p.${name} IS NULL AND s.${name} IS NOT NULL)`).join(' OR ')}
  OR (p.birth_date_source IS DISTINCT FROM 'document' AND s.birth_source = 'document')
  OR (p.first_source IS NULL AND s.first_source IS NOT NULL))`;

const fillUnknown = `WITH written AS (UPDATE patient_patients p SET
    sex = CASE WHEN s.birth_source = 'document' AND NOT ${documentHolds} THEN s.sex ELSE coalesce(p.sex, s.sex) END,
    birth_date = CASE WHEN s.birth_source = 'document' AND p.birth_date_source IS DISTINCT FROM 'document' THEN s.birth_date ELSE coalesce(p.birth_date, s.birth_date) END,
    birth_date_source = CASE WHEN s.birth_source = 'document' THEN 'document' WHEN p.birth_date IS NULL AND s.birth_date IS NOT NULL THEN s.birth_source ELSE p.birth_date_source END,
    ${told
      .slice(3)
      .map((name) => `${name} = coalesce(p.${name}, s.${name})`)
      .join(', ')},
    first_source = coalesce(p.first_source, s.first_source),
    first_source_at = CASE WHEN p.first_source IS NULL THEN s.first_source_at ELSE p.first_source_at END,
    version = p.version + 1, updated_at = clock_timestamp(), import_run_id = coalesce(p.import_run_id, $2)
  FROM ${latest}
  WHERE p.hospital_id = $1 AND p.patient_id = s.patient_id AND ${fills} RETURNING 1)
  SELECT count(*) AS count FROM written`;

const insertColumns = `INSERT INTO patient_patients (hospital_id, patient_id, name, name_key, pinyin, initials, sex, birth_date, birth_date_source,
    division_code, is_in_county, occupation, education, marital_status, native_place, insurance_kind, tags, first_source, first_source_at, visit_count,
    first_visit_at, last_visit_at, import_run_id)
  SELECT $1, patient_id, name, name_key, pinyin, initials, sex, birth_date, birth_source, division_code, is_in_county, occupation, education,
    marital_status, native_place, insurance_kind, coalesce(string_to_array(tags, E'\\x1f'), '{}'), first_source, first_source_at,
    coalesce(visit_count, 0), first_visit_at, last_visit_at, $2`;

const insertEach = `WITH written AS (${insertColumns} FROM staging_persons WHERE is_new RETURNING 1) SELECT count(*) AS count FROM written`;

/** Several rows may be one new person: the latest tells his name, any tells what the others do not, visits add up. */
const insertMerged = `WITH merged AS (
    SELECT patient_id, ${[
      'name',
      'name_key',
      'pinyin',
      'initials',
      'sex',
      'birth_date',
      'birth_source',
      'division_code',
      'is_in_county',
      'occupation',
      'education',
      'marital_status',
      'native_place',
      'insurance_kind',
      'tags',
    ]
      .map(
        (name) =>
          `(array_agg(${name} ORDER BY (birth_source = 'document') DESC NULLS LAST, last_visit_at DESC NULLS LAST, record_no) FILTER (WHERE ${name} IS NOT NULL))[1] AS ${name}`,
      )
      .join(', ')},
      (array_agg(first_source ORDER BY first_source_at NULLS LAST) FILTER (WHERE first_source IS NOT NULL))[1] AS first_source, min(first_source_at) AS first_source_at,
      sum(visit_count) AS visit_count, min(first_visit_at) AS first_visit_at, max(last_visit_at) AS last_visit_at
    FROM staging_persons WHERE is_new GROUP BY patient_id),
  written AS (${insertColumns} FROM merged RETURNING 1)
  SELECT count(*) AS count FROM written`;

function insertRecordNumbers(source: string): string {
  return `INSERT INTO patient_record_numbers (hospital_id, record_no, patient_id, source, import_run_id)
    SELECT $1, record_no, patient_id, '${source}', $2 FROM staging_persons WHERE record_no IS NOT NULL ON CONFLICT DO NOTHING`;
}

/** The first contact of a new person is his main one. */
function insertPhones(column: string, key: string, source: string): string {
  const isMain = column === 'phone' ? 'is_new' : 'is_new AND phone IS NULL';
  return `INSERT INTO patient_contacts (hospital_id, patient_id, kind, value, value_key, is_primary, source, import_run_id)
    SELECT DISTINCT ON (patient_id, ${key}) $1, patient_id, 'phone', ${column}, ${key},
      (${isMain}) AND row_number() OVER (PARTITION BY patient_id ORDER BY last_visit_at DESC NULLS LAST, record_no) = 1, '${source}', $2
    FROM staging_persons WHERE ${column} IS NOT NULL ON CONFLICT DO NOTHING`;
}

function insertEmails(source: string): string {
  return `INSERT INTO patient_contacts (hospital_id, patient_id, kind, value, value_key, source, import_run_id)
    SELECT DISTINCT $1::uuid, patient_id, 'email', lower(email), lower(email), '${source}', $2::uuid
    FROM staging_persons WHERE email IS NOT NULL ON CONFLICT DO NOTHING`;
}

function insertDocuments(source: string): string {
  return `INSERT INTO patient_documents (hospital_id, patient_id, kind, number_sealed, number_lookup, tail_lookup, is_checksum_valid, source, import_run_id)
    SELECT DISTINCT ON (patient_id, lookup) $1, patient_id, 'id_card', sealed, lookup, tail, true, '${source}', $2
    FROM staging_persons WHERE lookup IS NOT NULL ORDER BY patient_id, lookup ON CONFLICT DO NOTHING`;
}

/** An address that is told again is not kept twice; another one takes its place as the current one. */
function insertAddresses(source: string): string {
  return `INSERT INTO patient_addresses (hospital_id, patient_id, division_code, is_in_county, line, source, import_run_id)
    SELECT DISTINCT ON (s.patient_id) $1, s.patient_id, s.division_code, s.is_in_county, s.address_line, '${source}', $2
    FROM staging_persons s
    WHERE (s.division_code IS NOT NULL OR s.address_line IS NOT NULL) AND (s.is_new OR (
      SELECT count(*) FROM patient_addresses a WHERE a.hospital_id = $1 AND a.patient_id = s.patient_id
        AND (a.division_code IS NOT DISTINCT FROM s.division_code OR s.division_code IS NULL) AND (a.line IS NOT DISTINCT FROM s.address_line OR s.address_line IS NULL)) = 0)
    ORDER BY s.patient_id, s.last_visit_at DESC NULLS LAST`;
}
