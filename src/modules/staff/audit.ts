import type { Tx } from '#platform/db/database.ts';
import type { Actor } from './actor.ts';
import { chainHash } from './rules/audit-chain.ts';

/** One entry of the audit log. `detail` holds ids, codes, counts and before/after of non-personal fields. */
export interface AuditEntry {
  readonly action: string;
  readonly subjectKind?: string;
  readonly subjectId?: string;
  readonly reason?: string;
  readonly detail?: Readonly<Record<string, unknown>>;
}

const pending = new WeakMap<Tx, { actor: Actor; entry: AuditEntry }[]>();

/** Adds an entry to the hospital's audit chain, in the same transaction as what it tells of. */
export function audit(tx: Tx, actor: Actor, entry: AuditEntry): void {
  const list = pending.get(tx) ?? [];
  pending.set(tx, list);
  list.push({ actor, entry });
  // The chain's head is one row a hospital: taking it last keeps that lock as short as the commit.
  tx.beforeCommit('audit', () => writeEntries(tx, list));
}

/** How many entries of an action this transaction is about to write for an actor: not yet visible to a count in SQL. */
export function pendingEntries(tx: Tx, actor: Actor, action: string): number {
  return (pending.get(tx) ?? []).filter(
    (waiting) => waiting.actor.accountId === actor.accountId && waiting.entry.action === action,
  ).length;
}

async function writeEntries(tx: Tx, list: readonly { actor: Actor; entry: AuditEntry }[]): Promise<void> {
  await tx.query('INSERT INTO staff_audit_heads (hospital_id) VALUES ($1) ON CONFLICT DO NOTHING', [tx.hospitalId]);
  const head = await tx.one<{ seq: number; hash: Buffer; at_ms: number }>(
    `SELECT seq, hash, floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS at_ms
     FROM staff_audit_heads WHERE hospital_id = $1 FOR UPDATE`,
    [tx.hospitalId],
  );
  let { seq, hash } = head!;
  for (const { actor, entry } of list) {
    seq += 1;
    const chained = {
      hospitalId: tx.hospitalId,
      seq,
      atMs: head!.at_ms,
      actorId: actor.accountId,
      actorName: actor.displayName,
      via: actor.via,
      action: entry.action,
      subjectKind: entry.subjectKind ?? null,
      subjectId: entry.subjectId ?? null,
      reason: entry.reason ?? null,
      fromAddress: actor.fromAddress,
      detail: JSON.stringify(entry.detail ?? {}),
    };
    hash = chainHash(hash, chained);
    await tx.query(
      `INSERT INTO staff_audit_entries (hospital_id, seq, at, actor_id, actor_name, via, action, subject_kind, subject_id, reason, from_address, detail, hash)
       VALUES ($1, $2, to_timestamp($3::bigint / 1000.0), $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
      [
        tx.hospitalId,
        seq,
        chained.atMs,
        chained.actorId,
        chained.actorName,
        chained.via,
        chained.action,
        chained.subjectKind,
        chained.subjectId,
        chained.reason,
        chained.fromAddress,
        chained.detail,
        hash,
      ],
    );
  }
  await tx.query('UPDATE staff_audit_heads SET seq = $2, hash = $3 WHERE hospital_id = $1', [tx.hospitalId, seq, hash]);
}
