import { PlayCircleOutlined } from '@ant-design/icons';
import { Button, DatePicker } from 'antd';
import dayjs from 'dayjs';
import { useMemo } from 'react';
import { useRead } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import {
  type Column,
  DataList,
  EmptyState,
  ErrorState,
  type FilterSpec,
  Money,
  PageFrame,
  PageLink,
  StatCard,
  StatRow,
  useUrlValue,
  When,
} from '#web/kit/index.ts';
import { useMay } from '#web/shell/index.ts';
import { listSettlements, monthOverview, type SettlementRow, settlementStates } from '../../contract/index.ts';
import { SettlementStateTag, useWords } from '../words.tsx';
import '../incentives.css';
import { DueClock } from './due-clock.tsx';
import { RunDialog } from './run-dialog.tsx';

export const settlementPath = (id: string) => `/incentives/settlements/${id}`;

/** The month in figures, and every settlement. */
export default function SettlementsPage() {
  const t = useText('incentives');
  const mayRun = useMay('settlement.compile');
  const [run, setRun] = useUrlValue<string>('run', '');
  return (
    <PageFrame
      title={t('settlements.title')}
      meaning={t('settlements.meaning')}
      action={
        mayRun && (
          <Button type="primary" icon={<PlayCircleOutlined />} onClick={() => setRun('1')}>
            {t('settlements.run')}
          </Button>
        )
      }
    >
      <MonthFigures />
      <SettlementList mayRun={mayRun} onRun={() => setRun('1')} />
      {run !== '' && mayRun && <RunDialog onClose={() => setRun('')} />}
    </PageFrame>
  );
}

/** Paid, outstanding, reversed, exposure of a month, and the clock until payment is due. */
export function MonthFigures() {
  const t = useText('incentives');
  const [month, setMonth] = useUrlValue<string>('month', '');
  const read = useRead(monthOverview, { query: month === '' ? {} : { month } }, { keepPrevious: true });
  const figures = read.data;
  if (read.isError && !figures) return <ErrorState error={read.error} onRetry={() => void read.refetch()} />;
  const isLoading = !figures;
  return (
    <div className="inc-month">
      <div className="inc-month-head">
        <DatePicker
          picker="month"
          allowClear={false}
          aria-label={t('settlements.month')}
          value={figures ? dayjs(`${month || figures.month}-01`) : null}
          onChange={(chosen) => chosen && setMonth(chosen.format('YYYY-MM'))}
        />
        {figures && (
          <DueClock dueOn={figures.dueOn} daysUntilDue={figures.daysUntilDue} outstandingFen={figures.outstandingFen} />
        )}
      </div>
      <StatRow>
        <StatCard
          label={t('overview.paid')}
          isLoading={isLoading}
          value={<Money fen={figures?.paidFen ?? 0} />}
          note={
            figures?.paidInTimeBasisPoints === null || !figures
              ? t('overview.paidNote')
              : t('overview.inTime', { percent: (figures.paidInTimeBasisPoints / 100).toFixed(1) })
          }
        />
        <StatCard
          label={t('overview.outstanding')}
          isLoading={isLoading}
          value={<Money fen={figures?.outstandingFen ?? 0} />}
          {...(figures && figures.overdueFen > 0 ? { tone: 'prohibited' as const } : {})}
          note={
            figures && figures.overdueFen > 0 ? (
              <>
                {t('overview.overdue')} <Money fen={figures.overdueFen} />
              </>
            ) : (
              t('overview.outstandingNote')
            )
          }
        />
        <StatCard
          label={t('overview.reversed')}
          isLoading={isLoading}
          value={<Money fen={figures?.reversedFen ?? 0} />}
          note={t('overview.reversedNote')}
        />
        <StatCard
          label={t('overview.review')}
          isLoading={isLoading}
          value={<Money fen={figures?.reviewWaitingFen ?? 0} />}
          note={t('overview.reviewNote')}
        />
        <StatCard
          label={t('overview.prohibited')}
          isLoading={isLoading}
          value={<Money fen={figures?.prohibitedFen ?? 0} />}
          {...(figures && figures.prohibitedFen > 0 ? { tone: 'prohibited' as const } : {})}
          note={t('overview.prohibitedNote')}
        />
      </StatRow>
    </div>
  );
}

