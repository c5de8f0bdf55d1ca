import { expect, test } from 'vitest';
import { dayMs } from '#kernel/day.ts';
import { blockingKeysOfEpisode, blockingKeysOfReferral } from './blocking-keys.ts';
import { compareNames, nameForm } from './compare-names.ts';
import { comparePhones } from './compare-phones.ts';
import { type MatchEpisode, type MatchReferral, type Proposal, proposeFor, proposeMatches } from './propose-matches.ts';

const likenesses: [string, string, string][] = [
  ['张伟', '张伟', 'same_name'],
  ['张伟', '章伟', 'homophone'],
  ['刘小花', '刘晓花', 'homophone'],
  ['仇英', '邱英', 'homophone'],
  ['曾兰', '甄兰', 'near_homophone'],
  ['李宁', '李林', 'near_homophone'],
  ['陈思敏', '陈诗明', 'near_homophone'],
  ['黄建华', '黄华建', 'swapped_characters'],
  ['伍国平', '国伍平', 'swapped_characters'],
  ['朱未', '朱末', 'similar_character'],
  ['王建国', '王国', 'one_character_missing'],
  ['王国', '王建果', 'one_character_missing'],
  ['周德福', '周德宝', 'one_character_differs'],
  ['周福', '周宝', 'half_differs'],
  ['周德福', '周晓宝', 'same_surname'],
  ['周德福', '李晓宝', 'different'],
  ['阿依努尔·买买提', '阿依努尔•买买提', 'same_name'],
];
for (const [left, right, likeness] of likenesses) {
  test(`${left} and ${right}: ${likeness}`, () => {
    expect(compareNames(nameForm(left)!, nameForm(right)!)).toBe(likeness);
    expect(compareNames(nameForm(right)!, nameForm(left)!)).toBe(likeness);
  });
}

const phones: [string | null, string | null, string][] = [
  ['13800001234', '13800001234', 'same_phone'],
  ['8613800001234', '13800001234', 'same_phone'],
  ['13800001234', '13800001235', 'one_digit_off'],
  ['1380001234', '13800001234', 'one_digit_off'],
  ['13800001243', '13800001234', 'transposed_digits'],
  ['13800004321', '13800001234', 'other_phone'],
  ['13900005678', '13800001234', 'relative_phone'],
  [null, '13800001234', 'unknown'],
  ['13800004321', null, 'unknown'],
  ['12345', '12346', 'other_phone'],
];
for (const [told, registered, likeness] of phones) {
  test(`phone ${told} told, ${registered} registered: ${likeness}`, () => {
    expect(comparePhones(told, registered, ['13900005678'])).toBe(likeness);
  });
}

const village = '430121100201';
const referral: MatchReferral = {
  referralId: 'F1',
  receivedAt: 0,
  patientName: '张建华',
  sex: 'male',
  age: 56,
  phone: '13800001234',
  disease: '骨折',
  department: null,
  division: village,
};

function patient(episodeNo: string, given: Partial<MatchEpisode> = {}): MatchEpisode {
  return {
    episodeNo,
    recordNo: `R-${episodeNo}`,
    patientName: '章建华',
    sex: 'male',
    age: 56,
    phone: '13800001234',
    relativePhones: [],
    arrivalAt: dayMs / 2,
    registeredAt: dayMs / 2,
    isInpatient: true,
    department: '骨科',
    diagnosis: null,
    division: village,
    ...given,
  };
}

function codes(proposal: Proposal | undefined): string[] {
  return proposal?.reasons.map((reason) => reason.code) ?? [];
}

test('a homophone with phone, age and village is proposed as sure, with its reasons', () => {
  const [first] = proposeFor(referral, [patient('E1'), patient('E2', { patientName: '李四', phone: null, age: 30 })]);
  expect(first).toMatchObject({ episodeNo: 'E1', sure: true });
  expect(codes(first)).toEqual([
    'same_phone',
    'homophone',
    'same_village',
    'same_age',
    'arrived_soon',
    'disease_fits_department',
    'same_sex',
  ]);
});

test('two people equally alike get at most one half each and none is sure', () => {
  const proposals = proposeFor(referral, [patient('E1'), patient('E2')]);
  expect(proposals.map((one) => one.sure)).toEqual([false, false]);
  expect(proposals[0]!.score).toBeLessThanOrEqual(0.5);
});

