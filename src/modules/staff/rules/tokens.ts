import type { Permission } from './permissions.ts';

/** What only a person may do: a signature, a look at a protected field, power over accounts. A program never holds these. */
const personal =
  /^(reveal|accounts|settlement\.(compile|countersign|verify|recalculate|review|approve|pay)|plans\.activate|audit|integration|consents\.texts|rights|retention|export\.deidentified\.(request|approve)|referrals\.(dispute|violation)\.decide)/;

export function mayBeHeldByProgram(permission: Permission): boolean {
  return !personal.test(permission);
}
