import { randomBytes } from 'node:crypto';
import type { HospitalId } from '#kernel/ids.ts';
import { isRefusal, type Refusal, refuse } from '#kernel/refusal.ts';
import { systemActor } from '#modules/staff/index.ts';
import {
  type InboundMessage,
  passiveReply,
  type ReplyAddress,
  readCallback,
  readSmsWebhook,
  readTencentReply,
  silentAnswer,
  type WechatAccount,
} from '#platform/outreach/index.ts';
import type { Tools } from '#platform/tools.ts';
import { type ReceivedMessage, receiveMessage } from '../inbox/messages.ts';
import { readAccounts } from './accounts.ts';

export interface CallbackAnswer {
  readonly body: string;
  readonly mediaType: 'text/plain' | 'application/xml';
}

export interface CallbackCall {
  readonly hospitalId: HospitalId;
  readonly method: 'GET' | 'POST';
  readonly query: Readonly<Record<string, unknown>>;
  readonly rawBody: string;
}

/** One call of the WeChat platform: address check, message or event. Nothing is stored of a call that fails its checks. */
export async function receiveWechat(tools: Tools, call: CallbackCall): Promise<CallbackAnswer | Refusal> {
  const account = await readWechatAccount(tools, call.hospitalId);
  if (!account) return refused(tools, 'wechat', refuse('outreach.channel-off'));
  const callback = readCallback({ ...call, account, nowMs: tools.now() });
  if (isRefusal(callback)) return refused(tools, 'wechat', callback);
  if (callback.kind === 'echo') return { body: callback.answer, mediaType: 'text/plain' };
  if (callback.kind === 'event') {
    const isNew = callback.event.event === 'subscribe';
    return isNew ? answerWith(tools, account, callback.replyTo, welcomeText) : silence;
  }
  const received = await takeIn(tools, call.hospitalId, callback.message, true);
  if (isRefusal(received)) {
    // Said to the sender, not to the platform: an error answer would only make it try again.
    return received.code === 'referrals.message-empty'
      ? silence
      : answerWith(tools, account, callback.replyTo, unreadableText);
  }
  return answerWith(tools, account, callback.replyTo, received.reply);
}

const silence: CallbackAnswer = { body: silentAnswer, mediaType: 'text/plain' };
const welcomeText = '您好，欢迎！介绍病人请直接发消息，例如：张三 男 56岁 胆结石 明天上午到 李医生介绍';
const unreadableText = '抱歉，这条消息无法读取，请用文字重新发送。';

function answerWith(tools: Tools, account: WechatAccount, replyTo: ReplyAddress, text: string): CallbackAnswer {
  const body = passiveReply(account, replyTo, text, tools.now(), randomBytes(6).toString('hex'));
  return { body, mediaType: 'application/xml' };
}

async function readWechatAccount(tools: Tools, hospitalId: HospitalId): Promise<WechatAccount | null> {
  const { wechat } = await readAccounts(tools, hospitalId);
  if (!wechat?.secrets.token) return null;
  const { kind, appId } = wechat.settings;
  return { kind, appId, token: wechat.secrets.token, encodingAesKey: wechat.secrets.encodingAesKey };
}

/** One inbound SMS of a gateway that signs as Standard Webhooks says. */
export async function receiveSms(
  tools: Tools,
  call: {
    readonly hospitalId: HospitalId;
    readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
    readonly rawBody: string;
  },
): Promise<ReceivedMessage | Refusal> {
  const { sms } = await readAccounts(tools, call.hospitalId);
  const secret = sms?.secrets.webhookSecret;
  if (!secret) return refused(tools, 'sms', refuse('outreach.channel-off'));
  const message = readSmsWebhook({ ...call, account: { name: 'webhook', secrets: [secret] }, nowMs: tools.now() });
  return isRefusal(message) ? refused(tools, 'sms', message) : takeIn(tools, call.hospitalId, message, false);
}

/** One inbound SMS of Tencent Cloud, which signs nothing: the secret address is the proof. */
export async function receiveTencent(
  tools: Tools,
  call: { readonly hospitalId: HospitalId; readonly pathToken: string; readonly rawBody: string },
): Promise<ReceivedMessage | Refusal> {
  const { sms } = await readAccounts(tools, call.hospitalId);
  const callbackToken = sms?.secrets.callbackToken;
  if (!callbackToken) return refused(tools, 'sms', refuse('outreach.channel-off'));
  const sdkAppId = sms.settings.sdkAppId ?? '';
  const message = readTencentReply({ ...call, callbackToken, sdkAppId });
  return isRefusal(message) ? refused(tools, 'sms', message) : takeIn(tools, call.hospitalId, message, false);
}

async function takeIn(
  tools: Tools,
  hospitalId: HospitalId,
  message: InboundMessage,
  isAnsweredAtOnce: boolean,
): Promise<ReceivedMessage | Refusal> {
  const isText = message.type === 'text' && message.text.trim() !== '';
  return receiveMessage(tools, systemActor({ hospitalId }, 'webhook'), {
    channel: message.channel,
    sender: message.sender,
    text: isText ? message.text.replaceAll('\0', '').toWellFormed() : message.raw,
    isText,
    sentAt: message.sentAt,
    providerKey: message.messageKey,
    isAnsweredAtOnce,
  });
}

/** The outside hears only that it was refused; the code goes to the log. */
function refused(tools: Tools, channel: string, refusal: Refusal): Refusal {
  tools.log.warn({ channel, code: refusal.code }, 'callback refused');
  if (refusal.code === 'outreach.body-too-large') return refuse('outreach.body-too-large');
  const isUnreadable = refusal.code === 'outreach.body-unreadable' || refusal.code === 'outreach.doctype';
  return refuse(isUnreadable ? 'outreach.body-unreadable' : 'outreach.refused');
}
