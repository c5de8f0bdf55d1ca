import { App, Form, Input, InputNumber, Radio } from 'antd';
import { useCommand } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import { ProblemNote, Section, StateTag } from '#web/kit/index.ts';
import { changeWechatAccount, type OutreachAccounts } from '../../contract/index.ts';
import {
  CallbackAddress,
  ChannelButtons,
  MadeField,
  randomText,
  SecretField,
  TemplatesField,
  templateLines,
  templatesOf,
} from './parts.tsx';

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
        <SecretField name="secret" label={t('channels.secret')} isStored={account?.hasSecret ?? false} />
        <MadeField
          name="token"
          pattern={/^[A-Za-z0-9]{3,32}$/}
          isStored={account?.hasToken ?? false}
          make={() => randomText(32)}
        />
        <MadeField
          name="encodingAesKey"
          pattern={/^[A-Za-z0-9]{43}$/}
          isStored={account?.isEncrypted ?? false}
          make={() => randomText(43)}
        />
        <TemplatesField />
        <ChannelButtons channel="wechat" isConnected={account !== null} isSaving={save.isRunning} />
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

/** Secrets that were left empty keep their stored value. */
function kept<Name extends string>(name: Name, value: string | undefined): Partial<Record<Name, string>> {
  const text = value?.trim();
  return text ? ({ [name]: text } as Record<Name, string>) : {};
}
