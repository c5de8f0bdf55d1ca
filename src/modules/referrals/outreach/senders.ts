import type { HospitalId } from '#kernel/ids.ts';
import { createOutreach, type Outreach } from '#platform/outreach/index.ts';
import type { Tools } from '#platform/tools.ts';
import { type HospitalAccounts, readAccounts } from './accounts.ts';

/** Senders hold the access token, so they live as long as the settings they were made from. */
const kept = new WeakMap<Tools, Map<HospitalId, { readonly madeFrom: string; readonly outreach: Outreach }>>();

/** The hospital's senders, made anew when its accounts changed. */
export async function outreachOf(tools: Tools, hospitalId: HospitalId): Promise<Outreach> {
  const accounts = await readAccounts(tools, hospitalId);
  const madeFrom = `${accounts.wechat?.changedAt ?? 0}/${accounts.sms?.changedAt ?? 0}`;
  const mine = kept.get(tools) ?? new Map();
  kept.set(tools, mine);
  const known = mine.get(hospitalId);
  if (known?.madeFrom === madeFrom) return known.outreach;
  const outreach = createOutreach({
    wechat: wechatSender(accounts),
    sms: smsSender(accounts),
    baseUrls: {
      wechatBaseUrl: accounts.wechat?.settings.simulatorUrl ?? tools.config.outreach.wechatBaseUrl,
      smsBaseUrl: accounts.sms?.settings.simulatorUrl ?? tools.config.outreach.smsBaseUrl,
    },
    log: tools.log,
  });
  mine.set(hospitalId, { madeFrom, outreach });
  return outreach;
}

function wechatSender({ wechat }: HospitalAccounts) {
  if (!wechat?.secrets.secret) return null;
  const { kind, appId, agentId, templates } = wechat.settings;
  return { kind, appId, secret: wechat.secrets.secret, templates, ...(agentId === null ? {} : { agentId }) };
}

function smsSender({ sms }: HospitalAccounts) {
  const { secretId, sdkAppId, signature, templates } = sms?.settings ?? {};
  const secretKey = sms?.secrets.secretKey;
  if (!secretId || !sdkAppId || !signature || !secretKey) return null;
  return { secretId, secretKey, sdkAppId, signature, templates: templates ?? {} };
}
