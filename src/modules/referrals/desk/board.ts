import { addDays, dayMs, dayOf, type Instant, instantOfLocal } from '#kernel/day.ts';
import { type Refusal, refuse } from '#kernel/refusal.ts';
import { type Actor, audit, may } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';
import type { BoardCard } from '../contract/board.ts';
import { readMatchingPolicy } from '../matching-policy.ts';
import { type BoardStep, boardSteps, isInHouse, nextBoardSteps, undoUntil } from '../rules/board-steps.ts';
import {
  type BoardRow,
  lockBoardRow,
  readBoardRow,
  readBoardRows,
  readNow,
  readPlaceBefore,
  updateAgent,
  updateBoardPlace,
  updateDoorConsent,
  updateEscort,
} from '../store/board.ts';
import { appendEvent } from '../store/referrals.ts';

const boardRowsMax = 500;

/** Patients expected from yesterday to tomorrow, hospital-local, and those announced within a day without a time. */
export async function readBoard(tools: Tools, actor: Actor, query: { assigned: 'all' | 'mine'; withDone: '0' | '1' }) {
  return tools.db.read(actor, async (tx) => {
    const { timeZone } = await readMatchingPolicy(tx);
    const now = tools.now();
    const today = dayOf(now, timeZone);
    const startOf = (day: string) => instantOfLocal(Date.parse(`${day}T00:00:00Z`), timeZone);
    const rows = await readBoardRows(tx, {
      expectedFrom: startOf(addDays(today, -1)),
      expectedUntil: startOf(addDays(today, 2)),
      receivedFrom: (now - dayMs) as Instant,
      agentId: query.assigned === 'mine' ? (actor.accountId ?? noAgent) : null,
      withDone: true,
      rowsMax: boardRowsMax + 1,
    });
    const cards = rows.slice(0, boardRowsMax).map((row) => toCard(row, actor, now));
    const isDone = (card: BoardCard) => card.step === 'handed_to_ward' || card.step === 'did_not_come';
    return {
      items: query.withDone === '1' ? cards : cards.filter((card) => !isDone(card)),
      isTruncated: rows.length > boardRowsMax,
      counts: {
        expected: cards.filter((card) => card.step === 'announced').length,
        inHouse: cards.filter((card) => isInHouse(card.step) && !isDone(card)).length,
        done: cards.filter(isDone).length,
      },
      now,
    };
  });
}

/** A program has no account and therefore no patients of its own. */
const noAgent = '00000000-0000-0000-0000-000000000000';

/** One tap. The same tap twice, by two people at once, counts once. */
export async function moveOnBoard(
  tools: Tools,
  actor: Actor,
  referralId: string,
  wanted: { step: BoardStep; version: number },
): Promise<BoardCard | Refusal> {
  return changeCard(
    tools,
    actor,
    referralId,
    wanted.version,
    async (tx, row, now) => {
      if (!nextBoardSteps(row.board_step).includes(wanted.step))
        return refuse('referrals.step-not-next', { from: row.board_step, to: wanted.step });
      const arrivedAt = isInHouse(wanted.step) ? (row.arrived_at ?? now) : row.arrived_at;
      const before = { step: row.board_step, stepAt: row.board_at, arrivedAt: row.arrived_at };
      const after = { step: wanted.step, stepAt: now, arrivedAt };
      await updateBoardPlace(tx, referralId, after);
      await appendEvent(tx, actor, { referralId, kind: 'board_moved', before, after });
      if (row.consents_to_notice === true) announceSteps(tx, referralId, wanted.step, row.board_step);
      return null;
    },
    (row) => row.board_step === wanted.step,
  );
}

/** Takes back the last tap; both stay in the history. */
export async function undoOnBoard(
  tools: Tools,
  actor: Actor,
  referralId: string,
  version: number,
): Promise<BoardCard | Refusal> {
  return changeCard(tools, actor, referralId, version, async (tx, row, now) => {
    const before = await readPlaceBefore(tx, referralId);
    if (before === null || row.board_at === null) return refuse('referrals.nothing-to-undo');
    if (undoUntil(row.board_step, row.board_at, now) === null) return refuse('referrals.undo-too-late');
    await updateBoardPlace(tx, referralId, before);
    await appendEvent(tx, actor, {
      referralId,
      kind: 'board_undone',
      before: { step: row.board_step, stepAt: row.board_at, arrivedAt: row.arrived_at },
      after: before,
    });
    return null;
  });
}

