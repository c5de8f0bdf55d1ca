import { App, Button, Form, Input, Modal, QRCode } from 'antd';
import { useState } from 'react';
import {
  changePassword,
  confirmSecondFactor,
  enrolSecondFactor,
  listOwnSessions,
  removeSecondFactor,
  revokeOwnSession,
} from '#modules/staff/contract.ts';
import { useCommand, useRead } from '#web/api/hooks.ts';
import { useText } from '#web/i18n.ts';
import { PageFrame, Section } from '#web/kit/page-frame.tsx';
import { CopyButton, StateTag, When } from '#web/kit/small.tsx';
import { ErrorState, PageSkeleton, ProblemNote } from '#web/kit/states.tsx';
import { palettes } from '#web/kit/theme.ts';
import { useSession } from './session.tsx';

/** The own account: password, second factor, devices. */
export default function AccountPage() {
  const t = useText('shell');
  return (
    <PageFrame title={t('account.title')} meaning={t('account.meaning')} width="text">
      <Section title={t('account.password')}>
        <PasswordForm />
      </Section>
      <SecondFactor />
      <Section title={t('account.sessions')}>
        <Sessions />
      </Section>
    </PageFrame>
  );
}

function PasswordForm() {
  const t = useText('shell');
  const { message } = App.useApp();
  const { account, reload } = useSession();
  const [form] = Form.useForm<{ currentPassword: string; newPassword: string; repeat: string }>();
  const change = useCommand(changePassword, {
    onDone: () => {
      form.resetFields();
      message.success(t('account.changed'));
      void reload();
    },
  });
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      className="rm-form"
      onFinish={({ currentPassword, newPassword }) => void change.run({ body: { currentPassword, newPassword } })}
    >
      {account.mustChangePassword && <p className="rm-note rm-note-waiting">{t('account.mustChange')}</p>}
      <ProblemNote problem={change.problem} />
      <input type="text" autoComplete="username" value={account.username} readOnly hidden />
      <Form.Item
        name="currentPassword"
        label={t('account.current')}
        rules={[{ required: true, message: t('login.needPassword') }]}
      >
        <Input.Password autoComplete="current-password" maxLength={200} />
      </Form.Item>
      <Form.Item
        name="newPassword"
        label={t('account.next')}
        extra={t('setup.passwordHelp')}
        rules={[
          {
            validator: async (_, value: string | undefined) => {
              const isName = value?.toLowerCase() === account.username.toLowerCase();
              if (!value || value.length < 10 || isName) throw new Error(t('setup.passwordHelp'));
            },
          },
        ]}
      >
        <Input.Password autoComplete="new-password" maxLength={200} />
      </Form.Item>
      <Form.Item
        name="repeat"
        label={t('setup.repeat')}
        dependencies={['newPassword']}
        rules={[
          {
            validator: async (_, value: string | undefined) => {
              if (value !== form.getFieldValue('newPassword')) throw new Error(t('setup.repeatWrong'));
            },
          },
        ]}
      >
        <Input.Password autoComplete="new-password" maxLength={200} />
      </Form.Item>
      <Button htmlType="submit" loading={change.isRunning}>
        {t('account.change')}
      </Button>
    </Form>
  );
}

function SecondFactor() {
  const t = useText('shell');
  const { account } = useSession();
  const [asking, setAsking] = useState<'start' | 'remove' | null>(null);
  const [secret, setSecret] = useState<{ otpauthUri: string; backupCodes: readonly string[] } | null>(null);
  return (
    <Section
      title={t('account.factor')}
      extra={
        <StateTag tone={account.secondFactor ? 'allowed' : 'inactive'}>
          {t(account.secondFactor ? 'account.factorOn' : 'account.factorOff')}
        </StateTag>
      }
    >
      <p className="rm-soft">{t('account.factorText')}</p>
      {secret ? (
        <Enrolment secret={secret} onDone={() => setSecret(null)} />
      ) : (
        <Button onClick={() => setAsking(account.secondFactor ? 'remove' : 'start')}>
          {t(account.secondFactor ? 'account.factorRemove' : 'account.factorStart')}
        </Button>
      )}
      <PasswordQuestion
        asking={asking}
        onClose={() => setAsking(null)}
        onSecret={(found) => {
          setSecret(found);
          setAsking(null);
        }}
      />
    </Section>
  );
}

