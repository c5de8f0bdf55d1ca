import type { Instant } from '#kernel/day.ts';
import type { Tx } from '#platform/db/database.ts';
import type { ListField, ListSpec } from '#platform/db/list.ts';
import { anyChannel, type Channel, type ConsentKind } from '../rules/catalogue.ts';
import type { Giver } from '../rules/may-give.ts';
import { personColumns, personJoin, personSearch } from './patients.ts';

export interface StandingRow {
  readonly patientId: string;
  readonly kind: ConsentKind;
  readonly channel: Channel | typeof anyChannel;
  readonly state: 'given' | 'refused' | 'withdrawn';
  readonly since: Instant;
  readonly validUntil: Instant | null;
  readonly textVersion: number | null;
  readonly giver: Giver;
}

export interface NewEntry {
  readonly patientId: string;
  readonly action: 'given' | 'refused' | 'withdrawn';
  readonly kind: ConsentKind;
  readonly channels: readonly Channel[];
  readonly textVersion: number | null;
  readonly textHash: string | null;
  readonly giver: Giver;
  readonly at: Instant;
  readonly validUntil: Instant | null;
  readonly via: 'desk' | 'phone' | 'link' | 'message' | 'system';
  readonly linkId: string | null;
  readonly reason: string | null;
  readonly recordedBy: string | null;
  readonly recordedByName: string;
}

const lockSpace = 7263090;

/** Whoever changes where a person stands waits for those who are sending to him, and they see the change once he is done. */
export async function lockPerson(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.query(
    `SELECT pg_advisory_xact_lock(hashtextextended(p.key, $2)) FROM (SELECT u.key FROM unnest($1::text[]) AS u(key) ORDER BY u.key) AS p`,
    [lockKeys(tx, ids), lockSpace],
  );
}

/** Taken until the end of the transaction by whoever asks and then sends; in the order of ids, so that two batches cannot wait for each other. */
export async function holdPeople(tx: Tx, patientIds: readonly string[]): Promise<void> {
  await tx.query(
    `SELECT pg_advisory_xact_lock_shared(hashtextextended(p.key, $2))
     FROM (SELECT u.key FROM unnest($1::text[]) AS u(key) ORDER BY u.key) AS p`,
    [lockKeys(tx, patientIds), lockSpace],
  );
}

function lockKeys(tx: Tx, ids: readonly string[]): string[] {
  return [...new Set(ids)].map((id) => `${tx.hospitalId} ${id}`);
}

export async function insertEntry(tx: Tx, entry: NewEntry): Promise<string> {
  const row = await tx.one<{ entry_id: string }>(
    `INSERT INTO consent_entries (hospital_id, patient_id, action, kind, channels, text_version, text_hash, giver, at, valid_until, via, link_id, reason,
       recorded_by, recorded_by_name)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, to_timestamp($9::bigint / 1000.0), to_timestamp($10::bigint / 1000.0), $11, $12, $13, $14, $15)
     RETURNING entry_id`,
    [
      tx.hospitalId,
      entry.patientId,
      entry.action,
      entry.kind,
      entry.channels,
      entry.textVersion,
      entry.textHash,
      entry.giver,
      entry.at,
      entry.validUntil,
      entry.via,
      entry.linkId,
      entry.reason,
      entry.recordedBy,
      entry.recordedByName,
    ],
  );
  return row!.entry_id;
}

/**
 * Moves standings to what an entry says. A paper found later does not undo what was said after it: only standings not newer than `at` move.
 * @returns channels that moved
 */
export async function writeStandings(
  tx: Tx,
  entryId: string,
  entry: NewEntry,
): Promise<(Channel | typeof anyChannel)[]> {
  const rows = await tx.query<{ channel: Channel | typeof anyChannel }>(
    `INSERT INTO consent_standings AS s (hospital_id, patient_id, kind, channel, state, since, valid_until, text_version, giver, entry_id)
     SELECT $1, $2, $3, c.channel, $5, to_timestamp($6::bigint / 1000.0), to_timestamp($7::bigint / 1000.0), $8, $9, $10 FROM unnest($4::text[]) AS c(channel)
     ON CONFLICT (hospital_id, patient_id, kind, channel) DO UPDATE SET state = excluded.state, since = excluded.since, valid_until = excluded.valid_until,
       text_version = coalesce(excluded.text_version, s.text_version), giver = excluded.giver, entry_id = excluded.entry_id
     WHERE s.since <= excluded.since
     RETURNING channel`,
    [
      tx.hospitalId,
      entry.patientId,
      entry.kind,
      entry.channels.length > 0 ? entry.channels : [anyChannel],
      entry.action,
      entry.at,
      entry.validUntil,
      entry.textVersion,
      entry.giver,
      entryId,
    ],
  );
  return rows.map((row) => row.channel);
}

