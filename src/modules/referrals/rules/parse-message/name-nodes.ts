import { entryOf, personSuffixLength } from './lexicon.ts';
import { beforeNameEndingInMan, givenCharacters, neverGiven } from './lexicons/given-names.ts';
import { commonSurnames, compoundSurnames, rareSurnames, surnameLength, wordSurnames } from './lexicons/surnames.ts';
import { notNames, specialNames } from './special-names.ts';
import type { Lattice } from './types.ts';

const hanzi = /[\u3400-\u9fff]/;

/** Offers every stretch that could be a person: full names, 李医生, 老周, 芳姐, 毛毛, 李红之子, 阿依努尔·买买提. */
export function nameNodes(text: string, lattice: Lattice): void {
  for (let at = 0; at < text.length; at += 1) {
    if (!hanzi.test(text[at]!)) continue;
    addFullNames(text, at, lattice);
    addAddressed(text, at, lattice);
    addNickname(text, at, lattice);
  }
  specialNames(text, lattice);
}

function addFullNames(text: string, at: number, lattice: Lattice): void {
  const surnames: { length: number; cost: number }[] = [];
  if (compoundSurnames.has(text.slice(at, at + 2))) surnames.push({ length: 2, cost: -1 });
  const first = text[at]!;
  const word = wordSurnames.has(first) ? 0.8 : 0;
  if (commonSurnames.has(first)) surnames.push({ length: 1, cost: word });
  else if (rareSurnames.has(first)) surnames.push({ length: 1, cost: 0.7 + word });
  else if (
    !neverGiven.has(first) &&
    !entryOf(first) &&
    !entryOf(text.slice(at, at + 2)) &&
    leftContextCost(text, at) <= -0.7
  )
    surnames.push({ length: 1, cost: 3 });
  if (commonSurnames.has(first) && commonSurnames.has(text[at + 1] ?? '') && !entryOf(text.slice(at, at + 2)))
    surnames.push({ length: 2, cost: 1.2 });
  for (const surname of surnames) {
    for (const given of [1, 2]) {
      if (given === 1 && surname.length === 1 && first === text[at + 1]) continue;
      // 有个病人过来, 安徽来的病人
      if (
        given === 1 &&
        (/^[员村]$/.test(text[at + surname.length + 1] ?? '') ||
          /^(?:过[来去到]|(?:安徽|江[苏西]|云南|甘肃|宁夏|吉林|海南|山[东西]|广[东西]|上海)[来的人那这])/.test(
            text.slice(at),
          ))
      )
        continue;
      const end = at + surname.length + given;
      if (end > text.length) break;
      if (given === 2 && notNames.test(text.slice(at, end))) continue;
      // 韩二嫂: a form of address by rank in the family.
      if (given === 1 && /^[大二三四五六七八幺][嫂叔伯婶爷舅姨姑哥姐爹娘]/.test(text.slice(end - 1, end + 1))) continue;
      if (surname.length === 2 && surname.cost > 0 && /[老小阿]/.test(text[at + 2] ?? '')) continue;
      const cost = fullNameCost(text, at, at + surname.length, end, surname.cost);
      if (
        cost >= 7 ||
        (surname.cost === 3 &&
          rightContextCost(text, end) > (calls.test(text.slice(Math.max(0, at - 2), at)) ? -0.7 : -1.4))
      )
        continue;
      lattice[at]!.push({ end, kind: 'name', cost });
      if (/^之[子女](?!士)/.test(text.slice(end, end + 3))) {
        lattice[at]!.push({ end: end + 2, kind: 'newborn', cost: cost - 0.5 });
      }
    }
  }
}

