import { addDays, type Day } from '#kernel/day.ts';
import type {
  ActivityFields,
  ContactFields,
  ContractFields,
  OfferFields,
  OrganizationFields,
  Stage,
} from '#modules/organizations/contract/index.ts';
import { nameFor } from './people.ts';
import { homeCounty, towns } from './places.ts';
import { Random } from './random.ts';
import { defaultDivision, type SampleOptions } from './world.ts';

/** A unit the sample hospital works with, and all that happened with it so far. */
export interface SamplePartner {
  readonly fields: OrganizationFields & {
    readonly name: string;
    readonly kind: NonNullable<OrganizationFields['kind']>;
  };
  /** Sample account that owns the relationship. */
  readonly ownerUsername: string;
  readonly hasSponsor: boolean;
  readonly stages: readonly Stage[];
  readonly contacts: readonly ContactFields[];
  readonly contracts: readonly ContractFields[];
  readonly offers: readonly OfferFields[];
  readonly activities: readonly ActivityFields[];
}

type Kind = SamplePartner['fields']['kind'];

/** Name, kind, number of the town (−1: the county seat), stage; institutions of introducers among them keep their names. */
const partners: readonly (readonly [name: string, kind: Kind, town: number, stage: Stage])[] = [
  ['东风机械厂', 'enterprise', -1, 'active'],
  ['安沅纺织厂', 'enterprise', -1, 'renewal'],
  ['宏达建材公司', 'enterprise', 1, 'contract'],
  ['云溪茶业公司', 'enterprise', 0, 'active'],
  ['顺达物流公司', 'enterprise', -1, 'proposal'],
  ['惠民超市', 'enterprise', -1, 'lost'],
  ['育红中学', 'school', -1, 'active'],
  ['县第三小学', 'school', -1, 'visited'],
  ['双枫职业学校', 'school', 2, 'lead'],
  ['城北社区', 'community', -1, 'active'],
  ['光明社区', 'community', -1, 'visited'],
  ['柳树湾村', 'village', 0, 'visited'],
  ['大湾村', 'village', 3, 'lead'],
  ['县教育事务局', 'government', -1, 'proposal'],
  ['青石铺镇人民政府', 'government', 1, 'visited'],
  ['泰和人寿安沅支公司', 'insurer', -1, 'active'],
  ['众安泰健康保险', 'insurer', -1, 'proposal'],
  ['百姓缘大药房', 'pharmacy', -1, 'visited'],
  ['济世堂大药房', 'pharmacy', 4, 'lead'],
  ['仁和诊所', 'clinic', -1, 'active'],
  ['云溪镇卫生院', 'township_hospital', 0, 'active'],
  ['青石铺镇卫生院', 'township_hospital', 1, 'active'],
  ['沙坪镇卫生院', 'township_hospital', 4, 'contract'],
  ['城东社区卫生服务中心', 'community_health_centre', -1, 'active'],
  ['县中医院', 'hospital', -1, 'renewal'],
  ['康源制药', 'pharmaceutical', -1, 'lead'],
  ['安沅融媒体中心', 'media', -1, 'active'],
  ['掌上问诊健康平台', 'health_platform', -1, 'proposal'],
];

const pathTo: Readonly<Record<Stage, readonly Stage[]>> = {
  lead: [],
  visited: ['visited'],
  proposal: ['visited', 'proposal'],
  contract: ['visited', 'proposal', 'contract'],
  active: ['visited', 'proposal', 'contract', 'active'],
  renewal: ['visited', 'proposal', 'contract', 'active', 'renewal'],
  lost: ['visited', 'lost'],
};

const contractOf: Partial<Readonly<Record<Kind, readonly [ContractFields['kind'], string]>>> = {
  enterprise: ['group_checkup', '职工团检合同'],
  school: ['group_checkup', '教职工体检合同'],
  community: ['health_management', '居民健康管理协议'],
  insurer: ['insurance_referral', '保险转介协议'],
  clinic: ['cooperation', '业务合作协议'],
  township_hospital: ['alliance_membership', '医联体成员协议'],
  community_health_centre: ['two_way_referral', '双向转诊协议'],
  hospital: ['two_way_referral', '双向转诊协议'],
  media: ['cooperation', '健康科普合作协议'],
};

