import { FileExcelOutlined, LeftOutlined, PrinterOutlined, RightOutlined } from '@ant-design/icons';
import { Button, DatePicker, Select, Tabs, Tooltip } from 'antd';
import dayjs from 'dayjs';
import { fileAddress, useRead } from '#web/api/index.ts';
import {
  EmptyState,
  ErrorState,
  PageFrame,
  PageSkeleton,
  timeText,
  useGo,
  usePhone,
  useTimeZone,
  useUrlQuery,
  useUrlValue,
  When,
} from '#web/kit/index.ts';
import { exportSummary, readSummary } from '../../contract/summary.ts';
import { useDesk } from '../desk-text.ts';
import { AdmissionsList } from './admissions-list.tsx';
import { ExamRegister } from './exam-register.tsx';
import { ReconciliationBox } from './reconciliation-box.tsx';
import './summary.css';
import { monthBeside } from './summary-figures.ts';
import { type Grouping, SummaryTable } from './summary-table.tsx';

const groupings: readonly Grouping[] = ['department', 'introducer', 'rep', 'county'];
const tabs = [...groupings, 'rows', 'exams'] as const;
type Tab = (typeof tabs)[number];

/** Summary of the patients admitted in a month, reconciled with the HIS. */
export default function SummaryPage() {
  const t = useDesk();
  const go = useGo();
  const phone = usePhone();
  const timeZone = useTimeZone();
  const thisMonth = timeText(Date.now(), timeZone).slice(0, 7);
  const [month, setMonth] = useUrlValue<string>('month', thisMonth);
  const [tab, setTab] = useTab();
  const read = useRead(readSummary, { query: { month } }, { keepPrevious: true });
  const summary = read.data;
  const isEmpty = summary?.totals.admissions === 0 && summary.reconciliation.hisAdmissions === 0;
  return (
    <PageFrame
      title={t('summary.title')}
      meaning={t('summary.meaning')}
      action={
        <>
          <Button icon={<PrinterOutlined />} onClick={() => go(`/monthly-summary/print?month=${month}`)}>
            {t('summary.print')}
          </Button>
          <Button type="primary" icon={<FileExcelOutlined />} href={fileAddress(exportSummary, { query: { month } })}>
            {t('summary.export')}
          </Button>
        </>
      }
    >
      <div className="rs-bar">
        <Tooltip title={t('summary.previous')}>
          <Button
            icon={<LeftOutlined />}
            aria-label={t('summary.previous')}
            onClick={() => setMonth(monthBeside(month, -1))}
          />
        </Tooltip>
        <DatePicker
          picker="month"
          allowClear={false}
          aria-label={t('summary.month')}
          value={dayjs(`${month}-01`)}
          onChange={(value) => value && setMonth(value.format('YYYY-MM'))}
        />
        <Tooltip title={t('summary.next')}>
          <Button
            icon={<RightOutlined />}
            aria-label={t('summary.next')}
            disabled={month >= thisMonth}
            onClick={() => setMonth(monthBeside(month, 1))}
          />
        </Tooltip>
        <span className="rm-grow" />
        {summary && (
          <span className="rm-faint">
            {t('summary.generated')} <When at={summary.generatedAt} full />
          </span>
        )}
      </div>
      {read.error ? (
        <ErrorState error={read.error} onRetry={() => void read.refetch()} />
      ) : !summary ? (
        <PageSkeleton />
      ) : isEmpty ? (
        <div className="rm-section">
          <EmptyState picture="calendar" title={t('summary.emptyTitle', { month })} text={t('summary.emptyText')} />
        </div>
      ) : (
        <div className={read.isPlaceholderData ? 'rs-body rm-stale' : 'rs-body'}>
          <ReconciliationBox summary={summary} />
          {phone ? (
            <Select<Tab>
              className="rs-choice"
              size="large"
              value={tab}
              aria-label={t('summary.title')}
              options={tabs.map((value) => ({ value, label: t(`summary.tabs.${value}`) }))}
              onChange={setTab}
            />
          ) : (
            <Tabs
              activeKey={tab}
              onChange={(key) => setTab(key as Tab)}
              items={tabs.map((key) => ({ key, label: t(`summary.tabs.${key}`) }))}
            />
          )}
          {tab === 'rows' ? (
            <AdmissionsList month={month} />
          ) : tab === 'exams' ? (
            <ExamRegister month={month} />
          ) : (
            <SummaryTable summary={summary} by={tab} />
          )}
        </div>
      )}
    </PageFrame>
  );
}

/** The tab in the address. Another tab is another list: the former one's filters go. */
function useTab(): [Tab, (tab: Tab) => void] {
  const [query, update] = useUrlQuery();
  const given = query.get('by');
  const tab = tabs.find((one) => one === given) ?? 'department';
  const set = (next: Tab) =>
    update((draft) => {
      for (const name of ['q', 'filter', 'sort', 'all']) draft.delete(name);
      draft.set('by', next);
    });
  return [tab, set];
}
