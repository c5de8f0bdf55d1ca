import { blockingKeysOfEpisode, blockingKeysOfReferral } from './blocking-keys.ts';
import { compareNames, nameForm } from './compare-names.ts';
import { defaultWindowMs } from './decide-winners.ts';
import { type Evidence, evidenceOf, type MatchReason, siblingNames } from './match-evidence.ts';
import type { MatchEpisode, MatchReferral, PreparedEpisode, PreparedReferral } from './match-rows.ts';
import { compareBytes, recordKey } from './winner-rows.ts';

export type { MatchEpisode, MatchReferral } from './match-rows.ts';

/**
 * Proposals for the matching queue: which patient may a referral mean that the exact rule left `unmatched`, `disputed` or
 * `invalid`? A person decides; nothing here links by itself.
 *
 * Each pair is judged feature by feature (name, phone, age, sex, place, department, delay) with the ratio "how often among
 * true pairs ÷ how often among strangers" (Fellegi and Sunter 1969). The ratios of one referral's candidates compete with
 * each other and with "the patient never came", which makes the score a probability:
 * share of the candidate ÷ (never came + shares of all candidates). Two people equally alike therefore get at most one half each.
 *
 * *Sure* is more than a high score: the name must be explained by hearing or typing, not by being another name; nobody else
 * may come near; and nobody with a sibling's name, age and phone may be about, present or not (twins share everything but
 * one character).
 *
 * Several episodes of one record number are one person: proposed once, with the episode the winner rule would credit.
 */
export function proposeFor(
  referral: MatchReferral,
  candidates: readonly MatchEpisode[],
  options: ProposalOptions = {},
): Proposal[] {
  return rank(
    prepareReferral(referral),
    candidates.map((episode) => prepareEpisode(episode)),
    options,
  );
}

/** The whole queue at once: indexes the episodes by blocking key, then proposes for each referral. */
export function proposeMatches(
  referrals: readonly MatchReferral[],
  episodes: readonly MatchEpisode[],
  options: ProposalOptions = {},
): Map<string, Proposal[]> {
  const prepared = episodes.map((episode) => prepareEpisode(episode));
  const index = new Map<string, PreparedEpisode[]>();
  for (const row of prepared) {
    for (const key of new Set(blockingKeysOfEpisode(row.episode, row.form))) {
      const rows = index.get(key);
      if (rows) rows.push(row);
      else index.set(key, [row]);
    }
  }
  const population =
    options.population ?? new Set(episodes.map((row) => recordKey(row.recordNo) ?? row.episodeNo)).size;
  const proposals = new Map<string, Proposal[]>();
  for (const referral of referrals) {
    const row = prepareReferral(referral);
    const found = new Set<PreparedEpisode>();
    for (const key of blockingKeysOfReferral(referral, row.form)) {
      for (const candidate of index.get(key) ?? []) found.add(candidate);
    }
    proposals.set(referral.referralId, rank(row, [...found], { ...options, population }));
  }
  return proposals;
}

export interface Proposal {
  readonly episodeNo: string;
  /** Probability that this is the patient meant, 0..1. */
  readonly score: number;
  readonly sure: boolean;
  /** Strongest first. */
  readonly reasons: readonly MatchReason[];
}

export interface ProposalOptions {
  readonly windowMs?: number;
  /** Persons among whom the candidates were sought: the more there are, the likelier a chance resemblance. */
  readonly population?: number;
  readonly proposalsMax?: number;
}

/** Share of left-over referrals whose patient did come, from what queues look like. */
const cameShare = 0.7;
const populationDefault = 20_000;
const proposalsMaxDefault = 5;
const scoreMin = 0.002;
const sureScoreMin = 0.995;
/** The runner-up must be this many times less likely. */
const sureRatioMin = 300;

function prepareReferral(referral: MatchReferral): PreparedReferral {
  return { referral, form: nameForm(referral.patientName) };
}

function prepareEpisode(episode: MatchEpisode): PreparedEpisode {
  return { episode, form: nameForm(episode.patientName) };
}

interface Candidate extends Evidence {
  readonly row: PreparedEpisode;
}

function rank(asked: PreparedReferral, rows: readonly PreparedEpisode[], options: ProposalOptions): Proposal[] {
  const windowMs = options.windowMs ?? defaultWindowMs;
  const { receivedAt } = asked.referral;
  const people = new Map<string, Candidate>();
  for (const row of rows) {
    const { arrivalAt, recordNo, episodeNo } = row.episode;
    if (arrivalAt <= receivedAt || arrivalAt > receivedAt + windowMs) continue;
    const candidate = { row, ...evidenceOf(asked, row) };
    const person = recordKey(recordNo) ?? `episode ${episodeNo}`;
    const other = people.get(person);
    if (!other || comesFirst(candidate, other)) people.set(person, candidate);
  }
  const ranked = [...people.values()].sort(
    (left, right) =>
      right.logRatio - left.logRatio || compareBytes(left.row.episode.episodeNo, right.row.episode.episodeNo),
  );
  return scored(asked, ranked, options);
}

function scored(asked: PreparedReferral, ranked: readonly Candidate[], options: ProposalOptions): Proposal[] {
  const share = cameShare / Math.max(options.population ?? populationDefault, ranked.length, 1);
  const shares = ranked.map((candidate) => share * Math.exp(candidate.logRatio));
  const total = shares.reduce((sum, one) => sum + one, 1 - cameShare);
  const proposals: Proposal[] = [];
  for (const [position, candidate] of ranked.slice(0, options.proposalsMax ?? proposalsMaxDefault).entries()) {
    const score = shares[position]! / total;
    if (score < scoreMin) break;
    const isClear = score >= sureScoreMin && shares[0]! >= sureRatioMin * (shares[1] ?? 0);
    const sure = position === 0 && isClear && candidate.mayBeSure && !hasSibling(asked, candidate, ranked);
    const reasons = candidate.reasons;
    proposals.push({ episodeNo: candidate.row.episode.episodeNo, score, sure, reasons });
  }
  return proposals;
}

/** Of one person: the admission first, then the earlier registration, as the winner rule credits. */
function comesFirst(left: Candidate, right: Candidate): boolean {
  const a = left.row.episode;
  const b = right.row.episode;
  if (a.isInpatient !== b.isInpatient) return a.isInpatient;
  return a.registeredAt !== b.registeredAt
    ? a.registeredAt < b.registeredAt
    : compareBytes(a.episodeNo, b.episodeNo) < 0;
}

/** Another candidate whose name is a sibling's of the first one, of about the same age: a twin, perhaps. */
function hasSibling(asked: PreparedReferral, first: Candidate, ranked: readonly Candidate[]): boolean {
  return ranked.some((other) => {
    if (other === first || other.row.form === null || first.row.form === null || asked.form === null) return false;
    if (!siblingNames.has(compareNames(first.row.form, other.row.form))) return false;
    const ages = [first.row.episode.age, other.row.episode.age];
    const isOfOneAge = ages[0] === null || ages[1] === null || Math.abs(ages[0]! - ages[1]!) <= 1;
    const isOfOnePlace = first.row.episode.division === other.row.episode.division;
    const isOfOnePhone = first.row.episode.phone !== null && first.row.episode.phone === other.row.episode.phone;
    return isOfOneAge && (isOfOnePhone || (isOfOnePlace && first.row.episode.division !== null));
  });
}
