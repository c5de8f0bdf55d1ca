import type { Day, Instant } from '#kernel/day.ts';
import type { Fen } from '#kernel/money.ts';
import type { ChargeFacts, EpisodeFacts, EpisodeWinner } from '../rules/episode-facts.ts';

/** 20 October 2026, noon in China. */
export const october20 = Date.parse('2026-10-20T12:00:00+08:00') as Instant;

/** An inpatient of internal medicine with ¥5,000 of fees, settled in October 2026; change what a test is about. */
export function episode(given: Partial<EpisodeFacts> = {}): EpisodeFacts {
  return {
    episodeNo: 'E1',
    recordNo: 'P1',
    patientName: '测试患者',
    birthDate: '1980-05-01' as Day,
    addressDivision: '430121',
    kind: 'inpatient',
    department: '呼吸内科',
    doctor: '赵医生',
    admittedBy: '钱医生',
    registeredOn: '2026-10-10' as Day,
    dischargedAt: october20,
    settledAt: october20,
    procedureClass: 'none',
    delivery: 'none',
    motherEpisodeNo: null,
    transferredFrom: null,
    declaredSource: null,
    diagnosis: null,
    checkupDiscountBasisPoints: null,
    paymentKind: 'self_pay',
    firstVisit: null,
    winnerReason: given.winner ? 'won' : 'walk_in',
    winner: null,
    charges: [charge(500_000)],
    ...given,
  };
}

export function charge(amountFen: number, given: Partial<ChargeFacts> = {}): ChargeFacts {
  return {
    lineNo: '1',
    category: 'treatment',
    itemCode: null,
    amountFen: amountFen as Fen,
    department: null,
    orderedBy: null,
    ...given,
  };
}

export function introducer(kind: EpisodeWinner['kind'], given: Partial<EpisodeWinner> = {}): EpisodeWinner {
  return {
    referralId: 'R1',
    introducerNo: 'I1',
    name: '测试介绍人',
    kind,
    clinical: null,
    accompanied: false,
    ...given,
  };
}
