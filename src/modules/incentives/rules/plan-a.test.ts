import { expect, test } from 'vitest';
import type { Day, Instant, Month } from '#kernel/day.ts';
import { caseWords, traceWords } from '#kernel/rule-engine/index.ts';
import { readPack } from '#modules/policy/index.ts';
import { readBundledPlan } from '../plan-files.ts';
import { charge, episode, introducer } from '../test/episode.ts';
import { compileIncentivePlan, decideLines } from './decide-lines.ts';
import type { EpisodeFacts } from './episode-facts.ts';
import { linesCsv, linesCsvColumns } from './lines-csv.ts';

const pack = readPack(new URL('../../../../policy/cn-2026/', import.meta.url));
const planA = compileIncentivePlan(readBundledPlan('plan-a'), '430121');

function linesOf(given: Partial<EpisodeFacts>, month = '2026-10') {
  return decideLines({
    plan: planA,
    pack,
    episodes: [episode(given)],
    month: month as Month,
    timeZone: 'Asia/Shanghai',
  });
}

const physician = introducer('external_physician');
const yuan = (amount: number) => [charge(amount * 100)];

test.each<[string, Partial<EpisodeFacts>, string[]]>([
  ['internal medicine', { winner: physician }, ['A1-general 50000']],
  ['at most 1,000 yuan', { winner: physician, charges: yuan(20_000) }, ['A1-general 100000']],
  ['paediatrics', { winner: physician, department: '儿科二病区', procedureClass: null }, ['A1-general 50000']],
  ['eye department without surgery', { winner: physician, department: '眼科' }, ['A1-general 50000']],
  [
    'eye department with surgery is not covered',
    { winner: physician, department: '眼科', procedureClass: 'open' },
    ['A0-uncovered 0'],
  ],
  [
    'orthopaedic surgery at most 2,000',
    { winner: physician, department: '骨科', procedureClass: 'open', charges: yuan(30_000) },
    ['A4-ortho 200000'],
  ],
  ['orthopaedics without surgery', { winner: physician, department: '骨科' }, ['A1-general 50000']],
  [
    'orthopaedics, procedure unknown: not taken for surgery',
    { winner: physician, department: '骨科', procedureClass: null },
    ['A0-uncovered 0'],
  ],
  ['surgery', { winner: physician, department: '普外科', procedureClass: 'debridement' }, ['A2-surgery 50000']],
  [
    'out of county adds 5 points',
    { winner: physician, department: '普外科', procedureClass: 'open', addressDivision: '430122' },
    ['A2-surgery 75000'],
  ],
  [
    'a township of the own county is in-county',
    { winner: physician, department: '普外科', procedureClass: 'open', addressDivision: '430121100' },
    ['A2-surgery 50000'],
  ],
  [
    'unknown address is in-county',
    { winner: physician, department: '普外科', procedureClass: 'open', addressDivision: null },
    ['A2-surgery 50000'],
  ],
  [
    'caesarean at most 500',
    { winner: physician, department: '产科', delivery: 'caesarean', procedureClass: 'open', charges: yuan(9_000) },
    ['A3-caesarean 50000'],
  ],
  [
    'natural delivery at most 200',
    { winner: physician, department: '产科', delivery: 'natural' },
    ['A3-natural 20000'],
  ],
  [
    'gynaecological surgery',
    { winner: physician, department: '妇科', procedureClass: 'minimally_invasive' },
    ['A3-gynsurgery 50000'],
  ],
  [
    'gynaecological debridement is not covered',
    { winner: physician, department: '妇科', procedureClass: 'debridement' },
    ['A0-uncovered 0'],
  ],
  [
    'abortion comes before delivery and surgery',
    {
      winner: physician,
      department: '妇科',
      procedureClass: 'open',
      charges: [charge(100_000, { itemCode: 'PABORT' })],
    },
    ['A3-abortion 5000'],
  ],
  [
    'abortion of an outpatient',
    { winner: physician, kind: 'outpatient', department: '妇科', charges: [charge(100_000, { itemCode: 'PABORT' })] },
    ['A3-abortion 5000'],
  ],
  [
    'blue light',
    { winner: physician, department: '儿科', charges: [charge(100_000, { itemCode: 'NBLUE' })] },
    ['A3-bluelight 5000'],
  ],
  ['dialysis waits for approval', { winner: physician, kind: 'dialysis', dischargedAt: null }, ['A0-uncovered 0']],
  ['own staff', { winner: introducer('staff'), charges: yuan(50_000) }, ['A5-staff 400000']],
  [
    'former patient who accompanies',
    { winner: introducer('former_patient', { accompanied: true }) },
    ['A6-former 20000', 'A6-transport 5000'],
  ],
  ['former patient who does not', { winner: introducer('former_patient') }, []],
  ['a member earns nothing here', { winner: introducer('member') }, []],
  ['a representative earns nothing here', { winner: introducer('rep') }, []],
  ['walk-in inpatient', {}, ['A8-admit 2000', 'A10-walkin 10000']],
  ['undetermined: nobody', { winnerReason: 'undetermined' }, []],
  ['check-up brought by staff', { winner: introducer('staff'), kind: 'checkup' }, ['A9-checkup 50000']],
  ['check-up already 20 % off', { winner: introducer('staff'), kind: 'checkup', checkupDiscountBasisPoints: 2000 }, []],
  [
    'check-up 19.99 % off',
    { winner: introducer('staff'), kind: 'checkup', checkupDiscountBasisPoints: 1999 },
    ['A9-checkup 50000'],
  ],
  ['check-up brought by a representative', { winner: introducer('rep'), kind: 'checkup' }, []],
])('plan A: %s', (_, given, expected) => {
  expect(linesOf(given).map((line) => `${line.ruleId} ${line.amountFen}`)).toEqual(expected);
});

