import { App, DatePicker, Form, Input, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useCommand } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import { FormPage, PageFrame, Section, useGo } from '#web/kit/index.ts';
import { createPatient } from '../contract/index.ts';

interface Values {
  name: string;
  idNumber?: string;
  sex?: 'male' | 'female';
  birthDate?: Dayjs | null;
  phone?: string;
  recordNo?: string;
  divisionCode?: string;
  firstSource?: string;
}

/** A file by hand, for somebody who has not been here yet. */
export default function NewPatientPage() {
  const t = useText('patients');
  const go = useGo();
  const { message } = App.useApp();
  const command = useCommand(createPatient, {
    onDone: ({ patientId }) => {
      message.success(t('create.done'));
      go(`/patients/${patientId}`);
    },
  });
  const toBody = (values: Values) => ({
    name: values.name,
    idNumber: values.idNumber ?? null,
    sex: values.sex ?? null,
    birthDate: values.birthDate?.format('YYYY-MM-DD') ?? null,
    phone: values.phone ?? null,
    recordNo: values.recordNo ?? null,
    divisionCode: values.divisionCode || null,
    firstSource: values.firstSource ?? null,
  });
  return (
    <PageFrame title={t('new')} width="text">
      <Section>
        <FormPage<Values>
          submit={t('create.submit')}
          schema={createPatient.body}
          toBody={toBody}
          problem={command.problem}
          isSubmitting={command.isRunning}
          onSubmit={(values) => command.run({ body: toBody(values) })}
          onCancel={() => go('/patients')}
        >
          <Form.Item name="name" label={t('about.name')} rules={[{ required: true, whitespace: true }]}>
            <Input maxLength={60} autoFocus />
          </Form.Item>
          <Form.Item name="idNumber" label={t('create.idNumber')} extra={t('create.idHelp')}>
            <Input maxLength={20} autoComplete="off" />
          </Form.Item>
          <Form.Item name="sex" label={t('about.sexLabel')}>
            <Select
              allowClear
              options={(['male', 'female'] as const).map((value) => ({ value, label: t(`sex.${value}`) }))}
            />
          </Form.Item>
          <Form.Item name="birthDate" label={t('about.birth')}>
            <DatePicker maxDate={dayjs()} style={{ width: '100%' }} />
          </Form.Item>
          <Form.Item name="phone" label={t('create.phone')}>
            <Input maxLength={20} inputMode="tel" />
          </Form.Item>
          <Form.Item name="recordNo" label={t('create.recordNo')}>
            <Input maxLength={64} />
          </Form.Item>
          <Form.Item name="divisionCode" label={t('create.division')} rules={[{ pattern: /^\d{6,12}$/ }]}>
            <Input maxLength={12} inputMode="numeric" />
          </Form.Item>
          <Form.Item name="firstSource" label={t('create.source')}>
            <Input maxLength={60} />
          </Form.Item>
        </FormPage>
      </Section>
    </PageFrame>
  );
}
