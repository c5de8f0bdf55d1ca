import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { fault } from '#kernel/refusal.ts';
import type { Secrets } from '../config.ts';

/**
 * Encrypts single fields (ID numbers, payout accounts) at rest: AES-256-GCM, layout `key version (1) | nonce (12) | tag (16) |
 * ciphertext`. `lookup` gives a keyed hash for equality search, so that the clear text is never indexed.
 */
export interface FieldCipher {
  seal(clear: string): Buffer;
  open(sealed: Buffer): string;
  lookup(clear: string): Buffer;
}

const keyVersion = 1;

export function createFieldCipher(secrets: Pick<Secrets, 'fieldKey' | 'lookupKey'>): FieldCipher {
  return {
    seal(clear) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', secrets.fieldKey, nonce);
      const body = Buffer.concat([cipher.update(clear, 'utf8'), cipher.final()]);
      return Buffer.concat([Buffer.from([keyVersion]), nonce, cipher.getAuthTag(), body]);
    },
    open(sealed) {
      if (sealed[0] !== keyVersion) throw fault('field sealed with an unknown key version', { version: sealed[0] });
      const decipher = createDecipheriv('aes-256-gcm', secrets.fieldKey, sealed.subarray(1, 13));
      decipher.setAuthTag(sealed.subarray(13, 29));
      return Buffer.concat([decipher.update(sealed.subarray(29)), decipher.final()]).toString('utf8');
    },
    lookup(clear) {
      return createHmac('sha256', secrets.lookupKey).update(clear.toUpperCase()).digest().subarray(0, 16);
    },
  };
}
