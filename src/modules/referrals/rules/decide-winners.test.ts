import { expect, test } from 'vitest';
import { type Day, dayMs, hourMs, type Instant } from '#kernel/day.ts';
import { decideWinners, type ManualDecision, type WinnerDecision } from './decide-winners.ts';
import type { WinnerEpisode, WinnerReferral } from './winner-rows.ts';

const noon = Date.parse('2026-10-10T12:00:00+08:00');

function at(hours: number, ms = 0): Instant {
  return (noon + hours * hourMs + ms) as Instant;
}

function episode(episodeNo: string, hours: number, given: Partial<WinnerEpisode> = {}): WinnerEpisode {
  return {
    episodeNo,
    recordNo: 'R1',
    patientName: '伍国平',
    sex: 'male',
    birthDate: '1970-10-10' as Day,
    phone: '13800001203',
    kind: 'inpatient',
    registeredAt: at(hours),
    isTransferred: false,
    isNewborn: false,
    ...given,
  };
}

function referral(referralId: string, hours: number, given: Partial<WinnerReferral> = {}): WinnerReferral {
  return {
    referralId,
    receivedAt: at(hours),
    patientName: '伍国平',
    sex: 'male',
    age: null,
    phone: null,
    hasDisease: true,
    hasKnownIntroducer: true,
    ...given,
  };
}

function decide(
  episodes: WinnerEpisode[],
  referrals: WinnerReferral[],
  decisions: ManualDecision[] = [],
): WinnerDecision {
  return decideWinners({ episodes, referrals, decisions, timeZone: 'Asia/Shanghai' });
}

/** `E1:won:F1` and `F2:duplicate:E1`, the way the two files read. */
function lines(decision: WinnerDecision): string[] {
  return [
    ...decision.episodes.map((row) => `${row.episodeNo}:${row.reason}:${row.referralId ?? ''}`),
    ...decision.referrals.map((row) => `${row.referralId}:${row.state}:${row.episodeNo ?? ''}`),
  ];
}

function stateOf(episodes: WinnerEpisode[], message: WinnerReferral): string {
  const { state, code } = decide(episodes, [message]).referrals[0]!;
  return `${state} ${code}`;
}

test('a referral before the admission wins it; an admission nobody announced is a walk-in', () => {
  expect(
    lines(decide([episode('E1', 0), episode('E2', 0, { recordNo: 'R2', patientName: '他人' })], [referral('F1', -5)])),
  ).toEqual(['E1:won:F1', 'E2:walk_in:', 'F1:won:E1']);
});

test('a message in the very millisecond of arrival is late, one a millisecond before counts', () => {
  expect(stateOf([episode('E1', 0)], referral('F1', 0))).toBe('late received_after_arrival');
  expect(stateOf([episode('E1', 0)], referral('F1', 0, { receivedAt: at(0, -1) }))).toBe('won first_valid');
});

test('the window is 30 times 24 hours, its last millisecond included', () => {
  expect(stateOf([episode('E1', 30 * 24)], referral('F1', 0))).toBe('won first_valid');
  expect(stateOf([episode('E1', 0, { registeredAt: at(30 * 24, 1) })], referral('F1', 0))).toBe(
    'expired arrived_after_window',
  );
});

test('late reaches back exactly 30 times 24 hours', () => {
  expect(stateOf([episode('E1', -30 * 24)], referral('F1', 0))).toBe('late received_after_arrival');
  expect(stateOf([episode('E1', 0, { registeredAt: at(-30 * 24, -1) })], referral('F1', 0))).toBe(
    'unmatched no_agreeing_episode',
  );
});

test('late names the latest arrival before the message and prevails over expired', () => {
  const visits = [episode('E1', -50), episode('E2', -20), episode('E3', 31 * 24)];
  expect(lines(decide(visits, [referral('F1', 0)]))[3]).toBe('F1:late:E2');
  expect(decide(visits, [referral('F1', 0)]).referrals[0]!.facts).toEqual({ lateByMs: 20 * hourMs });
});

test('an admission arrives with its first outpatient, emergency or exam episode of the last 24 hours', () => {
  for (const kind of ['outpatient', 'emergency', 'exam'] as const) {
    const visits = [episode('E1', 0), episode('E2', -24, { kind, patientName: '登记错名' })];
    expect(stateOf(visits, referral('F1', -24)), kind).toBe('late received_after_arrival');
    expect(stateOf(visits, referral('F1', -25)), kind).toBe('won first_valid');
  }
  for (const kind of ['checkup', 'dialysis'] as const) {
    const visits = [episode('E1', 0), episode('E2', -24, { kind, patientName: '登记错名' })];
    expect(stateOf(visits, referral('F1', -24)), kind).toBe('won first_valid');
  }
});

