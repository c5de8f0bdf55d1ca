import { dayMs, type Instant, type Month, monthBounds } from '#kernel/day.ts';
import type { ListQuery } from '#kernel/page.ts';
import { isRefusal, type Refusal, refuse } from '#kernel/refusal.ts';
import { readTimeZone } from '#modules/hospital/index.ts';
import type { Actor } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { readPage } from '#platform/db/list.ts';
import type { Tools } from '#platform/tools.ts';
import type { QueueItem, QueueRow } from '../contract/queue.ts';
import { type MatchingPolicy, readMatchingPolicy } from '../matching-policy.ts';
import { readNow } from '../store/board.ts';
import { readDeskEpisodes, toEpisodeBrief } from '../store/desk-episodes.ts';
import {
  type QueueListRow,
  type QueueReferral,
  queueList,
  readQueueReferral,
  readWaiting,
  searchEpisodes,
} from '../store/queue.ts';
import { toIntroducer } from './disputes.ts';
import { maskNumbers } from './mask-text.ts';
import { proposalsFor, whyNotLink, windowOf } from './proposals.ts';

/** Without a month, the queue goes back as far as a window may still matter to the last settled month. */
const queueDays = 60;
/** Referrals looked at to find the next one worth a look; the one after them is shown as it is. */
const skippedRowsMax = 25;

export interface QueuePosition {
  readonly month?: string | undefined;
  readonly state?: QueueRow['state'] | undefined;
  readonly after?: string | undefined;
}

function boundsOf(position: QueuePosition, policy: MatchingPolicy, now: Instant): { from: Instant; until: Instant } {
  if (position.month) return monthBounds(position.month as Month, policy.timeZone);
  return { from: (now - queueDays * dayMs) as Instant, until: (now + dayMs) as Instant };
}

export async function listQueue(tools: Tools, actor: Actor, query: ListQuery & { month?: string | undefined }) {
  return tools.db.read(actor, async (tx) => {
    const policy = await readMatchingPolicy(tx);
    const spec = queueList(boundsOf(query, policy, await readNow(tx)));
    const page = await readPage<QueueListRow>(tx, { ...spec, timeZone: readTimeZone }, query);
    return isRefusal(page) ? page : { ...page, items: page.items.map((row) => toRow(row, policy)) };
  });
}

export async function readItem(tools: Tools, actor: Actor, referralId: string): Promise<QueueItem | Refusal> {
  return tools.db.read(actor, async (tx) => {
    const row = await readQueueReferral(tx, referralId);
    return row ? toItem(tx, actor, row, await readMatchingPolicy(tx)) : refuse('platform.not-found');
  });
}

export async function readNext(tools: Tools, actor: Actor, position: QueuePosition) {
  return tools.db.read(actor, async (tx) => ({ item: await nextItem(tx, actor, position) }));
}

/**
 * The next referral a person can decide about. One whose window is open and for whom nobody has come yet is passed over: it may still
 * match by itself.
 */
export async function nextItem(tx: Tx, actor: Actor, position: QueuePosition): Promise<QueueItem | null> {
  const policy = await readMatchingPolicy(tx);
  const now = await readNow(tx);
  const asked = { ...boundsOf(position, policy, now), state: position.state ?? null, after: position.after ?? null };
  const rows = await readWaiting(tx, asked, skippedRowsMax + 1);
  for (const [index, row] of rows.entries()) {
    const item = await toItem(tx, actor, row, policy);
    const isDecidable = item.proposals.length > 0 || item.disputeId !== null || item.windowEndsAt <= now;
    if (isDecidable || index === skippedRowsMax) return item;
  }
  return null;
}

export async function searchCandidates(tools: Tools, actor: Actor, referralId: string, text: string) {
  return tools.db.read(actor, async (tx) => {
    const referral = await readQueueReferral(tx, referralId);
    if (!referral) return refuse('platform.not-found');
    const policy = await readMatchingPolicy(tx);
    const numbers = await searchEpisodes(tx, text, windowOf(referral, policy));
    const episodes = await readDeskEpisodes(tx, numbers, policy.timeZone);
    const verdicts = await whyNotLink(tx, actor, referral, episodes, policy);
    return {
      items: [...episodes.values()].map((episode) => ({
        ...toEpisodeBrief(episode),
        mayNotLink: verdicts.get(episode.row.episodeNo)?.code ?? null,
      })),
    };
  });
}

function toRow(row: QueueListRow, policy: MatchingPolicy): QueueRow {
  return {
    referralId: row.referral_id,
    receivedAt: row.received_at,
    windowEndsAt: row.received_at + policy.windowMs,
    patientName: row.patient_name,
    sex: row.sex,
    age: row.age,
    phoneTail: row.phone_tail,
    disease: row.disease,
    department: row.department,
    introducerName: row.introducer_name,
    state: row.state,
    stateCode: row.state_code,
    stateFacts: row.state_facts,
  };
}

async function toItem(tx: Tx, actor: Actor, row: QueueReferral, policy: MatchingPolicy): Promise<QueueItem> {
  return {
    ...toRow(row, policy),
    messageText: maskNumbers(row.message_text),
    introducer: toIntroducer(row),
    disputeId: row.dispute_id,
    proposals: await proposalsFor(tx, actor, row, policy),
  };
}
