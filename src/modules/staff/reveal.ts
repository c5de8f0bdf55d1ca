import { isRefusal, type Refusal, RefusalError, refuse } from '#kernel/refusal.ts';
import { tiers } from '#kernel/tiers.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';
import type { Actor } from './actor.ts';
import { audit, pendingEntries } from './audit.ts';
import { mayReveal, seesTier } from './rules/may.ts';
import type { Tier } from './rules/permissions.ts';
import { readRevealLimit } from './store-access.ts';

const revealActions = tiers.map((tier) => `reveal.${tier}`);

export interface RevealRequest {
  readonly tier: Tier;
  /** What the field belongs to: `patient`, `introducer`, `episode`, and its id or number (never a name or phone). */
  readonly subjectKind: string;
  readonly subjectId: string;
  /** `phone`, `idNumber`, `payoutAccount`. */
  readonly field: string;
  readonly reason: string;
}

export interface Revealed {
  /** How many more this hour. */
  readonly left: number;
}

export type RevealRefusal = Refusal<
  'staff.reveal-not-permitted' | 'staff.reveal-reason-missing' | 'staff.reveal-limit'
>;

/**
 * Asks leave to show one protected field in the clear, and records it. Call it in the transaction that reads the field, before reading.
 * A refusal rolls that transaction back; use `revealField` when the refused attempt should be on record as well.
 */
export async function reveal(tx: Tx, actor: Actor, request: RevealRequest): Promise<Revealed | RevealRefusal> {
  const subject = { kind: request.subjectKind, id: request.subjectId };
  if (!seesTier(actor, request.tier, subject) && !mayReveal(actor, request.tier))
    return refuse('staff.reveal-not-permitted', { tier: request.tier });
  const reason = request.reason.trim();
  if (reason.length < 2) return refuse('staff.reveal-reason-missing');
  const action = `reveal.${request.tier}`;
  // Two windows of one person must not both take the thirtieth.
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 7263005))', [
    `${tx.hospitalId} ${actor.accountId} reveal`,
  ]);
  const limit = await readRevealLimit(tx);
  const counted = await tx.one<{ count: number; seconds: number | null }>(
    `SELECT count(*) AS count, ceil(extract(epoch FROM min(at) + interval '1 hour' - clock_timestamp()))::int AS seconds
     FROM staff_audit_entries
     WHERE hospital_id = $1 AND actor_id = $2 AND at > clock_timestamp() - interval '1 hour' AND action = ANY ($3::text[])`,
    [tx.hospitalId, actor.accountId, revealActions],
  );
  const used = counted!.count + revealActions.reduce((sum, one) => sum + pendingEntries(tx, actor, one), 0);
  if (used >= limit) return refuse('staff.reveal-limit', { limit, seconds: Math.max(counted!.seconds ?? 3600, 1) });
  audit(tx, actor, {
    action,
    subjectKind: request.subjectKind,
    subjectId: request.subjectId,
    reason,
    detail: { field: request.field },
  });
  return { left: limit - used - 1 };
}

/**
 * The whole of showing one field: leave, `read`, record; a refused attempt is recorded in a transaction of its own.
 * `read` answers the value, or a refusal such as `platform.not-found`.
 */
export async function revealField<Value>(
  tools: Tools,
  actor: Actor,
  request: RevealRequest,
  read: (tx: Tx) => Promise<Value | Refusal>,
): Promise<{ value: Value; left: number } | Refusal> {
  const shown = await tools.db.transaction({ hospitalId: actor.hospitalId }, async (tx) => {
    const leave = await reveal(tx, actor, request);
    if (isRefusal(leave)) throw new RefusalError(leave);
    const value = await read(tx);
    return isRefusal(value) ? value : { value, left: leave.left };
  });
  if (isRefusal(shown) && shown.code.startsWith('staff.reveal-')) {
    await tools.db.transaction({ hospitalId: actor.hospitalId }, async (tx) =>
      audit(tx, actor, {
        action: 'reveal.refused',
        subjectKind: request.subjectKind,
        subjectId: request.subjectId,
        detail: { field: request.field, tier: request.tier, code: shown.code },
      }),
    );
  }
  return shown;
}
