import { useRead } from '#web/api/index.ts';
import { ErrorState, Money, PageSkeleton, PrintLayout, timeText, useTimeZone, useUrlValue } from '#web/kit/index.ts';
import { type MonthlySummary, readSummary, type SummaryGroup } from '../../contract/summary.ts';
import { useDesk } from '../desk-text.ts';
import './summary.css';
import { partsOf } from './summary-figures.ts';
import { type Grouping, groupsOf, percentText, useGroupName } from './summary-table.tsx';

/** The monthly summary as it is printed and signed. */
export default function SummaryPrintPage() {
  const t = useDesk();
  const timeZone = useTimeZone();
  const [month] = useUrlValue<string>('month', timeText(Date.now(), timeZone).slice(0, 7));
  const read = useRead(readSummary, { query: { month } });
  if (read.error) return <ErrorState error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <PageSkeleton />;
  const summary = read.data;
  return (
    <main>
      <PrintLayout
        hospital={summary.hospitalName}
        title={t('summary.document')}
        landscape
        facts={[
          [t('summary.printFacts.month'), summary.month],
          [t('summary.printFacts.generated'), timeText(summary.generatedAt, timeZone)],
        ]}
        signatures={[
          t('summary.signatures.maker'),
          t('summary.signatures.checker'),
          t('summary.signatures.head'),
          t('summary.signatures.approver'),
        ]}
      >
        <p className="rs-print-note">{t('summary.printFacts.unit')}</p>
        <Reconciled summary={summary} />
        {(['department', 'introducer', 'rep', 'county'] as const).map((by) => (
          <PrintTable key={by} summary={summary} by={by} />
        ))}
        <Differences summary={summary} />
      </PrintLayout>
    </main>
  );
}

function Reconciled({ summary }: { summary: MonthlySummary }) {
  const t = useDesk();
  const { sum, difference, isEqual } = partsOf(summary);
  const { won, walkIn, undetermined, notCreditable } = summary.totals;
  const his = summary.reconciliation.hisAdmissions;
  return (
    <p className="rs-print-note">
      <strong>{t('summary.box')}：</strong>
      {difference === 0
        ? t('summary.boxSum', { his, won, walkIn, undetermined, notCreditable })
        : t('summary.boxSumWrong', { his, sum, difference })}{' '}
      {isEqual
        ? t('summary.boxEqual')
        : t('summary.boxNotEqual', { count: Math.max(1, summary.reconciliation.differencesCount) })}
    </p>
  );
}

function PrintTable({ summary, by }: { summary: MonthlySummary; by: Grouping }) {
  const t = useDesk();
  const groupName = useGroupName();
  const seesMoney = summary.totals.chargesFen !== null;
  const cells = (group: SummaryGroup) => (
    <>
      {[group.admissions, group.won, group.walkIn, group.undetermined, group.notCreditable].map((figure, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the figures stand in the order of the columns
        <td key={index} className="rm-right">
          {figure}
        </td>
      ))}
      <td className="rm-right">{percentText(group)}</td>
      {seesMoney && (
        <td className="rm-right">
          <Money fen={group.chargesFen} />
        </td>
      )}
    </>
  );
  return (
    <section className="rs-print-table">
      <h2>{t(`summary.tabs.${by}`)}</h2>
      <table>
        <thead>
          <tr>
            <th>{t(`summary.columns.${by}`)}</th>
            {(['admissions', 'won', 'walkIn', 'undetermined', 'notCreditable', 'share'] as const).map((key) => (
              <th key={key}>{t(`summary.columns.${key}`)}</th>
            ))}
            {seesMoney && <th>{t('summary.columns.charges')}</th>}
          </tr>
        </thead>
        <tbody>
          {groupsOf(summary, by).map((group) => (
            <tr key={group.key}>
              <td>{groupName(group, by)}</td>
              {cells(group)}
            </tr>
          ))}
          <tr className="rs-print-total">
            <td>{t('summary.columns.total')}</td>
            {cells(summary.totals)}
          </tr>
        </tbody>
      </table>
    </section>
  );
}

function Differences({ summary }: { summary: MonthlySummary }) {
  const t = useDesk();
  const { differences } = summary.reconciliation;
  if (differences.length === 0) return null;
  return (
    <section className="rs-print-table">
      <h2>{t('summary.differences')}</h2>
      <table>
        <thead>
          <tr>
            <th>{t('matching.fields.episodeNo')}</th>
            <th>{t('summary.columns.department')}</th>
            <th>{t('summary.columns.difference')}</th>
          </tr>
        </thead>
        <tbody>
          {differences.map((one) => (
            <tr key={`${one.episodeNo} ${one.code}`}>
              <td>{one.episodeNo}</td>
              <td>{one.department ?? t('summary.notKnown')}</td>
              <td>{t(`summary.differenceCodes.${one.code}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
