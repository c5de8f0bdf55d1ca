import { z } from 'zod';
import { route } from '#kernel/route.ts';
import { instant } from './common.ts';

const appId = z.string().regex(/^[\w-]{4,64}$/);
const templates = z.record(z.string().regex(/^[a-z-]{1,40}$/), z.string().regex(/^[\w-]{1,80}$/)).default({});
/** Secrets travel in only: absent keeps the stored one, null removes it. */
const secret = z.string().min(3).max(200).nullable().optional();

export const outreachAccounts = z.object({
  wechat: z
    .object({
      kind: z.enum(['official', 'wecom']),
      appId: z.string(),
      agentId: z.number().int().nullable(),
      templates: z.record(z.string(), z.string()),
      hasSecret: z.boolean(),
      hasToken: z.boolean(),
      /** Encrypted ("safe") mode; without it whoever sees a callback can forge another for five minutes. */
      isEncrypted: z.boolean(),
      callbackPath: z.string(),
      changedAt: instant,
    })
    .nullable(),
  sms: z
    .object({
      provider: z.literal('tencent'),
      secretId: z.string().nullable(),
      sdkAppId: z.string().nullable(),
      signature: z.string().nullable(),
      templates: z.record(z.string(), z.string()),
      hasSecretKey: z.boolean(),
      /** Signed generic webhook (standardwebhooks.com). */
      hasWebhookSecret: z.boolean(),
      webhookPath: z.string(),
      /** The provider's own callback; its last part is the secret and is shown once, when made. */
      hasCallbackToken: z.boolean(),
      changedAt: instant,
    })
    .nullable(),
});
export type OutreachAccounts = z.output<typeof outreachAccounts>;

export const readOutreachAccounts = route({
  id: 'referrals.readOutreachAccounts',
  method: 'GET',
  path: '/api/outreach-accounts',
  permission: 'integration.write',
  summary: 'The WeChat and SMS accounts of the hospital, without their secrets',
  response: outreachAccounts,
});

export const changeWechatAccount = route({
  id: 'referrals.changeWechatAccount',
  method: 'PUT',
  path: '/api/outreach-accounts/wechat',
  permission: 'integration.write',
  summary: 'Connect a WeChat official account or WeCom application; secrets are stored encrypted',
  body: z.object({
    kind: z.enum(['official', 'wecom']),
    appId,
    agentId: z.number().int().min(1).nullable().default(null),
    templates,
    secret,
    token: z
      .string()
      .regex(/^[A-Za-z0-9]{3,32}$/)
      .nullable()
      .optional(),
    encodingAesKey: z
      .string()
      .regex(/^[A-Za-z0-9]{43}$/)
      .nullable()
      .optional(),
  }),
  response: outreachAccounts,
});

export const changeSmsAccount = route({
  id: 'referrals.changeSmsAccount',
  method: 'PUT',
  path: '/api/outreach-accounts/sms',
  permission: 'integration.write',
  summary: 'Connect the SMS gateway; secrets are stored encrypted',
  body: z.object({
    secretId: z.string().max(100).nullable().default(null),
    sdkAppId: z
      .string()
      .regex(/^\d{5,20}$/)
      .nullable()
      .default(null),
    signature: z.string().max(20).nullable().default(null),
    templates,
    secretKey: secret,
    webhookSecret: z
      .string()
      .regex(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/)
      .nullable()
      .optional(),
    /** True: make a new secret callback address for the provider; it is in the answer once. */
    renewCallback: z.boolean().default(false),
  }),
  response: outreachAccounts.extend({ newCallbackPath: z.string().nullable() }),
});

export const disconnectOutreachAccount = route({
  id: 'referrals.disconnectOutreachAccount',
  method: 'DELETE',
  path: '/api/outreach-accounts/:channel',
  permission: 'integration.write',
  summary: 'Disconnect the channel and forget its secrets',
  params: z.object({ channel: z.enum(['wechat', 'sms']) }),
  response: outreachAccounts,
});

const hospitalParams = z.object({ hospitalId: z.uuid() });
const webhookRefusals = ['outreach.refused', 'outreach.body-too-large', 'outreach.body-unreadable'] as const;

export const verifyWechatCallback = route({
  id: 'referrals.verifyWechatCallback',
  method: 'GET',
  path: '/api/webhooks/wechat/:hospitalId',
  permission: 'public',
  summary: 'The platform checks the callback address: the echo goes back bare',
  params: hospitalParams,
  query: z.looseObject({}),
  produces: 'text/plain',
  refusals: [...webhookRefusals],
});

export const receiveWechatCallback = route({
  id: 'referrals.receiveWechatCallback',
  method: 'POST',
  path: '/api/webhooks/wechat/:hospitalId',
  permission: 'public',
  summary: 'A message or event of the platform, plain or encrypted; answered in kind',
  params: hospitalParams,
  query: z.looseObject({}),
  produces: 'application/xml',
  refusals: [...webhookRefusals],
});

export const receiveSmsWebhook = route({
  id: 'referrals.receiveSmsWebhook',
  method: 'POST',
  path: '/api/webhooks/sms/:hospitalId',
  permission: 'public',
  summary: 'An inbound SMS of any gateway, signed as Standard Webhooks: {message_id, sender, text, sent_at}',
  params: hospitalParams,
  response: z.object({ taken: z.literal(true) }),
  refusals: [...webhookRefusals],
});

export const receiveTencentReply = route({
  id: 'referrals.receiveTencentReply',
  method: 'POST',
  path: '/api/webhooks/tencent-sms/:hospitalId/:token',
  permission: 'public',
  summary: 'An inbound SMS of Tencent Cloud; the secret address is the proof',
  params: z.object({ hospitalId: z.uuid(), token: z.string().max(200) }),
  response: z.object({ result: z.number().int(), errmsg: z.string() }),
  refusals: [...webhookRefusals],
});
