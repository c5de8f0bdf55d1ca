import type { Ailment, SpecialItem } from './ailment.ts';
import { announce, announceNobody } from './announce.ts';
import { dateText, dayIndexText, minutesOfDay } from './calendar.ts';
import type { Case, CaseSlot, Course, Visit } from './case.ts';
import { ailmentNamed, departments } from './departments.ts';
import type { Person, Sex } from './people.ts';
import { type Random, weighted } from './random.ts';
import type { Introducer, IntroducerKind } from './roster.ts';
import type { Scenario } from './scenarios.ts';
import { addVisit, clinicHours, costFen, minuteOn, newPerson, payments, roundTheClock } from './visits.ts';
import type { World } from './world.ts';

type CourseKind = Scenario['course'] | 'emergency' | 'never_came';

const ordinaryCourses = weighted<CourseKind>([
  ['outpatient', 46],
  ['inpatient', 26],
  ['exam', 10],
  ['checkup', 8],
  ['emergency', 6],
  ['dialysis', 1],
  ['twins', 0.2],
  ['same_name', 0.3],
  ['never_came', 2.5],
]);

const introducerTable = weighted<IntroducerKind>([
  ['external_physician', 24],
  ['grassroots_institution', 26],
  ['staff', 12],
  ['former_patient', 14],
  ['member', 5],
  ['community', 6],
  ['enterprise', 3],
  ['public', 6],
  ['rep', 4],
]);

/** The whole course of one patient (rarely two): the same for the same world and slot, whichever file asks. */
export function buildCase(world: World, slot: CaseSlot, random: Random): Case {
  const month = Number(dayIndexText(world.calendar, slot.day).slice(5, 7));
  const course: Course = { ...slot, world, random, month, visits: [], notices: [], persons: 0 };
  const kind = slot.scenario?.course ?? random.pick(ordinaryCourses);
  courses[kind](course);
  return { index: slot.index, scenario: slot.scenario?.name ?? '', visits: course.visits, notices: course.notices };
}

const courses: Readonly<Record<CourseKind, (course: Course) => void>> = {
  inpatient: inpatientCourse,
  outpatient: outpatientCourse,
  exam: examCourse,
  checkup: checkupCourse,
  emergency: emergencyCourse,
  dialysis: dialysisCourse,
  same_name: sameNameCourse,
  twins: twinsCourse,
  never_came: neverCameCourse,
};

function drawIntroducer(course: Course, probability: number): Introducer | null {
  const { scenario, random, world } = course;
  if (scenario) {
    const wanted = scenario.introducer;
    if (wanted === null) return null;
    const kind = typeof wanted === 'string' ? wanted : wanted[course.variant % wanted.length]!;
    return random.pickEarly(world.roster.introducersOf[kind]);
  }
  if (!random.chance(probability)) return null;
  return random.pickEarly(world.roster.introducersOf[random.pick(introducerTable)]);
}

function ailmentIn(course: Course, department: string): Ailment {
  const { scenario, random } = course;
  if (scenario?.diagnosis) return ailmentNamed(department, scenario.diagnosis);
  return random.pick(course.world.ailments.get(department)![course.month]!);
}

function inpatientCourse(course: Course): void {
  const { random, world, scenario } = course;
  const department = scenario?.department ?? random.pick(world.inpatientDepartments[course.month]!).name;
  const ailment = ailmentIn(course, department);
  const introducer = drawIntroducer(course, 0.42);
  const person = newPerson(course, ailment);
  const birth = ailment.delivery !== 'none';
  const arrivesAt = minuteOn(random, course.day, birth ? roundTheClock : clinicHours);
  const main = admit(course, person, department, ailment, arrivesAt, introducer !== null);
  if (birth && (scenario?.newborn ? course.variant % 2 === 0 : random.chance(0.7))) addNewborn(course, main);
  if (scenario ? scenario.transfer : random.chance(0.025)) addTransfer(course, main);
  else if (!scenario && random.chance(0.04)) {
    const again = main.dischargedAt + random.between(8, 32) * minutesOfDay;
    addInpatient(course, person, department, ailment, again, false);
  }
  comeBack(course, main, 0.45);
  announce(course, introducer, main, arrivesAt);
}

