import { App, Button, Input, Space } from 'antd';
import { useState } from 'react';
import { changeDepartment, createDepartment, type Department, listDepartments } from '#modules/hospital/contract.ts';
import { useCommand, useRead } from '#web/api/hooks.ts';
import { useText } from '#web/i18n.ts';
import { ErrorState, PageSkeleton, ProblemNote, Section, StateTag } from '#web/kit/index.ts';

export function Departments() {
  const t = useText('hospital');
  const { message } = App.useApp();
  const departments = useRead(listDepartments);
  const [name, setName] = useState('');
  const create = useCommand(createDepartment, {
    invalidates: [listDepartments],
    onDone: () => {
      setName('');
      message.success(t('departments.added'));
    },
  });
  const add = () => name.trim() && void create.run({ body: { name } });
  return (
    <Section title={t('departments.title')}>
      <p className="rm-soft" style={{ marginBlock: '0 8px' }}>
        {t('departments.meaning')}
      </p>
      <ProblemNote problem={create.problem} />
      <Space.Compact style={{ width: '100%', maxWidth: 360 }}>
        <Input
          aria-label={t('departments.name')}
          placeholder={t('departments.name')}
          value={name}
          maxLength={60}
          onChange={(event) => setName(event.target.value)}
          onPressEnter={add}
        />
        <Button loading={create.isRunning} onClick={add}>
          {t('departments.add')}
        </Button>
      </Space.Compact>
      {departments.error ? (
        <ErrorState error={departments.error} onRetry={() => void departments.refetch()} />
      ) : !departments.data ? (
        <PageSkeleton rows={4} />
      ) : departments.data.items.length === 0 ? (
        <p className="rm-faint">{t('departments.empty')}</p>
      ) : (
        <ul style={{ listStyle: 'none', padding: 0, marginBlock: 12 }}>
          {departments.data.items.map((department) => (
            <DepartmentRow key={department.id} department={department} />
          ))}
        </ul>
      )}
    </Section>
  );
}

function DepartmentRow({ department }: { department: Department }) {
  const t = useText('hospital');
  const { message } = App.useApp();
  const [name, setName] = useState<string | null>(null);
  const change = useCommand(changeDepartment, {
    invalidates: [listDepartments],
    onDone: () => {
      setName(null);
      message.success(t('hospital.saved'));
    },
  });
  const params = { departmentId: department.id };
  const rename = () => name?.trim() && void change.run({ params, body: { name } });
  return (
    <li style={{ borderBlockEnd: '1px solid var(--rm-line)', paddingBlock: 6 }}>
      <ProblemNote problem={change.problem} />
      <div style={{ display: 'flex', gap: 8, alignItems: 'center', flexWrap: 'wrap', minHeight: 32 }}>
        {name === null ? (
          <>
            <span style={{ flex: 1 }}>{department.name}</span>
            {!department.isActive && <StateTag tone="inactive">{t('departments.closed')}</StateTag>}
            <Button size="small" type="text" onClick={() => setName(department.name)}>
              {t('departments.rename')}
            </Button>
            <Button
              size="small"
              type="text"
              loading={change.isRunning}
              onClick={() => void change.run({ params, body: { isActive: !department.isActive } })}
            >
              {t(department.isActive ? 'departments.close' : 'departments.reopen')}
            </Button>
          </>
        ) : (
          <>
            <Input
              aria-label={t('departments.name')}
              style={{ flex: 1 }}
              value={name}
              maxLength={60}
              autoFocus
              onChange={(event) => setName(event.target.value)}
              onPressEnter={rename}
            />
            <Button size="small" type="primary" loading={change.isRunning} onClick={rename}>
              {t('hospital.save')}
            </Button>
            <Button size="small" onClick={() => setName(null)}>
              {t('hospital.cancel')}
            </Button>
          </>
        )}
      </div>
    </li>
  );
}
