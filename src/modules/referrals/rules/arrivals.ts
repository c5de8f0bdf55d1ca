import { hourMs } from '#kernel/day.ts';
import { compareBytes, recordKey, type WinnerEpisode } from './winner-rows.ts';

/**
 * When was the patient in the house? (exchange formats, "Arrival")
 *
 * An admission usually begins at another counter: the outpatient clinic, the emergency room or an examination. Its *chain*
 * is itself and the outpatient, emergency and exam episodes of the same record number registered within the 24 hours
 * before it, both ends included (exactly 24 h before, and the same instant). The admission's arrival is the earliest
 * registration of its chain; every other episode arrives when it is registered. Check-ups and dialysis sessions are not
 * part of a chain. An episode without record number is a person of its own, so its chain is itself. Transferred and
 * newborn episodes are never candidates, but they were registered: they count in the chain like any other.
 */
export const chainMs = 24 * hourMs;

export interface Chains {
  /** Arrival of each episode, ms since the epoch, in the order given. */
  readonly arrivalMs: Float64Array;
  /** Calls `visit` with the position of each chain member of the admission at `admission`, the admission left out. */
  readonly forEachMember: (admission: number, visit: (member: number) => void) => void;
}

export function chainsOf(episodes: readonly WinnerEpisode[]): Chains {
  const membersByRecord = chainMembersByRecord(episodes);
  const arrivalMs = new Float64Array(episodes.length);

  const forEachMember = (admission: number, visit: (member: number) => void): void => {
    const episode = episodes[admission]!;
    const record = recordKey(episode.recordNo);
    const members = record === null ? undefined : membersByRecord.get(record);
    if (!members) return;
    const registered = (at: number): number => episodes[members[at]!]!.registeredAt;
    const first = firstAtLeast(members.length, registered, episode.registeredAt - chainMs);
    for (let at = first; at < members.length && registered(at) <= episode.registeredAt; at++) visit(members[at]!);
  };

  episodes.forEach((episode, position) => {
    let earliest: number = episode.registeredAt;
    if (episode.kind === 'inpatient') {
      forEachMember(position, (member) => {
        earliest = Math.min(earliest, episodes[member]!.registeredAt);
      });
    }
    arrivalMs[position] = earliest;
  });
  return { arrivalMs, forEachMember };
}

/** Outpatient, emergency and exam episodes of the records that have an admission: only they can be in a chain. */
function chainMembersByRecord(episodes: readonly WinnerEpisode[]): Map<string, number[]> {
  const members = new Map<string, number[]>();
  for (const episode of episodes) {
    const record = episode.kind === 'inpatient' ? recordKey(episode.recordNo) : null;
    if (record !== null && !members.has(record)) members.set(record, []);
  }
  episodes.forEach((episode, position) => {
    if (!mayBeChainMember(episode)) return;
    const record = recordKey(episode.recordNo);
    if (record !== null) members.get(record)?.push(position);
  });
  // Sorted, because a hospital's "unknown" record number can hold a hundred thousand visits.
  for (const positions of members.values()) {
    positions.sort((left, right) => episodes[left]!.registeredAt - episodes[right]!.registeredAt);
  }
  return members;
}

/** Position of the first of `count` ascending values that is at least `bound`; `count` when there is none. */
function firstAtLeast(count: number, valueAt: (position: number) => number, bound: number): number {
  return firstWhere(count, (position) => valueAt(position) >= bound);
}

/** Position of the first of `count` ascending values that is greater than `bound`; `count` when there is none. */
export function firstAbove(count: number, valueAt: (position: number) => number, bound: number): number {
  return firstWhere(count, (position) => valueAt(position) > bound);
}

/** Binary search: `holds` is false up to some position and true from there on. */
function firstWhere(count: number, holds: (position: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

export function mayBeChainMember(episode: WinnerEpisode): boolean {
  return episode.kind === 'outpatient' || episode.kind === 'emergency' || episode.kind === 'exam';
}

/** Order of registration; episodes registered at the same instant are ordered by the bytes of their number. */
export function compareRegistration(left: WinnerEpisode, right: WinnerEpisode): number {
  return left.registeredAt - right.registeredAt || compareBytes(left.episodeNo, right.episodeNo);
}
