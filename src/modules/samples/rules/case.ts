import type { Ailment, Delivery, ProcedureClass, SpecialItem } from './ailment.ts';
import type { Person } from './people.ts';
import type { Random } from './random.ts';
import type { Introducer } from './roster.ts';
import type { Scenario } from './scenarios.ts';
import type { World } from './world.ts';

export type EpisodeKind = 'inpatient' | 'outpatient' | 'exam' | 'checkup' | 'emergency' | 'dialysis';
export type PaymentKind = 'self_pay' | 'insured' | 'commercial' | '';

/** One episode being made. Times are minutes from the first midnight of the sample; −1 is never. */
export interface Visit {
  episodeNo: string;
  /** Order within the case; opens the stream of its charges. */
  order: number;
  person: Person;
  kind: EpisodeKind;
  department: string;
  doctor: string;
  admittedBy: string;
  registeredAt: number;
  admittedAt: number;
  dischargedAt: number;
  settledAt: number;
  ailment: Ailment;
  diagnosis: string;
  procedure: ProcedureClass;
  delivery: Delivery;
  motherEpisodeNo: string;
  transferredFrom: string;
  declaredSource: string;
  checkupDiscount: number;
  paymentKind: PaymentKind;
  /** Day index; −1 = none. */
  nextVisitDay: number;
  bill: Bill;
}

/** What the charges of a visit must come to. */
export interface Bill {
  readonly costFen: number;
  readonly item: SpecialItem | null;
  readonly orderedBy: string;
  /** Exact transfer base (implants weigh 30 %, blood nothing); null when the amounts may fall as they like. */
  readonly baseFen: number | null;
  /** Fees booked to another department of the same admission; empty = none. */
  readonly otherDepartment: string;
  readonly abortion: boolean;
  readonly blueLight: boolean;
}

/** What is true of a notice, besides that it was sent. */
export type Flaw =
  | 'none'
  | 'homophone'
  | 'swapped_characters'
  | 'wrong_name'
  | 'wrong_sex'
  | 'wrong_age'
  | 'missing_disease'
  | 'missing_sex'
  | 'wrong_disease'
  | 'unknown_sender'
  | 'late'
  | 'expired'
  | 'duplicate'
  | 'hijack'
  | 'pre_announced'
  | 'same_name'
  | 'twin'
  | 'never_came';

/** The plan of one message or referral row: who tells it, when, about whom, and what is wrong with it. */
export interface NoticePlan {
  readonly introducer: Introducer;
  /** Seconds from the first midnight. */
  readonly receivedAt: number;
  readonly person: Person;
  readonly ailment: Ailment;
  readonly department: string;
  /** Minute the patient means to arrive. */
  readonly arrivesAt: number;
  readonly flaw: Flaw;
  /** The episode it announces; empty when the patient never comes. */
  readonly episodeNo: string;
  readonly accompanied: boolean;
  /** null: drawn; true: structured row; false: a message. */
  readonly structured: boolean | null;
  readonly phoneGiven: boolean | null;
}

/** One patient's course: the visits and the notices about them. */
export interface Case {
  readonly index: number;
  readonly scenario: string;
  readonly visits: Visit[];
  readonly notices: NoticePlan[];
}

/** Where a case stands in the agenda. */
export interface CaseSlot {
  readonly index: number;
  readonly day: number;
  readonly scenario: Scenario | null;
  readonly variant: number;
}

/** A case while it is being made. */
export interface Course extends CaseSlot {
  readonly world: World;
  readonly random: Random;
  readonly month: number;
  readonly visits: Visit[];
  readonly notices: NoticePlan[];
  persons: number;
}
