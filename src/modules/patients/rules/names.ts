/** Dots people type inside names of minorities and foreigners; one of them is kept. */
const middleDots = /[\u00b7\u2022\u2027\u2219\u22c5\u30fb\uff65\u2024\u25cf]/g;
const invisible = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** Characters (not UTF-16 halves) of the longest name: 新疆 and Tibetan names with dots reach thirty. */
export const nameCharactersMax = 60;

/** A name as it is stored and shown: NFC, trimmed, one kind of dot, no gap between Han characters. */
export function tidyName(given: string): string {
  return given
    .normalize('NFC')
    .replace(invisible, '')
    .replace(middleDots, '·')
    .replace(/\s+/gu, ' ')
    .replace(/(?<=[\p{Script=Han}·]) (?=[\p{Script=Han}·])/gu, '')
    .trim();
}

/** What names are compared by: letters of any case and width are the same, dots and gaps do not count. */
export function nameKey(given: string): string {
  return tidyName(given)
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[·.' ]/g, '')
    .toLowerCase();
}

/** Cuts by characters: a rare character of two UTF-16 halves is never torn. */
export function cutName(name: string, charactersMax = nameCharactersMax): string {
  const characters = [...name];
  return characters.length <= charactersMax ? name : characters.slice(0, charactersMax).join('');
}
