/**
 * Whether a number format shows dates or times. Built-in numbers as in ECMA-376 part 1, 18.8.30, with the East Asian ones
 * (27–36, 50–58); a format of one's own by its letters outside quotes, escapes and brackets.
 */
export function isDateFormat(formatId: number, code: string | undefined): boolean {
  if (code === undefined) {
    return (
      (formatId >= 14 && formatId <= 22) ||
      (formatId >= 27 && formatId <= 36) ||
      (formatId >= 45 && formatId <= 47) ||
      (formatId >= 50 && formatId <= 58)
    );
  }
  if (/^general$/i.test(code.trim())) return false;
  const letters = code
    .replace(/"[^"]*"/g, '')
    .replace(/[\\_*]./g, '')
    .replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '');
  return /[ymdhs年月日时分秒]/i.test(letters);
}

const dayMs = 86_400_000;
const epoch1900 = Date.UTC(1899, 11, 30);
const epoch1904 = Date.UTC(1904, 0, 1);

/** A serial day number as `YYYY-MM-DD HH:mm:ss` (a time without a day as `HH:mm:ss`); null outside the years 1900–9999. */
export function serialDateText(serial: number, uses1904: boolean): string | null {
  if (!Number.isFinite(serial) || serial < 0 || serial >= 2_958_466) return null;
  // The program believes in 29 February 1900 (serial 60), so the days before it are one off.
  const shifted = !uses1904 && serial >= 1 && serial < 60 ? serial + 1 : serial;
  const at = (uses1904 ? epoch1904 : epoch1900) + Math.round(shifted * 86_400) * 1000;
  const text = new Date(at).toISOString();
  if (serial < 1 && !uses1904) return text.slice(11, 19);
  return at % dayMs === 0 ? `${text.slice(0, 10)} 00:00:00` : `${text.slice(0, 10)} ${text.slice(11, 19)}`;
}

/** Binary fractions end in dust (1234.5599999999999); fifteen digits are what the program itself shows. */
export function numberText(raw: string): string {
  if (/^-?\d{1,15}$/.test(raw)) return raw;
  const value = Number(raw);
  if (!Number.isFinite(value)) return raw;
  return String(Number(value.toPrecision(15)));
}

/** Index of the column in a reference such as `AB12`: 27; -1 when there is none. */
export function columnIndex(reference: string): number {
  let index = 0;
  let at = 0;
  for (; at < reference.length && at < 4; at += 1) {
    const code = reference.charCodeAt(at) & 0xdf;
    if (code < 65 || code > 90) break;
    index = index * 26 + code - 64;
  }
  return at === 0 ? -1 : index - 1;
}

/** Workbooks write characters XML cannot hold as `_x000D_`. */
export function unescapeText(text: string): string {
  if (!text.includes('_x')) return text;
  return text
    .replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .toWellFormed();
}
