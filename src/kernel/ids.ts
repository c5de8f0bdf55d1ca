import { randomBytes } from 'node:crypto';

/** Identifiers that must not be mixed up: `Id<'patient'>` is not `Id<'episode'>`. */
export type Id<Thing extends string> = string & { readonly idOf: Thing };

export type HospitalId = Id<'hospital'>;
export type AccountId = Id<'account'>;
export type PatientId = Id<'patient'>;
export type EpisodeId = Id<'episode'>;

/** UUID version 7 (RFC 9562): 48 bits of time, then random; sorts by creation. */
export function uuidv7(nowMs: number): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(nowMs, 0, 6);
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
