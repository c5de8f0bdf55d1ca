import { addDays, dayOf, type Instant, minuteMs } from '#kernel/day.ts';
import type { BoardCard } from '../../contract/board.ts';

/** Columns of the board; the last one holds who has left reception's hands. */
export const boardColumns = [
  'announced',
  'arrived',
  'with_doctor',
  'admission_requested',
  'formalities_done',
  'done',
] as const;
export type BoardColumn = (typeof boardColumns)[number];

export function columnOf(card: Pick<BoardCard, 'step'>): BoardColumn {
  return card.step === 'handed_to_ward' || card.step === 'did_not_come' ? 'done' : card.step;
}

/** The moment a card is sorted by: when the patient is expected, else when the message came. */
export function standsAt(card: Pick<BoardCard, 'expectedFrom' | 'receivedAt'>): number {
  return card.expectedFrom ?? card.receivedAt;
}

/** By expected arrival; equal ones by receipt, so that the order never jumps. */
export function byArrival(one: BoardCard, other: BoardCard): number {
  return standsAt(one) - standsAt(other) || one.receivedAt - other.receivedAt;
}

/** Whole minutes a patient is late; null while not late, told no time, or already here. */
export function lateMinutes(card: BoardCard, now: number): number | null {
  const until = card.expectedUntil ?? card.expectedFrom;
  if (card.step !== 'announced' || until === null || now <= until) return null;
  const minutes = Math.floor((now - until) / minuteMs);
  return minutes >= 1 ? minutes : null;
}

export type ExpectedDay = 'yesterday' | 'today' | 'tomorrow' | 'other';

/** Where the expected day lies beside today, and the wall clock of the time told. */
export function expectedDay(at: number, now: number, timeZone: string): ExpectedDay {
  const day = dayOf(at as Instant, timeZone);
  const today = dayOf(now as Instant, timeZone);
  if (day === today) return 'today';
  if (day === addDays(today, -1)) return 'yesterday';
  return day === addDays(today, 1) ? 'tomorrow' : 'other';
}

/** Search of the reception desk: name, tail of the phone, department, introducer. Case and spaces do not matter. */
export function isFound(card: BoardCard, text: string): boolean {
  const wanted = plain(text);
  if (wanted === '') return true;
  const places = [card.patientName, card.phoneTail, card.department, card.introducerName, card.introducerInstitution];
  return places.some((place) => place !== null && plain(place).includes(wanted));
}

function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s/g, '');
}

/** A name on a screen that patients can see: the surname stays. */
export function coveredName(name: string): string {
  const [first, ...rest] = [...name];
  return first === undefined ? '' : first + '＊'.repeat(Math.max(1, rest.length));
}

/** What a tap changes before the server has answered. */
export function tapped(card: BoardCard, step: BoardCard['step'], now: number): Partial<BoardCard> {
  const isHere = step !== 'announced' && step !== 'did_not_come';
  return {
    step,
    stepAt: now,
    nextSteps: [],
    undoUntil: null,
    arrivedAt: isHere ? (card.arrivedAt ?? now) : card.arrivedAt,
  };
}
