import { App, Button, Checkbox, DatePicker, Form, Input, Modal, Radio, Select, Upload } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { problemOf, upload, useCommand, useRead } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import { ProblemNote } from '#web/kit/index.ts';
import {
  type Channel,
  type ConsentKind,
  consentKinds,
  giver,
  kindFacts,
  listTexts,
  type PatientConsents,
  recordConsent,
  uploadScan,
} from '../contract/index.ts';

interface Values {
  readonly action: 'given' | 'refused';
  readonly kind: ConsentKind;
  readonly channels?: Channel[];
  readonly textVersion: number;
  readonly giver: (typeof giver.options)[number];
  readonly giverName?: string;
  readonly giverRelation?: string;
  readonly evidence: 'paper_scan' | 'verbal_recording';
  readonly recordingId?: string;
  readonly scope?: string;
  readonly until?: Dayjs;
}

/** Records one consent or refusal. Nothing is ticked beforehand. */
export function RecordForm({ open, shown, onClose }: { open: boolean; shown: PatientConsents; onClose: () => void }) {
  const t = useText('consent');
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const [scanId, setScanId] = useState<string | null>(null);
  const values = Form.useWatch([], form) as Partial<Values> | undefined;
  const texts = useRead(listTexts, undefined, { enabled: open });
  const record = useCommand(recordConsent, {
    onDone: () => {
      message.success(t('record.done'));
      setScanId(null);
      onClose();
    },
  });
  const facts = values?.kind ? kindFacts[values.kind] : null;
  const isGiven = values?.action !== 'refused';
  const versions = (texts.data?.items ?? []).filter((text) => text.kind === values?.kind);
  const send = (given: Values) =>
    void record.run({
      params: { patientId: shown.person.patientId },
      body: {
        action: given.action,
        kind: given.kind,
        channels: given.channels ?? [],
        textVersion: given.textVersion,
        giver: given.giver,
        giverName: given.giverName ?? null,
        giverRelation: given.giverRelation ?? null,
        scope: given.scope ?? null,
        validUntil: given.until ? given.until.endOf('day').valueOf() : null,
        evidence: { kind: given.evidence ?? 'verbal_recording', scanId, recordingId: given.recordingId ?? null },
      },
    });
  const need = [{ required: true, message: t('record.need') }];
  return (
    <Modal
      open={open}
      title={t('record.title')}
      okText={t('record.action')}
      okButtonProps={{ loading: record.isRunning }}
      onOk={() => form.submit()}
      onCancel={onClose}
      destroyOnHidden
      width={560}
    >
      <ProblemNote problem={record.problem} />
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ action: 'given', giver: shown.needsGuardian ? 'guardian' : 'patient', evidence: 'paper_scan' }}
        onFinish={send}
      >
        <Form.Item name="kind" label={t('columns.kind')} rules={need}>
          <Select
            options={consentKinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
            onChange={(kind) => {
              const current = texts.data?.items.find((text) => text.kind === kind && text.isInForce);
              form.setFieldsValue({ channels: [], ...(current ? { textVersion: current.version } : {}) });
            }}
          />
        </Form.Item>
        <Form.Item name="action" label={t('record.said')}>
          <Radio.Group
            options={[
              { value: 'given', label: t('action.given') },
              { value: 'refused', label: t('action.refused') },
            ]}
          />
        </Form.Item>
        {facts && facts.channels.length > 0 && (
          <Form.Item name="channels" label={t('record.channels')} rules={isGiven ? need : []}>
            <Checkbox.Group options={facts.channels.map((value) => ({ value, label: t(`channel.${value}`) }))} />
          </Form.Item>
        )}
        <Form.Item name="textVersion" label={t('record.version')} extra={t('record.versionHint')} rules={need}>
          <Select
            options={versions.map((text) => ({
              value: text.version,
              label: `${t('panel.version', { version: text.version })} ${text.isInForce ? t('textsPage.inForce') : ''}`,
            }))}
          />
        </Form.Item>
        <Form.Item name="giver" label={t('record.giver')}>
          <Radio.Group options={giver.options.map((value) => ({ value, label: t(`giver.${value}`) }))} />
        </Form.Item>
        {values?.giver && values.giver !== 'patient' && (
          <>
            <Form.Item name="giverName" label={t('record.giverName')} rules={need}>
              <Input maxLength={60} autoComplete="off" />
            </Form.Item>
            <Form.Item name="giverRelation" label={t('record.giverRelation')} rules={need}>
              <Input maxLength={30} autoComplete="off" />
            </Form.Item>
          </>
        )}
        {facts?.needsScope && (
          <Form.Item name="scope" label={t('record.scope')} extra={t('record.scopeHint')} rules={isGiven ? need : []}>
            <Input.TextArea maxLength={1000} autoSize={{ minRows: 2 }} />
          </Form.Item>
        )}
        {isGiven && (
          <Form.Item name="until" label={t('record.until')} rules={facts?.needsTerm ? need : []}>
            <DatePicker />
          </Form.Item>
        )}
        {isGiven && (
          <Form.Item name="evidence" label={t('record.evidence')}>
            <Radio.Group
              options={[
                { value: 'paper_scan', label: t('evidence.paper_scan') },
                { value: 'verbal_recording', label: t('evidence.verbal_recording') },
              ]}
            />
          </Form.Item>
        )}
        {isGiven && values?.evidence === 'paper_scan' && (
          <Form.Item label={t('record.scan')} extra={t('record.scanHint')}>
            <Upload
              accept=".pdf,.jpg,.jpeg,.png"
              maxCount={1}
              showUploadList={false}
              customRequest={({ file }) => {
                upload(uploadScan, { body: {} }, file as File)
                  .then((made) => setScanId(made.scanId))
                  .catch((thrown: unknown) => message.error(problemOf(thrown).title));
              }}
            >
              <Button>{scanId ? t('record.uploaded') : t('record.scan')}</Button>
            </Upload>
          </Form.Item>
        )}
        {isGiven && values?.evidence === 'verbal_recording' && (
          <Form.Item name="recordingId" label={t('record.recording')} rules={need}>
            <Input maxLength={120} autoComplete="off" />
          </Form.Item>
        )}
      </Form>
    </Modal>
  );
}
