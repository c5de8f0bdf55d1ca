import { completedYears, dayOf, type Month, monthBounds } from '#kernel/day.ts';
import { type Refusal, refuse } from '#kernel/refusal.ts';
import { type Actor, audit, scopeFor } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';
import type { ContradictionRow } from '../contract/board.ts';
import { readMatchingPolicy } from '../matching-policy.ts';
import { type ContradictionCode, contradictions } from '../rules/contradictions.ts';
import { readDeclaredSource } from '../rules/declared-source.ts';
import { appendEvent } from '../store/referrals.ts';
import {
  type ConfrontedRow,
  insertDismissal,
  readConfronted,
  readEpisodeDoctors,
  readEpisodeSource,
  type SourceRow,
  upsertSource,
} from '../store/sources.ts';
import { readWinnerOf } from '../store/winners.ts';

/** Records how the patient says he came; what was recorded before stays in the audit log. */
export async function recordSource(
  tools: Tools,
  actor: Actor,
  wanted: {
    episodeNo: string;
    source: SourceRow['source'];
    detail?: string | null | undefined;
    introducerNo?: string | null | undefined;
  },
) {
  return tools.db.transaction(actor, async (tx) => {
    if (!(await isWithinReach(tx, actor, wanted.episodeNo))) return refuse('platform.not-found');
    const before = await readEpisodeSource(tx, wanted.episodeNo);
    const row = await upsertSource(tx, actor, {
      episodeNo: wanted.episodeNo,
      source: wanted.source,
      detail: wanted.detail ?? null,
      introducerNo: wanted.introducerNo ?? null,
    });
    audit(tx, actor, {
      action: 'episode.source-recorded',
      subjectKind: 'episode',
      subjectId: wanted.episodeNo,
      detail: { before: before?.source ?? null, after: row.source },
    });
    const winner = await readWinnerOf(tx, wanted.episodeNo);
    if (winner?.referral_id) {
      await appendEvent(tx, actor, {
        referralId: winner.referral_id,
        kind: 'source_recorded',
        before: { source: before?.source ?? null },
        after: { source: row.source, episodeNo: wanted.episodeNo },
      });
    }
    tx.touch('contradictions', wanted.episodeNo);
    return toSource(row);
  });
}

export async function readSource(tools: Tools, actor: Actor, episodeNo: string) {
  return tools.db.read(actor, async (tx) => {
    const row = (await isWithinReach(tx, actor, episodeNo)) ? await readEpisodeSource(tx, episodeNo) : null;
    return row ? toSource(row) : refuse('platform.not-found');
  });
}

/** Doctors ask their own patients; reception asks anyone. */
async function isWithinReach(tx: Tx, actor: Actor, episodeNo: string): Promise<boolean> {
  const doctors = await readEpisodeDoctors(tx, episodeNo);
  if (!doctors) return false;
  if (scopeFor(actor, 'episodes.source') !== 'own') return true;
  const own = actor.links?.doctorName ?? actor.displayName;
  return doctors.doctor === own || doctors.admitted_by === own;
}

function toSource(row: SourceRow) {
  return {
    episodeNo: row.episode_no,
    source: row.source,
    detail: row.detail,
    introducerNo: row.introducer_no,
    recordedByName: row.recorded_by_name,
    recordedAt: row.recorded_at,
  };
}

/** Rows looked at for one page: what fits is skipped, so a page of a tidy month may come back short. */
const confrontedRowsMax = 2000;

/** What does not fit together, by the rule of contradictions, without what somebody dismissed. */
export async function listContradictions(
  tools: Tools,
  actor: Actor,
  query: {
    month?: string | undefined;
    code?: ContradictionCode | undefined;
    cursor?: string | undefined;
    limit: number;
  },
): Promise<{ items: ContradictionRow[]; nextCursor: string | null } | Refusal> {
  const after = query.cursor === undefined ? null : decodeCursor(query.cursor);
  if (query.cursor !== undefined && after === null) return refuse('platform.bad-cursor');
  return tools.db.read(actor, async (tx) => {
    const { timeZone } = await readMatchingPolicy(tx);
    const month = query.month ? monthBounds(query.month as Month, timeZone) : null;
    const rows = await readConfronted(tx, { month, after }, confrontedRowsMax);
    const items: ContradictionRow[] = [];
    for (const row of rows) {
      const found = confront(row, timeZone).filter((one) => !query.code || one.code === query.code);
      if (found.length > 0) items.push(toContradiction(row, found));
      if (items.length === query.limit) return { items, nextCursor: encodeCursor(row) };
    }
    return { items, nextCursor: rows.length === confrontedRowsMax ? encodeCursor(rows.at(-1)!) : null };
  });
}

function confront(row: ConfrontedRow, timeZone: string) {
  const age = row.birth_date ? completedYears(row.birth_date, dayOf(row.registered_at, timeZone)) : null;
  const found = contradictions(
    row.referral_id === null
      ? null
      : {
          patientName: row.told_name,
          sex: row.told_sex,
          age: row.told_age,
          disease: row.told_disease,
          introducerNo: row.introducer_no,
        },
    {
      patientName: row.patient_name,
      sex: row.sex,
      age,
      department: row.department,
      diagnosis: row.diagnosis,
      // Asked by our own doctor, it counts more than the export's field.
      declaredSource: row.source ?? readDeclaredSource(row.his_source),
      declaredIntroducerNo: row.source_introducer_no,
    },
  );
  return found.filter((one) => !row.dismissed.includes(one.code));
}

function toContradiction(row: ConfrontedRow, found: ContradictionRow['contradictions']): ContradictionRow {
  return {
    episodeNo: row.episode_no,
    referralId: row.referral_id,
    patientName: row.patient_name,
    department: row.department,
    registeredAt: row.registered_at,
    reason: row.reason,
    introducerNo: row.introducer_no,
    introducerName: row.introducer_name,
    contradictions: found,
  };
}

function encodeCursor(row: ConfrontedRow): string {
  return Buffer.from(JSON.stringify([row.at_text, row.episode_no])).toString('base64url');
}

function decodeCursor(text: string): { at: string; episodeNo: string } | null {
  try {
    const [at, episodeNo] = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown[];
    if (typeof at !== 'string' || typeof episodeNo !== 'string' || !/^\d{4}-\d\d-\d\d [\d:.+-]+$/.test(at)) return null;
    return { at, episodeNo };
  } catch {
    return null;
  }
}

export async function dismissContradiction(
  tools: Tools,
  actor: Actor,
  wanted: { episodeNo: string; code: ContradictionCode; reason: string },
) {
  return tools.db.transaction(actor, async (tx) => {
    if (!(await readEpisodeDoctors(tx, wanted.episodeNo))) return refuse('platform.not-found');
    await insertDismissal(tx, actor, wanted);
    const winner = await readWinnerOf(tx, wanted.episodeNo);
    if (winner?.referral_id) {
      await appendEvent(tx, actor, {
        referralId: winner.referral_id,
        kind: 'contradiction_dismissed',
        after: { code: wanted.code, episodeNo: wanted.episodeNo },
        reason: wanted.reason,
      });
    }
    audit(tx, actor, {
      action: 'contradiction.dismissed',
      subjectKind: 'episode',
      subjectId: wanted.episodeNo,
      reason: wanted.reason,
      detail: { code: wanted.code },
    });
    tx.touch('contradictions', wanted.episodeNo);
    return { episodeNo: wanted.episodeNo, code: wanted.code };
  });
}
