import type { Instant } from '#kernel/day.ts';
import {
  type BulkColumn,
  type BulkCounts,
  type BulkRow,
  type BulkTable,
  type BulkWriter,
  bulkLine,
  gatherRows,
  openBulk,
} from '#platform/db/bulk.ts';
import type { Tx } from '#platform/db/database.ts';
import type { IntroducerRow, MessageRow, ReferralRow } from './contract/imported-rows.ts';
import { readMatchingPolicy } from './matching-policy.ts';
import { parsedRecord, parseMessage, resolveArrival } from './rules/parse-message/index.ts';
import { resolveIntroducer } from './rules/resolve-introducer.ts';
import { phoneKey } from './rules/winner-rows.ts';
import { type IntroducerDirectory, readIntroducerDirectory } from './store/introducer-directory.ts';

const text = (...names: string[]): BulkColumn[] => names.map((name) => ({ name, type: 'text' }));

export const introducerTable: BulkTable = {
  table: 'referral_introducers',
  key: ['introducer_no'],
  columns: [
    ...text('introducer_no', 'name', 'kind'),
    { name: 'is_clinical', type: 'boolean' },
    ...text('institution', 'county', 'rep_no'),
  ],
  onUpdate: { updated_at: 'clock_timestamp()', version: 't.version + 1' },
};

export const messageTable: BulkTable = {
  table: 'referral_messages',
  key: ['message_id'],
  columns: [...text('message_id', 'channel', 'sender', 'text'), { name: 'received_at', type: 'timestamptz(3)' }],
};

export const referralTable: BulkTable = {
  table: 'referral_referrals',
  key: ['referral_id'],
  columns: [
    ...text('referral_id'),
    { name: 'received_at', type: 'timestamptz(3)' },
    ...text('channel', 'message_id', 'introducer_no', 'introducer_text', 'sender', 'patient_name', 'sex'),
    { name: 'age', type: 'int' },
    ...text('phone', 'disease', 'department'),
    { name: 'is_accompanied', type: 'boolean' },
    ...text('expected_phrase'),
    { name: 'expected_from', type: 'timestamptz(3)' },
    { name: 'expected_until', type: 'timestamptz(3)' },
  ],
  onInsert: {
    // Events of a referral whose import was undone stay: numbering goes on after them.
    last_event_seq: `(SELECT coalesce(max(v.seq), 0) + 1 FROM referral_events v WHERE v.hospital_id = $1 AND v.referral_id = s.referral_id)`,
    introducer_id: `(SELECT i.introducer_id FROM referral_introducers i WHERE i.hospital_id = $1 AND i.introducer_no = s.introducer_no AND i.status <> 'pending')`,
  },
  onUpdate: {
    last_event_seq: 't.last_event_seq + 1',
    version: 't.version + 1',
    updated_at: 'clock_timestamp()',
    introducer_id: 'EXCLUDED.introducer_id',
  },
};

/** A row kept although something of it could not be used. */
export interface KeptWarning {
  readonly index: number;
  readonly column: string;
  readonly code: 'row.phone-taken';
}

/** Registers introducers; a phone that belongs to somebody else stays his, with a warning. */
export async function openIntroducerImport(tx: Tx, runId: string) {
  const bulk = await openBulk(tx, introducerTable, runId);
  return gatherRows(
    (row: IntroducerRow) => row,
    async (rows): Promise<BulkCounts & { warnings: KeptWarning[] }> => {
      const counts = await bulk.write(rows.map((row) => bulkLine(introducerCells(row))));
      await noteReps(tx, bulk.staging);
      return { ...counts, warnings: await writeContacts(tx, rows) };
    },
  );
}

async function noteReps(tx: Tx, staging: string): Promise<void> {
  await tx.query(
    `INSERT INTO referral_introducer_reps (hospital_id, introducer_id, from_day, rep_no, changed_by, reason)
     SELECT $1, i.introducer_id, current_date, s.rep_no, '导入', '导入' FROM ${staging} s
     JOIN referral_introducers i ON i.hospital_id = $1 AND i.introducer_no = s.introducer_no
     LEFT JOIN LATERAL (SELECT r.rep_no FROM referral_introducer_reps r WHERE r.hospital_id = $1 AND r.introducer_id = i.introducer_id
       ORDER BY r.from_day DESC LIMIT 1) AS latest ON true
     WHERE s.rep_no IS NOT NULL AND latest.rep_no IS DISTINCT FROM s.rep_no
     ON CONFLICT (hospital_id, introducer_id, from_day) DO UPDATE SET rep_no = EXCLUDED.rep_no`,
    [tx.hospitalId],
  );
}

