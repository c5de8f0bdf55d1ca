import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isRefusal } from '#kernel/refusal.ts';
import { type LineState, lineEvents, lineStages, mayPay, nextLineState } from './line-states.ts';

const verdicts = ['allowed', 'review', 'prohibited'] as const;

test('a prohibited line becomes payable by no sequence of events', () => {
  const reached = new Set<string>();
  const open: LineState[] = [{ stage: 'computed', clearance: 'prohibited' }];
  while (open.length > 0) {
    const state = open.pop()!;
    if (reached.has(state.stage)) continue;
    reached.add(state.stage);
    for (const event of lineEvents) {
      const next = nextLineState(state, event);
      if (!isRefusal(next)) open.push(next);
    }
  }
  expect([...reached].sort()).toEqual(['computed', 'exposure']);
});

test('even from a stage it could never be in, a prohibited line moves towards no money', () => {
  for (const stage of lineStages)
    for (const event of lineEvents) {
      const next = nextLineState({ stage, clearance: 'prohibited' }, event);
      if (!isRefusal(next)) expect(['payable', 'frozen', 'paid']).not.toContain(next.stage);
      expect(mayPay({ stage, clearance: 'prohibited' })).toBe(false);
    }
});

test('any walk through the events keeps the verdict, and money only moves after freezing', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...verdicts),
      fc.array(fc.constantFrom(...lineEvents), { maxLength: 30 }),
      (clearance, events) => {
        let state: LineState = { stage: 'computed', clearance };
        for (const event of events) {
          const before = state;
          const next = nextLineState(state, event);
          if (isRefusal(next)) continue;
          expect(next.clearance).toBe(clearance);
          if (next.stage === 'paid') expect(mayPay(before)).toBe(true);
          state = next;
        }
      },
    ),
  );
});

test('a reviewed line is payable only after compliance approves it', () => {
  const waiting = nextLineState({ stage: 'computed', clearance: 'review' }, 'classify') as LineState;
  expect(waiting.stage).toBe('in_review');
  expect(isRefusal(nextLineState(waiting, 'freeze'))).toBe(true);
  expect(nextLineState(waiting, 'approve')).toEqual({ stage: 'payable', clearance: 'review' });
  expect(nextLineState(waiting, 'decline')).toEqual({ stage: 'declined', clearance: 'review' });
});

test('a department can send a frozen line back, and a paid one can be reversed', () => {
  const frozen: LineState = { stage: 'frozen', clearance: 'allowed' };
  expect(nextLineState(frozen, 'return')).toEqual({ stage: 'payable', clearance: 'allowed' });
  expect(nextLineState({ ...frozen, stage: 'paid' }, 'reverse')).toEqual({ stage: 'reversed', clearance: 'allowed' });
});
