import { isRefusal, type Refusal, refuse } from '#kernel/refusal.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';
import type { Actor } from '../actor.ts';
import { audit } from '../audit.ts';
import { forgetFailures } from '../lock-out.ts';
import { mayConfirmGrant } from '../rules/grants.ts';
import type { Role } from '../rules/permissions.ts';
import { phoneDigits } from '../rules/username.ts';
import { hashPassword } from '../sign-in.ts';
import * as store from '../store.ts';
import { auditRole, giveRoles, temporaryPassword } from './people.ts';

export interface AccountChange {
  readonly displayName?: string | undefined;
  readonly departments?: readonly string[] | undefined;
  readonly phone?: string | null | undefined;
  readonly phoneSignIn?: boolean | undefined;
  readonly introducerNo?: string | null | undefined;
  readonly repNo?: string | null | undefined;
  readonly doctorName?: string | null | undefined;
  readonly ssoSubject?: string | null | undefined;
  readonly status?: 'active' | 'suspended' | undefined;
}

/** Changes what an account says of a person; a suspended person is signed out everywhere. */
export async function changeAccount(
  tools: Tools,
  actor: Actor,
  accountId: string,
  change: AccountChange,
): Promise<{ accountId: string } | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const account = await store.lockAccount(tx, accountId);
    if (!account) return refuse('platform.not-found');
    const status = change.status ?? account.status;
    if (status === 'suspended' && account.status === 'active') {
      const refusal = await suspensionRefusal(tx, actor, account);
      if (refusal) return refusal;
      await store.deleteSessions(tx, account.user_id);
      await store.deleteTrustedBrowsers(tx, account.user_id);
    }
    const next = {
      ...account,
      display_name: change.displayName ?? account.display_name,
      departments: [...(change.departments ?? account.departments)],
      phone: change.phone === undefined ? account.phone : change.phone,
      status,
    };
    await store.updateAccount(tx, next);
    const tied = await changeTies(tx, account, next.phone, change);
    if (tied) return tied;
    if (next.display_name !== account.display_name) await store.updateUserName(tx, account.user_id, next.display_name);
    audit(tx, actor, {
      action: status === account.status ? 'accounts.changed' : `accounts.${status}`,
      subjectKind: 'account',
      subjectId: accountId,
      detail: { fields: Object.keys(change), departments: next.departments },
    });
    tx.touch('accounts', accountId);
    return { accountId };
  });
}

/** Who the person is elsewhere and how he signs in; each belongs to one account. Null: done. */
async function changeTies(
  tx: Tx,
  account: store.AccountRow,
  phone: string | null,
  change: AccountChange,
): Promise<Refusal | null> {
  const kept = <Value>(given: Value | undefined, present: Value): Value => (given === undefined ? present : given);
  const ties = {
    account_id: account.account_id,
    phone_sign_in: kept(change.phoneSignIn, account.phone_sign_in),
    introducer_no: kept(change.introducerNo, account.introducer_no),
    rep_no: kept(change.repNo, account.rep_no),
    doctor_name: kept(change.doctorName, account.doctor_name),
    sso_subject: kept(change.ssoSubject, account.sso_subject),
  };
  if (ties.phone_sign_in && phoneDigits(phone ?? '') === null) return refuse('staff.phone-not-mobile');
  return (await store.updateTies(tx, ties)) ? null : refuse('staff.tie-taken');
}

async function suspensionRefusal(tx: Tx, actor: Actor, account: store.AccountRow): Promise<Refusal | null> {
  if (account.account_id === actor.accountId) return refuse('staff.own-account');
  return account.roles.includes('admin') && (await isLastAdmin(tx, account.account_id))
    ? refuse('staff.last-admin')
    : null;
}

async function isLastAdmin(tx: Tx, accountId: string): Promise<boolean> {
  const confirmers = await store.lockConfirmers(tx);
  return !confirmers.some((one) => one.roles.includes('admin') && one.account_id !== accountId);
}

