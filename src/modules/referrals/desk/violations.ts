import type { ListQuery } from '#kernel/page.ts';
import { isRefusal, type Refusal, refuse } from '#kernel/refusal.ts';
import { readTimeZone } from '#modules/hospital/index.ts';
import { type Actor, audit } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { readPage } from '#platform/db/list.ts';
import type { Tools } from '#platform/tools.ts';
import type { ViolationRow as ViolationAnswer, ViolationDetail } from '../contract/violations.ts';
import { readQueueReferral } from '../store/queue.ts';
import { appendEvent } from '../store/referrals.ts';
import {
  insertViolationEvent,
  readViolationEvents,
  readViolationRow,
  updateAppealDecision,
  updateViolationAppeal,
  updateViolationDecision,
  upsertViolation,
  type ViolationListRow,
  type ViolationRow,
  violationList,
} from '../store/violations.ts';
import { toIntroducer } from './disputes.ts';

const kindOf: Readonly<Record<string, ViolationListRow['kind']>> = {
  'referrals.walk-in-stays-walk-in': 'claims_walk_in',
  'referrals.moves-own-patient': 'moves_own_patient',
  'referrals.already-attributed': 're_attributes',
};

const consequences: Readonly<Record<ViolationListRow['kind'], string>> = {
  claims_walk_in: '书面提醒；再次发生的，暂停该介绍人的转介三个月',
  moves_own_patient: '书面提醒；该转介作废；再次发生的，暂停该介绍人的转介三个月',
  re_attributes: '书面提醒；对归属有异议的应发起争议',
  other: '书面提醒',
};

/** A forbidden attempt: opens a case, or counts one more in the open one. Call it in a transaction of its own, for the attempt's is rolled back. */
export async function recordAttempt(tx: Tx, actor: Actor, refusal: Refusal): Promise<void> {
  const referralId = String(refusal.facts['referralId'] ?? '');
  const episodeNo = String(refusal.facts['episodeNo'] ?? '');
  const referral = await readQueueReferral(tx, referralId);
  const kind = kindOf[refusal.code] ?? 'other';
  const { violation_id: violationId, attempts } = await upsertViolation(tx, actor, {
    kind,
    introducerId: referral?.introducer_id ?? null,
    referralId,
    episodeNo,
    facts: { ...refusal.facts, code: refusal.code, receivedAt: referral?.received_at ?? null },
    proposedConsequence: consequences[kind],
  });
  await insertViolationEvent(tx, actor, { violationId, kind: 'attempted', detail: { code: refusal.code, attempts } });
  if (referral) {
    await appendEvent(tx, actor, {
      referralId,
      kind: 'violation_opened',
      after: { violationId, code: refusal.code, episodeNo, attempts },
    });
  }
  audit(tx, actor, {
    action: 'violation.attempted',
    subjectKind: 'violation',
    subjectId: violationId,
    detail: { code: refusal.code, referralId, episodeNo },
  });
  tx.touch('violations', violationId);
}

export async function listViolations(tools: Tools, actor: Actor, query: ListQuery) {
  return tools.db.read(actor, async (tx) => {
    const page = await readPage<ViolationListRow>(tx, { ...violationList, timeZone: readTimeZone }, query);
    return isRefusal(page) ? page : { ...page, items: page.items.map(toAnswer) };
  });
}

export async function readViolation(
  tools: Tools,
  actor: Actor,
  violationId: string,
): Promise<ViolationDetail | Refusal> {
  return tools.db.read(actor, async (tx) => {
    const row = await readViolationRow(tx, violationId);
    return row ? toDetail(tx, actor, row) : refuse('platform.not-found');
  });
}

/** A case reported by hand. */
export async function openViolation(
  tools: Tools,
  actor: Actor,
  wanted: {
    kind: ViolationListRow['kind'];
    referralId?: string | null | undefined;
    episodeNo?: string | null | undefined;
    facts: string;
    proposedConsequence?: string | null | undefined;
  },
): Promise<{ violationId: string } | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const referral = wanted.referralId ? await readQueueReferral(tx, wanted.referralId) : null;
    if (wanted.referralId && !referral) return refuse('platform.not-found');
    const { violation_id: violationId } = await upsertViolation(tx, actor, {
      kind: wanted.kind,
      introducerId: referral?.introducer_id ?? null,
      referralId: referral?.referral_id ?? null,
      episodeNo: wanted.episodeNo ?? null,
      facts: { report: wanted.facts },
      proposedConsequence: wanted.proposedConsequence ?? consequences[wanted.kind],
    });
    await note(tx, actor, { violationId, kind: 'reported' });
    return { violationId };
  });
}

