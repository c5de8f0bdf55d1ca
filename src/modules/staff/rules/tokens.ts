import type { Permission, Tier } from './permissions.ts';

/** What only a person may do: a signature, a look at a protected field, power over accounts. A program never holds these. */
const personal =
  /^(reveal|glass|access|accounts|settlement\.(compile|countersign|verify|recalculate|review|approve|pay)|plans\.activate|audit|integration|consents\.texts|rights|retention|export\.deidentified\.(request|approve)|referrals\.(dispute|violation)\.decide)/;

export function mayBeHeldByProgram(permission: Permission): boolean {
  return !personal.test(permission);
}

/** What a program may be let see. Identity (T4) is shown to persons only, one at a time with a reason. */
export const tiersOfPrograms = ['T1', 'T2', 'T3', 'T5h', 'T5m'] as const satisfies readonly Tier[];
