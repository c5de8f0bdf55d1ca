import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Instant } from '#kernel/day.ts';
import type { HospitalId } from '#kernel/ids.ts';
import { linkKeyOf, readLinkToken, writeLinkToken } from './link-token.ts';

const key = linkKeyOf(Buffer.alloc(32, 7));
const now = 1_790_000_000_000 as Instant;
const claim = {
  hospitalId: '01999999-0000-7000-8000-000000000001' as HospitalId,
  linkId: '01999999-0000-7000-8000-0000000000ff',
  expiresAt: (now + 60_000) as Instant,
};

test('a link says again what was written into it', () => {
  const token = writeLinkToken(claim, key);
  expect(token).toHaveLength(72);
  expect(readLinkToken(token, key, now)).toEqual(claim);
});

test('an expired link, one of another installation and nonsense are nothing', () => {
  const token = writeLinkToken(claim, key);
  expect(readLinkToken(token, key, claim.expiresAt)).toBeNull();
  expect(readLinkToken(token, linkKeyOf(Buffer.alloc(32, 8)), now)).toBeNull();
  for (const text of ['', 'x', `${token}A`, token.slice(1), '../../etc/passwd', '我'.repeat(72)])
    expect(readLinkToken(text, key, now)).toBeNull();
});

test('a link with any bit turned is refused', () => {
  const bytes = Buffer.from(writeLinkToken(claim, key), 'base64url');
  fc.assert(
    fc.property(fc.integer({ min: 0, max: bytes.length * 8 - 1 }), (bit) => {
      const forged = Buffer.from(bytes);
      forged[bit >> 3]! ^= 1 << (bit & 7);
      expect(readLinkToken(forged.toString('base64url'), key, now)).toBeNull();
    }),
  );
});
