import { App, Button, Form, Input } from 'antd';
import type { ReactNode } from 'react';
import { useCommand } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import { CopyButton, useConfirmDanger } from '#web/kit/index.ts';
import { disconnectOutreachAccount } from '../../contract/index.ts';

/** Asks and disconnects a channel. */
function useDisconnect(channel: 'wechat' | 'sms'): () => void {
  const t = useText('referrals');
  const { message } = App.useApp();
  const confirm = useConfirmDanger();
  const disconnect = useCommand(disconnectOutreachAccount, {
    onDone: () => message.success(t('channels.disconnected')),
    onRefused: (problem) => message.error(problem.detail || problem.title),
  });
  return () =>
    confirm({
      title: t(`channels.disconnectTitle.${channel}`),
      text: t('channels.disconnectText'),
      ok: t('channels.disconnect'),
      onConfirm: () => disconnect.run({ params: { channel } }),
    });
}

/** A secret of the provider: never shown again, kept when left empty. */
export function SecretField({ name, label, isStored }: { name: string; label: string; isStored: boolean }) {
  const t = useText('referrals');
  return (
    <Form.Item name={name} label={label} extra={t(isStored ? 'channels.kept' : 'channels.secretHelp')}>
      <Input.Password maxLength={200} autoComplete="new-password" />
    </Form.Item>
  );
}

/** A value both sides must know: made here, copied into the provider's console. Its texts are named after the field. */
export function MadeField(props: {
  name: 'token' | 'encodingAesKey' | 'webhookSecret';
  pattern: RegExp;
  isStored: boolean;
  make: () => string;
}) {
  const t = useText('referrals');
  const { name, pattern, isStored, make } = props;
  const form = Form.useFormInstance();
  const value = Form.useWatch<string | undefined>(name, form);
  return (
    <Form.Item
      label={t(`channels.${name}`)}
      htmlFor={name}
      extra={t(isStored ? 'channels.kept' : `channels.${name}Help`)}
    >
      <div className="rm-ref-made">
        <Form.Item name={name} noStyle rules={[{ pattern, message: t(`channels.${name}Wrong`) }]}>
          <Input id={name} maxLength={100} autoComplete="off" />
        </Form.Item>
        <Button onClick={() => form.setFieldValue(name, make())}>{t('channels.make')}</Button>
        {value && <CopyButton text={value} />}
      </div>
    </Form.Item>
  );
}

export function TemplatesField() {
  const t = useText('referrals');
  return (
    <Form.Item name="templates" label={t('channels.templates')} extra={t('channels.templatesHelp')}>
      <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} placeholder={t('channels.templatesExample')} />
    </Form.Item>
  );
}

/** Save or connect, what a channel adds, and disconnect. */
export function ChannelButtons(props: {
  channel: 'wechat' | 'sms';
  isConnected: boolean;
  isSaving: boolean;
  children?: ReactNode;
}) {
  const t = useText('referrals');
  const { channel, isConnected, isSaving, children } = props;
  const disconnect = useDisconnect(channel);
  return (
    <div className="rm-ref-buttons">
      <Button type="primary" htmlType="submit" loading={isSaving}>
        {t(isConnected ? 'channels.save' : 'channels.connect')}
      </Button>
      {children}
      {isConnected && (
        <Button danger type="text" onClick={disconnect}>
          {t('channels.disconnect')}
        </Button>
      )}
    </div>
  );
}

/** An address for the provider's console, to be copied. */
export function CallbackAddress({ label, path, help }: { label: string; path: string; help?: ReactNode }) {
  const address = new URL(path, location.origin).href;
  return (
    <div className="rm-ref-callback">
      <span className="rm-soft">{label}</span>
      <span className="rm-ref-callback-line">
        <code>{address}</code>
        <CopyButton text={address} />
      </span>
      {help && <span className="rm-ref-note">{help}</span>}
    </div>
  );
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Letters and digits nobody can guess: token and key are made here and typed into the provider's console. */
export function randomText(length: number): string {
  // 62 × 4 = 248: numbers above would make the first letters likelier.
  const picked: string[] = [];
  while (picked.length < length) {
    for (const byte of crypto.getRandomValues(new Uint8Array(64))) {
      if (byte < 248 && picked.length < length) picked.push(alphabet[byte % 62]!);
    }
  }
  return picked.join('');
}

export function randomWebhookSecret(): string {
  return `whsec_${btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))))}`;
}

/** `模板名 = 编号` lines to and from the stored record. */
export function templateLines(templates: Readonly<Record<string, string>>): string {
  return Object.entries(templates)
    .map(([name, id]) => `${name} = ${id}`)
    .join('\n');
}

export function templatesOf(lines: string | undefined): Record<string, string> {
  return Object.fromEntries(
    (lines ?? '').split('\n').flatMap((line) => {
      const [name, id] = line.split(/[=＝]/).map((part) => part.trim());
      return name && id ? [[name, id]] : [];
    }),
  );
}
