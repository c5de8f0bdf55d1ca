import { expect, test } from 'vitest';
import { type ContradictionEpisode, type ContradictionReferral, contradictions } from './contradictions.ts';
import { departmentFit, departmentGroup, sexOfDisease } from './disease-fit.ts';

const referral: ContradictionReferral = {
  patientName: '伍国平',
  sex: 'male',
  age: 56,
  disease: '胆结石',
  introducerNo: 'I1',
};
const episode: ContradictionEpisode = {
  patientName: '伍国平',
  sex: 'male',
  age: 56,
  department: '普外科',
  diagnosis: '胆囊结石',
  declaredSource: 'introducer',
  declaredIntroducerNo: 'I1',
};

const fits: [string, string, string][] = [
  ['骨折', '骨科一病区', 'fits'],
  ['骨折', '妇产科', 'contradicts'],
  ['待产', '骨科', 'contradicts'],
  ['待产', '产科', 'fits'],
  ['骨折', '急诊科', 'unknown'],
  ['骨折', '康复科', 'unknown'],
  ['白内障手术', '眼科', 'fits'],
  ['白内障手术', '口腔科', 'contradicts'],
  ['胆结石', '消化内科', 'fits'],
  ['乏力', '妇产科', 'unknown'],
  ['宫外孕', '外科', 'fits'],
  ['子宫肌瘤', '普外科', 'fits'],
  ['肺炎', '骨科', 'contradicts'],
  ['肺炎', '儿科', 'fits'],
  ['高血压', '肾内科', 'fits'],
  ['阑尾炎', '妇科', 'fits'],
];
for (const [disease, department, fit] of fits) {
  test(`${disease} in ${department}: ${fit}`, () => {
    expect(departmentFit(disease, department)).toBe(fit);
  });
}

test('paediatric surgery is a children’s department, gynaecology of Chinese medicine takes anyone', () => {
  expect(departmentGroup('小儿外科')).toBe('paediatrics');
  expect(departmentGroup('中医妇科')).toBe('any');
  expect(departmentGroup('神经外科')).toBe('neurosurgery');
});

test('sterility and birthmarks belong to either sex', () => {
  expect(sexOfDisease('不孕不育')).toBeNull();
  expect(sexOfDisease('胎记')).toBeNull();
  expect(sexOfDisease('乳腺结节')).toBeNull();
  expect(sexOfDisease('前列腺增生')).toBe('male');
  expect(sexOfDisease('孕38周待产')).toBe('female');
});

test('a referral and an episode that fit contradict in nothing', () => {
  expect(contradictions(referral, episode)).toEqual([]);
});

const cases: [string, Partial<ContradictionReferral> | null, Partial<ContradictionEpisode>, string[]][] = [
  [
    'a fracture in gynaecology',
    { disease: '骨折', sex: 'female' },
    { department: '妇产科', sex: 'female' },
    ['disease_not_of_department'],
  ],
  [
    'a man about to give birth',
    { disease: '待产' },
    { department: '产科' },
    ['disease_not_of_sex', 'department_not_of_sex'],
  ],
  [
    'a pregnancy at seventy',
    { disease: '怀孕', sex: 'female', age: 70 },
    { sex: 'female', age: 70, department: null },
    ['disease_not_of_age'],
  ],
  ['a boy just born with his mother', { disease: '黄疸', age: 0 }, { department: '产科', age: 0, diagnosis: null }, []],
  [
    'a woman in andrology',
    null,
    { sex: 'female', department: '男科', declaredSource: null },
    ['department_not_of_sex'],
  ],
  ['a grown man in paediatrics', {}, { department: '儿科', diagnosis: null }, ['department_not_of_age']],
  ['another name', { patientName: '吴国平' }, {}, ['name_differs']],
  ['another sex', { sex: 'female' }, {}, ['sex_differs']],
  ['ages three apart', { age: 59 }, {}, ['age_differs']],
  ['ages two apart', { age: 58 }, {}, []],
  ['unknown age', { age: null }, {}, []],
  ['an advertisement named at the door', {}, { declaredSource: 'advertisement' }, ['source_is_not_introducer']],
  ['another introducer named at the door', {}, { declaredIntroducerNo: 'I2' }, ['source_names_other_introducer']],
  ['an introducer nobody could identify', {}, { declaredIntroducerNo: null }, []],
  ['an introducer named but no referral', null, {}, ['source_names_introducer_without_referral']],
  ['a walk-in without referral', null, { declaredSource: 'walk_in' }, []],
  ['nothing asked at the door', {}, { declaredSource: null }, []],
];
for (const [what, ofReferral, ofEpisode, codes] of cases) {
  test(`contradictions: ${what}`, () => {
    const given = ofReferral === null ? null : { ...referral, ...ofReferral };
    const found = contradictions(given, { ...episode, ...ofEpisode });
    expect([...new Set(found.map((one) => one.code))]).toEqual(codes);
  });
}
