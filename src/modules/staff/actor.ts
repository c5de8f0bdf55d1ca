import type { AccountId, HospitalId } from '#kernel/ids.ts';
import type { Scope } from '#platform/db/database.ts';
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
