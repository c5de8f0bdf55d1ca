import { type ListQuery, type Page, parseFilter } from '#kernel/page.ts';
import { type Refusal, refuse } from '#kernel/refusal.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Routes } from '#platform/http/serve.ts';
import type { Tools } from '#platform/tools.ts';
import * as accounts from '../actions/accounts.ts';
import { createAccount } from '../actions/people.ts';
import * as tokens from '../actions/tokens.ts';
import type { Actor } from '../actor.ts';
import * as contract from '../contract-accounts.ts';
import { mayConfirmGrant } from '../rules/grants.ts';
import { may } from '../rules/may.ts';
import { permissions, rightsOf, roles, secondFactorRoles } from '../rules/permissions.ts';
import * as store from '../store.ts';

/** Accounts, roles and their confirmation, the table of rights, tokens of programs. */
export function accountRoutes(routes: Routes<Actor>, tools: Tools): void {
  routes.serve(contract.listAccounts, (actor, { query }) => tools.db.read(actor, (tx) => readAccountPage(tx, query)));
  routes.serve(contract.readAccount, async (actor, { params }) => {
    const row = await tools.db.read(actor, (tx) => store.readAccount(tx, params.accountId));
    if (!row) return refuse('platform.not-found');
    return { ...accountInfo(row), isOwn: row.account_id === actor.accountId, pendingRoles: row.pending_roles };
  });
  routes.serve(contract.createAccount, (actor, { body }) => createAccount(tools, actor, body));
  routes.serve(contract.changeAccount, (actor, { params, body }) =>
    accounts.changeAccount(tools, actor, params.accountId, body),
  );
  routes.serve(contract.resetPassword, (actor, { params }) => accounts.resetPassword(tools, actor, params.accountId));
  routes.serve(contract.resetSecondFactor, (actor, { params }) =>
    accounts.resetSecondFactor(tools, actor, params.accountId),
  );
  routes.serve(contract.requestRoles, (actor, { params, body }) =>
    accounts.requestRoles(tools, actor, params.accountId, body.roles, body.reason),
  );
  routes.serve(contract.withdrawRole, (actor, { params }) =>
    accounts.withdrawRole(tools, actor, params.accountId, params.role),
  );
  routes.serve(contract.listGrants, async (actor) => ({
    items: (await tools.db.read(actor, store.readGrants)).map((row) => grantInfo(row, actor)),
  }));
  routes.serve(contract.decideGrant, (actor, { params, body }) =>
    accounts.decideRoleRequest(tools, actor, params.grantId, body.decision, body.reason),
  );
  routes.serve(contract.readPermissionTable, async () => ({
    permissions: [...permissions],
    roles: roles.map((role) => ({ role, ...rightsOf[role] })),
  }));
  routes.serve(contract.listTokens, async (actor) => ({
    items: (await tools.db.read(actor, store.readTokens)).map(tokenInfo),
  }));
  routes.serve(contract.createToken, (actor, { body }) => tokens.createToken(tools, actor, body));
  routes.serve(contract.rotateToken, (actor, { params, body }) =>
    tokens.rotateToken(tools, actor, params.tokenId, body.graceHours),
  );
  routes.serve(contract.revokeToken, (actor, { params }) => tokens.revokeToken(tools, actor, params.tokenId));
}

async function readAccountPage(tx: Tx, query: ListQuery): Promise<Page<contract.AccountInfo> | Refusal> {
  const wanted = wantedAccounts(query);
  if ('refused' in wanted) return wanted;
  const rows = await store.readAccounts(tx, { ...wanted, limit: query.limit + 1 });
  const shown = rows.slice(0, query.limit);
  return {
    items: shown.map(accountInfo),
    nextCursor: rows.length > query.limit ? shown.at(-1)!.username : null,
    total: await store.countAccounts(tx, wanted),
    totalIsExact: true,
  };
}

function wantedAccounts(query: ListQuery): store.AccountsWanted | Refusal {
  let wanted: store.AccountsWanted = {
    text: query.q?.trim() || null,
    statuses: null,
    roles: null,
    hasSecondFactor: null,
    afterUsername: query.cursor ?? '',
    limit: query.limit,
  };
  for (const term of query.filter) {
    const filter = parseFilter(term);
    const isEqual = filter?.operator === 'eq' || filter?.operator === 'in';
    if (!filter || !isEqual) return refuse('platform.invalid-request');
    if (filter.field === 'status') wanted = { ...wanted, statuses: filter.values };
    else if (filter.field === 'role') wanted = { ...wanted, roles: filter.values };
    else if (filter.field === 'secondFactor') wanted = { ...wanted, hasSecondFactor: filter.values[0] === 'true' };
    else return refuse('platform.invalid-request');
  }
  return wanted;
}

function accountInfo(row: store.ShownAccountRow): contract.AccountInfo {
  return {
    id: row.account_id,
    username: row.username,
    displayName: row.display_name,
    roles: row.roles,
    departments: row.departments,
    phone: row.phone,
    phoneSignIn: row.phone_sign_in,
    introducerNo: row.introducer_no,
    repNo: row.rep_no,
    doctorName: row.doctor_name,
    ssoSubject: row.sso_subject,
    status: row.status,
    secondFactor: row.two_factor_enabled,
    secondFactorAdvised: !row.two_factor_enabled && row.roles.some((role) => secondFactorRoles.has(role)),
    mustChangePassword: row.must_change_password,
    createdAt: instantText(row.created_at),
    lastSeenAt: row.last_seen_at === null ? null : instantText(row.last_seen_at),
  };
}

function grantInfo(row: store.GrantRow, actor: Actor): contract.GrantInfo {
  const parties = { requestedBy: row.requested_by, accountId: row.account_id };
  return {
    id: row.grant_id,
    accountId: row.account_id,
    username: row.username,
    displayName: row.display_name,
    role: row.role,
    state: row.state,
    requestedBy: row.requested_by_name,
    requestedAt: instantText(row.requested_at),
    reason: row.reason,
    canApprove:
      row.state === 'pending' && may(actor, 'accounts.confirm') && mayConfirmGrant(actor.accountId, parties) === true,
    isOwnRequest: row.requested_by === actor.accountId,
    decidedBy: row.decided_by_name,
    decidedAt: row.decided_at === null ? null : instantText(row.decided_at),
    decisionReason: row.decision_reason,
  };
}

function tokenInfo(row: store.TokenRow): contract.TokenInfo {
  return {
    id: row.token_id,
    name: row.name,
    permissions: row.permissions,
    tiers: row.tiers,
    lastUsedAt: row.last_used_at === null ? null : instantText(row.last_used_at),
    createdBy: row.created_by_name,
    createdAt: instantText(row.created_at),
    expiresAt: instantText(row.expires_at),
    revokedAt: row.revoked_at === null ? null : instantText(row.revoked_at),
  };
}

function instantText(at: number): string {
  return new Date(at).toISOString();
}
