import { App, Button, Form, Input, Select, Space, Switch } from 'antd';
import { changeSso, readSso, removeSso, type SsoSettings } from '#modules/staff/contract-sso.ts';
import { useCommand, useRead } from '#web/api/hooks.ts';
import { useText } from '#web/i18n.ts';
import {
  CopyButton,
  ErrorState,
  PageSkeleton,
  ProblemNote,
  Section,
  StateTag,
  useConfirmDanger,
} from '#web/kit/index.ts';
import { PeopleFrame } from './people-frame.tsx';

/** Signing in at the hospital's own identity provider. */
export default function SsoPage() {
  const t = useText('staff');
  const provider = useRead(readSso);
  return (
    <PeopleFrame meaning={t('sso.meaning')}>
      {provider.error ? (
        <ErrorState error={provider.error} onRetry={() => void provider.refetch()} />
      ) : provider.data ? (
        <SsoForm key={provider.data.provider?.changedAt ?? 'new'} provider={provider.data.provider} />
      ) : (
        <PageSkeleton />
      )}
    </PeopleFrame>
  );
}

interface Values {
  label: string;
  issuer: string;
  clientId: string;
  clientSecret?: string;
  matchBy: 'subject' | 'username';
  strongMethods: string[];
  isActive: boolean;
}

function SsoForm({ provider }: { provider: SsoSettings | null }) {
  const t = useText('staff');
  const { message } = App.useApp();
  const confirm = useConfirmDanger();
  const save = useCommand(changeSso, { onDone: () => message.success(t('account.saved')) });
  const remove = useCommand(removeSso, { onDone: () => message.success(t('sso.removed')) });
  const redirect = `${location.origin}/api/session/sso/callback`;
  const send = ({ clientSecret, ...values }: Values) =>
    void save.run({ body: { ...values, ...(clientSecret?.trim() ? { clientSecret: clientSecret.trim() } : {}) } });
  const initial: Values = provider ?? {
    label: t('sso.labelDefault'),
    issuer: '',
    clientId: '',
    matchBy: 'subject',
    strongMethods: [],
    isActive: true,
  };
  return (
    <Section
      title={t('sso.title')}
      extra={
        <StateTag tone={provider?.isActive ? 'allowed' : 'inactive'}>
          {t(provider?.isActive ? 'sso.on' : 'sso.off')}
        </StateTag>
      }
    >
      <p className="rm-soft" style={{ marginBlock: '0 12px', overflowWrap: 'anywhere' }}>
        {t('sso.redirect')} <code>{redirect}</code> <CopyButton text={redirect} />
      </p>
      <ProblemNote problem={save.problem ?? remove.problem} />
      <Form<Values> layout="vertical" requiredMark={false} initialValues={initial} onFinish={send} className="rm-form">
        <Form.Item name="label" label={t('sso.label')} rules={[{ required: true, whitespace: true }]}>
          <Input maxLength={30} />
        </Form.Item>
        <Form.Item
          name="issuer"
          label={t('sso.issuer')}
          extra={t('sso.issuerHelp')}
          rules={[{ required: true, type: 'url' }]}
        >
          <Input maxLength={300} inputMode="url" placeholder="https://id.example.cn" />
        </Form.Item>
        <Form.Item name="clientId" label={t('sso.clientId')} rules={[{ required: true, whitespace: true }]}>
          <Input maxLength={200} autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="clientSecret"
          label={t('sso.clientSecret')}
          extra={t(provider?.hasClientSecret ? 'sso.secretKept' : 'sso.secretHelp')}
        >
          <Input.Password maxLength={500} autoComplete="new-password" />
        </Form.Item>
        <Form.Item name="matchBy" label={t('sso.matchBy')} extra={t('sso.matchHelp')}>
          <Select
            options={[
              { value: 'subject', label: t('sso.bySubject') },
              { value: 'username', label: t('sso.byUsername') },
            ]}
          />
        </Form.Item>
        <Form.Item name="strongMethods" label={t('sso.strong')} extra={t('sso.strongHelp')}>
          <Select mode="tags" options={['mfa', 'otp', 'hwk'].map((value) => ({ value, label: value }))} />
        </Form.Item>
        <Form.Item name="isActive" label={t('sso.active')} valuePropName="checked">
          <Switch />
        </Form.Item>
        <Space>
          <Button type="primary" htmlType="submit" loading={save.isRunning}>
            {t('sso.save')}
          </Button>
          {provider && (
            <Button
              danger
              onClick={() =>
                confirm({
                  title: t('sso.removeTitle'),
                  text: t('sso.removeText'),
                  ok: t('sso.remove'),
                  onConfirm: () => remove.run({}),
                })
              }
            >
              {t('sso.remove')}
            </Button>
          )}
        </Space>
      </Form>
    </Section>
  );
}