/** Asks for roles, or gives them where nobody could confirm. */
export async function requestRoles(
  tools: Tools,
  actor: Actor,
  accountId: string,
  roles: readonly Role[],
  reason: string | null,
): Promise<{ pendingRoles: Role[] } | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const account = await store.lockAccount(tx, accountId);
    if (!account) return refuse('platform.not-found');
    const pendingRoles = await giveRoles(tx, actor, account, roles, reason);
    if (isRefusal(pendingRoles)) return pendingRoles;
    tx.touch('accounts', accountId);
    return { pendingRoles };
  });
}

/** Takes a role away at once: less power needs no second pair of eyes. */
export async function withdrawRole(
  tools: Tools,
  actor: Actor,
  accountId: string,
  role: Role,
): Promise<{ accountId: string } | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const account = await store.lockAccount(tx, accountId);
    if (!account?.roles.includes(role)) return refuse('platform.not-found');
    if (role === 'admin' && account.status === 'active' && (await isLastAdmin(tx, accountId)))
      return refuse('staff.last-admin');
    await store.updateAccount(tx, { ...account, roles: account.roles.filter((held) => held !== role) });
    auditRole(tx, actor, accountId, 'accounts.role-withdrawn', role);
    tx.touch('accounts', accountId);
    return { accountId };
  });
}

/** The second pair of eyes on a requested role. */
export async function decideRoleRequest(
  tools: Tools,
  actor: Actor,
  grantId: string,
  decision: 'approve' | 'reject',
  reason: string | null,
): Promise<{ state: 'approved' | 'rejected' | 'withdrawn' } | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const grant = await store.lockGrant(tx, grantId);
    if (!grant) return refuse('platform.not-found');
    if (grant.state !== 'pending') return refuse('staff.grant-decided');
    const account = (await store.lockAccount(tx, grant.account_id))!;
    if (decision === 'approve') {
      const allowed = mayConfirmGrant(actor.accountId, {
        requestedBy: grant.requested_by,
        accountId: grant.account_id,
      });
      if (allowed !== true) return allowed;
      if (!account.roles.includes(grant.role))
        await store.updateAccount(tx, { ...account, roles: [...account.roles, grant.role] });
    }
    const isOwnRequest = grant.requested_by === actor.accountId;
    const state = decision === 'approve' ? 'approved' : isOwnRequest ? 'withdrawn' : 'rejected';
    await store.closeGrant(tx, grantId, state, actor.accountId, reason);
    auditRole(tx, actor, grant.account_id, `accounts.role-${state}`, grant.role, { grantId });
    tx.touch('grants', grantId);
    tx.touch('accounts', grant.account_id);
    return { state };
  });
}

/** A new temporary password, shown once; the person is signed out everywhere and must choose another one. */
export async function resetPassword(
  tools: Tools,
  actor: Actor,
  accountId: string,
): Promise<{ temporaryPassword: string } | Refusal> {
  const password = temporaryPassword();
  const passwordHash = await hashPassword(password);
  // Without the idempotency key: the answer must not be stored.
  return tools.db.transaction({ hospitalId: actor.hospitalId }, async (tx) => {
    const account = await store.lockAccount(tx, accountId);
    if (!account) return refuse('platform.not-found');
    if (account.account_id === actor.accountId) return refuse('staff.own-account');
    await store.setPassword(tx, account.user_id, passwordHash, true);
    await forgetFailures(tools, tx, account.username);
    await store.deleteSessions(tx, account.user_id);
    await store.deleteTrustedBrowsers(tx, account.user_id);
    audit(tx, actor, { action: 'accounts.password-reset', subjectKind: 'account', subjectId: accountId });
    tx.touch('accounts', accountId);
    return { temporaryPassword: password };
  });
}

/** For a lost phone: the second factor is gone, the person is signed out everywhere and may enrol again. */
export async function resetSecondFactor(
  tools: Tools,
  actor: Actor,
  accountId: string,
): Promise<{ accountId: string } | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const account = await store.lockAccount(tx, accountId);
    if (!account) return refuse('platform.not-found');
    if (account.account_id === actor.accountId) return refuse('staff.own-account');
    await store.deleteSecondFactor(tx, account.user_id);
    await store.deleteSessions(tx, account.user_id);
    audit(tx, actor, { action: 'accounts.second-factor-reset', subjectKind: 'account', subjectId: accountId });
    tx.touch('accounts', accountId);
    return { accountId };
  });
}
