import { createHash } from 'node:crypto';

/** The facts of one audit entry that its hash covers. */
export interface ChainedEntry {
  readonly hospitalId: string;
  readonly seq: number;
  readonly atMs: number;
  readonly actorId: string | null;
  readonly actorName: string;
  readonly via: string;
  readonly action: string;
  readonly subjectKind: string | null;
  readonly subjectId: string | null;
  readonly reason: string | null;
  readonly fromAddress: string | null;
  /** Canonical JSON text of the details, exactly as stored. */
  readonly detail: string;
}

export const firstHash = Buffer.alloc(32);

/** SHA-256 over the previous entry's hash and this entry's fields: changing, removing or inserting any entry breaks every later one. */
export function chainHash(previous: Buffer, entry: ChainedEntry): Buffer {
  const fields = [
    entry.hospitalId,
    entry.seq,
    entry.atMs,
    entry.actorId,
    entry.actorName,
    entry.via,
    entry.action,
    entry.subjectKind,
    entry.subjectId,
    entry.reason,
    entry.fromAddress,
    entry.detail,
  ];
  return createHash('sha256').update(previous).update(JSON.stringify(fields)).digest();
}

export interface ChainBreak {
  readonly seq: number;
  readonly problem: 'gap' | 'hash';
}

/** Checks consecutive entries (in order of seq) against the hash and number before them. Null: intact. */
export function firstBreak(
  entries: Iterable<ChainedEntry & { readonly hash: Buffer }>,
  before: { seq: number; hash: Buffer } = { seq: 0, hash: firstHash },
): ChainBreak | null {
  let { seq, hash } = before;
  for (const entry of entries) {
    if (entry.seq !== seq + 1) return { seq: seq + 1, problem: 'gap' };
    if (!chainHash(hash, entry).equals(entry.hash)) return { seq: entry.seq, problem: 'hash' };
    seq = entry.seq;
    hash = entry.hash;
  }
  return null;
}
