import { z } from 'zod';
import { route } from '#kernel/route.ts';
import { channel, consentKind, instant } from './common.ts';
import { preferenceBody } from './consents.ts';

const token = z.object({ token: z.string().max(200) });

/** What the holder of a link sees. No phone, no number, no diagnosis: a link may fall into other hands. */
export const ownPage = z.object({
  hospitalName: z.string(),
  /** First character only. */
  name: z.string(),
  expiresAt: instant,
  needsGuardian: z.boolean(),
  kinds: z.array(
    z.object({
      kind: consentKind,
      title: z.string(),
      state: z.enum(['none', 'given', 'refused', 'withdrawn']),
      since: instant.nullable(),
      validUntil: instant.nullable(),
      channels: z.array(z.object({ channel, state: z.enum(['none', 'given', 'refused', 'withdrawn']) })),
    }),
  ),
  offers: z.array(
    z.object({
      kind: consentKind,
      version: z.number().int(),
      title: z.string(),
      body: z.string(),
      channels: z.array(channel),
      needsScope: z.boolean(),
    }),
  ),
  preference: preferenceBody,
});
export type OwnPage = z.output<typeof ownPage>;

export const readOwnPage = route({
  id: 'consent.readOwnPage',
  method: 'GET',
  path: '/api/own-consents/:token',
  permission: 'public',
  summary: 'The page behind a personal link: own consents and preferences; at most 60 reads a minute from one address',
  params: token,
  response: ownPage,
  refusals: ['consent.link-unknown', 'platform.too-many-requests'],
});

export const withdrawOwn = route({
  id: 'consent.withdrawOwn',
  method: 'DELETE',
  path: '/api/own-consents/:token/:kind',
  permission: 'public',
  summary: 'Withdraw by personal link, at once effective; `all` for everything',
  params: token.extend({ kind: z.union([consentKind, z.literal('all')]) }),
  body: z.object({ channel: channel.nullish() }),
  response: ownPage,
  refusals: ['consent.link-unknown', 'platform.too-many-requests'],
});

export const changeOwnPreference = route({
  id: 'consent.changeOwnPreference',
  method: 'PUT',
  path: '/api/own-consents/:token/preference',
  permission: 'public',
  summary: 'Channels and hours wished, by personal link',
  params: token,
  body: preferenceBody,
  response: ownPage,
  refusals: ['consent.link-unknown', 'consent.hours-wrong', 'platform.too-many-requests'],
});

export const signOwn = route({
  id: 'consent.signOwn',
  method: 'POST',
  path: '/api/own-consents/:token/:kind',
  permission: 'public',
  summary: 'Agree to or refuse one offered text by personal link: a signed page',
  params: token.extend({ kind: consentKind }),
  body: z.object({
    agrees: z.boolean(),
    version: z.number().int(),
    channels: z.array(channel).max(6).default([]),
    /** Under 14: who signs, and as what. */
    guardianName: z.string().trim().max(60).nullish(),
    guardianRelation: z.string().trim().max(30).nullish(),
  }),
  response: ownPage,
  refusals: [
    'consent.link-unknown',
    'consent.not-offered',
    'consent.text-unknown',
    'consent.channels-missing',
    'consent.guardian-needed',
    'consent.giver-missing',
    'consent.minor-marketing',
    'consent.scope-missing',
    'consent.term-missing',
    'consent.patient-deceased',
    'platform.too-many-requests',
  ],
});

export const requestOwn = route({
  id: 'consent.requestOwn',
  method: 'POST',
  path: '/api/own-consents/:token/requests',
  permission: 'public',
  summary: 'File a rights request by personal link; identity is checked before anything is handed out',
  params: token,
  body: z.object({
    kind: z.enum(['copy', 'correction', 'deletion', 'restriction', 'portability']),
    detail: z.string().trim().max(1000).default(''),
  }),
  response: z.object({ requestNo: z.string(), deadlineAt: instant }),
  refusals: ['consent.link-unknown', 'consent.request-open', 'platform.too-many-requests'],
});
