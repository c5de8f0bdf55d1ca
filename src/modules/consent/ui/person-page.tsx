import { useEvents, useRead } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import { ErrorState, PageFrame, PageSkeleton, usePageParams } from '#web/kit/index.ts';
import { readPatientConsents } from '../contract/index.ts';
import { ConsentPanel } from './consent-panel.tsx';

/** The same as a page of its own: what the page of a patient leads to. */
export default function PersonPage() {
  const t = useText('consent');
  const { patientId } = usePageParams<'patientId'>();
  const read = useRead(readPatientConsents, { params: { patientId } });
  useEvents(['consents'], undefined, { invalidates: [readPatientConsents] });
  if (read.isError && !read.data) return <ErrorState error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <PageSkeleton />;
  return (
    <PageFrame title={`${read.data.person.name ?? ''} · ${t('one')}`} meaning={read.data.person.recordNo} width="text">
      <ConsentPanel shown={read.data} />
    </PageFrame>
  );
}
