import { chainMs, mayBeChainMember } from './arrivals.ts';
import { decideWinners, type ManualDecision, type WinnerDecision } from './decide-winners.ts';
import { nameKey, phoneKey, recordKey, type Sex, type WinnerEpisode, type WinnerReferral } from './winner-rows.ts';

/**
 * Live intake: which rows must be read so that deciding them alone gives, row for row, what the whole batch would give?
 *
 * Rows influence each other along four strings:
 * - **name key** (name and sex): a referral reads, and competes for, only episodes of its own name key;
 * - **chain**: other counters of the same record number, registered within the 24 hours before an admission, move its arrival and share its winner;
 * - **phone**: an episode's phone can make somebody else's unmatched referral invalid, and nothing more;
 * - **decision**: a person may have tied a referral and an episode of different names.
 *
 * So after rows were inserted, changed, removed or named in a new or withdrawn decision, the *decided* rows are: the
 * changed ones; everything reachable from them by name key, chain and decision, to a fixed point; and the
 * referrals with the phone of a changed episode or of another episode of its record reached, whose arrival may have moved. Their
 * outcomes are complete and no other outcome has changed. Besides, *context* is read: the episodes that carry a decided
 * referral's phone, with the chains of the admissions among them; they are needed for the invalid rule and their own outcomes are
 * not to be written.
 *
 * There is no bound in time: a new episode turns an unmatched referral of the same name from years ago to `expired`. A name
 * key holds few rows even for the commonest name. A record number is followed only along chains, from an admission a day back and from
 * another counter a day on: a number that means "unknown" may stand on thousands of episodes, which have nothing else in common.
 *
 * Pure: the generator asks for rows by key and is given them, so the store decides how to read.
 *
 *     const steps = winnerScope(changed);
 *     let step = steps.next();
 *     while (!step.done) step = steps.next(await readScopeRows(transaction, step.value));
 *     const outcome = decideScope(step.value, 'Asia/Shanghai');
 */
export function* winnerScope(changed: ScopeChange): Generator<ScopeQuestion, WinnerScope, ScopeRows> {
  const growth = startGrowth(changed);
  for (let question = takeQuestion(growth); question !== null; question = takeQuestion(growth)) {
    addRows(growth, yield question);
  }
  const context = new Map<string, WinnerEpisode>();
  const episodesByPhone = distinct([...growth.referrals.values()].map((row) => phoneKey(row.phone)));
  if (episodesByPhone.length > 0) {
    addContext(growth, context, yield { ...emptyQuestion, episodesByPhone });
    const found = [...context.values()].filter((row) => row.kind === 'inpatient').map(stretchOf);
    const episodesAround = mergeStretches(found.filter((stretch) => stretch !== null));
    if (episodesAround.length > 0) addContext(growth, context, yield { ...emptyQuestion, episodesAround });
  }
  return {
    episodes: [...growth.episodes.values()],
    referrals: [...growth.referrals.values()],
    decisions: [...growth.decisions.values()],
    context: [...context.values()],
  };
}

/** Outcomes of the decided rows of a scope: exactly those the whole batch gives them. */
export function decideScope(scope: WinnerScope, timeZone: string, windowMs?: number): WinnerDecision {
  const { referrals, decisions } = scope;
  const episodes = [...scope.episodes, ...scope.context];
  const decision = decideWinners({ episodes, referrals, decisions, timeZone, ...(windowMs && { windowMs }) });
  return { episodes: decision.episodes.slice(0, scope.episodes.length), referrals: decision.referrals };
}

/**
 * The keys under which the store indexes a referral or an episode; null = not to be found by it. Equal keys mean exactly
 * what the winner rules mean by equal name and sex, equal phone, same person.
 */
export function rowKeys(row: KeyedRow): RowKeys {
  return { nameKey: nameKey(row), phoneKey: phoneKey(row.phone), recordKey: recordKey(row.recordNo ?? null) };
}

export interface KeyedRow {
  readonly patientName: string | null;
  readonly sex: Sex | null;
  readonly phone: string | null;
  readonly recordNo?: string | null;
}

export interface RowKeys {
  readonly nameKey: string | null;
  readonly phoneKey: string | null;
  readonly recordKey: string | null;
}

/** Of a changed or removed row give the old version, of a changed or inserted one the new version. */
export interface ScopeChange {
  readonly episodes: readonly WinnerEpisode[];
  readonly referrals: readonly WinnerReferral[];
}