/** The admission with the visits of the day that lead to it; the first of them is the arrival. */
function admit(
  course: Course,
  person: Person,
  department: string,
  ailment: Ailment,
  arrivesAt: number,
  introduced: boolean,
): Visit {
  const { random } = course;
  const way = random.fraction();
  let registeredAt = arrivesAt;
  if (way < 0.52) {
    const bill = { costFen: random.between(1500, 18_000), orderedBy: '' };
    const hour = Math.floor(arrivesAt / 60) % 24;
    // At night the way in is the emergency department, whatever the illness.
    if (hour < 7 || hour >= 18 || way < 0.1)
      addVisit(course, 'emergency', person, '急诊科', ailment, arrivesAt, introduced, { bill });
    else addVisit(course, 'outpatient', person, department, ailment, arrivesAt, introduced, { bill });
    registeredAt += random.between(20, 160);
    if (ailment.item && random.chance(0.5)) {
      addExam(course, person, ailment.item, arrivesAt + random.between(10, 19), introduced, true);
    }
  }
  return addInpatient(course, person, department, ailment, registeredAt, introduced);
}

function addInpatient(
  course: Course,
  person: Person,
  department: string,
  ailment: Ailment,
  registeredAt: number,
  introduced: boolean,
): Visit {
  const { random, scenario } = course;
  const admittedAt = registeredAt + random.between(6, 45);
  const stay = Math.min(random.between(ailment.stayDaysFrom, ailment.stayDaysTo), scenario ? 5 : 99);
  const leaves = (Math.floor(admittedAt / minutesOfDay) + stay) * minutesOfDay;
  const dischargedAt = leaves + (random.chance(0.72) ? random.between(510, 690) : random.between(850, 980));
  const unsettled = !scenario && random.chance(0.01);
  const settledAt = unsettled
    ? -1
    : dischargedAt + (scenario || random.chance(0.86) ? random.between(12, 150) : random.between(1, 4) * minutesOfDay);
  const doctors = course.world.roster.doctorsOf.get(department)!;
  const procedure = ailment.procedure !== 'none' && !scenario && random.chance(0.14) ? 'none' : ailment.procedure;
  const bases = scenario?.basesFen;
  const visit = addVisit(course, 'inpatient', person, department, ailment, registeredAt, introduced, {
    admittedBy: random.chance(0.85) ? random.pick(doctors) : '',
    admittedAt,
    dischargedAt,
    settledAt,
    procedure,
    delivery: ailment.delivery,
    bill: {
      costFen: costFen(random, ailment) * (procedure === ailment.procedure ? 1 : 0.5),
      item: ailment.item ?? (random.chance(0.12) ? 'BIOCHEM' : null),
      orderedBy: random.chance(0.9) ? random.pick(doctors) : '',
      baseFen: bases ? bases[course.variant % bases.length]! : null,
      otherDepartment: !scenario && random.chance(0.025) ? random.pick(['神经内科', '普外科', '康复科']) : '',
      abortion: ailment.abortion,
      blueLight: ailment.blueLight,
    },
  });
  const dischargeDay = Math.floor(dischargedAt / minutesOfDay);
  if (random.chance(0.55)) visit.nextVisitDay = dischargeDay + random.pick([7, 7, 14, 14, 28, 30]);
  return visit;
}

function addNewborn(course: Course, mother: Visit): void {
  const { random, world } = course;
  const sex: Sex = random.chance(0.52) ? '男' : '女';
  const bornAt = mother.admittedAt + random.between(90, 1_200);
  const baby = newPerson(course, mother.ailment, {
    name: `${mother.person.name}${sex === '男' ? '之子' : '之女'}`,
    sex,
    age: 0,
    birthDate: dateText(world.calendar.epochDay + Math.floor(bornAt / minutesOfDay)),
    phone: mother.person.phone,
    division: mother.person.division,
  });
  const blueLight = random.chance(0.2);
  addVisit(course, 'inpatient', baby, mother.department, mother.ailment, bornAt, false, {
    admittedBy: mother.doctor,
    admittedAt: bornAt,
    dischargedAt: Math.max(mother.dischargedAt, bornAt + 600),
    settledAt: Math.max(mother.settledAt, bornAt + 660),
    diagnosis: blueLight ? '新生儿高胆红素血症' : '正常新生儿',
    motherEpisodeNo: mother.episodeNo,
    declaredSource: '',
    bill: { costFen: random.between(60_000, 180_000), blueLight },
  });
}

function addTransfer(course: Course, first: Visit): void {
  const { random } = course;
  const to = random.pick(['康复科', '心血管内科', '普外科', '呼吸内科'].filter((name) => name !== first.department));
  const ailment = random.pick(course.world.ailments.get(to)![course.month]!);
  const next = addInpatient(course, first.person, to, first.ailment, first.dischargedAt + 10, false);
  next.transferredFrom = first.episodeNo;
  next.declaredSource = '';
  next.procedure = 'none';
  next.diagnosis = ailment.sex === '' ? ailment.diagnosis : first.diagnosis;
}