function fullNameCost(text: string, start: number, givenStart: number, end: number, surnameCost: number): number {
  let cost = 4 + surnameCost;
  for (let at = givenStart; at < end; at += 1) cost += givenCost(text, at, givenStart, end);
  const given = end - givenStart;
  if (given === 2) cost -= 0.5;
  else cost += 0.3;
  if (given === 2 && text[givenStart] === text[givenStart + 1]) cost += 0.2;
  const ownWord = given === 2 ? entryOf(text.slice(givenStart, end))?.kind : undefined;
  if (ownWord === 'illness') cost += 2;
  // 左前臂骨折: the limb, not a Mr Zuo.
  if (ownWord === 'body') cost += 3;
  if (given === 2 && /^(?:大家|各位|已经|曾经|应该|可能|需要|准备|现在|马上)$/.test(text.slice(givenStart, end)))
    cost += 3;
  const left = leftContextCost(text, start);
  const right = rightContextCost(text, end);
  // A word that is also a name (高兴, 成功, 周三) is a name where both a cue stands before it and sex or age behind.
  if (left < 0 && right <= -1.4 && !/[小老阿]/.test(text[start]!) && personSuffixLength(text, givenStart) < given)
    cost -= given === 1 ? 1.6 : 0.5;
  // 尹今明，女: beginning and end of the name are both marked, whatever its characters mean elsewhere.
  if (
    given === 2 &&
    !/之[子女]/.test(text.slice(end - 1, end + 1)) &&
    (left === -0.8 || calls.test(text.slice(Math.max(0, start - 2), start))) &&
    marked.test(text.slice(end, end + 4))
  )
    cost -= /[今到是叫想看要]/.test(text.slice(givenStart, end)) ? 3.5 : 1;
  return cost + left + right + conflictCost(text, start, givenStart, end, left, right);
}

/** What makes the stretch rather something else: a job, a day, a complaint, a verb of passing on. */
function conflictCost(
  text: string,
  start: number,
  givenStart: number,
  end: number,
  left: number,
  right: number,
): number {
  const given = end - givenStart;
  let cost = 0;
  // 门卫老冯: what stands before 老冯 is his job. 钱老三 男: sex or age behind make it a name.
  if (
    left === 0 &&
    right > -1.4 &&
    given === 2 &&
    /[老小阿]/.test(text[givenStart]!) &&
    surnameLength(text, givenStart + 1) > 0
  )
    cost += 2;
  // 门卫戴柱: a name does not begin inside a word for a job or relation.
  const straddled = start > 0 ? entryOf(text.slice(start - 1, start + 1))?.kind : undefined;
  if (given === 2 && (straddled === 'word' || straddled === 'kin' || straddled === 'title')) cost += 1;
  // 明天停: a day is no Mr Ming unless sex or age follow.
  if (
    right > -1.4 &&
    /^(?:明[天日早晚]|后天|今[天晚]|周[一二三四五六日末])/.test(text.slice(start, start + 2)) &&
    given === 2
  )
    cost += 2.5;
  // 萧红头疼: the complaint keeps its first character.
  if (given === 2 && entryOf(text.slice(end - 1, end + 1))?.kind === 'illness') cost += 1;
  // 金生明天来: the day keeps its first character.
  if (given === 2 && /^(?:[明今后][天日早晚]|下[午周]|上午)/.test(text.slice(end - 1, end + 1))) cost += 2;
  if (/^[明今后][天日早晚][来到]/.test(text.slice(start, end))) cost += 4;
  // 明天来苑永介绍: the verb, not a Mr Lai.
  if (text[start] === '来' && (left === 0 || /[取做看查拆打割住治挂办拿换输复切拔补检验拍生]/.test(text[start + 1]!)))
    cost += 3;
  // 经芳姐介绍, 由马建国转来: what leads to the person who refers, not his surname.
  if (/[经由听亏]/.test(text[start]!) && isPersonStart(text, start + 1)) cost += 4;
  if (/^[患伤病]者/.test(text.slice(start - 1, start + 1))) cost += 5;
  // 安环科黎平: the name of an office.
  if (/^[科室处办](?![\s,.。;])/.test(text.slice(end)) && text.length > end + 1) cost += 1.5;
  if (/(?:留言|敬上|拜上|转发|代发|上报)$/.test(text.slice(start, end))) cost += 5;
  if (/^(?:敬上|谨上|拜上|呈上|敬启|谨启|致上|留言)/.test(text.slice(end - 1))) cost += 4;
  // 代红光厂医务室聂医生报: on behalf of, not a Mr Dai.
  if (
    text[start] === '代' &&
    /^[\u3400-\u9fff]{0,14}(?:医生|大夫|护士|主任|老师|院长|站长|书记|姐|哥)(?:报|发|转|登记|约|送)/.test(
      text.slice(end),
    )
  )
    cost += 4;
  // 代李医生报: the verb, not a Mr Dai; 单先生: a form of address, not a given name.
  if (text[start] === '代' && /^(?:那边|女士|先生|大姐|阿姨|老师)?[报发转登约说送]/.test(text.slice(end))) cost += 4;
  if (personSuffixLength(text, givenStart) === given) cost += text[givenStart] === '生' ? 1 : given === 1 ? 1.5 : 2.5;
  return cost;
}

