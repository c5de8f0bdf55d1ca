import { App, Button, DatePicker, Form, Input, InputNumber, Modal, Radio, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { useCommand } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import { Facts, ProblemNote, Section, When } from '#web/kit/index.ts';
import { fillForm, type Patient, type ShownForm } from '../contract/index.ts';

type Field = ShownForm['fields'][number];
type Answers = NonNullable<ShownForm['answers']>;

/** The special files of the person, as the settings define them. */
export function FormsSection({ patient }: { patient: Patient }) {
  const t = useText('patients');
  const [filling, setFilling] = useState<ShownForm | null>(null);
  if (patient.forms.length === 0) return null;
  return (
    <Section title={t('forms.title')}>
      {patient.forms.map((form) => (
        <details key={form.formKey} open={form.answers !== null} style={{ marginBlockEnd: 8 }}>
          <summary>
            <strong>{form.title}</strong>{' '}
            <span className="rm-faint">
              {form.isHidden ? (
                t('forms.hidden')
              ) : form.updatedAt ? (
                <>
                  <When at={form.updatedAt} /> {t('forms.updated')}
                </>
              ) : (
                t('forms.empty')
              )}
            </span>{' '}
            {form.mayFill && (
              <Button
                size="small"
                onClick={(event) => {
                  event.preventDefault();
                  setFilling(form);
                }}
              >
                {t(form.answers ? 'forms.change' : 'forms.fill')}
              </Button>
            )}
          </summary>
          {form.answers && <Answered fields={form.fields} answers={form.answers} />}
        </details>
      ))}
      {filling && (
        <FillDialog key={filling.formKey} patient={patient} form={filling} onClose={() => setFilling(null)} />
      )}
    </Section>
  );
}

function Answered({ fields, answers }: { fields: readonly Field[]; answers: Answers }) {
  const t = useText('patients');
  const textOf = (field: Field) => {
    const value = answers[field.key];
    if (typeof value === 'boolean') return t(value ? 'forms.yes' : 'forms.no');
    if (Array.isArray(value)) return value.join('、');
    return field.unit ? `${value} ${field.unit}` : String(value);
  };
  return (
    <Facts
      items={fields
        .filter((field) => answers[field.key] !== undefined && answers[field.key] !== null)
        .map((field) => [field.label, textOf(field)] as const)}
    />
  );
}

function FillDialog({ patient, form: shown, onClose }: { patient: Patient; form: ShownForm; onClose: () => void }) {
  const t = useText('patients');
  const { message } = App.useApp();
  const [form] = Form.useForm<Record<string, unknown>>();
  const command = useCommand(fillForm, {
    onDone: () => {
      message.success(t('about.saved'));
      onClose();
    },
  });
  const initial = Object.fromEntries(
    shown.fields.map((field) => {
      const value = shown.answers?.[field.key];
      return [field.key, field.type === 'date' && typeof value === 'string' ? dayjs(value) : value];
    }),
  );
  const send = (values: Record<string, unknown>) => {
    const answers = Object.fromEntries(
      shown.fields.map((field) => {
        const value = values[field.key];
        return [field.key, dayjs.isDayjs(value) ? (value as Dayjs).format('YYYY-MM-DD') : (value ?? null)];
      }),
    ) as Answers;
    void command.run({
      params: { patientId: patient.patientId, formKey: shown.formKey },
      body: { answersVersion: shown.answersVersion, answers },
    });
  };
  return (
    <Modal
      open
      title={shown.title}
      okText={t('save')}
      cancelText={t('cancel')}
      okButtonProps={{ loading: command.isRunning }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <ProblemNote problem={command.problem} />
      <Form form={form} layout="vertical" initialValues={initial} onFinish={send}>
        {shown.fields.map((field) => (
          <Form.Item
            key={field.key}
            name={field.key}
            label={field.unit ? `${field.label}（${field.unit}）` : field.label}
            extra={field.help || undefined}
            rules={[{ required: field.isRequired }]}
          >
            {control(field, t('forms.yes'), t('forms.no'))}
          </Form.Item>
        ))}
      </Form>
    </Modal>
  );
}

function control(field: Field, yes: string, no: string) {
  const options = field.options.map((value) => ({ value, label: value }));
  switch (field.type) {
    case 'long_text':
      return <Input.TextArea maxLength={2000} autoSize={{ minRows: 2, maxRows: 6 }} />;
    case 'number':
      return (
        <InputNumber
          style={{ width: '100%' }}
          {...(field.min === null ? {} : { min: field.min })}
          {...(field.max === null ? {} : { max: field.max })}
        />
      );
    case 'date':
      return <DatePicker style={{ width: '100%' }} />;
    case 'choice':
      return <Select allowClear options={options} />;
    case 'choices':
      return <Select mode="multiple" options={options} />;
    case 'yes_no':
      return (
        <Radio.Group
          options={[
            { value: true, label: yes },
            { value: false, label: no },
          ]}
        />
      );
    default:
      return <Input maxLength={300} />;
  }
}