test('the transfer base leaves out blood, counts 30 % of implants and subtracts discounts; only the sum is rounded', () => {
  const charges = [
    charge(100_005),
    charge(50_000, { category: 'blood' }),
    charge(50_000, { category: 'blood_product' }),
    charge(33_333, { category: 'implant' }),
    charge(-10_000, { category: 'discount' }),
    charge(70_000, { department: '康复科' }),
  ];
  const [line] = linesOf({ winner: physician, charges });
  // 100,005 + 9,999.9 − 10,000 = 100,004.9 fen; 10 % = 10,000.49
  expect([line!.baseFen, line!.amountFen]).toEqual([100_005, 10_000]);
});

test('a base that is not positive gives no line of rules that have one', () => {
  expect(linesOf({ winner: physician, charges: [charge(-1)] })).toEqual([]);
  expect(linesOf({ winner: physician, charges: [charge(100, { category: 'blood' })] })).toEqual([]);
  expect(linesOf({ charges: [] }).map((line) => line.ruleId)).toEqual(['A8-admit', 'A10-walkin']);
});

test('examinations pay one line each: to the outside winner, else to the ordering physician', () => {
  const charges = [
    charge(20_005, { lineNo: '1', itemCode: 'CT', orderedBy: '李医生' }),
    charge(10_000, { lineNo: '2', itemCode: 'BIOCHEM' }),
    charge(10_000, { lineNo: '3', itemCode: 'X9', orderedBy: '李医生' }),
    charge(10_000, { lineNo: '4', itemCode: 'CT', orderedBy: '李医生', department: '康复科' }),
  ];
  const outside = linesOf({ kind: 'exam', winnerReason: 'chain', winner: physician, charges });
  expect(outside.map((line) => [line.ruleId, line.chargeLineNo, line.payeeNo, line.amountFen])).toEqual([
    ['A7-exam-ext', '1', 'I1', 2001],
    ['A7-exam-ext', '2', 'I1', 1000],
  ]);
  const own = linesOf({ kind: 'exam', charges });
  expect(own.map((line) => [line.ruleId, line.payeeClass, line.payeeNo, line.referralId, line.amountFen])).toEqual([
    ['A7-exam-own', 'INT_HCP', '李医生', null, 1000],
  ]);
  expect(linesOf({ kind: 'exam', charges, winnerReason: 'undetermined' })).toEqual([]);
  expect(linesOf({ winner: physician, charges }).map((line) => line.ruleId)).toEqual(['A1-general']);
  expect(linesOf({ kind: 'emergency', charges })).toEqual([]);
});