/** Days from the last day of the data to the ends of the contracts: some near enough to be reminded of. */
const endsIn = [5, 24, 52, 130, 250, 340];
const temperaments = ['爽快，重承诺', '谨慎，凡事要书面', '健谈，爱喝茶', '务实，先看数据'];
const interests = ['乒乓球', '钓鱼', '书法', '广场舞', '象棋'];

export function samplePartners(options: SampleOptions): SamplePartner[] {
  const home = options.division ?? defaultDivision;
  let signed = 0;
  return partners.map(([name, kind, town, stage], order) => {
    const random = new Random(options.seed, order, 707);
    const contract = contractOf[kind];
    const hasContract = contract && ['contract', 'active', 'renewal'].includes(stage);
    const ends = hasContract ? endsIn[signed++ % endsIn.length]! : 0;
    const isOpen = !['lost', 'active'].includes(stage);
    return {
      fields: {
        name,
        kind,
        divisionCode: town < 0 ? home : townCode(home, town),
        latitude: Number((28.2 + (random.fraction() - 0.5) * 0.5).toFixed(4)),
        longitude: Number((113.1 + (random.fraction() - 0.5) * 0.5).toFixed(4)),
        headcount: random.between(3, 90) * (kind === 'enterprise' || kind === 'school' ? 10 : 3),
        note: null,
      },
      ownerUsername: order % 3 === 0 ? 'info1' : `rep${(order % 2) + 1}`,
      hasSponsor: order % 4 === 0,
      stages: pathTo[stage],
      contacts: contactsOf(random, order),
      contracts: hasContract ? [contractFor(contract, options.until, ends)] : [],
      offers: stage === 'active' && kind !== 'insurer' ? [offerFor(random, kind, options.until)] : [],
      activities: activitiesFor(random, stage, options.until, isOpen),
    };
  });
}

function contractFor(
  [kind, title]: readonly [ContractFields['kind'], string],
  until: Day,
  endsInDays: number,
): ContractFields {
  const endsOn = addDays(until, endsInDays);
  return {
    title,
    kind,
    startsOn: addDays(endsOn, -364),
    endsOn,
    status: 'signed',
    discountBp: kind === 'group_checkup' ? 1500 : null,
    settlement: kind === 'group_checkup' ? 'quarterly' : 'per_case',
  };
}

function contactsOf(random: Random, order: number): ContactFields[] {
  return (['leader', 'medical'] as const).slice(0, order % 5 === 4 ? 1 : 2).map((role, index) => {
    const sex = random.chance(0.5) ? '男' : '女';
    const year = random.between(1962, 1988);
    return {
      role,
      name: nameFor(random, sex, year),
      post: role === 'leader' ? '负责人' : '工会干事',
      sex: sex === '男' ? 'male' : 'female',
      birthday: `${year}-${String(random.between(1, 12)).padStart(2, '0')}-${String(random.between(1, 28)).padStart(2, '0')}`,
      nativePlace: homeCounty,
      phone: `1${['38', '39', '36'][order % 3]}0000${String(3100 + order * 2 + index).padStart(4, '0')}`,
      education: random.pick(['大专', '本科', '高中']),
      interests: random.pick(interests),
      temperament: random.pick(temperaments),
    };
  });
}

function offerFor(random: Random, kind: Kind, until: Day): OfferFields {
  const persons = random.between(20, 180);
  const isPackage = kind === 'enterprise' || kind === 'school';
  return {
    kind: isPackage ? 'checkup_package' : random.pick(['green_channel', 'lecture', 'training'] as const),
    name: isPackage ? '入职与年度体检套餐' : '健康讲座与绿色通道',
    soldOn: addDays(until, -random.between(20, 80)),
    persons,
    personsServed: Math.floor(persons * 0.6),
    priceFen: isPackage ? persons * 38_000 : null,
    status: 'sold',
  };
}

