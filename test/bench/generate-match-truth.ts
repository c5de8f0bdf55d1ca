/**
 * A month of a county hospital of which the truth is known: who was meant by every referral. Invented names and numbers
 * (phones have `0000` in the middle). Deterministic by seed.
 *
 * The difficulties are those of life: clan villages of one surname, namesakes in one village, twins and siblings, shared
 * phones, nominal ages (虚岁), homophones typed on a pinyin keyboard, misread and missing characters, exchanged and wrong
 * digits, a relative's phone, missing phones and ages, and referrals whose patient never came.
 */
import { pinyin } from 'pinyin-pro';
import { type Day, dayMs, type Instant } from '#kernel/day.ts';
import type { MatchEpisode, MatchReferral } from '#modules/referrals/rules/match-rows.ts';
import type { Sex, WinnerEpisode, WinnerReferral } from '#modules/referrals/rules/winner-rows.ts';

export interface MatchTruth {
  readonly winnerEpisodes: WinnerEpisode[];
  readonly winnerReferrals: WinnerReferral[];
  readonly matchEpisodes: Map<string, MatchEpisode>;
  readonly matchReferrals: Map<string, MatchReferral>;
  /** Referral → the episode of the patient meant; null when that patient never came. */
  readonly truth: Map<string, string | null>;
}

interface Person {
  readonly recordNo: string;
  readonly name: string;
  readonly sex: Sex;
  readonly birthDate: Day;
  readonly age: number;
  readonly phone: string | null;
  readonly household: Household;
  readonly twin: boolean;
}

interface Household {
  readonly village: string;
  readonly surname: string;
  readonly phone: string;
  readonly members: Person[];
}

const surnames =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余于杜叶程魏苏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾韦夏付方邹熊孟秦江章仇单解';
const given = {
  male: '伟强磊军洋勇杰涛明超刚平辉健俊鹏飞鑫波斌宇浩凯峰志文建国华林海东成龙德福根生新民永康庆祥贵宝山云春光正义家兴发顺友良才清泉松柏子轩博睿诚晨阳',
  female:
    '芳娜敏静丽艳娟霞秀兰英华玲红燕萍桂梅玉珍凤莲翠香菊月云春花美莉娥琴芬珊莎锦黛青倩婷姣婉娴瑾颖露瑶怡婵雁蓓子涵欣雨佳诗雯梦洁琳清',
} as const;
const homophonesOf = groupBySound(
  `${surnames}${given.male}${given.female}章臧彰李里理力立丽利莉刘留柳琉陈晨程成诚承吴伍武邬胡湖虎芳方坊霞夏侠敏闽民萍平苹屏桂贵珍真贞振震英瑛颖影映秀绣琳林霖麟淑书舒树辉惠慧会晖建健剑见渐国果过伟卫维薇玮卫燕艳雁彦嫣军君俊峻均涛韬桃浩皓昊豪洁杰捷节婷亭庭娟涓鹃花华桦化园圆媛元原远丹单旦鑫欣新心馨海宏红洪鸿弘志智芝至治永勇咏泳晓小筱孝青清庆卿轻`,
);
const similar: Record<string, string> = {
  未: '末',
  土: '士',
  王: '玉',
  平: '苹',
  淑: '椒',
  晨: '震',
  俊: '骏',
  玲: '铃',
  琳: '淋',
  健: '建',
  宇: '宁',
  清: '请',
  涛: '祷',
  华: '毕',
  林: '材',
  文: '丈',
};
const departments: readonly (readonly [string, readonly string[], Sex | null])[] = [
  ['骨科', ['骨折', '腰椎间盘突出', '半月板损伤', '股骨头坏死'], null],
  ['普外科', ['胆结石', '阑尾炎', '疝气', '甲状腺结节', '痔疮'], null],
  ['心血管内科', ['高血压', '冠心病', '心衰', '头晕'], null],
  ['呼吸内科', ['肺炎', '慢阻肺', '咳嗽', '哮喘'], null],
  ['神经内科', ['脑梗', '脑梗后遗症', '头痛', '头晕'], null],
  ['妇产科', ['待产', '子宫肌瘤', '剖宫产', '宫外孕'], 'female'],
  ['泌尿外科', ['前列腺增生', '肾结石'], 'male'],
  ['眼科', ['白内障', '青光眼'], null],
  ['儿科', ['肺炎', '发烧', '支气管炎'], null],
];

