import { minuteText, secondText } from './calendar.ts';
import type { Case, Flaw, NoticePlan } from './case.ts';
import { departments } from './departments.ts';
import { homophoneOf, nameFor, patientPhone, swappedName } from './people.ts';
import type { Random } from './random.ts';
import { arrivalPhrase, otherMessages, personalStyles, plainStyles, professionalStyles, type Said } from './wording.ts';
import { purposes, type World } from './world.ts';

export type Channel = 'sms' | 'wechat' | 'phone' | 'web';

/** One message or structured referral as it is received. */
export interface Notice {
  readonly id: string;
  readonly structured: boolean;
  readonly receivedAt: string;
  /** Seconds from the first midnight. */
  readonly receivedSecond: number;
  readonly channel: Channel;
  /** Phone or WeChat id. */
  readonly sender: string;
  readonly text: string;
  readonly style: string;
  readonly introducerNo: string;
  readonly said: Said;
  readonly accompanied: boolean;
  /** The episode meant; empty when the patient never comes or the message announces nobody. */
  readonly episodeNo: string;
  readonly recordNo: string;
  readonly flaw: Flaw | 'not_a_referral';
}

/** Shares of the ways in: WeChat and SMS are written, the officer types what the phone says into rows. */
const channelOfMessage: readonly Channel[] = ['sms', 'sms', 'sms', 'wechat', 'wechat', 'wechat', 'wechat', 'phone'];
const channelOfRow: readonly Channel[] = ['phone', 'phone', 'web', 'web', 'wechat'];

export function noticesOf(world: World, one: Case, random: Random): Notice[] {
  if (one.notices.length === 0 && one.index % 24 !== 0) return [];
  random.restart(world.seed, one.index, purposes.notices);
  const notices = one.notices.map((plan, order) => noticeFrom(world, one, plan, order, random));
  // Every hundredth message or so announces nobody: greetings, questions, cancellations.
  if (one.index % 24 === 0 && one.visits[0]) {
    notices.push(otherMessage(world, one, one.visits[0].registeredAt, random));
  }
  return notices;
}

function noticeId(world: World, one: Case, order: number, receivedSecond: number, letter: string): string {
  // Begins with the time, so that order of ids is order of receipt; ends with the case, so that no two are the same.
  const digits = secondText(world.calendar, receivedSecond).replace(/\D/g, '').slice(2);
  return `${letter}${digits}-${one.index.toString(36).padStart(4, '0')}${order}`;
}

function noticeFrom(world: World, one: Case, plan: NoticePlan, order: number, random: Random): Notice {
  const said = saidOf(world, plan, random);
  const structured = plan.structured ?? random.chance(0.38);
  const unknown = plan.flaw === 'unknown_sender';
  const { introducer } = plan;
  const shared = {
    id: noticeId(world, one, order, plan.receivedAt, structured ? 'R' : 'M'),
    structured,
    receivedAt: secondText(world.calendar, plan.receivedAt),
    receivedSecond: plan.receivedAt,
    introducerNo: unknown ? '' : introducer.introducerNo,
    accompanied: plan.accompanied,
    episodeNo: plan.episodeNo,
    recordNo: plan.person.recordNo,
    flaw: plan.flaw,
  };
  if (structured) {
    const age = said.age !== null && random.chance(0.2) && plan.phoneGiven !== true ? null : said.age;
    return {
      ...shared,
      channel: random.pick(channelOfRow),
      sender: introducer.phone,
      text: '',
      style: 'row',
      said: { ...said, age, department: random.chance(0.6) ? plan.department : null, arrival: null },
    };
  }
  const personal = introducer.kind === 'former_patient' || introducer.kind === 'public' || introducer.kind === 'member';
  const style =
    plan.phoneGiven === true ? random.pick(plainStyles) : random.pick(personal ? personalStyles : professionalStyles);
  const message = style(said, random);
  const channel = plan.phoneGiven === true ? 'sms' : random.pick(channelOfMessage);
  const sender = unknown ? patientPhone(random) : channel === 'wechat' ? introducer.wechatOpenid : introducer.phone;
  return { ...shared, channel, sender, text: message.text, style: message.style, said: message.said };
}

function saidOf(world: World, plan: NoticePlan, random: Random): Said {
  const { person, introducer, flaw } = plan;
  const certain = plan.phoneGiven === true;
  const phoneGiven = plan.phoneGiven ?? random.chance(flaw === 'wrong_name' ? 0.9 : 0.42);
  const department = departments.find((entry) => entry.name === plan.department)!;
  // A sender known by the number need not name himself; people do most of the time.
  const names = flaw !== 'unknown_sender' && (certain || random.chance(0.86));
  const said: Said = {
    name: person.name,
    sex: person.sex,
    age: person.age,
    disease: random.pick(plan.ailment.spoken),
    introducer: names ? (certain ? introducer.name : introducer.calledAs) : null,
    institution:
      names && introducer.institution !== '' && (certain || random.chance(0.75)) ? introducer.institution : null,
    phone: phoneGiven && person.phone !== '' ? person.phone : null,
    department: random.chance(0.5) ? department.shortName : null,
    arrival: arrivalPhrase(random, Math.floor(plan.receivedAt / 60), plan.arrivesAt, world.calendar.weekdays[0]!),
  };
  spoil(said, flaw, random);
  return said;
}

function spoil(said: Said, flaw: Flaw, random: Random): void {
  const name = said.name!;
  switch (flaw) {
    case 'homophone':
      said.name = homophoneOf(random, name) ?? swappedName(name) ?? name;
      break;
    case 'swapped_characters':
      said.name = swappedName(name) ?? homophoneOf(random, name) ?? name;
      break;
    case 'wrong_name':
      said.name = nameFor(random, said.sex!, 1970, name.slice(0, 1));
      break;
    case 'wrong_sex':
      said.sex = said.sex === '男' ? '女' : '男';
      break;
    case 'wrong_age':
      said.age = Math.max(1, said.age! + (random.chance(0.5) ? 1 : -1) * random.between(3, 9));
      said.phone = null;
      break;
    case 'missing_disease':
      said.disease = null;
      break;
    case 'missing_sex':
      said.sex = null;
      break;
    case 'wrong_disease':
      said.disease = random.pick(['骨折', '白内障', '痔疮', '哮喘', '胆结石'].filter((word) => word !== said.disease));
      break;
    case 'same_name':
      if (said.phone === null) said.age ??= 60;
      break;
    default:
  }
}

const nothingSaid: Said = {
  name: null,
  sex: null,
  age: null,
  disease: null,
  introducer: null,
  institution: null,
  phone: null,
  department: null,
  arrival: null,
};

function otherMessage(world: World, one: Case, aboutMinute: number, random: Random): Notice {
  const receivedSecond = aboutMinute * 60 + random.between(60, 3_000);
  const introducer = random.pick(world.roster.introducers);
  const text = random.pick(otherMessages).replace('{name}', one.visits[0]!.person.name);
  return {
    id: noticeId(world, one, 9, receivedSecond, 'M'),
    structured: false,
    receivedAt: `${minuteText(world.calendar, Math.floor(receivedSecond / 60))}:${String(receivedSecond % 60).padStart(2, '0')}`,
    receivedSecond,
    channel: random.chance(0.5) ? 'sms' : 'wechat',
    sender: random.chance(0.5) ? introducer.phone : patientPhone(random),
    text,
    style: 'other',
    introducerNo: '',
    said: nothingSaid,
    accompanied: false,
    episodeNo: '',
    recordNo: '',
    flaw: 'not_a_referral',
  };
}
