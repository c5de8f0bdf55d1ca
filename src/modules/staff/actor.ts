import type { AccountId, HospitalId } from '#kernel/ids.ts';
import type { Scope, Tx } from '#platform/db/database.ts';
import { hasRaised, raisedTiers, type Subject } from './rules/may.ts';
import type { Permission, Role, Tier } from './rules/permissions.ts';

/** Who acts: every action takes one. `hospitalId` is the hospital chosen for this request. */
export interface Actor extends Scope {
  /** Null: the system itself (jobs, webhooks) or a program with a token, named by `via`. */
  readonly accountId: AccountId | null;
  readonly displayName: string;
  readonly roles: readonly Role[];
  /** Set for service tokens, which have permissions instead of roles. */
  readonly permissions?: readonly Permission[];
  /** Tiers a service token was given. */
  readonly tiers?: readonly Tier[];
  /** Subjects for which the person has broken the glass; it ends by itself. */
  readonly raised?: readonly Subject[];
  /** Who the person is in other registers, as an administrator entered it: `own` compares these. */
  readonly links?: AccountLinks;
  /** Names of the departments a `dept` scope covers. */
  readonly departments: readonly string[];
  readonly fromAddress: string | null;
  readonly via: 'web' | 'command line' | 'job' | 'webhook' | 'api';
}

export interface AccountLinks {
  /** The introducer this person is, by number. */
  readonly introducerNo: string | null;
  /** The number under which introducers name their rep. */
  readonly repNo: string | null;
  /** The doctor's name as the hospital's system writes it. */
  readonly doctorName: string | null;
}

/** The system acting for a hospital, e.g. in a job or a webhook. */
export function systemActor(scope: Scope, via: Actor['via']): Actor {
  return {
    hospitalId: scope.hospitalId,
    accountId: null,
    displayName: '系统',
    roles: [],
    departments: [],
    fromAddress: null,
    via,
  };
}

/** For work on tables that belong to no hospital: row-level security then shows no hospital's rows. */
export const noHospital = '00000000-0000-0000-0000-000000000000' as HospitalId;

/** The actor as he stands before one subject: with more tiers where he has broken the glass for it. */
export function actorBefore(actor: Actor, subject: Subject): Actor {
  return hasRaised(actor, subject) ? { ...actor, tiers: [...(actor.tiers ?? []), ...raisedTiers] } : actor;
}

/** The holder of an account as he stands now, for work he asked for earlier; null when the account is no longer active. */
export async function actorOfAccount(tx: Tx, accountId: AccountId): Promise<Actor | null> {
  const row = await tx.one<{
    display_name: string;
    roles: Role[];
    departments: string[];
    introducer_no: string | null;
    rep_no: string | null;
    doctor_name: string | null;
  }>(
    `SELECT display_name, roles, departments, introducer_no, rep_no, doctor_name FROM staff_accounts
     WHERE hospital_id = $1 AND account_id = $2 AND status = 'active'`,
    [tx.hospitalId, accountId],
  );
  if (!row) return null;
  const { display_name: displayName, roles, departments } = row;
  const links = { introducerNo: row.introducer_no, repNo: row.rep_no, doctorName: row.doctor_name };
  return {
    hospitalId: tx.hospitalId,
    accountId,
    displayName,
    roles,
    departments,
    links,
    fromAddress: null,
    via: 'job',
  };
}
