import { addDays, type Day } from '#kernel/day.ts';

/** Who belongs into a grid team: one doctor, one nurse, one community worker. */
export const gridRoles = ['doctor', 'nurse', 'worker'] as const;
export type GridRole = (typeof gridRoles)[number];

interface Members {
  readonly doctorName: string | null;
  readonly nurseName: string | null;
  readonly workerName: string | null;
}

export function missingRoles(team: Members): GridRole[] {
  return gridRoles.filter((role) => !team[`${role}Name`]);
}

export type TermState = 'unknown' | 'future' | 'running' | 'ending' | 'over';

/** How the term of the signed families stands; `ending` in its last 30 days. */
export function termState(
  team: { readonly termFrom: Day | null; readonly termUntil: Day | null },
  today: Day,
): TermState {
  if (team.termUntil === null) return 'unknown';
  if (team.termUntil < today) return 'over';
  if (team.termFrom !== null && team.termFrom > today) return 'future';
  return team.termUntil <= addDays(today, 30) ? 'ending' : 'running';
}
