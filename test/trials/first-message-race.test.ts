import { expect, test } from 'vitest';
import { firstMessageRace } from './first-message-race.ts';

test('of messages sent at once from four processes exactly the first wins', { timeout: 300_000 }, async () => {
  const outcome = await firstMessageRace({ rounds: 4, submissions: 48, processes: 4 });
  expect(outcome.findings).toEqual([]);
  expect(outcome.registered).toBe(4 * 48);
});

test('the trial notices a win given to somebody else', { timeout: 300_000 }, async () => {
  const { findings } = await firstMessageRace({ rounds: 1, submissions: 8, processes: 2, isFaultPlanted: true });
  expect(findings.join()).toContain('2 winners');
});
