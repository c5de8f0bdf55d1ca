import { createCipheriv, createDecipheriv, createHmac, createSecretKey, randomFillSync } from 'node:crypto';
import { fault } from '#kernel/refusal.ts';
import type { Secrets } from '../config.ts';
import { type KeyPlace, openKeyRing } from './key-ring.ts';

/**
 * Encrypts single fields (ID numbers, payout accounts) at rest: AES-256-GCM, layout `key version (1) | nonce (12) | tag (16) |
 * ciphertext`. `lookup` gives a keyed hash for equality search, so that the clear text is never indexed; its key never changes.
 */
export interface FieldCipher {
  seal(clear: string): Buffer;
  open(sealed: Buffer): string;
  lookup(clear: string): Buffer;
}

const nonceBytes = 12;

export function createFieldCipher(secrets: KeyPlace & Pick<Secrets, 'lookupKey'>): FieldCipher {
  // Key objects are made once: handing the bytes over anew for every field took half of the time of an import.
  const ring = openKeyRing(secrets);
  const lookupKey = createSecretKey(secrets.lookupKey);
  const nextNonce = nonceSource();
  return {
    seal(clear) {
      const { version, key } = ring.current();
      const nonce = nextNonce();
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      const body = cipher.update(clear, 'utf8');
      const rest = cipher.final();
      return Buffer.concat([Buffer.from([version]), nonce, cipher.getAuthTag(), body, rest]);
    },
    open(sealed) {
      const key = ring.keyOf(sealed[0] ?? 0);
      if (!key) throw fault('field sealed with an unknown key version', { version: sealed[0] });
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 13));
      decipher.setAuthTag(sealed.subarray(13, 29));
      return Buffer.concat([decipher.update(sealed.subarray(29)), decipher.final()]).toString('utf8');
    },
    lookup(clear) {
      return createHmac('sha256', lookupKey).update(clear.toUpperCase()).digest().subarray(0, 16);
    },
  };
}

/** Random nonces, drawn for many fields at once: one call of the system for each costs more than the encryption. No nonce is given out twice. */
function nonceSource(): () => Buffer {
  const pool = Buffer.alloc(nonceBytes * 1024);
  let next = pool.length;
  return () => {
    if (next === pool.length) {
      randomFillSync(pool);
      next = 0;
    }
    next += nonceBytes;
    return Buffer.from(pool.subarray(next - nonceBytes, next));
  };
}
