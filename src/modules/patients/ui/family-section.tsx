import { Alert, Button, DatePicker, Form, Input, Modal, Select, Space, Switch, Tag } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { useCommand } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import { PageLink, ProblemNote, Section } from '#web/kit/index.ts';
import { addGuardian, addSpecialDate, type Patient, specialDateKinds } from '../contract/index.ts';

/** Whom the person lives with, who decides for a minor, and which days matter to him. */
export function FamilySection({ patient }: { patient: Patient }) {
  const t = useText('patients');
  const [adding, setAdding] = useState<'guardian' | 'date' | null>(null);
  const close = () => setAdding(null);
  const isEmpty = !patient.household && patient.guardians.length + patient.specialDates.length === 0;
  return (
    <Section title={t('family.title')}>
      {patient.needsGuardian && patient.guardians.length === 0 && (
        <Alert type="warning" showIcon title={t('family.needs')} />
      )}
      {isEmpty && <p className="rm-soft">{t('family.none')}</p>}
      <ul className="rm-pat-lines">
        {patient.household?.members.map((one) => (
          <li key={one.patientId}>
            <span>{t(`family.relation.${one.relation}`)}</span>
            <span className="rm-pat-grow">
              {one.patientId === patient.patientId ? (
                <strong>{one.name}</strong>
              ) : (
                <PageLink to={`/patients/${one.patientId}`}>{one.name}</PageLink>
              )}{' '}
              {one.ageYears !== null && <span className="rm-soft">{t('years', { age: one.ageYears })}</span>}
            </span>
          </li>
        ))}
        {patient.guardians.map((one) => (
          <li key={one.guardianId}>
            <span>{t('family.guardian')}</span>
            <span className="rm-pat-grow">
              {one.guardianPatientId ? (
                <PageLink to={`/patients/${one.guardianPatientId}`}>{one.name}</PageLink>
              ) : (
                one.name
              )}{' '}
              <Tag>{one.relation}</Tag>
              {one.phone && <span className="rm-number">{one.phone.text}</span>}
            </span>
          </li>
        ))}
        {patient.specialDates.map((one) => (
          <li key={one.specialDateId}>
            <span>{t(`family.date.${one.kind}`)}</span>
            <span className="rm-pat-grow">
              {one.day} {one.isLunar && <Tag>{t('family.lunar')}</Tag>}
              {one.note}
            </span>
          </li>
        ))}
      </ul>
      {patient.mayWrite && (
        <Space wrap style={{ marginBlockStart: 10 }}>
          <Button size="small" onClick={() => setAdding('guardian')}>
            {t('family.addGuardian')}
          </Button>
          <Button size="small" onClick={() => setAdding('date')}>
            {t('family.addDate')}
          </Button>
        </Space>
      )}
      <AddGuardian patientId={patient.patientId} open={adding === 'guardian'} onClose={close} />
      <AddDate patientId={patient.patientId} open={adding === 'date'} onClose={close} />
    </Section>
  );
}

interface AddProps {
  readonly patientId: string;
  readonly open: boolean;
  readonly onClose: () => void;
}

function AddGuardian({ patientId, open, onClose }: AddProps) {
  const t = useText('patients');
  const [form] = Form.useForm<{ name: string; phone?: string; relation: string }>();
  const command = useCommand(addGuardian, { onDone: onClose });
  return (
    <Modal
      open={open}
      title={t('family.addGuardian')}
      okText={t('save')}
      cancelText={t('cancel')}
      onOk={() => form.submit()}
      onCancel={onClose}
      okButtonProps={{ loading: command.isRunning }}
      destroyOnHidden
    >
      <ProblemNote problem={command.problem} />
      <Form
        form={form}
        layout="vertical"
        preserve={false}
        onFinish={({ name, phone, relation }) =>
          void command.run({ params: { patientId }, body: { name, phone: phone ?? null, relation } })
        }
      >
        <Form.Item name="name" label={t('family.guardianName')} rules={[{ required: true, whitespace: true }]}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="phone" label={t('family.guardianPhone')}>
          <Input maxLength={20} inputMode="tel" />
        </Form.Item>
        <Form.Item name="relation" label={t('family.guardianRelation')} rules={[{ required: true, whitespace: true }]}>
          <Input maxLength={20} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

function AddDate({ patientId, open, onClose }: AddProps) {
  const t = useText('patients');
  const [form] = Form.useForm<{ kind: 'birthday'; day: Dayjs; isLunar: boolean }>();
  const command = useCommand(addSpecialDate, { onDone: onClose });
  return (
    <Modal
      open={open}
      title={t('family.addDate')}
      okText={t('save')}
      cancelText={t('cancel')}
      onOk={() => form.submit()}
      onCancel={onClose}
      okButtonProps={{ loading: command.isRunning }}
      destroyOnHidden
    >
      <ProblemNote problem={command.problem} />
      <Form
        form={form}
        layout="vertical"
        preserve={false}
        initialValues={{ kind: 'wedding', day: dayjs(), isLunar: false }}
        onFinish={({ kind, day, isLunar }) =>
          void command.run({ params: { patientId }, body: { kind, day: day.format('YYYY-MM-DD'), isLunar } })
        }
      >
        <Form.Item name="kind" label={t('contact.what')}>
          <Select options={specialDateKinds.map((value) => ({ value, label: t(`family.date.${value}`) }))} />
        </Form.Item>
        <Form.Item name="day" label={t('family.day')} rules={[{ required: true }]}>
          <DatePicker style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="isLunar" label={t('family.lunar')} valuePropName="checked">
          <Switch />
        </Form.Item>
      </Form>
    </Modal>
  );
}
