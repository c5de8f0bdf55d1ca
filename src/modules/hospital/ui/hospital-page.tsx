import { App, Button, Form, Input, Space } from 'antd';
import { useState } from 'react';
import { changeHospital, type HospitalInfo, readHospital } from '#modules/hospital/contract.ts';
import { useCommand, useRead } from '#web/api/hooks.ts';
import { useText } from '#web/i18n.ts';
import { ErrorState, Facts, PageFrame, PageSkeleton, ProblemNote, Section, StateTag } from '#web/kit/index.ts';
import { useSession } from '#web/shell/index.ts';
import { Departments } from './departments.tsx';
import { Settings } from './settings.tsx';

/** 设置 → 医院与科室. */
export default function HospitalPage() {
  const t = useText('hospital');
  const hospital = useRead(readHospital);
  return (
    <PageFrame title={t('title')} meaning={t('meaning')} width="text">
      {hospital.error ? (
        <ErrorState error={hospital.error} onRetry={() => void hospital.refetch()} />
      ) : hospital.data ? (
        <Hospital hospital={hospital.data} />
      ) : (
        <PageSkeleton rows={4} />
      )}
      <Departments />
      <Settings />
    </PageFrame>
  );
}

function Hospital({ hospital }: { hospital: HospitalInfo }) {
  const t = useText('hospital');
  const [isEditing, setEditing] = useState(false);
  return (
    <Section
      title={t('hospital.title')}
      extra={
        !isEditing && (
          <Button size="small" onClick={() => setEditing(true)}>
            {t('hospital.edit')}
          </Button>
        )
      }
    >
      {isEditing ? (
        <HospitalForm hospital={hospital} onDone={() => setEditing(false)} />
      ) : (
        <Facts
          items={[
            [
              t('hospital.name'),
              <Space key="name">
                {hospital.name}
                {hospital.isSample && <StateTag tone="inactive">{t('hospital.sample')}</StateTag>}
              </Space>,
            ],
            [t('hospital.division'), hospital.divisionCode],
            [t('hospital.timeZone'), hospital.timeZone],
          ]}
        />
      )}
    </Section>
  );
}

function HospitalForm({ hospital, onDone }: { hospital: HospitalInfo; onDone: () => void }) {
  const t = useText('hospital');
  const { message } = App.useApp();
  const { reload } = useSession();
  const change = useCommand(changeHospital, {
    onDone: () => {
      message.success(t('hospital.saved'));
      void reload();
      onDone();
    },
  });
  return (
    <Form
      layout="vertical"
      requiredMark={false}
      initialValues={hospital}
      onFinish={(values: Pick<HospitalInfo, 'name' | 'divisionCode' | 'timeZone'>) => void change.run({ body: values })}
    >
      <ProblemNote problem={change.problem} />
      <Form.Item
        name="name"
        label={t('hospital.name')}
        extra={t('hospital.nameHelp')}
        rules={[{ required: true, min: 2, max: 80, message: t('hospital.nameHelp') }]}
      >
        <Input maxLength={80} />
      </Form.Item>
      <Form.Item
        name="divisionCode"
        label={t('hospital.division')}
        extra={t('hospital.divisionHelp')}
        rules={[{ required: true, pattern: /^\d{6}$/, message: t('hospital.divisionHelp') }]}
      >
        <Input maxLength={6} inputMode="numeric" style={{ width: 140 }} />
      </Form.Item>
      <Form.Item
        name="timeZone"
        label={t('hospital.timeZone')}
        extra={t('hospital.timeZoneHelp')}
        rules={[{ required: true, message: t('hospital.timeZoneHelp') }]}
      >
        <Input maxLength={60} style={{ width: 240 }} />
      </Form.Item>
      <Space>
        <Button type="primary" htmlType="submit" loading={change.isRunning}>
          {t('hospital.save')}
        </Button>
        <Button onClick={onDone}>{t('hospital.cancel')}</Button>
      </Space>
    </Form>
  );
}
