import { DownloadOutlined, PrinterOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { fileAddress, useRead } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import {
  ErrorState,
  Money,
  PageFrame,
  PageLink,
  PageSkeleton,
  StatCard,
  StatRow,
  useGo,
  usePageParams,
  useTimeZone,
  useUrlQuery,
  useUrlValue,
  When,
  WithoutPageCount,
} from '#web/kit/index.ts';
import { useMay } from '#web/shell/index.ts';
import {
  downloadLines,
  downloadRegister,
  downloadSettlement,
  readSettlement,
  type SettlementDetail,
} from '../../contract/index.ts';
import { BackLink, planPath, SettlementStateTag, useWords } from '../words.tsx';
import '../incentives.css';
import { Departments } from './departments-tab.tsx';
import { Differences } from './differences-tab.tsx';
import { DueClock, daysUntil } from './due-clock.tsx';
import { History } from './history-tab.tsx';
import { Lines } from './lines-tab.tsx';
import { NextStep } from './next-step.tsx';
import { SettlementPayouts } from './payouts-tab.tsx';
import { ReviewQueue } from './review-tab.tsx';
import { Stepper } from './stepper.tsx';
import { TotalsTable } from './totals-table.tsx';

export default function SettlementPage() {
  const { settlementId } = usePageParams<'settlementId'>();
  const read = useRead(readSettlement, { params: { settlementId } });
  if (read.isError && !read.data) return <ErrorState error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <PageSkeleton />;
  return <Loaded settlement={read.data} />;
}

type Tab = 'lines' | 'departments' | 'payees' | 'rules' | 'differences' | 'review' | 'payouts' | 'history';

function Loaded({ settlement }: { settlement: SettlementDetail }) {
  const t = useText('incentives');
  const { say } = useWords();
  const timeZone = useTimeZone();
  const mayPay = useMay('settlement.pay');
  const maySeePlan = useMay('plans.read');
  const plan = `${say(settlement.planTitle)} ${t('plans.versionNo', { version: settlement.planVersion })}`;
  const [tab] = useUrlValue<Tab>('tab', 'lines');
  const [, setQuery] = useUrlQuery();
  const differences = settlement.recalculation?.differencesCount ?? 0;
  const isApproved = settlement.approvedAt !== null;
  const counted = (key: Tab, count: number) => (count > 0 ? `${t(`tab.${key}`)} ${count}` : t(`tab.${key}`));
  const tabs: { key: Tab; label: string }[] = [
    { key: 'lines', label: counted('lines', settlement.sums.lines) },
    { key: 'departments', label: counted('departments', settlement.departments.length) },
    { key: 'payees', label: t('tab.payees') },
    { key: 'rules', label: t('tab.rules') },
    { key: 'differences', label: counted('differences', differences) },
    { key: 'review', label: counted('review', settlement.reviewWaitingLines) },
    ...(isApproved && mayPay ? [{ key: 'payouts' as const, label: t('tab.payouts') }] : []),
    { key: 'history', label: t('tab.history') },
  ];
  return (
    <PageFrame
      back={<BackLink to="/incentives/settlements">{t('settlements.title')}</BackLink>}
      title={
        <>
          {t('settlement.heading', { month: settlement.month })} <SettlementStateTag state={settlement.state} />
        </>
      }
      meaning={
        <>
          {settlement.settlementNo} ·{' '}
          {maySeePlan ? (
            <PageLink
              className="inc-underlined"
              to={planPath({ planId: settlement.planId, version: settlement.planVersion })}
            >
              {plan}
            </PageLink>
          ) : (
            plan
          )}{' '}
          · {t('settlement.pack', { pack: settlement.packVersion })} ·{' '}
          {t('settlement.computedBy', { name: settlement.runByName })} <When at={settlement.computedAt} />
        </>
      }
      action={<Exports settlement={settlement} />}
    >
      <Stepper settlement={settlement} />
      <NextStep settlement={settlement} />
      <Sums settlement={settlement} />
      {settlement.dueOn && settlement.outstandingFen > 0 && (
        <div>
          <DueClock
            dueOn={settlement.dueOn}
            daysUntilDue={daysUntil(settlement.dueOn, Date.now(), timeZone)}
            outstandingFen={settlement.outstandingFen}
          />
        </div>
      )}
      <PageFrameTabs
        tabs={tabs}
        tab={tab}
        onTab={(key) =>
          setQuery((query) => {
            for (const name of [...query.keys()]) query.delete(name);
            if (key !== 'lines') query.set('tab', key);
          })
        }
      />
      <WithoutPageCount>
        {tab === 'lines' && <Lines settlement={settlement} />}
        {tab === 'departments' && <Departments settlement={settlement} />}
        {tab === 'payees' && <TotalsTable totals={settlement.byPayeeKind} kind="payee" title={t('totals.byPayee')} />}
        {tab === 'rules' && <TotalsTable totals={settlement.byRule} kind="rule" title={t('totals.byRule')} />}
        {tab === 'differences' && <Differences settlement={settlement} />}
        {tab === 'review' && <ReviewQueue settlement={settlement} />}
        {tab === 'payouts' && <SettlementPayouts settlement={settlement} />}
        {tab === 'history' && <History settlement={settlement} />}
      </WithoutPageCount>
    </PageFrame>
  );
}

function PageFrameTabs({
  tabs,
  tab,
  onTab,
}: {
  tabs: { key: Tab; label: string }[];
  tab: Tab;
  onTab: (key: Tab) => void;
}) {
  return (
    <div role="tablist" className="inc-tabs">
      {tabs.map(({ key, label }) => (
        <button key={key} type="button" role="tab" aria-selected={key === tab} onClick={() => onTab(key)}>
          {label}
        </button>
      ))}
    </div>
  );
}

function Sums({ settlement }: { settlement: SettlementDetail }) {
  const t = useText('incentives');
  const { sums } = settlement;
  return (
    <StatRow>
      <StatCard
        label={t('sums.payable')}
        value={<Money fen={sums.payableFen} />}
        note={t('sums.payableNote', { lines: sums.lines.toLocaleString('en-US') })}
      />
      <StatCard
        label={t('sums.review')}
        value={<Money fen={sums.reviewFen} />}
        note={
          settlement.heldLines > 0
            ? t('sums.reviewHeld', { review: settlement.reviewWaitingLines, held: settlement.heldLines })
            : t('sums.reviewNote', { review: settlement.reviewWaitingLines })
        }
      />
      <StatCard
        label={t('sums.prohibited')}
        value={<Money fen={sums.prohibitedFen} />}
        {...(sums.prohibitedFen > 0 ? { tone: 'prohibited' as const } : {})}
        note={t('sums.prohibitedNote')}
      />
      <StatCard
        label={t('sums.paid')}
        value={<Money fen={settlement.paidFen} />}
        note={
          <>
            {t('sums.outstanding')} <Money fen={settlement.outstandingFen} />
            {settlement.correctionLines > 0 && ` · ${t('sums.corrections', { count: settlement.correctionLines })}`}
          </>
        }
      />
    </StatRow>
  );
}

function Exports({ settlement }: { settlement: SettlementDetail }) {
  const t = useText('incentives');
  const go = useGo();
  const mayExport = useMay('settlement.export');
  const params = { settlementId: settlement.settlementId };
  const link = (address: string, label: string) => (
    <a href={address} download>
      {label}
    </a>
  );
  return (
    <>
      {mayExport && (
        <Dropdown
          trigger={['click']}
          menu={{
            items: [
              { key: 'book', label: link(fileAddress(downloadSettlement, { params }), t('export.workbook')) },
              { key: 'register', label: link(fileAddress(downloadRegister, { params }), t('export.register')) },
              { key: 'lines', label: link(fileAddress(downloadLines, { params }), t('export.lines')) },
            ],
          }}
        >
          <Button icon={<DownloadOutlined />}>{t('export.title')}</Button>
        </Dropdown>
      )}
      <Button icon={<PrinterOutlined />} onClick={() => go(`/incentives/settlements/${settlement.settlementId}/print`)}>
        {t('export.print')}
      </Button>
    </>
  );
}
