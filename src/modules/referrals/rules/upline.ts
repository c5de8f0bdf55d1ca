import { type Refusal, refuse } from '#kernel/refusal.ts';

export interface UplineFacts {
  readonly introducerNo: string;
  /** Introducers that name this one as their upline. */
  readonly downlineCount: number;
  /** The introducer to become the upline; null: there is none of that number. */
  readonly upline: { readonly introducerNo: string; readonly uplineNo: string | null } | null;
}

export type UplineRefusal = Refusal<
  | 'referrals.upline-unknown'
  | 'referrals.upline-itself'
  | 'referrals.upline-has-upline'
  | 'referrals.upline-has-downline'
>;

/** One level only: who has an upline cannot be one, and who has a downline cannot have one. So there is no circle either. */
export function mayHaveUpline(uplineNo: string, facts: UplineFacts): UplineRefusal | null {
  if (uplineNo === facts.introducerNo) return refuse('referrals.upline-itself');
  if (!facts.upline) return refuse('referrals.upline-unknown', { uplineNo });
  if (facts.upline.uplineNo !== null) return refuse('referrals.upline-has-upline', { uplineNo });
  if (facts.downlineCount > 0) return refuse('referrals.upline-has-downline');
  return null;
}
