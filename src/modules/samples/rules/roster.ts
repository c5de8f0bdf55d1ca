import { departments } from './departments.ts';
import { nameFor, registeredPhone, type Sex } from './people.ts';
import { counties, homeCounty, institutions } from './places.ts';
import { Random, weighted } from './random.ts';

export type IntroducerKind =
  | 'external_physician'
  | 'grassroots_institution'
  | 'staff'
  | 'former_patient'
  | 'member'
  | 'community'
  | 'enterprise'
  | 'public'
  | 'rep';

export interface Introducer {
  readonly introducerNo: string;
  readonly name: string;
  readonly kind: IntroducerKind;
  /** Staff only: touches patients. */
  readonly clinical: boolean | null;
  readonly phone: string;
  readonly wechatOpenid: string;
  readonly institution: string;
  readonly county: string;
  /** The rep who developed this introducer; empty when nobody did. */
  readonly repNo: string;
  /** One level only. */
  readonly uplineNo: string;
  /** How the person is named in messages: 李医生, 刘护士, the full name … */
  readonly calledAs: string;
}

export interface Account {
  readonly employeeNo: string;
  readonly username: string;
  readonly displayName: string;
  readonly phone: string;
  readonly roles: readonly string[];
  readonly departments: readonly string[];
}

export interface Doctor {
  readonly name: string;
  readonly department: string;
  readonly title: '主任医师' | '副主任医师' | '主治医师' | '住院医师';
}

export interface Roster {
  readonly departments: readonly { readonly name: string; readonly shortName: string; readonly beds: number }[];
  readonly doctors: readonly Doctor[];
  readonly doctorsOf: ReadonlyMap<string, readonly string[]>;
  readonly staff: readonly Account[];
  readonly introducers: readonly Introducer[];
  readonly introducersOf: Readonly<Record<IntroducerKind, readonly Introducer[]>>;
}

/** Introducers an ordinary hospital of this many episodes keeps in touch with. */
export function introducerCount(episodes: number): number {
  return Math.max(72, Math.min(4000, Math.round(4 * Math.sqrt(episodes))));
}

export function buildRoster(seed: number, episodes: number): Roster {
  const random = new Random(seed, 0, 101);
  const taken = new Set<string>();
  const phones = { next: 0 };
  const unusedName = (sex: Sex, birthYear: number): string => {
    for (;;) {
      const name = nameFor(random, sex, birthYear);
      if (taken.has(name)) continue;
      taken.add(name);
      return name;
    }
  };
  const anySex = (): Sex => (random.chance(0.5) ? '男' : '女');
  const doctors = departments.flatMap((department) =>
    Array.from({ length: department.doctors }, (_, rank): Doctor => {
      const title = rank === 0 ? '主任医师' : rank === 1 ? '副主任医师' : rank === 2 ? '主治医师' : '住院医师';
      return { name: unusedName(anySex(), 1965 + rank * 6), department: department.name, title };
    }),
  );
  const doctorsOf = new Map(
    departments.map((department) => [
      department.name,
      doctors.filter((doctor) => doctor.department === department.name).map((doctor) => doctor.name),
    ]),
  );
  const staff = buildStaff(doctors, () => unusedName(anySex(), 1972 + random.below(26)), phones, episodes);
  const introducers = buildIntroducers(random, introducerCount(episodes), staff, unusedName, phones);
  const introducersOf = Object.fromEntries(
    introducerKinds.map((kind) => [kind, introducers.filter((introducer) => introducer.kind === kind)]),
  ) as unknown as Record<IntroducerKind, Introducer[]>;
  return {
    departments: departments.map(({ name, shortName, inpatientWeight }) => ({
      name,
      shortName,
      beds: inpatientWeight * 4,
    })),
    doctors,
    doctorsOf,
    staff,
    introducers,
    introducersOf,
  };
}

export const introducerKinds: readonly IntroducerKind[] = [
  'external_physician',
  'grassroots_institution',
  'staff',
  'former_patient',
  'member',
  'community',
  'enterprise',
  'public',
  'rep',
];

/** Roles held by how many people; heads, doctors and nurses follow from the departments. */
const deskRoles: readonly (readonly [role: string, username: string, people: number])[] = [
  ['info_officer', 'info', 2],
  ['relationship_officer', 'relation', 2],
  ['reception', 'reception', 2],
  ['agent', 'agent', 4],
  ['service_manager', 'manager', 1],
  ['marketer', 'marketer', 2],
  ['compliance', 'compliance', 1],
  ['finance', 'finance', 2],
  ['medical_affairs', 'medical', 1],
  ['office', 'office', 1],
  ['vice_president', 'vice', 1],
  ['president', 'president', 1],
  ['admin', 'admin', 2],
  ['partner', 'partner', 1],
];

const deskDepartments: Readonly<Record<string, string>> = {
  info_officer: '市场部',
  marketer: '市场部',
  rep: '市场部',
  relationship_officer: '客户服务中心',
  reception: '客户服务中心',
  agent: '客户服务中心',
  service_manager: '客户服务中心',
  compliance: '法务部',
  finance: '财务科',
  medical_affairs: '医务科',
  office: '院办',
  vice_president: '院办',
  president: '院办',
  admin: '信息科',
};

