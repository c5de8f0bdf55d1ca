import type { ReactNode } from 'react';
import { PageFrame, useGo } from '#web/kit/index.ts';
import { useSession } from '#web/shell/index.ts';
import { useDesk } from '../desk-text.ts';

export const matchingTabs = [
  { key: 'queue', path: '/matching', permission: 'referrals.match', label: 'matching.tabQueue' },
  { key: 'disputes', path: '/matching/disputes', permission: 'referrals.read', label: 'matching.tabDisputes' },
  {
    key: 'violations',
    path: '/matching/violations',
    permission: 'referrals.violation.decide',
    label: 'matching.tabViolations',
  },
  {
    key: 'contradictions',
    path: '/matching/contradictions',
    permission: 'referrals.match',
    label: 'matching.tabContradictions',
  },
] as const;
export type MatchingTab = (typeof matchingTabs)[number]['key'];

interface MatchingFrameProps {
  readonly tab: MatchingTab;
  readonly meaning: string;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

/** The pages about whose patient it is, side by side; each person sees the tabs of the own work. */
export function MatchingFrame({ tab, meaning, action, children }: MatchingFrameProps) {
  const t = useDesk();
  const go = useGo();
  const { permissions } = useSession();
  const tabs = matchingTabs.filter((one) => permissions.includes(one.permission));
  return (
    <PageFrame
      title={t('matching.title')}
      meaning={meaning}
      tabs={tabs.map((one) => ({ key: one.key, label: t(one.label) }))}
      tab={tab}
      onTab={(key) => go(matchingTabs.find((one) => one.key === key)?.path ?? '/matching')}
      {...(action ? { action } : {})}
    >
      {children}
    </PageFrame>
  );
}