function activitiesFor(random: Random, stage: Stage, until: Day, isOpen: boolean): ActivityFields[] {
  if (stage === 'lead') return [];
  const visit: ActivityFields = {
    kind: random.pick(['visit', 'visit', 'phone'] as const),
    onDay: addDays(until, -random.between(3, 40)),
    purpose: random.pick(['了解体检需求', '回访合作情况', '送健康宣传资料', '商谈转诊流程']),
    result: random.pick(['有意向，要书面方案', '满意，希望加快报告', '需向上级汇报', '同意继续合作']),
    ...(isOpen ? { nextStep: random.pick(['送报价单', '约见负责人', '递交合同文本']) } : {}),
    ...(isOpen ? { nextStepOn: addDays(until, random.between(-4, 12)) } : {}),
  };
  if (stage !== 'active') return [visit];
  const event: ActivityFields = {
    kind: random.pick(['lecture', 'free_clinic', 'screening'] as const),
    onDay: addDays(until, -random.between(10, 60)),
    purpose: random.pick(['三高防治', '颈肩腰腿痛义诊', '女职工两癌筛查']),
    participants: random.between(25, 140),
  };
  return [visit, event];
}

function townCode(home: string, town: number): string {
  return `${home}1${String(town + 1).padStart(2, '0')}`;
}

const neighbourTowns = ['枫桥镇', '南垄镇', '竹园乡'];

/** Codes of valid form for the invented county, its townships and some villages, and a neighbour where nobody is known yet. */
export function sampleDivisions(options: SampleOptions): { code: string; name: string }[] {
  const home = options.division ?? defaultDivision;
  const neighbour = `${home.slice(0, 4)}${home.endsWith('22') ? '24' : '22'}`;
  return [
    { code: home, name: homeCounty },
    ...towns.map((name, town) => ({ code: townCode(home, town), name })),
    ...['柳树湾村', '龙门坝村', '大湾村', '枫林村', '上塘村', '竹山坳村'].map((name, village) => ({
      code: `${townCode(home, village % 4)}2${String(village + 1).padStart(2, '0')}`,
      name,
    })),
    { code: neighbour, name: '泸桥县' },
    ...neighbourTowns.map((name, town) => ({ code: townCode(neighbour, town), name })),
  ];
}

/** Grid teams; the second lacks its nurse, the fifth its community worker. */
export function sampleGridTeams(options: SampleOptions) {
  const home = options.division ?? defaultDivision;
  return towns.slice(0, 5).map((town, order) => {
    const random = new Random(options.seed, order, 708);
    const name = () => nameFor(random, random.chance(0.5) ? '男' : '女', random.between(1970, 1996));
    const phone = (member: number) => `1370000${String(4200 + order * 3 + member)}`;
    const households = random.between(280, 900);
    const familiesSigned = Math.floor(households * (0.3 + random.fraction() * 0.4));
    return {
      team: {
        name: `${town}网格队`,
        area: `${town}集镇与周边村`,
        divisionCode: townCode(home, order),
        doctorName: name(),
        doctorPhone: phone(0),
        ...(order === 1 ? {} : { nurseName: name(), nursePhone: phone(1) }),
        ...(order === 4 ? {} : { workerName: name(), workerPhone: phone(2) }),
        households,
        familiesSigned,
        personsSigned: familiesSigned * 3,
        termFrom: addDays(options.until, -330 + order * 20),
        termUntil: addDays(options.until, 12 + order * 60),
      },
      screenings: [-20, 3 + order * 2, 24].map((days, index) => {
        const expected = random.between(40, 120);
        return {
          onDay: addDays(options.until, days),
          place: `${town}卫生院`,
          purpose: ['高血压筛查', '糖尿病筛查', '老年人体检'][index]!,
          expected,
          ...(days < 0 ? { status: 'done' as const, screened: expected - random.between(3, 18) } : {}),
        };
      }),
    };
  });
}
