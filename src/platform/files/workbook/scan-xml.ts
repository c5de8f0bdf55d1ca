import { refusedTable } from '../table.ts';

/** Receives the pieces of a document in order. Names come without their namespace prefix. */
export interface XmlSink {
  /** `tag` is the whole tag without its angle brackets: see `attribute`. True stops the scan. */
  open(name: string, tag: string): boolean | undefined;
  close(name: string): boolean | undefined;
  /** Characters between tags, entities resolved; one run may come in several pieces. */
  text(characters: string): void;
}

const tagCharactersMax = 1_000_000;

/**
 * A forward-only scanner for the XML that workbooks are made of: elements, attributes, text, CDATA, comments. It knows no document
 * types (refused: they are how entity bombs are written) and keeps nothing but the piece it is reading.
 */
export class XmlScanner {
  readonly #sink: XmlSink;
  #carry = '';
  #stopped = false;

  constructor(sink: XmlSink) {
    this.#sink = sink;
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  push(chunk: string): void {
    if (this.#stopped) return;
    const text = this.#carry === '' ? chunk : this.#carry + chunk;
    let at = 0;
    while (at < text.length) {
      const next = text.charCodeAt(at) === 60 ? this.#markup(text, at) : this.#characters(text, at);
      if (this.#stopped) return;
      if (next === -1) break;
      at = next;
    }
    this.#carry = text.slice(at);
    if (this.#carry.length > tagCharactersMax) throw refusedTable('files.workbook-broken');
  }

  /** End of the document: something half open means half a file. */
  end(): void {
    if (!this.#stopped && this.#carry.trim() !== '') throw refusedTable('files.workbook-broken');
  }

  #characters(text: string, from: number): number {
    let end = text.indexOf('<', from);
    if (end === -1) {
      // An entity may be cut by the end of the chunk; the longest is &#1114111;.
      const ampersand = text.lastIndexOf('&');
      end =
        ampersand >= from && text.length - ampersand < 12 && !text.includes(';', ampersand) ? ampersand : text.length;
      if (end === from) return -1;
    }
    this.#sink.text(resolveEntities(text.slice(from, end)));
    return end;
  }

  #markup(text: string, from: number): number {
    const second = text.charCodeAt(from + 1);
    if (second === 33 || second === 63) return this.#special(text, from);
    let end = text.indexOf('>', from);
    if (end === -1) return -1;
    if (second === 47) {
      this.#stopped = this.#sink.close(localName(text.slice(from + 2, end))) === true;
      return end + 1;
    }
    // A quoted attribute may contain a bare ">": the tag goes on while its quotes are open.
    while (!endsPlainly(text, from, end) && hasOpenQuote(text, from, end)) {
      end = text.indexOf('>', end + 1);
      if (end === -1) return -1;
    }
    const isEmpty = text.charCodeAt(end - 1) === 47;
    const tag = text.slice(from + 1, isEmpty ? end - 1 : end);
    const name = localName(tag);
    this.#stopped = this.#sink.open(name, tag) === true;
    if (isEmpty && !this.#stopped) this.#stopped = this.#sink.close(name) === true;
    return end + 1;
  }

  #special(text: string, from: number): number {
    if (text.startsWith('<?', from)) return skipPast(text, '?>', from);
    if (text.startsWith('<!--', from)) return skipPast(text, '-->', from + 4);
    if (text.startsWith('<![CDATA[', from)) {
      const end = text.indexOf(']]>', from);
      if (end === -1) return -1;
      this.#sink.text(text.slice(from + 9, end));
      return end + 3;
    }
    if (text.length - from < 9) return -1;
    throw refusedTable('files.workbook-broken');
  }
}

function skipPast(text: string, mark: string, from: number): number {
  const end = text.indexOf(mark, from);
  return end === -1 ? -1 : end + mark.length;
}

/** Nearly every tag: too short for attributes, or ending with a quote that closes one. Saves looking at each character. */
function endsPlainly(text: string, from: number, end: number): boolean {
  if (end - from <= 4) return true;
  const last = text.charCodeAt(end - 1) === 47 ? end - 2 : end - 1;
  const before = text.charCodeAt(last - 1);
  return text.charCodeAt(last) === 34 && before !== 61 && before > 32;
}

function hasOpenQuote(text: string, from: number, end: number): boolean {
  let quote = 0;
  for (let at = from; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (quote === 0) {
      if (code === 34 || code === 39) quote = code;
    } else if (code === quote) quote = 0;
  }
  return quote !== 0;
}

function localName(tag: string): string {
  let end = 0;
  let start = 0;
  for (; end < tag.length; end += 1) {
    const code = tag.charCodeAt(end);
    if (code === 58) start = end + 1;
    else if (code <= 32) break;
  }
  return tag.slice(start, end);
}

/** Value of an attribute of a tag, by its full name (`r:id` too); null when absent. */
export function attribute(tag: string, name: string): string | null {
  let at = tag.indexOf(name);
  while (at !== -1) {
    const before = tag.charCodeAt(at - 1);
    let after = at + name.length;
    while (tag.charCodeAt(after) <= 32) after += 1;
    if (before <= 32 && tag.charCodeAt(after) === 61) {
      after += 1;
      while (tag.charCodeAt(after) <= 32) after += 1;
      const quote = tag[after];
      if (quote !== '"' && quote !== "'") return null;
      const end = tag.indexOf(quote, after + 1);
      return end === -1 ? null : resolveEntities(tag.slice(after + 1, end));
    }
    at = tag.indexOf(name, at + 1);
  }
  return null;
}

const namedEntities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function resolveEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos));/g,
    (whole, decimal, hex, named) => {
      if (named !== undefined) return namedEntities[named as string]!;
      const code = decimal !== undefined ? Number(decimal) : Number.parseInt(hex as string, 16);
      return code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? whole : String.fromCodePoint(code);
    },
  );
}
