import { ageDifferenceMax } from './agreement.ts';
import { defaultWindowMs } from './decide-winners.ts';
import { nameKey, phoneKey, type Sex } from './winner-rows.ts';

/**
 * Hijack (live intake only): A announced a patient, and before A's final confirmation B sends a message about the same
 * person. B then wins only provisionally: a dispute with both messages is opened, and the lines of the episode are held until
 * it is decided. A pre-announcement is a referral of stage `announced`; it does not exist in the exchange files.
 *
 * Open = announced before B's message was received, not finally confirmed at that moment, not withdrawn, and not older than
 * the validity window. The same person = name and sex equal and, as in the winner rule, phones equal or ages at most two
 * years apart or one of the ages unknown. The same introducer twice is a repetition, never a hijack.
 */
export function detectHijack(
  newcomer: HijackReferral,
  announcements: readonly Announcement[],
  windowMs: number = defaultWindowMs,
): HijackVerdict {
  const against = announcements
    .filter((announcement) => isOpenFor(newcomer, announcement, windowMs) && isSamePerson(newcomer, announcement))
    .sort((left, right) => left.receivedAt - right.receivedAt || (left.referralId < right.referralId ? -1 : 1));
  if (against.length === 0) return { hijack: false };
  return {
    hijack: true,
    provisionalWinnerId: newcomer.referralId,
    againstIds: against.map((announcement) => announcement.referralId),
    samePhone: against.some((announcement) => hasSamePhone(newcomer, announcement)),
    holdsLines: true,
  };
}

export interface HijackReferral {
  readonly referralId: string;
  /** Null while the introducer is unknown: somebody else than any known one, until the officer says otherwise. */
  readonly introducerNo: string | null;
  readonly receivedAt: number;
  readonly patientName: string | null;
  readonly sex: Sex | null;
  readonly age: number | null;
  readonly phone: string | null;
}

export interface Announcement extends HijackReferral {
  /** When A finally confirmed (patient on the way, formalities told); null while only announced. */
  readonly confirmedAt: number | null;
  /** When A withdrew it; null = in force. */
  readonly withdrawnAt: number | null;
}

export type HijackVerdict =
  | { readonly hijack: false }
  | {
      readonly hijack: true;
      readonly provisionalWinnerId: string;
      /** The announcements in the way, earliest first: the other parties of the dispute. */
      readonly againstIds: readonly string[];
      /** True when a phone proves the same person; else name, sex and age only suggest it. */
      readonly samePhone: boolean;
      readonly holdsLines: true;
    };

function isOpenFor(newcomer: HijackReferral, announcement: Announcement, windowMs: number): boolean {
  const { referralId, introducerNo, receivedAt, confirmedAt, withdrawnAt } = announcement;
  if (referralId === newcomer.referralId) return false;
  if (introducerNo !== null && introducerNo === newcomer.introducerNo) return false;
  const at = newcomer.receivedAt;
  if (receivedAt > at || at > receivedAt + windowMs) return false;
  return (confirmedAt === null || confirmedAt > at) && (withdrawnAt === null || withdrawnAt > at);
}

function isSamePerson(left: HijackReferral, right: HijackReferral): boolean {
  const key = nameKey(left);
  if (key === null || key !== nameKey(right)) return false;
  if (hasSamePhone(left, right)) return true;
  return left.age === null || right.age === null || Math.abs(left.age - right.age) <= ageDifferenceMax;
}

function hasSamePhone(left: HijackReferral, right: HijackReferral): boolean {
  const phone = phoneKey(left.phone);
  return phone !== null && phone === phoneKey(right.phone);
}