/** Rows wanted, as they are after the change; a row that fits several lists may be answered once. */
export interface ScopeQuestion {
  readonly referralsByName: readonly string[];
  readonly referralsByPhone: readonly string[];
  readonly referralsById: readonly string[];
  readonly episodesByName: readonly string[];
  /** No two of them overlap for one record number and kind. */
  readonly episodesAround: readonly RecordStretch[];
  readonly episodesByPhone: readonly string[];
  readonly episodesByNo: readonly string[];
  /** Decisions in force that name one of these referrals as the winner. */
  readonly decisionsByReferral: readonly string[];
  /** Decisions in force about one of these episodes. */
  readonly decisionsByEpisode: readonly string[];
}

/** Where chains lead on from an episode: its record number, and a stretch of time with both ends included. */
export interface RecordStretch {
  readonly recordKey: string;
  readonly fromMs: number;
  readonly untilMs: number;
  /** Admissions are wanted, or else the counters that can be in a chain (`mayBeChainMember`). */
  readonly wants: 'admissions' | 'counters';
}

export interface ScopeRows {
  readonly episodes: readonly WinnerEpisode[];
  readonly referrals: readonly WinnerReferral[];
  readonly decisions: readonly ManualDecision[];
}

export interface WinnerScope extends ScopeRows {
  /** Read for the invalid rule only: do not write their outcomes. */
  readonly context: readonly WinnerEpisode[];
}

const emptyQuestion: ScopeQuestion = {
  referralsByName: [],
  referralsByPhone: [],
  referralsById: [],
  episodesByName: [],
  episodesAround: [],
  episodesByPhone: [],
  episodesByNo: [],
  decisionsByReferral: [],
  decisionsByEpisode: [],
};

/** Keys already asked for, and keys to ask for next. */
interface Frontier {
  readonly known: Set<string>;
  next: string[];
}

interface Growth {
  readonly episodes: Map<string, WinnerEpisode>;
  readonly referrals: Map<string, WinnerReferral>;
  readonly decisions: Map<string, ManualDecision>;
  /** Records whose arrivals may have moved. */
  readonly movedRecords: ReadonlySet<string>;
  readonly names: Frontier;
  readonly stretches: Stretches;
  /** Phones of episodes that changed or whose arrival may have moved. */
  readonly movedPhones: Frontier;
  readonly referralIds: Frontier;
  readonly episodeNos: Frontier;
  readonly decidedReferrals: Frontier;
  readonly decidedEpisodes: Frontier;
}

function startGrowth(changed: ScopeChange): Growth {
  const frontier = (): Frontier => ({ known: new Set(), next: [] });
  const growth: Growth = {
    episodes: new Map(),
    referrals: new Map(),
    decisions: new Map(),
    movedRecords: new Set(distinct(changed.episodes.map((row) => recordKey(row.recordNo)))),
    names: frontier(),
    stretches: { askedBy: new Set(), next: [], rounds: new Map() },
    movedPhones: frontier(),
    referralIds: frontier(),
    episodeNos: frontier(),
    decidedReferrals: frontier(),
    decidedEpisodes: frontier(),
  };
  // Only the keys are taken from the changed rows; the rows themselves are read as they are now, and a removed one is gone.
  for (const row of changed.episodes) {
    followEpisode(growth, row);
    push(growth.movedPhones, phoneKey(row.phone));
    push(growth.episodeNos, row.episodeNo);
  }
  for (const row of changed.referrals) {
    followReferral(growth, row);
    push(growth.referralIds, row.referralId);
  }
  return growth;
}

function push(frontier: Frontier, key: string | null): void {
  if (key === null || frontier.known.has(key)) return;
  frontier.known.add(key);
  frontier.next.push(key);
}

function takeQuestion(growth: Growth): ScopeQuestion | null {
  const take = (frontier: Frontier): string[] => frontier.next.splice(0);
  const names = take(growth.names);
  const question: ScopeQuestion = {
    referralsByName: names,
    referralsByPhone: take(growth.movedPhones),
    referralsById: take(growth.referralIds).filter((id) => !growth.referrals.has(id)),
    episodesByName: names,
    episodesAround: takeStretches(growth.stretches),
    episodesByPhone: [],
    episodesByNo: take(growth.episodeNos).filter((no) => !growth.episodes.has(no)),
    decisionsByReferral: take(growth.decidedReferrals),
    decisionsByEpisode: take(growth.decidedEpisodes),
  };
  return Object.values(question).some((keys: readonly unknown[]) => keys.length > 0) ? question : null;
}

