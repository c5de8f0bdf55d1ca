import type { WinnerInput } from '../rules/decide-winners.ts';
import type { WinnerEpisode, WinnerReferral } from '../rules/winner-rows.ts';

/**
 * The text "Winner, exact" of the exchange formats written down sentence by sentence, every referral against every episode,
 * without any index. Slow on purpose: it exists to disagree with the fast one. Shares no code with it.
 */
export interface OracleResult {
  readonly episodes: Record<string, { reason: string; referralId: string | null; by: string[] }>;
  readonly referrals: Record<string, { state: string; episodeNo: string | null }>;
}

const hour = 3_600_000;

export function oracle({ episodes, referrals, decisions = [], windowMs = 30 * 24 * hour }: WinnerInput): OracleResult {
  // Tests run in China's zone, which has had one offset since 1992.
  const ageOf = (e: WinnerEpisode): number | null => {
    if (e.birthDate === null) return null;
    const today = new Date(e.registeredAt + 8 * hour).toISOString().slice(0, 10);
    let years = 0;
    const birthday = (n: number): string => `${String(Number(e.birthDate!.slice(0, 4)) + n)}${e.birthDate!.slice(4)}`;
    while (birthday(years + 1) <= today) years++;
    return years;
  };
  const person = (e: WinnerEpisode): string => (e.recordNo ? `record ${e.recordNo}` : `episode ${e.episodeNo}`);
  const chain = (a: WinnerEpisode): WinnerEpisode[] =>
    a.kind !== 'inpatient'
      ? []
      : episodes.filter(
          (e) =>
            ['outpatient', 'emergency', 'exam'].includes(e.kind) &&
            person(e) === person(a) &&
            e.registeredAt <= a.registeredAt &&
            a.registeredAt - e.registeredAt <= 24 * hour,
        );
  const arrivals = new Map(
    episodes.map((e) => [e, Math.min(e.registeredAt, ...chain(e).map((member) => member.registeredAt))]),
  );
  const arrival = (e: WinnerEpisode): number => arrivals.get(e)!;
  const candidates = episodes.filter((e) => !e.isTransferred && !e.isNewborn);
  const sameText = (a: string | null, b: string | null): boolean => !!a?.trim() && a.trim() === b?.trim();
  const samePhone = (r: WinnerReferral, e: WinnerEpisode): boolean =>
    !!r.phone && !!e.phone && r.phone.slice(-11) === e.phone.slice(-11);
  const sameNameAndSex = (r: WinnerReferral, e: WinnerEpisode): boolean =>
    sameText(r.patientName, e.patientName) && r.sex !== null && r.sex === e.sex;
  const closeAge = (r: WinnerReferral, e: WinnerEpisode): boolean => {
    const age = ageOf(e);
    return age === null || r.age === null || Math.abs(age - r.age) <= 2;
  };
  const agrees = (r: WinnerReferral, e: WinnerEpisode): boolean =>
    sameNameAndSex(r, e) && (samePhone(r, e) || closeAge(r, e));
  const inWindow = (r: WinnerReferral, e: WinnerEpisode): boolean =>
    r.receivedAt < arrival(e) && arrival(e) <= r.receivedAt + windowMs;
  const first = (list: WinnerEpisode[]): WinnerEpisode =>
    [...list].sort((a, b) => a.registeredAt - b.registeredAt || (a.episodeNo < b.episodeNo ? -1 : 1))[0]!;

  const decidedFor = new Map(decisions.map((d) => [d.episodeNo, d.winnerReferralId]));
  const states: OracleResult['referrals'] = {};
  const creditedTo = new Map<string, WinnerReferral[]>(episodes.map((e) => [e.episodeNo, []]));
  const undetermined = new Set<string>();

  for (const r of referrals) {
    const given = episodes.filter((e) => decidedFor.get(e.episodeNo) === r.referralId);
    if (given.length > 0) {
      creditedTo.get(first(given).episodeNo)!.push(r);
      continue;
    }
    if (!r.patientName?.trim() || !r.sex || !r.hasDisease || !r.hasKnownIntroducer) {
      states[r.referralId] = { state: 'invalid', episodeNo: null };
      continue;
    }
    let kept = candidates.filter((e) => inWindow(r, e) && agrees(r, e));
    if (kept.some((e) => samePhone(r, e))) kept = kept.filter((e) => samePhone(r, e));
    if (new Set(kept.map(person)).size > 1) {
      for (const e of kept) undetermined.add(e.episodeNo);
      const open = kept.some((e) => !decidedFor.has(e.episodeNo));
      states[r.referralId] = { state: open ? 'disputed' : 'invalid', episodeNo: null };
    } else if (kept.length > 0) {
      const admissions = kept.filter((e) => e.kind === 'inpatient');
      creditedTo.get(first(admissions.length > 0 ? admissions : kept).episodeNo)!.push(r);
    } else {
      const agreeing = candidates.filter((e) => agrees(r, e));
      const before = agreeing.filter((e) => arrival(e) <= r.receivedAt && arrival(e) >= r.receivedAt - windowMs);
      if (before.length > 0) {
        const latest = Math.max(...before.map(arrival));
        const numbers = before.filter((e) => arrival(e) === latest).map((e) => e.episodeNo);
        states[r.referralId] = { state: 'late', episodeNo: numbers.sort()[0]! };
      } else if (agreeing.some((e) => arrival(e) > r.receivedAt + windowMs)) {
        states[r.referralId] = { state: 'expired', episodeNo: null };
      } else if (candidates.some((e) => inWindow(r, e) && samePhone(r, e) && !sameNameAndSex(r, e))) {
        states[r.referralId] = { state: 'invalid', episodeNo: null };
      } else {
        states[r.referralId] = { state: 'unmatched', episodeNo: null };
      }
    }
  }

  const result: OracleResult['episodes'] = {};
  for (const e of episodes) {
    const credited = creditedTo.get(e.episodeNo)!;
    credited.sort((a, b) => a.receivedAt - b.receivedAt || (a.referralId < b.referralId ? -1 : 1));
    const by = credited.map((r) => r.referralId);
    const isDecided = decidedFor.has(e.episodeNo);
    const winner = isDecided ? decidedFor.get(e.episodeNo)! : undetermined.has(e.episodeNo) ? null : (by[0] ?? null);
    const reason = winner !== null ? 'won' : undetermined.has(e.episodeNo) && !isDecided ? 'undetermined' : 'walk_in';
    result[e.episodeNo] = { reason, referralId: winner, by };
    for (const id of by) {
      if (id === winner) states[id] = { state: 'won', episodeNo: e.episodeNo };
      else if (winner !== null) states[id] = { state: 'duplicate', episodeNo: e.episodeNo };
      else if (isDecided) states[id] = { state: 'invalid', episodeNo: null };
      else states[id] = { state: 'pending', episodeNo: e.episodeNo };
    }
  }
  for (const e of episodes) {
    const own = result[e.episodeNo]!;
    if (own.reason !== 'walk_in' || decidedFor.has(e.episodeNo)) continue;
    const admissions = episodes.filter((a) => result[a.episodeNo]!.reason === 'won' && chain(a).includes(e));
    if (admissions.length === 0) continue;
    own.reason = 'chain';
    own.referralId = result[first(admissions).episodeNo]!.referralId;
  }
  return { episodes: result, referrals: states };
}
