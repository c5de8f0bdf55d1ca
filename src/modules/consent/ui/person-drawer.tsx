import { useEvents, useRead } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import { DetailDrawer, usePageParams } from '#web/kit/index.ts';
import { readPatientConsents } from '../contract/index.ts';
import { ConsentPanel } from './consent-panel.tsx';

/** Where one person stands, over the list. */
export default function PersonDrawer() {
  const t = useText('consent');
  const { patientId } = usePageParams<'patientId'>();
  const read = useRead(readPatientConsents, { params: { patientId } });
  useEvents(['consents'], undefined, { invalidates: [readPatientConsents] });
  return (
    <DetailDrawer
      title={read.data?.person.name ?? t('one')}
      extra={read.data?.person.recordNo}
      back="/consents"
      width={720}
      isLoading={read.isPending}
      error={read.error}
      onRetry={() => void read.refetch()}
    >
      {read.data && <ConsentPanel shown={read.data} />}
    </DetailDrawer>
  );
}
