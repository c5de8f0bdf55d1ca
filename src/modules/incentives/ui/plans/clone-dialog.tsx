import { App, Form, Input, Modal, Radio } from 'antd';
import { useCommand } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import { ProblemNote, useGo } from '#web/kit/index.ts';
import { clonePlan, type PlanDetail } from '../../contract/index.ts';
import { planPath } from '../words.tsx';

interface Values {
  readonly planId: string;
  readonly zh: string;
  readonly en: string;
  readonly without: 'prohibited' | 'none';
}

/** A copy under a name of the hospital's own; by default without what may never be paid. */
export function CloneDialog({ plan, onClose }: { plan: PlanDetail; onClose: () => void }) {
  const t = useText('incentives');
  const go = useGo();
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const prohibited = plan.review.prohibitedRules;
  const clone = useCommand(clonePlan, {
    onDone: (written) => {
      message.success(t('clone.done', { count: written.removedRules.length }));
      onClose();
      go(planPath(written));
    },
  });
  const submit = ({ planId, zh, en, without }: Values) =>
    clone.run({
      params: { planId: plan.planId, version: plan.version },
      body: { planId, title: { zh, en: en || zh }, without: without === 'prohibited' ? 'prohibited' : [] },
    });
  return (
    <Modal
      open
      title={t('clone.title')}
      okText={t('clone.ok')}
      okButtonProps={{ loading: clone.isRunning }}
      onOk={() => form.submit()}
      onCancel={onClose}
      destroyOnHidden
    >
      <ProblemNote problem={clone.problem} />
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{
          planId: `${plan.planId}-copy`,
          zh: t('clone.titleOf', { title: plan.title.zh }),
          en: `${plan.title.en} (copy)`,
          without: prohibited.length > 0 ? 'prohibited' : 'none',
        }}
        onFinish={submit}
      >
        {prohibited.length > 0 && (
          <Form.Item name="without" label={t('clone.rules')}>
            <Radio.Group
              className="inc-radios"
              options={[
                { value: 'prohibited', label: t('clone.without', { count: prohibited.length }) },
                { value: 'none', label: t('clone.all') },
              ]}
            />
          </Form.Item>
        )}
        <Form.Item
          name="planId"
          label={t('clone.id')}
          extra={t('clone.idHelp')}
          rules={[{ required: true, pattern: /^[A-Za-z][A-Za-z0-9._-]{0,59}$/, message: t('clone.idWrong') }]}
        >
          <Input />
        </Form.Item>
        <Form.Item name="zh" label={t('clone.zh')} rules={[{ required: true, message: t('clone.needed') }]}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="en" label={t('clone.en')}>
          <Input maxLength={200} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
