import { useEffect } from 'react';
import { PageSkeleton, useGo } from '#web/kit/index.ts';
import { useMay } from '#web/shell/index.ts';
import { MatchingQueue } from './matching-queue.tsx';

/** The queue for who may decide in it; everybody else comes for the disputes. */
export default function MatchingPage() {
  const mayMatch = useMay('referrals.match');
  const go = useGo();
  useEffect(() => {
    if (!mayMatch) go('/matching/disputes', { replace: true });
  }, [mayMatch, go]);
  return mayMatch ? <MatchingQueue /> : <PageSkeleton />;
}
