export type ProcedureClass = 'open' | 'debridement' | 'minimally_invasive' | 'none';
export type Delivery = 'caesarean' | 'natural' | 'none';
/** Examinations whose orders are registered: computed tomography, 4-D ultrasound, full biochemistry. */
export type SpecialItem = 'CT' | 'US4D' | 'BIOCHEM';

export interface Ailment {
  readonly diagnosis: string;
  /** What people write instead of the diagnosis. */
  readonly spoken: readonly string[];
  readonly sex: '男' | '女' | '';
  readonly ageFrom: number;
  readonly ageTo: number;
  readonly stayDaysFrom: number;
  readonly stayDaysTo: number;
  readonly costFromYuan: number;
  readonly costToYuan: number;
  readonly procedure: ProcedureClass;
  readonly delivery: Delivery;
  readonly item: SpecialItem | null;
  /** Share of the cost that is implants; 0 = none. */
  readonly implant: number;
  /** Probability of blood or blood products. */
  readonly blood: number;
  readonly abortion: boolean;
  readonly blueLight: boolean;
  /** Factor in the cold months (November to February). */
  readonly winter: number;
}

type Extra = Partial<
  Pick<Ailment, 'procedure' | 'delivery' | 'item' | 'implant' | 'blood' | 'abortion' | 'blueLight' | 'winter'>
>;

export function ailment(
  diagnosis: string,
  spoken: string,
  sex: Ailment['sex'],
  ageFrom: number,
  ageTo: number,
  stayDaysFrom: number,
  stayDaysTo: number,
  costFromYuan: number,
  costToYuan: number,
  extra: Extra = {},
): Ailment {
  return {
    diagnosis,
    spoken: spoken.split(' '),
    sex,
    ageFrom,
    ageTo,
    stayDaysFrom,
    stayDaysTo,
    costFromYuan,
    costToYuan,
    procedure: 'none',
    delivery: 'none',
    item: null,
    implant: 0,
    blood: 0,
    abortion: false,
    blueLight: false,
    winter: 1,
    ...extra,
  };
}
