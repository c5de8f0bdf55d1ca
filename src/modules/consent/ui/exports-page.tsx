import { App, Button, DatePicker, Form, Input, InputNumber, Modal, Radio } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useMemo, useState } from 'react';
import { useCommand } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import { type Column, DataList, EmptyState, ProblemNote, StateTag, type Tone, useGo, When } from '#web/kit/index.ts';
import { useMay } from '#web/shell/index.ts';
import { type ExportRow, exportAudience, exportDataset, listExports, requestExport } from '../contract/index.ts';
import { ConsentsFrame } from './consents-frame.tsx';

const topics = ['exports'] as const;
export const exportTones: Record<ExportRow['state'], Tone> = {
  requested: 'waiting',
  rejected: 'prohibited',
  approved: 'primary',
  done: 'allowed',
  failed: 'prohibited',
  withdrawn: 'inactive',
};

/** What was asked to leave without names, and what became of it. */
export default function ExportsPage() {
  const t = useText('consent');
  const mayRequest = useMay('export.deidentified.request');
  const [open, setOpen] = useState(false);
  const columns = useMemo(() => columnsOf(t), [t]);
  const views = useMemo(
    () => [
      { key: 'all', label: t('views.all'), filter: [] },
      { key: 'requested', label: t('views.requested'), filter: ['state:in:requested'] },
      { key: 'done', label: t('views.done'), filter: ['state:in:done'] },
    ],
    [t],
  );
  return (
    <ConsentsFrame
      tab="exports"
      action={
        mayRequest && (
          <Button type="primary" onClick={() => setOpen(true)}>
            {t('export.new')}
          </Button>
        )
      }
    >
      <DataList<ExportRow>
        id="consent.exports"
        route={listExports}
        rowKey={(row) => row.exportId}
        rowPath={(row) => `/consents/exports/${row.exportId}`}
        columns={columns}
        views={views}
        topics={topics}
        empty={<EmptyState picture="inbox" title={t('export.empty')} text={t('export.emptyText')} />}
      />
      {open && <RequestForm onClose={() => setOpen(false)} />}
    </ConsentsFrame>
  );
}

function columnsOf(t: ReturnType<typeof useText>): Column<ExportRow>[] {
  return [
    {
      key: 'dataset',
      title: t('export.datasetTitle'),
      render: (row) => <strong>{t(`export.dataset.${row.dataset}`)}</strong>,
    },
    {
      key: 'state',
      title: t('columns.state'),
      render: (row) => <StateTag tone={exportTones[row.state]}>{t(`export.state.${row.state}`)}</StateTag>,
    },
    { key: 'audience', title: t('export.audienceTitle'), render: (row) => t(`export.audience.${row.audience}`) },
    { key: 'period', title: t('export.period'), render: (row) => `${row.fromDay} – ${row.untilDay}` },
    {
      key: 'k',
      title: 'k',
      align: 'number',
      render: (row) => (row.report ? `${row.report.kReached} ≥ ${row.k}` : `≥ ${row.k}`),
    },
    { key: 'by', title: t('export.by'), render: (row) => row.requestedByName },
    { key: 'at', title: t('columns.at'), sort: 'requestedAt', render: (row) => <When at={row.requestedAt} /> },
  ];
}

interface Values {
  readonly dataset: ExportRow['dataset'];
  readonly audience: ExportRow['audience'];
  readonly period: [Dayjs, Dayjs];
  readonly k: number;
  readonly dateTreatment: ExportRow['dateTreatment'];
  readonly format: ExportRow['format'];
  readonly reason: string;
}

function RequestForm({ onClose }: { onClose: () => void }) {
  const t = useText('consent');
  const go = useGo();
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const audience = Form.useWatch('audience', form);
  const request = useCommand(requestExport, {
    onDone: ({ exportId }) => {
      message.success(t('export.asked'));
      onClose();
      go(`/consents/exports/${exportId}`);
    },
  });
  const send = ({ period, ...values }: Values) =>
    void request.run({
      body: { ...values, fromDay: period[0].format('YYYY-MM-DD'), untilDay: period[1].format('YYYY-MM-DD') },
    });
  const need = [{ required: true, message: t('record.need') }];
  const kMin = audience === 'internal' ? 11 : 20;
  return (
    <Modal
      open
      title={t('export.new')}
      okText={t('export.new')}
      okButtonProps={{ loading: request.isRunning }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <ProblemNote problem={request.problem} />
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{
          dataset: 'people',
          audience: 'marketing',
          k: 20,
          dateTreatment: 'month',
          format: 'xlsx',
          period: [dayjs().subtract(6, 'month').startOf('month'), dayjs()],
        }}
        onFinish={send}
      >
        <Form.Item name="dataset" label={t('export.datasetTitle')}>
          <Radio.Group
            options={exportDataset.options.map((value) => ({ value, label: t(`export.dataset.${value}`) }))}
          />
        </Form.Item>
        <Form.Item name="audience" label={t('export.audienceTitle')}>
          <Radio.Group
            options={exportAudience.options.map((value) => ({ value, label: t(`export.audience.${value}`) }))}
            onChange={(event) => form.setFieldValue('k', event.target.value === 'internal' ? 11 : 20)}
          />
        </Form.Item>
        <Form.Item name="period" label={t('export.period')} rules={need}>
          <DatePicker.RangePicker />
        </Form.Item>
        <Form.Item name="k" label={t('export.k')} extra={t('export.kHint')} rules={need}>
          <InputNumber min={kMin} max={1000} precision={0} />
        </Form.Item>
        <Form.Item name="dateTreatment" label={t('export.dates')}>
          <Radio.Group
            options={(['month', 'shift'] as const).map((value) => ({ value, label: t(`export.treatment.${value}`) }))}
          />
        </Form.Item>
        <Form.Item name="format" label={t('export.format')}>
          <Radio.Group
            options={[
              { value: 'xlsx', label: 'XLSX' },
              { value: 'csv', label: 'CSV' },
            ]}
          />
        </Form.Item>
        <Form.Item
          name="reason"
          label={t('export.reason')}
          rules={[{ required: true, min: 2, whitespace: true, message: t('record.need') }]}
        >
          <Input.TextArea maxLength={500} autoSize={{ minRows: 2 }} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
