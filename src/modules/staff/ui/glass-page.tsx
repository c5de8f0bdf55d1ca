import { App, Button, Form, Input, InputNumber, Segmented, Space } from 'antd';
import { useState } from 'react';
import {
  changeAccessSettings,
  type GlassInfo,
  listGlasses,
  readAccessSettings,
  reviewGlass,
} from '#modules/staff/contract-access.ts';
import { useEvents } from '#web/api/events.ts';
import { useCommand, useRead } from '#web/api/hooks.ts';
import { useText } from '#web/i18n.ts';
import {
  EmptyState,
  ErrorState,
  Facts,
  PageFrame,
  PageSkeleton,
  ProblemNote,
  Section,
  StateTag,
  usePhone,
  useUrlValue,
  When,
} from '#web/kit/index.ts';
import { useStaffWords } from './words.ts';

const topics = ['glasses'];

/** Every look beyond somebody's tiers, for compliance to judge; and how many fields a person may show in an hour. */
export default function GlassPage() {
  const t = useText('staff');
  const phone = usePhone();
  const [view, setView] = useUrlValue<'open' | 'all'>('view', 'open');
  const glasses = useRead(listGlasses, { query: { open: view === 'open' ? '1' : '0' } });
  useEvents(topics, undefined, { invalidates: [listGlasses] });
  return (
    <PageFrame title={t('glass.title')} meaning={t('glass.meaning')} width="text">
      <p style={{ paddingInline: phone ? 16 : 0 }}>
        <Segmented
          value={view}
          onChange={setView}
          options={[
            { value: 'open', label: t('glass.open') },
            { value: 'all', label: t('glass.all') },
          ]}
        />
      </p>
      {glasses.error ? (
        <ErrorState error={glasses.error} onRetry={() => void glasses.refetch()} />
      ) : !glasses.data ? (
        <PageSkeleton />
      ) : glasses.data.items.length === 0 ? (
        <EmptyState picture="done" title={t('glass.emptyTitle')} text={t('glass.emptyText')} />
      ) : (
        glasses.data.items.map((glass) => <Glass key={glass.id} glass={glass} />)
      )}
      <Limit />
    </PageFrame>
  );
}

export function Glass({ glass }: { glass: GlassInfo }) {
  const t = useText('staff');
  const words = useStaffWords();
  const tone = glass.verdict === null ? 'waiting' : glass.verdict === 'justified' ? 'allowed' : 'prohibited';
  return (
    <Section
      title={`${glass.accountName} · ${glass.roles.map(words.role).join('、')}`}
      extra={<StateTag tone={tone}>{t(`glass.verdict.${glass.verdict ?? 'open'}`)}</StateTag>}
    >
      <Facts
        items={[
          [t('glass.subject'), `${words.subject(glass.subjectKind)} ${glass.subjectId}`],
          [t('glass.reason'), glass.reason],
          [t('glass.at'), <When key="at" at={glass.brokenAt} full />],
          [t('glass.reads'), glass.isHeld ? t('glass.readsHeld', { count: glass.reads }) : String(glass.reads)],
          ...(glass.reviewedAt
            ? [
                [
                  t('glass.reviewed'),
                  <span key="reviewed">
                    {glass.reviewedBy} · <When at={glass.reviewedAt} /> · {glass.remark}
                  </span>,
                ] as [string, React.ReactNode],
              ]
            : []),
        ]}
      />
      {glass.verdict === null &&
        (glass.isOwn ? <p className="rm-faint">{t('glass.own')}</p> : <Review glass={glass} />)}
    </Section>
  );
}

function Review({ glass }: { glass: GlassInfo }) {
  const t = useText('staff');
  const { message } = App.useApp();
  const [remark, setRemark] = useState('');
  const review = useCommand(reviewGlass, { onDone: () => message.success(t('glass.done')) });
  const send = (verdict: 'justified' | 'not_justified') =>
    void review.run({ params: { glassId: glass.id }, body: { verdict, remark } });
  const isReady = remark.trim().length >= 2;
  return (
    <>
      <ProblemNote problem={review.problem} />
      <Input.TextArea
        aria-label={t('glass.remark')}
        placeholder={t('glass.remark')}
        autoSize={{ minRows: 1, maxRows: 4 }}
        maxLength={500}
        value={remark}
        onChange={(event) => setRemark(event.target.value)}
        style={{ marginBlock: '12px 8px' }}
      />
      <Space wrap>
        <Button type="primary" size="small" disabled={!isReady} onClick={() => send('justified')}>
          {t('glass.verdict.justified')}
        </Button>
        <Button danger size="small" disabled={!isReady} onClick={() => send('not_justified')}>
          {t('glass.verdict.not_justified')}
        </Button>
      </Space>
    </>
  );
}

function Limit() {
  const t = useText('staff');
  const { message } = App.useApp();
  const settings = useRead(readAccessSettings);
  const change = useCommand(changeAccessSettings, { onDone: () => message.success(t('glass.saved')) });
  if (!settings.data) return null;
  return (
    <Section title={t('glass.limit')}>
      <p className="rm-soft" style={{ marginBlock: '0 8px' }}>
        {t('glass.limitMeaning')}
      </p>
      <ProblemNote problem={change.problem} />
      <Form
        layout="inline"
        initialValues={settings.data}
        onFinish={(values: { revealsAnHour: number }) => void change.run({ body: values })}
      >
        <Form.Item name="revealsAnHour" label={t('glass.perHour')} rules={[{ required: true, type: 'integer' }]}>
          <InputNumber min={1} max={1000} />
        </Form.Item>
        <Button htmlType="submit" loading={change.isRunning}>
          {t('account.save')}
        </Button>
      </Form>
    </Section>
  );
}
