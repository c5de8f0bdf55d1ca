import { type Refusal, RefusalError, refuse } from '#kernel/refusal.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';
import type { Actor } from '../actor.ts';
import { audit } from '../audit.ts';
import * as store from '../store-access.ts';

/** Long enough to look after one patient, short enough that nobody works by it. */
export const glassMinutes = 30;
const reasonCharactersMin = 10;
const glassesADayMax = 20;

export interface GlassWanted {
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly reason: string;
}

/**
 * Opens one subject's contact, identity and health to the actor for half an hour. Compliance is told at once: an event for messages, a touch for
 * open pages, an entry in the audit. Asking again while it holds answers the present one.
 */
export async function breakGlass(tools: Tools, actor: Actor, wanted: GlassWanted): Promise<store.GlassRow | Refusal> {
  const reason = wanted.reason.trim();
  if ([...reason].length < reasonCharactersMin)
    return refuse('staff.glass-reason-too-short', { characters: reasonCharactersMin });
  return tools.db.transaction(actor, async (tx) => {
    const accountId = actor.accountId!;
    // Two clicks must not open two.
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 7263006))', [`${tx.hospitalId} ${accountId}`]);
    const held = (await store.readHeldGlasses(tx, accountId)).find(
      (one) => one.subject_kind === wanted.subjectKind && one.subject_id === wanted.subjectId,
    );
    if (held) return held;
    if ((await store.countGlassesToday(tx, accountId)) >= glassesADayMax)
      return refuse('staff.glass-limit', { limit: glassesADayMax });
    const subject = { kind: wanted.subjectKind, id: wanted.subjectId };
    const glassId = await store.insertGlass(tx, { accountId, ...subject, reason, minutes: glassMinutes });
    audit(tx, actor, {
      action: 'glass.broken',
      subjectKind: subject.kind,
      subjectId: subject.id,
      reason,
      detail: { glassId, minutes: glassMinutes },
    });
    tx.announce('staff.glass-broken', { glassId, accountId, subjectKind: subject.kind, subjectId: subject.id });
    tx.touch('glasses', glassId);
    return readOrBreak(tx, glassId);
  });
}

export async function endGlass(tools: Tools, actor: Actor, glassId: string): Promise<undefined | Refusal> {
  const outcome = await tools.db.transaction(actor, async (tx) => {
    if (!(await store.endGlass(tx, glassId, actor.accountId!))) return refuse('platform.not-found');
    const glass = await readOrBreak(tx, glassId);
    audit(tx, actor, { action: 'glass.ended', subjectKind: glass.subject_kind, subjectId: glass.subject_id });
    tx.touch('glasses', glassId);
    return null;
  });
  return outcome ?? undefined;
}

/** The verdict of somebody else, once. */
export async function reviewGlass(
  tools: Tools,
  actor: Actor,
  glassId: string,
  review: { verdict: 'justified' | 'not_justified'; remark: string },
): Promise<store.GlassRow | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const glass = await store.readGlass(tx, glassId);
    if (!glass) return refuse('platform.not-found');
    if (glass.account_id === actor.accountId) return refuse('staff.glass-own');
    if (!(await store.saveReview(tx, glassId, { by: actor.accountId, ...review })))
      return refuse('staff.glass-reviewed');
    audit(tx, actor, {
      action: 'glass.reviewed',
      subjectKind: glass.subject_kind,
      subjectId: glass.subject_id,
      reason: review.remark,
      detail: { glassId, verdict: review.verdict },
    });
    tx.announce('staff.glass-reviewed', { glassId, accountId: glass.account_id, verdict: review.verdict });
    tx.touch('glasses', glassId);
    return readOrBreak(tx, glassId);
  });
}

async function readOrBreak(tx: Tx, glassId: string): Promise<store.GlassRow> {
  const glass = await store.readGlass(tx, glassId);
  if (!glass) throw new RefusalError(refuse('platform.not-found'));
  return glass;
}
