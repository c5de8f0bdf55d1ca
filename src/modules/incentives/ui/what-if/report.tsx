import { BulbOutlined, StopFilled } from '@ant-design/icons';
import type { EChartsCoreOption } from 'echarts/core';
import { useMemo } from 'react';
import { type Fen, formatYuan } from '#kernel/money.ts';
import { useText } from '#web/i18n.ts';
import { Chart, Money, Section, StatCard, StatRow } from '#web/kit/index.ts';
import type { WhatIfResult, WhatIfTotals } from '../../contract/index.ts';
import { TotalsTable, useTotalName } from '../settlements/totals-table.tsx';
import { TraceView } from '../settlements/trace-view.tsx';
import { CitationList, CitationPopover, useWords } from '../words.tsx';

/** The figures of a what-if: exposure first, because it is what has to be changed. */
export function WhatIfReport({ result }: { result: WhatIfResult }) {
  const t = useText('incentives');
  const { left, right } = result;
  return (
    <>
      <p className="rm-soft">
        {t('whatIf.over', {
          from: result.fromMonth,
          until: result.untilMonth,
          episodes: result.episodesCount.toLocaleString('en-US'),
        })}
      </p>
      <div className={right ? 'inc-pair' : ''}>
        <Headline totals={left} />
        {right && <Headline totals={right} />}
      </div>
      <div className={right ? 'inc-pair' : ''}>
        <Exposure totals={left} />
        {right && <Exposure totals={right} />}
      </div>
      <RuleChart result={result} />
      {result.comparison ? (
        <>
          <Compared result={result} by="byRule" kind="rule" />
          <Compared result={result} by="byPayeeKind" kind="payee" />
          <Compared result={result} by="byDepartment" kind="department" />
        </>
      ) : (
        <>
          <TotalsTable title={t('totals.byRule')} totals={left.byRule} kind="rule" />
          <TotalsTable title={t('totals.byPayee')} totals={left.byPayeeKind} kind="payee" />
          <TotalsTable title={t('totals.byDepartment')} totals={left.byDepartment} kind="department" />
          {left.byMonth.length > 1 && <TotalsTable title={t('totals.byMonth')} totals={left.byMonth} kind="month" />}
        </>
      )}
    </>
  );
}

function Headline({ totals }: { totals: WhatIfTotals }) {
  const t = useText('incentives');
  const { say } = useWords();
  const { all } = totals;
  return (
    <section className="inc-headline" aria-label={say(totals.title)}>
      <h2>
        {say(totals.title)} <span className="rm-faint">{t('plans.versionNo', totals)}</span>
      </h2>
      <StatRow>
        <StatCard
          label={t('whatIf.total')}
          value={<Money fen={all.amountFen} />}
          note={t('whatIf.lines', { lines: all.lines.toLocaleString('en-US') })}
        />
        <StatCard label={t('verdict.allowed')} value={<Money fen={all.allowedFen} />} note={t('whatIf.allowedNote')} />
        <StatCard label={t('verdict.review')} value={<Money fen={all.reviewFen} />} note={t('whatIf.reviewNote')} />
        <StatCard
          label={t('verdict.prohibited')}
          value={<Money fen={all.prohibitedFen} />}
          {...(all.prohibitedFen > 0 ? { tone: 'prohibited' as const } : {})}
          note={t('whatIf.prohibitedNote')}
        />
      </StatRow>
    </section>
  );
}

/** What the plan would pay unlawfully: by rule, under which provisions, and what to do instead. */
function Exposure({ totals }: { totals: WhatIfTotals }) {
  const t = useText('incentives');
  const { say } = useWords();
  if (totals.exposure.length === 0)
    return (
      <section className="inc-verdict inc-edge-allowed">
        <p className="inc-verdict-sum">
          <strong>{t('exposure.none')}</strong>
        </p>
        <p className="rm-soft">{t('exposure.noneText')}</p>
      </section>
    );
  return (
    <section className="inc-verdict inc-edge-prohibited" aria-label={t('exposure.label')}>
      <p className="inc-verdict-sum">
        <StopFilled aria-hidden className="rm-tone-prohibited" />
        <strong>
          {t('exposure.title')} <Money fen={totals.all.prohibitedFen} />
        </strong>
      </p>
      <p className="rm-soft">{t('exposure.text')}</p>
      <ul className="inc-exposure">
        {[...totals.exposure]
          .sort((one, other) => other.amountFen - one.amountFen)
          .map((one) => (
            <li key={one.ruleId}>
              <p className="inc-exposure-head">
                <span>
                  <strong>{say(one.title)}</strong> <span className="rm-code">{one.ruleId}</span>{' '}
                  <span className="rm-faint">{t('whatIf.lines', { lines: one.lines.toLocaleString('en-US') })}</span>
                </span>
                <Money fen={one.amountFen} strong />
              </p>
              <p className="inc-small">
                {t('exposure.under')}{' '}
                <CitationPopover
                  citations={one.citations}
                  label={one.citations.map((citation) => citation.id).join(' + ')}
                />
              </p>
              <Largest line={one.largest} />
              {one.alternatives.length > 0 && (
                <p className="inc-small rm-soft">
                  <BulbOutlined aria-hidden /> {t('rule.instead')}：
                  {[...new Set(one.alternatives.map((alternative) => say(alternative.text)))].join(t('listSemicolon'))}
                </p>
              )}
            </li>
          ))}
      </ul>
    </section>
  );
}

