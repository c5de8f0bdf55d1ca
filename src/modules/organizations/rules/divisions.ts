/** Administrative divisions as codes of 6 (county), 9 (township) or 12 digits (village), GB/T 2260 and GB/T 10114. */
export type DivisionLevel = 'county' | 'township' | 'village';

const lengths: Readonly<Record<DivisionLevel, number>> = { county: 6, township: 9, village: 12 };

/**
 * A code as people and tables write it: the statistics office fills all codes up to 12 digits with zeros (430121101000 is the township
 * 430121101). Provinces and prefectures (…0000, …00) are none of ours. Null: not a code.
 */
export function normaliseDivisionCode(text: string): string | null {
  const digits = text.trim();
  if (!/^(\d{6}|\d{9}|\d{12})$/.test(digits)) return null;
  let code = digits;
  if (code.length === 12 && code.endsWith('000')) code = code.slice(0, 9);
  if (code.length === 9 && code.endsWith('000')) code = code.slice(0, 6);
  return code.slice(4, 6) === '00' || code.startsWith('00') ? null : code;
}

export function levelOf(code: string): DivisionLevel {
  return code.length === lengths.county ? 'county' : code.length === lengths.township ? 'township' : 'village';
}

export function parentOf(code: string): string | null {
  return code.length === lengths.village
    ? code.slice(0, 9)
    : code.length === lengths.township
      ? code.slice(0, 6)
      : null;
}

/** The part of a code that names a level; null when the code does not go down that far. */
export function divisionAt(code: string | null, level: DivisionLevel): string | null {
  return code !== null && code.length >= lengths[level] ? code.slice(0, lengths[level]) : null;
}

export interface DivisionRow {
  readonly code: string;
  readonly name: string;
  readonly level: DivisionLevel;
  readonly parentCode: string | null;
}

export interface ReadDivisions {
  readonly rows: readonly DivisionRow[];
  /** Rows of the file (1 = the first below the header) that say no division, and why. */
  readonly rejected: readonly { readonly row: number; readonly because: 'code' | 'name' | 'repeated' }[];
  /** Provinces and prefectures, which are known to be unneeded. */
  readonly skipped: number;
}

/** Takes the rows of a file of `code,name`; of a code that comes twice with different names the first counts. */
export function readDivisions(cells: Iterable<{ readonly code: string; readonly name: string }>): ReadDivisions {
  const rows = new Map<string, DivisionRow>();
  const rejected: { row: number; because: 'code' | 'name' | 'repeated' }[] = [];
  let skipped = 0;
  let row = 0;
  for (const cell of cells) {
    row += 1;
    const name = cell.name.normalize('NFC').trim();
    const code = normaliseDivisionCode(cell.code);
    if (code === null) {
      if (isAboveCounty(cell.code.trim())) skipped += 1;
      else rejected.push({ row, because: 'code' });
    } else if (name === '' || name.length > 60) rejected.push({ row, because: 'name' });
    else if (rows.has(code)) {
      if (rows.get(code)!.name !== name) rejected.push({ row, because: 'repeated' });
    } else rows.set(code, { code, name, level: levelOf(code), parentCode: parentOf(code) });
  }
  return { rows: [...rows.values()], rejected, skipped };
}

function isAboveCounty(text: string): boolean {
  return /^([1-9]\d(\d{2})?)$/.test(text) || /^[1-9]\d{3}00(0{3}|0{6})?$/.test(text);
}

/**
 * The township a name tells of: `云溪镇卫生院` is in `云溪镇`, `云溪卫生院` too. Of several that fit the longest name; null when none or
 * two of the same length fit.
 */
export function townshipIn(
  text: string,
  townships: readonly { readonly code: string; readonly name: string }[],
): string | null {
  let best: { code: string; length: number; isAlone: boolean } | null = null;
  for (const { code, name } of townships) {
    const short = name.replace(/(街道办事处|街道|[镇乡])$/, '');
    const length = text.includes(name) ? name.length * 2 : short.length >= 2 && text.includes(short) ? short.length : 0;
    if (length === 0) continue;
    if (!best || length > best.length) best = { code, length, isAlone: true };
    else if (length === best.length) best.isAlone = false;
  }
  return best?.isAlone ? best.code : null;
}
