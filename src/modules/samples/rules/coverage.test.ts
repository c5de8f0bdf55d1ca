import { expect, test } from 'vitest';
import type { Day } from '#kernel/day.ts';
import type { EpisodeRow } from './columns.ts';
import { generateHospital, type SampleHospital } from './generate-hospital.ts';
import type { IntroducerKind } from './roster.ts';

const small = generateHospital({ seed: 42, size: 'small', until: '2026-10-31' as Day });
const outside = ['external_physician', 'grassroots_institution', 'community', 'enterprise', 'public'];
const surgical = ['普外科', '泌尿外科', '神经外科'];

interface Billed {
  readonly baseFen: number;
  readonly codes: ReadonlySet<string>;
  readonly ordered: boolean;
}

function fenOf(amount: string): number {
  return Math.round(Number(amount) * 100);
}

function billsOf(hospital: SampleHospital): Map<string, Billed> {
  const bills = new Map<string, { baseFen: number; codes: Set<string>; ordered: boolean }>();
  for (const row of hospital.charges) {
    const bill = bills.get(row.episode_no) ?? { baseFen: 0, codes: new Set<string>(), ordered: false };
    bills.set(row.episode_no, bill);
    if (row.department !== '') continue;
    const weight = row.category.startsWith('blood') ? 0 : row.category === 'implant' ? 0.3 : 1;
    bill.baseFen += Math.round(fenOf(row.amount) * weight);
    bill.codes.add(row.item_code);
    if (['CT', 'US4D', 'BIOCHEM'].includes(row.item_code) && row.ordered_by) bill.ordered = true;
  }
  return bills;
}

interface Winner {
  readonly kind: IntroducerKind;
  readonly accompanied: boolean;
}

/** Who should win, by what the generator knows: the clean notice that is not late. */
function winnersOf(hospital: SampleHospital): Map<string, Winner> {
  const kinds = new Map(hospital.roster.introducers.map((introducer) => [introducer.introducerNo, introducer.kind]));
  const accompanied = new Set(
    hospital.referrals.filter((row) => row.accompanied === '1').map((row) => row.referral_id),
  );
  const winners = new Map<string, Winner>();
  for (const row of hospital.truth) {
    if (row.episode_no === '' || !['none', 'pre_announced'].includes(row.flaw)) continue;
    winners.set(row.episode_no, { kind: kinds.get(row.introducer_no)!, accompanied: accompanied.has(row.notice_id) });
  }
  return winners;
}

function rulesFor(episode: EpisodeRow, bill: Billed, winner: Winner | undefined): string[] {
  if (episode.transferred_from || episode.mother_episode_no) return [];
  const rules: string[] = [];
  const byOutside = winner !== undefined && outside.includes(winner.kind);
  const special = ['CT', 'US4D', 'BIOCHEM'].some((code) => bill.codes.has(code));
  if (special && byOutside && ['exam', 'outpatient'].includes(episode.kind)) rules.push('A7-exam-ext');
  if (bill.ordered && !byOutside && ['exam', 'outpatient', 'inpatient'].includes(episode.kind))
    rules.push('A7-exam-own');
  if (episode.kind === 'checkup' && winner && !['rep', 'member'].includes(winner.kind)) {
    rules.push(Number(episode.checkup_discount) >= 0.2 ? 'no A9: discount given' : 'A9-checkup');
  }
  if (episode.kind === 'inpatient' && !winner) rules.push('A8-admit', 'A10-walkin');
  if (winner?.kind === 'staff' && episode.kind === 'inpatient') rules.push('A5-staff');
  if (winner?.kind === 'former_patient' && winner.accompanied && episode.kind === 'inpatient') rules.push('A6-former');
  if (byOutside) rules.push(...inpatientRule(episode, bill));
  return rules;
}

function inpatientRule(episode: EpisodeRow, bill: Billed): string[] {
  const { department, procedure_class: procedure, delivery } = episode;
  if (episode.kind === 'dialysis') return ['A0-uncovered'];
  const obstetric = department === '妇产科';
  if (obstetric && bill.codes.has('PABORT')) return [`A3-abortion ${episode.kind}`];
  if (episode.kind !== 'inpatient') return [];
  if (department.startsWith('骨科') && procedure !== 'none') return ['A4-ortho'];
  if (delivery === 'caesarean') return ['A3-caesarean'];
  if (delivery === 'natural') return ['A3-natural'];
  if (bill.codes.has('NBLUE')) return ['A3-bluelight'];
  if (obstetric && (procedure === 'open' || procedure === 'minimally_invasive')) return ['A3-gynsurgery'];
  if (surgical.includes(department) && procedure !== 'none') {
    const away = episode.address_division !== '' && episode.address_division !== '430121';
    return [away ? 'A2-surgery 15 %' : 'A2-surgery 10 %'];
  }
  if (department.includes('内科') || department.includes('儿科') || procedure === 'none') return ['A1-general'];
  return ['A0-uncovered'];
}

