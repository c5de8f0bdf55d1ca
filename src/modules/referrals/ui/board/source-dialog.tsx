import { App, Form, Input, Modal, Radio } from 'antd';
import { useEffect } from 'react';
import { useCommand } from '#web/api/index.ts';
import { ProblemNote } from '#web/kit/index.ts';
import { declaredSources, recordSource } from '../../contract/board.ts';
import { useDesk } from '../desk-text.ts';

interface SourceValues {
  readonly episodeNo: string;
  readonly source: (typeof declaredSources)[number];
  readonly detail?: string;
  readonly introducerNo?: string;
}

interface SourceDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  /** The episode, when the page knows it. */
  readonly episodeNo?: string;
}

/** "How did you come to us?", asked at the door and kept as the patient said it. */
export function SourceDialog({ open, onClose, episodeNo }: SourceDialogProps) {
  const t = useDesk();
  const { message } = App.useApp();
  const [form] = Form.useForm<SourceValues>();
  const source = Form.useWatch('source', form);
  const record = useCommand(recordSource, {
    onDone: () => {
      message.success(t('source.saved'));
      onClose();
    },
  });
  const { reset } = record;
  useEffect(() => {
    if (!open) return;
    form.resetFields();
    if (episodeNo) form.setFieldValue('episodeNo', episodeNo);
    reset();
  }, [open, episodeNo, form, reset]);
  const send = (values: SourceValues) =>
    void record.run({
      params: { episodeNo: values.episodeNo.trim() },
      body: {
        source: values.source,
        detail: values.detail?.trim() || null,
        introducerNo: values.source === 'introducer' ? values.introducerNo?.trim() || null : null,
      },
    });
  return (
    <Modal
      open={open}
      title={t('source.title')}
      okText={t('source.submit')}
      cancelText={t('common.cancel')}
      okButtonProps={{ loading: record.isRunning }}
      onOk={() => form.submit()}
      onCancel={onClose}
      width={520}
      forceRender
    >
      <p className="rm-soft rd-source-text">{t('source.text')}</p>
      <ProblemNote problem={record.problem} />
      <Form<SourceValues> form={form} name="source" layout="vertical" onFinish={send} requiredMark={false}>
        <Form.Item name="source" label={null} rules={[{ required: true, message: t('source.needChoice') }]}>
          <Radio.Group className="rd-sources" optionType="button" aria-label={t('source.title')}>
            {declaredSources.map((one) => (
              <Radio.Button key={one} value={one}>
                {t(`source.choices.${one}`)}
              </Radio.Button>
            ))}
          </Radio.Group>
        </Form.Item>
        <Form.Item
          name="episodeNo"
          label={t('source.episodeNo')}
          rules={[{ required: true, whitespace: true, message: t('walkUp.needEpisode') }]}
        >
          <Input maxLength={64} autoComplete="off" />
        </Form.Item>
        {source === 'introducer' && (
          <Form.Item name="introducerNo" label={t('source.introducerNo')} extra={t('source.introducerNoHint')}>
            <Input maxLength={64} autoComplete="off" />
          </Form.Item>
        )}
        <Form.Item name="detail" label={t('source.detail')} extra={t('source.detailHint')}>
          <Input maxLength={200} autoComplete="off" />
        </Form.Item>
      </Form>
    </Modal>
  );
}
