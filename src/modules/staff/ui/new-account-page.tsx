import { Form, Input, Select } from 'antd';
import { useState } from 'react';
import { listDepartments } from '#modules/hospital/contract.ts';
import { createAccount } from '#modules/staff/contract-accounts.ts';
import { type Role, roles } from '#modules/staff/rules/permissions.ts';
import { useCommand, useRead } from '#web/api/hooks.ts';
import { useText } from '#web/i18n.ts';
import { FormPage, PageFrame, PageLink, Section, useGo } from '#web/kit/index.ts';
import { TemporaryPassword } from './temporary-password.tsx';
import { useStaffWords } from './words.ts';

interface Values {
  username: string;
  displayName: string;
  roles?: Role[];
  departments?: string[];
  phone?: string;
}

/** Opens an account; its temporary password is shown once. */
export default function NewAccountPage() {
  const t = useText('staff');
  const words = useStaffWords();
  const go = useGo();
  const departments = useRead(listDepartments);
  const [made, setMade] = useState<{ name: string; password: string; pending: readonly string[] } | null>(null);
  const command = useCommand(createAccount, {
    onDone: (answer, given) =>
      setMade({
        name: given!.body.displayName,
        password: answer.temporaryPassword ?? '',
        pending: answer.pendingRoles,
      }),
  });
  return (
    <PageFrame
      title={t('create.title')}
      meaning={t('create.meaning')}
      width="text"
      back={<PageLink to="/accounts">{t('accounts.title')}</PageLink>}
    >
      <Section>
        <FormPage<Values>
          submit={t('create.submit')}
          schema={createAccount.body}
          toBody={bodyOf}
          problem={command.problem}
          isSubmitting={command.isRunning}
          onSubmit={(values) => command.run({ body: bodyOf(values) })}
          onCancel={() => go('/accounts')}
        >
          <Form.Item name="username" label={t('accounts.username')} extra={t('create.usernameHelp')} required>
            <Input autoComplete="off" autoCapitalize="none" spellCheck={false} maxLength={40} />
          </Form.Item>
          <Form.Item name="displayName" label={t('accounts.displayName')} extra={t('create.displayNameHelp')} required>
            <Input autoComplete="off" maxLength={40} />
          </Form.Item>
          <Form.Item name="roles" label={t('accounts.roles')} extra={t('create.rolesHelp')}>
            <Select
              mode="multiple"
              options={roles.map((role) => ({ value: role, label: words.role(role) }))}
              optionFilterProp="label"
            />
          </Form.Item>
          <Form.Item name="departments" label={t('accounts.departments')} extra={t('account.departmentsHelp')}>
            <Select
              mode="tags"
              options={departments.data?.items
                .filter((one) => one.isActive)
                .map((one) => ({ value: one.name, label: one.name }))}
            />
          </Form.Item>
          <Form.Item name="phone" label={t('accounts.phone')} extra={t('create.phoneHelp')}>
            <Input autoComplete="off" inputMode="tel" maxLength={20} />
          </Form.Item>
        </FormPage>
      </Section>
      <TemporaryPassword
        name={made?.name ?? ''}
        password={made?.password ?? null}
        pending={made?.pending ?? []}
        onClose={() => {
          setMade(null);
          go('/accounts');
        }}
      />
    </PageFrame>
  );
}

function bodyOf(values: Values) {
  return {
    username: values.username ?? '',
    displayName: values.displayName ?? '',
    roles: values.roles ?? [],
    departments: values.departments ?? [],
    phone: values.phone?.trim() ? values.phone : null,
  };
}
