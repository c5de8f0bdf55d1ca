import type { Instant } from '#kernel/day.ts';

/** Where a message can go or come from. WeCom members count as WeChat users of the hospital. */
export type OutreachChannel = 'wechat' | 'sms';

/** What the product wants said. The adapter of the channel decides how it travels. */
export interface OutreachMessage {
  /** The outbox row: the only thing about a message that may be logged, together with the channel. */
  readonly id: string;
  readonly channel: OutreachChannel;
  /** Openid or WeCom user id, or a Chinese mobile number. */
  readonly address: string;
  /**
   * The registered template. SMS in mainland China always needs one; WeChat needs one outside the 48 hours after the user's last message.
   * Null: say `text` freely (WeChat only).
   */
  readonly template: OutreachTemplate | null;
  /** The whole text as the receiver reads it; kept as evidence, sent as it is where the channel allows free text. */
  readonly text: string;
}

export interface OutreachTemplate {
  /** Our own name, e.g. `referral-received`; each account maps it to the provider's template id. */
  readonly name: string;
  /** Values in the order of the registered template; the key is the field name a WeChat template uses, e.g. `thing1`. */
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * What became of one attempt. `mayHaveArrived` is true when the connection broke or timed out after the request could have reached the
 * provider: a second call then sends twice, unless the provider knows repeats (`repeatSafeSeconds`).
 */
export type DeliveryResult =
  | { readonly outcome: 'sent'; readonly providerId: string | null }
  | {
      readonly outcome: 'retryLater';
      readonly reason: DeliveryReason;
      readonly afterSeconds: number;
      readonly mayHaveArrived: boolean;
      readonly providerCode: string | null;
    }
  | { readonly outcome: 'failed'; readonly reason: DeliveryReason; readonly providerCode: string | null };

/** Why a message did not go out: stable codes, never texts of the provider (they repeat addresses). */
export type DeliveryReason =
  | 'outreach.cancelled'
  | 'outreach.timed-out'
  | 'outreach.unreachable'
  | 'outreach.provider-down'
  | 'outreach.provider-answer-unreadable'
  | 'outreach.rate-limited'
  | 'outreach.credentials-refused'
  | 'outreach.balance-empty'
  | 'outreach.not-authorized'
  | 'outreach.channel-off'
  | 'outreach.address-invalid'
  | 'outreach.not-following'
  | 'outreach.declined-by-receiver'
  | 'outreach.receiver-limit'
  | 'outreach.window-closed'
  | 'outreach.template-unknown'
  | 'outreach.content-refused'
  | 'outreach.rejected';

/** A message somebody sent us. `raw` is the exact text the provider handed over (decrypted), kept unaltered as evidence. */
export interface InboundMessage {
  readonly channel: OutreachChannel;
  /** Which of our accounts received it: app id, corp id or SMS gateway name. */
  readonly account: string;
  /** Openid, WeCom user id, or the phone number as the gateway wrote it. */
  readonly sender: string;
  /** Empty for anything but text (a picture, a voice note): the officer looks at the original. */
  readonly text: string;
  /** `text`, `image`, `voice` … in the provider's words. */
  readonly type: string;
  /** Unique per message over all retries of the provider: the caller's key against doubles and replays. Holds no personal data. */
  readonly messageKey: string;
  /** The provider's or sender's own clock: evidence only, receipt time is the server's. Null when unreadable. */
  readonly sentAt: Instant | null;
  readonly raw: string;
}

/** Something happened at the account without a message: somebody followed, left, pressed a menu entry. */
export interface InboundEvent extends Omit<InboundMessage, 'text'> {
  /** `subscribe`, `unsubscribe`, `SCAN`, `CLICK` … */
  readonly event: string;
  /** The scene of a QR code or the key of a menu entry; empty when there is none. */
  readonly eventKey: string;
}

/** Sends over one channel. Never throws for what the provider or the network does. */
export interface OutreachSender {
  /**
   * For how many seconds after a first call the provider itself makes one message of a second call with the same message; 0: two calls are two
   * messages.
   */
  repeatSafeSeconds(message: OutreachMessage): number;
  send(message: OutreachMessage, signal?: AbortSignal): Promise<DeliveryResult>;
}
