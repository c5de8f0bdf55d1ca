import type { DeliveryReason, DeliveryResult } from '../contract.ts';
import { failed, later } from '../http.ts';

/** The access token is wrong or over: fetch another one and try once more. */
export const tokenErrcodes: ReadonlySet<number> = new Set([40001, 40014, 42001, 40082]);

/** Trouble that passes, with the seconds after which another attempt makes sense. */
const passing: Readonly<Record<number, readonly [DeliveryReason, number]>> = {
  // "System busy": the platform's own advice is to try again soon.
  '-1': ['outreach.provider-down', 30],
  // The day's quota; it is reset at midnight, so an hour wastes few calls.
  45009: ['outreach.rate-limited', 3600],
  // Per minute.
  45011: ['outreach.rate-limited', 60],
  45033: ['outreach.rate-limited', 60],
  // Wrong secret, address not on the allow list, account frozen: an administrator repairs it, the message waits.
  40013: ['outreach.credentials-refused', 900],
  40125: ['outreach.credentials-refused', 900],
  40164: ['outreach.credentials-refused', 900],
  61004: ['outreach.credentials-refused', 900],
  60020: ['outreach.credentials-refused', 900],
  89503: ['outreach.credentials-refused', 900],
  50002: ['outreach.credentials-refused', 900],
};

/** Trouble that another attempt would only repeat. */
const final: Readonly<Record<number, DeliveryReason>> = {
  40003: 'outreach.address-invalid',
  40031: 'outreach.address-invalid',
  46004: 'outreach.address-invalid',
  60111: 'outreach.address-invalid',
  81013: 'outreach.address-invalid',
  43004: 'outreach.not-following',
  43019: 'outreach.declined-by-receiver',
  43101: 'outreach.declined-by-receiver',
  48002: 'outreach.declined-by-receiver',
  // More than 48 hours since the user's last message, or the user left.
  45015: 'outreach.window-closed',
  // The few messages allowed per user message are used up.
  45047: 'outreach.receiver-limit',
  40037: 'outreach.template-unknown',
  41028: 'outreach.template-unknown',
  45002: 'outreach.content-refused',
  44004: 'outreach.content-refused',
  47003: 'outreach.content-refused',
  47001: 'outreach.content-refused',
  87014: 'outreach.content-refused',
  48001: 'outreach.not-authorized',
  60011: 'outreach.not-authorized',
};

/** What a non-zero errcode of the official account or WeCom interface means for one message. */
export function resultOfErrcode(errcode: number): DeliveryResult {
  const code = String(errcode);
  if (tokenErrcodes.has(errcode)) return later('outreach.credentials-refused', 300, false, code);
  const waits = passing[errcode];
  if (waits) return later(waits[0], waits[1], false, code);
  return failed(final[errcode] ?? 'outreach.rejected', code);
}