const marked = /^[ ,/、|]{0,2}[男女](?![\u3400-\u9fff])/;
const agedBehind = /^(?:\d{1,3}(?!\d|[号点月床楼])|[一二三四五六七八九十]{1,3}岁)/;

/** Given names of characters that otherwise never name anybody. */
const classicalGiven = /^(?:去病|弃疾|无病|无疾|无忌|无忧|不凡|不悔|未央|何如|转弟|转娣|转运|转英|转兰|跟弟|跟娣)$/;

function givenCost(text: string, at: number, givenStart: number, end: number): number {
  const character = text[at]!;
  if (!hanzi.test(character)) return 9;
  if (end - givenStart === 2 && classicalGiven.test(text.slice(givenStart, end))) return 0;
  if (character === '男' || character === '女') {
    const namely = /^[ ,，/、|;:性别]{0,4}[男女♂♀]/.test(text.slice(end, end + 6));
    // 仲思男47岁: right before an age it is the mark, save in the names that are hardly ever anything else.
    if (
      at === end - 1 &&
      agedBehind.test(text.slice(end, end + 5)) &&
      !(character === '男' && /[胜若亚]/.test(text[at - 1]!))
    )
      return 6;
    if (at > givenStart && (namely || (character === '男' && beforeNameEndingInMan.has(text[at - 1]!)))) return 0;
    if (at === givenStart && namely) return 0.4;
    return 3;
  }
  if (character === '来' || character === '炎')
    return at === end - 1 &&
      !/^(?:介绍|推荐|转|报|先生|女士|[明今后昨][天日早晚]|[上下]午|[ ,/]{0,2}[男女\d]|[ ,;。\n]{1,2}(?:病人|患者|姓名|电话))/.test(
        text.slice(end),
      ) &&
      !complaintBehind(text, end) &&
      !(/^[ ,/、]/.test(text.slice(end)) && /(?:^|[岁男女,/、])[,/、 ]?$/.test(text.slice(0, givenStart - 1).slice(-3)))
      ? 3
      : 0.5;
  if (/[带领陪约]/.test(character) && at === end - 1 && /^(?:来|过来|着|了)/.test(text.slice(end))) return 4.5;
  if (character === '代' && /^[报发转登约]/.test(text.slice(end))) return 4.5;
  if (character === '岁' && text[at - 1] === '百' && at - 1 === givenStart && at === end - 1) return 0;
  if (neverGiven.has(character)) return 4.5;
  return givenCharacters.has(character) ? 0 : 0.7;
}

/** Words behind which a name follows even when its surname is unknown. */
const calls = /(?:叫|姓名|患者|病人)$/;

const namingWords =
  /(?:叫|通过|多亏|听|名字是|名字|姓名|大名|患者|病人|伤者|病员|患儿|孕妇|产妇|介绍人|推荐人|我是|我叫|男|女|女士|先生|妈|爸|婆|公|爷|奶奶|姐|妹|哥|弟|嫂|子|女儿|邻居|同事|朋友|老伴|爱人|老公|老婆|转|介绍|推荐|代|替|帮|受|报|工友|同学|亲戚|老乡|学生|孩子|工人|村民|居民|职工|员工|户|对象|病号|老人|干部|教师|党员|军人|老兵|学员|本名|曾用名|全名|老师|师傅|护士|医生|村医|患者|主任|媳妇|[侄甥孙叔伯舅姨姑婶娘爹囡夫嫲宝]|的|是|了|\d)$/;

function leftContextCost(text: string, start: number): number {
  if (start === 0 || !hanzi.test(text[start - 1]!)) return -0.8;
  return namingWords.test(text.slice(Math.max(0, start - 4), start)) ? -0.7 : 0;
}

