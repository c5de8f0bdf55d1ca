import { App, Button, Form, Input, Modal, Radio, Select } from 'antd';
import { useMemo, useState } from 'react';
import { useCommand } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import {
  type Column,
  DataList,
  EmptyState,
  type FilterSpec,
  ProblemNote,
  StateTag,
  type Tone,
  useGo,
  When,
} from '#web/kit/index.ts';
import { fileRequest, giver, listRequests, type RightsRequest, requestKind } from '../contract/index.ts';
import { ConsentsFrame } from './consents-frame.tsx';
import { PersonField } from './person-field.tsx';

const topics = ['rights'] as const;
export const requestTones: Record<RightsRequest['state'], Tone> = {
  received: 'waiting',
  verified: 'primary',
  answered: 'allowed',
  refused: 'prohibited',
  cancelled: 'inactive',
};

/** Requests for copies, corrections, deletions: the nearest deadline first. */
export default function RequestsPage() {
  const t = useText('consent');
  const [open, setOpen] = useState(false);
  const columns = useMemo(() => columnsOf(t), [t]);
  const filters = useMemo(() => filtersOf(t), [t]);
  const views = useMemo(
    () => [
      { key: 'open', label: t('views.open'), filter: ['state:in:received|verified'] },
      { key: 'closed', label: t('views.closed'), filter: ['state:in:answered|refused|cancelled'] },
    ],
    [t],
  );
  return (
    <ConsentsFrame
      tab="requests"
      action={
        <Button type="primary" onClick={() => setOpen(true)}>
          {t('request.new')}
        </Button>
      }
    >
      <DataList<RightsRequest>
        id="consent.requests"
        route={listRequests}
        rowKey={(row) => row.requestId}
        rowPath={(row) => `/consents/requests/${row.requestId}`}
        columns={columns}
        filters={filters}
        views={views}
        topics={topics}
        searchHint={t('search')}
        rowTone={(row) => (isLate(row) ? 'prohibited' : undefined)}
        empty={<EmptyState picture="done" title={t('request.empty')} text={t('request.emptyText')} />}
      />
      {open && <FileForm onClose={() => setOpen(false)} />}
    </ConsentsFrame>
  );
}

const isOpen = (row: RightsRequest) => row.state === 'received' || row.state === 'verified';
const isLate = (row: RightsRequest) => isOpen(row) && row.deadlineAt <= Date.now();

export function Deadline({ row }: { row: RightsRequest }) {
  const t = useText('consent');
  if (!isOpen(row)) return <When at={row.closedAt} />;
  if (isLate(row)) return <StateTag tone="prohibited">{t('request.overdue')}</StateTag>;
  const days = Math.floor((row.deadlineAt - Date.now()) / 86_400_000);
  return <StateTag tone={days < 3 ? 'waiting' : 'inactive'}>{t('request.left', { days })}</StateTag>;
}

type Text = ReturnType<typeof useText>;

function columnsOf(t: Text): Column<RightsRequest>[] {
  return [
    { key: 'no', title: t('request.no'), render: (row) => <strong className="rm-tabular">{row.requestNo}</strong> },
    { key: 'kind', title: t('columns.kind'), render: (row) => t(`request.kind.${row.kind}`) },
    { key: 'person', title: t('columns.person'), render: (row) => row.patientName ?? '—' },
    {
      key: 'state',
      title: t('columns.state'),
      render: (row) => <StateTag tone={requestTones[row.state]}>{t(`request.state.${row.state}`)}</StateTag>,
    },
    {
      key: 'deadline',
      title: t('request.deadline'),
      sort: 'deadlineAt',
      render: (row) => <Deadline row={row} />,
    },
    { key: 'via', title: t('columns.via'), render: (row) => t(`via.${row.via}`) },
    { key: 'received', title: t('columns.at'), sort: 'receivedAt', render: (row) => <When at={row.receivedAt} /> },
  ];
}

function filtersOf(t: Text): FilterSpec[] {
  return [
    {
      field: 'kind',
      label: t('columns.kind'),
      kind: 'choice',
      options: requestKind.options.map((value) => ({ value, label: t(`request.kind.${value}`) })),
    },
    { field: 'receivedAt', label: t('columns.at'), kind: 'days' },
  ];
}

interface Values {
  readonly patientId: string;
  readonly kind: RightsRequest['kind'];
  readonly detail?: string;
  readonly requester: RightsRequest['requester'];
  readonly requesterName?: string;
  readonly via: 'desk' | 'phone' | 'letter';
}

function FileForm({ onClose }: { onClose: () => void }) {
  const t = useText('consent');
  const go = useGo();
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const requester = Form.useWatch('requester', form);
  const file = useCommand(fileRequest, {
    onDone: ({ requestId, requestNo }) => {
      message.success(t('request.filed', { no: requestNo }));
      onClose();
      go(`/consents/requests/${requestId}`);
    },
  });
  const need = [{ required: true, message: t('record.need') }];
  return (
    <Modal
      open
      title={t('request.new')}
      okText={t('record.action')}
      okButtonProps={{ loading: file.isRunning }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <ProblemNote problem={file.problem} />
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ requester: 'patient', via: 'desk' }}
        onFinish={(values) => void file.run({ body: { ...values, detail: values.detail ?? '' } })}
      >
        <Form.Item name="patientId" label={t('columns.person')} rules={need}>
          <PersonField />
        </Form.Item>
        <Form.Item name="kind" label={t('columns.kind')} rules={need}>
          <Select options={requestKind.options.map((value) => ({ value, label: t(`request.kind.${value}`) }))} />
        </Form.Item>
        <Form.Item name="detail" label={t('request.detail')}>
          <Input.TextArea maxLength={2000} autoSize={{ minRows: 2 }} />
        </Form.Item>
        <Form.Item name="requester" label={t('request.requester')}>
          <Radio.Group options={giver.options.map((value) => ({ value, label: t(`giver.${value}`) }))} />
        </Form.Item>
        {requester && requester !== 'patient' && (
          <Form.Item name="requesterName" label={t('record.giverName')} rules={need}>
            <Input maxLength={60} autoComplete="off" />
          </Form.Item>
        )}
        <Form.Item name="via" label={t('columns.via')}>
          <Radio.Group
            options={(['desk', 'phone', 'letter'] as const).map((value) => ({ value, label: t(`via.${value}`) }))}
          />
        </Form.Item>
      </Form>
    </Modal>
  );
}
