import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Instant } from '#kernel/day.ts';
import type { HospitalId } from '#kernel/ids.ts';

/** What a personal link says: which link of which hospital, and until when. Nothing about the person. */
export interface LinkClaim {
  readonly hospitalId: HospitalId;
  readonly linkId: string;
  readonly expiresAt: Instant;
}

const claimBytes = 16 + 16 + 6;
const macBytes = 16;

/** `claim (38 bytes) | first 16 bytes of HMAC-SHA256`, base64url: 72 characters. */
export function writeLinkToken(claim: LinkClaim, key: Buffer): string {
  const bytes = Buffer.alloc(claimBytes);
  bytes.write(claim.hospitalId.replaceAll('-', ''), 0, 'hex');
  bytes.write(claim.linkId.replaceAll('-', ''), 16, 'hex');
  bytes.writeUIntBE(Math.floor(claim.expiresAt / 1000), 32, 6);
  return Buffer.concat([bytes, macOf(bytes, key)]).toString('base64url');
}

/** Null: forged, damaged or expired; the reader is not told which. */
export function readLinkToken(token: string, key: Buffer, now: Instant): LinkClaim | null {
  if (!/^[A-Za-z0-9_-]{72}$/.test(token)) return null;
  const bytes = Buffer.from(token, 'base64url');
  const claim = bytes.subarray(0, claimBytes);
  if (!timingSafeEqual(macOf(claim, key), bytes.subarray(claimBytes))) return null;
  const expiresAt = (claim.readUIntBE(32, 6) * 1000) as Instant;
  if (now >= expiresAt) return null;
  return { hospitalId: uuidOf(claim, 0) as HospitalId, linkId: uuidOf(claim, 16), expiresAt };
}

/** The key of links, apart from every other use of the installation's session key. */
export function linkKeyOf(sessionKey: Buffer): Buffer {
  return createHmac('sha256', sessionKey).update('renmai consent links 1').digest();
}

function macOf(claim: Buffer, key: Buffer): Buffer {
  return createHmac('sha256', key).update(claim).digest().subarray(0, macBytes);
}

function uuidOf(bytes: Buffer, from: number): string {
  const hex = bytes.subarray(from, from + 16).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