test('an outpatient abortion with an examination pays both', () => {
  const charges = [charge(100_000, { itemCode: 'PABORT' }), charge(20_000, { lineNo: '2', itemCode: 'US4D' })];
  const lines = linesOf({ winner: physician, kind: 'outpatient', department: '妇产科', charges });
  expect(lines.map((line) => `${line.ruleId} ${line.amountFen}`)).toEqual(['A3-abortion 5000', 'A7-exam-ext 2000']);
});

test('the admitting physician is who ordered the admission, else the doctor; with neither there is no line', () => {
  const payee = (given: Partial<EpisodeFacts>) => linesOf(given).map((line) => line.payeeNo);
  expect(payee({})).toEqual(['钱医生', 'P1']);
  expect(payee({ admittedBy: null })).toEqual(['赵医生', 'P1']);
  expect(payee({ admittedBy: null, doctor: null })).toEqual(['P1']);
});

const at = (text: string) => Date.parse(text) as Instant;
test.each<[string, Partial<EpisodeFacts>, number]>([
  ['settled in the last second of the month', { settledAt: at('2026-10-31T23:59:59+08:00') }, 2],
  ['settled in the first second of the next', { settledAt: at('2026-11-01T00:00:00+08:00') }, 0],
  [
    'settled in the first second of the month, which is still September in UTC',
    { settledAt: at('2026-10-01T00:00:00+08:00') },
    2,
  ],
  ['not settled', { settledAt: null }, 0],
  ['inpatient not discharged', { dischargedAt: null }, 0],
  ['inpatient discharged in the month before', { dischargedAt: at('2026-09-30T23:00:00+08:00') }, 0],
  ['transferred', { transferredFrom: 'E0' }, 0],
  ['newborn', { motherEpisodeNo: 'E0' }, 0],
])('the month: %s', (_, given, count) => {
  expect(linesOf(given)).toHaveLength(count);
});

test.each<[string, Partial<EpisodeFacts>, [string, string, string, string][]]>([
  ['external physician', { winner: physician }, [['EXT_HCP', 'cash', 'prohibited', 'IN-01+R01+R02+R03']]],
  ['institution', { winner: introducer('grassroots_institution') }, [['ORG', 'cash', 'prohibited', 'R02+R26']]],
  [
    'a child',
    { winner: introducer('public'), birthDate: '2015-05-01' as Day },
    [['PERSON', 'cash', 'prohibited', 'IN-09+R13+R19']],
  ],
  ['clinical staff, or unknown', { winner: introducer('staff') }, [['INT_HCP', 'cash', 'prohibited', 'IN-01+R01+R09']]],
  [
    'other staff',
    { winner: introducer('staff', { clinical: false }) },
    [['INT_STAFF', 'cash', 'prohibited', 'R12+R13']],
  ],
  [
    'former patient',
    { winner: introducer('former_patient', { accompanied: true }) },
    [
      ['PERSON', 'cash', 'prohibited', 'R13+R19'],
      ['PERSON', 'reimbursement', 'prohibited', 'R05+R13'],
    ],
  ],
  [
    'walk-in',
    {},
    [
      ['INT_HCP', 'cash', 'prohibited', 'IN-01+R06+R09+R13'],
      ['PATIENT', 'coupon', 'prohibited', 'R13'],
    ],
  ],
  [
    'insured walk-in',
    { paymentKind: 'insured' },
    [
      ['INT_HCP', 'cash', 'prohibited', 'IN-01+R06+R09+R13'],
      ['PATIENT', 'coupon', 'prohibited', 'IN-03+R13'],
    ],
  ],
  [
    'enterprise check-up',
    { winner: introducer('enterprise'), kind: 'checkup' },
    [['ORG', 'cash', 'review', 'R24+R29']],
  ],
  [
    'uncovered',
    { winner: physician, department: '眼科', procedureClass: 'open' },
    [['EXT_HCP', 'cash', 'review', 'RM-02']],
  ],
])('clearance: %s', (_, given, expected) => {
  const lines = linesOf(given);
  expect(lines.map((line) => [line.payeeClass, line.form, line.clearance, line.citation])).toEqual(expected);
  for (const line of lines) expect(line.payableFen).toBe(0);
});

