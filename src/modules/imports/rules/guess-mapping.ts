import { type Refusal, refuse } from '#kernel/refusal.ts';
import { type Column, columnsOf } from './columns.ts';
import type { ImportKind } from './rows.ts';

/** Column of the exchange formats → index of the file's column. Two columns may read the same one (one date for two times). */
export type Mapping = Readonly<Record<string, number>>;

export interface MappingGuess {
  readonly mapping: Mapping;
  /** 0–1 for each mapped column: 1 = spelled as in the exchange formats. */
  readonly confidence: Readonly<Record<string, number>>;
  /** Headers nothing is read from. */
  readonly ignored: readonly string[];
  /** Required columns without a header. */
  readonly missing: readonly string[];
}

export interface FoundHeader {
  /** Index of the last header row among the rows given. */
  readonly lastHeaderRow: number;
  readonly headers: readonly string[];
  readonly guess: MappingGuess;
}

const headerRowsMax = 20;

/** Maps headers to the columns of a kind by their names, each header to at most one column, the surest pairs first. */
export function guessMapping(headers: readonly string[], kind: ImportKind): MappingGuess {
  const columns = columnsOf[kind];
  const pairs: { column: Column; index: number; score: number }[] = [];
  for (const [index, header] of headers.entries()) {
    for (const column of columns) {
      const score = likeness(header, column);
      if (score > 0) pairs.push({ column, index, score });
    }
  }
  pairs.sort((a, b) => b.score - a.score || a.index - b.index);
  const mapping: Record<string, number> = {};
  const confidence: Record<string, number> = {};
  const taken = new Set<number>();
  for (const { column, index, score } of pairs) {
    if (taken.has(index) || column.name in mapping) continue;
    mapping[column.name] = index;
    confidence[column.name] = Math.round(score * 100) / 100;
    taken.add(index);
  }
  return {
    mapping,
    confidence,
    ignored: headers.filter((header, index) => header.trim() !== '' && !taken.has(index)),
    missing: missingColumns(mapping, kind),
  };
}

/** Required columns a mapping does not read. */
export function missingColumns(mapping: Mapping, kind: ImportKind): string[] {
  return columnsOf[kind]
    .filter(({ name, required }) => required !== null && !(name in mapping))
    .map(({ name }) => name);
}

/** Null when rows can be read with this mapping; otherwise the refusal names the columns that are missing. */
export function checkMapping(mapping: Mapping, kind: ImportKind): Refusal<'imports.columns-missing'> | null {
  const missing = missingColumns(mapping, kind);
  if (missing.length === 0) return null;
  const named = columnsOf[kind].filter(({ name }) => missing.includes(name));
  return refuse('imports.columns-missing', {
    columns: missing.join(', '),
    columnsChinese: named.map(({ chinese, name }) => `${chinese}（${name}）`).join('、'),
  });
}

/** Headers of a mapping, for remembering it: the next file may have them in another order. */
export function rememberedHeaders(mapping: Mapping, headers: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(mapping).map(([name, index]) => [name, headerKey(headers[index] ?? '')]));
}

/** A remembered mapping applied to the headers of another file; columns it does not know are guessed. */
export function mappingFromRemembered(
  remembered: Readonly<Record<string, string>>,
  headers: readonly string[],
  kind: ImportKind,
): Mapping {
  const keys = headers.map(headerKey);
  const mapping: Record<string, number> = {};
  for (const { name } of columnsOf[kind]) {
    const index = remembered[name] ? keys.indexOf(remembered[name]) : -1;
    if (index !== -1) mapping[name] = index;
  }
  const taken = new Set(Object.values(mapping));
  const rest = guessMapping(
    headers.map((header, index) => (taken.has(index) ? '' : header)),
    kind,
  ).mapping;
  return { ...rest, ...mapping };
}

/**
 * Finds the header among the first rows: exports begin with titles, and headers may span two rows under merged cells (`入院` over `时间`
 * and `科室`). Null when no row names a single column of the kind.
 */
export function findHeader(rows: readonly (readonly string[])[], kind: ImportKind): FoundHeader | null {
  let best: FoundHeader | null = null;
  let bestScore = 0;
  const consider = (headers: readonly string[], lastHeaderRow: number, penalty: number): void => {
    const guess = guessMapping(headers, kind);
    const score = Object.values(guess.confidence).reduce((sum, one) => sum + one, 0) - penalty;
    if (score <= bestScore) return;
    best = { lastHeaderRow, headers, guess };
    bestScore = score;
  };
  for (let index = 0; index < Math.min(headerRowsMax, rows.length); index += 1) {
    const upper = rows[index]!;
    consider(upper, index, 0);
    const lower = rows[index + 1];
    if (lower) consider(joinHeaders(upper, lower, kind), index + 1, 0.5);
  }
  return best;
}

/** Two header rows as one: the upper cell of a merged group stands only in the group's first column. */
function joinHeaders(upper: readonly string[], lower: readonly string[], kind: ImportKind): string[] {
  const joined: string[] = [];
  let group = '';
  for (let index = 0; index < Math.max(upper.length, lower.length); index += 1) {
    const above = (upper[index] ?? '').trim();
    const below = (lower[index] ?? '').trim();
    if (above !== '') group = above;
    if (below === '') joined.push(above);
    else {
      const together = group + below;
      joined.push(columnsOf[kind].some((column) => likeness(together, column) > 0) ? together : below);
    }
  }
  return joined;
}

const likenessCache = new WeakMap<Column, Map<string, number>>();

/** 1 for the name of the exchange formats or its Chinese name, less for the names of other programs, 0 for anything else. */
function likeness(header: string, column: Column): number {
  const key = headerKey(header);
  if (key === '') return 0;
  const scores = scoresOf(column);
  const direct = scores.get(key);
  if (direct !== undefined) return direct;
  const bare = key.replace(/^(?:患者|病人|病员|就诊人|本人)的?/, '').replace(/(?:信息|内容)$/, '');
  return bare === key ? 0 : (scores.get(bare) ?? 0) * 0.9;
}

function scoresOf(column: Column): Map<string, number> {
  let scores = likenessCache.get(column);
  if (!scores) {
    scores = new Map();
    // Later aliases are the less likely ones: they yield when two columns want the same header.
    for (const [rank, alias] of column.aliases.entries()) {
      const key = headerKey(alias);
      if (!scores.has(key)) scores.set(key, Math.max(0.5, 0.9 - rank * 0.015));
    }
    scores.set(headerKey(column.chinese), 1);
    scores.set(headerKey(column.name), 1);
    likenessCache.set(column, scores);
  }
  return scores;
}

/** A header without what does not distinguish it: width, case, spaces, units and remarks in brackets, the star of required fields. */
export function headerKey(header: string): string {
  const plain = header
    .slice(0, 200)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\u200b-\u200f\ufeff]/g, '');
  const squeezed = plain.replace(/[([【{][^)\]】}]*[)\]】}]/g, '').replace(/[\s_*:：\-./、"']/g, '');
  return squeezed !== '' ? squeezed : plain.replace(/[\s_*:：\-./、()[\]【】"']/g, '');
}
