import { completedYears, type Instant, type Month, monthBounds } from '#kernel/day.ts';
import { type Fen, zeroFen } from '#kernel/money.ts';
import {
  applyMonthlyLimits,
  type CompiledPlan,
  compilePlan,
  type DecidedLine,
  hasMonthlyLimits,
  type LineTrace,
  type PlanDocument,
  type PlanRule,
} from '#kernel/rule-engine/index.ts';
import { type Clearance, type ClearanceFacts, clear, type PayeeClass, type PolicyPack } from '#modules/policy/index.ts';
import { benefitFormOf, payeeClassOf, rewardBasisOf, triggerOf } from './clear-rule.ts';
import type { EpisodeFacts, IntroducerKind } from './episode-facts.ts';
import { episodeVocabulary } from './episode-vocabulary.ts';

/** A line of a settlement or a what-if: one row of lines.csv, with the trace its amount follows from. */
export interface IncentiveLine {
  readonly period: Month;
  readonly planId: string;
  readonly planVersion: string;
  readonly packVersion: string;
  readonly ruleId: string;
  readonly episodeNo: string;
  /** Line number of the charge for an examination, else null. */
  readonly chargeLineNo: string | null;
  readonly referralId: string | null;
  readonly introducerKind: IntroducerKind | null;
  readonly payeeClass: PayeeClass;
  readonly payeeNo: string;
  readonly payeeName: string;
  readonly department: string;
  readonly baseFen: Fen;
  readonly amountFen: Fen;
  readonly form: PlanRule['form'];
  readonly clearance: Clearance['verdict'];
  readonly citation: string;
  /** What may be paid now: the amount when allowed, else 0. */
  readonly payableFen: Fen;
  readonly reason: string;
  readonly trace: LineTrace;
}

export interface DecideLinesInput {
  readonly plan: CompiledPlan<EpisodeFacts>;
  readonly pack: PolicyPack;
  readonly episodes: Iterable<EpisodeFacts>;
  readonly month: Month;
  readonly timeZone: string;
}

/** Compiles a checked plan for the episodes of one hospital; `hospitalDivision` decides who is out-of-county. */
export function compileIncentivePlan(plan: PlanDocument, hospitalDivision: string): CompiledPlan<EpisodeFacts> {
  return compilePlan(plan, episodeVocabulary(hospitalDivision));
}

/**
 * Whether an episode belongs to the month's settlement: not transferred, not a newborn's, settled in the month; an
 * inpatient also discharged in it ("discharged and settled in the period").
 */
export function isDue(episode: EpisodeFacts, bounds: { readonly from: Instant; readonly until: Instant }): boolean {
  if (episode.transferredFrom !== null || episode.motherEpisodeNo !== null) return false;
  if (!isWithin(episode.settledAt, bounds)) return false;
  return episode.kind !== 'inpatient' || isWithin(episode.dischargedAt, bounds);
}

function isWithin(at: Instant | null, bounds: { readonly from: Instant; readonly until: Instant }): boolean {
  return at !== null && at >= bounds.from && at < bounds.until;
}

/**
 * All lines of a month: the plan's amounts, then limits per payee and month, then clearance. Lines come in byte order of
 * `episodeNo`, within an episode in the plan's order, so the same input gives the same lines whatever order it came in.
 */
export function decideLines(input: DecideLinesInput): IncentiveLine[] {
  const { plan, pack, month, timeZone } = input;
  const bounds = monthBounds(month, timeZone);
  const due = [...input.episodes].filter((episode) => isDue(episode, bounds)).sort(byEpisodeNo);
  const toLine = lineMaker(plan.document, pack, month);
  if (!hasMonthlyLimits(plan.document))
    return due.flatMap((episode) => plan.decide(episode).flatMap((line) => toLine(episode, line) ?? []));
  const entries = due.flatMap((episode) =>
    plan.decide(episode).flatMap((line) => {
      const payee = payeeOf(episode, line);
      return payee === null ? [] : [{ payee: `${payee.class} ${payee.no}`, line, episode }];
    }),
  );
  return applyMonthlyLimits(entries, plan.document).flatMap((line, at) => toLine(entries[at]!.episode, line) ?? []);
}

