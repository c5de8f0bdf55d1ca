export const evidenceBytesMax = 10 * 1024 * 1024;

const beginnings: readonly (readonly [RegExp, string])[] = [
  [/^ffd8ff/, 'image/jpeg'],
  [/^89504e470d0a1a0a/, 'image/png'],
  [/^52494646.{8}57454250/, 'image/webp'],
  [/^255044462d/, 'application/pdf'],
];

/** The kind of an evidence file by its first bytes; null for what is not accepted. */
export function evidenceMediaType(content: Uint8Array): string | null {
  const beginning = Array.from(content.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return beginnings.find(([pattern]) => pattern.test(beginning))?.[1] ?? null;
}
