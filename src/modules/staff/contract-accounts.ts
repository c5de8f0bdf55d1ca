import { z } from 'zod';
import { listQuery, pageOf } from '#kernel/page.ts';
import { route } from '#kernel/route.ts';
import { permissions, roles } from './rules/permissions.ts';
import { tiersOfPrograms } from './rules/tokens.ts';

const instant = z.string().describe('RFC 3339 date-time');
const role = z.enum(roles);
const displayName = z.string().trim().min(1).max(40);
const departments = z.array(z.string().trim().min(1).max(60)).max(50);
const phone = z
  .string()
  .trim()
  .regex(/^[0-9+\- ]{5,20}$/)
  .nullable();
/** A number or name of another register; empty: none. */
const tie = z
  .string()
  .trim()
  .max(200)
  .nullable()
  .transform((text) => text || null);
const reason = z.string().trim().max(200).nullable().default(null);

export const usernameSchema = z
  .string()
  .trim()
  .min(3)
  .max(40)
  .regex(/^[A-Za-z][A-Za-z0-9._-]*$/);

export const accountInfo = z.object({
  id: z.string(),
  username: z.string(),
  displayName: z.string(),
  roles: z.array(role),
  departments: z.array(z.string()),
  phone: z.string().nullable(),
  /** The phone may be typed instead of the username. */
  phoneSignIn: z.boolean(),
  /** Who the person is elsewhere: introducer by number, rep by number, doctor by the name in the hospital's system. */
  introducerNo: z.string().nullable(),
  repNo: z.string().nullable(),
  doctorName: z.string().nullable(),
  /** The subject at the identity provider. */
  ssoSubject: z.string().nullable(),
  status: z.enum(['active', 'suspended']),
  secondFactor: z.boolean(),
  /** Holds a role that pays or approves, without a second factor. */
  secondFactorAdvised: z.boolean(),
  mustChangePassword: z.boolean(),
  createdAt: instant,
  lastSeenAt: instant.nullable(),
});
export type AccountInfo = z.output<typeof accountInfo>;

export const listAccounts = route({
  id: 'staff.listAccounts',
  method: 'GET',
  path: '/api/accounts',
  permission: 'accounts.read',
  summary: 'Accounts of the hospital by username; filters: status, role, secondFactor; search in names',
  query: listQuery,
  response: pageOf(accountInfo),
});

export const readAccount = route({
  id: 'staff.readAccount',
  method: 'GET',
  path: '/api/accounts/:accountId',
  permission: 'accounts.read',
  summary: 'One account with its roles and the requests that wait',
  params: z.object({ accountId: z.uuid() }),
  response: accountInfo.extend({ isOwn: z.boolean(), pendingRoles: z.array(role) }),
  refusals: ['platform.not-found'],
});

export const createAccount = route({
  id: 'staff.createAccount',
  method: 'POST',
  path: '/api/accounts',
  permission: 'accounts.write',
  summary: 'Open an account; its temporary password is shown once. Roles may wait for confirmation',
  body: z.object({
    username: usernameSchema,
    displayName,
    roles: z.array(role).max(roles.length),
    departments: departments.default([]),
    phone: phone.default(null),
  }),
  response: z.object({
    accountId: z.string(),
    temporaryPassword: z.string().nullable(),
    pendingRoles: z.array(role),
  }),
  refusals: ['staff.username-taken'],
});

export const changeAccount = route({
  id: 'staff.changeAccount',
  method: 'PATCH',
  path: '/api/accounts/:accountId',
  permission: 'accounts.write',
  summary: 'Change name, departments, phone or status; a suspended person is signed out at once',
  params: z.object({ accountId: z.uuid() }),
  body: z.object({
    displayName: displayName.optional(),
    departments: departments.optional(),
    phone: phone.optional(),
    phoneSignIn: z.boolean().optional(),
    introducerNo: tie.optional(),
    repNo: tie.optional(),
    doctorName: tie.optional(),
    ssoSubject: tie.optional(),
    status: z.enum(['active', 'suspended']).optional(),
  }),
  response: z.object({ accountId: z.string() }),
  refusals: [
    'platform.not-found',
    'staff.own-account',
    'staff.last-admin',
    'staff.tie-taken',
    'staff.phone-not-mobile',
  ],
});

export const resetPassword = route({
  id: 'staff.resetPassword',
  method: 'POST',
  path: '/api/accounts/:accountId/temporary-password',
  permission: 'accounts.write',
  summary: 'Give a new temporary password, shown once; the person is signed out everywhere',
  params: z.object({ accountId: z.uuid() }),
  response: z.object({ temporaryPassword: z.string() }),
  refusals: ['platform.not-found', 'staff.own-account'],
});

export const resetSecondFactor = route({
  id: 'staff.resetSecondFactor',
  method: 'DELETE',
  path: '/api/accounts/:accountId/second-factor',
  permission: 'accounts.write',
  summary: 'Remove the second factor of somebody who lost the phone',
  params: z.object({ accountId: z.uuid() }),
  response: z.object({ accountId: z.string() }),
  refusals: ['platform.not-found', 'staff.own-account'],
});

