import { Button, DatePicker, Form, Input, Modal, Select, Space } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { useCommand, useRead } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import { ProblemNote, Section, Timeline, timeText, useTimeZone, Why } from '#web/kit/index.ts';
import { endOverride, overrideLevel, type Patient, readLevels } from '../contract/index.ts';
import { LevelTag } from './words.tsx';

const shownFacts = [
  'comings',
  'visitCount',
  'referralsMade',
  'npsLatest',
  'csatLatest',
  'isActiveMember',
  'hasReportedAndStayed',
  'suggestionsAdopted',
] as const;

/** The level in force, the facts behind it, and how it became so. */
export function LevelSection({ patient }: { patient: Patient }) {
  const t = useText('patients');
  const timeZone = useTimeZone();
  const [isSetting, setSetting] = useState(false);
  const [showsHistory, setShowsHistory] = useState(false);
  const free = useCommand(endOverride);
  const { decidedLevel } = patient;
  const steps = [
    ...decidedLevel.because.map((reason) => ({ text: t(`level.because.${reason}`) })),
    ...shownFacts.map((fact) => ({
      text: t(`level.fact.${fact}`),
      value: factText(decidedLevel.facts[fact] ?? null, t('unknown'), t('forms.yes'), t('forms.no')),
    })),
  ];
  return (
    <Section title={t('level.title')} extra={<Why title={t('level.why')} steps={steps} />}>
      <p>
        <LevelTag level={decidedLevel.level} />
      </p>
      {decidedLevel.override ? (
        <p className="rm-soft">
          {t('level.override', { day: timeText(decidedLevel.override.expiresAt, timeZone, false).slice(0, 10) })}
          <br />
          {t('level.overrideBy', { name: decidedLevel.override.byName ?? '—', reason: decidedLevel.override.reason })}
          <br />
          {t('level.computedIs', { level: t(`level.name.${decidedLevel.computedLevel}`) })}
        </p>
      ) : (
        <p className="rm-soft">
          {t('level.computed')}：{decidedLevel.because.map((reason) => t(`level.because.${reason}`)).join('；')}
        </p>
      )}
      <Space wrap>
        {patient.mayWrite && (
          <Button size="small" onClick={() => setSetting(true)}>
            {t('level.set')}
          </Button>
        )}
        {patient.mayWrite && decidedLevel.override && (
          <Button
            size="small"
            loading={free.isRunning}
            onClick={() => void free.run({ params: { patientId: patient.patientId } })}
          >
            {t('level.free')}
          </Button>
        )}
        <Button size="small" type="text" onClick={() => setShowsHistory(!showsHistory)}>
          {t('level.history')}
        </Button>
      </Space>
      {showsHistory && <History patientId={patient.patientId} />}
      <SetDialog patient={patient} open={isSetting} onClose={() => setSetting(false)} />
    </Section>
  );
}

function factText(value: number | boolean | null, unknown: string, yes: string, no: string): string {
  if (value === null) return unknown;
  return typeof value === 'boolean' ? (value ? yes : no) : String(value);
}

function History({ patientId }: { patientId: string }) {
  const t = useText('patients');
  const read = useRead(readLevels, { params: { patientId } });
  if (!read.data) return null;
  if (read.data.items.length === 0) return <p className="rm-soft">{t('level.noHistory')}</p>;
  return (
    <Timeline
      entries={read.data.items.map((one) => ({
        key: String(one.at),
        at: one.at,
        title: t(`level.name.${one.level}`),
        by: one.byName,
        text: one.reason ?? one.because.map((reason) => t(`level.because.${reason}`)).join('；'),
      }))}
    />
  );
}

function SetDialog({ patient, open, onClose }: { patient: Patient; open: boolean; onClose: () => void }) {
  const t = useText('patients');
  const [form] = Form.useForm<{ level: number; reason: string; expiresOn: Dayjs }>();
  const command = useCommand(overrideLevel, { onDone: onClose });
  return (
    <Modal
      open={open}
      title={t('level.set')}
      okText={t('save')}
      cancelText={t('cancel')}
      okButtonProps={{ loading: command.isRunning }}
      onOk={() => form.submit()}
      onCancel={onClose}
      destroyOnHidden
    >
      <ProblemNote problem={command.problem} />
      <Form
        form={form}
        layout="vertical"
        preserve={false}
        initialValues={{ level: patient.level, expiresOn: dayjs().add(90, 'day') }}
        onFinish={({ expiresOn, ...body }) =>
          void command.run({
            params: { patientId: patient.patientId },
            body: { ...body, expiresOn: expiresOn.format('YYYY-MM-DD') },
          })
        }
      >
        <Form.Item name="level" label={t('level.title')}>
          <Select options={[1, 2, 3, 4, 5].map((value) => ({ value, label: t(`level.name.${value}`) }))} />
        </Form.Item>
        <Form.Item name="reason" label={t('level.reason')} rules={[{ required: true, whitespace: true }]}>
          <Input maxLength={300} />
        </Form.Item>
        <Form.Item name="expiresOn" label={t('level.until')} rules={[{ required: true }]}>
          <DatePicker minDate={dayjs().add(1, 'day')} maxDate={dayjs().add(1, 'year')} style={{ width: '100%' }} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
