import type { Day } from '#kernel/day.ts';
import { dayMs } from '#kernel/day.ts';
import { minutesOfDay } from './calendar.ts';
import type { Case, Visit } from './case.ts';
import { chargesOf } from './charges.ts';
import type { ChargeRow, EpisodeRow, IntroducerRow, MessageRow, ReferralRow, TruthRow } from './columns.ts';
import { buildCase } from './course.ts';
import { type Notice, noticesOf } from './notices.ts';
import { Random } from './random.ts';
import type { Roster } from './roster.ts';
import { chargeRow, episodeRow, introducerRow, messageRow, referralRow, truthRow } from './rows.ts';
import { buildWorld, courseRandom, type SampleOptions, type World } from './world.ts';

/** The sample hospital in memory: for loading a demonstration and for tests. Large ones are read through the generators. */
export interface SampleHospital {
  readonly hospital: { readonly name: string; readonly division: string; readonly from: Day; readonly until: Day };
  readonly roster: Roster;
  readonly introducers: readonly IntroducerRow[];
  readonly episodes: readonly EpisodeRow[];
  readonly charges: readonly ChargeRow[];
  readonly messages: readonly MessageRow[];
  readonly referrals: readonly ReferralRow[];
  readonly truth: readonly TruthRow[];
}

export const sampleHospitalName = '示例医院';

/** Everything at once; the same options always give the same hospital. */
export function generateHospital(options: SampleOptions): SampleHospital {
  const world = buildWorld(options);
  const { from, until } = world.calendar;
  return {
    hospital: { name: sampleHospitalName, division: world.division, from, until },
    roster: world.roster,
    introducers: world.roster.introducers.map(introducerRow),
    episodes: [...sampleEpisodes(options)],
    charges: [...sampleCharges(options)],
    messages: byReceipt([...sampleMessages(options)]),
    referrals: byReceipt([...sampleReferrals(options)]),
    truth: [...sampleTruth(options)],
  };
}

function byReceipt<Row extends { received_at: string }>(rows: Row[]): Row[] {
  return rows.sort((one, other) =>
    one.received_at < other.received_at ? -1 : one.received_at > other.received_at ? 1 : 0,
  );
}

/** Departments, doctors, accounts and introducers of the sample. */
export function sampleRoster(options: SampleOptions): Roster {
  return buildWorld(options).roster;
}

export function* sampleIntroducers(options: SampleOptions): Iterable<IntroducerRow> {
  for (const introducer of buildWorld(options).roster.introducers) yield introducerRow(introducer);
}

/** Episodes registered until the last day, one at a time: memory does not grow with their number. */
export function* sampleEpisodes(options: SampleOptions): Iterable<EpisodeRow> {
  const world = buildWorld(options);
  const horizon = horizonOf(world);
  for (const one of casesOf(world, 0, world.calendar.days)) {
    for (const visit of one.visits) {
      if (visit.registeredAt < horizon) yield episodeRow(world, visit, horizon);
    }
  }
}

/** Charges billed until the last day, episode by episode in the order of `sampleEpisodes`. */
export function* sampleCharges(options: SampleOptions): Iterable<ChargeRow> {
  const world = buildWorld(options);
  const horizon = horizonOf(world);
  const random = new Random();
  for (const one of casesOf(world, 0, world.calendar.days)) {
    for (const visit of one.visits) {
      if (visit.registeredAt < horizon) yield* chargeRows(world, one, visit, horizon, random);
    }
  }
}

export function* sampleMessages(options: SampleOptions): Iterable<MessageRow> {
  for (const { notice } of sampleNotices(options)) if (!notice.structured) yield messageRow(notice);
}

export function* sampleReferrals(options: SampleOptions): Iterable<ReferralRow> {
  for (const { notice } of sampleNotices(options)) if (notice.structured) yield referralRow(notice);
}

/** For each message and referral: the episode it means, what is wrong with it, and what its text says. */
export function* sampleTruth(options: SampleOptions): Iterable<TruthRow> {
  for (const { notice, came } of sampleNotices(options)) yield truthRow(notice, came);
}

/** Messages and referrals received until the last day, patients still on their way included; near the order of receipt. */
export function* sampleNotices(options: SampleOptions): Iterable<{ readonly notice: Notice; readonly came: boolean }> {
  const world = buildWorld(options);
  const horizon = horizonOf(world);
  const random = new Random();
  for (const one of casesOf(world, 0, world.agenda.length)) {
    for (const notice of noticesOf(world, one, random)) {
      if (notice.receivedSecond >= horizon * 60) continue;
      const visit = one.visits.find((candidate) => candidate.episodeNo === notice.episodeNo);
      yield { notice, came: visit !== undefined && visit.registeredAt < horizon };
    }
  }
}

export interface SampleDay {
  readonly episodes: readonly EpisodeRow[];
  readonly charges: readonly ChargeRow[];
}

/**
 * What the hospital information system would hand over for one day, usually the one after `options.until`: episodes
 * registered, admitted, discharged or settled on it, as they stand in its evening, with all their charges so far.
 */
export function sampleDay(options: SampleOptions, day: Day): SampleDay {
  const until = Date.parse(`${options.until}T00:00:00Z`);
  const extraDays = Math.max(0, Math.min(60, Math.round((Date.parse(`${day}T00:00:00Z`) - until) / dayMs)));
  const world = buildWorld(options, extraDays);
  const index = Math.round(Date.parse(`${day}T00:00:00Z`) / dayMs) - world.calendar.epochDay;
  const from = index * minutesOfDay;
  const horizon = from + minutesOfDay;
  const touched = (minute: number): boolean => minute >= from && minute < horizon;
  const random = new Random();
  const episodes: EpisodeRow[] = [];
  const charges: ChargeRow[] = [];
  for (const one of casesOf(world, Math.max(0, index - longestCourseDays), Math.min(index + 1, world.agenda.length))) {
    for (const visit of one.visits) {
      if (![visit.registeredAt, visit.admittedAt, visit.dischargedAt, visit.settledAt].some(touched)) continue;
      if (visit.registeredAt >= horizon) continue;
      episodes.push(episodeRow(world, visit, horizon));
      charges.push(...chargeRows(world, one, visit, horizon, random));
    }
  }
  return { episodes, charges };
}

/** Longest time from a first visit to the last event of its case: a stay, a gap, a second stay, or a course of dialysis. */
const longestCourseDays = 90;

function horizonOf(world: World): number {
  return world.calendar.days * minutesOfDay;
}

/** The cases beginning on the days `fromDay` … `untilDay` − 1, in order. */
function* casesOf(world: World, fromDay: number, untilDay: number): Iterable<Case> {
  const random = new Random();
  for (let day = fromDay; day < untilDay; day++) {
    const { firstCase, ordinary, planted } = world.agenda[day]!;
    for (let order = 0; order < ordinary + planted.length; order++) {
      const index = firstCase + order;
      const set = planted[order];
      yield buildCase(
        world,
        { index, day, scenario: set?.scenario ?? null, variant: set?.variant ?? 0 },
        courseRandom(world, index, random),
      );
    }
  }
}

function* chargeRows(world: World, one: Case, visit: Visit, horizon: number, random: Random): Iterable<ChargeRow> {
  let lineNo = 0;
  for (const charge of chargesOf(world, visit, one.index, random)) {
    lineNo++;
    if (charge.chargedAt < horizon) yield chargeRow(world, visit, charge, lineNo);
  }
}