test('lines.csv has its columns in order, money with two decimals, and quotes what needs it', () => {
  const csv = linesCsv(linesOf({ winner: introducer('external_physician', { name: '王,"医生"' }) }));
  const [header, row] = csv.split('\r\n');
  expect(header).toBe(linesCsvColumns.join(','));
  expect(row).toMatch(
    /^2026-10,plan-a,1,A1-general,E1,R1,external_physician,EXT_HCP,I1,"王,""医生""",呼吸内科,5000.00,500.00,cash,prohibited,IN-01\+R01\+R02\+R03,0.00,,/,
  );
});

test('the uncovered line says what it waits for', () => {
  expect(linesOf({ winner: physician, kind: 'dialysis' })[0]!.reason).toContain(
    'needs prior approval by the president',
  );
});

test('a clerk can follow a trace in Chinese and English', () => {
  const charges = [charge(2_000_000), charge(100_000, { category: 'implant' })];
  const [line] = linesOf({
    winner: physician,
    department: '普外科',
    procedureClass: 'open',
    addressDivision: '430122',
    charges,
  });
  expect(traceWords(planA, line!.trace, 'zh')).toEqual([
    'A4-ortho 不适用：要求科室类别为骨科，实际科室类别为外科',
    'A3-abortion 不适用：要求科室类别为妇产科，实际科室类别为外科',
    'A3-caesarean 不适用：要求分娩方式为剖宫产，实际分娩方式为无',
    'A3-natural 不适用：要求分娩方式为顺产，实际分娩方式为无',
    'A3-bluelight 不适用：要求含收费项目 NBLUE',
    'A3-gynsurgery 不适用：要求科室类别为妇产科，实际科室类别为外科',
    '适用 A2-surgery（外科手术）：就诊类型为住院，且介绍人类别为外部医生、基层机构、社区、企业、社会公众之一，且科室类别为外科，且手术类别已知且不为无手术',
    '转诊业务费基数 = 植入材料 ¥1,000.00 × 30 % + 治疗 ¥20,000.00 × 100 % = ¥20,300.00',
    '× (10 % + 5 %)，四舍五入到分 = ¥3,045.00',
    '每例上限 ¥1,000.00：按 ¥1,000.00',
    '金额 ¥1,000.00',
  ]);
  expect(traceWords(planA, line!.trace, 'en').slice(-4)).toEqual([
    'transfer base = implants ¥1,000.00 × 30 % + treatment ¥20,000.00 × 100 % = ¥20,300.00',
    '× (10 % + 5 %), rounded half up to the fen = ¥3,045.00',
    'at most ¥1,000.00 per case: ¥1,000.00 it is',
    'amount ¥1,000.00',
  ]);
});

test('an episode without lines is explained too', () => {
  const words = caseWords(planA, planA.classify(episode({ winner: introducer('member') })), 'en');
  expect(words).toContain(
    "A5-staff does not apply: needs introducer's kind is own staff, found introducer's kind: member",
  );
});
