import { App, Button, Checkbox, Form, Input, Select, Space } from 'antd';
import { useState } from 'react';
import type { z } from 'zod';
import { listDepartments } from '#modules/hospital/contract.ts';
import {
  changeAccount,
  readAccount,
  requestRoles,
  resetPassword,
  resetSecondFactor,
  withdrawRole,
} from '#modules/staff/contract-accounts.ts';
import { type Role, roles } from '#modules/staff/rules/permissions.ts';
import { useCommand, useRead } from '#web/api/hooks.ts';
import { useText } from '#web/i18n.ts';
import {
  DetailDrawer,
  Facts,
  ProblemNote,
  Section,
  StateTag,
  useConfirmDanger,
  usePageParams,
  When,
} from '#web/kit/index.ts';
import { useMay } from '#web/shell/index.ts';
import { FactorTag, StatusTag } from './accounts-page.tsx';
import { TemporaryPassword } from './temporary-password.tsx';
import { useStaffWords } from './words.ts';

type Account = z.output<typeof readAccount.response>;

/** One account: what it says of the person, roles, signing in. */
export default function AccountDrawer() {
  const { accountId } = usePageParams<'accountId'>();
  const one = useRead(readAccount, { params: { accountId } });
  const t = useText('staff');
  const mayWrite = useMay('accounts.write');
  const account = one.data;
  return (
    <DetailDrawer
      title={account?.displayName ?? t('accounts.one')}
      extra={account && <StatusTag account={account} />}
      back="/accounts"
      isLoading={one.isPending}
      error={one.error}
      onRetry={() => void one.refetch()}
    >
      {account && (
        <>
          <Basics key={account.id} account={account} mayWrite={mayWrite} />
          <Roles account={account} mayWrite={mayWrite} />
          <Safety account={account} mayWrite={mayWrite && !account.isOwn} />
        </>
      )}
    </DetailDrawer>
  );
}

function Basics({ account, mayWrite }: { account: Account; mayWrite: boolean }) {
  const t = useText('staff');
  const [isEditing, setEditing] = useState(false);
  return (
    <Section
      title={t('account.facts')}
      extra={
        mayWrite &&
        !isEditing && (
          <Button size="small" onClick={() => setEditing(true)}>
            {t('account.edit')}
          </Button>
        )
      }
    >
      {isEditing ? (
        <BasicsForm account={account} onDone={() => setEditing(false)} />
      ) : (
        <Facts
          items={[
            [t('accounts.username'), account.username],
            [t('accounts.departments'), account.departments.join('、') || null],
            [
              t('accounts.phone'),
              account.phone && `${account.phone}${account.phoneSignIn ? ` · ${t('account.phoneSignIn')}` : ''}`,
            ],
            ...ties(account).map((tie): [string, string] => [t(`account.ties.${tie}`), account[tie] ?? '']),
            [t('accounts.created'), <When key="created" at={account.createdAt} full />],
            [
              t('accounts.lastSeen'),
              account.lastSeenAt ? <When key="seen" at={account.lastSeenAt} /> : t('accounts.never'),
            ],
          ]}
        />
      )}
    </Section>
  );
}

const tieNames = ['introducerNo', 'repNo', 'doctorName', 'ssoSubject'] as const;

type BasicValues = Pick<Account, 'displayName' | 'departments' | 'phone' | 'phoneSignIn' | (typeof tieNames)[number]>;

/** Those that are entered. */
function ties(account: Account) {
  return tieNames.filter((tie) => account[tie] !== null);
}

function BasicsForm({ account, onDone }: { account: Account; onDone: () => void }) {
  const t = useText('staff');
  const { message } = App.useApp();
  const departments = useRead(listDepartments);
  const change = useCommand(changeAccount, {
    onDone: () => {
      message.success(t('account.saved'));
      onDone();
    },
  });
  const send = (values: BasicValues) =>
    change.run({
      params: { accountId: account.id },
      body: { ...values, phone: values.phone?.trim() ? values.phone : null },
    });
  return (
    <Form layout="vertical" initialValues={account} onFinish={(values) => void send(values)}>
      <ProblemNote problem={change.problem} />
      <Form.Item name="displayName" label={t('accounts.displayName')} rules={[{ required: true, whitespace: true }]}>
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item name="departments" label={t('accounts.departments')} extra={t('account.departmentsHelp')}>
        <Select mode="tags" options={departments.data?.items.map((one) => ({ value: one.name, label: one.name }))} />
      </Form.Item>
      <Form.Item name="phone" label={t('accounts.phone')}>
        <Input inputMode="tel" maxLength={20} />
      </Form.Item>
      <Form.Item name="phoneSignIn" valuePropName="checked" extra={t('account.phoneSignInHelp')}>
        <Checkbox>{t('account.phoneSignIn')}</Checkbox>
      </Form.Item>
      {tieNames.map((tie) => (
        <Form.Item key={tie} name={tie} label={t(`account.ties.${tie}`)} extra={t(`account.tieHelp.${tie}`)}>
          <Input maxLength={200} allowClear />
        </Form.Item>
      ))}
      <Button type="primary" htmlType="submit" loading={change.isRunning}>
        {t('account.save')}
      </Button>
    </Form>
  );
}