/** Appointments for a later day, and the visit when the patient keeps it. */
function comeBack(course: Course, visit: Visit, probability: number): void {
  const { random } = course;
  if (visit.nextVisitDay < 0 || course.scenario || !random.chance(probability)) return;
  addVisit(
    course,
    'outpatient',
    visit.person,
    visit.department,
    visit.ailment,
    minuteOn(random, visit.nextVisitDay, clinicHours),
    false,
    {
      bill: { costFen: random.between(2_000, 24_000) },
    },
  );
}

function outpatientCourse(course: Course): void {
  const { random, world, scenario } = course;
  const department = scenario?.department ?? random.pick(world.outpatientDepartments[course.month]!).name;
  const ailment = ailmentIn(course, department);
  const introducer = drawIntroducer(course, 0.08);
  const person = newPerson(course, ailment);
  const arrivesAt = minuteOn(random, course.day, clinicHours);
  const item = scenario?.item ?? (random.chance(0.16) ? (ailment.item ?? 'BIOCHEM') : null);
  const more: Partial<Visit> = scenario?.selfPay ? { paymentKind: 'self_pay', declaredSource: '自行来院' } : {};
  const visit = addVisit(course, 'outpatient', person, department, ailment, arrivesAt, introducer !== null, {
    ...more,
    bill: {
      costFen: ailment.abortion ? random.between(80_000, 160_000) : random.between(2_000, 42_000),
      item,
      orderedBy: item && (scenario || random.chance(0.92)) ? random.pick(world.roster.doctorsOf.get(department)!) : '',
      abortion: ailment.abortion,
    },
  });
  if (random.chance(0.28)) visit.nextVisitDay = course.day + random.pick([3, 7, 7, 14, 30]);
  comeBack(course, visit, 0.5);
  announce(course, introducer, visit, arrivesAt);
}

const examDepartments: Readonly<Record<SpecialItem, string>> = { CT: '放射科', US4D: '超声科', BIOCHEM: '检验科' };

function addExam(
  course: Course,
  person: Person,
  item: SpecialItem,
  at: number,
  introduced: boolean,
  ordered: boolean,
): Visit {
  const { random, world } = course;
  const department = examDepartments[item];
  const ailment = departments.find((entry) => entry.name === department)!.ailments[0]!;
  const clinic = item === 'US4D' ? '妇产科' : '呼吸内科';
  return addVisit(course, 'exam', person, department, ailment, at, introduced, {
    bill: { costFen: 0, item, orderedBy: ordered ? random.pick(world.roster.doctorsOf.get(clinic)!) : '' },
  });
}

function examCourse(course: Course): void {
  const { random, scenario } = course;
  const item = scenario?.item ?? random.pick<SpecialItem>(['CT', 'CT', 'US4D', 'BIOCHEM']);
  const introducer = drawIntroducer(course, 0.25);
  const department = departments.find((entry) => entry.name === examDepartments[item])!;
  const person = newPerson(course, department.ailments[0]!);
  const arrivesAt = minuteOn(random, course.day, clinicHours);
  const visit = addExam(
    course,
    person,
    item,
    arrivesAt,
    introducer !== null,
    introducer === null || random.chance(0.3),
  );
  announce(course, introducer, visit, arrivesAt);
}

function checkupCourse(course: Course): void {
  const { random, scenario, world } = course;
  const ailment = ailmentNamed('体检中心', '健康体检');
  // Colleagues come on the same day with the same discount: a third of the days belong to a company.
  const company = world.roster.introducersOf.enterprise[course.day % world.roster.introducersOf.enterprise.length]!;
  const group = !scenario && course.day % 3 === 0 && random.chance(0.7);
  const introducer = group ? company : drawIntroducer(course, 0.3);
  const discounts = scenario?.discounts ?? [0, 0, 0.05, 0.1, 0.15, 0.2];
  const discount = scenario
    ? discounts[course.variant % discounts.length]!
    : group
      ? [0.05, 0.1, 0.2][((course.day / 3) % 3) | 0]!
      : random.pick(discounts);
  const person = newPerson(course, ailment);
  const arrivesAt = course.day * minutesOfDay + random.between(435, 600);
  const visit = addVisit(course, 'checkup', person, '体检中心', ailment, arrivesAt, introducer !== null, {
    checkupDiscount: discount,
    paymentKind: random.chance(0.85) ? 'self_pay' : 'commercial',
    bill: { costFen: costFen(random, ailment) },
  });
  announce(course, introducer, visit, arrivesAt);
}

