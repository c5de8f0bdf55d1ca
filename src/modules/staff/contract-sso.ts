import { z } from 'zod';
import { route } from '#kernel/route.ts';

export const listSsoOffers = route({
  id: 'staff.listSsoOffers',
  method: 'GET',
  path: '/api/session/sso',
  permission: 'public',
  summary: 'Identity providers one may sign in at',
  response: z.object({ items: z.array(z.object({ id: z.string(), label: z.string() })) }),
});

export const beginSso = route({
  id: 'staff.beginSso',
  method: 'GET',
  path: '/api/session/sso/:hospitalId/start',
  permission: 'public',
  summary: 'Redirects to the identity provider (authorization code, PKCE, nonce)',
  params: z.object({ hospitalId: z.uuid() }),
  query: z.object({ return: z.string().max(500).default('/') }),
  produces: 'text/html',
  refusals: ['staff.sso-unavailable'],
});

export const finishSso = route({
  id: 'staff.finishSso',
  method: 'GET',
  path: '/api/session/sso/callback',
  permission: 'public',
  summary: 'Where the provider sends the person back: opens the session, or the sign-in page with what went wrong',
  query: z.looseObject({ state: z.string().max(200).optional() }),
  produces: 'text/html',
});

export const ssoSettings = z.object({
  label: z.string(),
  issuer: z.string(),
  clientId: z.string(),
  hasClientSecret: z.boolean(),
  matchBy: z.enum(['subject', 'username']),
  strongMethods: z.array(z.string()),
  isActive: z.boolean(),
  /** To be registered at the provider. */
  redirectPath: z.string(),
  changedAt: z.string(),
});
export type SsoSettings = z.output<typeof ssoSettings>;

export const readSso = route({
  id: 'staff.readSso',
  method: 'GET',
  path: '/api/sso-provider',
  permission: 'integration.write',
  summary: 'The hospital’s identity provider, without its secret',
  response: z.object({ provider: ssoSettings.nullable() }),
});

export const changeSso = route({
  id: 'staff.changeSso',
  method: 'PUT',
  path: '/api/sso-provider',
  permission: 'integration.write',
  summary: 'Connect the identity provider; it is asked for its configuration first. An absent secret stays as it is',
  body: z.object({
    label: z.string().trim().min(1).max(30),
    issuer: z.url({ protocol: /^https?$/ }).max(300),
    clientId: z.string().trim().min(1).max(200),
    clientSecret: z.string().max(500).nullish(),
    matchBy: z.enum(['subject', 'username']),
    strongMethods: z.array(z.string().trim().min(1).max(100)).max(10).default([]),
    isActive: z.boolean().default(true),
  }),
  response: z.object({ provider: ssoSettings }),
  refusals: ['staff.sso-unavailable', 'staff.sso-insecure'],
});

export const removeSso = route({
  id: 'staff.removeSso',
  method: 'DELETE',
  path: '/api/sso-provider',
  permission: 'integration.write',
  summary: 'Disconnect the identity provider; everybody signs in with a password again',
});
