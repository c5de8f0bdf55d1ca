import { randomBytes } from 'node:crypto';
import { dayMs } from '#kernel/day.ts';
import { type Refusal, refuse } from '#kernel/refusal.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';
import type { Actor } from '../actor.ts';
import { audit } from '../audit.ts';
import { tokenHash } from '../gate.ts';
import type { Permission, Tier } from '../rules/permissions.ts';
import { mayBeHeldByProgram } from '../rules/tokens.ts';
import * as store from '../store.ts';

export interface TokenWanted {
  readonly name: string;
  readonly permissions: readonly Permission[];
  /** What the program sees; identity (T4) is for persons only. */
  readonly tiers: readonly Tier[];
  readonly validDays: number;
}

/** Makes a token for a program; only its hash is kept, so the answer is the one chance to copy it. */
export async function createToken(
  tools: Tools,
  actor: Actor,
  wanted: TokenWanted,
): Promise<{ tokenId: string; token: string } | Refusal<'staff.token-permission'>> {
  const forbidden = wanted.permissions.find((permission) => !mayBeHeldByProgram(permission));
  if (forbidden) return refuse('staff.token-permission', { permission: forbidden });
  // Without the idempotency key: the answer must not be stored.
  return tools.db.transaction({ hospitalId: actor.hospitalId }, (tx) => insertToken(tx, actor, wanted));
}

/** A new token in place of one, with the same rights; the old one holds `graceHours` more. */
export async function rotateToken(
  tools: Tools,
  actor: Actor,
  tokenId: string,
  graceHours: number,
): Promise<{ tokenId: string; token: string } | Refusal> {
  return tools.db.transaction({ hospitalId: actor.hospitalId }, async (tx) => {
    const old = await store.lockToken(tx, tokenId);
    if (!old) return refuse('platform.not-found');
    const made = await insertToken(tx, actor, { ...old, validDays: old.valid_days });
    await store.replaceToken(tx, tokenId, made.tokenId, graceHours);
    audit(tx, actor, {
      action: 'tokens.rotated',
      subjectKind: 'token',
      subjectId: tokenId,
      detail: { replacedBy: made.tokenId, graceHours },
    });
    return made;
  });
}

async function insertToken(tx: Tx, actor: Actor, wanted: TokenWanted): Promise<{ tokenId: string; token: string }> {
  const token = `rmt_${randomBytes(32).toString('base64url')}`;
  const tokenId = await store.insertToken(tx, {
    name: wanted.name,
    hash: tokenHash(token),
    permissions: [...new Set(wanted.permissions)],
    tiers: [...new Set(wanted.tiers)],
    createdBy: actor.accountId!,
    expiresAt: new Date(Date.now() + wanted.validDays * dayMs),
  });
  audit(tx, actor, {
    action: 'tokens.created',
    subjectKind: 'token',
    subjectId: tokenId,
    detail: { permissions: wanted.permissions, tiers: wanted.tiers, validDays: wanted.validDays },
  });
  return { tokenId, token };
}

export async function revokeToken(tools: Tools, actor: Actor, tokenId: string): Promise<undefined | Refusal> {
  const outcome = await tools.db.transaction(actor, async (tx) => {
    if (!(await store.revokeToken(tx, tokenId))) return refuse('platform.not-found');
    audit(tx, actor, { action: 'tokens.revoked', subjectKind: 'token', subjectId: tokenId });
    return null;
  });
  return outcome ?? undefined;
}
