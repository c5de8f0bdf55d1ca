import { LeftOutlined } from '@ant-design/icons';
import { useEvents, useRead } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import { ErrorState, PageFrame, PageLink, PageSkeleton, StateTag, usePageParams } from '#web/kit/index.ts';
import { readReferral } from '../../contract/index.ts';
import { StandingTag, whyText } from '../words.tsx';
import { ReferralActions } from './referral-actions.tsx';
import { ReferralBody } from './referral-body.tsx';

const topics = ['referrals'];

/** One referral on the whole page, for comparing evidence. */
export default function ReferralPage() {
  const t = useText('referrals');
  const { referralId } = usePageParams<'referralId'>();
  const one = useRead(readReferral, { params: { referralId } });
  useEvents(topics, undefined, { invalidates: [readReferral] });
  const back = (
    <PageLink to="/referrals">
      <LeftOutlined /> {t('referral.back')}
    </PageLink>
  );
  if (one.isPending) return <PageSkeleton />;
  if (one.error) return <ErrorState error={one.error} onRetry={() => void one.refetch()} />;
  const referral = one.data;
  return (
    <PageFrame
      title={referral.patientName ?? t('referral.withoutName')}
      meaning={
        <>
          <StandingTag referral={referral} /> {whyText(t, referral)}{' '}
          {referral.hasOpenDispute && <StateTag tone="waiting">{t('inbox.dispute')}</StateTag>}
        </>
      }
      back={back}
      action={<ReferralActions referral={referral} />}
    >
      <ReferralBody referral={referral} columns />
    </PageFrame>
  );
}
