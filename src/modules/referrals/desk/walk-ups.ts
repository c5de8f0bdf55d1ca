import { dayOf, type Instant, instantOfLocal } from '#kernel/day.ts';
import { isRefusal, type Refusal, refuse } from '#kernel/refusal.ts';
import { type Actor, audit } from '#modules/staff/index.ts';
import { markWalkIn } from '#modules/visits/index.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';
import type { WalkUp } from '../contract/board.ts';
import { readMatchingPolicy } from '../matching-policy.ts';
import { undoMs } from '../rules/board-steps.ts';
import type { Sex } from '../rules/index.ts';
import { readNow } from '../store/board.ts';
import { lockClock } from '../store/clock.ts';
import {
  insertWalkUp,
  lockWalkUp,
  readAttribution,
  readWalkUpOfEpisode,
  readWalkUpsSince,
  updateWalkUp,
  type WalkUpRow,
} from '../store/walk-ups.ts';

export async function listWalkUps(tools: Tools, actor: Actor): Promise<{ items: WalkUp[] }> {
  return tools.db.read(actor, async (tx) => {
    const { timeZone } = await readMatchingPolicy(tx);
    const now = tools.now();
    const since = instantOfLocal(Date.parse(`${dayOf(now, timeZone)}T00:00:00Z`), timeZone);
    return { items: (await readWalkUpsSince(tx, since)).map((row) => toWalkUp(row, now)) };
  });
}

/** Registers a patient who came by himself. An episode that a referral won or waits for is refused: the referral came first. */
export async function registerWalkUp(
  tools: Tools,
  actor: Actor,
  wanted: {
    episodeNo?: string | null | undefined;
    patientName?: string | null | undefined;
    sex?: Sex | null | undefined;
    phone?: string | null | undefined;
    department?: string | null | undefined;
  },
): Promise<WalkUp | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const now = await readNow(tx);
    const { episodeNo, patientName, sex, phone, department } = wanted;
    if (!episodeNo) {
      const row = await insertWalkUp(tx, actor, {
        episodeNo: null,
        patientName: patientName ?? null,
        sex: sex ?? null,
        phone: phone ?? null,
        department: department ?? null,
      });
      return finish(tx, actor, row!, 'walk-in.registered', now);
    }
    const marked = await markEpisode(tx, episodeNo);
    if (isRefusal(marked)) return marked;
    const inserted = await insertWalkUp(tx, actor, {
      episodeNo,
      patientName: marked.patient_name,
      sex: marked.sex,
      phone: marked.phone,
      department: department ?? marked.department,
    });
    if (!inserted) return toWalkUp((await readWalkUpOfEpisode(tx, episodeNo))!, now);
    return finish(tx, actor, inserted, 'walk-in.registered', now);
  });
}

/** The HIS now knows the patient: the mark goes to the episode. */
export async function attachWalkUp(
  tools: Tools,
  actor: Actor,
  walkUpId: string,
  episodeNo: string,
): Promise<WalkUp | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const now = await readNow(tx);
    const row = await lockWalkUp(tx, walkUpId);
    if (!row || row.is_withdrawn || (row.episode_no !== null && row.episode_no !== episodeNo))
      return refuse('platform.not-found');
    if (row.episode_no === episodeNo) return toWalkUp(row, now);
    const marked = await markEpisode(tx, episodeNo);
    if (isRefusal(marked)) return marked;
    const other = await readWalkUpOfEpisode(tx, episodeNo);
    if (other) return toWalkUp(other, now);
    return finish(
      tx,
      actor,
      await updateWalkUp(tx, walkUpId, { episodeNo, isWithdrawn: false }),
      'walk-in.attached',
      now,
    );
  });
}

/** Within ten minutes, like every tap at the door. */
export async function withdrawWalkUp(tools: Tools, actor: Actor, walkUpId: string): Promise<WalkUp | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const now = await readNow(tx);
    const row = await lockWalkUp(tx, walkUpId);
    if (!row) return refuse('platform.not-found');
    if (row.is_withdrawn) return toWalkUp(row, now);
    if (now > row.registered_at + undoMs) return refuse('referrals.undo-too-late');
    if (row.episode_no !== null) await markWalkIn(tx, row.episode_no, false);
    const changed = await updateWalkUp(tx, walkUpId, { episodeNo: row.episode_no, isWithdrawn: true });
    return finish(tx, actor, changed, 'walk-in.withdrawn', now);
  });
}

async function markEpisode(tx: Tx, episodeNo: string) {
  // A referral that is just winning the episode must not pass us by.
  await lockClock(tx);
  const episode = await readAttribution(tx, episodeNo);
  if (!episode) return refuse('platform.not-found');
  if (episode.reason !== null) return refuse('referrals.walk-in-has-referral', { episodeNo });
  await markWalkIn(tx, episodeNo);
  return episode;
}

function finish(tx: Tx, actor: Actor, row: WalkUpRow, action: string, now: Instant): WalkUp {
  audit(tx, actor, {
    action,
    subjectKind: 'walk-up',
    subjectId: row.walk_up_id,
    detail: { episodeNo: row.episode_no },
  });
  tx.touch('board');
  return toWalkUp(row, now);
}

function toWalkUp(row: WalkUpRow, now: number): WalkUp {
  return {
    walkUpId: row.walk_up_id,
    episodeNo: row.episode_no,
    patientName: row.patient_name,
    sex: row.sex,
    phoneTail: row.phone_tail,
    department: row.department,
    registeredByName: row.registered_by_name,
    registeredAt: row.registered_at,
    isWithdrawn: row.is_withdrawn,
    undoUntil: row.is_withdrawn || now > row.registered_at + undoMs ? null : row.registered_at + undoMs,
  };
}
