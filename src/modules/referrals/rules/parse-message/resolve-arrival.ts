import { Lunar } from 'lunar-typescript';
import {
  addDays,
  type Day,
  dayMs,
  dayOf,
  hourMs,
  type Instant,
  instantOfLocal,
  isRealDate,
  minuteMs,
} from '#kernel/day.ts';
import { normalize } from './normalize.ts';
import { readNumber } from './numerals.ts';

/** When somebody is expected: `from <= t < until`. */
export interface ArrivalWindow {
  readonly from: Instant;
  readonly until: Instant;
}

const number = '(\\d{1,3}|[一二两三四五六七八九十半]{1,3})';

/**
 * Best-effort reading of an arrival phrase, for sorting the reception board; null when the phrase fixes no time. Days and
 * parts of days are the hospital's (`timeZone`). Not part of the exchange: there the phrase itself is given.
 */
export function resolveArrival(phrase: string, receivedAt: Instant, timeZone: string): ArrivalWindow | null {
  const text = normalize(phrase).replace(/\s/g, '');
  if (text === '') return null;
  const soon = fromNow(text, receivedAt);
  if (soon) return soon;
  const today = dayOf(receivedAt, timeZone);
  const days = daysOf(text, today) ?? (partOf(text) || clockOf(text) ? { first: today, days: 1 } : null);
  if (!days) return null;
  const at = (day: Day, hours: number): Instant =>
    instantOfLocal(Date.parse(`${day}T00:00:00Z`) + hours * hourMs, timeZone);
  const part = partOf(text);
  const clock = clockOf(text);
  if (clock && days.days === 1) {
    const hours =
      part && part.from >= 12 && clock.hours < 12 && !(part.from >= 18 && clock.hours < 6)
        ? clock.hours + 12
        : clock.hours;
    const width = /左右|前后|多/.test(text) ? 1 : 0.5;
    return { from: at(days.first, hours - (width === 1 ? 0.5 : 0)), until: at(days.first, hours + width) };
  }
  if (part && days.days === 1) return { from: at(days.first, part.from), until: at(days.first, part.until) };
  return { from: at(days.first, 0), until: at(addDays(days.first, days.days), 0) };
}

function fromNow(text: string, receivedAt: Instant): ArrivalWindow | null {
  const window = (fromMs: number, untilMs: number): ArrivalWindow => ({
    from: (receivedAt + fromMs) as Instant,
    until: (receivedAt + untilMs) as Instant,
  });
  if (/^(?:马上|立刻|立即|立马|现在|这会儿?|这就|即刻|而家|宜家|依家|眼下|麻溜)/.test(text)) return window(0, hourMs);
  if (
    /^(?:一会儿?|等会儿?|等一?下|等哈儿?|等一?会儿?|待会儿?|待一会儿?|一哈儿?|过一?会儿?|稍后|随后|回头|等阵|一阵|等歇|尽快|很快|随时|即将)/.test(
      text,
    )
  )
    return window(0, 3 * hourMs);
  const minutes = new RegExp(`${number}(?:来|多)?分钟`).exec(text);
  if (minutes) return around(receivedAt, (readNumber(minutes[1]!) ?? 30) * minuteMs);
  if (/一刻钟|三刻钟/.test(text)) return around(receivedAt, (text.includes('三刻') ? 45 : 15) * minuteMs);
  if (/半个?(?:小时|钟头?)/.test(text) && !/[一二两三四五六七八九\d]个?半/.test(text))
    return around(receivedAt, 30 * minuteMs);
  const hours = /(\d{1,2}(?:\.5)?|[一二两三四五六七八九十]{1,2}|个把|几)个?(半)?(?:多)?(?:小时|钟头?)/.exec(text);
  if (!hours) return null;
  const whole =
    hours[1] === '个把'
      ? 1
      : hours[1] === '几'
        ? 3
        : hours[1]!.includes('.')
          ? Number(hours[1])
          : readNumber(hours[1]!);
  return whole === null ? null : around(receivedAt, (whole + (hours[2] ? 0.5 : 0)) * hourMs);
}

function around(receivedAt: Instant, ms: number): ArrivalWindow {
  const slackMs = Math.max(15 * minuteMs, ms / 4);
  return { from: (receivedAt + ms - slackMs) as Instant, until: (receivedAt + ms + slackMs) as Instant };
}

