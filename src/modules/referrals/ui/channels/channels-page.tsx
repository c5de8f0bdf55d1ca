import { useRead } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import { ErrorState, PageFrame, PageSkeleton } from '#web/kit/index.ts';
import { useMay } from '#web/shell/index.ts';
import { readOutreachAccounts } from '../../contract/index.ts';
import { SmsSection } from './sms-section.tsx';
import { TrySection } from './try-section.tsx';
import { WechatSection } from './wechat-section.tsx';

/** How referral messages come in and answers go out: WeChat and the SMS gateway. */
export default function ChannelsPage() {
  const t = useText('referrals');
  const accounts = useRead(readOutreachAccounts);
  const mayTry = useMay('referrals.register');
  if (accounts.isPending) return <PageSkeleton />;
  if (accounts.error) return <ErrorState error={accounts.error} onRetry={() => void accounts.refetch()} />;
  return (
    <PageFrame title={t('channels.title')} meaning={t('channels.meaning')} width="text">
      <WechatSection account={accounts.data.wechat} />
      <SmsSection account={accounts.data.sms} />
      {mayTry && <TrySection />}
    </PageFrame>
  );
}
