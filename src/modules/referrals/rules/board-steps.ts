import { minuteMs } from '#kernel/day.ts';

/** The steps of the reception board, in their order; `did_not_come` ends the wait. */
export const boardSteps = [
  'announced',
  'arrived',
  'with_doctor',
  'admission_requested',
  'formalities_done',
  'handed_to_ward',
  'did_not_come',
] as const;
export type BoardStep = (typeof boardSteps)[number];

/** How long a mistaken tap can be taken back. Later, the history tells what was tapped, and the step goes on from there. */
export const undoMs = 10 * minuteMs;

/**
 * Which steps may be tapped now, the usual one first. Only forward, and steps may be skipped: on a busy morning the ward hears of the
 * patient before anybody tapped "with doctor". Who did not come may still come late.
 */
export function nextBoardSteps(step: BoardStep): BoardStep[] {
  if (step === 'did_not_come') return ['arrived'];
  const later = boardSteps.slice(boardSteps.indexOf(step) + 1, boardSteps.indexOf('did_not_come'));
  return step === 'announced' ? [...later, 'did_not_come'] : later;
}

/** Until when the last tap can be taken back; null when there is none. */
export function undoUntil(step: BoardStep, stepAt: number | null, now: number): number | null {
  if (step === 'announced' || stepAt === null) return null;
  return now <= stepAt + undoMs ? stepAt + undoMs : null;
}

/** Steps of a patient who is in the house. */
export function isInHouse(step: BoardStep): boolean {
  return step !== 'announced' && step !== 'did_not_come';
}
