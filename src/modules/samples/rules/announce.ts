import type { Ailment } from './ailment.ts';
import type { Course, Flaw, NoticePlan, Visit } from './case.ts';
import type { Person } from './people.ts';
import { type Random, weighted } from './random.ts';
import type { Introducer } from './roster.ts';

const hour = 3600;
const day = 24 * hour;

const ordinaryFlaws = weighted<Flaw>(
  [
    ['none', 820],
    ['homophone', 32],
    ['swapped_characters', 8],
    ['wrong_name', 10],
    ['wrong_sex', 14],
    ['wrong_age', 18],
    ['missing_disease', 22],
    ['missing_sex', 16],
    ['wrong_disease', 14],
    ['unknown_sender', 26],
    ['late', 16],
    ['expired', 4],
  ],
  1000,
);

interface Wish {
  readonly flaw?: Flaw;
  readonly phoneGiven?: boolean;
}

/**
 * Plans the notices about a visit. `arrivesAt` is the minute of the first registration of its chain: a notice that shall
 * count is received before it and not more than 30 days before.
 */
export function announce(
  course: Course,
  introducer: Introducer | null,
  visit: Visit,
  arrivesAt: number,
  wish: Wish = {},
): void {
  const { random, scenario, world } = course;
  const arrival = arrivesAt * 60;
  if (introducer === null) {
    // Somebody claims a walk-in afterwards.
    if (!scenario && visit.kind === 'inpatient' && random.chance(0.04)) {
      add(course, random.pickEarly(world.roster.introducers), visit, arrivesAt, lateTime(random, arrival), 'late');
    }
    return;
  }
  const wanted = scenario?.notice ?? null;
  if (wanted === 'hijack' || wanted === 'duplicate' || wanted === 'late') {
    quarrel(course, introducer, visit, arrivesAt, wanted);
    return;
  }
  const plain: Flaw = scenario ? (wanted === null || wanted === 'clean' ? 'none' : wanted) : random.pick(ordinaryFlaws);
  const flaw = wish.flaw ?? plain;
  const receivedAt =
    flaw === 'late'
      ? lateTime(random, arrival)
      : flaw === 'expired'
        ? arrival - random.between(31, 44) * day
        : leadTime(random, arrival);
  add(course, introducer, visit, arrivesAt, receivedAt, flaw, wish.phoneGiven);
  if (!scenario && flaw === 'none') othersToo(course, introducer, visit, arrivesAt, receivedAt);
}

/** A patient who is announced and never comes. */
export function announceNobody(
  course: Course,
  introducer: Introducer,
  person: Person,
  department: string,
  ailment: Ailment,
  arrivesAt: number,
): void {
  course.notices.push({
    introducer,
    receivedAt: leadTime(course.random, arrivesAt * 60),
    person,
    ailment,
    department,
    arrivesAt,
    flaw: 'never_came',
    episodeNo: '',
    accompanied: false,
    structured: null,
    phoneGiven: null,
  });
}

function quarrel(
  course: Course,
  introducer: Introducer,
  visit: Visit,
  arrivesAt: number,
  kind: 'hijack' | 'duplicate' | 'late',
): void {
  const { random } = course;
  const arrival = arrivesAt * 60;
  const firstAt = arrival - random.between(8 * hour, 40 * hour);
  if (kind === 'late') {
    add(course, introducer, visit, arrivesAt, lateTime(random, arrival), 'late');
    return;
  }
  add(course, introducer, visit, arrivesAt, firstAt, kind === 'hijack' ? 'pre_announced' : 'none');
  const second = kind === 'duplicate' && random.chance(0.5) ? introducer : otherThan(course, introducer);
  add(course, second, visit, arrivesAt, random.between(firstAt + 600, arrival - 900), kind);
}

function othersToo(course: Course, introducer: Introducer, visit: Visit, arrivesAt: number, firstAt: number): void {
  const { random } = course;
  const arrival = arrivesAt * 60;
  const share = random.fraction();
  const between = (): number => Math.min(arrival - 1, firstAt + 60 + random.below(Math.max(1, arrival - firstAt - 60)));
  if (share < 0.03) add(course, introducer, visit, arrivesAt, between(), 'duplicate');
  else if (share < 0.06) add(course, otherThan(course, introducer), visit, arrivesAt, between(), 'duplicate');
  else if (share < 0.075) add(course, otherThan(course, introducer), visit, arrivesAt, between(), 'hijack');
  else if (share < 0.11)
    add(course, otherThan(course, introducer), visit, arrivesAt, lateTime(random, arrival), 'late');
}

function otherThan(course: Course, introducer: Introducer): Introducer {
  const { introducers } = course.world.roster;
  const other = course.random.pick(introducers);
  return other === introducer ? introducers[(introducers.indexOf(other) + 1) % introducers.length]! : other;
}

function lateTime(random: Random, arrival: number): number {
  return arrival + (random.chance(0.5) ? random.between(300, 5 * hour) : random.between(6 * hour, 60 * hour));
}

/** Most people write on the day or the evening before; nobody writes between midnight and five unless it is urgent. */
function leadTime(random: Random, arrival: number): number {
  const share = random.fraction();
  const lead =
    share < 0.4
      ? random.between(900, 5 * hour)
      : share < 0.75
        ? random.between(10 * hour, 30 * hour)
        : share < 0.95
          ? random.between(2 * day, 7 * day)
          : random.between(8 * day, 29 * day);
  const at = arrival - lead;
  const secondOfDay = ((at % day) + day) % day;
  return secondOfDay < 5 * hour && lead > 5 * hour ? at - 6 * hour : at;
}

function add(
  course: Course,
  introducer: Introducer,
  visit: Visit,
  arrivesAt: number,
  receivedAt: number,
  flaw: Flaw,
  phoneGiven?: boolean,
): void {
  const { scenario } = course;
  const notice: NoticePlan = {
    introducer,
    receivedAt,
    person: visit.person,
    ailment: visit.ailment,
    department: visit.department,
    arrivesAt,
    flaw,
    episodeNo: visit.episodeNo,
    accompanied: scenario?.accompanied ?? (introducer.kind === 'former_patient' && course.random.chance(0.5)),
    structured: scenario?.accompanied ? true : scenario ? course.variant % 2 === 1 : null,
    // Scenarios of the rules give the phone, so that nobody of the same name can disturb them.
    phoneGiven: phoneGiven ?? (scenario && flaw === 'none' ? true : null),
  };
  course.notices.push(notice);
}
