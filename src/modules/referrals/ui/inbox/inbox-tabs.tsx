import { Tabs } from 'antd';
import { useText } from '#web/i18n.ts';
import { useGo } from '#web/kit/index.ts';
import { useMay } from '#web/shell/index.ts';

/** Referrals and the messages they came from lie beside each other. */
export function InboxTabs({ current }: { current: 'referrals' | 'messages' }) {
  const t = useText('referrals');
  const go = useGo();
  if (!useMay('referrals.match')) return null;
  return (
    <Tabs
      className="rm-ref-tabs"
      activeKey={current}
      onChange={(key) => go(key === 'messages' ? '/referral-messages' : '/referrals')}
      items={[
        { key: 'referrals', label: t('inbox.tabReferrals') },
        { key: 'messages', label: t('inbox.tabMessages') },
      ]}
    />
  );
}
