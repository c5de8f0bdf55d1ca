import type { SettlementDetail, SettlementRow } from '../../contract/index.ts';

export type Signature = SettlementDetail['signatures'][number];

/** Stations of the chain as the page shows them; preparing takes two signatures, verifying one of every department. */
export const stations = [
  'prepare',
  'verify',
  'recalculate',
  'approve_first',
  'approve_second',
  'pay',
  'close',
] as const;
export type Station = (typeof stations)[number];

const reached: Readonly<Record<SettlementRow['state'], number>> = {
  draft: 0,
  compiled: 1,
  verified: 2,
  recalculated: 3,
  approved_first: 4,
  approved: 5,
  partly_paid: 5,
  paid: 6,
  closed: 7,
};

export interface StationState {
  readonly station: Station;
  readonly status: 'done' | 'now' | 'later';
  /** Signatures that still stand. */
  readonly signatures: readonly Signature[];
  /** Who has still to sign here, as keys of texts with what fills them. */
  readonly missing: readonly { readonly key: string; readonly values?: Readonly<Record<string, unknown>> }[];
}

const stepsOf: Readonly<Record<Station, readonly Signature['step'][]>> = {
  prepare: ['compile', 'countersign'],
  verify: ['verify'],
  recalculate: ['recalculate'],
  approve_first: ['approve_first'],
  approve_second: ['approve_second'],
  pay: [],
  close: [],
};

/** Where a settlement stands, station by station. */
export function chainOf(settlement: Pick<SettlementDetail, 'state' | 'signatures' | 'departments'>): StationState[] {
  const at = reached[settlement.state];
  const valid = settlement.signatures.filter((one) => one.decision === 'signed' && !one.isWithdrawn);
  return stations.map((station, index) => {
    const signatures = valid.filter((one) => stepsOf[station].includes(one.step));
    const status = index < at ? 'done' : index === at ? 'now' : 'later';
    return { station, status, signatures, missing: status === 'now' ? missingOf(station, signatures, settlement) : [] };
  });
}

function missingOf(
  station: Station,
  signatures: readonly Signature[],
  { departments }: Pick<SettlementDetail, 'departments'>,
): StationState['missing'] {
  if (station === 'prepare')
    return stepsOf.prepare
      .filter((step) => !signatures.some((one) => one.step === step))
      .map((step) => ({ key: `chain.waits.${step}` }));
  if (station === 'verify') {
    const verified = departments.filter((part) => part.state === 'verified').length;
    const missing: { key: string; values?: Record<string, unknown> }[] = [
      { key: 'chain.waits.verify', values: { verified, all: departments.length } },
    ];
    const returned = departments.filter((part) => part.state === 'rejected').length;
    if (returned > 0) missing.push({ key: 'chain.waits.returned', values: { returned } });
    return missing;
  }
  return [{ key: `chain.waits.${station}` }];
}
