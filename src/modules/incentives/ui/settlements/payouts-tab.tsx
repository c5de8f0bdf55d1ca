import type { SettlementDetail } from '../../contract/index.ts';
import { PayoutList } from '../payouts/payout-list.tsx';

/** Payouts of this settlement with its bank batches. */
export function SettlementPayouts({ settlement }: { settlement: SettlementDetail }) {
  return <PayoutList settlementId={settlement.settlementId} />;
}
