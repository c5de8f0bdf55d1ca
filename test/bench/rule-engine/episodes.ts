import type { Day, Instant } from '#kernel/day.ts';
import type { Fen } from '#kernel/money.ts';
import { type EpisodeFacts, introducerKinds } from '#modules/incentives/index.ts';

/** Small, fast, seeded: the same episodes in every run. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const departments = ['骨科', '妇产科', '普外科', '神经外科', '呼吸内科', '心内科', '儿科', '眼科'];
const categories = ['drug', 'blood', 'implant', 'exam', 'surgery', 'bed', 'nursing', 'treatment', 'discount', 'other'];
const kinds = [
  'inpatient',
  'inpatient',
  'inpatient',
  'outpatient',
  'outpatient',
  'exam',
  'checkup',
  'dialysis',
] as const;

/** Invented episodes: a mix in which about nine in ten earn a line under plan A. */
export function inventEpisodes(count: number, seed: number): EpisodeFacts[] {
  const random = seededRandom(seed);
  const pick = <Value>(values: readonly Value[]): Value => values[Math.floor(random() * values.length)]!;
  return Array.from({ length: count }, (_, at): EpisodeFacts => {
    const kind = pick(kinds);
    const won = random() < 0.7;
    const charges = Array.from({ length: 3 + Math.floor(random() * 4) }, (_, line) => {
      const category = pick(categories);
      const size = Math.floor(random() * 400_000);
      return {
        lineNo: String(line + 1),
        category,
        itemCode:
          category === 'exam'
            ? pick(['CT', 'US4D', 'BIOCHEM', 'X1'])
            : random() < 0.03
              ? pick(['PABORT', 'NBLUE'])
              : null,
        amountFen: (category === 'discount' ? -Math.floor(size / 20) : size) as Fen,
        department: random() < 0.05 ? '康复科' : null,
        orderedBy: random() < 0.7 ? pick(['李医生', '王医生', '陈医生']) : null,
      };
    });
    return {
      episodeNo: `E${at}`,
      recordNo: `P${at % 90_000}`,
      patientName: '测试患者',
      birthDate: '1980-05-01' as Day,
      addressDivision: random() < 0.3 ? '430122' : '430121',
      kind,
      department: pick(departments),
      doctor: '赵医生',
      admittedBy: random() < 0.8 ? '钱医生' : null,
      registeredOn: '2026-10-02' as Day,
      dischargedAt: 1_792_000_000_000 as Instant,
      settledAt: 1_792_000_000_000 as Instant,
      procedureClass: kind === 'inpatient' ? pick(['open', 'debridement', 'minimally_invasive', 'none', 'none']) : null,
      delivery: kind === 'inpatient' ? (random() < 0.1 ? pick(['caesarean', 'natural']) : 'none') : null,
      motherEpisodeNo: null,
      transferredFrom: null,
      declaredSource: null,
      diagnosis: null,
      checkupDiscountBasisPoints: kind === 'checkup' ? pick([0, 1000, 2000]) : null,
      paymentKind: pick(['self_pay', 'insured', null]),
      firstVisit: null,
      winnerReason: won ? 'won' : random() < 0.95 ? 'walk_in' : 'undetermined',
      winner: won
        ? {
            referralId: `R${at}`,
            introducerNo: `I${at % 3000}`,
            name: '测试介绍人',
            kind: pick(introducerKinds),
            clinical: random() < 0.5,
            accompanied: random() < 0.5,
          }
        : null,
      charges,
    };
  }).map((episode) =>
    episode.winner === null && episode.winnerReason === 'won' ? { ...episode, winnerReason: 'walk_in' } : episode,
  );
}
