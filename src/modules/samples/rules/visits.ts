import type { Ailment } from './ailment.ts';
import { compactDay, minutesOfDay } from './calendar.ts';
import type { Bill, Course, EpisodeKind, PaymentKind, Visit } from './case.ts';
import { birthDateFor, idNumberFor, nameFor, type Person, patientPhone, type Sex } from './people.ts';
import { outsideDivision } from './places.ts';
import { type Random, weighted } from './random.ts';

export const clinicHours = weighted(
  [
    [7, 4],
    [8, 22],
    [9, 20],
    [10, 15],
    [11, 8],
    [12, 2],
    [13, 3],
    [14, 11],
    [15, 9],
    [16, 5],
    [17, 1],
  ],
  100,
);
export const roundTheClock = weighted(
  [
    ...[0, 1, 2, 3, 4, 5].map((hour): [number, number] => [hour, 2]),
    ...[6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17].map((hour): [number, number] => [hour, 4]),
    ...[18, 19, 20, 21, 22, 23].map((hour): [number, number] => [hour, 6]),
  ],
  144,
);
export const payments = weighted<PaymentKind>([
  ['insured', 74],
  ['self_pay', 16],
  ['commercial', 4],
  ['', 6],
]);
const clinicPayments = weighted<PaymentKind>([
  ['insured', 48],
  ['self_pay', 40],
  ['commercial', 3],
  ['', 9],
]);
const walkInSources = weighted([
  ['自行来院', 38],
  ['邻居亲友', 18],
  ['医生口碑', 16],
  ['网络搜索', 9],
  ['网上预约', 6],
  ['广告', 5],
  ['其他', 3],
  // Says an introducer although nobody announced the patient: the contradiction list shows it.
  ['介绍人', 2],
  ['', 6],
]);
const introducedSources = weighted([
  ['介绍人', 82],
  ['', 10],
  ['自行来院', 4],
  ['网络搜索', 2],
  ['邻居亲友', 2],
]);

/** A minute of the day, by the hours people come. */
export function minuteOn(random: Random, day: number, hours: readonly number[]): number {
  return day * minutesOfDay + random.pick(hours) * 60 + random.below(60);
}

/** A new patient of the illness's sex and ages; `given` prevails. */
export function newPerson(course: Course, ailment: Ailment, given: Partial<Person> = {}): Person {
  const { random, world } = course;
  const sex: Sex = given.sex ?? (ailment.sex || (random.chance(0.49) ? '男' : '女'));
  const span = ailment.ageTo - ailment.ageFrom;
  // The mean of two draws: most patients are in the middle of an illness's ages.
  const age = given.age ?? ailment.ageFrom + ((random.below(span + 1) + random.below(span + 1)) >> 1);
  const epochDay = world.calendar.epochDay + course.day;
  const birthDate = given.birthDate ?? birthDateFor(random, epochDay, age, ailment.blueLight ? 16 : 330);
  const order = course.persons++;
  return {
    recordNo: String(1_000_000 + course.index * 4 + order),
    name: given.name ?? nameFor(random, sex, Number(birthDate.slice(0, 4))),
    sex,
    birthDate,
    age,
    idNumber: random.chance(age < 1 ? 0.2 : 0.88) ? idNumberFor(random, birthDate, sex) : '',
    phone: given.phone ?? (course.scenario || random.chance(0.93) ? patientPhone(random) : ''),
    division: given.division ?? divisionFor(course),
  };
}

function divisionFor(course: Course): string {
  if (course.scenario)
    return course.scenario.outOfCounty ? outsideDivision(course.world.division) : course.world.division;
  return course.random.pick(course.world.divisions);
}

const prefixes: Readonly<Record<EpisodeKind, string>> = {
  inpatient: 'ZY',
  outpatient: 'MZ',
  exam: 'JC',
  checkup: 'TJ',
  emergency: 'JZ',
  dialysis: 'TX',
};

function newEpisodeNo(course: Course, kind: EpisodeKind, registeredAt: number): string {
  const day = compactDay(course.world.calendar, Math.floor(registeredAt / minutesOfDay));
  const base = `${prefixes[kind]}${day}${String(course.index).padStart(5, '0')}`;
  let number = base;
  for (let letter = 65; course.visits.some((visit) => visit.episodeNo === number); letter++) {
    number = base + String.fromCharCode(letter);
  }
  return number;
}

/** Adds an episode to the course: what is not said in `more` is drawn or empty. */
export function addVisit(
  course: Course,
  kind: EpisodeKind,
  person: Person,
  department: string,
  ailment: Ailment,
  registeredAt: number,
  introduced: boolean,
  more: Partial<Omit<Visit, 'bill'>> & { bill?: Partial<Bill> } = {},
): Visit {
  const { random } = course;
  const doctors = course.world.roster.doctorsOf.get(department)!;
  const { bill, ...rest } = more;
  const doctor = random.pick(doctors);
  const visit: Visit = {
    episodeNo: newEpisodeNo(course, kind, registeredAt),
    order: course.visits.length,
    person,
    kind,
    department,
    doctor,
    admittedBy: '',
    registeredAt,
    admittedAt: -1,
    dischargedAt: -1,
    settledAt: registeredAt + random.between(8, 150),
    ailment,
    diagnosis: ailment.diagnosis,
    procedure: 'none',
    delivery: 'none',
    motherEpisodeNo: '',
    transferredFrom: '',
    declaredSource: random.pick(introduced ? introducedSources : walkInSources),
    checkupDiscount: 0,
    paymentKind: random.pick(kind === 'inpatient' || kind === 'dialysis' ? payments : clinicPayments),
    nextVisitDay: -1,
    ...rest,
    bill: {
      costFen: 0,
      item: null,
      orderedBy: '',
      baseFen: null,
      otherDepartment: '',
      abortion: false,
      blueLight: false,
      ...bill,
    },
  };
  course.visits.push(visit);
  return visit;
}

export function costFen(random: Random, ailment: Ailment): number {
  return random.between(ailment.costFromYuan * 100, ailment.costToYuan * 100);
}
