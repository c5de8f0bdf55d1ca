const digitOf: Readonly<Record<string, number>> = {
  零: 0,
  〇: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
  廿: 20,
  卅: 30,
};

/** Reads `56`, `五十六`, `一百零二`, `廿三`; null when it is no whole number below 1000. */
export function readNumber(text: string): number | null {
  if (/^\d{1,4}$/.test(text)) return Number(text);
  let total = 0;
  let current = 0;
  for (const character of text) {
    if (character === '百') {
      total += (current || 1) * 100;
      current = 0;
    } else if (character === '十') {
      total += (current || 1) * 10;
      current = 0;
    } else {
      const digit = digitOf[character];
      if (digit === undefined) return null;
      if (digit >= 20) total += digit;
      else current = current > 0 && total === 0 ? current * 10 + digit : digit;
    }
  }
  return text === '' ? null : total + current;
}
