import { PlusOutlined } from '@ant-design/icons';
import { Button, Skeleton } from 'antd';
import { useMemo } from 'react';
import { useRead } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import {
  type Column,
  DataList,
  EmptyState,
  type FilterSpec,
  PageFrame,
  PageLink,
  useGo,
  useUrlQuery,
  useUrlValue,
  When,
} from '#web/kit/index.ts';
import { useMay } from '#web/shell/index.ts';
import { listPlans, type PlanRow, readPlan } from '../../contract/index.ts';
import { ClearanceTag, isHistorical, PlanStateTag, planPath, useWords } from '../words.tsx';
import { Approvals } from './approvals.tsx';
import { countVerdicts } from './rule-card.tsx';

/** Plans with what the policy pack says of their rules; a second tab keeps the president's approvals of special diseases. */
export default function PlansPage() {
  const t = useText('incentives');
  const go = useGo();
  const mayWrite = useMay('plans.write');
  const mayCompute = useMay('plans.whatif');
  const [tab] = useUrlValue<'plans' | 'approvals'>('tab', 'plans');
  const [, setQuery] = useUrlQuery();
  return (
    <PageFrame
      title={t('plans.title')}
      meaning={t('plans.meaning')}
      action={
        tab === 'plans' && (
          <>
            {mayCompute && <Button onClick={() => go('/incentives/what-if')}>{t('plans.whatIf')}</Button>}
            {mayWrite && (
              <Button type="primary" icon={<PlusOutlined />} onClick={() => go('/incentives/new-plan')}>
                {t('plans.create')}
              </Button>
            )}
          </>
        )
      }
      tabs={[
        { key: 'plans', label: t('plans.tabPlans') },
        { key: 'approvals', label: t('plans.tabApprovals') },
      ]}
      tab={tab}
      onTab={(key) =>
        setQuery((query) => {
          for (const name of [...query.keys()]) query.delete(name);
          if (key !== 'plans') query.set('tab', key);
        })
      }
    >
      {tab === 'plans' ? <PlanList /> : <Approvals />}
    </PageFrame>
  );
}

function PlanList() {
  const t = useText('incentives');
  const { say } = useWords();
  const columns = useMemo<Column<PlanRow>[]>(
    () => [
      {
        key: 'title',
        title: t('plans.plan'),
        render: (row) => (
          <PageLink to={planPath(row)} className="rm-row-link">
            {say(row.title)} <span className="rm-code">{row.planId}</span>
          </PageLink>
        ),
        sort: 'planId',
      },
      { key: 'version', title: t('plans.version'), render: (row) => t('plans.versionNo', row), width: 90 },
      {
        key: 'state',
        title: t('plans.state'),
        render: (row) => <PlanStateTag state={row.state} isHistorical={isHistorical(row)} />,
        width: 150,
      },
      { key: 'effective', title: t('plans.effective'), render: (row) => <Effective row={row} />, width: 200 },
      { key: 'rules', title: t('plans.rules'), render: (row) => row.rulesCount, align: 'number', width: 80 },
      { key: 'clearance', title: t('plans.clearance'), render: (row) => <ClearanceChips row={row} />, width: 290 },
      {
        key: 'created',
        title: t('plans.created'),
        render: (row) => <When at={row.createdAt} />,
        sort: 'createdAt',
        width: 110,
      },
      { key: 'by', title: t('plans.by'), render: (row) => row.createdByName, hidden: true },
    ],
    [t, say],
  );
  const filters = useMemo<FilterSpec[]>(
    () => [
      {
        kind: 'choice',
        field: 'state',
        label: t('plans.state'),
        options: (['active', 'draft', 'retired'] as const).map((value) => ({ value, label: t(`planState.${value}`) })),
      },
      { kind: 'flag', field: 'isBundled', label: t('plans.bundled') },
      { kind: 'days', field: 'createdAt', label: t('plans.created') },
    ],
    [t],
  );
  const views = useMemo(
    () => [
      { key: 'all', label: t('plans.viewAll'), filter: [] },
      { key: 'active', label: t('planState.active'), filter: ['state:in:active'] },
      { key: 'draft', label: t('planState.draft'), filter: ['state:in:draft'] },
    ],
    [t],
  );
  return (
    <DataList<PlanRow>
      id="incentives.plans"
      route={listPlans}
      rowKey={(row) => `${row.planId}/${row.version}`}
      rowPath={planPath}
      columns={columns}
      filters={filters}
      views={views}
      searchHint={t('plans.search')}
      defaultSort="-createdAt"
      topics={['incentives.plans']}
      empty={<EmptyState picture="money" title={t('plans.emptyTitle')} text={t('plans.emptyText')} />}
    />
  );
}

function Effective({ row }: { row: PlanRow }) {
  const t = useText('incentives');
  if (isHistorical(row)) return <span className="rm-faint">{t('plans.neverInForce')}</span>;
  if (!row.effectiveFrom) return <span className="rm-faint">—</span>;
  return (
    <span className="rm-tabular">
      {row.effectiveFrom} {row.effectiveUntil ? t('plans.until', { day: row.effectiveUntil }) : t('plans.onwards')}
    </span>
  );
}

/** How many rules are allowed, reviewed or prohibited at their strictest; one look tells whether a plan is lawful. */
function ClearanceChips({ row }: { row: PlanRow }) {
  const read = useRead(readPlan, { params: { planId: row.planId, version: row.version } }, { staleMs: 600_000 });
  if (read.isPending) return <Skeleton.Button active size="small" />;
  if (!read.data) return <span className="rm-faint">—</span>;
  const counts = countVerdicts(read.data.review.clearance);
  return (
    <span className="inc-chips">
      {(['allowed', 'review', 'prohibited'] as const)
        .filter((verdict) => counts[verdict] > 0)
        .map((verdict) => (
          <ClearanceTag key={verdict} verdict={verdict} count={counts[verdict]} />
        ))}
    </span>
  );
}
