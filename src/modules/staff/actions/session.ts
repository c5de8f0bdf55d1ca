import { isRefusal, type Refusal, refuse } from '#kernel/refusal.ts';
import type { Tools } from '#platform/tools.ts';
import type { Actor } from '../actor.ts';
import { type AuditEntry, audit } from '../audit.ts';
import { readMemberships } from '../gate.ts';
import { beginAttempt } from '../lock-out.ts';
import { passwordProblem } from '../rules/password.ts';
import { secondFactorRoles } from '../rules/permissions.ts';
import { phoneDigits } from '../rules/username.ts';
import type { Client, SignedIn, SignIn, WithCookies } from '../sign-in.ts';
import * as store from '../store.ts';

type Started = WithCookies<{ status: 'signed_in' | 'second_factor_needed' }>;

/** First step of signing in. The same answer, after the same work, whether the username exists or not. */
export async function startSignIn(
  tools: Tools,
  signIn: SignIn,
  client: Client,
  typed: string,
  password: string,
): Promise<Started | Refusal> {
  // Failures are counted for the person, whichever of his two names is typed.
  const username = (await readUsernameOfPhone(tools, typed)) ?? typed;
  const attempt = await beginAttempt(tools, username, client.address);
  if (isRefusal(attempt)) return attempt;
  const userId = await readUserId(tools, username);
  const outcome = await signIn.withPassword(client, username, password);
  if (isRefusal(outcome)) {
    if (userId) await recordFor(tools, userId, client, { action: 'session.refused', detail: { code: outcome.code } });
    return outcome;
  }
  await attempt.succeeded();
  if ((await readMemberships(tools, userId!)).length === 0) {
    await tools.db.shared.query('DELETE FROM staff_sessions WHERE user_id = $1', [userId]);
    return refuse('staff.account-suspended');
  }
  if (outcome.value === 'signed_in') await recordFor(tools, userId!, client, { action: 'session.started' });
  return { cookies: outcome.cookies, value: { status: outcome.value } };
}

/** Second step, for those who have an authenticator. */
export async function finishSignIn(
  tools: Tools,
  signIn: SignIn,
  client: Client,
  code: string,
  trustDevice: boolean,
): Promise<WithCookies<{ status: 'signed_in' }> | Refusal> {
  // Codes are guessed by address too; the library counts them for each challenge and each person.
  const attempt = await beginAttempt(tools, `code ${client.cookie}`, client.address);
  if (isRefusal(attempt)) return attempt;
  const outcome = await signIn.withCode(client, code, trustDevice);
  if (isRefusal(outcome)) return outcome;
  const { userId, token } = outcome.value;
  if (!(await claimCode(tools, userId, code))) {
    await tools.db.shared.query('DELETE FROM staff_sessions WHERE token = $1', [token]);
    return refuse('staff.wrong-code');
  }
  await attempt.succeeded();
  await recordFor(tools, userId, client, {
    action: 'session.started',
    detail: { secondFactor: true, trustDevice },
  });
  return { cookies: outcome.cookies, value: { status: 'signed_in' } };
}

/** False when the code was used before: somebody who watched it being typed is too late. */
async function claimCode(tools: Tools, userId: string, code: string): Promise<boolean> {
  const { rowCount } = await tools.db.shared.query(
    'INSERT INTO staff_used_codes (user_id, code_hash) VALUES ($1, $2) ON CONFLICT DO NOTHING',
    [userId, tools.cipher.lookup(`second factor ${code.trim()}`)],
  );
  return rowCount === 1;
}

export async function endSession(
  tools: Tools,
  signIn: SignIn,
  client: Client,
  actor: Actor,
): Promise<WithCookies<null>> {
  const outcome = await signIn.signOut(client);
  await record(tools, actor, { action: 'session.ended' });
  return outcome;
}

/** Changes the own password; every other browser is signed out. */
export async function changeOwnPassword(
  tools: Tools,
  signIn: SignIn,
  client: Client,
  person: { actor: Actor; signedIn: SignedIn },
  given: { currentPassword: string; newPassword: string },
): Promise<WithCookies<null> | Refusal> {
  const { actor, signedIn } = person;
  const problem = passwordProblem(given.newPassword, signedIn.username);
  if (problem) return refuse('staff.password-too-weak', { problem });
  if (given.newPassword === given.currentPassword) return refuse('staff.password-unchanged');
  const attempt = await beginAttempt(tools, signedIn.username, client.address);
  if (isRefusal(attempt)) return attempt;
  const outcome = await signIn.changePassword(client, given.currentPassword, given.newPassword);
  if (isRefusal(outcome)) return outcome;
  await attempt.succeeded();
  await tools.db.transaction({ hospitalId: actor.hospitalId }, async (tx) => {
    await store.setMustChangePassword(tx, signedIn.userId, false);
    await store.deleteTrustedBrowsers(tx, signedIn.userId);
    audit(tx, actor, ownAccount(actor, 'account.password-changed'));
  });
  return outcome;
}

