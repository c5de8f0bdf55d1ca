import { App, Form, Input, Modal, Select } from 'antd';
import { useCommand } from '#web/api/index.ts';
import { ProblemNote, useGo } from '#web/kit/index.ts';
import { openDisputeContract } from '../../contract/disputes.ts';
import { useDesk } from '../desk-text.ts';

interface Values {
  readonly referralIds: string[];
  readonly episodeNos?: string[];
  readonly reason: string;
}

/** Contests whose patient it is: freezes the episodes until somebody decides. */
export function OpenDisputeDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useDesk();
  const go = useGo();
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const command = useCommand(openDisputeContract, {
    onDone: ({ disputeId }) => {
      message.success(t('disputes.opened'));
      onClose();
      go(`/matching/disputes/${disputeId}`);
    },
  });
  const send = ({ referralIds, episodeNos = [], reason }: Values) =>
    void command.run({ body: { referralIds, episodeNos, reason: reason.trim() } });
  return (
    <Modal
      open={open}
      title={t('disputes.openTitle')}
      okText={t('disputes.open')}
      cancelText={t('common.cancel')}
      okButtonProps={{ loading: command.isRunning }}
      onOk={() => form.submit()}
      onCancel={onClose}
      destroyOnHidden
    >
      <p className="rm-soft">{t('disputes.openText')}</p>
      <ProblemNote problem={command.problem} />
      <Form<Values> form={form} layout="vertical" onFinish={send} requiredMark={false}>
        <Form.Item
          name="referralIds"
          label={t('disputes.referralIds')}
          extra={t('disputes.referralIdsHint')}
          rules={[{ required: true, type: 'array', min: 2, max: 10, message: t('disputes.needTwo') }]}
        >
          <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[' ', ',', '，', '、']} />
        </Form.Item>
        <Form.Item name="episodeNos" label={t('disputes.episodeNos')} extra={t('disputes.episodeNosHint')}>
          <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[' ', ',', '，', '、']} />
        </Form.Item>
        <Form.Item
          name="reason"
          label={t('common.reason')}
          rules={[{ required: true, min: 2, whitespace: true, message: t('disputes.needReason') }]}
        >
          <Input.TextArea maxLength={500} autoSize={{ minRows: 2, maxRows: 6 }} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
