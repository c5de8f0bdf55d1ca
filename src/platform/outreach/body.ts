import { timingSafeEqual } from 'node:crypto';
import { type Refusal, refuse } from '#kernel/refusal.ts';

export type BodyRefusal = Refusal<'outreach.body-too-large' | 'outreach.body-unreadable'>;

/** A callback's text message is at most 2,048 bytes; events and locations stay far below this too. */
export const callbackBytesMax = 64 * 1024;

/**
 * Checks the size, then decodes strictly: a replacement character would silently change a patient's name, and a NUL cannot be
 * stored.
 */
export function readUtf8(rawBody: Buffer | string): string | BodyRefusal {
  const bytes = typeof rawBody === 'string' ? Buffer.byteLength(rawBody, 'utf8') : rawBody.length;
  if (bytes > callbackBytesMax) return refuse('outreach.body-too-large', { bytes, bytesMax: callbackBytesMax });
  const text = typeof rawBody === 'string' ? rawBody : decodeUtf8(rawBody);
  if (text === null || !text.isWellFormed()) return unreadable('not-utf-8');
  return text.includes('\0') ? unreadable('nul-character') : text;
}

/** Null when the bytes are not UTF-8. */
export function decodeUtf8(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

export function unreadable(because: string): Refusal<'outreach.body-unreadable'> {
  return refuse('outreach.body-unreadable', { because });
}

/** Compares two secrets or signatures without telling by its duration how much was right. */
export function sameSignature(expected: string, given: string): boolean {
  const expectedBytes = Buffer.from(expected, 'utf8');
  const givenBytes = Buffer.from(given, 'utf8');
  return expectedBytes.length === givenBytes.length && timingSafeEqual(expectedBytes, givenBytes);
}