export function generateMatchTruth(seed: number, people: number, referrals: number): MatchTruth {
  const random = mulberry32(seed);
  const pick = <One>(list: ArrayLike<One>): One => list[Math.floor(random() * list.length)]!;
  const start = Date.parse('2026-09-01T00:00:00+08:00');
  const villages = Array.from({ length: 320 }, (_, no) => ({
    code: `430121${String(100 + (no % 18))}${String(200 + Math.floor(no / 18))}`,
    // Clan villages: half of the households bear one of two surnames.
    clans: [skewed(surnames), skewed(surnames)],
  }));
  const everybody: Person[] = [];
  while (everybody.length < people) addHousehold();
  return describe();

  function skewed(letters: string): string {
    return letters[Math.floor(random() ** 1.8 * letters.length)]!;
  }

  function phone(): string {
    const heads = '130 131 135 136 137 138 139 150 151 152 157 158 159 177 180 181 182 186 187 188 189'.split(' ');
    return `${pick(heads)}0000${String(Math.floor(random() * 10_000)).padStart(4, '0')}`;
  }

  function addHousehold(): void {
    const village = pick(villages);
    const surname = random() < 0.5 ? pick(village.clans)! : skewed(surnames);
    const household: Household = { village: village.code, surname, phone: phone(), members: [] };
    const size = 1 + Math.floor(random() * 4);
    for (let no = 0; no < size; no++) {
      const person = addPerson(household, null);
      // Twins come to the hospital far more often than one in eighty: they are born there.
      if (random() < 0.03) addPerson(household, person);
    }
    // A namesake of one village, about as old.
    if (random() < 0.01) {
      const other = { ...household, phone: phone(), members: [] as Person[] };
      addPerson(other, null, {
        name: household.members[0]!.name,
        sex: household.members[0]!.sex,
        age: household.members[0]!.age + Math.floor(random() * 5) - 2,
      });
    }
  }

  function addPerson(
    household: Household,
    twinOf: Person | null,
    like?: { name: string; sex: Sex; age: number },
  ): Person {
    const sex = like?.sex ?? (twinOf && random() < 0.7 ? twinOf.sex : pick<Sex>(['male', 'female']));
    const age = Math.max(
      0,
      like?.age ?? twinOf?.age ?? (random() < 0.15 ? Math.floor(random() * 16) : 18 + Math.floor(random() * 72)),
    );
    const surname = random() < 0.3 && !twinOf ? skewed(surnames) : household.surname;
    const birthDate =
      twinOf?.birthDate ?? (`${2026 - age - 1}-1${Math.floor(random() * 2) + 1}-1${Math.floor(random() * 9)}` as Day);
    const person: Person = {
      recordNo: `R${everybody.length}`,
      name: like?.name ?? nameFor(twinOf?.name[0] ?? surname, sex, twinOf),
      sex,
      birthDate,
      age: 2026 - Number(birthDate.slice(0, 4)) - 1,
      phone: random() < 0.12 ? null : age < 16 || twinOf || random() < 0.35 ? household.phone : phone(),
      household,
      twin: twinOf !== null,
    };
    household.members.push(person);
    everybody.push(person);
    return person;
  }

  function nameFor(surname: string, sex: Sex, twinOf: Person | null): string {
    const letters = given[sex];
    if (twinOf && twinOf.name.length === 3 && random() < 0.8) return twinOf.name.slice(0, 2) + skewed(letters);
    const second = random() < 0.75 ? skewed(letters) : '';
    return surname + skewed(letters) + second;
  }

  function describe(): MatchTruth {
    const world: MatchTruth = {
      winnerEpisodes: [],
      winnerReferrals: [],
      matchEpisodes: new Map(),
      matchReferrals: new Map(),
      truth: new Map(),
    };
    const arrivals = new Map<Person, { episode: MatchEpisode; disease: string }>();
    for (const person of everybody) {
      // One in six stays away: referrals about them have no right answer.
      if (random() < 1 / 6) continue;
      arrivals.set(person, admit(person, world));
    }
    for (let no = 0; no < referrals; no++) refer(`F${String(no).padStart(6, '0')}`, pick(everybody), arrivals, world);
    return world;
  }

  function admit(person: Person, world: MatchTruth): { episode: MatchEpisode; disease: string } {
    const fitting = departments.filter(([name, , sex]) =>
      name === '儿科'
        ? person.age < 15
        : (sex === null || (sex === person.sex && person.age > 17 && person.age < 90)) && person.age > 4,
    );
    const [department, diseases] = fitting.length > 0 ? pick(fitting) : departments[8]!;
    const registeredAt = Math.floor(start + (2 + random() * 58) * dayMs);
    const episodeNo = `E${person.recordNo.slice(1).padStart(6, '0')}`;
    const relativePhones =
      random() < 0.6
        ? [...new Set(person.household.members.map((one) => one.phone ?? ''))].filter(
            (one) => one !== '' && one !== person.phone,
          )
        : [];
    const division = random() < 0.85 ? person.household.village : null;
    world.winnerEpisodes.push({
      episodeNo,
      recordNo: person.recordNo,
      patientName: person.name,
      sex: person.sex,
      birthDate: person.birthDate,
      phone: person.phone,
      kind: random() < 0.6 ? 'inpatient' : 'outpatient',
      registeredAt: registeredAt as Instant,
      isTransferred: false,
      isNewborn: false,
    });
    const disease = pick(diseases);
    // The ward's diagnosis: often the told disease with side or grade, often another word or not yet there.
    const diagnosis = random() < 0.5 ? pick(['', '右侧', '急性']) + disease : random() < 0.5 ? pick(diseases) : null;
    const episode: MatchEpisode = {
      episodeNo,
      recordNo: person.recordNo,
      patientName: person.name,
      sex: person.sex,
      age: person.age,
      phone: person.phone,
      relativePhones,
      arrivalAt: registeredAt,
      registeredAt,
      isInpatient: true,
      department,
      diagnosis,
      division,
    };
    world.matchEpisodes.set(episodeNo, episode);
    return { episode, disease };
  }

  function refer(
    referralId: string,
    person: Person,
    arrivals: Map<Person, { episode: MatchEpisode; disease: string }>,
    world: MatchTruth,
  ): void {
    const came = arrivals.get(person);
    const delayDays = Math.min(29.5, -Math.log(1 - random()) * 3 + 0.02);
    const receivedAt = Math.floor((came?.episode.arrivalAt ?? start + (2 + random() * 58) * dayMs) - delayDays * dayMs);
    const row = {
      referralId,
      receivedAt: receivedAt as Instant,
      patientName: writtenName(person),
      sex: random() < 0.985 ? person.sex : person.sex === 'male' ? ('female' as const) : ('male' as const),
      age: toldAge(person.age),
      phone: toldPhone(person),
    };
    const anyDisease = pick(pick(departments)[1]);
    const disease = came && random() < 0.8 ? came.disease : random() < 0.7 ? '不舒服' : anyDisease;
    world.winnerReferrals.push({ ...row, hasDisease: true, hasKnownIntroducer: true });
    world.matchReferrals.set(referralId, {
      ...row,
      disease,
      department: came && random() < 0.2 ? came.episode.department : null,
      division: toldDivision(person),
    });
    world.truth.set(referralId, came?.episode.episodeNo ?? null);
  }

  function writtenName({ name, sex }: Person): string {
    const dice = random();
    if (dice < 0.45) return name;
    const at = Math.floor(random() * name.length);
    const letter = name[at]!;
    const replaced = (by: string): string => name.slice(0, at) + by + name.slice(at + 1);
    if (dice < 0.72) return replaced(pick(homophonesOf(letter)));
    if (dice < 0.77) return replaced(skewed(at === 0 ? surnames : given[sex]));
    if (dice < 0.82) return [...name].map((one) => similar[one] ?? one).join('');
    if (dice < 0.88) return name.length === 3 ? name[0]! + name[2]! + name[1]! : name[1]! + name[0]!;
    if (dice < 0.95)
      return name.length === 3
        ? name.slice(0, 1 + Math.floor(random() * 2)) + name.slice(2 + Math.floor(random() * 1))
        : name;
    if (dice < 0.97) return name + skewed(given[sex]);
    return [...name].map((one) => pick(homophonesOf(one))).join('');
  }

  function toldAge(age: number): number | null {
    const dice = random();
    if (dice < 0.35) return null;
    if (dice < 0.75) return age;
    if (dice < 0.92) return age + 1;
    if (dice < 0.96) return Math.max(0, age + (random() < 0.5 ? 2 : -2));
    if (dice < 0.99) return Math.max(0, age + Math.floor(random() * 11) - 5);
    return age + 10;
  }

  function toldPhone(person: Person): string | null {
    const dice = random();
    const own = person.phone ?? person.household.phone;
    if (dice < 0.4) return null;
    if (dice < 0.75) return own;
    if (dice < 0.81) return own.slice(0, 7 + Math.floor(random() * 4)).padEnd(11, String(Math.floor(random() * 10)));
    if (dice < 0.85) {
      const at = 7 + Math.floor(random() * 3);
      return own.slice(0, at) + own[at + 1]! + own[at]! + own.slice(at + 2);
    }
    if (dice < 0.94) return pick(person.household.members).phone ?? person.household.phone;
    return phone();
  }

  function toldDivision(person: Person): string | null {
    const dice = random();
    if (dice < 0.25) return null;
    if (dice < 0.75) return person.household.village;
    if (dice < 0.92) return person.household.village.slice(0, 9);
    return pick(villages).code;
  }
}

function groupBySound(letters: string): (letter: string) => string[] {
  const groups = new Map<string, Set<string>>();
  const soundOf = (letter: string): string => pinyin(letter, { toneType: 'none' });
  for (const letter of letters) {
    const sound = soundOf(letter);
    groups.set(sound, (groups.get(sound) ?? new Set()).add(letter));
  }
  return (letter) => {
    const others = [...(groups.get(soundOf(letter)) ?? [])].filter((other) => other !== letter);
    return others.length > 0 ? others : [letter];
  };
}

function mulberry32(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
