import type { DeliveryResult, OutreachMessage, OutreachSender } from './contract.ts';
import { failed } from './http.ts';
import { createTencentSms, type TencentSmsSettings } from './sms/tencent.ts';
import { createWechatSender, type WechatSenderSettings } from './wechat/send.ts';

export { callbackBytesMax } from './body.ts';
export type {
  DeliveryReason,
  DeliveryResult,
  InboundEvent,
  InboundMessage,
  OutreachChannel,
  OutreachMessage,
  OutreachSender,
  OutreachTemplate,
} from './contract.ts';
export { mainlandMobile, type SmsGateway, smsSegments } from './sms/gateway.ts';
export { createTencentSms, readTencentReply, type TencentSmsSettings, tencentTaken } from './sms/tencent.ts';
export { readSmsWebhook, type SmsWebhookAccount, type SmsWebhookRefusal, webhookSignature } from './sms/webhook.ts';
export {
  type Callback,
  type CallbackRefusal,
  passiveReply,
  type ReplyAddress,
  readCallback,
  silentAnswer,
  type WechatAccount,
} from './wechat/callback.ts';
export { createWechatSender, type WechatSenderSettings } from './wechat/send.ts';

/** What delivery tells the log: a message id, a channel, an outcome. Fits the product's logger. */
export interface OutreachLog {
  info(facts: Readonly<Record<string, unknown>>, text: string): void;
  warn(facts: Readonly<Record<string, unknown>>, text: string): void;
}

export interface OutreachConfig {
  /** Null: the hospital has not connected the channel; its messages fail with `outreach.channel-off`. */
  readonly wechat: WechatSenderSettings | null;
  readonly sms: TencentSmsSettings | null;
  /** Addresses of the simulators; a null or absent one means the real platform. */
  readonly baseUrls?: { readonly wechatBaseUrl?: string | null; readonly smsBaseUrl?: string | null };
  readonly log: OutreachLog;
}

export interface Outreach {
  /** See `OutreachSender`; 0 where the channel is off. */
  repeatSafeSeconds(message: OutreachMessage): number;
  /** One attempt. Repeating, counting and giving up are the caller's: its outbox survives a crash, this does not. */
  deliver(message: OutreachMessage, signal?: AbortSignal): Promise<DeliveryResult>;
}

/** The senders of one hospital. Keep it as long as the settings stay: it holds the access token. */
export function createOutreach(config: OutreachConfig): Outreach {
  const { wechatBaseUrl, smsBaseUrl } = config.baseUrls ?? {};
  const senders: Record<OutreachMessage['channel'], OutreachSender | null> = {
    wechat:
      config.wechat && createWechatSender({ ...config.wechat, ...(wechatBaseUrl ? { baseUrl: wechatBaseUrl } : {}) }),
    sms: config.sms && createTencentSms({ ...config.sms, ...(smsBaseUrl ? { baseUrl: smsBaseUrl } : {}) }),
  };
  return {
    repeatSafeSeconds: (message) => senders[message.channel]?.repeatSafeSeconds(message) ?? 0,
    async deliver(message, signal) {
      const sender = senders[message.channel];
      const result = sender ? await sender.send(message, signal) : failed('outreach.channel-off');
      const facts = { messageId: message.id, channel: message.channel, outcome: result.outcome };
      if (result.outcome === 'sent') config.log.info(facts, 'outreach message sent');
      else
        config.log.warn(
          { ...facts, reason: result.reason, providerCode: result.providerCode },
          'outreach message not sent',
        );
      return result;
    },
  };
}
