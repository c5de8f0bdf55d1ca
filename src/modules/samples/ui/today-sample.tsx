import { Button, Table } from 'antd';
import { useMemo, useState } from 'react';
import { useRead } from '#web/api/hooks.ts';
import { useText } from '#web/i18n.ts';
import { CopyButton, Section } from '#web/kit/index.ts';
import { readSampleAccounts } from '../contract.ts';

interface Account {
  readonly username: string;
  readonly displayName: string;
  readonly roles: readonly string[];
}

/** Whoever tries the sample hospital needs its people: names, roles and their common password. */
export default function TodaySample() {
  const t = useText('samples');
  const shell = useText('shell');
  const [showsAll, setShowsAll] = useState(false);
  const { data } = useRead(readSampleAccounts);
  const accounts = useMemo(() => data?.sample?.accounts ?? [], [data]);
  const oneOfEach = useMemo(() => firstOfEachRole(accounts), [accounts]);
  if (!data?.sample) return null;
  return (
    <Section title={t('title')}>
      <p className="rm-soft" style={{ marginBlock: '0 12px' }}>
        {t('text')}
      </p>
      <p>
        {t('password')} <code>{data.sample.password}</code> <CopyButton text={data.sample.password} />
      </p>
      <Table<Account>
        size="small"
        rowKey="username"
        pagination={false}
        scroll={{ x: 'max-content' }}
        dataSource={showsAll ? accounts : oneOfEach}
        columns={[
          {
            key: 'roles',
            title: t('roles'),
            render: (_, one) => one.roles.map((role) => shell(`role.${role}`)).join('、'),
          },
          { key: 'name', title: t('name'), dataIndex: 'displayName' },
          {
            key: 'username',
            title: t('username'),
            render: (_, one) => (
              <>
                <code>{one.username}</code> <CopyButton text={one.username} />
              </>
            ),
          },
        ]}
      />
      {!showsAll && accounts.length > oneOfEach.length && (
        <Button type="link" onClick={() => setShowsAll(true)} style={{ paddingInline: 0, marginTop: 8 }}>
          {t('all', { count: String(accounts.length) })}
        </Button>
      )}
    </Section>
  );
}

function firstOfEachRole(accounts: readonly Account[]): Account[] {
  const seen = new Set<string>();
  return accounts.filter((one) => {
    const key = one.roles.join();
    return !seen.has(key) && seen.add(key);
  });
}