export async function readStandings(tx: Tx, patientIds: readonly string[]): Promise<StandingRow[]> {
  return tx.query<StandingRow>(
    `SELECT patient_id AS "patientId", kind, channel, state, since, valid_until AS "validUntil", text_version AS "textVersion", giver
     FROM consent_standings WHERE hospital_id = $1 AND patient_id = ANY ($2) ORDER BY patient_id, kind, channel`,
    [tx.hospitalId, patientIds],
  );
}

export async function insertEvidence(
  tx: Tx,
  entryId: string,
  evidence: {
    readonly kind: string;
    readonly scanId: string | null;
    readonly recordingId: string | null;
    readonly pageHash: string | null;
    readonly giverName: string | null;
    readonly giverRelation: string | null;
    readonly scope: string | null;
  },
): Promise<void> {
  await tx.query(
    `INSERT INTO consent_evidence (hospital_id, entry_id, kind, scan_id, recording_id, page_hash, giver_name, giver_relation, scope)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      tx.hospitalId,
      entryId,
      evidence.kind,
      evidence.scanId,
      evidence.recordingId,
      evidence.pageHash,
      evidence.giverName,
      evidence.giverRelation,
      evidence.scope,
    ],
  );
}

export interface ScanRow {
  readonly mediaType: string;
  readonly contentSealed: Buffer;
}

export async function insertScan(
  tx: Tx,
  scan: {
    readonly mediaType: string;
    readonly bytes: number;
    readonly contentHash: string;
    readonly contentSealed: Buffer;
    readonly uploadedBy: string | null;
  },
): Promise<string> {
  const row = await tx.one<{ scan_id: string }>(
    `INSERT INTO consent_scans (hospital_id, media_type, bytes, content_hash, content_sealed, uploaded_by)
     VALUES ($1, $2, $3, $4, $5, $6) RETURNING scan_id`,
    [tx.hospitalId, scan.mediaType, scan.bytes, scan.contentHash, scan.contentSealed, scan.uploadedBy],
  );
  return row!.scan_id;
}

export async function readScan(tx: Tx, scanId: string): Promise<ScanRow | null> {
  return tx.one<ScanRow>(
    `SELECT media_type AS "mediaType", content_sealed AS "contentSealed" FROM consent_scans WHERE hospital_id = $1 AND scan_id = $2`,
    [tx.hospitalId, scanId],
  );
}

export async function isScanFree(tx: Tx, scanId: string): Promise<boolean> {
  const row = await tx.one('SELECT 1 AS found FROM consent_scans WHERE hospital_id = $1 AND scan_id = $2', [
    tx.hospitalId,
    scanId,
  ]);
  return row !== null;
}

const entryColumns = `e.entry_id AS "entryId", e.patient_id AS "patientId", ${personColumns}, e.action, e.kind, e.channels,
  e.text_version AS "textVersion", e.giver, e.at, e.valid_until AS "validUntil", e.via, e.reason, e.recorded_by_name AS "recordedByName",
  e.recorded_at AS "recordedAt", v.kind AS "evidenceKind", v.scan_id AS "scanId", v.recording_id AS "recordingId", v.giver_name AS "giverName",
  v.giver_relation AS "giverRelation", v.scope`;
const entryFrom = `consent_entries e LEFT JOIN consent_evidence v ON v.hospital_id = e.hospital_id AND v.entry_id = e.entry_id
  ${personJoin('e')}`;

const saidField: ListField = { sql: 'e.action', type: 'text' };

export const entryList: ListSpec = {
  from: entryFrom,
  columns: entryColumns,
  hospital: 'e.hospital_id',
  fields: {
    action: saidField,
    kind: { sql: 'e.kind', type: 'text' },
    via: { sql: 'e.via', type: 'text' },
    giver: { sql: 'e.giver', type: 'text' },
    patientId: { sql: 'e.patient_id::text', type: 'text' },
    recordedAt: { sql: 'e.recorded_at', type: 'instant', sortable: true },
  },
  key: { sql: 'e.entry_id', type: 'text' },
  defaultSort: '-recordedAt',
  search: (q) => personSearch('e', q),
};

export async function readEntries(tx: Tx, patientId: string): Promise<object[]> {
  return tx.query(
    `SELECT ${entryColumns} FROM ${entryFrom} WHERE e.hospital_id = $1 AND e.patient_id = $2 ORDER BY e.recorded_at DESC LIMIT 500`,
    [tx.hospitalId, patientId],
  );
}

export interface PreferenceRow {
  readonly declinedChannels: Channel[];
  readonly preferredChannel: Channel | null;
  readonly fromMinute: number | null;
  readonly untilMinute: number | null;
  readonly wantsNoPersonalisation: boolean;
}

export async function readPreferences(
  tx: Tx,
  patientIds: readonly string[],
): Promise<(PreferenceRow & { patientId: string })[]> {
  return tx.query(
    `SELECT patient_id AS "patientId", declined_channels AS "declinedChannels", preferred_channel AS "preferredChannel", from_minute AS "fromMinute",
       until_minute AS "untilMinute", wants_no_personalisation AS "wantsNoPersonalisation"
     FROM consent_preferences WHERE hospital_id = $1 AND patient_id = ANY ($2)`,
    [tx.hospitalId, patientIds],
  );
}

export async function upsertPreference(
  tx: Tx,
  patientId: string,
  wished: PreferenceRow,
  byName: string,
): Promise<void> {
  await tx.query(
    `INSERT INTO consent_preferences (hospital_id, patient_id, declined_channels, preferred_channel, from_minute, until_minute, wants_no_personalisation, changed_by_name)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (hospital_id, patient_id) DO UPDATE SET declined_channels = excluded.declined_channels, preferred_channel = excluded.preferred_channel,
       from_minute = excluded.from_minute, until_minute = excluded.until_minute, wants_no_personalisation = excluded.wants_no_personalisation,
       changed_by_name = excluded.changed_by_name, changed_at = clock_timestamp()`,
    [
      tx.hospitalId,
      patientId,
      wished.declinedChannels,
      wished.preferredChannel,
      wished.fromMinute,
      wished.untilMinute,
      wished.wantsNoPersonalisation,
      byName,
    ],
  );
}

export type MarkKind = 'deceased' | 'contact_block' | 'restricted' | 'legal_hold';

export interface MarkRow {
  readonly markId: string;
  readonly patientId: string;
  readonly kind: MarkKind;
  readonly reason: string;
  readonly setByName: string;
  readonly setAt: Instant;
}

export async function readMarks(tx: Tx, patientIds: readonly string[]): Promise<MarkRow[]> {
  return tx.query<MarkRow>(
    `SELECT mark_id AS "markId", patient_id AS "patientId", kind, reason, set_by_name AS "setByName", set_at AS "setAt"
     FROM consent_marks WHERE hospital_id = $1 AND patient_id = ANY ($2) AND lifted_at IS NULL ORDER BY set_at`,
    [tx.hospitalId, patientIds],
  );
}

/** Null when the person bears the mark already. */
export async function insertMark(
  tx: Tx,
  mark: { patientId: string; kind: MarkKind; reason: string; setBy: string | null; setByName: string },
): Promise<string | null> {
  const row = await tx.one<{ mark_id: string }>(
    `INSERT INTO consent_marks (hospital_id, patient_id, kind, reason, set_by, set_by_name) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (hospital_id, patient_id, kind) WHERE lifted_at IS NULL DO NOTHING RETURNING mark_id`,
    [tx.hospitalId, mark.patientId, mark.kind, mark.reason, mark.setBy, mark.setByName],
  );
  return row?.mark_id ?? null;
}

export async function liftMark(
  tx: Tx,
  markId: string,
  byName: string,
  reason: string,
): Promise<{ patientId: string; kind: MarkKind } | null> {
  return tx.one(
    `UPDATE consent_marks SET lifted_at = clock_timestamp(), lifted_by_name = $3, lift_reason = $4
     WHERE hospital_id = $1 AND mark_id = $2 AND lifted_at IS NULL RETURNING patient_id AS "patientId", kind`,
    [tx.hospitalId, markId, byName, reason],
  );
}