function rightContextCost(text: string, end: number): number {
  const rest = text.slice(end, end + 6);
  if (rest === '') return -0.7;
  if (
    /^[ ,/、|;:(]{0,3}(?:[男女](?!儿|婿)|[MFmf](?![a-z])|♂|♀|性别|\d{1,3}(?!\d|[号点月床楼])|[一二三四五六七八九十]{1,3}岁|[一二三四五六七八九十]{2,3}(?:了|,| ))/.test(
      rest,
    )
  )
    return -1.4;
  if (!hanzi.test(rest[0]!)) return -0.8;
  if (
    /^(?:介绍|推荐|转|报|送|让|叫|喊|说|今年|得了|患|虚岁|之子|之女|的|要|想|来|前往|前来|怀孕|孕|明天|今天|后天|下午|上午|马上)/.test(
      rest,
    )
  )
    return -0.8;
  return personSuffixLength(text, end) > 0 ? -0.8 : 0;
}

/** 谭有来膝盖疼: people come to do something (来复查), not to a body part or an illness. */
function complaintBehind(text: string, at: number): boolean {
  for (let length = 4; length >= 2; length -= 1) {
    const word = text.slice(at, at + length);
    const kind = entryOf(word)?.kind;
    if (kind === 'body' || kind === 'grade' || (kind === 'illness' && /[疼痛炎病石瘤症肿癌梗]$/.test(word)))
      return true;
  }
  return false;
}

function isPersonStart(text: string, at: number): boolean {
  const person = surnameLength(text, at) > 0 || /[老小阿]/.test(text[at] ?? '') || personSuffixLength(text, at + 1) > 0;
  return person && /^.{1,6}(?:介绍|推荐|转|送|报|联系|安排)/.test(text.slice(at, at + 9));
}

function addAddressed(text: string, at: number, lattice: Lattice): void {
  const surname = compoundSurnames.has(text.slice(at, at + 2))
    ? 2
    : commonSurnames.has(text[at]!) || rareSurnames.has(text[at]!)
      ? 1
      : 0;
  const stranger =
    surname === 0 &&
    !neverGiven.has(text[at]!) &&
    /^(?:医生|大夫|医师|主任|院长|护士)/.test(text.slice(at + 1, at + 3));
  const starts = surname > 0 ? [surname] : givenCharacters.has(text[at]!) || stranger ? [1] : [];
  for (const length of starts) {
    const suffix = personSuffixLength(text, at + length);
    if (suffix === 0) continue;
    const title = text.slice(at + length, at + length + suffix);
    const word = wordSurnames.has(text[at]!) && length === 1 ? 0.4 : 0;
    const whole = entryOf(text.slice(at, at + length + suffix))?.kind;
    if (surname === 0 && /^[科处局所队校院]$/.test(title)) continue;
    if (surname === 0 && (title === '老' || (/[吾伲]/.test(text[at]!) && !/[生夫师任长士]$/.test(title)))) continue;
    if (text[at] === '来' && leftContextCost(text, at) === 0) continue;
    // 钱老三 男: the sex behind makes the rank a given name.
    if (
      /^老[大二三四五六七八九幺]$/.test(title) &&
      marked.test(text.slice(at + length + suffix, at + length + suffix + 4))
    )
      continue;
    // 嘎查村医布和, 小学校医尚老师: a job in front of its holder.
    const behindJob = /^(?:村医|校医|厂医|乡医|卫生员|村主任|村长|班主任)$/.test(title)
      ? /^(?!介绍|推荐|转|送|报|说|让|叫|喊|那|这|处|带|的|打|和|联系|发|帮|安排|用|在|要|跟|给|帮)[\u3400-\u9fff]{2}/.test(
          text.slice(at + length + suffix),
        )
      : false;
    if (behindJob) continue;
    // 代药师何芬登记: on behalf of.
    if (text[at] === '代' && /^[\u3400-\u9fff]{1,3}(?:登记|报|发|转|约|送|介绍)/.test(text.slice(at + length + suffix)))
      continue;
    if (/[经由听亏]/.test(text[at]!) && isPersonStart(text, at + length)) continue;
    if (whole === 'title' || whole === 'kin' || whole === 'sex' || whole === 'word' || whole === 'illness') continue;
    // 冀伯华老师: the form of address may be the first character of the given name.
    const given = suffix === 1 && surname > 0 && isGivenBeforeTitle(text, at + length) ? 1.6 : 0;
    const cost = given + (surname > 0 ? 1.5 + (suffix === 1 ? 0.8 : 0) + word : 2.4 + (suffix === 1 ? 0.2 : 0.8));
    lattice[at]!.push({ end: at + length + suffix, kind: 'person', cost: title === '生' ? cost + 2 : cost });
  }
  addUnknownDoctor(text, at, lattice);
  if (/[老小阿大]/.test(text[at]!) && at + 1 < text.length) addFamiliar(text, at, lattice);
}

function isGivenBeforeTitle(text: string, at: number): boolean {
  return givenCharacters.has(text[at + 1] ?? '') && personSuffixLength(text, at + 2) > 1;
}

/** 慧远医生, 苗苗老师: two characters that are no words, with a title behind. */
function addUnknownDoctor(text: string, at: number, lattice: Lattice): void {
  const suffix = personSuffixLength(text, at + 2);
  const title = text.slice(at + 2, at + 2 + suffix);
  if (suffix < 2 || entryOf(text.slice(at, at + 2)) || !hanzi.test(text[at + 1] ?? '')) return;
  const doubled = text[at] === text[at + 1] && !neverGiven.has(text[at]!);
  if (!doubled && !/^(?:医生|大夫|医师)$/.test(title)) return;
  if (
    /[炎癌症病听亏受由让叫代替帮请找看挂约和跟给的是在经个位]/.test(text.slice(at, at + 2)) ||
    neverGiven.has(text[at]!) ||
    neverGiven.has(text[at + 1]!)
  )
    return;
  lattice[at]!.push({ end: at + 2 + suffix, kind: 'person', cost: doubled ? 2.2 : 4.2 });
}

/** 老周, 小陈, 阿强, 大刘; 老戴头; also with a title behind: 小何医生, 小芳姐. */
function addFamiliar(text: string, at: number, lattice: Lattice): void {
  const second = text[at + 1]!;
  const isSurname = commonSurnames.has(second) || rareSurnames.has(second);
  const friendly = text[at] === '阿' || text[at] === '小';
  const stranger =
    text[at] === '老' &&
    hanzi.test(second) &&
    !neverGiven.has(second) &&
    !/[友工师伴乡表]/.test(text[at + 2] ?? '') &&
    !entryOf(second) &&
    !entryOf(text.slice(at, at + 2));
  if (!isSurname && !stranger && !(friendly && givenCharacters.has(second) && !neverGiven.has(second))) return;
  if (text[at] === '大' && !commonSurnames.has(second)) return;
  if (/^(?:小学|小区|小组|小店|小卖|大学|大队|大厂|老年|老院|老街)/.test(text.slice(at, at + 2))) return;
  const base = (isSurname ? 2.3 : 2.9) + (wordSurnames.has(second) ? 0.5 : 0) + leftContextCost(text, at) * 0.5;
  lattice[at]!.push({ end: at + 2, kind: 'person', cost: base });
  const suffix = personSuffixLength(text, at + 2);
  if (suffix > 0) lattice[at]!.push({ end: at + 2 + suffix, kind: 'person', cost: base });
  // 老冯头, not 老冯头疼
  const tail = /^(?:头儿?|倌)(?=介绍|推荐|送|带|叫|喊|让|说|报|[ ,。:]|$)/.exec(text.slice(at + 2, at + 8));
  if (text[at] === '老' && tail) lattice[at]!.push({ end: at + 2 + tail[0].length, kind: 'person', cost: base });
}

function addNickname(text: string, at: number, lattice: Lattice): void {
  const character = text[at]!;
  if (character !== text[at + 1] || neverGiven.has(character) || entryOf(character + character)) return;
  lattice[at]!.push({ end: at + 2, kind: 'nickname', cost: 3 });
  // 陶陶妈妈, 豆豆奶奶: told by the child's name.
  const parent = /^(?:妈妈|爸爸|奶奶|爷爷|外婆|外公|姥姥|姥爷|妈|爸)(?=介绍|推荐|让|叫|喊|说|报|[ ,。:]|$)/.exec(
    text.slice(at + 2, at + 5),
  );
  if (parent) lattice[at]!.push({ end: at + 2 + parent[0].length, kind: 'person', cost: 3.4 });
}
