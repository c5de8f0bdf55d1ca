import { readJob } from '#modules/staff/contract.ts';
import { useRead } from '#web/api/hooks.ts';
import { useText } from '#web/i18n.ts';
import { EmptyState, ErrorState, PageFrame, PageLink, PageSkeleton, Section, usePageParams } from '#web/kit/index.ts';
import { SampleAccounts, sampleAccessOf } from '#web/shell/index.ts';

/** The accounts and the password of the sample hospital, for whoever had it loaded. */
export default function SampleAccountsPage() {
  const t = useText('staff');
  const { jobId } = usePageParams<'jobId'>();
  const job = useRead(readJob, { params: { jobId } });
  const access = sampleAccessOf(job.data?.result);
  return (
    <PageFrame
      title={t('sample.title')}
      meaning={t('sample.meaning')}
      width="text"
      back={<PageLink to="/accounts">{t('sample.back')}</PageLink>}
    >
      {job.error ? (
        <ErrorState error={job.error} onRetry={() => void job.refetch()} />
      ) : job.isPending ? (
        <PageSkeleton />
      ) : access ? (
        <Section>
          <SampleAccounts access={access} />
        </Section>
      ) : (
        <EmptyState picture="lock" title={t('sample.gone')} text={t('sample.goneText')} />
      )}
    </PageFrame>
  );
}
