import { App, Button, Form, Input, InputNumber, Radio } from 'antd';
import { useCommand } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import { CopyButton, ProblemNote, Section, StateTag } from '#web/kit/index.ts';
import { changeWechatAccount, type OutreachAccounts } from '../../contract/index.ts';
import { CallbackAddress, randomText, templateLines, templatesOf, useDisconnect } from './parts.tsx';

interface Values {
  kind: 'official' | 'wecom';
  appId: string;
  agentId?: number | null;
  secret?: string;
  token?: string;
  encodingAesKey?: string;
  templates?: string;
}

/** WeChat official account or WeCom application. */
export function WechatSection({ account }: { account: OutreachAccounts['wechat'] }) {
  const t = useText('referrals');
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const kind = Form.useWatch('kind', form) ?? account?.kind ?? 'official';
  const disconnect = useDisconnect('wechat');
  const save = useCommand(changeWechatAccount, {
    onDone: () => {
      message.success(t('channels.saved'));
      form.setFieldsValue({ secret: '', token: '', encodingAesKey: '' });
    },
  });
  const submit = (values: Values) =>
    void save.run({
      body: {
        kind: values.kind,
        appId: values.appId.trim(),
        agentId: values.kind === 'wecom' ? (values.agentId ?? null) : null,
        templates: templatesOf(values.templates),
        ...kept('secret', values.secret),
        ...kept('token', values.token),
        ...kept('encodingAesKey', values.encodingAesKey),
      },
    });
  return (
    <Section title={t('channels.wechat')} extra={<WechatState account={account} />}>
      <p className="rm-soft rm-ref-gap-below">{t('channels.wechatText')}</p>
      {account && (
        <CallbackAddress
          label={t('channels.callback')}
          path={account.callbackPath}
          help={t('channels.wechatCallbackHelp')}
        />
      )}
      <Form<Values>
        form={form}
        layout="vertical"
        className="rm-form"
        requiredMark={false}
        initialValues={{
          kind: account?.kind ?? 'official',
          appId: account?.appId ?? '',
          agentId: account?.agentId ?? null,
          templates: templateLines(account?.templates ?? {}),
        }}
        onFinish={submit}
      >
        <ProblemNote problem={save.problem} />
        <Form.Item name="kind" label={t('channels.kind')}>
          <Radio.Group
            options={[
              { value: 'official', label: t('channels.official') },
              { value: 'wecom', label: t('channels.wecom') },
            ]}
          />
        </Form.Item>
        <Form.Item
          name="appId"
          label={t(kind === 'wecom' ? 'channels.corpId' : 'channels.appId')}
          rules={[{ required: true, pattern: /^[\w-]{4,64}$/, message: t('channels.needAppId') }]}
        >
          <Input maxLength={64} autoComplete="off" />
        </Form.Item>
        {kind === 'wecom' && (
          <Form.Item name="agentId" label={t('channels.agentId')}>
            <InputNumber min={1} precision={0} style={{ width: '100%' }} />
          </Form.Item>
        )}
        <Form.Item
          name="secret"
          label={t('channels.secret')}
          extra={t(account?.hasSecret ? 'channels.kept' : 'channels.secretHelp')}
        >
          <Input.Password maxLength={200} autoComplete="new-password" />
        </Form.Item>
        <Made name="token" length={32} pattern={/^[A-Za-z0-9]{3,32}$/} hasStored={account?.hasToken ?? false} />
        <Made
          name="encodingAesKey"
          length={43}
          pattern={/^[A-Za-z0-9]{43}$/}
          hasStored={account?.isEncrypted ?? false}
        />
        <Form.Item name="templates" label={t('channels.templates')} extra={t('channels.templatesHelp')}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} placeholder={t('channels.templatesExample')} />
        </Form.Item>
        <div className="rm-ref-buttons">
          <Button type="primary" htmlType="submit" loading={save.isRunning}>
            {t(account ? 'channels.save' : 'channels.connect')}
          </Button>
          {account && (
            <Button danger type="text" onClick={disconnect}>
              {t('channels.disconnect')}
            </Button>
          )}
        </div>
      </Form>
    </Section>
  );
}

function WechatState({ account }: { account: OutreachAccounts['wechat'] }) {
  const t = useText('referrals');
  if (!account) return <StateTag tone="inactive">{t('channels.off')}</StateTag>;
  return (
    <StateTag tone={account.isEncrypted ? 'allowed' : 'waiting'}>
      {t(account.isEncrypted ? 'channels.encrypted' : 'channels.plain')}
    </StateTag>
  );
}

/** A value both sides must know: made here, copied into the provider's console. */
function Made(props: { name: 'token' | 'encodingAesKey'; length: number; pattern: RegExp; hasStored: boolean }) {
  const t = useText('referrals');
  const { name, length, pattern, hasStored } = props;
  const form = Form.useFormInstance<Values>();
  const value = Form.useWatch(name, form);
  return (
    <Form.Item
      label={t(`channels.${name}`)}
      htmlFor={name}
      extra={t(hasStored ? 'channels.kept' : `channels.${name}Help`)}
    >
      <div className="rm-ref-made">
        <Form.Item name={name} noStyle rules={[{ pattern, message: t(`channels.${name}Wrong`) }]}>
          <Input id={name} maxLength={43} autoComplete="off" />
        </Form.Item>
        <Button onClick={() => form.setFieldValue(name, randomText(length))}>{t('channels.make')}</Button>
        {value && <CopyButton text={value} />}
      </div>
    </Form.Item>
  );
}

/** Secrets that were left empty keep their stored value. */
function kept<Name extends string>(name: Name, value: string | undefined): Partial<Record<Name, string>> {
  const text = value?.trim();
  return text ? ({ [name]: text } as Record<Name, string>) : {};
}
