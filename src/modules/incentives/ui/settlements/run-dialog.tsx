import { DatePicker, Form, Modal, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useEffect, useState } from 'react';
import { useCommand, useRead } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import { EmptyState, JobProgress, PageLink, ProblemNote, useGo } from '#web/kit/index.ts';
import { listPlans, runSettlement } from '../../contract/index.ts';
import { useWords } from '../words.tsx';

interface Values {
  readonly month: Dayjs;
  readonly planId: string;
}

/** Month and active plan; the work runs as a job and may go on in the background. */
export function RunDialog({ onClose }: { onClose: () => void }) {
  const t = useText('incentives');
  const { say } = useWords();
  const go = useGo();
  const [form] = Form.useForm<Values>();
  const [jobId, setJobId] = useState<string | null>(null);
  const plans = useRead(listPlans, { query: { filter: ['state:in:active'] } });
  const run = useCommand(runSettlement, { onDone: (started) => setJobId(started.jobId) });
  const options = plans.data?.items.map((plan) => ({
    value: plan.planId,
    label: `${say(plan.title)} · ${t('plans.versionNo', plan)}`,
  }));
  const hasNone = options?.length === 0;
  const first = options?.[0]?.value;
  // The plans come after the form: its initial values are settled by then.
  useEffect(() => {
    if (first && !form.getFieldValue('planId')) form.setFieldValue('planId', first);
  }, [first, form]);
  return (
    <Modal
      open
      title={t('run.title')}
      okText={t('run.ok')}
      okButtonProps={{ loading: run.isRunning, disabled: hasNone !== false }}
      onOk={() => form.submit()}
      onCancel={onClose}
      {...(jobId ? { footer: null } : {})}
      destroyOnHidden
    >
      {jobId ? (
        <JobProgress
          jobId={jobId}
          onBackground={onClose}
          onEnd={(job) => {
            if (job.state !== 'done') return;
            onClose();
            if (job.resultPath) go(job.resultPath);
          }}
        />
      ) : hasNone ? (
        <EmptyState
          compact
          picture="money"
          title={t('run.noPlanTitle')}
          text={t('run.noPlanText')}
          action={<PageLink to="/incentives/plans">{t('plans.title')}</PageLink>}
        />
      ) : (
        <>
          <p className="rm-soft inc-gap">{t('run.text')}</p>
          <ProblemNote problem={run.problem} />
          <Form<Values>
            form={form}
            layout="vertical"
            requiredMark={false}
            initialValues={{ month: dayjs().subtract(1, 'month') }}
            onFinish={({ month, planId }) => run.run({ body: { month: month.format('YYYY-MM'), planId } })}
          >
            <Form.Item
              name="month"
              label={t('run.month')}
              extra={t('run.monthHelp')}
              rules={[{ required: true, message: t('clone.needed') }]}
            >
              <DatePicker picker="month" allowClear={false} />
            </Form.Item>
            <Form.Item
              name="planId"
              label={t('run.plan')}
              extra={t('run.planHelp')}
              rules={[{ required: true, message: t('clone.needed') }]}
            >
              <Select options={options ?? []} loading={plans.isPending} />
            </Form.Item>
          </Form>
        </>
      )}
    </Modal>
  );
}
