import { CheckOutlined } from '@ant-design/icons';
import { Segmented, Select, Table, type TableColumnsType } from 'antd';
import type { z } from 'zod';
import { readPermissionTable } from '#modules/staff/contract-accounts.ts';
import { useRead } from '#web/api/hooks.ts';
import { useText } from '#web/i18n.ts';
import { ErrorState, Facts, PageSkeleton, Section, usePhone, useUrlValue } from '#web/kit/index.ts';
import { FieldMatrix } from './field-matrix.tsx';
import { PeopleFrame } from './people-frame.tsx';
import { useStaffWords } from './words.ts';

type Rights = z.output<typeof readPermissionTable.response>;

/** The product's one source of rights, as it is enforced. */
export default function RightsPage() {
  const t = useText('staff');
  const phone = usePhone();
  const rights = useRead(readPermissionTable);
  const [view, setView] = useUrlValue<'role' | 'table' | 'fields'>('view', 'role');
  return (
    <PeopleFrame meaning={t('rights.meaning')}>
      {!phone && (
        <p>
          <Segmented
            value={view}
            onChange={setView}
            options={[
              { value: 'role', label: t('rights.byRole') },
              { value: 'table', label: t('rights.wholeTable') },
              { value: 'fields', label: t('rights.byField') },
            ]}
          />
        </p>
      )}
      {rights.error ? (
        <ErrorState error={rights.error} onRetry={() => void rights.refetch()} />
      ) : !rights.data ? (
        <PageSkeleton />
      ) : view === 'fields' ? (
        <FieldMatrix roles={rights.data.roles.map((row) => row.role)} />
      ) : view === 'table' && !phone ? (
        <WholeTable rights={rights.data} />
      ) : (
        <ByRole rights={rights.data} />
      )}
    </PeopleFrame>
  );
}

function ByRole({ rights }: { rights: Rights }) {
  const t = useText('staff');
  const words = useStaffWords();
  const [chosen, setChosen] = useUrlValue<string>('role', rights.roles[0]!.role);
  const one = rights.roles.find((row) => row.role === chosen) ?? rights.roles[0]!;
  const tiers = (list: readonly string[]) =>
    list.map((tier) => t(`rights.tiers.${tier}`)).join('、') || t('rights.nothing');
  return (
    <Section
      title={words.role(one.role)}
      extra={
        <Select
          aria-label={t('accounts.roles')}
          style={{ width: 180 }}
          value={one.role}
          onChange={setChosen}
          options={rights.roles.map((row) => ({ value: row.role, label: words.role(row.role) }))}
        />
      }
    >
      <Facts
        items={[
          [t('rights.scope'), t(`rights.scopes.${one.scope}`)],
          [t('rights.full'), tiers(one.full)],
          [t('rights.reveal'), tiers(one.reveal)],
        ]}
      />
      <h3 style={{ marginBlock: '16px 8px' }}>{t('rights.permission')}</h3>
      {one.may.length === 0 ? (
        <p className="rm-faint">{t('rights.nothing')}</p>
      ) : (
        <ul style={{ columns: '220px auto', paddingInlineStart: 20, margin: 0, lineHeight: 1.9 }}>
          {one.may.map((permission) => (
            <li key={permission}>{words.permission(permission)}</li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function WholeTable({ rights }: { rights: Rights }) {
  const t = useText('staff');
  const words = useStaffWords();
  const columns: TableColumnsType<{ permission: string }> = [
    {
      key: 'permission',
      title: t('rights.permission'),
      fixed: 'start',
      width: 180,
      render: (_, { permission }) => words.permission(permission),
    },
    ...rights.roles.map((row) => ({
      key: row.role,
      title: words.role(row.role),
      width: 92,
      align: 'center' as const,
      render: (_: unknown, { permission }: { permission: string }) =>
        row.may.includes(permission) ? <CheckOutlined aria-label={t('rights.may')} /> : null,
    })),
  ];
  return (
    <Table
      size="small"
      pagination={false}
      scroll={{ x: 'max-content' }}
      rowKey="permission"
      dataSource={rights.permissions.map((permission) => ({ permission }))}
      columns={columns}
    />
  );
}