/** Upheld with its consequence, or dismissed. A person decides, and not about his own act. */
export async function decideViolation(
  tools: Tools,
  actor: Actor,
  violationId: string,
  verdict: {
    decision: 'upheld' | 'dismissed';
    consequence?: string | null | undefined;
    reason: string;
    version: number;
  },
): Promise<ViolationDetail | Refusal> {
  return change(tools, actor, violationId, verdict.version, async (tx, row) => {
    if (row.state !== 'open') return refuse('referrals.violation-wrong-state');
    if (isOwnAct(actor, row)) return refuse('referrals.violation-own-case');
    const upheld = verdict.consequence || row.proposed_consequence;
    const consequence = verdict.decision === 'upheld' ? upheld : null;
    await updateViolationDecision(tx, actor, { violationId, ...verdict, consequence });
    const detail = { decision: verdict.decision, consequence };
    await note(tx, actor, { violationId, kind: 'decided', detail, reason: verdict.reason });
    return null;
  });
}

export async function appealViolation(
  tools: Tools,
  actor: Actor,
  violationId: string,
  appeal: { text: string; version: number },
) {
  const changed = await change(tools, actor, violationId, appeal.version, async (tx, row) => {
    if (row.state !== 'upheld') return refuse('referrals.violation-wrong-state');
    await updateViolationAppeal(tx, actor, violationId, appeal.text);
    await note(tx, actor, { violationId, kind: 'appealed', reason: appeal.text });
    return null;
  });
  return isRefusal(changed) ? changed : { violationId, state: changed.state };
}

/** By another person than the one who decided the case. */
export async function decideAppeal(
  tools: Tools,
  actor: Actor,
  violationId: string,
  verdict: {
    outcome: 'confirmed' | 'changed' | 'revoked';
    consequence?: string | null | undefined;
    reason: string;
    version: number;
  },
): Promise<ViolationDetail | Refusal> {
  return change(tools, actor, violationId, verdict.version, async (tx, row) => {
    if (row.state !== 'appealed') return refuse('referrals.violation-wrong-state');
    if (isOwnAct(actor, row)) return refuse('referrals.violation-own-case');
    if (row.decided_by === null || row.decided_by === actor.accountId) return refuse('referrals.appeal-same-person');
    const changed = verdict.consequence || row.consequence;
    const consequence = { confirmed: row.consequence, changed, revoked: null }[verdict.outcome];
    await updateAppealDecision(tx, actor, { violationId, ...verdict, consequence });
    const detail = { outcome: verdict.outcome, consequence };
    await note(tx, actor, { violationId, kind: 'appeal_decided', detail, reason: verdict.reason });
    return null;
  });
}

function isOwnAct(actor: Actor, row: ViolationRow): boolean {
  return actor.accountId === null || row.opened_by === actor.accountId;
}

async function change(
  tools: Tools,
  actor: Actor,
  violationId: string,
  version: number,
  work: (tx: Tx, row: ViolationRow) => Promise<Refusal | null>,
): Promise<ViolationDetail | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const row = await readViolationRow(tx, violationId, true);
    if (!row) return refuse('platform.not-found');
    if (row.version !== version) return refuse('platform.stale');
    const refusal = await work(tx, row);
    if (refusal) return refusal;
    return toDetail(tx, actor, (await readViolationRow(tx, violationId))!);
  });
}

async function note(
  tx: Tx,
  actor: Actor,
  event: { violationId: string; kind: string; detail?: Readonly<Record<string, unknown>>; reason?: string },
): Promise<void> {
  await insertViolationEvent(tx, actor, event);
  audit(tx, actor, {
    action: `violation.${event.kind.replace('_', '-')}`,
    subjectKind: 'violation',
    subjectId: event.violationId,
    ...(event.reason ? { reason: event.reason } : {}),
    detail: event.detail ?? {},
  });
  tx.touch('violations', event.violationId);
}

function toAnswer(row: ViolationListRow): ViolationAnswer {
  return {
    violationId: row.violation_id,
    kind: row.kind,
    state: row.state,
    introducerName: row.introducer_name,
    referralId: row.referral_id,
    episodeNo: row.episode_no,
    attempts: row.attempts,
    openedAt: row.opened_at,
    openedByName: row.opened_by_name,
    decidedAt: row.decided_at,
    decidedByName: row.decided_by_name,
  };
}

async function toDetail(tx: Tx, actor: Actor, row: ViolationRow): Promise<ViolationDetail> {
  const history = await readViolationEvents(tx, row.violation_id);
  const isOther = !isOwnAct(actor, row);
  return {
    ...toAnswer(row),
    version: row.version,
    introducer: toIntroducer(row),
    facts: row.facts,
    proposedConsequence: row.proposed_consequence,
    decision: row.decision,
    consequence: row.consequence,
    decisionReason: row.decision_reason,
    appealText: row.appeal_text,
    appealedAt: row.appealed_at,
    appealedByName: row.appealed_by_name,
    appealOutcome: row.appeal_outcome,
    appealDecision: row.appeal_decision,
    appealDecidedAt: row.appeal_decided_at,
    appealDecidedByName: row.appeal_decided_by_name,
    history: history.map((event) => ({
      at: event.at,
      actorName: event.actor_name,
      kind: event.kind,
      detail: event.detail,
      reason: event.reason,
    })),
    mayDecide: row.state === 'open' && isOther,
    mayDecideAppeal: row.state === 'appealed' && isOther && row.decided_by !== actor.accountId,
  };
}
