import pg from 'pg';
import { createFieldCipher } from '../field-cipher.ts';
import type { KeyPlace } from '../key-ring.ts';
import { rotateKeys } from '../rotate-keys.ts';

/** A rotation in a process of its own, slow enough to be killed in the middle: `node rotate-child.ts '{…}'`. */
const given = JSON.parse(process.argv[2]!) as { owner: pg.PoolConfig; ring: string; master: string; lookup: string };
const place: KeyPlace = { fieldKey: null, masterKey: Buffer.from(given.master, 'base64'), keyRingFile: given.ring };
const owner = new pg.Pool({ ...given.owner, max: 1 });
const cipher = createFieldCipher({ ...place, lookupKey: Buffer.from(given.lookup, 'base64') });
const pausing = { ...cipher, seal: slowly };
const pause = new Int32Array(new SharedArrayBuffer(4));
function slowly(clear: string): Buffer {
  Atomics.wait(pause, 0, 0, 2);
  return cipher.seal(clear);
}
await rotateKeys({ owner, cipher: pausing, place, batchRows: 5 });
await owner.end();
