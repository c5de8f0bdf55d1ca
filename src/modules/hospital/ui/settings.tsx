import { App, Button, DatePicker, Form, InputNumber, Space } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { changeSetting, listSettings, type Setting } from '#modules/hospital/contract.ts';
import { useCommand, useRead } from '#web/api/hooks.ts';
import { useText } from '#web/i18n.ts';
import { ErrorState, PageSkeleton, ProblemNote, Section } from '#web/kit/index.ts';

/** Values that hold from a day on. */
export function Settings() {
  const t = useText('hospital');
  const settings = useRead(listSettings);
  return (
    <Section title={t('settings.title')}>
      <p className="rm-soft" style={{ marginBlock: '0 8px' }}>
        {t('settings.meaning')}
      </p>
      {settings.error ? (
        <ErrorState error={settings.error} onRetry={() => void settings.refetch()} />
      ) : settings.data ? (
        settings.data.items.map((setting) => <SettingRow key={setting.name} setting={setting} />)
      ) : (
        <PageSkeleton rows={3} />
      )}
    </Section>
  );
}

function SettingRow({ setting }: { setting: Setting }) {
  const t = useText('hospital');
  const [isEditing, setEditing] = useState(false);
  return (
    <div style={{ borderBlockEnd: '1px solid var(--rm-line)', paddingBlock: 10 }}>
      <div style={{ display: 'flex', gap: 8, alignItems: 'baseline', flexWrap: 'wrap' }}>
        <strong style={{ flex: 1 }}>{t(`settings.names.${setting.name}`)}</strong>
        <span>
          {t('settings.now')} <strong>{setting.value}</strong>
          {setting.isDefault && <span className="rm-faint"> · {t('settings.byDefault')}</span>}
        </span>
        {!isEditing && (
          <Button size="small" onClick={() => setEditing(true)}>
            {t('settings.change')}
          </Button>
        )}
      </div>
      <div className="rm-soft">{t(`settings.helps.${setting.name}`)}</div>
      {setting.history.length > 0 && (
        <div className="rm-faint">
          {setting.history
            .map((one) => t('settings.history', { day: one.effectiveFrom, value: String(one.value) }))
            .join('；')}
        </div>
      )}
      {isEditing && <SettingForm setting={setting} onDone={() => setEditing(false)} />}
    </div>
  );
}

function SettingForm({ setting, onDone }: { setting: Setting; onDone: () => void }) {
  const t = useText('hospital');
  const { message } = App.useApp();
  const change = useCommand(changeSetting, {
    invalidates: [listSettings],
    onDone: () => {
      message.success(t('settings.saved'));
      onDone();
    },
  });
  const send = ({ value, from }: { value: number; from: Dayjs }) =>
    change.run({ params: { name: setting.name }, body: { value, effectiveFrom: from.format('YYYY-MM-DD') } });
  return (
    <Form
      layout="inline"
      style={{ marginBlockStart: 8, rowGap: 8 }}
      initialValues={{ value: setting.value, from: dayjs() }}
      onFinish={(values) => void send(values)}
    >
      <ProblemNote problem={change.problem} />
      <Form.Item name="value" label={t('settings.value')} rules={[{ required: true, type: 'integer' }]}>
        <InputNumber min={setting.min} max={setting.max} precision={0} />
      </Form.Item>
      <Form.Item name="from" label={t('settings.from')} rules={[{ required: true }]}>
        <DatePicker minDate={dayjs().startOf('day')} allowClear={false} />
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