test('a visit a millisecond more than 24 hours before the admission is not in its chain', () => {
  const earlier = episode('E2', 0, { kind: 'outpatient', registeredAt: at(-24, -1), patientName: '登记错名' });
  expect(lines(decide([episode('E1', 0), earlier], [referral('F1', -24)]))).toEqual([
    'E1:won:F1',
    'E2:walk_in:',
    'F1:won:E1',
  ]);
});

test('a visit of another record, or without record number, is not in the chain', () => {
  for (const recordNo of ['R2', null, '']) {
    const other = episode('E2', -3, { kind: 'outpatient', recordNo, patientName: '他人' });
    expect(stateOf([episode('E1', 0), other], referral('F1', -2))).toBe('won first_valid');
  }
  const bothWithout = [
    episode('E1', 0, { recordNo: '' }),
    episode('E2', -3, { kind: 'outpatient', recordNo: '', patientName: '他人' }),
  ];
  expect(stateOf(bothWithout, referral('F1', -2))).toBe('won first_valid');
});

test('the visits on the way into a won admission share its winner', () => {
  const visits = [
    episode('E1', 0),
    episode('E2', -2, { kind: 'outpatient' }),
    episode('E3', -1, { kind: 'exam', patientName: null }),
    episode('E4', 1, { kind: 'exam' }),
    episode('E5', 0, { kind: 'emergency' }),
    episode('E6', -1, { kind: 'checkup' }),
  ];
  expect(lines(decide(visits, [referral('F1', -5)]))).toEqual([
    'E1:won:F1',
    'E2:chain:F1',
    'E3:chain:F1',
    'E4:walk_in:',
    'E5:chain:F1',
    'E6:walk_in:',
    'F1:won:E1',
  ]);
});

test('a visit in two won chains goes with the earlier admission', () => {
  const visits = [episode('E9', 10), episode('E2', 5, { patientName: '改名' }), episode('E3', 0, { kind: 'exam' })];
  const messages = [referral('F1', -5), referral('F2', -4, { patientName: '改名' })];
  expect(lines(decide(visits, messages)).slice(0, 3)).toEqual(['E9:won:F1', 'E2:won:F2', 'E3:chain:F2']);
});

test('a visit with a winner of its own keeps it, an undetermined one shares nothing', () => {
  const visits = [
    episode('E1', 0),
    episode('E2', -2, { kind: 'outpatient', patientName: '曾用名' }),
    episode('E3', -1, { kind: 'exam', patientName: '丁一' }),
    episode('E4', 9, { kind: 'exam', patientName: '丁一', recordNo: 'R2' }),
  ];
  const messages = [
    referral('F1', -5),
    referral('F2', -6, { patientName: '曾用名' }),
    referral('F3', -6, { patientName: '丁一' }),
  ];
  expect(lines(decide(visits, messages)).slice(0, 4)).toEqual([
    'E1:won:F1',
    'E2:won:F2',
    'E3:undetermined:',
    'E4:undetermined:',
  ]);
});

test('transferred and newborn episodes are never candidates but have their row and may share a chain', () => {
  for (const flag of [{ isTransferred: true }, { isNewborn: true }]) {
    expect(lines(decide([episode('E1', 0, flag)], [referral('F1', -5)]))).toEqual(['E1:walk_in:', 'F1:unmatched:']);
    const chained = [episode('E1', 0), episode('E2', -1, { kind: 'outpatient', ...flag })];
    expect(lines(decide(chained, [referral('F1', -5)]))[1]).toBe('E2:chain:F1');
  }
});

test('incomplete referrals are invalid and say what is missing', () => {
  const cases: [Partial<WinnerReferral>, string][] = [
    [{ patientName: null }, 'patient_name'],
    [{ patientName: '  ' }, 'patient_name'],
    [{ sex: null }, 'sex'],
    [{ hasDisease: false }, 'disease'],
    [{ hasKnownIntroducer: false }, 'introducer'],
    [{ hasDisease: false, sex: null }, 'sex+disease'],
  ];
  for (const [given, missing] of cases) {
    const row = decide([episode('E1', 0)], [referral('F1', -5, given)]).referrals[0]!;
    expect([row.state, row.code, row.facts]).toEqual(['invalid', 'incomplete', { missing }]);
  }
});