function PasswordQuestion(props: {
  asking: 'start' | 'remove' | null;
  onClose: () => void;
  onSecret: (secret: { otpauthUri: string; backupCodes: readonly string[] }) => void;
}) {
  const t = useText('shell');
  const { message } = App.useApp();
  const { reload } = useSession();
  const [password, setPassword] = useState('');
  const enrol = useCommand(enrolSecondFactor, { onDone: props.onSecret });
  const remove = useCommand(removeSecondFactor, {
    onDone: () => {
      message.success(t('account.factorRemoved'));
      props.onClose();
      void reload();
    },
  });
  const command = props.asking === 'remove' ? remove : enrol;
  const send = () => password !== '' && void command.run({ body: { password } });
  return (
    <Modal
      open={props.asking !== null}
      title={t('account.factorPassword')}
      okText={t('account.continue')}
      okButtonProps={{ loading: command.isRunning, disabled: password === '' }}
      onOk={send}
      onCancel={props.onClose}
      afterClose={() => {
        setPassword('');
        enrol.reset();
        remove.reset();
      }}
      width={400}
      destroyOnHidden
    >
      <ProblemNote problem={command.problem} />
      <Input.Password
        autoFocus
        aria-label={t('login.password')}
        autoComplete="current-password"
        value={password}
        maxLength={200}
        onChange={(event) => setPassword(event.target.value)}
        onPressEnter={send}
      />
    </Modal>
  );
}

function Enrolment({
  secret,
  onDone,
}: {
  secret: { otpauthUri: string; backupCodes: readonly string[] };
  onDone: () => void;
}) {
  const t = useText('shell');
  const { message } = App.useApp();
  const { reload } = useSession();
  const [code, setCode] = useState('');
  const confirm = useCommand(confirmSecondFactor, {
    onDone: () => {
      message.success(t('account.factorDone'));
      onDone();
      void reload();
    },
  });
  const key = /[?&]secret=([^&]+)/.exec(secret.otpauthUri)?.[1] ?? '';
  const send = () => /^\d{6}$/.test(code) && void confirm.run({ body: { code } });
  return (
    <div className="rm-enrol">
      <p>{t('account.factorScan')}</p>
      <div className="rm-enrol-key">
        {/* Always dark on white: many phone cameras cannot read an inverted code. */}
        <QRCode
          aria-label={t('account.factorScan')}
          value={secret.otpauthUri}
          size={168}
          color={palettes.light.text}
          bgColor="#ffffff"
        />
        <code>
          {key.replace(/(.{4})/g, '$1 ').trim()} <CopyButton text={key} />
        </code>
      </div>
      <p>{t('account.factorCodes')}</p>
      <ul className="rm-backup-codes">
        {secret.backupCodes.map((one) => (
          <li key={one}>
            <code>{one}</code>
          </li>
        ))}
      </ul>
      <CopyButton text={secret.backupCodes.join('\n')} />
      <ProblemNote problem={confirm.problem} />
      <div className="rm-inline-form">
        <Input
          aria-label={t('account.factorCode')}
          placeholder={t('account.factorCode')}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={6}
          value={code}
          onChange={(event) => setCode(event.target.value.trim())}
          onPressEnter={send}
        />
        <Button type="primary" loading={confirm.isRunning} disabled={code.length !== 6} onClick={send}>
          {t('account.factorConfirm')}
        </Button>
      </div>
    </div>
  );
}

function Sessions() {
  const t = useText('shell');
  const { message } = App.useApp();
  const sessions = useRead(listOwnSessions);
  const revoke = useCommand(revokeOwnSession, {
    invalidates: [listOwnSessions],
    onDone: () => message.success(t('account.revoked')),
  });
  if (sessions.isError) return <ErrorState error={sessions.error} onRetry={() => void sessions.refetch()} />;
  if (!sessions.data) return <PageSkeleton rows={3} />;
  return (
    <>
      <ProblemNote problem={revoke.problem} />
      <ul className="rm-sessions">
        {sessions.data.items.map((one) => (
          <li key={one.id}>
            <span>
              <strong>{one.device}</strong>
              <span className="rm-faint">
                {one.address} · {t('account.lastSeen')} <When at={one.lastSeenAt} />
              </span>
            </span>
            {one.isCurrent ? (
              <StateTag tone="primary">{t('account.thisOne')}</StateTag>
            ) : (
              <Button
                size="small"
                disabled={revoke.isRunning}
                onClick={() => revoke.run({ params: { sessionId: one.id } })}
              >
                {t('account.revoke')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
