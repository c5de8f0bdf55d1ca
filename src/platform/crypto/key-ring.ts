import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { readOrCreate, type Secrets } from '../config.ts';

/** The data keys of this installation, each wrapped by the master key; a sealed field begins with the version of its key. */
export interface KeyRing {
  /** The key new fields are sealed with. */
  current(): DataKey;
  /** Null: no such version, also after looking again. */
  keyOf(version: number): KeyObject | null;
}

export interface DataKey {
  readonly version: number;
  readonly key: KeyObject;
}

export type KeyPlace = Pick<Secrets, 'fieldKey' | 'masterKey' | 'keyRingFile'>;

interface RingFile {
  /** Version new fields are sealed with. */
  current: number;
  /** Set while fields of older versions are being sealed anew. */
  rotating: boolean;
  keys: { version: number; wrapped: string; createdAt: string }[];
}

/** Another process may begin a rotation: everybody looks at the file that often, and a rotation waits longer before it sweeps. */
export const lookAgainMs = 1000;
const versionsMax = 255;

/** Opens the ring, made on first use with the installation's present key or a new one. The file is looked at again once a second. */
export function openKeyRing(place: KeyPlace): KeyRing {
  let ring = readRing(place);
  let lookedAt = performance.now();
  let stamp = stampOf(place.keyRingFile);
  const refresh = () => {
    lookedAt = performance.now();
    const now = stampOf(place.keyRingFile);
    if (now === stamp) return;
    stamp = now;
    ring = readRing(place);
  };
  return {
    current() {
      if (performance.now() - lookedAt > lookAgainMs) refresh();
      return ring.current;
    },
    keyOf(version) {
      const known = ring.keys.get(version);
      if (known) return known;
      refresh();
      return ring.keys.get(version) ?? null;
    },
  };
}

function stampOf(file: string): string {
  const { mtimeMs, size, ino } = statSync(file);
  return `${mtimeMs} ${size} ${ino}`;
}

function readRing(place: KeyPlace): { current: DataKey; keys: Map<number, KeyObject> } {
  const file = readFile(place);
  const keys = new Map(file.keys.map((key) => [key.version, unwrap(place.masterKey, key.version, key.wrapped)]));
  const key = keys.get(file.current);
  if (!key) throw new Error('field-keys.json names a current key it does not hold');
  return { current: { version: file.current, key }, keys };
}

function readFile(place: KeyPlace): RingFile {
  const text = readOrCreate(place.keyRingFile, () => {
    const first = place.fieldKey ?? randomBytes(32);
    const created: RingFile = { current: 1, rotating: false, keys: [wrappedKey(place.masterKey, 1, first)] };
    return JSON.stringify(created, null, 2);
  });
  return JSON.parse(text) as RingFile;
}

export interface Rotation {
  readonly version: number;
  /** An earlier rotation was broken off and goes on. */
  readonly isResumed: boolean;
}

/** Adds a key that seals from now on, or takes up a rotation that was broken off. */
export function beginRotation(place: KeyPlace): Rotation {
  const file = readFile(place);
  if (file.rotating) return { version: file.current, isResumed: true };
  const version = Math.max(...file.keys.map((key) => key.version)) + 1;
  if (version > versionsMax) throw new Error('all 255 key versions are used');
  const keys = [...file.keys, wrappedKey(place.masterKey, version, randomBytes(32))];
  writeRing(place, { current: version, rotating: true, keys });
  return { version, isResumed: false };
}

/** Every field has been sealed anew. Older keys stay, wrapped: an import that is undone brings back what it replaced. */
export function finishRotation(place: KeyPlace): void {
  writeRing(place, { ...readFile(place), rotating: false });
}

/** Wraps all data keys with another master key; the fields stay as they are. */
export function rewrap(place: KeyPlace, next: Buffer): void {
  const file = readFile(place);
  const keys = file.keys.map(({ version, wrapped, createdAt }) => ({
    ...wrappedKey(next, version, unwrap(place.masterKey, version, wrapped).export()),
    createdAt,
  }));
  writeRing(place, { ...file, keys });
}

/** Whole or not at all: a reader finds the old file or the new one. */
function writeRing(place: KeyPlace, file: RingFile): void {
  if (!existsSync(place.keyRingFile)) readFile(place);
  const draft = `${place.keyRingFile}.${process.pid}.new`;
  writeFileSync(draft, JSON.stringify(file, null, 2), { mode: 0o600, flush: true });
  renameSync(draft, place.keyRingFile);
}

/** `nonce (12) | tag (16) | key (32)`, bound to its version: a wrapped key cannot stand in for another. */
function wrappedKey(masterKey: Buffer, version: number, key: Buffer): RingFile['keys'][number] {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', masterKey, nonce).setAAD(Buffer.from(`renmai data key ${version}`));
  const body = Buffer.concat([cipher.update(key), cipher.final()]);
  const wrapped = Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64');
  return { version, wrapped, createdAt: new Date().toISOString() };
}

function unwrap(masterKey: Buffer, version: number, wrapped: string): KeyObject {
  const bytes = Buffer.from(wrapped, 'base64');
  try {
    const decipher = createDecipheriv('aes-256-gcm', masterKey, bytes.subarray(0, 12));
    decipher.setAAD(Buffer.from(`renmai data key ${version}`)).setAuthTag(bytes.subarray(12, 28));
    return createSecretKey(Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]));
  } catch {
    throw new Error(
      'the master key does not open field-keys.json: is RENMAI_MASTER_KEY (or master.key) the one it was made with?',
    );
  }
}

/** Text of the ring file, for tools that report on it. */
export function ringVersions(place: KeyPlace): { current: number; rotating: boolean; versions: number[] } {
  const file = JSON.parse(readFileSync(place.keyRingFile, 'utf8')) as RingFile;
  return { current: file.current, rotating: file.rotating, versions: file.keys.map((key) => key.version) };
}