function Roles({ account, mayWrite }: { account: Account; mayWrite: boolean }) {
  const t = useText('staff');
  const words = useStaffWords();
  const { message } = App.useApp();
  const confirm = useConfirmDanger();
  const withdraw = useCommand(withdrawRole, { onDone: () => message.success(t('account.withdrawn')) });
  const askWithdraw = (role: Role) =>
    confirm({
      title: t('account.withdrawTitle', { role: words.role(role) }),
      text: t('account.withdrawText', { name: account.displayName }),
      ok: t('account.withdraw'),
      onConfirm: () => withdraw.run({ params: { accountId: account.id, role } }),
    });
  return (
    <Section title={t('account.roles')}>
      <p className="rm-soft" style={{ marginBlock: '0 8px' }}>
        {t(account.isOwn ? 'account.ownRoles' : 'account.rolesHelp')}
      </p>
      <ProblemNote problem={withdraw.problem} />
      {account.roles.length === 0 && account.pendingRoles.length === 0 && (
        <p className="rm-faint">{t('accounts.noRoles')}</p>
      )}
      <ul style={{ listStyle: 'none', padding: 0, margin: '0 0 12px' }}>
        {account.roles.map((role) => (
          <li key={role} style={rowStyle}>
            <StateTag tone="allowed">{words.role(role)}</StateTag>
            {mayWrite && (
              <Button size="small" type="text" danger onClick={() => askWithdraw(role)}>
                {t('account.withdraw')}
              </Button>
            )}
          </li>
        ))}
        {account.pendingRoles.map((role) => (
          <li key={role} style={rowStyle}>
            <StateTag tone="waiting">{`${words.role(role)} · ${t('accounts.waitingRoles')}`}</StateTag>
          </li>
        ))}
      </ul>
      {mayWrite && !account.isOwn && <RoleRequest account={account} />}
    </Section>
  );
}

const rowStyle = { display: 'flex', justifyContent: 'space-between', alignItems: 'center', minHeight: 36 } as const;

function RoleRequest({ account }: { account: Account }) {
  const t = useText('staff');
  const words = useStaffWords();
  const { message } = App.useApp();
  const [form] = Form.useForm<{ roles: Role[]; reason?: string }>();
  const ask = useCommand(requestRoles, {
    onDone: ({ pendingRoles }) => {
      form.resetFields();
      message.success(t(pendingRoles.length > 0 ? 'account.asked' : 'account.given'));
    },
  });
  const free = roles.filter((role) => !account.roles.includes(role) && !account.pendingRoles.includes(role));
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      onFinish={(values) =>
        void ask.run({
          params: { accountId: account.id },
          body: { roles: values.roles, reason: values.reason?.trim() || null },
        })
      }
    >
      <ProblemNote problem={ask.problem} />
      <Form.Item
        name="roles"
        label={t('account.addRoles')}
        rules={[{ required: true, type: 'array', min: 1, message: t('account.choose') }]}
      >
        <Select
          mode="multiple"
          optionFilterProp="label"
          options={free.map((role) => ({ value: role, label: words.role(role) }))}
        />
      </Form.Item>
      <Form.Item name="reason" label={t('account.reason')}>
        <Input maxLength={200} />
      </Form.Item>
      <Button htmlType="submit" loading={ask.isRunning}>
        {t('account.ask')}
      </Button>
    </Form>
  );
}

function Safety({ account, mayWrite }: { account: Account; mayWrite: boolean }) {
  const t = useText('staff');
  return (
    <Section title={t('account.safety')}>
      <Facts
        items={[
          [t('accounts.secondFactor'), <FactorTag key="factor" account={account} />],
          ...(account.mustChangePassword
            ? [
                [
                  t('accounts.status'),
                  <StateTag key="must" tone="waiting">
                    {t('accounts.mustChange')}
                  </StateTag>,
                ] as const,
              ]
            : []),
        ]}
      />
      {mayWrite && <SafetyButtons account={account} />}
    </Section>
  );
}

function SafetyButtons({ account }: { account: Account }) {
  const t = useText('staff');
  const { message } = App.useApp();
  const confirm = useConfirmDanger();
  const [password, setPassword] = useState<string | null>(null);
  const params = { accountId: account.id };
  const name = account.displayName;
  const change = useCommand(changeAccount, {
    onDone: (_, given) =>
      message.success(t(given?.body.status === 'active' ? 'account.reopened' : 'account.suspended')),
  });
  const reset = useCommand(resetPassword, { onDone: ({ temporaryPassword }) => setPassword(temporaryPassword) });
  const resetFactor = useCommand(resetSecondFactor, { onDone: () => message.success(t('account.factorGone')) });
  const ask = (deed: 'reset' | 'resetFactor' | 'suspend', onConfirm: () => Promise<unknown>) =>
    confirm({
      title: t(`account.${deed}Title`, { name }),
      text: t(`account.${deed}Text`),
      ok: t(`account.${deed}`),
      onConfirm,
    });
  return (
    <>
      <ProblemNote problem={change.problem ?? reset.problem ?? resetFactor.problem} />
      <Space wrap style={{ marginBlockStart: 12 }}>
        <Button onClick={() => ask('reset', () => reset.run({ params }))}>{t('account.reset')}</Button>
        {account.secondFactor && (
          <Button onClick={() => ask('resetFactor', () => resetFactor.run({ params }))}>
            {t('account.resetFactor')}
          </Button>
        )}
        {account.status === 'active' ? (
          <Button danger onClick={() => ask('suspend', () => change.run({ params, body: { status: 'suspended' } }))}>
            {t('account.suspend')}
          </Button>
        ) : (
          <Button loading={change.isRunning} onClick={() => void change.run({ params, body: { status: 'active' } })}>
            {t('account.reopen')}
          </Button>
        )}
      </Space>
      <TemporaryPassword name={name} password={password} onClose={() => setPassword(null)} />
    </>
  );
}
