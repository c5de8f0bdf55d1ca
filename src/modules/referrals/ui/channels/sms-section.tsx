import { App, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useCommand } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import { ProblemNote, Section, StateTag } from '#web/kit/index.ts';
import { changeSmsAccount, type OutreachAccounts } from '../../contract/index.ts';
import {
  CallbackAddress,
  ChannelButtons,
  MadeField,
  randomWebhookSecret,
  SecretField,
  TemplatesField,
  templateLines,
  templatesOf,
} from './parts.tsx';

interface Values {
  secretId?: string;
  secretKey?: string;
  sdkAppId?: string;
  signature?: string;
  webhookSecret?: string;
  templates?: string;
}

/** The SMS gateway: sending through Tencent Cloud, receiving from it or from any gateway that signs its webhook. */
export function SmsSection({ account }: { account: OutreachAccounts['sms'] }) {
  const t = useText('referrals');
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  /** The secret address is answered once. */
  const [path, setPath] = useState<string | null>(null);
  const save = useCommand(changeSmsAccount, {
    onDone: (answer) => {
      message.success(t('channels.saved'));
      if (answer.newCallbackPath) setPath(answer.newCallbackPath);
      form.setFieldsValue({ secretKey: '', webhookSecret: '' });
    },
  });
  const send = (renewCallback: boolean) => {
    const values = form.getFieldsValue();
    const optional = (text: string | undefined) => text?.trim() || null;
    const secretKey = optional(values.secretKey);
    const secret = optional(values.webhookSecret);
    void save.run({
      body: {
        secretId: optional(values.secretId),
        sdkAppId: optional(values.sdkAppId),
        signature: optional(values.signature),
        templates: templatesOf(values.templates),
        ...(secretKey ? { secretKey } : {}),
        ...(secret ? { webhookSecret: secret } : {}),
        renewCallback,
      },
    });
  };
  return (
    <Section
      title={t('channels.sms')}
      extra={<StateTag tone={account ? 'allowed' : 'inactive'}>{t(account ? 'channels.on' : 'channels.off')}</StateTag>}
    >
      <p className="rm-soft rm-ref-gap-below">{t('channels.smsText')}</p>
      {path && (
        <div className="rm-note rm-note-waiting">
          <strong>{t('channels.newCallback')}</strong>
          <CallbackAddress label={t('channels.tencentCallback')} path={path} />
        </div>
      )}
      {account && (
        <CallbackAddress label={t('channels.webhook')} path={account.webhookPath} help={t('channels.webhookHelp')} />
      )}
      <Form<Values>
        form={form}
        layout="vertical"
        className="rm-form"
        requiredMark={false}
        initialValues={{
          secretId: account?.secretId ?? '',
          sdkAppId: account?.sdkAppId ?? '',
          signature: account?.signature ?? '',
          templates: templateLines(account?.templates ?? {}),
        }}
        onFinish={() => send(false)}
      >
        <ProblemNote problem={save.problem} />
        <Form.Item name="secretId" label="SecretId">
          <Input maxLength={100} autoComplete="off" />
        </Form.Item>
        <SecretField name="secretKey" label="SecretKey" isStored={account?.hasSecretKey ?? false} />
        <Form.Item
          name="sdkAppId"
          label="SdkAppId"
          rules={[{ pattern: /^\d{5,20}$/, message: t('channels.sdkAppIdWrong') }]}
        >
          <Input maxLength={20} inputMode="numeric" autoComplete="off" />
        </Form.Item>
        <Form.Item name="signature" label={t('channels.signature')} extra={t('channels.signatureHelp')}>
          <Input maxLength={20} />
        </Form.Item>
        <MadeField
          name="webhookSecret"
          pattern={/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/}
          isStored={account?.hasWebhookSecret ?? false}
          make={randomWebhookSecret}
        />
        <TemplatesField />
        <ChannelButtons channel="sms" isConnected={account !== null} isSaving={save.isRunning}>
          <Button onClick={() => send(true)} loading={save.isRunning}>
            {t(account?.hasCallbackToken ? 'channels.renewCallback' : 'channels.makeCallback')}
          </Button>
        </ChannelButtons>
      </Form>
    </Section>
  );
}