test('names are equal or they are not; spaces around them and composition do not count', () => {
  expect(stateOf([episode('E1', 0)], referral('F1', -5, { patientName: ' 伍国平\u3000' }))).toBe('won first_valid');
  expect(stateOf([episode('E1', 0, { patientName: 'Jose\u0301' })], referral('F1', -5, { patientName: 'José' }))).toBe(
    'won first_valid',
  );
  for (const patientName of ['伍国萍', '伍 国平', '伍国']) {
    expect(stateOf([episode('E1', 0)], referral('F1', -5, { patientName }))).toBe('unmatched no_agreeing_episode');
  }
});

test('an unknown sex at the episode does not agree', () => {
  expect(stateOf([episode('E1', 0, { sex: null })], referral('F1', -5))).toBe('unmatched no_agreeing_episode');
});

test('ages may differ by two completed years on the hospital-local day of registration', () => {
  // Born 10 October 1970, registered on the 56th birthday at 12:00 in China.
  const cases: [number | null, string][] = [
    [null, 'won'],
    [54, 'won'],
    [58, 'won'],
    [53, 'unmatched'],
    [59, 'unmatched'],
  ];
  for (const [age, state] of cases) {
    expect(decide([episode('E1', 0)], [referral('F1', -5, { age })]).referrals[0]!.state, String(age)).toBe(state);
  }
  const unknownBirth = episode('E1', 0, { birthDate: null });
  expect(stateOf([unknownBirth], referral('F1', -5, { age: 3 }))).toBe('won first_valid');
});

test('the birthday begins at midnight of the hospital, not of Greenwich', () => {
  const registeredAt = Date.parse('2026-10-10T00:30:00+08:00') as Instant;
  expect(stateOf([episode('E1', 0, { registeredAt })], referral('F1', -50, { age: 58 }))).toBe('won first_valid');
  const before = Date.parse('2026-10-09T23:59:59+08:00') as Instant;
  expect(stateOf([episode('E1', 0, { registeredAt: before })], referral('F1', -50, { age: 58 }))).toBe(
    'unmatched no_agreeing_episode',
  );
});

test('equal phones agree whatever the age, and their last 11 digits are what counts', () => {
  const message = referral('F1', -5, { age: 20, phone: '8613800001203' });
  expect(stateOf([episode('E1', 0)], message)).toBe('won first_valid');
  expect(stateOf([episode('E1', 0)], { ...message, phone: '3800001203' })).toBe('unmatched no_agreeing_episode');
});

test('different phones do not speak against an agreement by name', () => {
  expect(stateOf([episode('E1', 0)], referral('F1', -5, { phone: '13900009999' }))).toBe('won first_valid');
});

test('two people of one name are disputed and nobody wins them, credited referrals wait', () => {
  const visits = [episode('E2', 0), episode('E1', 5, { recordNo: 'R2', phone: '13900004321' })];
  const decision = decide(visits, [
    referral('F1', -5),
    referral('F2', -4, { phone: '13800001203' }),
    referral('F3', -3, { phone: '13900004321' }),
  ]);
  expect(lines(decision)).toEqual([
    'E2:undetermined:',
    'E1:undetermined:',
    'F1:disputed:',
    'F2:pending:E2',
    'F3:pending:E1',
  ]);
  expect(decision.referrals[0]!.among).toEqual(['E1', 'E2']);
});

test('a phone tells two people of one name apart', () => {
  const visits = [episode('E1', 0), episode('E2', 5, { recordNo: 'R2', phone: '13900004321' })];
  expect(lines(decide(visits, [referral('F1', -5, { phone: '13900004321' })]))).toEqual([
    'E1:walk_in:',
    'E2:won:F1',
    'F1:won:E2',
  ]);
});

test('episodes without record number are people of their own', () => {
  const visits = [episode('E1', 0, { recordNo: null }), episode('E2', 5, { recordNo: '' })];
  expect(lines(decide(visits, [referral('F1', -5)]))).toEqual(['E1:undetermined:', 'E2:undetermined:', 'F1:disputed:']);
});

test('credit goes to the earliest admission of the person, else to the earliest visit, ties to the smaller number', () => {
  const admission = [episode('E1', 0, { kind: 'outpatient' }), episode('E3', 48), episode('E2', 48), episode('E0', 99)];
  expect(lines(decide(admission, [referral('F1', -5)])).slice(0, 4)).toEqual([
    'E1:walk_in:',
    'E3:walk_in:',
    'E2:won:F1',
    'E0:walk_in:',
  ]);
  const visits = [episode('E9', 0, { kind: 'exam' }), episode('E10', 0, { kind: 'dialysis' })];
  expect(lines(decide(visits, [referral('F1', -5)])).slice(0, 2)).toEqual(['E9:walk_in:', 'E10:won:F1']);
});

