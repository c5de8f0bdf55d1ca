import { QueryClientProvider } from '@tanstack/react-query';
import { Button, Form, type FormInstance, Input, Radio, Steps } from 'antd';
import { useEffect, useState } from 'react';
import { setUp } from '#modules/hospital/contract.ts';
import { readJob } from '#modules/staff/contract.ts';
import { useCommand, useRead } from '#web/api/hooks.ts';
import { newQueryClient } from '#web/api/query-client.ts';
import { useText } from '#web/i18n.ts';
import { JobLine } from '#web/kit/job-progress.tsx';
import { ProblemNote } from '#web/kit/states.tsx';
import { QuietPage } from './quiet-page.tsx';
import { SampleAccounts, sampleAccessOf } from './sample-accounts.tsx';

const client = newQueryClient();

interface Values {
  username: string;
  displayName: string;
  password: string;
  repeat: string;
  hospitalName: string;
  divisionCode: string;
  start: 'sample' | 'empty';
}

const stepFields: readonly (readonly (keyof Values)[])[] = [
  ['username', 'displayName', 'password', 'repeat'],
  ['hospitalName', 'divisionCode'],
  ['start'],
];

/** Body path of the contract → field of this form, so that a refusal appears where it belongs. */
const fieldOfPath: Readonly<Record<string, keyof Values>> = {
  'administrator.username': 'username',
  'administrator.displayName': 'displayName',
  'administrator.password': 'password',
  'hospital.name': 'hospitalName',
  'hospital.divisionCode': 'divisionCode',
};

/** Three steps from an empty installation to the first page. */
export default function FirstVisitWizard({ onDone }: { onDone: () => void }) {
  return (
    <QueryClientProvider client={client}>
      <QuietPage wide>
        <Wizard onDone={onDone} />
      </QuietPage>
    </QueryClientProvider>
  );
}

function Wizard({ onDone }: { onDone: () => void }) {
  const t = useText('shell');
  const k = useText('kit');
  const [form] = Form.useForm<Values>();
  const [step, setStep] = useState(0);
  const [jobId, setJobId] = useState<string | null>(null);
  const command = useCommand(setUp, {
    onDone: (answer) => (answer.jobId === null ? onDone() : setJobId(answer.jobId)),
    onRefused: (problem) => {
      const fields = problem.errors.flatMap((error) => {
        const name = fieldOfPath[error.path];
        return name ? [{ name, errors: [error.message] }] : [];
      });
      if (problem.code === 'staff.password-too-weak' && fields.length === 0) {
        fields.push({ name: 'password', errors: [problem.detail || t('setup.passwordHelp')] });
      }
      const wrong = stepFields.findIndex((names) => fields.some((field) => names.includes(field.name)));
      if (wrong >= 0) setStep(wrong);
      // After the step's fields are on the page: errors of absent fields are forgotten.
      setTimeout(() => form.setFields(fields));
    },
  });
  useEffect(() => {
    document.title = `${t('setup.title')} · ${k('product')}`;
  }, [t, k]);
  if (jobId !== null) return <Preparing jobId={jobId} onDone={onDone} />;

  const next = async () => {
    if (step < 2) {
      setStep(step + 1);
      return;
    }
    const given = form.getFieldsValue(true) as Values;
    await command.run({
      body: {
        administrator: { username: given.username, displayName: given.displayName, password: given.password },
        hospital: { name: given.hospitalName, divisionCode: given.divisionCode },
        start: given.start,
      },
    });
  };
  return (
    <>
      <h1>{t('setup.title')}</h1>
      <p className="rm-soft">{t('setup.meaning')}</p>
      <Steps
        size="small"
        current={step}
        items={['stepAdmin', 'stepHospital', 'stepStart'].map((key) => ({ title: t(`setup.${key}`) }))}
        responsive={false}
        className="rm-steps"
      />
      <ProblemNote problem={command.problem && command.problem.errors.length === 0 ? command.problem : null} />
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ start: 'sample' }}
        onFinish={() => void next()}
      >
        {/* Only the step's fields exist, so that Enter checks and sends these; the form keeps the others' values. */}
        {step === 0 && <AdministratorFields form={form} />}
        {step === 1 && <HospitalFields />}
        {step === 2 && <StartField />}
        <div className="rm-wizard-foot">
          {step > 0 && <Button onClick={() => setStep(step - 1)}>{t('setup.back')}</Button>}
          <span className="rm-grow" />
          <Button type="primary" htmlType="submit" loading={command.isRunning}>
            {t(step < 2 ? 'setup.next' : 'setup.submit')}
          </Button>
        </div>
      </Form>
    </>
  );
}

