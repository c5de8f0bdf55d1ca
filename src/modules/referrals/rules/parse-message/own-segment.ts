import { isDescribed, isRelative } from './introducer.ts';
import { furtherWords } from './lexicons/everyday.ts';
import { households, jobs, workplaces } from './lexicons/jobs.ts';
import { isLabelOf, type Mention } from './people.ts';
import type { Reading, Span, Token } from './types.ts';

const jobWords: ReadonlySet<string> = new Set(jobs);
const placeWords: ReadonlySet<string> = new Set([...workplaces, ...furtherWords]);
const standing: ReadonlySet<string> = new Set(households);
const tellsWork = /.[员者头号户友生工民长家室处科办卫台匠手贩店铺摊馆站队师夫]$/;

/** Whether a word in front of a person says by which work, place or office the person is known. */
export function isRoleWord(token: Token): boolean {
  if (token.kind === 'institution' || token.kind === 'department' || token.kind === 'title') return true;
  if (token.kind === 'label') return /^(?:司机|随车护士|随车医生|市场部|科|单位)$/.test(token.text);
  if (token.kind !== 'word') return false;
  return (
    jobWords.has(token.text) ||
    placeWords.has(token.text) ||
    (tellsWork.test(token.text) && !standing.has(token.text)) ||
    /^(?:村里|村上|镇上|乡里|县里|街上|厂里|单位|学校里|公司里|工地上|小区|楼下|楼上|隔壁|对门|村|镇|乡)$/.test(
      token.text,
    ) ||
    /^(?:司机|工会|人事|行政|公卫|队|组|班|科|室|办|处|所|站|部|老)$/.test(token.text)
  );
}

/**
 * The role in front of a person who fills a segment: 钟表店老封, 街上保安老高, 开出租车的涂哥. Null when anything else stands in the
 * segment; otherwise how many role words there are (0 for 邝哥 alone).
 */
export function roleWordsBefore(tokens: readonly Token[], mention: Mention): number | null {
  let roles = 0;
  const relation = tokens[mention.from - 1]?.text === '的';
  for (let at = mention.from - 1; at >= 0 && tokens[at]!.kind !== 'gap'; at -= 1) {
    const token = tokens[at]!;
    if (isRoleWord(token)) roles += 1;
    // 镇上开药店的姚胖子: whatever tells the person.
    else if (relation && tellsPerson(token)) roles += 1;
    else if (
      !/^(?:char|grade|body)$/.test(token.kind) &&
      !/^(?:的|我|我是|是|我们|咱|俺|俺们|个|班|上|这|那|那个|这个|你们|你院|贵院|之前|以前|去年|上次|老)$/.test(
        token.text,
      )
    )
      return null;
  }
  return roles;
}

function tellsPerson(token: Token): boolean {
  if (token.text === '的') return false;
  if (token.kind === 'kin') return !/^(?:妈|爸|儿子|女儿|老公|老婆)$/.test(token.text);
  return (
    token.kind === 'word' &&
    !/^(?:找|看|挂|约|请|给|和|跟|与|说|讲|想|要|来|到|去|姓|叫|这次|有|没|不|接)$/.test(token.text)
  );
}

/** Whether the person's segment ends with the person, a number, or 那边. */
export function closesOwnSegment(reading: Reading, mention: Mention): boolean {
  return /^(?:那边|这边|这里|留)?(?: ?\([\u3400-\u9fff]{1,10}\))?(?: ?(?:电话|手机)?[: ]?[\d-]{7,16})?(?:$|[\s,.。!;~、)\]|/])/.test(
    reading.text.slice(mention.end, mention.end + 26),
  );
}

/**
 * A person with a segment of their own and no other part in the message, known by work or place, or standing behind the
 * patient: 安全员小佟，下午来. In front of the patient only with a role, and not the patient told by a form of address.
 */
export function holdsOwnSegment(reading: Reading, mention: Mention, patient: Mention | null): boolean {
  const { tokens, text } = reading;
  if (isRelative(tokens, mention) || isDescribed(tokens, mention.to) || !closesOwnSegment(reading, mention))
    return false;
  if (mention.form === 'full' && (!patient || mention.start < patient.start)) return false;
  const roles = roleWordsBefore(tokens, mention);
  if (roles === null) return false;
  const lead = tokens[mention.from - 1];
  if (lead?.kind === 'label' && !isLabelOf('other', lead.text)) return false;
  // 出租车公司司机岑师傅，我车上一个男人晕倒: at the opening only who speaks of himself behind it.
  if (!patient)
    return (
      roles > 0 &&
      (mention.start > text.length / 2 ||
        /^[,.。 ] ?(?:我|俺)(?:车上|这|们|拉|送|接|有|在|刚)/.test(text.slice(mention.end)))
    );
  if (mention.start >= patient.end) {
    // 徐强（村干部） and 胆结石 徐凤 明天: behind the patient nobody else can be meant.
    const behindIt = /^ ?\(?([\u3400-\u9fff]{2,6})\)?(?=$|[ ,。])/.exec(text.slice(mention.end, mention.end + 12));
    const namesJob = behindIt !== null && jobWords.has(behindIt[1]!);
    return (
      roles > 0 ||
      namesJob ||
      (mention.form === 'full' && lead?.kind === 'gap' && !/^[ :]?\d/.test(text.slice(mention.end)))
    );
  }
  return roles > 0 && !text.slice(mention.start, mention.end).includes(text[patient.start]!);
}

const selfByNickname =
  /(?:^|[,.。!！~、 ])(?:我|俺)(?:是|叫|系)(?:[^,.。!;?\n]{0,12}的)?(?:[他她]?(?:大|小|二)?(?:女婿|儿子|女儿|闺女|媳妇|儿媳妇?|侄子|侄女|侄儿|外甥女?|孙子|孙女|外孙女?|老公|老婆|爱人|弟弟|妹妹|哥哥|姐姐|姐夫|妹夫|邻居|同事|朋友|同学|工友|老乡|战友))?([老小阿大二三四五六七幺细满胖黑铁][\u3400-\u9fff]|([\u3400-\u9fff])\2)[\s.。!~]*$/;

/** 我是大柱 closing the message: the sender by a nickname no lexicon knows. */
export function nicknameOfSender(reading: Reading): Span | null {
  const match = selfByNickname.exec(reading.text);
  if (!match) return null;
  const start = match.index + match[0].lastIndexOf(match[1]!);
  const end = start + match[1]!.length;
  const known = reading.tokens.some(
    (token) =>
      token.start < end &&
      token.end > start &&
      /^(?:word|kin|sex|title|illness|label|refer)$/.test(token.kind) &&
      token.end - token.start > 1,
  );
  return known ? null : { start, end };
}
