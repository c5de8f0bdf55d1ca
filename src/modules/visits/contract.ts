import type { Day, Instant } from '#kernel/day.ts';
import type { BasisPoints, Fen } from '#kernel/money.ts';

export type Sex = 'male' | 'female';
export const episodeKinds = ['inpatient', 'outpatient', 'exam', 'checkup', 'emergency', 'dialysis'] as const;
export type EpisodeKind = (typeof episodeKinds)[number];
export const procedureClasses = ['open', 'debridement', 'minimally_invasive', 'none'] as const;
export type ProcedureClass = (typeof procedureClasses)[number];
export const deliveries = ['caesarean', 'natural', 'none'] as const;
export type Delivery = (typeof deliveries)[number];
export const paymentKinds = ['self_pay', 'insured', 'commercial'] as const;
export type PaymentKind = (typeof paymentKinds)[number];
export const chargeCategories = [
  'drug',
  'blood',
  'blood_product',
  'implant',
  'exam',
  'surgery',
  'bed',
  'nursing',
  'treatment',
  'discount',
  'other',
] as const;
export type ChargeCategory = (typeof chargeCategories)[number];

/* Visits and charges as the exchange formats bring them, checked and typed; null = unknown. */

export interface EpisodeRow {
  episodeNo: string;
  /** Null: unknown; such an episode is a person of its own. */
  recordNo: string | null;
  patientName: string | null;
  sex: Sex | null;
  birthDate: Day | null;
  /** 18 characters, check digit verified; the old 15-digit form is converted. */
  idNumber: string | null;
  phone: string | null;
  addressDivision: string | null;
  kind: EpisodeKind;
  department: string | null;
  doctor: string | null;
  admittedBy: string | null;
  registeredAt: Instant;
  admittedAt: Instant | null;
  dischargedAt: Instant | null;
  settledAt: Instant | null;
  diagnosis: string | null;
  procedureClass: ProcedureClass | null;
  delivery: Delivery | null;
  motherEpisodeNo: string | null;
  transferredFrom: string | null;
  declaredSource: string | null;
  /** 2000 = 20 % off. */
  checkupDiscount: BasisPoints | null;
  paymentKind: PaymentKind | null;
  nextVisitOn: Day | null;
}

export interface ChargeRow {
  episodeNo: string;
  lineNo: string;
  category: ChargeCategory;
  itemCode: string | null;
  itemName: string | null;
  amount: Fen;
  department: string | null;
  chargedAt: Instant | null;
  orderedBy: string | null;
}