export const requestRoles = route({
  id: 'staff.requestRoles',
  method: 'POST',
  path: '/api/accounts/:accountId/roles',
  permission: 'accounts.write',
  summary: 'Ask for roles: in force when a second administrator or the president confirms',
  params: z.object({ accountId: z.uuid() }),
  body: z.object({ roles: z.array(role).min(1).max(roles.length), reason }),
  response: z.object({ pendingRoles: z.array(role) }),
  refusals: ['platform.not-found', 'staff.own-roles', 'staff.role-already-held'],
});

export const withdrawRole = route({
  id: 'staff.withdrawRole',
  method: 'DELETE',
  path: '/api/accounts/:accountId/roles/:role',
  permission: 'accounts.write',
  summary: 'Take a role away, at once',
  params: z.object({ accountId: z.uuid(), role }),
  response: z.object({ accountId: z.string() }),
  refusals: ['platform.not-found', 'staff.last-admin'],
});

export const grantInfo = z.object({
  id: z.string(),
  accountId: z.string(),
  username: z.string(),
  displayName: z.string(),
  role,
  state: z.enum(['pending', 'approved', 'rejected', 'withdrawn']),
  requestedBy: z.string().nullable(),
  requestedAt: instant,
  reason: z.string().nullable(),
  /** Whether the asker may confirm it. */
  canApprove: z.boolean(),
  /** The asker requested it: rejecting withdraws it. */
  isOwnRequest: z.boolean(),
  decidedBy: z.string().nullable(),
  decidedAt: instant.nullable(),
  decisionReason: z.string().nullable(),
});
export type GrantInfo = z.output<typeof grantInfo>;

export const listGrants = route({
  id: 'staff.listGrants',
  method: 'GET',
  path: '/api/role-grants',
  permission: 'accounts.read',
  summary: 'Requested roles: pending ones first, then the latest decided; at most 200',
  response: z.object({ items: z.array(grantInfo) }),
});

export const decideGrant = route({
  id: 'staff.decideGrant',
  method: 'POST',
  path: '/api/role-grants/:grantId/decision',
  permission: 'accounts.confirm',
  summary: 'Confirm or reject a requested role; rejecting the own request withdraws it',
  params: z.object({ grantId: z.uuid() }),
  body: z.object({ decision: z.enum(['approve', 'reject']), reason }),
  response: z.object({ state: z.enum(['approved', 'rejected', 'withdrawn']) }),
  refusals: ['platform.not-found', 'staff.grant-decided', 'staff.confirm-by-another'],
});

const tier = z.enum(['T1', 'T2', 'T3', 'T4', 'T5h', 'T5m']);

export const readPermissionTable = route({
  id: 'staff.readPermissionTable',
  method: 'GET',
  path: '/api/permission-table',
  permission: 'session',
  summary: 'The product’s one source of rights: what every role may do, how far it sees',
  response: z.object({
    permissions: z.array(z.string()),
    roles: z.array(
      z.object({
        role,
        scope: z.enum(['own', 'dept', 'hospital', 'group']),
        may: z.array(z.string()),
        full: z.array(tier),
        reveal: z.array(tier),
      }),
    ),
  }),
});

const tokenInfo = z.object({
  id: z.string(),
  name: z.string(),
  permissions: z.array(z.string()),
  tiers: z.array(tier),
  lastUsedAt: instant.nullable(),
  createdBy: z.string().nullable(),
  createdAt: instant,
  expiresAt: instant,
  revokedAt: instant.nullable(),
});
export type TokenInfo = z.output<typeof tokenInfo>;

export const listTokens = route({
  id: 'staff.listTokens',
  method: 'GET',
  path: '/api/service-tokens',
  permission: 'integration.write',
  summary: 'Tokens of programs that call the API; at most 200',
  response: z.object({ items: z.array(tokenInfo) }),
});

export const createToken = route({
  id: 'staff.createToken',
  method: 'POST',
  path: '/api/service-tokens',
  permission: 'integration.write',
  summary: 'Make a token for a program; shown once, sent as `Authorization: Bearer …`',
  body: z.object({
    name: z.string().trim().min(1).max(60),
    permissions: z.array(z.enum(permissions)).min(1).max(permissions.length),
    tiers: z.array(z.enum(tiersOfPrograms)).max(6).default(['T1', 'T2']),
    validDays: z.number().int().min(1).max(730).default(365),
  }),
  response: z.object({ tokenId: z.string(), token: z.string() }),
  refusals: ['staff.token-permission'],
});

export const revokeToken = route({
  id: 'staff.revokeToken',
  method: 'DELETE',
  path: '/api/service-tokens/:tokenId',
  permission: 'integration.write',
  summary: 'End a token, at once',
  params: z.object({ tokenId: z.uuid() }),
  refusals: ['platform.not-found'],
});

export const rotateToken = route({
  id: 'staff.rotateToken',
  method: 'POST',
  path: '/api/service-tokens/:tokenId/rotation',
  permission: 'integration.write',
  summary: 'A new token with the same rights, shown once; the old one holds for the hours given, to change over',
  params: z.object({ tokenId: z.uuid() }),
  body: z.object({ graceHours: z.number().int().min(0).max(168).default(24) }),
  response: z.object({ tokenId: z.string(), token: z.string() }),
  refusals: ['platform.not-found'],
});
