import { readSampleAccess } from '#modules/staff/contract-accounts.ts';
import { useRead } from '#web/api/hooks.ts';
import { useText } from '#web/i18n.ts';
import { PageLink } from '#web/kit/index.ts';

/** In a sample hospital: where its accounts and their password are seen again. */
export function SampleHint() {
  const t = useText('staff');
  const sample = useRead(readSampleAccess);
  if (!sample.data?.isSample) return null;
  const { jobId } = sample.data;
  return (
    <p className="rm-note rm-note-waiting" role="note">
      <span>
        {t('sample.hint')}{' '}
        {jobId ? <PageLink to={`/accounts/sample/${jobId}`}>{t('sample.show')}</PageLink> : t('sample.reset')}
      </span>
    </p>
  );
}
