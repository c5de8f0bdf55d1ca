import { z } from 'zod';
import { route } from '#kernel/route.ts';

const instant = z.string().describe('RFC 3339 date-time');

export const sessionInfo = z.object({
  account: z.object({
    id: z.string(),
    username: z.string(),
    displayName: z.string(),
    secondFactor: z.boolean(),
    /** Set after an administrator gave a first or new password. */
    mustChangePassword: z.boolean(),
    /** The roles pay or approve and there is no second factor yet: ask to enrol one. */
    secondFactorAdvised: z.boolean(),
  }),
  /** Role keys: `info_officer`, `reception`, … */
  roles: z.array(z.string()),
  /** Permission keys the account holds in the current hospital. */
  permissions: z.array(z.string()),
  hospital: z.object({ id: z.string(), name: z.string(), divisionCode: z.string(), timeZone: z.string() }),
  /** Every hospital the account may switch to, with the current one. */
  hospitals: z.array(z.object({ id: z.string(), name: z.string() })),
});
export type SessionInfo = z.output<typeof sessionInfo>;

export const readSession = route({
  id: 'staff.readSession',
  method: 'GET',
  path: '/api/session',
  permission: 'session',
  summary: 'Who is signed in, what they may do and in which hospitals',
  response: sessionInfo,
});

export const signIn = route({
  id: 'staff.signIn',
  method: 'POST',
  path: '/api/session',
  permission: 'public',
  summary: 'Sign in with username and password',
  body: z.object({ username: z.string().trim().min(1).max(40), password: z.string().min(1).max(200) }),
  response: z.object({ status: z.enum(['signed_in', 'second_factor_needed']) }),
  refusals: ['staff.wrong-credentials', 'staff.locked-out'],
});

export const giveSecondFactor = route({
  id: 'staff.giveSecondFactor',
  method: 'POST',
  path: '/api/session/second-factor',
  permission: 'public',
  summary: 'Finish signing in with a code of the authenticator or a backup code',
  body: z.object({ code: z.string().trim().min(6).max(20), trustDevice: z.boolean().optional() }),
  response: z.object({ status: z.literal('signed_in') }),
  refusals: ['staff.wrong-code', 'staff.locked-out', 'staff.sign-in-expired'],
});

export const signOut = route({
  id: 'staff.signOut',
  method: 'DELETE',
  path: '/api/session',
  permission: 'session',
  summary: 'Sign out of this browser',
});

export const listOwnSessions = route({
  id: 'staff.listOwnSessions',
  method: 'GET',
  path: '/api/account/sessions',
  permission: 'session',
  summary: 'Browsers in which the own account is signed in',
  response: z.object({
    items: z.array(
      z.object({
        id: z.string(),
        isCurrent: z.boolean(),
        /** `Chrome · Windows`: in words, from the browser's own description. */
        device: z.string(),
        address: z.string(),
        createdAt: instant,
        lastSeenAt: instant,
      }),
    ),
  }),
});

export const revokeOwnSession = route({
  id: 'staff.revokeOwnSession',
  method: 'DELETE',
  path: '/api/account/sessions/:sessionId',
  permission: 'session',
  summary: 'Sign the own account out of another browser',
  params: z.object({ sessionId: z.string() }),
});

export const changePassword = route({
  id: 'staff.changePassword',
  method: 'POST',
  path: '/api/account/password',
  permission: 'session',
  summary: 'Change the own password; every other browser is signed out',
  body: z.object({ currentPassword: z.string().min(1).max(200), newPassword: z.string().min(10).max(200) }),
  refusals: ['staff.wrong-credentials', 'staff.password-too-weak'],
});

export const enrolSecondFactor = route({
  id: 'staff.enrolSecondFactor',
  method: 'POST',
  path: '/api/account/second-factor',
  permission: 'session',
  summary: 'Begin with an authenticator: its secret and the backup codes, shown once; in force only after confirmation',
  body: z.object({ password: z.string().min(1).max(200) }),
  response: z.object({ otpauthUri: z.string(), backupCodes: z.array(z.string()) }),
  refusals: ['staff.wrong-credentials', 'staff.second-factor-present'],
});

export const confirmSecondFactor = route({
  id: 'staff.confirmSecondFactor',
  method: 'PUT',
  path: '/api/account/second-factor',
  permission: 'session',
  summary: 'Put the second factor in force with a first code of the authenticator',
  body: z.object({ code: z.string().regex(/^\d{6}$/) }),
  refusals: ['staff.wrong-code'],
});

export const removeSecondFactor = route({
  id: 'staff.removeSecondFactor',
  method: 'DELETE',
  path: '/api/account/second-factor',
  permission: 'session',
  summary: 'Sign in without a second factor from now on',
  body: z.object({ password: z.string().min(1).max(200) }),
  refusals: ['staff.wrong-credentials', 'staff.second-factor-required'],
});

export const jobInfo = z.object({
  id: z.string(),
  /** Kind of work, e.g. `imports.import-file`; the web shows `label`. */
  kind: z.string(),
  /** What is being done, in the asker's language. */
  label: z.string(),
  state: z.enum(['queued', 'running', 'done', 'failed', 'cancelled']),
  /** Work units finished and in all; `total` null while it is not known. */
  done: z.number().int(),
  total: z.number().int().nullable(),
  /** Current step in words. */
  step: z.string().nullable(),
  canCancel: z.boolean(),
  /** Page of the web that shows the result, `/imports/…`; null when there is none. */
  resultPath: z.string().nullable(),
  /** What the work answered, for whoever asked for it; absent for others, in lists, and before the work is done. */
  result: z.unknown().optional(),
  /** Code of docs/errors.md and its message when it failed. */
  failure: z.object({ code: z.string(), detail: z.string() }).nullable(),
  createdAt: instant,
  finishedAt: instant.nullable(),
});
export type JobInfo = z.output<typeof jobInfo>;

export const listJobs = route({
  id: 'staff.listJobs',
  method: 'GET',
  path: '/api/jobs',
  permission: 'session',
  summary: 'Own jobs: waiting and running ones, and those finished in the last day; newest first, at most 50',
  response: z.object({ items: z.array(jobInfo) }),
});

export const readJob = route({
  id: 'staff.readJob',
  method: 'GET',
  path: '/api/jobs/:jobId',
  permission: 'session',
  summary: 'One job with its progress',
  params: z.object({ jobId: z.string() }),
  response: jobInfo,
});

export const cancelJob = route({
  id: 'staff.cancelJob',
  method: 'POST',
  path: '/api/jobs/:jobId/cancellation',
  permission: 'session',
  summary: 'Ask a job to stop; what it had finished stays or is undone as the job defines',
  params: z.object({ jobId: z.string() }),
  response: jobInfo,
  refusals: ['staff.job-finished'],
});

export { failures } from './failures.ts';