function addRows(growth: Growth, rows: ScopeRows): void {
  for (const row of rows.episodes) {
    growth.episodes.set(row.episodeNo, row);
    followEpisode(growth, row);
  }
  for (const row of rows.referrals) {
    growth.referrals.set(row.referralId, row);
    followReferral(growth, row);
  }
  for (const decision of rows.decisions) {
    growth.decisions.set(decision.episodeNo, decision);
    push(growth.episodeNos, decision.episodeNo);
    push(growth.referralIds, decision.winnerReferralId);
  }
}

function followEpisode(growth: Growth, row: WinnerEpisode): void {
  const record = recordKey(row.recordNo);
  push(growth.names, nameKey(row));
  followChain(growth.stretches, row);
  push(growth.decidedEpisodes, row.episodeNo);
  if (record !== null && growth.movedRecords.has(record)) push(growth.movedPhones, phoneKey(row.phone));
}

/** Chains still to be followed; an episode that changed is followed from where it was and from where it is. */
interface Stretches {
  readonly askedBy: Set<string>;
  next: RecordStretch[];
  /** How often a record has been asked about. */
  readonly rounds: Map<string, number>;
}

/** Chains that lead on for more days than this are read to their ends at once, whatever else stands on the number: a day a question is slower. */
const roundsMax = 3;
const always = { fromMs: Date.UTC(1900, 0, 1), untilMs: Date.UTC(9999, 11, 31) };

function takeStretches(stretches: Stretches): RecordStretch[] {
  const wanted = stretches.next.splice(0);
  const records = new Set(wanted.map((stretch) => stretch.recordKey));
  const rest: RecordStretch[] = [];
  for (const recordKey of records) {
    const round = (stretches.rounds.get(recordKey) ?? 0) + 1;
    stretches.rounds.set(recordKey, round);
    if (round === roundsMax)
      rest.push({ recordKey, ...always, wants: 'admissions' }, { recordKey, ...always, wants: 'counters' });
  }
  const isOpen = ({ recordKey }: RecordStretch) => stretches.rounds.get(recordKey)! < roundsMax;
  return [...mergeStretches(wanted.filter(isOpen)), ...rest];
}

function followChain(stretches: Stretches, row: WinnerEpisode): void {
  const stretch = stretchOf(row);
  if (stretch === null) return;
  const asker = `${row.episodeNo}\u001f${row.registeredAt}\u001f${stretch.wants}\u001f${stretch.recordKey}`;
  if (stretches.askedBy.has(asker)) return;
  stretches.askedBy.add(asker);
  stretches.next.push(stretch);
}

/** Null for episodes that are in no chain but their own. */
function stretchOf(row: WinnerEpisode): RecordStretch | null {
  const record = recordKey(row.recordNo);
  if (record === null) return null;
  const at = row.registeredAt;
  if (row.kind === 'inpatient') return { recordKey: record, fromMs: at - chainMs, untilMs: at, wants: 'counters' };
  return mayBeChainMember(row) ? { recordKey: record, fromMs: at, untilMs: at + chainMs, wants: 'admissions' } : null;
}

/** Joins what overlaps, so that a thousand episodes of one day ask once and not a thousand times. */
function mergeStretches(stretches: readonly RecordStretch[]): RecordStretch[] {
  const groups = new Map<string, RecordStretch[]>();
  for (const stretch of stretches) {
    const key = `${stretch.wants} ${stretch.recordKey}`;
    const group = groups.get(key);
    if (group) group.push(stretch);
    else groups.set(key, [stretch]);
  }
  const merged: RecordStretch[] = [];
  for (const group of groups.values()) {
    group.sort((left, right) => left.fromMs - right.fromMs);
    let current = group[0]!;
    for (const stretch of group.slice(1)) {
      if (stretch.fromMs <= current.untilMs)
        current = { ...current, untilMs: Math.max(current.untilMs, stretch.untilMs) };
      else {
        merged.push(current);
        current = stretch;
      }
    }
    merged.push(current);
  }
  return merged;
}

function followReferral(growth: Growth, row: WinnerReferral): void {
  push(growth.names, nameKey(row));
  push(growth.decidedReferrals, row.referralId);
}

function addContext(growth: Growth, context: Map<string, WinnerEpisode>, rows: ScopeRows): void {
  for (const row of rows.episodes) if (!growth.episodes.has(row.episodeNo)) context.set(row.episodeNo, row);
}

function distinct(keys: readonly (string | null)[]): string[] {
  return [...new Set(keys.filter((key) => key !== null))];
}
