import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { completedYears, type Day, parseDay } from '#kernel/day.ts';
import { parseYuan } from '#kernel/money.ts';
import { chargeColumns, episodeColumns, introducerColumns, messageColumns, referralColumns } from './columns.ts';
import { departments } from './departments.ts';
import { generateHospital, sampleCharges, sampleDay, sampleEpisodes } from './generate-hospital.ts';
import { csvLine, sampleDayFiles, sampleFiles } from './sample-files.ts';
import type { SampleOptions } from './world.ts';

const until = '2026-10-31' as Day;
const options: SampleOptions = { seed: 42, size: 'small', until };
const hospital = generateHospital(options);
const medium = generateHospital({ ...options, size: 'medium' });

function hashOf(given: SampleOptions): string {
  const hash = createHash('sha256');
  for (const file of sampleFiles(given)) {
    hash.update(csvLine(file.header));
    for (const row of file.rows) hash.update(csvLine(row));
  }
  return hash.digest('hex');
}

test('the same seed gives the same files, another seed others', () => {
  const first = hashOf(options);
  expect(hashOf({ ...options })).toBe(first);
  expect(hashOf({ ...options, seed: 43 })).not.toBe(first);
});

test('the files have exactly the columns of the exchange formats', () => {
  const files = sampleFiles(options);
  expect(files.map(({ name }) => name)).toEqual([
    'introducers.csv',
    'episodes.csv',
    'charges.csv',
    'messages.csv',
    'referrals.csv',
  ]);
  const headers = [introducerColumns, episodeColumns, chargeColumns, messageColumns, referralColumns];
  files.forEach((file, index) => {
    expect(file.header).toEqual(headers[index]);
    for (const row of file.rows) expect(row.length).toBe(file.header.length);
  });
});

test('a file can be read twice and says the same', () => {
  const [file] = sampleFiles(options).filter(({ name }) => name === 'messages.csv');
  expect([...file!.rows]).toEqual([...file!.rows]);
});

test.each([
  ['small', 600],
  ['medium', 6000],
] as const)('the %s hospital has about %i episodes', (size, aimed) => {
  const episodes = size === 'small' ? hospital.episodes : medium.episodes;
  expect(Math.abs(episodes.length - aimed) / aimed).toBeLessThan(0.15);
});

test('any number of episodes can be asked for', () => {
  const count = [...sampleEpisodes({ ...options, size: { episodes: 2500 } })].length;
  expect(Math.abs(count - 2500) / 2500).toBeLessThan(0.1);
});

test('numbers are unique', () => {
  for (const given of [hospital, medium]) {
    const unique = (values: readonly string[]): boolean => new Set(values).size === values.length;
    expect(unique(given.episodes.map((row) => row.episode_no))).toBe(true);
    expect(unique(given.introducers.map((row) => row.introducer_no))).toBe(true);
    expect(unique(given.introducers.map((row) => row.phone))).toBe(true);
    expect(unique(given.charges.map((row) => `${row.episode_no}/${row.line_no}`))).toBe(true);
    expect(
      unique([...given.messages.map((row) => row.message_id), ...given.referrals.map((row) => row.referral_id)]),
    ).toBe(true);
    expect(unique(given.roster.staff.map((account) => account.username))).toBe(true);
    expect(unique(given.roster.introducers.map((introducer) => introducer.wechatOpenid))).toBe(true);
  }
});

