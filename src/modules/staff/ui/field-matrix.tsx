import { Select, Table, type TableColumnsType, Tooltip } from 'antd';
import type { z } from 'zod';
import { tiers } from '#kernel/tiers.ts';
import { readFieldMatrix } from '#modules/staff/contract-access.ts';
import { useRead } from '#web/api/hooks.ts';
import { useText } from '#web/i18n.ts';
import { ErrorState, PageSkeleton, StateTag, useUrlValue } from '#web/kit/index.ts';
import { useStaffWords } from './words.ts';

type Route = z.output<typeof readFieldMatrix.response>['routes'][number];

/** What one role sees of every route it may call, tier by tier: as the gate and the filter do it. */
export function FieldMatrix({ roles }: { roles: readonly string[] }) {
  const t = useText('staff');
  const words = useStaffWords();
  const matrix = useRead(readFieldMatrix);
  const [role, setRole] = useUrlValue<string>('role', roles[0]!);
  if (matrix.error) return <ErrorState error={matrix.error} onRetry={() => void matrix.refetch()} />;
  if (!matrix.data) return <PageSkeleton />;
  const rows = matrix.data.routes.filter((route) => route.tiers.length > 0 && seesOf(route, role));
  const columns: TableColumnsType<Route> = [
    {
      key: 'route',
      title: t('rights.route'),
      fixed: 'start',
      width: 300,
      render: (_, route) => (
        <>
          <div>{words.permission(route.permission)}</div>
          <span className="rm-faint" style={{ overflowWrap: 'anywhere' }}>
            {route.method} {route.path}
          </span>
        </>
      ),
    },
    ...tiers.map((tier) => ({
      key: tier,
      title: `${tier} ${t(`rights.tiers.${tier}`)}`,
      width: 110,
      render: (_: unknown, route: Route) => {
        const sees = seesOf(route, role)?.[tier];
        const fields = route.tiers.find((group) => group.tier === tier)?.fields ?? [];
        if (!sees) return <span className="rm-faint">—</span>;
        return (
          <Tooltip title={fields.join(', ')}>
            <span>
              <StateTag tone={sees === 'full' ? 'allowed' : 'waiting'}>{t(`rights.sees.${sees}`)}</StateTag>
            </span>
          </Tooltip>
        );
      },
    })),
  ];
  return (
    <>
      <p style={{ display: 'flex', gap: 12, alignItems: 'center', flexWrap: 'wrap' }}>
        <Select
          aria-label={t('accounts.roles')}
          style={{ width: 180 }}
          value={role}
          onChange={setRole}
          options={roles.map((one) => ({ value: one, label: words.role(one) }))}
        />
        <span className="rm-soft">{t('rights.fieldsMeaning')}</span>
      </p>
      <Table
        size="small"
        rowKey="id"
        pagination={false}
        scroll={{ x: 'max-content' }}
        dataSource={rows}
        columns={columns}
        locale={{ emptyText: t('rights.noRoutes') }}
      />
    </>
  );
}

function seesOf(route: Route, role: string) {
  return route.roles.find((one) => one.role === role)?.sees;
}