async function writeContacts(tx: Tx, rows: readonly IntroducerRow[]): Promise<KeptWarning[]> {
  const withPhone = rows.map((row, index) => ({ row, index })).filter(({ row }) => row.phone !== null);
  if (withPhone.length === 0) return [];
  const taken = await tx.query<{ n: number }>(
    `WITH wanted AS (
       SELECT w.introducer_no, w.address, w.n, i.introducer_id FROM unnest($2::text[], $3::text[]) WITH ORDINALITY AS w(introducer_no, address, n)
       JOIN referral_introducers i ON i.hospital_id = $1 AND i.introducer_no = w.introducer_no),
     written AS (
       INSERT INTO referral_introducer_contacts (hospital_id, channel, address, introducer_id)
       SELECT DISTINCT ON (address) $1, 'phone', address, introducer_id FROM wanted ORDER BY address, n
       ON CONFLICT DO NOTHING RETURNING address, introducer_id)
     SELECT w.n FROM wanted w
     WHERE NOT EXISTS (SELECT 1 FROM written x WHERE x.address = w.address AND x.introducer_id = w.introducer_id)
       AND NOT EXISTS (SELECT 1 FROM referral_introducer_contacts c WHERE c.hospital_id = $1 AND c.channel = 'phone'
         AND c.address = w.address AND c.introducer_id = w.introducer_id)`,
    [tx.hospitalId, withPhone.map(({ row }) => row.introducerNo), withPhone.map(({ row }) => phoneKey(row.phone)!)],
  );
  return taken.map(({ n }) => ({ index: withPhone[Number(n) - 1]!.index, column: 'phone', code: 'row.phone-taken' }));
}

/** Referrals that named an introducer before he was registered belong to him from now on; receipt times stay. */
export async function linkWaitingReferrals(tx: Tx): Promise<number> {
  const linked = await tx.query(
    `UPDATE referral_referrals r SET introducer_id = i.introducer_id FROM referral_introducers i
     WHERE r.hospital_id = $1 AND i.hospital_id = $1 AND r.introducer_id IS NULL AND r.introducer_no = i.introducer_no AND i.status <> 'pending'
     RETURNING 1`,
    [tx.hospitalId],
  );
  return linked.length;
}

/** Structured referrals: complete or not, known introducer or not; the winner rules decide what they are worth. */
export async function openReferralImport(tx: Tx, runId: string, actorName: string) {
  const bulk = await openBulk(tx, referralTable, runId);
  return gatherRows(
    (row: ReferralRow) => bulkLine(referralCells(row)),
    async (lines) => {
      const counts = await bulk.write(lines);
      await noteImported(tx, bulk, runId, actorName);
      return counts;
    },
  );
}

/** Raw messages: stored unaltered, read by the parser, and made into referrals under the message's own number. */
export async function openMessageImport(tx: Tx, runId: string, actorName: string) {
  const messages = await openBulk(tx, messageTable, runId);
  const referrals = await openBulk(tx, referralTable, runId);
  const directory = await readIntroducerDirectory(tx);
  const { timeZone } = await readMatchingPolicy(tx);
  return gatherRows(
    (row: MessageRow) => ({ line: bulkLine(messageCells(row)), read: readMessage(row, directory, timeZone) }),
    async (rows) => {
      const counts = await messages.write(rows.map(({ line }) => line));
      await writeReadings(
        tx,
        rows.map(({ read }) => read),
      );
      await referrals.write(rows.flatMap(({ read }) => (read.referral ? [bulkLine(read.referral)] : [])));
      await noteImported(tx, referrals, runId, actorName);
      return counts;
    },
  );
}

interface ReadMessage {
  readonly messageId: string;
  readonly outcome: 'referral' | 'not_referral' | 'needs_officer';
  readonly parsed: object;
  readonly candidates: readonly string[];
  readonly reason: string | null;
  readonly referral: BulkRow | null;
}

function readMessage(row: MessageRow, directory: IntroducerDirectory, timeZone: string): ReadMessage {
  const parsed = parseMessage(row.text);
  const base = { messageId: row.messageId, parsed, candidates: [], reason: null };
  if (!parsed.isReferral) return { ...base, outcome: 'not_referral', referral: null };
  const record = parsedRecord(row.messageId, parsed);
  const sender =
    row.sender === null ? null : directory.byAddress(row.channel === 'wechat' ? 'wechat' : 'phone', row.sender);
  const claim = { named: record.introducer, institution: record.institution, sender };
  const resolution = resolveIntroducer(claim, record.introducer === null ? [] : directory.namedLike(record.introducer));
  const phrase = record.expected_arrival;
  const expected = phrase === null ? null : resolveArrival(phrase, row.receivedAt, timeZone);
  const found = resolution.kind === 'found' ? directory.byId(resolution.introducerId) : null;
  const referral: BulkRow = [
    row.messageId,
    iso(row.receivedAt),
    row.channel,
    row.messageId,
    found?.introducerNo ?? null,
    record.introducer,
    row.sender,
    record.patient_name,
    record.sex,
    record.age === null ? null : String(record.age),
    record.phone,
    record.disease,
    record.department,
    'f',
    record.expected_arrival,
    expected === null ? null : iso(expected.from),
    expected === null ? null : iso(expected.until),
  ];
  if (resolution.kind === 'found') return { ...base, outcome: 'referral', referral };
  const candidates = resolution.kind === 'several' ? resolution.introducerIds : [];
  return { ...base, outcome: 'needs_officer', candidates, reason: `introducer_${resolution.kind}`, referral };
}

