import type { PatientImportRow } from '#modules/patients/contract/imported-rows.ts';
import type { IntroducerRow, MessageRow, ReferralRow } from '#modules/referrals/contract/imported-rows.ts';
import type { ChargeRow, EpisodeRow } from '#modules/visits/contract.ts';

export type { PatientImportRow } from '#modules/patients/contract/imported-rows.ts';
export {
  type IntroducerKind,
  type IntroducerRow,
  introducerKinds,
  type MessageChannel,
  type MessageRow,
  messageChannels,
  type ReferralRow,
} from '#modules/referrals/contract/imported-rows.ts';
export {
  type ChargeCategory,
  type ChargeRow,
  chargeCategories,
  type Delivery,
  deliveries,
  type EpisodeKind,
  type EpisodeRow,
  episodeKinds,
  type PaymentKind,
  type ProcedureClass,
  paymentKinds,
  procedureClasses,
  type Sex,
} from '#modules/visits/contract.ts';

/** What can be imported; also the file name without its ending. */
export const importKinds = ['introducers', 'patients', 'episodes', 'charges', 'messages', 'referrals'] as const;
export type ImportKind = (typeof importKinds)[number];

/*
 * Rows of the exchange formats, checked and typed. null = unknown (the cell was empty). Phones are digits without country
 * code; their key for comparing is `phoneKey`.
 */
export interface RowOfKind {
  introducers: IntroducerRow;
  patients: PatientImportRow;
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
  'row.born-in-future',
  'row.identity-missing',
] as const;

/** These keep the row; the field is dropped or taken as it is. */
export const warningCodes = [
  'row.id-number-dropped',
  'row.phone-dropped',
  'row.date-placeholder',
  'row.formula-value-taken',
  'row.settled-before-registered',
  'row.birth-from-id-number',
] as const;

export type RowProblemCode = (typeof rejectionCodes)[number] | (typeof warningCodes)[number];
