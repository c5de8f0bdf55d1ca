import type { AccountId } from '#kernel/ids.ts';
import type { Tx } from '#platform/db/database.ts';
import { type Permission, rightsOf, roles } from './rules/permissions.ts';
import { readAccountsWithRoles } from './store.ts';

/** Colleagues who hold a permission and may therefore be put in charge of what it opens. */
export async function readOwnerChoices(
  tx: Tx,
  permission: Permission,
): Promise<{ accountId: AccountId; displayName: string }[]> {
  return readAccountsWithRoles(
    tx,
    roles.filter((role) => rightsOf[role].may.includes(permission)),
  );
}
