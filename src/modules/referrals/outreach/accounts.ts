import { randomBytes } from 'node:crypto';
import type { Instant } from '#kernel/day.ts';
import type { HospitalId } from '#kernel/ids.ts';
import { type Actor, audit } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';
import type { OutreachAccounts } from '../contract/index.ts';

export interface WechatSettings {
  readonly kind: 'official' | 'wecom';
  readonly appId: string;
  readonly agentId: number | null;
  readonly templates: Readonly<Record<string, string>>;
  /** Set by `renmai simulate` only: messages go to the simulator on this machine. */
  readonly simulatorUrl?: string;
}

export interface SmsSettings {
  readonly secretId: string | null;
  readonly sdkAppId: string | null;
  readonly signature: string | null;
  readonly templates: Readonly<Record<string, string>>;
  readonly simulatorUrl?: string;
}

/** Null: not given. */
export interface WechatSecrets {
  readonly secret: string | null;
  readonly token: string | null;
  readonly encodingAesKey: string | null;
}

export interface SmsSecrets {
  readonly secretKey: string | null;
  readonly webhookSecret: string | null;
  /** Last part of the provider's callback address. */
  readonly callbackToken: string | null;
}

interface Kept<Settings, Secrets> {
  readonly settings: Settings;
  readonly secrets: Secrets;
  readonly changedAt: Instant;
}

export interface HospitalAccounts {
  readonly wechat: Kept<WechatSettings, WechatSecrets> | null;
  readonly sms: Kept<SmsSettings, SmsSecrets> | null;
}

/** The hospital's accounts with their secrets opened: for senders and callbacks, never for an answer. */
export async function readAccounts(tools: Tools, hospitalId: HospitalId): Promise<HospitalAccounts> {
  return tools.db.read({ hospitalId }, (tx) => readAccountsIn(tx, tools));
}

async function readAccountsIn(tx: Tx, tools: Tools): Promise<HospitalAccounts> {
  const rows = await tx.query<{ channel: 'wechat' | 'sms'; settings: unknown; sealed: Buffer; changed_at: Instant }>(
    'SELECT channel, settings, secrets_sealed AS sealed, changed_at FROM referral_outreach_accounts WHERE hospital_id = $1',
    [tx.hospitalId],
  );
  const find = <Account>(channel: 'wechat' | 'sms'): Account | null => {
    const row = rows.find((one) => one.channel === channel);
    if (!row) return null;
    const secrets: unknown = JSON.parse(tools.cipher.open(row.sealed));
    return { settings: row.settings, secrets, changedAt: row.changed_at } as Account;
  };
  return { wechat: find('wechat'), sms: find('sms') };
}

/** As the settings page shows them: without secrets. */
export async function readShownAccounts(tools: Tools, actor: Actor): Promise<OutreachAccounts> {
  const { wechat, sms } = await readAccounts(tools, actor.hospitalId);
  return {
    wechat: wechat && {
      kind: wechat.settings.kind,
      appId: wechat.settings.appId,
      agentId: wechat.settings.agentId,
      templates: wechat.settings.templates,
      hasSecret: wechat.secrets.secret !== null,
      hasToken: wechat.secrets.token !== null,
      isEncrypted: wechat.secrets.encodingAesKey !== null,
      callbackPath: `/api/webhooks/wechat/${actor.hospitalId}`,
      changedAt: wechat.changedAt,
    },
    sms: sms && {
      provider: 'tencent',
      secretId: sms.settings.secretId,
      sdkAppId: sms.settings.sdkAppId,
      signature: sms.settings.signature,
      templates: sms.settings.templates,
      hasSecretKey: sms.secrets.secretKey !== null,
      hasWebhookSecret: sms.secrets.webhookSecret !== null,
      webhookPath: `/api/webhooks/sms/${actor.hospitalId}`,
      hasCallbackToken: sms.secrets.callbackToken !== null,
      changedAt: sms.changedAt,
    },
  };
}

/** Absent secrets stay as they are, null ones are forgotten. */
type Given<Secrets> = { readonly [Name in keyof Secrets]?: Secrets[Name] | undefined };

export async function changeWechatAccount(
  tools: Tools,
  actor: Actor,
  account: WechatSettings & Given<WechatSecrets>,
): Promise<void> {
  const { kind, appId, agentId, templates, simulatorUrl, ...given } = account;
  await tools.db.transaction(actor, async (tx) => {
    const stored = (await readAccountsIn(tx, tools)).wechat?.secrets;
    const empty: WechatSecrets = { secret: null, token: null, encodingAesKey: null };
    const secrets = withGiven(stored ?? empty, given);
    await writeAccount(tx, tools, actor, 'wechat', { kind, appId, agentId, templates, simulatorUrl }, secrets);
  });
}

/** Answers the new secret callback address when one was asked for. */
export async function changeSmsAccount(
  tools: Tools,
  actor: Actor,
  account: SmsSettings & Given<Omit<SmsSecrets, 'callbackToken'>> & { readonly renewCallback: boolean },
): Promise<{ newCallbackPath: string | null }> {
  const { secretId, sdkAppId, signature, templates, simulatorUrl, renewCallback, ...given } = account;
  const token = renewCallback ? randomBytes(32).toString('base64url') : undefined;
  await tools.db.transaction(actor, async (tx) => {
    const stored = (await readAccountsIn(tx, tools)).sms?.secrets;
    const empty: SmsSecrets = { secretKey: null, webhookSecret: null, callbackToken: null };
    const secrets = withGiven(stored ?? empty, { ...given, callbackToken: token });
    await writeAccount(tx, tools, actor, 'sms', { secretId, sdkAppId, signature, templates, simulatorUrl }, secrets);
  });
  return { newCallbackPath: token ? `/api/webhooks/tencent-sms/${actor.hospitalId}/${token}` : null };
}

export async function disconnectAccount(tools: Tools, actor: Actor, channel: 'wechat' | 'sms'): Promise<void> {
  await tools.db.transaction(actor, async (tx) => {
    await tx.query('DELETE FROM referral_outreach_accounts WHERE hospital_id = $1 AND channel = $2', [
      tx.hospitalId,
      channel,
    ]);
    audit(tx, actor, { action: 'outreach.disconnected', subjectKind: 'outreach-account', subjectId: channel });
  });
}

function withGiven<Secrets extends object>(stored: Secrets, given: Given<Secrets>): Secrets {
  const present = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...stored, ...Object.fromEntries(present) };
}

async function writeAccount(
  tx: Tx,
  tools: Tools,
  actor: Actor,
  channel: 'wechat' | 'sms',
  settings: object,
  secrets: object,
): Promise<void> {
  await tx.query(
    `INSERT INTO referral_outreach_accounts (hospital_id, channel, settings, secrets_sealed, changed_by_name) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (hospital_id, channel) DO UPDATE SET settings = EXCLUDED.settings, secrets_sealed = EXCLUDED.secrets_sealed,
       changed_by_name = EXCLUDED.changed_by_name, changed_at = clock_timestamp()`,
    [tx.hospitalId, channel, JSON.stringify(settings), tools.cipher.seal(JSON.stringify(secrets)), actor.displayName],
  );
  audit(tx, actor, { action: 'outreach.changed', subjectKind: 'outreach-account', subjectId: channel });
}
