import { pastTime, timeAtom, timeJoin, timeTail } from './lexicons/time.ts';
import type { Field, Reading, Span } from './types.ts';
import { nothing } from './types.ts';

const arriving = /^.{0,10}?(?:到|来|过来|过去|去|赶|住院|报到|入院|见|上来|下来|进院|就诊|做|看|查|复查|送)/;
const notArriving =
  /^ ?(?:的?时候)?(?:就?(?:开始|突然|出现|摔|撞|伤|跌|出车祸|车祸|发现|查(?![肝胃肾心肺脑眼体血尿])|查出|查的|做的|拍|确诊|打了|吃了|出院|没来|没吃|不吃|发烧|发热|疼|痛|肚子|头|咳|吐|拉(?!他|她|过|我|俺|人|来|到|去)|被|喝|下雨|干活|起床|骑|从|下楼|洗澡|出发|动身|出门|上车|走|起|一直|以来|的片子|做了|已|还|刚|在(?!你)|出的|住(?!院|下|进|[\u3400-\u9fff]{0,6}科)|崴|扭|晕|昏|流|见红|破水|咯|呕|不小心|因|把|手(?!术)|脚|腿|睡|醒|吃饭|打球|上班|下班|打架|砸|割|烫))/;

/** The longest run of time words that says when the patient comes; literal, not computed. */
export function arrivalOf(reading: Reading, used: readonly (Span | null)[]): Field<string> {
  const { text, source } = reading;
  const runs = timeRuns(text).filter(
    (run) => !used.some((span) => span !== null && run.start < span.end && span.start < run.end),
  );
  let best: { run: Span; score: number } | null = null;
  for (const run of runs) {
    const score = scoreOf(text, run);
    if (score > 0 && (!best || score > best.score)) best = { run, score };
  }
  if (!best) return nothing;
  return {
    value: source.slice(best.run.start, best.run.end),
    span: best.run,
    confidence: Math.min(0.97, 0.6 + best.score * 0.08),
  };
}

/** Adjacent time words joined into runs, with what belongs to them behind (左右, 后, 之前 …). */
export function timeRuns(text: string): Span[] {
  const atoms = [...text.matchAll(timeAtom)]
    .map((match) => ({ start: match.index, end: match.index + match[0].length }))
    // 孕34周 今天: the length of pregnancy is no part of a time.
    .filter(
      (atom) =>
        !/(?:(?:(?<!外)孕|怀)(?:期|已|约|了|上|有)?[ ,]?|停经|闭经|孕期)$/.test(
          text.slice(Math.max(0, atom.start - 4), atom.start),
        ),
    );
  const runs: { start: number; end: number }[] = [];
  for (const atom of atoms) {
    const tail = timeTail.exec(text.slice(atom.end, atom.end + 4))?.[0] ?? '';
    // 下周一前来: come on Monday; 过年前来: come before the New Year.
    const comes =
      tail === '前' && text[atom.end + 1] === '来' && /[一二三四五六日天末号]$/.test(text.slice(atom.start, atom.end));
    const end = atom.end + (comes ? 0 : tail.length);
    const last = runs.at(-1);
    const between = last ? text.slice(last.end, atom.start) : '';
    if (
      last &&
      atom.start >= last.end &&
      (between === '' ||
        (timeJoin.exec(between)?.[0] === between && between.length <= 4) ||
        between === '大概' ||
        between === '大约' ||
        between === '约')
    )
      last.end = end;
    else runs.push({ start: atom.start, end });
  }
  return runs;
}