test('a twin nearby keeps the best proposal from being sure', () => {
  const twin = patient('E2', { patientName: '章建国' });
  const proposals = proposeFor(referral, [patient('E1'), twin]);
  expect(proposals[0]).toMatchObject({ episodeNo: 'E1', sure: false });
});

test('a name that may be an absent sibling’s is never sure, though the phone agrees', () => {
  const [first] = proposeFor(referral, [patient('E1', { patientName: '张建国' })]);
  expect(first).toMatchObject({ episodeNo: 'E1', sure: false });
  expect(codes(first)).toContain('one_character_differs');
});

test('another sex, a far age or a disease of another department keep a proposal from being sure', () => {
  expect(proposeFor(referral, [patient('E1', { sex: 'female' })])[0]?.sure).toBe(false);
  expect(proposeFor(referral, [patient('E1', { age: 66 })])[0]?.sure).toBe(false);
  expect(proposeFor(referral, [patient('E1', { department: '妇产科' })])[0]?.sure).toBe(false);
});

test('only arrivals after the message and within the window are proposed', () => {
  expect(proposeFor(referral, [patient('E1', { arrivalAt: 0 })])).toEqual([]);
  expect(proposeFor(referral, [patient('E1', { arrivalAt: 1 })])).toHaveLength(1);
  expect(proposeFor(referral, [patient('E1', { arrivalAt: 30 * dayMs })])).toHaveLength(1);
  expect(proposeFor(referral, [patient('E1', { arrivalAt: 30 * dayMs + 1 })])).toEqual([]);
});

test('episodes of one record are one person, proposed with the admission the rule would credit', () => {
  const visits = [
    patient('E1', { recordNo: 'R', isInpatient: false, registeredAt: 1 }),
    patient('E3', { recordNo: 'R', registeredAt: 3 }),
    patient('E2', { recordNo: 'R', registeredAt: 2 }),
  ];
  expect(proposeFor(referral, visits).map((one) => one.episodeNo)).toEqual(['E2']);
});

test('the proposals do not depend on the order of the candidates', () => {
  const candidates = ['E1', 'E2', 'E3'].map((no, at) => patient(no, { age: 54 + at }));
  expect(proposeFor(referral, candidates.toReversed())).toEqual(proposeFor(referral, candidates));
});

test('every slip the queue knows leaves a common blocking key', () => {
  const alone: Partial<MatchReferral> = { phone: null, age: null };
  const slips: [Partial<MatchReferral>, Partial<MatchEpisode>][] = [
    [alone, {}],
    [alone, { patientName: '华建张' }],
    [alone, { patientName: '张建' }],
    [alone, { patientName: '张建华民' }],
    [alone, { patientName: '李建华' }],
    [
      { ...alone, patientName: '张伟', age: 58 },
      { patientName: '张强', age: 60 },
    ],
    [{ ...alone, patientName: '张伟' }, { patientName: '李伟' }],
    [{ patientName: '毛毛' }, {}],
    [{ patientName: '毛毛', phone: '13800001324' }, {}],
    [{ patientName: '毛毛', phone: '13800001284' }, {}],
    [{ patientName: '毛毛', phone: '13810001234' }, {}],
    [{ patientName: '毛毛', phone: '15800001234' }, {}],
    [{ patientName: '毛毛', phone: '13900005678' }, { relativePhones: ['13900005678'] }],
  ];
  for (const [told, registered] of slips) {
    const keys = new Set(blockingKeysOfEpisode(patient('E1', registered)));
    expect(
      blockingKeysOfReferral({ ...referral, ...told }).some((key) => keys.has(key)),
      JSON.stringify([told, registered]),
    ).toBe(true);
  }
});

test('the whole queue gives what single proposals give on the rows that share a key', () => {
  const episodes = [patient('E1'), patient('E2', { patientName: '欧阳倩', phone: null, age: 29, division: null })];
  const other = { ...referral, referralId: 'F2', patientName: '欧阳茜', sex: 'female' as const, age: 29, phone: null };
  const proposals = proposeMatches([referral, other], episodes);
  expect(proposals.get('F1')).toEqual(proposeFor(referral, [episodes[0]!], { population: 2 }));
  expect(proposals.get('F2')?.[0]?.episodeNo).toBe('E2');
});
