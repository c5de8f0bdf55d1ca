import type { SpecialItem } from './ailment.ts';
import type { IntroducerKind } from './roster.ts';

/** A case that every month must contain, so that each rule of the reference plans and each kind of quarrel is seen. */
export interface Scenario {
  readonly name: string;
  readonly course: 'inpatient' | 'outpatient' | 'exam' | 'checkup' | 'dialysis' | 'same_name' | 'twins';
  readonly department?: string;
  readonly diagnosis?: string;
  /** null: a walk-in. */
  readonly introducer: IntroducerKind | readonly IntroducerKind[] | null;
  /** Transfer bases in fen, in turn by variant: below, at and just above a cap, and one that rounds at half a fen. */
  readonly basesFen?: readonly number[];
  readonly outOfCounty?: boolean;
  readonly withoutProcedure?: boolean;
  readonly accompanied?: boolean;
  readonly item?: SpecialItem;
  readonly discounts?: readonly number[];
  readonly selfPay?: boolean;
  readonly newborn?: boolean;
  readonly transfer?: boolean;
  readonly notice?:
    | 'clean'
    | 'late'
    | 'hijack'
    | 'duplicate'
    | 'homophone'
    | 'wrong_sex'
    | 'wrong_name'
    | 'expired'
    | 'missing_disease'
    | 'unknown_sender';
}

const outside: readonly IntroducerKind[] = [
  'external_physician',
  'grassroots_institution',
  'community',
  'enterprise',
  'public',
];
const baseAroundTenThousand = [999_950, 1_000_000, 1_000_001, 1_384_205, 612_345];

export const scenarios: readonly Scenario[] = [
  {
    name: 'orthopaedic surgery',
    course: 'inpatient',
    department: '骨科',
    diagnosis: '股骨颈骨折',
    introducer: outside,
    basesFen: [1_999_950, 2_000_000, 2_000_001, 2_655_430],
  },
  {
    name: 'abortion, outpatient',
    course: 'outpatient',
    department: '妇产科',
    diagnosis: '早期妊娠要求终止',
    introducer: outside,
  },
  {
    name: 'abortion, inpatient',
    course: 'inpatient',
    department: '妇产科',
    diagnosis: '早期妊娠要求终止',
    introducer: outside,
  },
  {
    name: 'caesarean',
    course: 'inpatient',
    department: '妇产科',
    diagnosis: '孕足月剖宫产',
    introducer: outside,
    basesFen: [499_995, 500_000, 500_001, 431_215],
    newborn: true,
  },
  {
    name: 'natural delivery',
    course: 'inpatient',
    department: '妇产科',
    diagnosis: '孕足月单胎自然分娩',
    introducer: outside,
    basesFen: [199_995, 200_000, 200_001, 186_425],
    newborn: true,
  },
  { name: 'blue light', course: 'inpatient', department: '儿科', diagnosis: '新生儿高胆红素血症', introducer: outside },
  {
    name: 'gynaecological surgery',
    course: 'inpatient',
    department: '妇产科',
    diagnosis: '子宫平滑肌瘤',
    introducer: outside,
    basesFen: baseAroundTenThousand,
  },
  {
    name: 'surgery',
    course: 'inpatient',
    department: '普外科',
    diagnosis: '胆囊结石伴慢性胆囊炎',
    introducer: outside,
    basesFen: baseAroundTenThousand,
  },
  {
    name: 'surgery, out of county',
    course: 'inpatient',
    department: '泌尿外科',
    diagnosis: '前列腺增生',
    introducer: outside,
    outOfCounty: true,
    basesFen: [666_666, 666_667, 541_230, 1_122_330],
  },
  {
    name: 'general medicine',
    course: 'inpatient',
    department: '心血管内科',
    diagnosis: '冠状动脉粥样硬化性心脏病',
    introducer: outside,
    basesFen: baseAroundTenThousand,
  },
  {
    name: 'surgical ward without surgery',
    course: 'inpatient',
    department: '普外科',
    diagnosis: '不全性肠梗阻',
    introducer: outside,
  },
  {
    name: 'uncovered surgery',
    course: 'inpatient',
    department: '眼科',
    diagnosis: '老年性白内障',
    introducer: outside,
  },
  { name: 'dialysis by introduction', course: 'dialysis', introducer: outside },
  {
    name: 'staff',
    course: 'inpatient',
    department: '呼吸内科',
    introducer: 'staff',
    basesFen: [1_000_000, 512_345, 843_756, 330_006],
  },
  {
    name: 'former patient',
    course: 'inpatient',
    department: '神经内科',
    introducer: 'former_patient',
    accompanied: true,
  },
  {
    name: 'member and rep',
    course: 'inpatient',
    department: '消化内科',
    diagnosis: '慢性胃炎',
    introducer: ['member', 'rep'],
  },
  { name: 'tomography from outside', course: 'exam', item: 'CT', introducer: outside },
  { name: 'ultrasound from outside', course: 'exam', item: 'US4D', introducer: outside },
  { name: 'biochemistry from outside', course: 'outpatient', item: 'BIOCHEM', introducer: outside },
  { name: 'tomography of our own', course: 'outpatient', item: 'CT', introducer: null },
  { name: 'walk-in admission', course: 'inpatient', introducer: null },
  {
    name: 'group check-up',
    course: 'checkup',
    introducer: ['enterprise', 'staff', 'community', 'former_patient'],
    discounts: [0.1, 0.2, 0.05, 0.2],
  },
  { name: 'self-pay walk-in', course: 'outpatient', introducer: null, selfPay: true },
  {
    name: 'internal transfer',
    course: 'inpatient',
    department: '神经内科',
    diagnosis: '脑梗死',
    introducer: outside,
    transfer: true,
  },
  { name: 'late', course: 'inpatient', introducer: outside, notice: 'late' },
  { name: 'hijack', course: 'inpatient', introducer: outside, notice: 'hijack' },
  { name: 'duplicate', course: 'inpatient', introducer: outside, notice: 'duplicate' },
  { name: 'homophone', course: 'inpatient', introducer: outside, notice: 'homophone' },
  { name: 'wrong sex', course: 'inpatient', introducer: outside, notice: 'wrong_sex' },
  { name: 'wrong name', course: 'inpatient', introducer: outside, notice: 'wrong_name' },
  { name: 'expired', course: 'inpatient', introducer: outside, notice: 'expired' },
  { name: 'incomplete', course: 'inpatient', introducer: outside, notice: 'missing_disease' },
  { name: 'unknown sender', course: 'inpatient', introducer: outside, notice: 'unknown_sender' },
  { name: 'same name', course: 'same_name', introducer: outside },
  { name: 'twins', course: 'twins', introducer: outside },
];
