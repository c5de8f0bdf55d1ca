import { App, Button, DatePicker, Form, Input, InputNumber, Modal, Select, Switch } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { useCommand } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import { Facts, ProblemNote, Section, When } from '#web/kit/index.ts';
import { changePatient, type Patient } from '../contract/index.ts';

const plainFields = [
  'nativePlace',
  'occupation',
  'education',
  'maritalStatus',
  'insuranceKind',
  'preferredChannel',
  'preferredTime',
  'temperament',
] as const;

/** Who it is and what is known of the person. */
export function AboutSection({ patient }: { patient: Patient }) {
  const t = useText('patients');
  const [isEditing, setEditing] = useState(false);
  const birth = patient.birthDate && (
    <>
      {patient.birthDate}{' '}
      {patient.birthDateSource && <span className="rm-faint">{t(`about.birthBy.${patient.birthDateSource}`)}</span>}
    </>
  );
  return (
    <Section
      title={t('about.title')}
      extra={
        patient.mayWrite && (
          <Button size="small" onClick={() => setEditing(true)}>
            {t('about.edit')}
          </Button>
        )
      }
    >
      <Facts
        items={[
          [t('about.records'), patient.recordNumbers.join('、') || null],
          [t('about.birth'), birth || null],
          ...plainFields
            .filter((field) => patient[field] !== null)
            .map((field) => [t(`about.${field}`), patient[field]] as const),
          ...(patient.healthStatus
            ? [[t('about.healthStatus'), t(`about.health.${patient.healthStatus}`)] as const]
            : []),
          ...(patient.interests.length > 0 ? [[t('about.interests'), patient.interests.join('、')] as const] : []),
          [t('about.source'), patient.firstSource],
          ...(patient.isKeyAccount
            ? [
                [t('key.flag'), patient.keyAccountReason] as const,
                [t('key.last'), <When key="last" at={patient.lastContactAt} />] as const,
              ]
            : []),
          ...(patient.note ? [[t('about.note'), patient.note] as const] : []),
        ]}
      />
      {patient.elsewhere.length > 0 && (
        <p className="rm-soft">
          {t('about.elsewhere', { names: patient.elsewhere.map((one) => one.hospitalName).join('、') })}
        </p>
      )}
      <EditDialog patient={patient} open={isEditing} onClose={() => setEditing(false)} />
    </Section>
  );
}

type Values = { [field in (typeof plainFields)[number]]?: string } & {
  name: string;
  sex: 'male' | 'female' | null;
  birthDate: Dayjs | null;
  tags: string[];
  interests: string[];
  note?: string;
  isStaff: boolean;
  isKeyAccount: boolean;
  keyAccountReason?: string;
  contactIntervalDays: number | null;
};

function EditDialog({ patient, open, onClose }: { patient: Patient; open: boolean; onClose: () => void }) {
  const t = useText('patients');
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const isKey = Form.useWatch('isKeyAccount', form);
  const command = useCommand(changePatient, {
    onDone: () => {
      message.success(t('about.saved'));
      onClose();
    },
  });
  const isByDocument = patient.birthDateSource === 'document';
  const send = ({ birthDate, ...values }: Values) => {
    const texts = Object.fromEntries(plainFields.map((field) => [field, values[field] ?? null]));
    void command.run({
      params: { patientId: patient.patientId },
      body: {
        version: patient.version,
        changes: {
          ...texts,
          name: values.name,
          ...(isByDocument ? {} : { sex: values.sex ?? null, birthDate: birthDate?.format('YYYY-MM-DD') ?? null }),
          tags: values.tags,
          interests: values.interests,
          note: values.note ?? null,
          isStaff: values.isStaff,
          isKeyAccount: values.isKeyAccount,
          keyAccountReason: values.keyAccountReason ?? null,
          contactIntervalDays: values.contactIntervalDays ?? null,
        },
      },
    });
  };
  return (
    <Modal
      open={open}
      title={t('about.edit')}
      okText={t('save')}
      cancelText={t('cancel')}
      okButtonProps={{ loading: command.isRunning }}
      onOk={() => form.submit()}
      onCancel={onClose}
      destroyOnHidden
    >
      <ProblemNote problem={command.problem} />
      <Form<Values>
        form={form}
        layout="vertical"
        preserve={false}
        onFinish={send}
        initialValues={{
          ...patient,
          birthDate: patient.birthDate ? dayjs(patient.birthDate) : null,
        }}
      >
        <Form.Item name="name" label={t('about.name')} rules={[{ required: true, whitespace: true }]}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="sex" label={t('about.sexLabel')}>
          <Select
            allowClear
            disabled={isByDocument}
            options={(['male', 'female'] as const).map((value) => ({ value, label: t(`sex.${value}`) }))}
          />
        </Form.Item>
        <Form.Item name="birthDate" label={t('about.birth')}>
          <DatePicker disabled={isByDocument} maxDate={dayjs()} style={{ width: '100%' }} />
        </Form.Item>
        {plainFields.map((field) => (
          <Form.Item key={field} name={field} label={t(`about.${field}`)}>
            <Input maxLength={40} />
          </Form.Item>
        ))}
        <Form.Item name="interests" label={t('about.interests')}>
          <Select mode="tags" open={false} tokenSeparators={[',', '，', '、']} />
        </Form.Item>
        <Form.Item name="tags" label={t('about.tags')}>
          <Select mode="tags" open={false} tokenSeparators={[',', '，', '、']} />
        </Form.Item>
        <Form.Item name="note" label={t('about.note')}>
          <Input.TextArea maxLength={1000} autoSize={{ minRows: 2, maxRows: 6 }} />
        </Form.Item>
        <Form.Item name="isStaff" label={t('about.isStaff')} valuePropName="checked">
          <Switch />
        </Form.Item>
        <Form.Item name="isKeyAccount" label={t('key.flag')} valuePropName="checked">
          <Switch />
        </Form.Item>
        {isKey && (
          <>
            <Form.Item name="keyAccountReason" label={t('key.reason')} rules={[{ required: true, whitespace: true }]}>
              <Input maxLength={300} />
            </Form.Item>
            <Form.Item name="contactIntervalDays" label={t('key.interval')}>
              <InputNumber min={1} max={730} />
            </Form.Item>
          </>
        )}
      </Form>
    </Modal>
  );
}