const parts: readonly (readonly [RegExp, number, number])[] = [
  [/凌晨|半夜|后半夜/, 0, 6],
  [/清晨|清早|一大早|一早|早晨|早上|明早|今早|朝早|朝头早|大早|听朝|明朝|后朝/, 6, 10],
  [/上午|上昼|头晌|上半天|午饭前/, 8, 12],
  [/中午|晌午|正午|午间|晏昼/, 11, 14],
  [/晚饭后|吃完晚饭|吃过晚饭/, 19, 22],
  [/下午|午后|下昼|后晌|下半天|午饭后|吃完午饭|吃过午饭|晚饭前/, 12, 18],
  [/傍晚|天黑|黄昏|擦黑|傍黑|下班/, 17, 20],
  [/晚上|今晚|明晚|后晚|听晚|夜里|夜间|今夜|深夜|夜晚|晚间|挨晚/, 18, 24],
];

function partOf(text: string): { from: number; until: number } | null {
  const found = parts.find(([pattern]) => pattern.test(text));
  return found ? { from: found[1], until: found[2] } : null;
}

function clockOf(text: string): { hours: number } | null {
  const match =
    /(\d{1,2}|[一二两三四五六七八九十]{1,3})(?:点|时|:)(半|一刻|三刻|\d{1,2}|[一二三四五六七八九十]{1,3})?/.exec(text);
  const hours = match ? readNumber(match[1]!) : null;
  if (!match || hours === null || hours > 24) return null;
  const rest = match[2];
  const minutes =
    rest === undefined ? 0 : rest === '半' ? 30 : rest === '一刻' ? 15 : rest === '三刻' ? 45 : (readNumber(rest) ?? 0);
  return { hours: hours + Math.min(minutes, 59) / 60 };
}

interface Days {
  readonly first: Day;
  readonly days: number;
}

function daysOf(text: string, today: Day): Days | null {
  return (
    relativeDay(text, today) ??
    weekDay(text, today) ??
    calendarDay(text, today) ??
    lunarDay(text, today) ??
    looseDays(text, today)
  );
}

function relativeDay(text: string, today: Day): Days | null {
  const table: readonly (readonly [RegExp, number, number])[] = [
    [/后天.{0,3}大后天/, 2, 2],
    [/大后天|大后日/, 3, 1],
    [/明后|一两天|两三天/, 1, 2],
    [/今明/, 0, 2],
    [/后天|后日|后儿|后朝|后晚/, 2, 1],
    [/明天|明日|明儿|明早|明晚|明朝|明个|听日|听朝|听晚|第二天|隔天|次日/, 1, 1],
    [/今天|今日|今儿|今晚|今早|今夜|今朝|今个/, 0, 1],
    [/过?两天|过?几天|过?几日|过些天|这两天|这几天|天把/, 1, 4],
  ];
  const found = table.find(([pattern]) => pattern.test(text));
  if (found) return { first: addDays(today, found[1]), days: found[2] };
  const days = new RegExp(`${number}天`).exec(text);
  const count = days ? readNumber(days[1]!) : null;
  return count === null ? null : { first: addDays(today, count), days: 1 };
}