const bills = billsOf(small);
const samples = [42, 1, 7, 2026].map((seed) => {
  const hospital = seed === 42 ? small : generateHospital({ seed, size: 'small', until: '2026-10-31' as Day });
  return { seed, hospital, bills: billsOf(hospital), winners: winnersOf(hospital) };
});

test.each(['2026-08', '2026-09', '2026-10'])('every rule of plan A has cases settled in %s', (month) => {
  for (const sample of samples) {
    const counts = new Map<string, number>();
    for (const episode of sample.hospital.episodes) {
      if (!episode.settled_at.startsWith(month)) continue;
      const { episode_no: number } = episode;
      for (const rule of rulesFor(episode, sample.bills.get(number)!, sample.winners.get(number))) {
        counts.set(rule, (counts.get(rule) ?? 0) + 1);
      }
    }
    expectEveryRule(counts, `${month}, seed ${sample.seed}`);
  }
});

function expectEveryRule(counts: ReadonlyMap<string, number>, where: string): void {
  const expected = [
    'A4-ortho',
    'A3-abortion outpatient',
    'A3-abortion inpatient',
    'A3-caesarean',
    'A3-natural',
    'A3-bluelight',
    'A3-gynsurgery',
    'A2-surgery 10 %',
    'A2-surgery 15 %',
    'A1-general',
    'A0-uncovered',
    'A5-staff',
    'A6-former',
    'A7-exam-ext',
    'A7-exam-own',
    'A8-admit',
    'A10-walkin',
  ];
  for (const rule of expected) expect(counts.get(rule) ?? 0, `${rule} in ${where}`).toBeGreaterThanOrEqual(2);
  for (const rule of ['A9-checkup', 'no A9: discount given']) {
    expect(counts.get(rule) ?? 0, `${rule} in ${where}`).toBeGreaterThanOrEqual(1);
  }
}

test('bases lie exactly on the caps and a fen beside them', () => {
  const bases = new Set([...bills.values()].map((bill) => bill.baseFen));
  for (const base of [1_000_000, 999_950, 1_000_001, 2_000_000, 500_000, 200_000, 666_666, 666_667]) {
    expect(bases.has(base), `${base} fen`).toBe(true);
  }
});

test('all quarrels occur in the smallest sample', () => {
  const flaws = new Set(small.truth.map((row) => row.flaw));
  for (const flaw of [
    'late',
    'duplicate',
    'hijack',
    'pre_announced',
    'homophone',
    'wrong_sex',
    'wrong_name',
    'expired',
    'missing_disease',
    'unknown_sender',
    'same_name',
    'twin',
    'not_a_referral',
  ]) {
    expect(flaws.has(flaw), flaw).toBe(true);
  }
});

test('messages are written in many ways', () => {
  const medium = generateHospital({ seed: 42, size: 'medium', until: '2026-10-31' as Day });
  const styles = new Set(medium.truth.map((row) => row.style));
  expect(styles.size).toBeGreaterThanOrEqual(15);
});

test('what the truth says of a message stands in its text', () => {
  const texts = new Map(small.messages.map((row) => [row.message_id, row.text.normalize('NFKC')]));
  for (const row of small.truth.filter(({ form }) => form === 'message')) {
    const text = texts.get(row.notice_id)!;
    for (const value of [
      row.patient_name,
      row.disease,
      row.introducer,
      row.institution,
      row.phone,
      row.department,
      row.expected_arrival,
    ]) {
      expect(text).toContain(value);
    }
  }
});

test('a clean notice comes before the patient, a late one after', () => {
  const registered = new Map(small.episodes.map((row) => [row.episode_no, row]));
  const received = new Map([
    ...small.messages.map((row): [string, string] => [row.message_id, row.received_at]),
    ...small.referrals.map((row): [string, string] => [row.referral_id, row.received_at]),
  ]);
  for (const row of small.truth) {
    const episode = registered.get(row.episode_no);
    if (!episode) continue;
    const chain = small.episodes.filter(
      (other) => other.record_no === episode.record_no && other.registered_at <= episode.registered_at,
    );
    const arrival = chain
      .filter((other) => Date.parse(episode.registered_at) - Date.parse(other.registered_at) < 86_400_000)
      .map((other) => other.registered_at)
      .sort()[0]!;
    if (row.flaw === 'none') expect(received.get(row.notice_id)! < arrival).toBe(true);
    if (row.flaw === 'late') expect(received.get(row.notice_id)! > arrival).toBe(true);
  }
});
