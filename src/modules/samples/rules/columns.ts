/** Columns of the exchange formats, in the order the files are written. */
export const introducerColumns = [
  'introducer_no',
  'name',
  'kind',
  'clinical',
  'phone',
  'institution',
  'county',
  'rep_no',
] as const;

export const episodeColumns = [
  'episode_no',
  'record_no',
  'patient_name',
  'sex',
  'birth_date',
  'id_number',
  'phone',
  'address_division',
  'kind',
  'department',
  'doctor',
  'admitted_by',
  'registered_at',
  'admitted_at',
  'discharged_at',
  'settled_at',
  'diagnosis',
  'procedure_class',
  'delivery',
  'mother_episode_no',
  'transferred_from',
  'declared_source',
  'checkup_discount',
  'payment_kind',
  'next_visit_on',
] as const;

export const chargeColumns = [
  'episode_no',
  'line_no',
  'category',
  'item_code',
  'item_name',
  'amount',
  'department',
  'charged_at',
  'ordered_by',
] as const;

export const messageColumns = ['message_id', 'received_at', 'channel', 'sender', 'text'] as const;

export const referralColumns = [
  'referral_id',
  'received_at',
  'channel',
  'introducer_no',
  'patient_name',
  'sex',
  'age',
  'phone',
  'disease',
  'department',
  'accompanied',
] as const;

/** What is really so: for measuring parsers, matching and proposals. Never imported. */
export const truthColumns = [
  'notice_id',
  'form',
  'flaw',
  'style',
  'episode_no',
  'record_no',
  'introducer_no',
  'patient_name',
  'sex',
  'age',
  'disease',
  'introducer',
  'institution',
  'phone',
  'department',
  'expected_arrival',
] as const;

type Row<Columns extends readonly string[]> = Record<Columns[number], string>;

export type IntroducerRow = Row<typeof introducerColumns>;
export type EpisodeRow = Row<typeof episodeColumns>;
export type ChargeRow = Row<typeof chargeColumns>;
export type MessageRow = Row<typeof messageColumns>;
export type ReferralRow = Row<typeof referralColumns>;
export type TruthRow = Row<typeof truthColumns>;
