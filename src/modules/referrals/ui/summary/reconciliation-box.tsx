import { Table } from 'antd';
import { Section, StateTag } from '#web/kit/index.ts';
import type { MonthlySummary } from '../../contract/summary.ts';
import { useDesk } from '../desk-text.ts';
import { partsOf } from './summary-figures.ts';

/** Does the summary agree with the HIS? The equation, and everything that does not fit. */
export function ReconciliationBox({ summary }: { summary: MonthlySummary }) {
  const t = useDesk();
  const { sum, difference, isEqual } = partsOf(summary);
  const { reconciliation, totals } = summary;
  const his = reconciliation.hisAdmissions;
  const departments = reconciliation.byDepartment.filter((row) => row.difference !== 0);
  const tag = (
    <StateTag tone={isEqual ? 'allowed' : 'prohibited'}>
      {isEqual
        ? t('summary.boxEqual')
        : t('summary.boxNotEqual', { count: reconciliation.differencesCount + departments.length })}
    </StateTag>
  );
  return (
    <Section title={t('summary.box')} extra={tag}>
      <div className="rs-equation">
        <Figure value={his} label={t('summary.boxHis')} />
        <span aria-hidden>{difference === 0 ? '=' : '≠'}</span>
        <Figure value={totals.won} label={t('summary.columns.won')} />
        <span aria-hidden>+</span>
        <Figure value={totals.walkIn} label={t('summary.columns.walkIn')} />
        <span aria-hidden>+</span>
        <Figure value={totals.undetermined} label={t('summary.columns.undetermined')} />
        <span aria-hidden>+</span>
        <Figure value={totals.notCreditable} label={t('summary.columns.notCreditable')} />
      </div>
      {difference !== 0 && <p className="rm-tone-prohibited">{t('summary.boxSumWrong', { his, sum, difference })}</p>}
      {totals.undetermined > 0 && <p className="rm-faint">{t('summary.undeterminedHint')}</p>}
      {departments.length > 0 && (
        <>
          <h3 className="rs-subtitle">{t('summary.byDepartmentDiff')}</h3>
          <Table
            size="small"
            rowKey="department"
            pagination={false}
            dataSource={departments}
            columns={[
              {
                key: 'department',
                dataIndex: 'department',
                title: t('summary.columns.department'),
                render: (name: string) => name || t('summary.notKnown'),
              },
              { key: 'his', dataIndex: 'his', title: t('summary.columns.his'), align: 'right' },
              { key: 'counted', dataIndex: 'counted', title: t('summary.columns.counted'), align: 'right' },
              { key: 'difference', dataIndex: 'difference', title: t('summary.columns.difference'), align: 'right' },
            ]}
          />
        </>
      )}
      {reconciliation.differences.length > 0 && (
        <>
          <h3 className="rs-subtitle">{t('summary.differences')}</h3>
          <ul className="rs-differences">
            {reconciliation.differences.map((one) => (
              <li key={`${one.episodeNo} ${one.code}`}>
                <span className="rm-tabular">{one.episodeNo}</span>
                <span>{one.department ?? t('summary.notKnown')}</span>
                <span className="rm-tone-prohibited">{t(`summary.differenceCodes.${one.code}`)}</span>
              </li>
            ))}
          </ul>
          {reconciliation.differencesCount > reconciliation.differences.length && (
            <p className="rm-faint">
              {t('summary.differencesMore', {
                count: reconciliation.differencesCount - reconciliation.differences.length,
              })}
            </p>
          )}
        </>
      )}
    </Section>
  );
}

function Figure({ value, label }: { value: number; label: string }) {
  return (
    <span className="rs-figure">
      <strong>{value.toLocaleString('en-US')}</strong>
      <small>{label}</small>
    </span>
  );
}
