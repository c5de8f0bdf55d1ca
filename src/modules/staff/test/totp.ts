import { createHmac } from 'node:crypto';

/** The six digits an authenticator would show now (RFC 6238), from the URI it scanned. */
export function totpCode(otpauthUri: string, atMs = Date.now()): string {
  const key = fromBase32(new URL(otpauthUri).searchParams.get('secret')!);
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(atMs / 30_000)));
  const mac = createHmac('sha1', key).update(counter).digest();
  const offset = mac.at(-1)! & 0x0f;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

function fromBase32(text: string): Buffer {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  let bits = '';
  for (const sign of text.replace(/=+$/, '').toUpperCase()) bits += alphabet.indexOf(sign).toString(2).padStart(5, '0');
  return Buffer.from(bits.match(/.{8}/g)!.map((byte) => Number.parseInt(byte, 2)));
}
