import { Button } from 'antd';
import { useMemo } from 'react';
import { type AccountInfo, listAccounts } from '#modules/staff/contract-accounts.ts';
import { roles } from '#modules/staff/rules/permissions.ts';
import { useText } from '#web/i18n.ts';
import { type Column, DataList, EmptyState, type FilterSpec, StateTag, useGo, When } from '#web/kit/index.ts';
import { useMay } from '#web/shell/index.ts';
import { PeopleFrame } from './people-frame.tsx';
import { useStaffWords } from './words.ts';

/** 设置 → 用户与角色: who may sign in. */
export default function AccountsPage() {
  const t = useText('staff');
  const go = useGo();
  const mayWrite = useMay('accounts.write');
  const columns = useColumns();
  const filters = useFilters();
  const views = useMemo(
    () => [
      { key: 'active', label: t('accounts.active'), filter: ['status:in:active'] },
      { key: 'suspended', label: t('accounts.suspended'), filter: ['status:in:suspended'] },
      { key: 'all', label: t('accounts.all'), filter: [] },
    ],
    [t],
  );
  const add = (
    <Button type="primary" onClick={() => go('/accounts/new')}>
      {t('accounts.add')}
    </Button>
  );
  return (
    <PeopleFrame meaning={t('accounts.meaning')} {...(mayWrite ? { action: add } : {})}>
      <DataList<AccountInfo>
        id="staff.accounts"
        route={listAccounts}
        rowKey={(row) => row.id}
        rowPath={(row) => `/accounts/${row.id}`}
        columns={columns}
        filters={filters}
        views={views}
        searchHint={t('accounts.search')}
        rowTone={(row) => (row.secondFactorAdvised && row.status === 'active' ? 'waiting' : undefined)}
        card={(row) => <AccountCard account={row} />}
        topics={topics}
        empty={
          <EmptyState
            picture="people"
            title={t('accounts.emptyTitle')}
            text={t('accounts.emptyText')}
            action={mayWrite ? add : undefined}
          />
        }
      />
    </PeopleFrame>
  );
}

function AccountCard({ account }: { account: AccountInfo }) {
  const t = useText('staff');
  const words = useStaffWords();
  return (
    <div>
      <div style={{ display: 'flex', gap: 8, alignItems: 'center', flexWrap: 'wrap' }}>
        <span className="rm-strong">{account.displayName}</span>
        <span className="rm-soft">{account.username}</span>
        {account.status === 'suspended' && <StatusTag account={account} />}
        {account.secondFactorAdvised && (
          <StateTag tone="waiting">{`${t('accounts.secondFactor')} · ${t('accounts.factorAdvised')}`}</StateTag>
        )}
      </div>
      <div className="rm-soft">{account.roles.map(words.role).join('、') || t('accounts.noRoles')}</div>
    </div>
  );
}

const topics = ['accounts'];

function useColumns(): Column<AccountInfo>[] {
  const t = useText('staff');
  const words = useStaffWords();
  return [
    {
      key: 'displayName',
      title: t('accounts.displayName'),
      width: 150,
      render: (row) => <span className="rm-strong">{row.displayName}</span>,
    },
    { key: 'username', title: t('accounts.username'), width: 160, render: (row) => row.username },
    {
      key: 'roles',
      title: t('accounts.roles'),
      render: (row) =>
        row.roles.length > 0 ? (
          row.roles.map(words.role).join('、')
        ) : (
          <span className="rm-faint">{t('accounts.noRoles')}</span>
        ),
    },
    {
      key: 'departments',
      title: t('accounts.departments'),
      width: 140,
      render: (row) => row.departments.join('、') || <span className="rm-faint">—</span>,
    },
    {
      key: 'secondFactor',
      title: t('accounts.secondFactor'),
      width: 110,
      render: (row) => <FactorTag account={row} />,
    },
    {
      key: 'lastSeen',
      title: t('accounts.lastSeen'),
      width: 130,
      render: (row) =>
        row.lastSeenAt ? <When at={row.lastSeenAt} /> : <span className="rm-faint">{t('accounts.never')}</span>,
    },
    { key: 'status', title: t('accounts.status'), width: 100, render: (row) => <StatusTag account={row} /> },
  ];
}

export function FactorTag({ account }: { account: Pick<AccountInfo, 'secondFactor' | 'secondFactorAdvised'> }) {
  const t = useText('staff');
  if (account.secondFactor) return <StateTag tone="allowed">{t('accounts.factorOn')}</StateTag>;
  return account.secondFactorAdvised ? (
    <StateTag tone="waiting">{t('accounts.factorAdvised')}</StateTag>
  ) : (
    <StateTag tone="inactive">{t('accounts.factorOff')}</StateTag>
  );
}

export function StatusTag({ account }: { account: Pick<AccountInfo, 'status'> }) {
  const t = useText('staff');
  return account.status === 'active' ? (
    <StateTag tone="allowed">{t('accounts.active')}</StateTag>
  ) : (
    <StateTag tone="inactive">{t('accounts.suspended')}</StateTag>
  );
}

function useFilters(): FilterSpec[] {
  const t = useText('staff');
  const words = useStaffWords();
  return [
    {
      field: 'role',
      label: t('accounts.roles'),
      kind: 'choice',
      options: roles.map((role) => ({ value: role, label: words.role(role) })),
    },
    {
      field: 'status',
      label: t('accounts.status'),
      kind: 'choice',
      options: [
        { value: 'active', label: t('accounts.active') },
        { value: 'suspended', label: t('accounts.suspended') },
      ],
    },
    {
      field: 'secondFactor',
      label: t('accounts.secondFactor'),
      kind: 'flag',
      yes: t('accounts.factorOn'),
      no: t('accounts.factorOff'),
    },
  ];
}