function SettlementList({ mayRun, onRun }: { mayRun: boolean; onRun: () => void }) {
  const t = useText('incentives');
  const { say } = useWords();
  const columns = useMemo<Column<SettlementRow>[]>(
    () => [
      {
        key: 'no',
        title: t('settlements.no'),
        render: (row) => (
          <PageLink to={settlementPath(row.settlementId)} className="rm-row-link">
            {row.settlementNo}
          </PageLink>
        ),
        sort: 'settlementNo',
        width: 165,
      },
      { key: 'month', title: t('settlements.month'), render: (row) => row.month, sort: 'month', width: 85 },
      {
        key: 'plan',
        title: t('settlements.plan'),
        render: (row) => (
          <>
            {say(row.planTitle)} <span className="rm-faint">{t('plans.versionNo', { version: row.planVersion })}</span>
          </>
        ),
      },
      {
        key: 'state',
        title: t('settlements.state'),
        render: (row) => <SettlementStateTag state={row.state} />,
        width: 125,
      },
      {
        key: 'lines',
        title: t('settlements.lines'),
        render: (row) => row.linesCount.toLocaleString('en-US'),
        align: 'number',
        width: 80,
        hidden: true,
      },
      {
        key: 'allowed',
        title: t('settlements.allowed'),
        render: (row) => <Money fen={row.allowedFen} />,
        align: 'money',
        width: 110,
      },
      {
        key: 'review',
        title: t('settlements.review'),
        render: (row) => <Money fen={row.reviewFen} />,
        align: 'money',
        width: 110,
      },
      {
        key: 'prohibited',
        title: t('settlements.prohibited'),
        render: (row) => <Prohibited fen={row.prohibitedFen} />,
        align: 'money',
        width: 120,
      },
      {
        key: 'outstanding',
        title: t('settlements.outstanding'),
        render: (row) => <Money fen={row.outstandingFen} />,
        align: 'money',
        width: 110,
      },
      { key: 'due', title: t('settlements.due'), render: (row) => <Due row={row} />, sort: 'dueOn', width: 150 },
      {
        key: 'computed',
        title: t('settlements.computed'),
        render: (row) => <When at={row.computedAt} />,
        hidden: true,
      },
    ],
    [t, say],
  );
  const filters = useMemo<FilterSpec[]>(
    () => [
      { kind: 'month', field: 'month', label: t('settlements.month') },
      {
        kind: 'choice',
        field: 'state',
        label: t('settlements.state'),
        options: settlementStates.map((value) => ({ value, label: t(`settlementState.${value}`) })),
      },
      { kind: 'days', field: 'dueOn', label: t('settlements.due') },
    ],
    [t],
  );
  const views = useMemo(
    () => [
      { key: 'all', label: t('settlements.viewAll'), filter: [] },
      {
        key: 'open',
        label: t('settlements.viewOpen'),
        filter: ['state:in:draft|compiled|verified|recalculated|approved_first'],
      },
      { key: 'paying', label: t('settlements.viewPaying'), filter: ['state:in:approved|partly_paid'] },
    ],
    [t],
  );
  return (
    <DataList<SettlementRow>
      id="incentives.settlements"
      route={listSettlements}
      rowKey={(row) => row.settlementId}
      rowPath={(row) => settlementPath(row.settlementId)}
      columns={columns}
      filters={filters}
      views={views}
      defaultSort="-month"
      topics={['incentives.settlements']}
      rowTone={(row) => (row.isOverdue ? 'prohibited' : undefined)}
      empty={
        <EmptyState
          picture="money"
          title={t('settlements.emptyTitle')}
          text={t('settlements.emptyText')}
          action={
            mayRun && (
              <Button type="primary" onClick={onRun}>
                {t('settlements.run')}
              </Button>
            )
          }
        />
      }
    />
  );
}

function Prohibited({ fen }: { fen: number }) {
  return <span className={fen > 0 ? 'rm-tone-prohibited' : ''}>{<Money fen={fen} />}</span>;
}

function Due({ row }: { row: SettlementRow }) {
  const t = useText('incentives');
  if (!row.dueOn) return <span className="rm-faint">—</span>;
  return (
    <span className={row.isOverdue ? 'rm-tone-prohibited rm-tabular' : 'rm-tabular'}>
      {row.dueOn} {row.isOverdue && t('settlements.overdue')}
    </span>
  );
}
