import { randomInt } from 'node:crypto';
import type { AccountId } from '#kernel/ids.ts';
import { uuidv7 } from '#kernel/ids.ts';
import { isRefusal, type Refusal, refuse } from '#kernel/refusal.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';
import type { Actor } from '../actor.ts';
import { audit } from '../audit.ts';
import { decideGrant } from '../rules/grants.ts';
import { passwordProblem } from '../rules/password.ts';
import type { Role } from '../rules/permissions.ts';
import { isUsername } from '../rules/username.ts';
import { hashPassword } from '../sign-in.ts';
import * as store from '../store.ts';

export interface NewAccount {
  readonly username: string;
  readonly displayName: string;
  readonly roles: readonly Role[];
  readonly departments?: readonly string[];
  readonly phone?: string | null;
  /** Absent: a temporary one is made, shown once and has to be changed at the first sign-in. */
  readonly password?: string;
}

export interface CreatedAccount {
  readonly accountId: AccountId;
  readonly temporaryPassword: string | null;
  /** Roles that wait for a second administrator or the president. */
  readonly pendingRoles: readonly Role[];
}

/**
 * Opens an account in the actor's hospital. Never repeated by idempotency key: the answer holds a password, which must not be stored;
 * a repetition finds the username taken.
 */
export async function createAccount(
  tools: Tools,
  actor: Actor,
  wanted: NewAccount,
): Promise<CreatedAccount | Refusal<'staff.username-taken' | 'staff.password-too-weak' | 'staff.bad-username'>> {
  // Commands come here without a schema before them.
  if (!isUsername(wanted.username)) return refuse('staff.bad-username');
  const problem = wanted.password === undefined ? null : passwordProblem(wanted.password, wanted.username);
  if (problem) return refuse('staff.password-too-weak', { problem });
  const password = wanted.password ?? temporaryPassword();
  const passwordHash = await hashPassword(password);
  return tools.db.transaction({ hospitalId: actor.hospitalId }, async (tx) => {
    const accountId = uuidv7(Date.now()) as AccountId;
    const isNew = await store.insertPerson(tx, {
      userId: uuidv7(Date.now()),
      accountId,
      username: wanted.username,
      displayName: wanted.displayName,
      passwordHash,
      mustChangePassword: wanted.password === undefined,
      roles: [],
      departments: wanted.departments ?? [],
      phone: wanted.phone ?? null,
      createdBy: actor.accountId,
    });
    if (!isNew) return refuse('staff.username-taken');
    audit(tx, actor, { action: 'accounts.created', subjectKind: 'account', subjectId: accountId });
    const account = (await store.lockAccount(tx, accountId))!;
    const pendingRoles = await giveRoles(tx, actor, account, wanted.roles, null);
    if (isRefusal(pendingRoles)) return pendingRoles as Refusal<never>;
    tx.touch('accounts');
    return { accountId, temporaryPassword: wanted.password === undefined ? password : null, pendingRoles };
  });
}

/** Gives roles at once where that is allowed, else files requests. Answers the roles that wait. */
export async function giveRoles(
  tx: Tx,
  actor: Actor,
  account: store.AccountRow,
  roles: readonly Role[],
  reason: string | null,
): Promise<Role[] | Refusal> {
  const confirmers = await store.lockConfirmers(tx);
  const pending: Role[] = [];
  const given: Role[] = [];
  for (const role of new Set(roles)) {
    const decision = decideGrant({
      requesterId: actor.accountId,
      accountId: account.account_id,
      role,
      rolesNow: account.roles,
      confirmerIds: confirmers.map((confirmer) => confirmer.account_id),
      isCommandLine: actor.via === 'command line',
    });
    if (isRefusal(decision)) return decision;
    if (decision.grant === 'at-once') {
      given.push(role);
      auditRole(tx, actor, account.account_id, 'accounts.role-given', role, { because: decision.because });
    } else {
      const request = { accountId: account.account_id, role, requestedBy: actor.accountId!, reason };
      if (!(await store.insertGrant(tx, request))) return refuse('staff.role-already-held');
      pending.push(role);
      auditRole(tx, actor, account.account_id, 'accounts.role-requested', role);
    }
  }
  if (given.length > 0) await store.updateAccount(tx, { ...account, roles: [...account.roles, ...given] });
  if (pending.length > 0) tx.touch('grants');
  return pending;
}

export function auditRole(
  tx: Tx,
  actor: Actor,
  accountId: string,
  action: string,
  role: Role,
  detail: Readonly<Record<string, unknown>> = {},
): void {
  audit(tx, actor, { action, subjectKind: 'account', subjectId: accountId, detail: { role, ...detail } });
}

/** Sixteen signs that cannot be misread over the phone, in groups of four: 78 bits. */
export function temporaryPassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  for (;;) {
    const signs = Array.from({ length: 16 }, () => letters[randomInt(letters.length)]!).join('');
    const grouped = signs.replace(/(.{4})(?=.)/g, '$1-');
    if (passwordProblem(grouped, '') === null) return grouped;
  }
}
