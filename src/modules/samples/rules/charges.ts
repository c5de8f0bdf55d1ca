import type { SpecialItem } from './ailment.ts';
import { minutesOfDay } from './calendar.ts';
import type { Visit } from './case.ts';
import type { Random } from './random.ts';
import { purposes, type World } from './world.ts';

export type ChargeCategory =
  | 'drug'
  | 'blood'
  | 'blood_product'
  | 'implant'
  | 'exam'
  | 'surgery'
  | 'bed'
  | 'nursing'
  | 'treatment'
  | 'discount'
  | 'other';

export interface Charge {
  readonly category: ChargeCategory;
  readonly itemCode: string;
  readonly itemName: string;
  amountFen: number;
  /** Empty = the episode's. */
  readonly department: string;
  /** Minute from the first midnight. */
  readonly chargedAt: number;
  readonly orderedBy: string;
}

type Item = readonly [code: string, name: string];

const specialItems: Readonly<Record<SpecialItem, readonly [name: string, amountFen: number]>> = {
  CT: ['CT平扫', 38_000],
  US4D: ['四维彩色超声', 26_000],
  BIOCHEM: ['生化全套', 19_800],
};
const drugs: readonly Item[] = [
  ['D1001', '头孢呋辛钠注射液'],
  ['D1002', '阿司匹林肠溶片'],
  ['D1003', '阿托伐他汀钙片'],
  ['D1004', '氨溴索注射液'],
  ['D1005', '泮托拉唑钠'],
  ['D1006', '0.9%氯化钠注射液'],
  ['D1007', '胰岛素注射液'],
  ['D1008', '苯磺酸氨氯地平片'],
  ['D1009', '布洛芬缓释胶囊'],
  ['D1010', '复方丹参滴丸'],
];
const exams: readonly Item[] = [
  ['E2001', '血常规'],
  ['E2002', '心电图'],
  ['E2003', '腹部彩超'],
  ['E2004', '胸部正位片'],
  ['E2005', '凝血功能'],
];
const treatments: readonly Item[] = [
  ['T3001', '静脉输液'],
  ['T3002', '雾化吸入'],
  ['T3003', '换药'],
  ['T3004', '针刺治疗'],
  ['T3005', '吸氧'],
];
const checkups: readonly Item[] = [
  ['H4001', '一般检查'],
  ['H4002', '肝功能'],
  ['H4003', '腹部彩超'],
  ['H4004', '胸部正位片'],
  ['H4005', '心电图'],
  ['H4006', '肿瘤标志物'],
];

class Bill {
  readonly charges: Charge[] = [];
  readonly visit: Visit;
  readonly random: Random;

  constructor(visit: Visit, random: Random) {
    this.visit = visit;
    this.random = random;
  }

  add(category: ChargeCategory, item: Item, amountFen: number, day = 0, department = '', orderedBy = ''): void {
    if (amountFen === 0) return;
    const { visit, random } = this;
    const start = visit.admittedAt >= 0 ? visit.admittedAt : visit.registeredAt;
    const end = visit.dischargedAt >= 0 ? visit.dischargedAt : visit.settledAt >= 0 ? visit.settledAt : start + 60;
    const chargedAt = Math.min(end, start + day * minutesOfDay + random.below(60));
    this.charges.push({ category, itemCode: item[0], itemName: item[1], amountFen, department, chargedAt, orderedBy });
  }

  /** One of the registered examinations. */
  special(item: SpecialItem, day = 0): void {
    const [name, amountFen] = specialItems[item];
    this.add('exam', [item, name], amountFen, day, '', this.visit.bill.orderedBy);
  }
}

/** Prices end in 0 or 5 fen. */
function round5(amount: number): number {
  return Math.round(amount / 5) * 5;
}

/** All billed lines of an episode; nothing is left out for a patient still in the house (see `chargeRows`). */
export function chargesOf(world: World, visit: Visit, caseIndex: number, random: Random): readonly Charge[] {
  random.restart(world.seed, caseIndex * 16 + visit.order, purposes.charges);
  const bill = new Bill(visit, random);
  switch (visit.kind) {
    case 'inpatient':
      inpatientBill(bill);
      break;
    case 'exam':
      bill.special(visit.bill.item ?? 'CT');
      if (random.chance(0.3)) bill.add('other', ['O9001', '胶片费'], 1_500);
      break;
    case 'checkup':
      checkupBill(bill);
      break;
    case 'dialysis':
      bill.add('treatment', ['T3010', '血液透析'], round5(visit.bill.costFen * 0.78));
      bill.add('drug', ['D1020', '低分子肝素钠'], round5(visit.bill.costFen * 0.12));
      bill.add('other', ['O9002', '一次性透析耗材'], round5(visit.bill.costFen * 0.1));
      break;
    default:
      clinicBill(bill);
  }
  return bill.charges;
}

function clinicBill(bill: Bill): void {
  const { visit, random } = bill;
  const { costFen } = visit.bill;
  bill.add(
    'other',
    ['O9000', visit.kind === 'emergency' ? '急诊诊查费' : '门诊诊查费'],
    visit.kind === 'emergency' ? 1_800 : 1_000,
  );
  if (visit.bill.abortion) {
    bill.add('surgery', ['PABORT', '无痛人工流产术'], 68_000);
    bill.add('drug', random.pick(drugs), round5(costFen * 0.3));
    bill.add('exam', ['E2006', '妇科彩超'], 9_600, 0, '', visit.bill.orderedBy);
    return;
  }
  bill.add('drug', random.pick(drugs), round5(costFen * 0.6));
  if (random.chance(0.5)) bill.add('exam', random.pick(exams), round5(costFen * 0.25));
  if (random.chance(0.3)) bill.add('treatment', random.pick(treatments), round5(costFen * 0.15));
  if (visit.bill.item) bill.special(visit.bill.item);
}