test('what one row names exists in another', () => {
  const episodes = new Set(medium.episodes.map((row) => row.episode_no));
  const introducers = new Set(medium.introducers.map((row) => row.introducer_no));
  const reps = new Set(medium.introducers.filter((row) => row.kind === 'rep').map((row) => row.introducer_no));
  const names = new Set(departments.map(({ name }) => name));
  const doctors = new Set(medium.roster.doctors.map(({ name }) => name));
  for (const row of medium.charges) {
    expect(episodes.has(row.episode_no)).toBe(true);
    if (row.department) expect(names.has(row.department)).toBe(true);
    if (row.ordered_by) expect(doctors.has(row.ordered_by)).toBe(true);
  }
  for (const row of medium.episodes) {
    expect(names.has(row.department)).toBe(true);
    expect(doctors.has(row.doctor)).toBe(true);
    for (const other of [row.mother_episode_no, row.transferred_from])
      if (other) expect(episodes.has(other)).toBe(true);
  }
  for (const row of medium.introducers) if (row.rep_no) expect(reps.has(row.rep_no)).toBe(true);
  for (const row of medium.referrals) if (row.introducer_no) expect(introducers.has(row.introducer_no)).toBe(true);
  for (const row of medium.truth) if (row.episode_no) expect(episodes.has(row.episode_no)).toBe(true);
});

test('every number in the hospital belongs to nobody', () => {
  const numbers = [medium.episodes, medium.introducers, medium.referrals].flat().map(({ phone }) => phone);
  for (const phone of numbers) expect(phone === '' || /^1[3-9]\d0000\d{4}$/.test(phone)).toBe(true);
  for (const account of medium.roster.staff) expect(account.phone).toMatch(/^1[3-9]\d0000\d{4}$/);
  const halfWidth = (text: string): string => text.normalize('NFKC');
  for (const { text } of medium.messages) {
    for (const [long] of halfWidth(text).matchAll(/\d{7,}/g)) expect(long).toMatch(/^1[3-9]\d0000\d{4}$/);
  }
});

test('identity numbers have no real area, the right check character, and the birth date and sex of the person', () => {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  for (const row of medium.episodes.filter(({ id_number }) => id_number !== '')) {
    const sum = weights.reduce((total, weight, index) => total + weight * Number(row.id_number[index]), 0);
    expect(row.id_number.slice(0, 2)).toBe('99');
    expect(row.id_number[17]).toBe('10X98765432'[sum % 11]);
    expect(row.id_number.slice(6, 14)).toBe(row.birth_date.replaceAll('-', ''));
    expect(Number(row.id_number[16]) % 2 === 1 ? '男' : '女').toBe(row.sex);
  }
});

test('patients have believable ages, sexes and dates', () => {
  for (const row of medium.episodes) {
    const registered = row.registered_at.slice(0, 10) as Day;
    expect(parseDay(row.birth_date)).not.toBeNull();
    const age = completedYears(row.birth_date as Day, registered);
    expect(age).toBeGreaterThanOrEqual(0);
    expect(age).toBeLessThanOrEqual(95);
    if (row.department === '儿科') expect(age).toBeLessThanOrEqual(14);
    if (row.delivery !== 'none') expect(row.sex === '女' || row.mother_episode_no !== '').toBe(true);
    if (row.diagnosis === '前列腺增生') expect(row.sex).toBe('男');
    if (row.admitted_at) expect(row.admitted_at >= row.registered_at).toBe(true);
    if (row.discharged_at) expect(row.discharged_at >= row.admitted_at).toBe(true);
    if (row.settled_at) expect(row.settled_at >= (row.discharged_at || row.registered_at)).toBe(true);
  }
});

test('three months end on the last day and nothing in the files lies after it', () => {
  expect(hospital.hospital).toMatchObject({ from: '2026-08-01', until: '2026-10-31' });
  for (const row of medium.episodes) {
    expect(row.registered_at >= '2026-08-01').toBe(true);
    for (const time of [row.registered_at, row.discharged_at, row.settled_at]) expect(time < '2026-11-01').toBe(true);
  }
  for (const row of medium.charges) expect(row.charged_at < '2026-11-01').toBe(true);
  for (const row of [...medium.messages, ...medium.referrals]) expect(row.received_at < '2026-11-01').toBe(true);
  // Some patients are still in the house, some announced ones have not come.
  expect(medium.episodes.some((row) => row.kind === 'inpatient' && row.discharged_at === '')).toBe(true);
});