/** One line worked through: a sum convinces nobody who cannot follow a case. */
function Largest({ line }: { line: WhatIfTotals['exposure'][number]['largest'] }) {
  const t = useText('incentives');
  const { locale } = useWords();
  return (
    <details className="inc-example inc-small">
      <summary>
        {t('exposure.largest')} <Money fen={line.amountFen} />
      </summary>
      <p className="rm-soft">{t('exposure.largestOf', { episode: line.episodeNo, department: line.department })}</p>
      <TraceView trace={line.trace[locale]} />
      <p>
        <strong>{t('exposure.whyProhibited')}</strong>
      </p>
      <CitationList citations={line.citations} />
    </details>
  );
}

const yuan = (fen: number) => formatYuan(fen as Fen);
const inYuan = (fen: number) => Math.round(fen) / 100;

function RuleChart({ result }: { result: WhatIfResult }) {
  const t = useText('incentives');
  const { say } = useWords();
  const ruleName = useTotalName('rule');
  const { left, right } = result;
  const keys = useMemo(
    () => [...new Set([...left.byRule, ...(right?.byRule ?? [])].map((total) => total.key))],
    [left, right],
  );
  const rows = useMemo(
    () =>
      keys.map((key) => {
        const one = left.byRule.find((total) => total.key === key);
        const other = right?.byRule.find((total) => total.key === key);
        return {
          rule: ruleName(one ?? other ?? { key, title: null }),
          allowed: one?.allowedFen ?? 0,
          review: one?.reviewFen ?? 0,
          prohibited: one?.prohibitedFen ?? 0,
          right: other?.amountFen ?? 0,
        };
      }),
    [keys, left, right, ruleName],
  );
  const option = useMemo<EChartsCoreOption>(() => {
    const series = right
      ? [
          {
            name: say(left.title),
            type: 'bar',
            data: rows.map((row) => inYuan(row.allowed + row.review + row.prohibited)),
          },
          { name: say(right.title), type: 'bar', data: rows.map((row) => inYuan(row.right)) },
        ]
      : (['allowed', 'review', 'prohibited'] as const).map((verdict) => ({
          name: t(`verdict.${verdict}`),
          type: 'bar',
          stack: 'all',
          data: rows.map((row) => inYuan(row[verdict])),
        }));
    return {
      tooltip: { trigger: 'axis', valueFormatter: (value: number) => yuan(Math.round(value * 100)) },
      legend: {},
      grid: { left: 8, right: 24, top: 36, bottom: 8, containLabel: true },
      xAxis: { type: 'value' },
      yAxis: {
        type: 'category',
        inverse: true,
        data: rows.map((row) => row.rule),
        axisLabel: { width: 160, overflow: 'truncate' },
      },
      series,
    };
  }, [rows, left, right, say, t]);
  const columns = right
    ? [
        { key: 'rule', title: t('totals.rule') },
        { key: 'left', title: say(left.title), align: 'number' as const },
        { key: 'right', title: say(right.title), align: 'number' as const },
      ]
    : [
        { key: 'rule', title: t('totals.rule') },
        { key: 'allowed', title: t('verdict.allowed'), align: 'number' as const },
        { key: 'review', title: t('verdict.review'), align: 'number' as const },
        { key: 'prohibited', title: t('verdict.prohibited'), align: 'number' as const },
      ];
  return (
    <Chart
      title={t('whatIf.chart')}
      definition={t('whatIf.chartDefinition')}
      option={option}
      height={Math.max(240, 60 + rows.length * 34)}
      table={{
        columns,
        rows: rows.map((row) => ({ ...row, left: row.allowed + row.review + row.prohibited })),
        text: (key, value) => (key === 'rule' || typeof value !== 'number' ? value : yuan(value)),
      }}
    />
  );
}

/** Two plans side by side with the difference, largest change first. */
function Compared(given: {
  result: WhatIfResult;
  by: 'byRule' | 'byPayeeKind' | 'byDepartment';
  kind: 'rule' | 'payee' | 'department';
}) {
  const t = useText('incentives');
  const { say } = useWords();
  const nameOf = useTotalName(given.kind);
  const { result, by } = given;
  const titles = new Map([...result.left[by], ...(result.right?.[by] ?? [])].map((total) => [total.key, total.title]));
  const rows = [...(result.comparison?.[by] ?? [])].sort(
    (one, other) => Math.abs(other.differenceFen) - Math.abs(one.differenceFen),
  );
  return (
    <Section title={t(`compare.${by}`)}>
      <div className="inc-scroll">
        <table className="inc-table">
          <thead>
            <tr>
              <th scope="col">{t(`totals.${given.kind}`)}</th>
              <th scope="col" className="rm-right">
                {say(result.left.title)}
              </th>
              <th scope="col" className="rm-right">
                {say(result.right?.title)}
              </th>
              <th scope="col" className="rm-right">
                {t('compare.difference')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.key}>
                <td>{nameOf({ key: row.key, title: titles.get(row.key) ?? null })}</td>
                <td className="rm-right">
                  <Money fen={row.leftFen} />
                </td>
                <td className="rm-right">
                  <Money fen={row.rightFen} />
                </td>
                <td className="rm-right rm-strong rm-tabular">
                  {row.differenceFen > 0 ? '+' : ''}
                  {yuan(row.differenceFen)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}