export async function enrolSecondFactor(
  tools: Tools,
  signIn: SignIn,
  client: Client,
  username: string,
  password: string,
): Promise<{ otpauthUri: string; backupCodes: string[] } | Refusal> {
  const attempt = await beginAttempt(tools, username, client.address);
  if (isRefusal(attempt)) return attempt;
  const outcome = await signIn.enrol(client, password);
  if (!isRefusal(outcome) || outcome.code !== 'staff.wrong-credentials') await attempt.succeeded();
  return outcome;
}

export async function confirmSecondFactor(
  tools: Tools,
  signIn: SignIn,
  client: Client,
  actor: Actor,
  code: string,
): Promise<WithCookies<null> | Refusal> {
  const outcome = await signIn.confirm(client, code);
  if (!isRefusal(outcome)) await record(tools, actor, ownAccount(actor, 'account.second-factor-added'));
  return outcome;
}

export async function removeSecondFactor(
  tools: Tools,
  signIn: SignIn,
  client: Client,
  person: { actor: Actor; signedIn: SignedIn },
  password: string,
): Promise<WithCookies<null> | Refusal> {
  const { actor, signedIn } = person;
  if (actor.roles.some((role) => secondFactorRoles.has(role))) return refuse('staff.second-factor-required');
  const attempt = await beginAttempt(tools, signedIn.username, client.address);
  if (isRefusal(attempt)) return attempt;
  const outcome = await signIn.remove(client, password);
  if (isRefusal(outcome)) return outcome;
  await attempt.succeeded();
  await record(tools, actor, ownAccount(actor, 'account.second-factor-removed'));
  return outcome;
}

export interface OwnSession {
  readonly id: string;
  readonly user_agent: string | null;
  readonly ip_address: string | null;
  readonly created_at: number;
  readonly updated_at: number;
}

export async function readOwnSessions(tools: Tools, userId: string): Promise<OwnSession[]> {
  const { rows } = await tools.db.shared.query<OwnSession>(
    `SELECT id, user_agent, ip_address, created_at, updated_at FROM staff_sessions
     WHERE user_id = $1 AND expires_at > clock_timestamp() ORDER BY updated_at DESC LIMIT 50`,
    [userId],
  );
  return rows;
}

export async function revokeOwnSession(
  tools: Tools,
  actor: Actor,
  userId: string,
  sessionId: string,
): Promise<undefined | Refusal> {
  const { rowCount } = await tools.db.shared.query('DELETE FROM staff_sessions WHERE id = $1 AND user_id = $2', [
    sessionId,
    userId,
  ]);
  if (!rowCount) return refuse('platform.not-found');
  await record(tools, actor, ownAccount(actor, 'session.revoked'));
  return undefined;
}

function ownAccount(actor: Actor, action: string): AuditEntry {
  return { action, subjectKind: 'account', ...(actor.accountId ? { subjectId: actor.accountId } : {}) };
}

async function readUsernameOfPhone(tools: Tools, typed: string): Promise<string | null> {
  const digits = phoneDigits(typed);
  if (digits === null) return null;
  const { rows } = await tools.db.shared.query<{ username: string | null }>(
    'SELECT staff_username_of_phone($1) AS username',
    [digits],
  );
  return rows[0]?.username ?? null;
}

async function readUserId(tools: Tools, username: string): Promise<string | null> {
  const { rows } = await tools.db.shared.query<{ id: string }>('SELECT id FROM staff_users WHERE username = $1', [
    username.trim().toLowerCase(),
  ]);
  return rows[0]?.id ?? null;
}

/** Sessions concern the person in every hospital; the entry goes to the first one's log. */
export async function recordFor(tools: Tools, userId: string, client: Client, entry: AuditEntry): Promise<void> {
  const membership = (await readMemberships(tools, userId))[0];
  if (!membership) return;
  const actor: Actor = {
    hospitalId: membership.hospital_id,
    accountId: membership.account_id,
    displayName: membership.display_name,
    roles: membership.roles,
    departments: [],
    fromAddress: client.address,
    via: 'web',
  };
  await record(tools, actor, { subjectKind: 'account', subjectId: membership.account_id, ...entry });
}

async function record(tools: Tools, actor: Actor, entry: AuditEntry): Promise<void> {
  await tools.db.transaction({ hospitalId: actor.hospitalId }, async (tx) => audit(tx, actor, entry));
}
