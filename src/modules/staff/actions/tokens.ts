import { randomBytes } from 'node:crypto';
import { dayMs } from '#kernel/day.ts';
import { type Refusal, refuse } from '#kernel/refusal.ts';
import type { Tools } from '#platform/tools.ts';
import type { Actor } from '../actor.ts';
import { audit } from '../audit.ts';
import { tokenHash } from '../gate.ts';
import type { Permission } from '../rules/permissions.ts';
import { mayBeHeldByProgram } from '../rules/tokens.ts';
import * as store from '../store.ts';

/** Makes a token for a program; only its hash is kept, so the answer is the one chance to copy it. */
export async function createToken(
  tools: Tools,
  actor: Actor,
  wanted: { name: string; permissions: readonly Permission[]; validDays: number },
): Promise<{ tokenId: string; token: string } | Refusal<'staff.token-permission'>> {
  const forbidden = wanted.permissions.find((permission) => !mayBeHeldByProgram(permission));
  if (forbidden) return refuse('staff.token-permission', { permission: forbidden });
  const token = `rmt_${randomBytes(32).toString('base64url')}`;
  // Without the idempotency key: the answer must not be stored.
  return tools.db.transaction({ hospitalId: actor.hospitalId }, async (tx) => {
    const tokenId = await store.insertToken(tx, {
      name: wanted.name,
      hash: tokenHash(token),
      permissions: [...new Set(wanted.permissions)],
      createdBy: actor.accountId!,
      expiresAt: new Date(Date.now() + wanted.validDays * dayMs),
    });
    audit(tx, actor, {
      action: 'tokens.created',
      subjectKind: 'token',
      subjectId: tokenId,
      detail: { permissions: wanted.permissions, validDays: wanted.validDays },
    });
    return { tokenId, token };
  });
}

export async function revokeToken(tools: Tools, actor: Actor, tokenId: string): Promise<undefined | Refusal> {
  const outcome = await tools.db.transaction(actor, async (tx) => {
    if (!(await store.revokeToken(tx, tokenId))) return refuse('platform.not-found');
    audit(tx, actor, { action: 'tokens.revoked', subjectKind: 'token', subjectId: tokenId });
    return null;
  });
  return outcome ?? undefined;
}