function emergencyCourse(course: Course): void {
  const { random } = course;
  const ailment = random.pick(departments.find((entry) => entry.name === '急诊科')!.ailments);
  const introducer = drawIntroducer(course, 0.05);
  const person = newPerson(course, ailment);
  const arrivesAt = minuteOn(random, course.day, roundTheClock);
  const visit = addVisit(course, 'emergency', person, '急诊科', ailment, arrivesAt, introducer !== null, {
    bill: { costFen: random.between(6_000, 60_000), item: random.chance(0.3) ? ailment.item : null },
  });
  if (random.chance(0.18)) {
    const ward = random.pick(course.world.inpatientDepartments[course.month]!).name;
    const stay = random.pick(course.world.ailments.get(ward)![course.month]!);
    const fits = (stay.sex === '' || stay.sex === person.sex) && person.age >= stay.ageFrom && person.age <= stay.ageTo;
    if (fits && stay.delivery === 'none') {
      const admitted = addInpatient(
        course,
        person,
        ward,
        stay,
        arrivesAt + random.between(40, 240),
        introducer !== null,
      );
      announce(course, introducer, admitted, arrivesAt);
      return;
    }
  }
  announce(course, introducer, visit, arrivesAt);
}

function dialysisCourse(course: Course): void {
  const { random } = course;
  const ailment = ailmentNamed('血液透析室', '慢性肾脏病5期');
  const introducer = drawIntroducer(course, 0.35);
  const person = newPerson(course, ailment);
  const shift = random.pick([430, 740]);
  const sessions = course.scenario ? 3 : random.between(4, 13);
  const paymentKind = random.pick(payments);
  let day = course.day;
  let first: Visit | null = null;
  for (let session = 0; session < sessions; session++) {
    const at = day * minutesOfDay + shift + random.below(40);
    const visit = addVisit(course, 'dialysis', person, '血液透析室', ailment, at, introducer !== null, {
      settledAt: at + random.between(240, 300),
      paymentKind,
      bill: { costFen: costFen(random, ailment) },
    });
    first ??= visit;
    day += session % 3 === 2 ? 3 : 2;
    visit.nextVisitDay = day;
  }
  if (first) announce(course, introducer, first, first.registeredAt);
}

/** Two people of one name, sex and age come within a week; the message fits both. */
function sameNameCourse(course: Course): void {
  const { random } = course;
  const department = random.pick(['呼吸内科', '心血管内科', '消化内科']);
  const ailment = random.pick(departments.find((entry) => entry.name === department)!.ailments);
  const introducer = drawIntroducer(course, 0.9);
  const one = newPerson(course, ailment, {
    name: random.chance(0.4) ? '张伟' : undefined,
    age: random.between(46, 74),
  });
  const two = newPerson(course, ailment, { name: one.name, sex: one.sex, age: one.age + random.between(-1, 1) });
  const arrivesAt = minuteOn(random, course.day, clinicHours);
  const first = addInpatient(course, one, department, ailment, arrivesAt, true);
  addInpatient(course, two, department, ailment, arrivesAt + random.between(200, 5 * minutesOfDay), false);
  announce(course, introducer, first, arrivesAt, { flaw: 'same_name', phoneGiven: course.variant % 4 === 3 });
}

/** Twin children admitted together: one birth date, one phone, one character apart. */
function twinsCourse(course: Course): void {
  const { random } = course;
  const ailment = ailmentNamed('儿科', random.pick(['支气管肺炎', '急性上呼吸道感染', '轮状病毒肠炎']));
  const introducer = drawIntroducer(course, 0.8);
  const elder = newPerson(course, ailment, { age: random.between(1, 6) });
  const stem = elder.name.slice(0, -1);
  const younger = newPerson(course, ailment, {
    name: stem + random.pick([...'琪轩怡宇涵睿'].filter((character) => !elder.name.endsWith(character))),
    sex: elder.sex,
    age: elder.age,
    birthDate: elder.birthDate,
    phone: elder.phone,
    division: elder.division,
  });
  const arrivesAt = minuteOn(random, course.day, clinicHours);
  const first = addInpatient(course, elder, '儿科', ailment, arrivesAt, true);
  const second = addInpatient(course, younger, '儿科', ailment, arrivesAt + random.between(2, 8), true);
  announce(course, introducer, first, arrivesAt, { flaw: 'twin' });
  if (random.chance(0.6)) announce(course, introducer, second, arrivesAt, { flaw: 'homophone' });
}

function neverCameCourse(course: Course): void {
  const { random, world } = course;
  const department = random.pick(world.inpatientDepartments[course.month]!).name;
  const ailment = ailmentIn(course, department);
  const introducer = drawIntroducer(course, 1);
  const person = newPerson(course, ailment);
  if (introducer)
    announceNobody(course, introducer, person, department, ailment, minuteOn(random, course.day, clinicHours));
}
