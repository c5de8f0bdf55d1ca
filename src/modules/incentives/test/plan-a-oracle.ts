import type { Instant } from '#kernel/day.ts';
import type { ChargeFacts, EpisodeFacts } from '../rules/episode-facts.ts';

/** What the oracle says of a line: enough to compare with the engine's. */
export interface OracleLine {
  readonly episodeNo: string;
  readonly rule: string;
  readonly payeeClass: string;
  readonly payeeNo: string;
  readonly form: string;
  readonly baseFen: bigint;
  readonly amountFen: bigint;
}

const outside = ['external_physician', 'grassroots_institution', 'community', 'enterprise', 'public'];
const examItems = ['CT', 'US4D', 'BIOCHEM'];
const surgeryNames = ['普外科', '普通外科', '外科', '胸外科', '肝胆外科', '泌尿外科', '神经外科'];

/** Plan A written out by hand from its text, naively, in big integers: shares nothing with the engine. */
export function planAOracle(
  episodes: readonly EpisodeFacts[],
  from: Instant,
  until: Instant,
  hospitalDivision: string,
): OracleLine[] {
  const inMonth = (at: Instant | null) => at !== null && at >= from && at < until;
  return episodes
    .filter((e) => e.transferredFrom === null && e.motherEpisodeNo === null && inMonth(e.settledAt))
    .filter((e) => e.kind !== 'inpatient' || inMonth(e.dischargedAt))
    .flatMap((e) => linesOf(e, hospitalDivision));
}

function linesOf(e: EpisodeFacts, hospitalDivision: string): OracleLine[] {
  const lines: OracleLine[] = [];
  const charges = e.charges.filter((charge) => charge.department === null || charge.department === e.department);
  // Ten-thousandths of a fen.
  const base = charges.reduce((sum, charge) => sum + BigInt(charge.amountFen) * weight(charge.category), 0n);
  const has = (code: string) => charges.some((charge) => charge.itemCode === code);
  const { winner } = e;
  const byOutsider = winner !== null && outside.includes(winner.kind);
  const group = groupOf(e.department);
  const push = (rule: string, payeeClass: string, payeeNo: string, amountFen: bigint, baseFen = 0n, form = 'cash') =>
    lines.push({ episodeNo: e.episodeNo, rule, payeeClass, payeeNo, form, baseFen, amountFen });
  const toWinner = (rule: string, amountFen: bigint, baseFen = 0n, form = 'cash') =>
    push(rule, classOf(winner!.kind, winner!.clinical), winner!.introducerNo, amountFen, baseFen, form);
  const share = (rate: bigint, cap: bigint | null) => {
    const amount = halfUp(base * rate, 1_000_000n);
    return cap !== null && amount > cap ? cap : amount;
  };
  const shown = halfUp(base, 10_000n);
  const operated = e.procedureClass !== null && e.procedureClass !== 'none';

  if (byOutsider && base > 0n) {
    const inpatient = e.kind === 'inpatient';
    if (inpatient && group === 'orthopaedics' && operated) toWinner('A4-ortho', share(10n, 200_000n), shown);
    else if ((inpatient || e.kind === 'outpatient') && group === 'obs-gyn' && has('PABORT'))
      toWinner('A3-abortion', 5_000n, shown);
    else if (inpatient && e.delivery === 'caesarean') toWinner('A3-caesarean', share(10n, 50_000n), shown);
    else if (inpatient && e.delivery === 'natural') toWinner('A3-natural', share(10n, 20_000n), shown);
    else if (inpatient && has('NBLUE')) toWinner('A3-bluelight', 5_000n, shown);
    else if (
      inpatient &&
      group === 'obs-gyn' &&
      (e.procedureClass === 'open' || e.procedureClass === 'minimally_invasive')
    )
      toWinner('A3-gynsurgery', share(10n, 100_000n), shown);
    else if (inpatient && group === 'surgery' && operated) {
      const away = e.addressDivision !== null && e.addressDivision !== hospitalDivision;
      toWinner('A2-surgery', share(away ? 15n : 10n, 100_000n), shown);
    } else if (inpatient && (group === 'internal' || e.procedureClass === 'none'))
      toWinner('A1-general', share(10n, 100_000n), shown);
    else if (inpatient || e.kind === 'dialysis') toWinner('A0-uncovered', 0n, shown);
  }
  if (e.kind === 'inpatient' && winner?.kind === 'staff' && base > 0n) toWinner('A5-staff', share(8n, null), shown);
  if (e.kind === 'inpatient' && winner?.kind === 'former_patient' && winner.accompanied) {
    toWinner('A6-former', 20_000n);
    toWinner('A6-transport', 5_000n, 0n, 'reimbursement');
  }
  for (const charge of charges) exam(charge);
  if (e.kind === 'inpatient' && e.winnerReason === 'walk_in') {
    const physician = e.admittedBy ?? e.doctor;
    if (physician !== null) push('A8-admit', 'INT_HCP', physician, 2_000n);
    push('A10-walkin', 'PATIENT', e.recordNo, 10_000n, 0n, 'coupon');
  }
  if (e.kind === 'checkup' && winner !== null && winner.kind !== 'rep' && winner.kind !== 'member') {
    const gross = charges.reduce((sum, charge) => sum + BigInt(charge.amountFen), 0n);
    const discounted = e.checkupDiscountBasisPoints !== null && e.checkupDiscountBasisPoints >= 2000;
    if (!discounted && gross > 0n) toWinner('A9-checkup', halfUp(gross, 10n), gross);
  }
  return lines;

  function exam(charge: ChargeFacts): void {
    if (charge.itemCode === null || !examItems.includes(charge.itemCode) || charge.amountFen <= 0) return;
    const amount = BigInt(charge.amountFen);
    if (byOutsider) {
      if (e.kind === 'exam' || e.kind === 'outpatient') toWinner('A7-exam-ext', halfUp(amount, 10n), amount);
    } else if (['exam', 'outpatient', 'inpatient'].includes(e.kind) && e.winnerReason !== 'undetermined') {
      if (charge.orderedBy !== null) push('A7-exam-own', 'INT_HCP', charge.orderedBy, halfUp(amount, 20n), amount);
    }
  }
}

function weight(category: string): bigint {
  if (category === 'blood' || category === 'blood_product') return 0n;
  return category === 'implant' ? 3_000n : 10_000n;
}

function groupOf(department: string | null): string | null {
  if (department === null) return null;
  if (department.startsWith('骨科')) return 'orthopaedics';
  if (['妇产科', '妇科', '产科'].some((name) => department.startsWith(name))) return 'obs-gyn';
  if (surgeryNames.some((name) => department.startsWith(name))) return 'surgery';
  return department.includes('内科') || department.includes('儿科') ? 'internal' : 'other';
}

function classOf(kind: string, clinical: boolean | null): string {
  if (kind === 'external_physician') return 'EXT_HCP';
  if (['grassroots_institution', 'enterprise', 'community'].includes(kind)) return 'ORG';
  if (kind === 'staff') return clinical === false ? 'INT_STAFF' : 'INT_HCP';
  return kind === 'rep' ? 'INT_STAFF' : 'PERSON';
}

/** a / b rounded half up, for b > 0. */
function halfUp(a: bigint, b: bigint): bigint {
  const doubled = 2n * a + b;
  const quotient = doubled / (2n * b);
  return doubled < 0n && doubled % (2n * b) !== 0n ? quotient - 1n : quotient;
}
