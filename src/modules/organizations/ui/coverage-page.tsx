import { Button, Select, Switch } from 'antd';
import { useMemo, useState } from 'react';
import { useEvents, useRead } from '#web/api/index.ts';
import {
  Chart,
  EmptyState,
  ErrorState,
  PageFrame,
  PageLink,
  PageSkeleton,
  Section,
  StatCard,
  StateTag,
  StatRow,
  useGo,
} from '#web/kit/index.ts';
import { useMay } from '#web/shell/index.ts';
import { type Coverage, readCoverage } from '../contract/index.ts';
import { topics, useWords } from './words.tsx';

type County = Coverage['counties'][number];

/** 客户 · 覆盖网络: where somebody brings patients, and where nobody does. */
export default function CoveragePage() {
  const t = useWords();
  const go = useGo();
  const mayManage = useMay('organizations.manage');
  const coverage = useRead(readCoverage);
  useEvents([...topics, 'introducers'], undefined, { invalidates: [readCoverage] });
  const [chosen, setChosen] = useState<string | null>(null);
  const settings = <Button onClick={() => go('/coverage/area')}>{t('coverage.settings')}</Button>;
  if (coverage.error) return <ErrorState error={coverage.error} onRetry={() => void coverage.refetch()} />;
  if (!coverage.data) return <PageSkeleton />;
  const { counties, hasDivisions, unplaced } = coverage.data;
  const county = counties.find((one) => one.code === chosen) ?? counties[0];
  return (
    <PageFrame title={t('coverage.title')} meaning={t('coverage.meaning')} action={settings}>
      {!hasDivisions || !county ? (
        <EmptyState
          picture="chart"
          title={t('coverage.noDataTitle')}
          text={t('coverage.noDataText')}
          action={
            mayManage && (
              <Button type="primary" onClick={() => go('/coverage/area')}>
                {t('area.import')}
              </Button>
            )
          }
        />
      ) : (
        <>
          {counties.length > 1 && (
            <Select
              aria-label={t('coverage.county')}
              style={{ width: 240 }}
              value={county.code}
              onChange={setChosen}
              options={counties.map((one) => ({ value: one.code, label: one.name }))}
            />
          )}
          <StatRow>
            <StatCard label={t('coverage.townships')} value={county.townships.length} />
            <StatCard
              label={t('coverage.gaps')}
              value={county.short}
              note={t('coverage.short')}
              {...(county.short > 0 ? { tone: 'waiting' as const } : {})}
            />
            <StatCard label={t('coverage.total')} value={county.people} />
            <StatCard label={t('coverage.unplaced')} value={unplaced} note={t('coverage.unplacedNote')} />
          </StatRow>
          <CountyChart county={county} />
          <CountyTable county={county} />
        </>
      )}
    </PageFrame>
  );
}

function CountyChart({ county }: { county: County }) {
  const t = useWords();
  const option = useMemo(() => {
    const ordered = [...county.townships].sort((one, other) => one.people - other.people);
    return {
      grid: { left: 8, right: 16, top: 32, bottom: 8, containLabel: true },
      legend: { top: 0 },
      xAxis: { type: 'value', minInterval: 1 },
      yAxis: { type: 'category', data: ordered.map((one) => one.name) },
      series: [
        {
          type: 'bar',
          stack: 'all',
          name: t('coverage.introducers'),
          data: ordered.map((one) => one.introducers),
        },
        {
          type: 'bar',
          stack: 'all',
          name: t('coverage.contacts'),
          data: ordered.map((one) => one.contacts),
          markLine: { silent: true, symbol: 'none', data: [{ xAxis: 2 }] },
        },
      ],
    };
  }, [county, t]);
  return (
    <Section>
      <Chart
        title={t('coverage.chart', { county: county.name })}
        definition={t('coverage.definition')}
        option={option}
        height={Math.max(220, county.townships.length * 26 + 60)}
        table={{
          columns: [
            { key: 'name', title: t('coverage.township') },
            { key: 'introducers', title: t('coverage.introducers'), align: 'number' },
            { key: 'contacts', title: t('coverage.contacts'), align: 'number' },
            { key: 'people', title: t('coverage.people'), align: 'number' },
          ],
          rows: county.townships.map(({ name, introducers, contacts, people }) => ({
            name,
            introducers,
            contacts,
            people,
          })),
        }}
      />
    </Section>
  );
}

function CountyTable({ county }: { county: County }) {
  const t = useWords();
  const [onlyGaps, setOnlyGaps] = useState(false);
  const rows = county.townships
    .filter((one) => !onlyGaps || one.isShort)
    .sort((one, other) => one.people - other.people || one.code.localeCompare(other.code));
  return (
    <Section
      title={county.name}
      extra={
        <span className="rm-org-buttons">
          <Switch size="small" checked={onlyGaps} onChange={setOnlyGaps} aria-label={t('coverage.onlyGaps')} />
          {t('coverage.onlyGaps')}
        </span>
      }
    >
      <div className="rm-org-scroll">
        <table className="rm-org-plain">
          <thead>
            <tr>
              <th>{t('coverage.township')}</th>
              <th>{t('coverage.state')}</th>
              <th className="rm-org-number">{t('coverage.people')}</th>
              <th className="rm-org-number">{t('coverage.introducers')}</th>
              <th className="rm-org-number">{t('coverage.contacts')}</th>
              <th className="rm-org-number">{t('coverage.organizations')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((one) => (
              <tr key={one.code}>
                <td>
                  <PageLink to={`/organizations?filter=township:contains:${encodeURIComponent(one.name)}`}>
                    {one.name}
                  </PageLink>
                </td>
                <td>
                  <StateTag tone={one.people === 0 ? 'prohibited' : one.isShort ? 'waiting' : 'allowed'}>
                    {t(one.people === 0 ? 'coverage.none' : one.isShort ? 'coverage.short' : 'coverage.enough')}
                  </StateTag>
                </td>
                <td className="rm-org-number">{one.people}</td>
                <td className="rm-org-number">{one.introducers}</td>
                <td className="rm-org-number">{one.contacts}</td>
                <td className="rm-org-number">{one.organizations}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}