function buildStaff(
  doctors: readonly Doctor[],
  newName: () => string,
  phones: { next: number },
  episodes: number,
): Account[] {
  const staff: Account[] = [];
  const add = (username: string, displayName: string, roles: string[], own: string[]): void => {
    const employeeNo = `G${String(staff.length + 1).padStart(4, '0')}`;
    staff.push({ employeeNo, username, displayName, phone: registeredPhone(phones.next++), roles, departments: own });
  };
  const reps = Math.max(3, Math.min(20, Math.round(introducerCount(episodes) / 40)));
  for (const [role, username, people] of [...deskRoles, ['rep', 'rep', reps] as const]) {
    const own = deskDepartments[role];
    for (let order = 1; order <= people; order++) add(`${username}${order}`, newName(), [role], own ? [own] : []);
  }
  doctors.forEach((doctor, order) => {
    const heads = doctor.title === '主任医师';
    const number = String(order + 1).padStart(2, '0');
    add(heads ? `head${number}` : `doctor${number}`, doctor.name, heads ? ['dept_head', 'doctor'] : ['doctor'], [
      doctor.department,
    ]);
  });
  const wards = departments.filter((department) => department.inpatientWeight > 0);
  wards.forEach((ward, order) => {
    for (const shift of ['a', 'b'])
      add(`nurse${String(order + 1).padStart(2, '0')}${shift}`, newName(), ['ward_nurse'], [ward.name]);
  });
  return staff;
}

const kindTable = weighted<Exclude<IntroducerKind, 'rep' | 'staff'>>(
  [
    ['external_physician', 25],
    ['grassroots_institution', 20],
    ['former_patient', 22],
    ['member', 8],
    ['community', 9],
    ['enterprise', 6],
    ['public', 10],
  ],
  100,
);

/** Counties that stand in the name of an institution. */
const institutionCounties = ['泸桥县', '丰岭县'];
const physicianWords = ['医生', '医生', '大夫', '主任'];

function buildIntroducers(
  random: Random,
  count: number,
  staff: readonly Account[],
  unusedName: (sex: Sex, birthYear: number) => string,
  phones: { next: number },
): Introducer[] {
  const introducers: Introducer[] = [];
  const add = (given: Omit<Introducer, 'introducerNo' | 'wechatOpenid' | 'uplineNo'>, uplineNo = ''): void => {
    const order = introducers.length + 1;
    introducers.push({
      introducerNo: `J${String(order).padStart(5, '0')}`,
      wechatOpenid: `oSample_${random.below(0x7fffffff).toString(36)}${order.toString(36).padStart(4, '0')}`,
      uplineNo,
      ...given,
    });
  };
  for (const account of staff.filter(({ roles }) => roles.includes('rep'))) {
    add({
      name: account.displayName,
      kind: 'rep',
      clinical: null,
      phone: account.phone,
      institution: '',
      county: homeCounty,
      repNo: '',
      calledAs: account.displayName,
    });
  }
  const reps = introducers.map((rep) => rep.introducerNo);
  const hospitalStaff = staff.filter(({ roles }) =>
    roles.some((role) => ['ward_nurse', 'doctor', 'agent', 'office', 'finance'].includes(role)),
  );
  hospitalStaff.slice(0, Math.max(8, Math.round(count * 0.14))).forEach((account) => {
    const clinical = account.roles.some((role) => role === 'ward_nurse' || role === 'doctor');
    add({
      name: account.displayName,
      kind: 'staff',
      clinical,
      phone: account.phone,
      institution: '',
      county: homeCounty,
      repNo: '',
      calledAs: account.displayName,
    });
  });
  const firstOutside = introducers.length;
  while (introducers.length < count + firstOutside) {
    // The first few of every kind, then by weight, so that the smallest sample still knows all kinds.
    const order = introducers.length - firstOutside;
    const kind = order < 28 ? outsideKinds[order % outsideKinds.length]! : random.pick(kindTable);
    const outside = outsideIntroducer(random, kind, unusedName);
    const developed = kind !== 'member' && random.chance(0.72);
    const upline = random.chance(0.08) && order > 30 ? introducers[firstOutside + random.below(20)]!.introducerNo : '';
    add({ ...outside, phone: registeredPhone(phones.next++), repNo: developed ? random.pick(reps) : '' }, upline);
  }
  return introducers;
}

const outsideKinds = [
  'external_physician',
  'grassroots_institution',
  'former_patient',
  'community',
  'enterprise',
  'public',
  'member',
] as const;

function outsideIntroducer(
  random: Random,
  kind: (typeof outsideKinds)[number],
  unusedName: (sex: Sex, birthYear: number) => string,
): Omit<Introducer, 'introducerNo' | 'wechatOpenid' | 'uplineNo' | 'phone' | 'repNo'> {
  const name = unusedName(random.chance(0.52) ? '男' : '女', 1952 + random.below(44));
  const surname = name.slice(0, /^(欧阳|上官)/.test(name) ? 2 : 1);
  const base = { name, kind, clinical: null, county: random.pick(counties), institution: '', calledAs: name };
  switch (kind) {
    case 'external_physician': {
      const institution = random.pick(institutions.physician);
      const county = institutionCounties.find((name) => institution.startsWith(name)) ?? homeCounty;
      return { ...base, institution, county, calledAs: surname + random.pick(physicianWords) };
    }
    case 'grassroots_institution':
      return {
        ...base,
        institution: random.pick(institutions.grassroots),
        calledAs: random.chance(0.5) ? `${surname}医生` : random.chance(0.4) ? `${surname}院长` : name,
      };
    case 'community':
      return { ...base, institution: random.pick(institutions.community) };
    case 'enterprise':
      return { ...base, institution: random.pick(institutions.enterprise) };
    default:
      return base;
  }
}
