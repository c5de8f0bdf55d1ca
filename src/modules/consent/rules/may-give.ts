import { completedYears, type Day, dayMs, dayOf, type Instant } from '#kernel/day.ts';
import { type Refusal, refuse } from '#kernel/refusal.ts';
import { type Channel, type ConsentKind, kindFacts } from './catalogue.ts';

export type Giver = 'patient' | 'guardian' | 'representative';
export type EvidenceKind = 'paper_scan' | 'signed_page' | 'verbal_recording';

export interface GivenConsent {
  readonly kind: ConsentKind;
  readonly channels: readonly Channel[];
  readonly at: Instant;
  readonly validUntil: Instant | null;
  readonly giver: Giver;
  readonly giverName: string | null;
  readonly giverRelation: string | null;
  readonly scope: string | null;
  readonly evidence: {
    readonly kind: EvidenceKind;
    readonly scanId: string | null;
    readonly recordingId: string | null;
    readonly pageHash: string | null;
  };
}

export type GivingRefusal = Refusal<
  | 'consent.patient-deceased'
  | 'consent.in-the-future'
  | 'consent.ends-before-it-begins'
  | 'consent.channels-missing'
  | 'consent.channels-not-asked'
  | 'consent.scope-missing'
  | 'consent.term-missing'
  | 'consent.minor-marketing'
  | 'consent.guardian-needed'
  | 'consent.giver-missing'
  | 'consent.evidence-missing'
>;

/** A person's clock may be a little ahead of the server's. */
const slackMs = 5 * 60_000;

/** Whether what somebody said may be recorded as a consent. `birthDate` null: unknown, then the giver is taken at his word. */
export function decideGiving(
  given: GivenConsent,
  person: { readonly birthDate: Day | null; readonly isDeceased: boolean },
  now: Instant,
  timeZone: string,
): GivingRefusal | null {
  const facts = kindFacts[given.kind];
  if (person.isDeceased) return refuse('consent.patient-deceased');
  if (given.at > now + slackMs) return refuse('consent.in-the-future');
  if (given.validUntil !== null && given.validUntil <= given.at) return refuse('consent.ends-before-it-begins');
  if (facts.channels.length > 0 && given.channels.length === 0) return refuse('consent.channels-missing');
  if (facts.channels.length === 0 && given.channels.length > 0) return refuse('consent.channels-not-asked');
  if (facts.needsScope && !given.scope?.trim()) return refuse('consent.scope-missing');
  if (facts.needsTerm && given.validUntil === null) return refuse('consent.term-missing');
  const age = person.birthDate ? completedYears(person.birthDate, dayOf(given.at, timeZone)) : null;
  if (facts.purpose === 'marketing' && age !== null && age < 18) return refuse('consent.minor-marketing', { age });
  if (age !== null && age < 14 && given.giver !== 'guardian') return refuse('consent.guardian-needed', { age });
  if (given.giver !== 'patient' && !(given.giverName?.trim() && given.giverRelation?.trim()))
    return refuse('consent.giver-missing');
  const { evidence } = given;
  const proof = {
    paper_scan: evidence.scanId,
    verbal_recording: evidence.recordingId?.trim(),
    signed_page: evidence.pageHash,
  }[evidence.kind];
  return proof ? null : refuse('consent.evidence-missing', { kind: evidence.kind });
}

/** Somebody who said no is not asked again for so long (Network Data Regulation 22(5); the number is the product's policy). */
export const askAgainAfterDays = 90;

export function mayAskAgain(refusedAt: Instant | null, now: Instant): boolean {
  return refusedAt === null || now >= refusedAt + askAgainAfterDays * dayMs;
}
