import type { ImportRun } from '#modules/imports/contract.ts';
import { useText } from '#web/i18n.ts';
import { StatCard, StatRow } from '#web/kit/index.ts';
import { counted } from './words.ts';

/** New, changed, same, rejected: the same four figures after the dry run and after the import. */
export function Counts({ run }: { run: ImportRun }) {
  const t = useText('imports');
  return (
    <>
      <StatRow>
        <StatCard label={t('count.read')} value={counted(run.rowsRead)} />
        <StatCard label={t('count.new')} value={counted(run.rowsNew)} note={t('count.newText')} />
        <StatCard label={t('count.changed')} value={counted(run.rowsChanged)} note={t('count.changedText')} />
        <StatCard label={t('count.same')} value={counted(run.rowsSame)} note={t('count.sameText')} />
        <StatCard
          label={t('count.rejected')}
          value={counted(run.rowsRejected)}
          note={t('count.rejectedText')}
          {...(run.rowsRejected > 0 ? { tone: 'prohibited' as const } : {})}
        />
      </StatRow>
      {(run.rowsWarned > 0 || run.notices.length > 0) && (
        <ul className="rm-import-notices rm-import-help">
          {run.rowsWarned > 0 && <li>{t('count.warned', { count: counted(run.rowsWarned) })}</li>}
          {run.notices.map((notice) => (
            <li key={notice}>{notice}</li>
          ))}
        </ul>
      )}
    </>
  );
}
