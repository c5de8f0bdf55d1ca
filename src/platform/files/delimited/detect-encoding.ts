import type { FileHandle } from 'node:fs/promises';
import type { TextEncoding } from '../table.ts';

const headBytes = 256 * 1024;
const probeBytes = 64 * 1024;
const probes = 8;

export interface FoundEncoding {
  readonly encoding: TextEncoding;
  /** Bytes of the byte-order mark to skip. */
  readonly markBytes: number;
  /** The first bytes of the file, for finding the delimiter. */
  readonly head: Buffer;
}

/**
 * Encoding of a text file from its byte-order mark, else from its bytes: sampled at the start and at eight places further
 * on, because the first megabytes of an export may hold no Chinese character at all. UTF-8 has a strict shape that GBK text
 * does not keep for long; a file that is UTF-8 with a few broken places stays UTF-8, so that the reader can name the row.
 */
export async function detectEncoding(
  file: FileHandle,
  sizeBytes: number,
  forced: TextEncoding | 'auto',
): Promise<FoundEncoding> {
  const head = await readAt(file, 0, Math.min(headBytes, sizeBytes));
  const marked = markedEncoding(head);
  if (marked && (forced === 'auto' || forced === marked.encoding)) return { ...marked, head };
  if (forced !== 'auto') return { encoding: forced, markBytes: 0, head };

  const wide = wideEncoding(head);
  if (wide) return { encoding: wide, markBytes: 0, head };

  const shape = { sequences: 0, breaks: 0 };
  countUtf8(head, head.length < sizeBytes, shape);
  for (let probe = 1; probe <= probes && sizeBytes > headBytes; probe += 1) {
    const from = Math.max(headBytes, Math.floor(((sizeBytes - probeBytes) * probe) / probes));
    const bytes = await readAt(file, from, Math.min(probeBytes, sizeBytes - from));
    countUtf8(skipTail(bytes), from + bytes.length < sizeBytes, shape);
  }
  const isUtf8 = shape.breaks * 20 <= shape.sequences;
  return { encoding: isUtf8 ? 'utf-8' : 'gb18030', markBytes: 0, head };
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(Math.max(0, length));
  const { bytesRead } = await file.read(bytes, 0, bytes.length, position);
  return bytes.subarray(0, bytesRead);
}

function markedEncoding(head: Buffer): { encoding: TextEncoding; markBytes: number } | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', markBytes: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', markBytes: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', markBytes: 2 };
  if (head[0] === 0x84 && head[1] === 0x31 && head[2] === 0x95 && head[3] === 0x33) {
    return { encoding: 'gb18030', markBytes: 4 };
  }
  return null;
}

/** UTF-16 without a mark: delimiters, digits and line ends leave a zero in every other byte, always on the same side. */
function wideEncoding(head: Buffer): 'utf-16le' | 'utf-16be' | null {
  let even = 0;
  let odd = 0;
  const length = Math.min(head.length, 8192) & ~1;
  for (let at = 0; at < length; at += 2) {
    if (head[at] === 0) even += 1;
    if (head[at + 1] === 0) odd += 1;
  }
  // The other side has a zero only where a character like 一 (U+4E00) stands.
  const enough = Math.max(3, length / 2 / 10);
  if (odd > enough && odd > even * 4) return 'utf-16le';
  if (even > enough && even > odd * 4) return 'utf-16be';
  return null;
}

/** A probe begins anywhere: drop the bytes that continue a character begun before it. */
function skipTail(bytes: Buffer): Buffer {
  let at = 0;
  while (at < 3 && at < bytes.length && (bytes[at]! & 0xc0) === 0x80) at += 1;
  return bytes.subarray(at);
}

/** Counts well-formed multi-byte UTF-8 sequences and places where the shape breaks (RFC 3629: no overlong forms, no surrogates). */
function countUtf8(bytes: Buffer, mayBeCut: boolean, shape: { sequences: number; breaks: number }): void {
  let at = 0;
  const end = bytes.length;
  while (at < end) {
    const lead = bytes[at]!;
    if (lead < 0x80) {
      at += 1;
      continue;
    }
    const length =
      lead >= 0xc2 && lead <= 0xdf ? 2 : lead >= 0xe0 && lead <= 0xef ? 3 : lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
    if (length > 0 && at + length > end && mayBeCut) return;
    if (length > 0 && isSequence(bytes, at, length)) {
      shape.sequences += 1;
      at += length;
    } else {
      shape.breaks += 1;
      at += 1;
    }
  }
}

function isSequence(bytes: Buffer, at: number, length: number): boolean {
  const lead = bytes[at]!;
  const second = bytes[at + 1] ?? 0;
  if (lead === 0xe0 && second < 0xa0) return false;
  if (lead === 0xed && second > 0x9f) return false;
  if (lead === 0xf0 && second < 0x90) return false;
  if (lead === 0xf4 && second > 0x8f) return false;
  for (let next = 1; next < length; next += 1) if (((bytes[at + next] ?? 0) & 0xc0) !== 0x80) return false;
  return true;
}
