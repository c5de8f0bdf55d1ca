import { App, Form, Input, Modal } from 'antd';
import { useCommand } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import { Money, ProblemNote } from '#web/kit/index.ts';
import { reviewLines } from '../../contract/index.ts';

interface Values {
  readonly reason: string;
  readonly documentName: string;
  readonly documentReference: string;
}

export interface ReviewDialogProps {
  readonly settlementId: string;
  readonly lineIds: readonly string[];
  /** Absent when the sum of the chosen lines is not known. */
  readonly amountFen?: number;
  readonly decision: 'released' | 'rejected';
  readonly onClose: () => void;
  readonly onDone?: () => void;
}

/** Compliance decides lines under review, with reason and document; what the law forbids never gets here. */
export function ReviewDialog({ settlementId, lineIds, amountFen, decision, onClose, onDone }: ReviewDialogProps) {
  const t = useText('incentives');
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const review = useCommand(reviewLines, {
    onDone: ({ reviewed }) => {
      message.success(t('review.done', { count: reviewed }));
      onDone?.();
      onClose();
    },
  });
  const needed = [{ required: true, message: t('clone.needed') }];
  return (
    <Modal
      open
      title={t(`review.heading.${decision}`, { count: lineIds.length })}
      okText={t(decision === 'released' ? 'review.release' : 'review.reject')}
      okButtonProps={{ loading: review.isRunning, danger: decision === 'rejected' }}
      onOk={() => form.submit()}
      onCancel={onClose}
      destroyOnHidden
    >
      <p className="rm-soft inc-gap">
        {t(`review.text.${decision}`)} {amountFen !== undefined && <Money fen={amountFen} strong />}
      </p>
      <ProblemNote problem={review.problem} />
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={(values) =>
          review.run({ params: { settlementId }, body: { ...values, lineIds: [...lineIds], decision } })
        }
      >
        <Form.Item name="reason" label={t('review.reason')} rules={needed}>
          <Input.TextArea rows={3} maxLength={500} placeholder={t(`review.example.${decision}`)} />
        </Form.Item>
        <Form.Item name="documentName" label={t('review.documentName')} rules={needed}>
          <Input maxLength={200} placeholder={t('review.documentExample')} />
        </Form.Item>
        <Form.Item
          name="documentReference"
          label={t('review.documentReference')}
          extra={t('review.documentHelp')}
          rules={needed}
        >
          <Input maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
