import type { OutreachSender } from '../contract.ts';

/** Any SMS provider: sends one message to one mainland mobile number. Inbound messages have readers of their own, per provider. */
export interface SmsGateway extends OutreachSender {
  /** Name of the adapter for settings and logs: `tencent`. */
  readonly name: string;
}

/**
 * The 11 digits of a mainland mobile number, written with or without +86, 0086 or 86 and separators; null for anything else. New number
 * blocks appear every few years, so only the leading 1 and 3–9 are checked.
 */
export function mainlandMobile(text: string): string | null {
  const digits = text.replace(/[\s().-]/g, '').replace(/^(?:\+|00)?86(?=1\d{10}$)/, '');
  return /^1[3-9]\d{9}$/.test(digits) ? digits : null;
}

const singleCharactersMax = 70;
const partCharactersMax = 67;

/**
 * How many messages the operator counts for a text with its 【signature】: one up to 70 UCS-2 characters, else parts of 67. An emoji is two
 * characters.
 */
export function smsSegments(text: string, signature: string): { characters: number; segments: number } {
  const characters = `【${signature}】${text}`.length;
  return { characters, segments: characters <= singleCharactersMax ? 1 : Math.ceil(characters / partCharactersMax) };
}
