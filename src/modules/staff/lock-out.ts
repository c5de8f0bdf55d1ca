import type { Refusal } from '#kernel/refusal.ts';
import { refuse } from '#kernel/refusal.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';
import { noHospital } from './actor.ts';
import { accountLockOut, addressLockOut, type LockOutPolicy, waitSecondsAfter } from './rules/lock-out.ts';

export interface Attempt {
  /** The password was right: the person's failures are forgotten, the address gets its attempt back. */
  succeeded(): Promise<void>;
}

/**
 * Counts a sign-in attempt before it is made: a hundred guesses sent at once are counted as a hundred, not as one. Failures are kept
 * in the database, so that several processes share them. Whether the username exists plays no part.
 */
export async function beginAttempt(
  tools: Tools,
  username: string,
  address: string,
): Promise<Attempt | Refusal<'staff.locked-out'>> {
  const account = accountSubject(tools, username);
  const place = tools.cipher.lookup(`sign-in address ${address}`);
  for (const [subject, policy] of [
    [place, addressLockOut],
    [account, accountLockOut],
  ] as const) {
    const seconds = await countFailure(tools, subject, policy);
    if (seconds > 0) return refuse('staff.locked-out', { seconds });
  }
  return {
    async succeeded() {
      await tools.db.shared.query('DELETE FROM staff_sign_in_failures WHERE subject = $1', [account]);
      await tools.db.shared.query(
        'UPDATE staff_sign_in_failures SET failures = greatest(failures - 1, 0) WHERE subject = $1',
        [place],
      );
    },
  };
}

function accountSubject(tools: Tools, username: string): Buffer {
  return tools.cipher.lookup(`sign-in account ${username.trim().toLowerCase()}`);
}

/** A person who got a new password from an administrator need not wait. */
export async function forgetFailures(tools: Tools, tx: Tx, username: string): Promise<void> {
  await tx.query('DELETE FROM staff_sign_in_failures WHERE subject = $1', [accountSubject(tools, username)]);
}

/** Seconds still to wait; 0 when the attempt may be made (and has been counted). The row's lock makes attempts queue up. */
async function countFailure(tools: Tools, subject: Buffer, policy: LockOutPolicy): Promise<number> {
  return tools.db.transaction({ hospitalId: noHospital }, async (tx) => {
    await tx.query(
      `INSERT INTO staff_sign_in_failures (subject, failures, last_at) VALUES ($1, 0, clock_timestamp()) ON CONFLICT DO NOTHING`,
      [subject],
    );
    const row = await tx.one<{ failures: number; wait: number; is_old: boolean }>(
      `SELECT failures, greatest(ceil(extract(epoch FROM coalesce(locked_until, clock_timestamp()) - clock_timestamp())), 0)::int AS wait,
              last_at < clock_timestamp() - make_interval(hours => $2) AS is_old
       FROM staff_sign_in_failures WHERE subject = $1 FOR UPDATE`,
      [subject, policy.forgetAfterHours],
    );
    if (row!.wait > 0) return row!.wait;
    const failures = row!.is_old ? 1 : row!.failures + 1;
    await tx.query(
      `UPDATE staff_sign_in_failures SET failures = $2, last_at = clock_timestamp(),
         locked_until = clock_timestamp() + make_interval(secs => $3) WHERE subject = $1`,
      [subject, failures, waitSecondsAfter(failures, policy)],
    );
    return 0;
  });
}

/** Removes what has expired: old failures, sessions, unfinished sign-ins. Repeatable. */
export async function forgetExpiredSignIns(tools: Tools): Promise<void> {
  await tools.db.shared.query(
    `DELETE FROM staff_sign_in_failures WHERE last_at < clock_timestamp() - interval '2 days'`,
  );
  // A code is accepted for a minute and a half around its time.
  await tools.db.shared.query(`DELETE FROM staff_used_codes WHERE used_at < clock_timestamp() - interval '10 minutes'`);
  await tools.db.shared.query('DELETE FROM staff_sessions WHERE expires_at < clock_timestamp()');
  await tools.db.shared.query('DELETE FROM staff_verifications WHERE expires_at < clock_timestamp()');
}
