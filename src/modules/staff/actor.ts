import type { AccountId, HospitalId } from '#kernel/ids.ts';
import type { Scope, Tx } from '#platform/db/database.ts';
import type { Permission, Role } from './rules/permissions.ts';

/** Who acts: every action takes one. `hospitalId` is the hospital chosen for this request. */
export interface Actor extends Scope {
  /** Null: the system itself (jobs, webhooks) or a program with a token, named by `via`. */
  readonly accountId: AccountId | null;
  readonly displayName: string;
  readonly roles: readonly Role[];
  /** Set for service tokens, which have permissions instead of roles. */
  readonly permissions?: readonly Permission[];
  /** Names of the departments a `dept` scope covers. */
  readonly departments: readonly string[];
  readonly fromAddress: string | null;
  readonly via: 'web' | 'command line' | 'job' | 'webhook' | 'api';
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

/** The holder of an account as he stands now, for work he asked for earlier; null when the account is no longer active. */
export async function actorOfAccount(tx: Tx, accountId: AccountId): Promise<Actor | null> {
  const row = await tx.one<{ display_name: string; roles: Role[]; departments: string[] }>(
    `SELECT display_name, roles, departments FROM staff_accounts WHERE hospital_id = $1 AND account_id = $2 AND status = 'active'`,
    [tx.hospitalId, accountId],
  );
  if (!row) return null;
  const { display_name: displayName, roles, departments } = row;
  return { hospitalId: tx.hospitalId, accountId, displayName, roles, departments, fromAddress: null, via: 'job' };
}
