import { type Refusal, refuse } from '#kernel/refusal.ts';
import type { Verdict } from '#modules/policy/index.ts';

/**
 * Life of a settlement line. `exposure` is where prohibited lines end: shown, never paid. `frozen` lines are submitted;
 * a later correction is a reversal line in the next settlement, never a change.
 */
export const lineStages = [
  'computed',
  'in_review',
  'payable',
  'exposure',
  'declined',
  'frozen',
  'paid',
  'reversed',
] as const;
export type LineStage = (typeof lineStages)[number];

/** The verdict is part of the line: a new verdict is a new line of a new run. */
export interface LineState {
  readonly stage: LineStage;
  readonly clearance: Verdict;
}

/**
 * `classify`: the run is cleared. `approve` / `decline`: compliance decides a reviewed line, with document and reason.
 * `freeze`: submitted. `return`: a department sent it back. `pay`, `reverse`.
 */
export const lineEvents = ['classify', 'approve', 'decline', 'freeze', 'return', 'pay', 'reverse'] as const;
export type LineEvent = (typeof lineEvents)[number];

/** Stages from which money can still move, or has. */
const towardsMoney: ReadonlySet<LineStage> = new Set(['payable', 'frozen', 'paid']);

const afterClassify = { allowed: 'payable', review: 'in_review', prohibited: 'exposure' } as const;

const transitions: Readonly<Record<LineStage, Partial<Record<LineEvent, LineStage>>>> = {
  computed: {},
  in_review: { approve: 'payable', decline: 'declined' },
  payable: { freeze: 'frozen' },
  exposure: {},
  declined: {},
  frozen: { return: 'payable', pay: 'paid', reverse: 'reversed' },
  paid: { reverse: 'reversed' },
  reversed: {},
};

export type LineRefusal = Refusal<'incentives.line-prohibited' | 'incentives.line-not-possible'>;

/**
 * The state after an event. Clearance is a gate of its own, apart from the table: whatever the table says, a prohibited
 * line enters no stage that leads to money.
 */
export function nextLineState(state: LineState, event: LineEvent): LineState | LineRefusal {
  const stage =
    state.stage === 'computed' && event === 'classify'
      ? afterClassify[state.clearance]
      : transitions[state.stage][event];
  if (state.clearance === 'prohibited' && (stage === undefined || towardsMoney.has(stage)) && event !== 'classify')
    return refuse('incentives.line-prohibited', { stage: state.stage, event });
  if (stage === undefined) return refuse('incentives.line-not-possible', { stage: state.stage, event });
  return { ...state, stage };
}

/** Whether the line's amount may go into a payment file. */
export function mayPay(state: LineState): boolean {
  return state.clearance !== 'prohibited' && state.stage === 'frozen';
}