test.each([
  ['2026-11-30', '2026-09-01'],
  ['2026-05-30', '2026-02-28'],
  ['2026-11-21', '2026-08-22'],
  ['2027-02-28', '2026-12-01'],
])('three months until %s begin on %s', (last, first) => {
  expect(generateHospital({ ...options, until: last as Day, size: { episodes: 50 } }).hospital.from).toBe(first);
});

test('bills are plausible: amounts parse, inpatients cost thousands, only discounts are negative', () => {
  const totals = new Map<string, number>();
  for (const row of medium.charges) {
    const amount = parseYuan(row.amount);
    expect(amount).not.toBeNull();
    expect(amount! < 0).toBe(row.category === 'discount');
    totals.set(row.episode_no, (totals.get(row.episode_no) ?? 0) + amount!);
  }
  const inpatients = medium.episodes.filter((row) => row.kind === 'inpatient' && row.settled_at !== '');
  for (const row of inpatients) {
    const total = totals.get(row.episode_no)!;
    expect(total).toBeGreaterThan(20_000);
    expect(total).toBeLessThan(8_000_000);
  }
  const categories = new Set(medium.charges.map((row) => row.category));
  expect(categories.size).toBe(11);
});

test('charges come in the order of the episodes', () => {
  const order = medium.episodes.map((row) => row.episode_no);
  const seen = [...new Set([...sampleCharges({ ...options, size: 'medium' })].map((row) => row.episode_no))];
  expect(seen).toEqual(order.filter((number) => seen.includes(number)));
});

test('Mondays are busier than Sundays', () => {
  const visits = (weekday: number): number =>
    medium.episodes.filter(
      (row) =>
        row.kind === 'outpatient' && new Date(`${row.registered_at.slice(0, 10)}T00:00:00Z`).getUTCDay() === weekday,
    ).length;
  expect(visits(1)).toBeGreaterThan(visits(0) * 1.3);
});

test('every role of the product has an account, every introducer kind an introducer', () => {
  const roles = new Set(hospital.roster.staff.flatMap((account) => account.roles));
  expect([...roles].sort()).toEqual([
    'admin',
    'agent',
    'compliance',
    'dept_head',
    'doctor',
    'finance',
    'info_officer',
    'marketer',
    'medical_affairs',
    'office',
    'partner',
    'president',
    'reception',
    'relationship_officer',
    'rep',
    'service_manager',
    'vice_president',
    'ward_nurse',
  ]);
  expect(new Set(hospital.introducers.map((row) => row.kind)).size).toBe(9);
  expect(hospital.introducers.some((row) => row.kind === 'staff' && row.clinical === '0')).toBe(true);
  expect(hospital.introducers.some((row) => row.kind === 'staff' && row.clinical === '1')).toBe(true);
  expect(medium.roster.introducers.some((introducer) => introducer.uplineNo !== '')).toBe(true);
});

test('one day of the hospital system continues the files', () => {
  const day = sampleDay({ ...options, size: 'medium' }, '2026-11-01' as Day);
  expect(day.episodes.length).toBeGreaterThan(20);
  const known = new Map(medium.episodes.map((row) => [row.episode_no, row]));
  for (const row of day.episodes) {
    const before = known.get(row.episode_no);
    // New on this day, or discharged or settled on it while already in the files.
    if (!before) expect(row.registered_at.slice(0, 10)).toBe('2026-11-01');
    else
      expect([row.admitted_at, row.discharged_at, row.settled_at].some((time) => time.startsWith('2026-11-01'))).toBe(
        true,
      );
  }
  expect(day.episodes.some((row) => known.has(row.episode_no))).toBe(true);
  const numbers = new Set(day.episodes.map((row) => row.episode_no));
  for (const row of day.charges) expect(numbers.has(row.episode_no)).toBe(true);
  expect(sampleDayFiles(options, '2026-11-01' as Day).map(({ name }) => name)).toEqual([
    'episodes-今日.csv',
    'charges-今日.csv',
  ]);
});
