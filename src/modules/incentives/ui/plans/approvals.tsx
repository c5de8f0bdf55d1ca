import { PlusOutlined } from '@ant-design/icons';
import { App, Button, DatePicker, Form, Input, InputNumber, Modal } from 'antd';
import type { Dayjs } from 'dayjs';
import { useMemo, useState } from 'react';
import type { z } from 'zod';
import { useCommand } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import { type Column, DataList, EmptyState, Money, ProblemNote, When } from '#web/kit/index.ts';
import { useMay } from '#web/shell/index.ts';
import { type approvalRow, createApproval, listApprovals } from '../../contract/index.ts';
import { percentText } from '../words.tsx';

type Approval = z.output<typeof approvalRow>;

/** The president's prior approvals for kinds of cases no rule covers; each becomes a dated rule and is cleared like any other. */
export function Approvals() {
  const t = useText('incentives');
  const mayApprove = useMay('plans.approve');
  const [isOpen, setOpen] = useState(false);
  const columns = useMemo<Column<Approval>[]>(
    () => [
      { key: 'disease', title: t('approval.disease'), render: (row) => row.disease },
      {
        key: 'rate',
        title: t('approval.rate'),
        render: (row) => percentText(row.rateBasisPoints),
        align: 'number',
        width: 90,
      },
      { key: 'max', title: t('approval.max'), render: (row) => <Money fen={row.maxFen} />, align: 'money', width: 130 },
      {
        key: 'days',
        title: t('approval.days'),
        render: (row) => (
          <span className="rm-tabular">
            {row.fromDay} – {row.untilDay}
          </span>
        ),
        sort: 'fromDay',
        width: 210,
      },
      { key: 'reason', title: t('approval.reason'), render: (row) => row.reason },
      { key: 'by', title: t('approval.by'), render: (row) => row.approvedByName, width: 110 },
      {
        key: 'at',
        title: t('approval.at'),
        render: (row) => <When at={row.approvedAt} />,
        sort: 'approvedAt',
        width: 120,
      },
    ],
    [t],
  );
  const add = mayApprove && (
    <Button icon={<PlusOutlined />} onClick={() => setOpen(true)}>
      {t('approval.create')}
    </Button>
  );
  return (
    <>
      <DataList<Approval>
        id="incentives.approvals"
        route={listApprovals}
        rowKey={(row) => row.approvalId}
        columns={columns}
        tools={add}
        defaultSort="-approvedAt"
        empty={
          <EmptyState
            picture="done"
            title={t('approval.emptyTitle')}
            text={t(mayApprove ? 'approval.emptyText' : 'approval.emptyTextOthers')}
          />
        }
      />
      {isOpen && <ApprovalDialog onClose={() => setOpen(false)} />}
    </>
  );
}

interface Values {
  readonly disease: string;
  readonly percent: number;
  readonly maxYuan: number | null;
  readonly days: [Dayjs, Dayjs];
  readonly reason: string;
}

function ApprovalDialog({ onClose }: { onClose: () => void }) {
  const t = useText('incentives');
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const create = useCommand(createApproval, {
    onDone: () => {
      message.success(t('approval.done'));
      onClose();
    },
  });
  const submit = ({ disease, percent, maxYuan, days, reason }: Values) =>
    create.run({
      body: {
        disease,
        rateBasisPoints: Math.round(percent * 100),
        maxFen: maxYuan === null || maxYuan === undefined ? null : Math.round(maxYuan * 100),
        fromDay: days[0].format('YYYY-MM-DD'),
        untilDay: days[1].format('YYYY-MM-DD'),
        reason,
      },
    });
  const needed = [{ required: true, message: t('clone.needed') }];
  return (
    <Modal
      open
      title={t('approval.create')}
      okText={t('approval.ok')}
      okButtonProps={{ loading: create.isRunning }}
      onOk={() => form.submit()}
      onCancel={onClose}
      destroyOnHidden
    >
      <p className="rm-note rm-note-waiting">{t('approval.lawful')}</p>
      <ProblemNote problem={create.problem} />
      <Form<Values> form={form} layout="vertical" requiredMark={false} onFinish={submit}>
        <Form.Item name="disease" label={t('approval.disease')} extra={t('approval.diseaseHelp')} rules={needed}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="percent" label={t('approval.rate')} rules={needed}>
          <InputNumber min={0} max={100} precision={2} suffix="%" className="inc-number" />
        </Form.Item>
        <Form.Item name="maxYuan" label={t('approval.maxOptional')}>
          <InputNumber min={0} precision={2} prefix="¥" className="inc-number" />
        </Form.Item>
        <Form.Item name="days" label={t('approval.days')} extra={t('approval.daysHelp')} rules={needed}>
          <DatePicker.RangePicker />
        </Form.Item>
        <Form.Item name="reason" label={t('approval.reason')} rules={needed}>
          <Input.TextArea maxLength={300} rows={3} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