/** The patient's word at the door; a yes after the arrival lets the waiting notice go out. */
export async function setDoorConsent(
  tools: Tools,
  actor: Actor,
  referralId: string,
  wanted: { consents: boolean; version: number },
): Promise<BoardCard | Refusal> {
  return changeCard(
    tools,
    actor,
    referralId,
    wanted.version,
    async (tx, row) => {
      await updateDoorConsent(tx, referralId, wanted.consents);
      await appendEvent(tx, actor, {
        referralId,
        kind: 'door_consent',
        before: { consents: row.consents_to_notice },
        after: { consents: wanted.consents },
      });
      audit(tx, actor, {
        action: 'referral.door-consent',
        subjectKind: 'referral',
        subjectId: referralId,
        detail: { consents: wanted.consents },
      });
      if (wanted.consents) announceSteps(tx, referralId, row.board_step, 'announced');
      return null;
    },
    (row) => row.consents_to_notice === wanted.consents,
  );
}

export async function setEscort(
  tools: Tools,
  actor: Actor,
  referralId: string,
  wanted: { escort: string | null; version: number },
): Promise<BoardCard | Refusal> {
  const escort = wanted.escort === '' ? null : wanted.escort;
  return changeCard(
    tools,
    actor,
    referralId,
    wanted.version,
    async (tx, row) => {
      await updateEscort(tx, referralId, escort);
      await appendEvent(tx, actor, {
        referralId,
        kind: 'escort_set',
        before: { escort: row.escort },
        after: { escort },
      });
      return null;
    },
    (row) => row.escort === escort,
  );
}

export async function assignAgent(
  tools: Tools,
  actor: Actor,
  referralId: string,
  wanted: { accountId: string | null; version: number },
): Promise<BoardCard | Refusal> {
  const { accountId } = wanted;
  return changeCard(
    tools,
    actor,
    referralId,
    wanted.version,
    async (tx, row) => {
      await updateAgent(tx, referralId, accountId);
      const before = { accountId: row.assigned_agent };
      await appendEvent(tx, actor, { referralId, kind: 'agent_assigned', before, after: { accountId } });
      return null;
    },
    (row) => row.assigned_agent === accountId,
  );
}

async function changeCard(
  tools: Tools,
  actor: Actor,
  referralId: string,
  version: number,
  change: (tx: Tx, row: BoardRow, now: Instant) => Promise<Refusal | null>,
  isAlready: (row: BoardRow) => boolean = () => false,
): Promise<BoardCard | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const row = await lockBoardRow(tx, referralId);
    if (!row) return refuse('platform.not-found');
    const now = await readNow(tx);
    // Two people tapping the same thing agree with each other: the second one is shown what the first one did.
    if (isAlready(row)) return toCard(row, actor, now);
    if (row.version !== version) return refuse('platform.stale');
    const refusal = await change(tx, row, now);
    if (refusal) return refusal;
    tx.touch('board', referralId);
    tx.touch('referrals', referralId);
    return toCard((await readBoardRow(tx, referralId))!, actor, now);
  });
}

/** Says what became true between two steps: the notices of the introducer hang on it. */
function announceSteps(tx: Tx, referralId: string, step: BoardStep, before: BoardStep): void {
  if (isInHouse(step) && !isInHouse(before)) tx.announce('referrals.arrived', { referralId });
  const isAdmitted = (one: BoardStep) =>
    isInHouse(one) && boardSteps.indexOf(one) >= boardSteps.indexOf('formalities_done');
  if (isAdmitted(step) && !isAdmitted(before)) tx.announce('referrals.admitted', { referralId });
}

function toCard(row: BoardRow, actor: Actor, now: number): BoardCard {
  return {
    referralId: row.referral_id,
    version: row.version,
    patientName: row.patient_name,
    sex: row.sex,
    age: row.age,
    phoneTail: row.phone_tail,
    disease: may(actor, 'referrals.read') ? row.disease : null,
    department: row.department,
    introducerName: row.introducer_name,
    introducerKind: row.introducer_kind as BoardCard['introducerKind'],
    introducerInstitution: row.introducer_institution,
    isAccompanied: row.is_accompanied,
    // A note may tell the disease.
    note: may(actor, 'referrals.read') ? row.note : null,
    receivedAt: row.received_at,
    expectedFrom: row.expected_from,
    expectedUntil: row.expected_until,
    expectedPhrase: row.expected_phrase,
    isAnnouncement: row.stage === 'announced',
    isDisputed: row.state === 'disputed' || row.state === 'pending',
    step: row.board_step,
    stepAt: row.board_at,
    arrivedAt: row.arrived_at,
    undoUntil: undoUntil(row.board_step, row.board_at, now),
    nextSteps: nextBoardSteps(row.board_step),
    escort: row.escort,
    assignedAgentId: row.assigned_agent,
    consentsToNotice: row.consents_to_notice,
  };
}
