import fc from 'fast-check';
import type { Day, Instant } from '#kernel/day.ts';
import type { Fen } from '#kernel/money.ts';
import { type ChargeFacts, type EpisodeFacts, episodeKinds, introducerKinds } from '../rules/episode-facts.ts';

export const departments = [
  '骨科一病区',
  '妇产科',
  '妇科',
  '产科二区',
  '普外科',
  '神经外科',
  '呼吸内科',
  '儿科',
  '小儿外科',
  '眼科',
] as const;

/** October 2026, in China. */
export const octoberFrom = Date.parse('2026-10-01T00:00:00+08:00') as Instant;
export const octoberUntil = Date.parse('2026-11-01T00:00:00+08:00') as Instant;

const categories = [
  'drug',
  'blood',
  'blood_product',
  'implant',
  'exam',
  'surgery',
  'bed',
  'nursing',
  'discount',
  'other',
];
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null, freq: 4 });

const charge = (department: string | null): fc.Arbitrary<Omit<ChargeFacts, 'lineNo'>> =>
  fc.record({
    category: fc.constantFrom(...categories),
    itemCode: maybe(fc.constantFrom('CT', 'US4D', 'BIOCHEM', 'PABORT', 'NBLUE', 'X1')),
    amountFen: fc.oneof(
      { weight: 8, arbitrary: fc.integer({ min: 0, max: 3_000_000 }) },
      { weight: 1, arbitrary: fc.integer({ min: -500_000, max: 0 }) },
    ) as fc.Arbitrary<number> as fc.Arbitrary<Fen>,
    department: fc.constantFrom(null, null, department, '康复科'),
    orderedBy: maybe(fc.constantFrom('李医生', '王医生')),
  });

const instant = fc.constantFrom(
  null,
  octoberFrom,
  (octoberFrom - 1) as Instant,
  (octoberUntil - 1) as Instant,
  octoberUntil,
  (octoberFrom + 86_400_000) as Instant,
  (octoberFrom + 2 * 86_400_000) as Instant,
);

const winner = fc.record({
  referralId: fc.constantFrom('R1', 'R2'),
  introducerNo: fc.constantFrom('I1', 'I2'),
  name: fc.constant('测试'),
  kind: fc.constantFrom(...introducerKinds),
  clinical: maybe(fc.boolean()),
  accompanied: fc.boolean(),
});

const outcome = fc.oneof(
  fc.record({ winnerReason: fc.constantFrom('won' as const, 'chain' as const), winner }),
  fc.record({ winnerReason: fc.constantFrom('walk_in' as const, 'undetermined' as const), winner: fc.constant(null) }),
);

/** Random episodes dense in the corners of plan A. */
export const randomEpisode: fc.Arbitrary<EpisodeFacts> = fc
  .tuple(
    maybe(fc.constantFrom(...departments)),
    outcome,
    fc.record({
      kind: fc.constantFrom('inpatient' as const, 'inpatient' as const, ...episodeKinds),
      birthDate: maybe(fc.constantFrom('1980-05-01' as Day, '2015-05-01' as Day)),
      addressDivision: maybe(fc.constantFrom('430121', '430122')),
      doctor: maybe(fc.constant('赵医生')),
      admittedBy: maybe(fc.constant('钱医生')),
      dischargedAt: instant,
      settledAt: instant,
      procedureClass: maybe(fc.constantFrom('open', 'debridement', 'minimally_invasive', 'none')),
      delivery: maybe(fc.constantFrom('caesarean', 'natural', 'none', 'none')),
      motherEpisodeNo: fc.constantFrom(null, null, null, null, 'E0'),
      transferredFrom: fc.constantFrom(null, null, null, null, 'E0'),
      checkupDiscountBasisPoints: maybe(fc.constantFrom(0, 1999, 2000, 2001)),
      paymentKind: maybe(fc.constantFrom('self_pay', 'insured', 'commercial')),
    }),
  )
  .chain(([department, won, rest]) =>
    fc.array(charge(department), { maxLength: 6 }).map(
      (charges): EpisodeFacts => ({
        episodeNo: 'E1',
        recordNo: 'P1',
        patientName: '测试患者',
        registeredOn: '2026-10-02' as Day,
        declaredSource: null,
        diagnosis: null,
        firstVisit: null,
        ...(rest as Pick<EpisodeFacts, keyof typeof rest>),
        ...won,
        department,
        charges: charges.map((entry, at) => ({ ...entry, lineNo: String(at + 1) })),
      }),
    ),
  );
