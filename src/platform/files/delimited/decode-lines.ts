import { isUtf8 } from 'node:buffer';
import type { FileHandle } from 'node:fs/promises';
import { recordCharactersMax, type TextEncoding } from '../table.ts';

const chunkBytes = 512 * 1024;

/** A piece of text that ends where a line ends (except the last). */
export interface TextPiece {
  readonly text: string;
  /** What comes right after it: bytes that are no characters, or a line that never ends; then no piece follows. */
  readonly trouble: 'broken' | 'endless' | null;
  readonly bytesRead: number;
}

/**
 * Decodes a file in pieces cut at line ends, so that no character is ever cut and broken bytes can be told by row.
 * Strict: bytes outside the encoding are reported, never replaced.
 */
export async function* decodeLines(
  file: FileHandle,
  encoding: TextEncoding,
  markBytes: number,
): AsyncGenerator<TextPiece, void, void> {
  const isWide = encoding === 'utf-16le' || encoding === 'utf-16be';
  const decode = isWide ? wideDecoder(encoding) : encoding === 'utf-8' ? decodeUtf8 : decodeGb18030;
  let position = markBytes;
  let rest: Buffer = Buffer.alloc(0);
  for (;;) {
    const bytes = Buffer.allocUnsafe(rest.length + chunkBytes);
    rest.copy(bytes);
    const { bytesRead } = await file.read(bytes, rest.length, chunkBytes, position);
    position += bytesRead;
    const all = bytes.subarray(0, rest.length + bytesRead);
    const isLast = bytesRead === 0;
    const cut = isLast ? all.length : isWide ? all.length & ~3 : lastLineEnd(all);
    rest = all.subarray(cut);
    if (cut > 0 || isLast) {
      const { text, broken } = decode(all.subarray(0, cut));
      yield { text, trouble: broken ? 'broken' : null, bytesRead: position };
      if (broken) return;
    }
    if (isLast) return;
    // Four bytes for each character is the most any of these encodings needs.
    if (rest.length > recordCharactersMax * 4) {
      yield { text: '', trouble: 'endless', bytesRead: position };
      return;
    }
  }
}

function lastLineEnd(bytes: Buffer): number {
  const feed = bytes.lastIndexOf(10);
  return (feed === -1 ? bytes.lastIndexOf(13) : feed) + 1;
}

function decodeUtf8(bytes: Buffer): { text: string; broken: boolean } {
  if (isUtf8(bytes)) return { text: bytes.toString('utf8'), broken: false };
  let good = 0;
  for (;;) {
    const feed = bytes.indexOf(10, good);
    const end = feed === -1 ? bytes.length : feed + 1;
    if (!isUtf8(bytes.subarray(good, end))) return { text: bytes.toString('utf8', 0, good), broken: true };
    good = end;
  }
}

const gb18030 = new TextDecoder('gb18030', { fatal: true, ignoreBOM: true });

function decodeGb18030(bytes: Buffer): { text: string; broken: boolean } {
  const whole = tryGb18030(bytes);
  if (whole !== null) return { text: whole, broken: false };
  let good = 0;
  let text = '';
  for (;;) {
    // No character of GB18030 contains the byte of a line feed.
    const feed = bytes.indexOf(10, good);
    const end = feed === -1 ? bytes.length : feed + 1;
    const line = tryGb18030(bytes.subarray(good, end));
    if (line === null) return { text, broken: true };
    text += line;
    good = end;
  }
}

function tryGb18030(bytes: Buffer): string | null {
  try {
    return gb18030.decode(bytes);
  } catch {
    return null;
  }
}

/** UTF-16 by hand: the runtime's decoder cannot say where the text broke. A high surrogate at the end of a piece waits for the next one. */
function wideDecoder(encoding: TextEncoding): (bytes: Buffer) => { text: string; broken: boolean } {
  let held = '';
  return (bytes) => {
    const isOdd = bytes.length % 2 === 1;
    const even = Buffer.from(isOdd ? bytes.subarray(0, -1) : bytes);
    if (encoding === 'utf-16be') even.swap16();
    let text = held + even.toString('utf16le');
    held = '';
    const last = text.charCodeAt(text.length - 1);
    if (bytes.length > 0 && last >= 0xd800 && last <= 0xdbff) {
      held = text.slice(-1);
      text = text.slice(0, -1);
    }
    if (text.isWellFormed()) return { text, broken: isOdd };
    return { text: text.slice(0, text.search(/\p{Surrogate}/u)), broken: true };
  };
}