async function writeReadings(tx: Tx, read: readonly ReadMessage[]): Promise<void> {
  await tx.query(
    `INSERT INTO referral_readings (hospital_id, message_id, outcome, parsed, candidates, reason)
     SELECT $1, r.message_id, r.outcome, r.parsed, coalesce((SELECT array_agg(c) FROM jsonb_array_elements_text(r.candidates) AS c), '{}'), r.reason
     FROM jsonb_to_recordset($2::jsonb) AS r(message_id text, outcome text, parsed jsonb, candidates jsonb, reason text)
     ON CONFLICT (hospital_id, message_id) DO UPDATE SET outcome = EXCLUDED.outcome, parsed = EXCLUDED.parsed, candidates = EXCLUDED.candidates, reason = EXCLUDED.reason`,
    [
      tx.hospitalId,
      JSON.stringify(
        read.map(({ messageId, outcome, parsed, candidates, reason }) => ({
          message_id: messageId,
          outcome,
          parsed,
          candidates,
          reason,
        })),
      ),
    ],
  );
}

async function noteImported(tx: Tx, bulk: BulkWriter, runId: string, actorName: string): Promise<void> {
  await tx.query(
    `INSERT INTO referral_events (hospital_id, referral_id, seq, actor_name, kind, after)
     SELECT $1, r.referral_id, r.last_event_seq, $3, CASE WHEN r.version = 1 THEN 'received' ELSE 'corrected' END, jsonb_build_object('importRunId', $2::uuid)
     FROM ${bulk.staging} s JOIN referral_referrals r ON r.hospital_id = $1 AND r.referral_id = s.referral_id
     WHERE r.import_run_id = $2::uuid ON CONFLICT DO NOTHING`,
    [tx.hospitalId, runId, actorName],
  );
}

function introducerCells(row: IntroducerRow): BulkRow {
  return [row.introducerNo, row.name, row.kind, flag(row.clinical), row.institution, row.county, row.repNo];
}

function messageCells(row: MessageRow): BulkRow {
  return [row.messageId, row.channel, row.sender, row.text, iso(row.receivedAt)];
}

function referralCells(row: ReferralRow): BulkRow {
  return [
    row.referralId,
    iso(row.receivedAt),
    row.channel ?? 'api',
    null,
    row.introducerNo,
    null,
    null,
    row.patientName,
    row.sex,
    row.age === null ? null : String(row.age),
    row.phone,
    row.disease,
    row.department,
    row.accompanied ? 't' : 'f',
    null,
    null,
    null,
  ];
}

function flag(value: boolean | null): string | null {
  return value === null ? null : value ? 't' : 'f';
}

function iso(at: Instant): string {
  return new Date(at).toISOString();
}

/** Before introducers that an import created are removed: what hangs on them, and the referrals that named them wait again. */
export async function removeImportedContacts(tx: Tx, runId: string): Promise<void> {
  const created = `SELECT i.introducer_id FROM referral_introducers i WHERE i.hospital_id = $1 AND i.import_run_id = $2
    AND NOT EXISTS (SELECT 1 FROM platform_row_befores b WHERE b.hospital_id = $1 AND b.run_id = $2 AND b.subject = 'referral_introducers' AND b.key = i.introducer_no)`;
  await tx.query(
    `UPDATE referral_referrals SET introducer_id = NULL WHERE hospital_id = $1 AND introducer_id IN (${created})`,
    [tx.hospitalId, runId],
  );
  await tx.query(`DELETE FROM referral_introducer_contacts WHERE hospital_id = $1 AND introducer_id IN (${created})`, [
    tx.hospitalId,
    runId,
  ]);
  await tx.query(`DELETE FROM referral_introducer_reps WHERE hospital_id = $1 AND introducer_id IN (${created})`, [
    tx.hospitalId,
    runId,
  ]);
}

/** Before messages that an import created are removed: how they were read. */
export async function removeImportedReadings(tx: Tx, runId: string): Promise<void> {
  await tx.query(
    `DELETE FROM referral_readings r USING referral_messages m
     WHERE r.hospital_id = $1 AND m.hospital_id = $1 AND m.message_id = r.message_id AND m.import_run_id = $2`,
    [tx.hospitalId, runId],
  );
}

/** Gives introducers their WeChat ids; one that belongs to somebody else stays his. */
export async function linkWechatIds(
  tx: Tx,
  links: readonly { readonly introducerNo: string; readonly openid: string }[],
): Promise<void> {
  await tx.query(
    `INSERT INTO referral_introducer_contacts (hospital_id, channel, address, introducer_id)
     SELECT $1, 'wechat', w.openid, i.introducer_id FROM unnest($2::text[], $3::text[]) AS w(introducer_no, openid)
     JOIN referral_introducers i ON i.hospital_id = $1 AND i.introducer_no = w.introducer_no ON CONFLICT DO NOTHING`,
    [tx.hospitalId, links.map((link) => link.introducerNo), links.map((link) => link.openid)],
  );
}