function byEpisodeNo(a: EpisodeFacts, b: EpisodeFacts): number {
  return a.episodeNo < b.episodeNo ? -1 : a.episodeNo > b.episodeNo ? 1 : 0;
}

interface Payee {
  readonly class: PayeeClass;
  readonly no: string;
  readonly name: string;
}

/** Who a line pays; null when the episode does not say, then there is no line. */
export function payeeOf(episode: EpisodeFacts, line: DecidedLine): Payee | null {
  const { rule } = line;
  const payeeClass = payeeClassOf(rule, episode.winner);
  if (payeeClass === null) return null;
  if (rule.payee === 'patient') return { class: payeeClass, no: episode.recordNo, name: episode.patientName };
  if (rule.payee === 'introducer')
    return { class: payeeClass, no: episode.winner!.introducerNo, name: episode.winner!.name };
  const physician =
    rule.payee === 'orderingPhysician' ? (line.item?.orderedBy ?? null) : (episode.admittedBy ?? episode.doctor);
  return physician === null ? null : { class: payeeClass, no: physician, name: physician };
}

interface Cleared extends Clearance {
  readonly reason: string;
}

const adultYears = 18;

/**
 * Turns decided lines into cleared ones. Verdicts depend on few facts, so each combination is cleared once. For streams:
 * decide episode by episode, when the plan has no monthly limits.
 */
export function lineMaker(
  plan: PlanDocument,
  pack: PolicyPack,
  month: Month,
): (episode: EpisodeFacts, line: DecidedLine) => IncentiveLine | null {
  const known = new Map<string, Cleared>();
  return (episode, line) => {
    const { rule } = line;
    const payee = payeeOf(episode, line);
    if (payee === null) return null;
    const minor =
      episode.birthDate === null ? null : completedYears(episode.birthDate, episode.registeredOn) < adultYears;
    const key = `${rule.id} ${payee.class} ${episode.paymentKind} ${minor} ${episode.kind === 'emergency'}`;
    let cleared = known.get(key);
    if (!cleared) {
      cleared = clearLine(pack, rule, {
        payee: payee.class,
        trigger: triggerOf(rule),
        form: benefitFormOf(rule),
        basis: rewardBasisOf(rule),
        paymentKind: episode.paymentKind,
        patientMinor: minor,
        emergency: episode.kind === 'emergency',
      });
      known.set(key, cleared);
    }
    const byIntroducer = rule.payee === 'introducer' ? episode.winner : null;
    return {
      period: month,
      planId: plan.id,
      planVersion: plan.version,
      packVersion: pack.version,
      ruleId: rule.id,
      episodeNo: episode.episodeNo,
      chargeLineNo: line.item === null ? null : line.item.lineNo,
      referralId: byIntroducer === null ? null : byIntroducer.referralId,
      introducerKind: byIntroducer === null ? null : byIntroducer.kind,
      payeeClass: payee.class,
      payeeNo: payee.no,
      payeeName: payee.name,
      department: episode.department ?? '',
      baseFen: line.baseFen,
      amountFen: line.amountFen,
      form: rule.form,
      clearance: cleared.verdict,
      citation: cleared.citation,
      payableFen: cleared.verdict === 'allowed' ? line.amountFen : zeroFen,
      reason: cleared.reason,
      trace: line.trace,
    };
  };
}

/** Reason of the pack under which a line waits for an approval that nobody has given yet. */
const awaitsApproval = 'RM-02';

/**
 * Clearance of a rule for given facts, with the reason in words. A rule that needs a prior approval promises nothing
 * before it: its line is zero, so there is nothing to prohibit, and it waits for review.
 */
export function clearLine(pack: PolicyPack, rule: PlanRule, facts: ClearanceFacts): Cleared {
  if (rule.needsApproval !== undefined)
    return {
      verdict: 'review',
      ruleIds: [],
      reasons: [awaitsApproval],
      citation: awaitsApproval,
      conditions: [awaitsApproval],
      reason: `${rule.needsApproval.en}（${rule.needsApproval.zh}）`,
    };
  const clearance = clear(pack, facts);
  const texts = new Map(
    [...pack.incentives.overrides, ...pack.incentives.reasons].map((rule) => [rule.id, rule.text.zh]),
  );
  const reason = [...clearance.ruleIds, ...clearance.reasons].map((id) => texts.get(id)).join('；');
  return { ...clearance, reason };
}