function weekDay(text: string, today: Day): Days | null {
  const match = /(下下|下|这|本|上)?个?(?:星期|礼拜|周)([一二三四五六日天末1-7])?/.exec(text);
  if (!match || match[1] === '上') return null;
  const now = (new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7;
  const monday = addDays(today, -now + (match[1] === '下下' ? 14 : match[1] === '下' ? 7 : 0));
  if (match[2] === undefined) return match[1] ? { first: monday, days: 7 } : null;
  if (match[2] === '末') return { first: addDays(monday, 5), days: 2 };
  const index = '一二三四五六日'.indexOf(match[2] === '天' ? '日' : match[2]);
  const offset = index >= 0 ? index : Number(match[2]) - 1;
  // A bare 周二 said on a Friday means the coming one.
  const coming = match[1] === undefined && offset < now ? 7 : 0;
  return { first: addDays(monday, offset + coming), days: 1 };
}

function calendarDay(text: string, today: Day): Days | null {
  const [year, month, day] = today.split('-').map(Number) as [number, number, number];
  const full =
    /(?:(\d{1,2}|十[一二]?|[一二三四五六七八九])月|(?<!\d)(1[0-2]|[1-9])[./-])(?!初|廿)(\d{1,2}|[一二三四五六七八九十]{1,3})(?:号|日)?/.exec(
      text,
    );
  if (full && !/初|正月|腊月|冬月|农历|阴历/.test(text)) {
    const wantedMonth = readNumber(full[1] ?? full[2]!) ?? 0;
    const wantedDay = readNumber(full[3]!) ?? 0;
    const wantedYear = wantedMonth < month - 1 || (wantedMonth === month - 1 && wantedDay < day) ? year + 1 : year;
    return isRealDate(wantedYear, wantedMonth, wantedDay)
      ? { first: dayText(wantedYear, wantedMonth, wantedDay), days: 1 }
      : null;
  }
  const only = /(\d{1,2}|[一二三四五六七八九十]{1,3})(?:号|日)/.exec(text);
  if (only && !/初/.test(text)) {
    const wanted = readNumber(only[1]!) ?? 0;
    const next = wanted < day || /下个?月/.test(text);
    const wantedMonth = next ? (month % 12) + 1 : month;
    const wantedYear = next && month === 12 ? year + 1 : year;
    return isRealDate(wantedYear, wantedMonth, wanted)
      ? { first: dayText(wantedYear, wantedMonth, wanted), days: 1 }
      : null;
  }
  return null;
}

function dayText(year: number, month: number, day: number): Day {
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}` as Day;
}

/** 初八, 十月初三, 正月十六: the next such day of the lunar calendar. */
function lunarDay(text: string, today: Day): Days | null {
  const match =
    /(?:(正|冬|腊|[一二三四五六七八九十]{1,2})月)?(初[一二三四五六七八九十]|十[一二三四五六七八九]|二十[一二三四五六七八九]?|廿[一二三四五六七八九]?|三十)(?![点号日分个天])/.exec(
      text,
    );
  if (!match) return null;
  if (match[1] === undefined && !match[2]!.startsWith('初')) return null;
  const month =
    match[1] === undefined
      ? null
      : match[1] === '正'
        ? 1
        : match[1] === '冬'
          ? 11
          : match[1] === '腊'
            ? 12
            : readNumber(match[1]);
  const day = readNumber(match[2]!.replace('初', ''));
  for (let ahead = 0; ahead < 390; ahead += 1) {
    const candidate = addDays(today, ahead);
    const lunar = Lunar.fromDate(new Date(`${candidate}T12:00:00`));
    if (lunar.getDay() === day && (month === null || lunar.getMonth() === month)) return { first: candidate, days: 1 };
  }
  return null;
}

function looseDays(text: string, today: Day): Days | null {
  const [year, month] = today.split('-').map(Number) as [number, number];
  const nextMonth = month === 12 ? dayText(year + 1, 1, 1) : dayText(year, month + 1, 1);
  if (/下个?月初/.test(text)) return { first: nextMonth, days: 7 };
  if (/下个?月/.test(text)) return { first: nextMonth, days: 28 };
  if (/月底/.test(text)) return { first: addDays(nextMonth, -7), days: 7 };
  const holiday = /国庆|十一/.test(text)
    ? [10, 1, 7]
    : /五一|劳动/.test(text)
      ? [5, 1, 5]
      : /元旦/.test(text)
        ? [1, 1, 1]
        : null;
  if (holiday) {
    const [holidayMonth, holidayDay, length] = holiday as [number, number, number];
    const after = /后/.test(text) ? length : 0;
    const passed = Date.parse(dayText(year, holidayMonth, holidayDay)) + (after + 7) * dayMs < Date.parse(today);
    return { first: addDays(dayText(passed ? year + 1 : year, holidayMonth, holidayDay), after), days: 7 };
  }
  if (/过完?年|年后|过了年|开年/.test(text)) {
    for (let ahead = 1; ahead < 390; ahead += 1) {
      const candidate = addDays(today, ahead);
      const lunar = Lunar.fromDate(new Date(`${candidate}T12:00:00`));
      if (lunar.getMonth() === 1 && lunar.getDay() === 8) return { first: candidate, days: 10 };
    }
  }
  return null;
}