test('the earliest message wins, in the same millisecond the smaller id in bytes', () => {
  const decision = decide([episode('E1', 0)], [referral('F2', -5), referral('F10', -5), referral('F0', -4)]);
  expect(lines(decision)).toEqual(['E1:won:F10', 'F2:duplicate:E1', 'F10:won:E1', 'F0:duplicate:E1']);
  expect(decision.episodes[0]!.by).toEqual(['F10', 'F2', 'F0']);
  expect(decision.referrals[0]!.facts).toEqual({ winnerReferralId: 'F10' });
});

test('ids beyond the basic plane are ordered by their bytes, not by UTF-16', () => {
  const decision = decide([episode('E1', 0)], [referral('F\u{20000}', -5), referral('F\uff01', -5)]);
  expect(decision.episodes[0]!.referralId).toBe('F\uff01');
});

test('the phone of somebody else in the window makes wrong information invalid', () => {
  const message = referral('F1', -5, { patientName: '吴国平', phone: '13800001203' });
  expect(stateOf([episode('E1', 0)], message)).toBe('invalid phone_of_other_name_or_sex');
  expect(stateOf([episode('E1', 0, { sex: 'female' })], { ...message, patientName: '伍国平' })).toBe(
    'invalid phone_of_other_name_or_sex',
  );
  expect(stateOf([episode('E1', 31 * 24)], message)).toBe('unmatched no_agreeing_episode');
  expect(stateOf([episode('E1', -6)], message)).toBe('unmatched no_agreeing_episode');
  expect(stateOf([episode('E1', 0, { isNewborn: true })], message)).toBe('unmatched no_agreeing_episode');
});

test('late and expired prevail over the phone of another name', () => {
  const other = episode('E2', 5, { patientName: '吴国平', recordNo: 'R2' });
  const message = referral('F1', 0, { phone: '13800001203' });
  expect(stateOf([episode('E1', -1, { phone: null }), other], message)).toBe('late received_after_arrival');
  expect(stateOf([episode('E1', 31 * 24, { phone: null }), other], message)).toBe('expired arrived_after_window');
});

test('a decision names the winner of its episode; the dispute is over and the others lose', () => {
  const visits = [episode('E1', 0), episode('E2', 5, { recordNo: 'R2', phone: '13900004321' })];
  const messages = [referral('F1', -5), referral('F2', -6, { phone: '13800001203' })];
  expect(lines(decide(visits, messages, [{ episodeNo: 'E1', winnerReferralId: 'F1' }]))).toEqual([
    'E1:won:F1',
    'E2:walk_in:',
    'F1:won:E1',
    'F2:duplicate:E1',
  ]);
});

test('a decision for nobody stands, also against a chain', () => {
  const visits = [episode('E1', 0), episode('E2', -1, { kind: 'outpatient' })];
  const decision = decide(visits, [referral('F1', -5)], [{ episodeNo: 'E1', winnerReferralId: null }]);
  expect(lines(decision)).toEqual(['E1:walk_in:', 'E2:walk_in:', 'F1:invalid:']);
  expect(decision.referrals[0]!.code).toBe('decided_against');
  expect(lines(decide(visits, [referral('F1', -5)], [{ episodeNo: 'E2', winnerReferralId: null }]))).toEqual([
    'E1:won:F1',
    'E2:walk_in:',
    'F1:won:E1',
  ]);
});

test('a disputed referral stays disputed until every episode it keeps is decided', () => {
  const visits = [episode('E1', 0), episode('E2', 5, { recordNo: 'R2' })];
  const first: ManualDecision = { episodeNo: 'E1', winnerReferralId: null };
  expect(lines(decide(visits, [referral('F1', -5)], [first]))).toEqual([
    'E1:walk_in:',
    'E2:undetermined:',
    'F1:disputed:',
  ]);
  expect(lines(decide(visits, [referral('F1', -5)], [first, { episodeNo: 'E2', winnerReferralId: null }]))[2]).toBe(
    'F1:invalid:',
  );
});

test('a shorter window of another policy is obeyed', () => {
  const decision = decideWinners({
    episodes: [episode('E1', 49)],
    referrals: [referral('F1', 0)],
    timeZone: 'Asia/Shanghai',
    windowMs: 2 * dayMs,
  });
  expect(decision.referrals[0]!.state).toBe('expired');
});
