import type { Instant } from '#kernel/day.ts';
import type { IntroducerKind } from './common.ts';

export { type IntroducerKind, introducerKinds } from './common.ts';

export const messageChannels = ['sms', 'wechat', 'phone', 'web'] as const;
export type MessageChannel = (typeof messageChannels)[number];

/* Introducers, messages and referrals as the exchange formats bring them, checked and typed; null = unknown. */

export interface IntroducerRow {
  introducerNo: string;
  name: string;
  kind: IntroducerKind;
  clinical: boolean | null;
  phone: string | null;
  institution: string | null;
  county: string | null;
  repNo: string | null;
}

export interface MessageRow {
  messageId: string;
  receivedAt: Instant;
  channel: MessageChannel;
  /** A phone (digits) or, for WeChat and the web, an opaque id. */
  sender: string | null;
  text: string;
}

export interface ReferralRow {
  referralId: string;
  receivedAt: Instant;
  channel: MessageChannel | null;
  introducerNo: string | null;
  patientName: string | null;
  sex: 'male' | 'female' | null;
  age: number | null;
  phone: string | null;
  disease: string | null;
  department: string | null;
  accompanied: boolean | null;
}
