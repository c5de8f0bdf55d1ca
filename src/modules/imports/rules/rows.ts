import type { Day, Instant } from '#kernel/day.ts';
import type { BasisPoints, Fen } from '#kernel/money.ts';

/** What can be imported; also the file name without its ending. */
export const importKinds = ['introducers', 'episodes', 'charges', 'messages', 'referrals'] as const;
export type ImportKind = (typeof importKinds)[number];

export type Sex = 'male' | 'female';
export const introducerKinds = [
  'external_physician',
  'grassroots_institution',
  'staff',
  'former_patient',
  'member',
  'community',
  'enterprise',
  'public',
  'rep',
] as const;
export type IntroducerKind = (typeof introducerKinds)[number];
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
export const messageChannels = ['sms', 'wechat', 'phone', 'web'] as const;
export type MessageChannel = (typeof messageChannels)[number];

/*
 * Rows of the exchange formats, checked and typed. null = unknown (the cell was empty). Phones are digits without country
 * code; their key for comparing is `phoneKey`.
 */
export interface IntroducerRow {
  introducerNo: string;
  name: string;
  kind: IntroducerKind;
  clinical: boolean | null;
  phone: string | null;
  institution: string | null;
  county: string | null;
  repNo: string | null;
}

export interface EpisodeRow {
  episodeNo: string;
  recordNo: string;
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

export interface MessageRow {
  messageId: string;
  receivedAt: Instant;
  channel: MessageChannel;
  /** A phone (digits) or, for WeChat and the web, an opaque id. */
  sender: string | null;
  text: string;
}

export interface ReferralRow {
  referralId: string;
  receivedAt: Instant;
  channel: MessageChannel | null;
  introducerNo: string | null;
  patientName: string | null;
  sex: Sex | null;
  age: number | null;
  phone: string | null;
  disease: string | null;
  department: string | null;
  accompanied: boolean | null;
}

export interface RowOfKind {
  introducers: IntroducerRow;
  episodes: EpisodeRow;
  charges: ChargeRow;
  messages: MessageRow;
  referrals: ReferralRow;
}

/** Why a row is rejected, or kept with a warning. Never contains the value itself. */
export interface RowProblem {
  /** Column of the exchange formats; null when the row as a whole is meant. */
  readonly column: string | null;
  readonly code: RowProblemCode;
  readonly facts?: Readonly<Record<string, string | number>>;
}

/** These reject the row. */
export const rejectionCodes = [
  'row.value-missing',
  'row.date-unreadable',
  'row.date-not-real',
  'row.date-ambiguous',
  'row.date-out-of-range',
  'row.money-unreadable',
  'row.money-decimals',
  'row.number-unreadable',
  'row.number-out-of-range',
  'row.word-unknown',
  'row.too-long',
  'row.control-character',
  'row.formula',
  'row.error-value',
  'row.number-rounded',
  'row.cells-missing',
  'row.cells-surplus',
  'row.discharged-before-admitted',
  'row.born-after-registration',
  'row.age-impossible',
  'row.duplicate-differs',
] as const;

/** These keep the row; the field is dropped or taken as it is. */
export const warningCodes = [
  'row.id-number-dropped',
  'row.phone-dropped',
  'row.date-placeholder',
  'row.formula-value-taken',
  'row.settled-before-registered',
] as const;

export type RowProblemCode = (typeof rejectionCodes)[number] | (typeof warningCodes)[number];
