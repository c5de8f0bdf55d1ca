import type { RowProblem } from './rows.ts';

/** What is wrong with one row so far. Grows only when there is something to say: most rows share one empty list. */
export interface Problems {
  rejected: readonly RowProblem[];
  warnings: readonly RowProblem[];
}

const none: readonly RowProblem[] = Object.freeze([]);

export function noProblems(): Problems {
  return { rejected: none, warnings: none };
}

export function reject(problems: Problems, problem: RowProblem): void {
  problems.rejected = [...problems.rejected, problem];
}

export function warn(problems: Problems, problem: RowProblem): void {
  problems.warnings = [...problems.warnings, problem];
}
