import { useEffect } from 'react';
import { PageSkeleton, useGo, usePageParams } from '#web/kit/index.ts';

/** The short address of disputes, `/disputes/…`, leads to their place beside the queue. */
export default function DisputeAddress() {
  const go = useGo();
  const { disputeId } = usePageParams<'disputeId'>();
  useEffect(() => {
    go(disputeId ? `/matching/disputes/${disputeId}` : `/matching/disputes${globalThis.location.search}`, {
      replace: true,
    });
  }, [go, disputeId]);
  return <PageSkeleton />;
}
