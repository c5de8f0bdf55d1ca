import type { Instant } from '#kernel/day.ts';

export function resolveArrival(_phrase: string, _receivedAt: Instant, _timeZone: string): { from: Instant; until: Instant } | null {
  return null;
}
