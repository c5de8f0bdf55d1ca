import { useEvents, useRead } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import { DetailDrawer, usePageParams } from '#web/kit/index.ts';
import { readReferral } from '../../contract/index.ts';
import { StandingTag } from '../words.tsx';
import { ReferralActions } from './referral-actions.tsx';
import { ReferralBody } from './referral-body.tsx';

const topics = ['referrals'];

/** One referral beside the inbox. */
export default function ReferralDrawer() {
  const t = useText('referrals');
  const { referralId } = usePageParams<'referralId'>();
  const one = useRead(readReferral, { params: { referralId } });
  useEvents(topics, undefined, { invalidates: [readReferral] });
  const referral = one.data;
  return (
    <DetailDrawer
      title={referral ? (referral.patientName ?? t('referral.withoutName')) : t('referral.title')}
      {...(referral
        ? { extra: <StandingTag referral={referral} />, footer: <ReferralActions referral={referral} /> }
        : {})}
      back="/referrals"
      fullPage={`/referrals/${encodeURIComponent(referralId)}/full`}
      width={720}
      isLoading={one.isPending}
      error={one.error}
      onRetry={() => void one.refetch()}
    >
      {referral && <ReferralBody referral={referral} />}
    </DetailDrawer>
  );
}
