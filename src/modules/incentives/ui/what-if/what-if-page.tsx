import { DownloadOutlined } from '@ant-design/icons';
import { Button, DatePicker, Form, Select } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useCommand, useRead } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import { EmptyState, JobProgress, PageFrame, ProblemNote, Section, useUrlQuery } from '#web/kit/index.ts';
import { listPlans, readWhatIf, type WhatIfResult, whatIf } from '../../contract/index.ts';
import { isHistorical, useWords } from '../words.tsx';
import '../incentives.css';
import { saveWhatIf } from './export.ts';
import { WhatIfReport } from './report.tsx';

const planOf = (chosen: string) => {
  const at = chosen.lastIndexOf('@');
  return { planId: chosen.slice(0, at), version: Number(chosen.slice(at + 1)) };
};

/** What a plan would have paid, or two plans side by side. Nothing is written. */
export default function WhatIfPage() {
  const t = useText('incentives');
  const [query, setQuery] = useUrlQuery();
  const [result, setResult] = useState<WhatIfResult | null>(null);
  const [jobId, setJobId] = useState<string | null>(null);
  const finished = useRead(readWhatIf, { params: { jobId: jobId ?? '' } }, { enabled: false });
  const compute = useCommand(whatIf, {
    invalidates: [],
    onDone: (answer) => {
      setJobId(answer.jobId);
      setResult(answer.result);
    },
  });
  const before = dayjs().subtract(1, 'month').format('YYYY-MM');
  const left = query.get('left') ?? '';
  const right = query.get('right') ?? '';
  const from = query.get('from') ?? before;
  const until = query.get('until') ?? from;
  const set = (name: string, value: string | null) =>
    setQuery((draft) => (value === null || value === '' ? draft.delete(name) : draft.set(name, value)));
  const compares = right !== '';
  return (
    <PageFrame
      title={t('whatIf.title')}
      meaning={t('whatIf.meaning')}
      action={
        result && (
          <Button icon={<DownloadOutlined />} onClick={() => saveWhatIf(t, result)}>
            {t('whatIf.export')}
          </Button>
        )
      }
    >
      <Section>
        <Form
          layout="vertical"
          requiredMark={false}
          className="inc-whatif-form"
          onFinish={() =>
            compute.run({
              body: {
                left: planOf(left),
                right: compares && right !== 'choose' ? planOf(right) : null,
                fromMonth: from,
                untilMonth: [from, until].sort()[1]!,
              },
            })
          }
        >
          <Form.Item label={t('whatIf.left')}>
            <PlanSelect label={t('whatIf.left')} value={left} onChange={(value) => set('left', value)} />
          </Form.Item>
          {compares ? (
            <Form.Item label={t('whatIf.right')}>
              <PlanSelect
                label={t('whatIf.right')}
                value={right === 'choose' ? '' : right}
                onChange={(value) => set('right', value)}
                onClear={() => set('right', null)}
              />
            </Form.Item>
          ) : (
            <Form.Item label=" ">
              <Button type="dashed" onClick={() => set('right', 'choose')}>
                {t('whatIf.addRight')}
              </Button>
            </Form.Item>
          )}
          <Form.Item label={t('whatIf.months')}>
            <DatePicker.RangePicker
              picker="month"
              allowClear={false}
              maxDate={dayjs()}
              value={[dayjs(`${from}-01`), dayjs(`${until}-01`)]}
              onChange={(range) => {
                if (!range?.[0] || !range[1]) return;
                const [first, last] = [range[0].format('YYYY-MM'), range[1].format('YYYY-MM')];
                setQuery((draft) => {
                  draft.set('from', first);
                  draft.set('until', last);
                });
              }}
            />
          </Form.Item>
          <Form.Item label=" ">
            <Button
              type="primary"
              htmlType="submit"
              loading={compute.isRunning}
              disabled={left === '' || right === 'choose'}
            >
              {t('whatIf.compute')}
            </Button>
          </Form.Item>
        </Form>
        <p className="rm-faint inc-small">{t('whatIf.writesNothing')}</p>
        <ProblemNote problem={compute.problem} />
        {jobId && !result && (
          <JobProgress
            jobId={jobId}
            onEnd={async () => {
              const answer = await finished.refetch();
              setResult(answer.data?.result ?? null);
            }}
          />
        )}
      </Section>
      {result ? (
        <WhatIfReport result={result} />
      ) : (
        !jobId && <EmptyState picture="chart" title={t('whatIf.emptyTitle')} text={t('whatIf.emptyText')} />
      )}
    </PageFrame>
  );
}

function PlanSelect(given: { label: string; value: string; onChange: (value: string) => void; onClear?: () => void }) {
  const t = useText('incentives');
  const { say } = useWords();
  const plans = useRead(listPlans, { query: { limit: 200 } });
  const options = plans.data?.items.map((plan) => ({
    value: `${plan.planId}@${plan.version}`,
    label: `${say(plan.title)} · ${t('plans.versionNo', plan)} · ${t(isHistorical(plan) ? 'planState.historical' : `planState.${plan.state}`)}`,
  }));
  return (
    <Select
      aria-label={given.label}
      className="inc-plan-select"
      placeholder={t('whatIf.choose')}
      loading={plans.isPending}
      options={options ?? []}
      {...(given.value === '' ? {} : { value: given.value })}
      onChange={(value: string | undefined) => (value === undefined ? given.onClear?.() : given.onChange(value))}
      allowClear={given.onClear !== undefined}
    />
  );
}