function scoreOf(text: string, run: Span): number {
  const phrase = text.slice(run.start, run.end);
  const lead = text.slice(Math.max(0, run.start - 6), run.start);
  const rest = text.slice(run.end, run.end + 14);
  if (pastTime.test(phrase) && !/明|后天/.test(phrase)) return 0;
  if (
    /(?:预产期|末次月经|出生|生日|(?<!外)孕|怀孕|停经|病程|术后|疼了|痛了|咳了|烧了|病了|拖了|已|有|快|出院|(?<!量)多|满|住了)[ :是在]*$/.test(
      lead,
    )
  )
    return 0;
  const isDuration =
    /^(?:再过|过)?[\d.一二两三四五六七八九十半几来多~-]+个?(?:多)?(?:小时|钟头|钟|刻钟|分钟|天|星期|礼拜|周|月|半钟|半小时)(?:多)?$|^半[个天小月]|^一天$/.test(
      phrase,
    );
  if (isDuration && !/^过|^再过|[后内]$/.test(phrase)) {
    const arrives = /^ ?(?:内|就|之内|左右)?(?:能|可|可以)?(?:到(?!了)|进(?:急诊|院|门|城)|入院|抵达)/.test(rest);
    if (
      !arrives &&
      (/(?:疼|痛|咳|烧|热|晕|吐|泻|麻|肿|了|有|病|胀|闷|酸|血|喘|稀|慌|晕|痒|失眠|肚子|反复|持续|加重|伴|干咳|炎)$/.test(
        lead,
      ) ||
        /^ ?了/.test(rest) ||
        !/(?:大概|约|估计|还有|还要|还得|预计|再|等|差不多|路程|,|，|。| |分|^)$/.test(lead))
    )
      return 0;
    if (!arrives && !/^ ?(?:就)?(?:到|能到|可到|可以到|过来|来|路程|车程|的?车)|^ ?$|^[,，。 ]/.test(rest)) return 0;
  }
  if (isDuration && /前$/.test(phrase)) return 0;
  if (/(?:分钟|小时|天|月|年|周)(?:之|以)?前$/.test(phrase) && !/^过?年前$/.test(phrase)) return 0;
  if (/^(?:今年|明年)$/.test(phrase) && !/^ ?(?:来|到)/.test(rest)) return 0;
  if (
    /^(?:现在|目前|这几天|这两天|近两天|近几天|今天|今日|即将|随时)$/.test(phrase) &&
    !arriving.test(rest.slice(0, 7)) &&
    !/^ ?[,，。;；]?$/.test(rest) &&
    !(phrase === '现在' && /^[ ,，;。]/.test(rest) && /(?:^|[ ,，:])$/.test(lead)) &&
    phrase !== '今天'
  )
    return 0;
  if (/^等/.test(phrase) && /(?:请|麻烦|让|叫)[^,。;]{0,6}$/.test(lead)) return 0;
  if (notArriving.test(rest) && !(/^ ?(?:就)?开始/.test(rest) && /[明下]|后天/.test(phrase))) return 0;
  return comingScore(phrase, lead, rest, isDuration);
}

/** How clearly the words around a time speak of coming. */
function comingScore(phrase: string, lead: string, rest: string, isDuration: boolean): number {
  let score = 2;
  // 现在救护车送，半小时左右: the departure, not the arrival.
  if (/^(?:现在|立即|马上|这就)$/.test(phrase) && /^(?:救护车|车|用车|正)?(?:护送|送|出发|往|赶)(?!到)/.test(rest))
    score -= 1.5;
  if (isDuration) score += 0.25;
  if (
    /^(?:.{0,4}?)(?:(?<![碰遇见看听想摔撞感收得找受吃拿])到|来|过来|过去|赶到|送到|到院|报到|住院|入院|到达)/.test(rest)
  )
    score += 3;
  else if (arriving.test(rest)) score += 1;
  if (
    /(?:到院|来院|预计|预约|到达|就诊|时间|估计|大概|约|要|想|准备|打算|计划|定|定在|于|等|他|她|我|病人|患者|人)[ :是在于]*$/.test(
      lead,
    )
  )
    score += 1;
  if (/(?:到|来)[ :是在]*$/.test(lead)) score += 0.5;
  if (/号线|门诊时间|开门/.test(rest)) score -= 2;
  return score;
}