function checkupBill(bill: Bill): void {
  const { visit, random } = bill;
  const parts = random.between(3, 6);
  const each = round5(visit.bill.costFen / parts);
  for (let part = 0; part < parts; part++) bill.add('exam', checkups[part]!, each);
  if (visit.checkupDiscount > 0) {
    bill.add('discount', ['Z8001', '体检优惠'], -round5(each * parts * visit.checkupDiscount));
  }
}

function inpatientBill(bill: Bill): void {
  const { visit, random } = bill;
  const { ailment, bill: order } = visit;
  // An exact base leaves a sixth of it open for the last line to close.
  const total =
    order.baseFen === null ? order.costFen : Math.round((order.baseFen * 0.84) / (1 - 0.7 * ailment.implant));
  const days = Math.max(1, Math.round((visit.dischargedAt - visit.admittedAt) / minutesOfDay));
  const newborn = visit.motherEpisodeNo !== '';
  const bed = Math.min(days * random.between(3_500, 6_000), Math.round(total * 0.14));
  const nursing = Math.min(days * random.between(1_200, 2_600), Math.round(total * 0.08));
  let left = total - round5(bed) - round5(nursing);
  bill.add('bed', ['B5001', '床位费'], round5(bed), days);
  bill.add('nursing', ['N6001', '护理费'], round5(nursing), days);
  if (visit.procedure !== 'none') {
    const surgery = round5(total * (0.2 + random.fraction() * 0.1));
    bill.add('surgery', ['S7001', surgeryNames[visit.procedure]], surgery, 1);
    bill.add('surgery', ['S7002', '麻醉费'], round5(surgery * 0.24), 1);
    left -= round5(surgery * 1.24);
    // Multiples of 10 fen: 30 % of an implant stays a whole number of fen.
    const implant = Math.round((total * ailment.implant) / 10) * 10;
    bill.add('implant', ['I7101', implantName(visit.department)], implant, 1);
    left -= implant;
  }
  if (visit.delivery !== 'none') {
    const delivery = round5(total * 0.2);
    bill.add('treatment', ['T3020', visit.delivery === 'natural' ? '顺产接生' : '新生儿即时护理'], delivery, 1);
    left -= delivery;
  }
  if (order.abortion) {
    bill.add('surgery', ['PABORT', '无痛人工流产术'], 68_000);
    left -= 68_000;
  }
  if (order.blueLight) {
    const light = Math.min(28_000, round5(total * 0.2));
    bill.add('treatment', ['NBLUE', '新生儿蓝光治疗'], light, 1);
    left -= light;
  }
  if (order.item && !newborn) {
    bill.special(order.item);
    left -= specialItems[order.item][1];
  }
  if (!newborn && random.chance(ailment.blood)) {
    // Beyond the cost: weighs nothing in the base.
    bill.add('blood', ['X7201', '悬浮红细胞'], random.between(2, 6) * 21_000, 1);
    if (random.chance(0.4)) bill.add('blood_product', ['X7202', '人血白蛋白'], random.between(1, 4) * 38_500, 2);
  }
  spread(bill, Math.max(left, 4_000), days);
  if (order.otherDepartment && order.otherDepartment !== visit.department) {
    bill.add('treatment', random.pick(treatments), round5(total * 0.18), days, order.otherDepartment);
    bill.add('drug', random.pick(drugs), round5(total * 0.1), days, order.otherDepartment);
  }
  if (order.baseFen === null && random.chance(0.06)) {
    bill.add('discount', ['Z8002', '惠民减免'], -random.between(40, 300) * 100, days);
  }
  if (order.baseFen !== null) closeBase(bill, order.baseFen, days);
}

const surgeryNames = {
  open: '手术费',
  debridement: '清创术',
  minimally_invasive: '腔镜手术费',
  none: '手术费',
} as const;

function implantName(department: string): string {
  if (department.startsWith('骨科')) return '内固定/人工关节';
  return department === '眼科' ? '人工晶体' : '疝修补片';
}

/** What is not accounted for yet: mostly drugs, then treatments and small examinations. */
function spread(bill: Bill, leftFen: number, days: number): void {
  const { random } = bill;
  const drugLines = random.between(2, 4);
  const first = random.below(drugs.length);
  for (let line = 0; line < drugLines; line++) {
    bill.add('drug', drugs[(first + line) % drugs.length]!, round5((leftFen * 0.55) / drugLines), random.below(days));
  }
  bill.add('exam', exams[0]!, round5(leftFen * 0.06), 0);
  bill.add('exam', exams[1 + random.below(exams.length - 1)]!, round5(leftFen * 0.12), 0);
  bill.add('treatment', random.pick(treatments), round5(leftFen * 0.19), random.below(days));
  bill.add('other', ['O9003', '一次性材料费'], round5(leftFen * 0.08), 0);
}

const baseWeights: Partial<Record<ChargeCategory, number>> = { blood: 0, blood_product: 0, implant: 0.3 };

function closeBase(bill: Bill, targetFen: number, days: number): void {
  let reached = 0;
  for (const charge of bill.charges) {
    if (charge.department === '') reached += Math.round(charge.amountFen * (baseWeights[charge.category] ?? 1));
  }
  bill.add('treatment', ['T3030', '综合治疗费'], targetFen - reached, days);
}