function AdministratorFields({ form }: { form: FormInstance<Values> }) {
  const t = useText('shell');
  return (
    <>
      <p className="rm-soft">{t('setup.adminText')}</p>
      <Form.Item
        name="username"
        label={t('setup.username')}
        extra={t('setup.usernameHelp')}
        rules={[{ required: true, pattern: /^[A-Za-z][A-Za-z0-9._-]{2,39}$/, message: t('setup.usernameHelp') }]}
      >
        <Input autoComplete="username" autoCapitalize="none" spellCheck={false} maxLength={40} />
      </Form.Item>
      <Form.Item
        name="displayName"
        label={t('setup.displayName')}
        rules={[{ required: true, whitespace: true, message: t('setup.displayName') }]}
      >
        <Input autoComplete="name" maxLength={40} />
      </Form.Item>
      <Form.Item
        name="password"
        label={t('setup.password')}
        extra={t('setup.passwordHelp')}
        rules={[
          {
            validator: async (_, value: string | undefined) => {
              const name = String(form.getFieldValue('username') ?? '').toLowerCase();
              if (!value || value.length < 10 || value.toLowerCase() === name) throw new Error(t('setup.passwordHelp'));
            },
          },
        ]}
      >
        <Input.Password autoComplete="new-password" maxLength={200} />
      </Form.Item>
      <Form.Item
        name="repeat"
        label={t('setup.repeat')}
        dependencies={['password']}
        rules={[
          {
            validator: async (_, value: string | undefined) => {
              if (value !== form.getFieldValue('password')) throw new Error(t('setup.repeatWrong'));
            },
          },
        ]}
      >
        <Input.Password autoComplete="new-password" maxLength={200} />
      </Form.Item>
    </>
  );
}

function HospitalFields() {
  const t = useText('shell');
  return (
    <>
      <Form.Item
        name="hospitalName"
        label={t('setup.hospitalName')}
        rules={[{ required: true, whitespace: true, min: 2, message: t('setup.hospitalName') }]}
      >
        <Input autoComplete="organization" maxLength={80} placeholder={t('setup.hospitalExample')} />
      </Form.Item>
      <Form.Item
        name="divisionCode"
        label={t('setup.division')}
        extra={t('setup.divisionHelp')}
        rules={[{ required: true, pattern: /^\d{6}$/, message: t('setup.divisionWrong') }]}
      >
        <Input inputMode="numeric" maxLength={6} />
      </Form.Item>
    </>
  );
}

function StartField() {
  const t = useText('shell');
  return (
    <Form.Item name="start" label={t('setup.stepStart')}>
      <Radio.Group className="rm-choices">
        {(['sample', 'empty'] as const).map((value) => (
          <Radio key={value} value={value}>
            <strong>{t(`setup.${value}`)}</strong>
            <span className="rm-soft">{t(`setup.${value}Text`)}</span>
          </Radio>
        ))}
      </Radio.Group>
    </Form.Item>
  );
}

function Preparing({ jobId, onDone }: { jobId: string; onDone: () => void }) {
  const t = useText('shell');
  const job = useRead(readJob, { params: { jobId } }, { refetchMs: 700, staleMs: 0 });
  const state = job.data?.state;
  const access = sampleAccessOf(job.data?.result);
  useEffect(() => {
    // The accounts stay until somebody has read them.
    if (state !== 'done' || access) return;
    const timer = setTimeout(onDone, 900);
    return () => clearTimeout(timer);
  }, [state, access, onDone]);
  const failed = state === 'failed' || state === 'cancelled';
  if (state === 'done' && access)
    return (
      <>
        <h1>{t('sample.title')}</h1>
        <p className="rm-soft">{t('sample.text')}</p>
        <SampleAccounts access={access} />
        <p className="rm-soft">{t('sample.again')}</p>
        <div className="rm-wizard-foot">
          <span className="rm-grow" />
          <Button type="primary" onClick={onDone}>
            {t('sample.enter')}
          </Button>
        </div>
      </>
    );
  return (
    <>
      <h1>{t(state === 'done' ? 'setup.done' : 'setup.working')}</h1>
      <p className="rm-soft">{t(failed ? 'setup.failed' : 'setup.workingText')}</p>
      {/* No link to the result: the pages and their router are not there yet. */}
      {job.data && <JobLine job={{ ...job.data, resultPath: null }} />}
      <div className="rm-wizard-foot">
        <span className="rm-grow" />
        <Button type={failed || state === 'done' ? 'primary' : 'default'} onClick={onDone}>
          {t('setup.enter')}
        </Button>
      </div>
    </>
  );
}
