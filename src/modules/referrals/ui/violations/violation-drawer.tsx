import { App, Button, Form, Input, Radio } from 'antd';
import type { ReactNode } from 'react';
import { useCommand, useEvents, useRead } from '#web/api/index.ts';
import {
  DetailDrawer,
  Facts,
  ProblemNote,
  Section,
  StateTag,
  Timeline,
  timeText,
  usePageParams,
  useTimeZone,
  When,
} from '#web/kit/index.ts';
import { useMay } from '#web/shell/index.ts';
import {
  appealViolation,
  decideAppeal,
  decideViolation,
  readViolation,
  type ViolationDetail,
} from '../../contract/violations.ts';
import { useCodeText, useDesk, useFailureWords } from '../desk-text.ts';
import { spanText } from '../disputes/dispute-words.ts';
import '../disputes/disputes.css';
import { RuleWords } from '../matching/queue-referral.tsx';
import '../matching/matching.css';
import { violationTones } from './violation-tones.ts';

/** One case: facts, proposed consequence, decision, appeal, history. */
export default function ViolationDrawer() {
  const t = useDesk();
  const codeText = useCodeText();
  const { violationId } = usePageParams<'violationId'>();
  const read = useRead(readViolation, { params: { violationId } });
  useEvents(['violations'], undefined, { invalidates: [readViolation] });
  const violation = read.data;
  return (
    <DetailDrawer
      title={violation ? t(`violations.kind.${violation.kind}`) : t('violations.one')}
      extra={
        violation && (
          <StateTag tone={violationTones[violation.state]}>{t(`violations.state.${violation.state}`)}</StateTag>
        )
      }
      back="/matching/violations"
      width={680}
      isLoading={read.isPending}
      error={read.error}
      onRetry={() => void read.refetch()}
    >
      {violation && (
        <>
          <CaseFacts violation={violation} />
          <Decision violation={violation} />
          {violation.state !== 'open' && <Appeal violation={violation} />}
          <Section title={t('violations.history')}>
            <Timeline
              exact
              entries={violation.history.map((event, index) => ({
                key: `${event.at} ${index}`,
                at: event.at,
                title: codeText('violations.events', event.kind),
                by: event.actorName,
                text: event.reason,
              }))}
            />
          </Section>
        </>
      )}
    </DetailDrawer>
  );
}

function CaseFacts({ violation }: { violation: ViolationDetail }) {
  const t = useDesk();
  const codeText = useCodeText();
  const words = useFailureWords();
  const timeZone = useTimeZone();
  const { code, report, ...others } = violation.facts;
  const shown = Object.entries(others).filter(
    ([key, value]) => value !== null && value !== '' && !['referralId', 'episodeNo'].includes(key),
  );
  const valueText = (key: string, value: unknown) => {
    if (key.endsWith('At') && typeof value === 'number') return timeText(value, timeZone, true);
    if (key === 'lateByMs' && typeof value === 'number') return spanText(value, t);
    return String(value);
  };
  return (
    <Section title={t('violations.facts')}>
      {typeof code === 'string' && (
        <p className="rm-note rm-note-prohibited">
          <strong>{words(code).title}</strong>
        </p>
      )}
      {typeof report === 'string' && <p className="rx-message">{report}</p>}
      <Facts
        items={[
          [
            t('violations.columns.introducer'),
            [violation.introducer?.name ?? violation.introducerName, violation.introducer?.institution]
              .filter(Boolean)
              .join(' · ') || null,
          ],
          [t('violations.columns.openedBy'), violation.openedByName],
          [t('violations.columns.referral'), violation.referralId],
          [t('violations.columns.episode'), violation.episodeNo],
          [t('violations.columns.attempts'), String(violation.attempts)],
          [t('violations.columns.openedAt'), <When key="at" at={violation.openedAt} full withSeconds />],
          ...shown.map(([key, value]): [ReactNode, ReactNode] => [
            codeText('violations.factLabels', key),
            valueText(key, value),
          ]),
        ]}
      />
      <RuleWords />
    </Section>
  );
}

interface DecideValues {
  readonly decision: 'upheld' | 'dismissed';
  readonly consequence?: string;
  readonly reason: string;
}

function Decision({ violation }: { violation: ViolationDetail }) {
  const t = useDesk();
  const { message } = App.useApp();
  const [form] = Form.useForm<DecideValues>();
  const decision = Form.useWatch('decision', form);
  const decide = useCommand(decideViolation, { onDone: () => message.success(t('violations.decided')) });
  const send = (values: DecideValues) =>
    void decide.run({
      params: { violationId: violation.violationId },
      body: {
        decision: values.decision,
        consequence: values.decision === 'upheld' ? values.consequence?.trim() || null : null,
        reason: values.reason.trim(),
        version: violation.version,
      },
    });
  return (
    <Section title={t('violations.decision')}>
      {violation.decision ? (
        <div className="rx-words">
          <p>
            <StateTag tone={violation.decision === 'upheld' ? 'prohibited' : 'inactive'}>
              {t(`violations.${violation.decision}`)}
            </StateTag>{' '}
            <strong>{violation.consequence}</strong>
          </p>
          <p>{violation.decisionReason}</p>
          <p className="rm-faint">
            {violation.decidedByName} · <When at={violation.decidedAt} full />
          </p>
        </div>
      ) : (
        <p>
          <span className="rm-faint">{t('violations.proposed')}：</span>
          {violation.proposedConsequence ?? t('violations.noProposal')}
        </p>
      )}
      {violation.state === 'open' && !violation.mayDecide && <p className="rm-soft">{t('violations.ownCase')}</p>}
      {violation.state === 'open' && violation.mayDecide && (
        <Form<DecideValues>
          form={form}
          layout="vertical"
          className="rx-form"
          requiredMark={false}
          initialValues={{ consequence: violation.proposedConsequence ?? '' }}
          onFinish={send}
        >
          <ProblemNote problem={decide.problem} />
          <Form.Item name="decision" label={null} rules={[{ required: true, message: t('violations.needDecision') }]}>
            <Radio.Group
              aria-label={t('violations.decision')}
              options={[
                { value: 'upheld', label: t('violations.upheld') },
                { value: 'dismissed', label: t('violations.dismissed') },
              ]}
            />
          </Form.Item>
          {decision === 'upheld' && (
            <Form.Item name="consequence" label={t('violations.consequence')} extra={t('violations.consequenceHint')}>
              <Input.TextArea maxLength={500} autoSize={{ minRows: 1, maxRows: 4 }} />
            </Form.Item>
          )}
          <ReasonItem />
          <Button type="primary" htmlType="submit" loading={decide.isRunning}>
            {t('violations.decide')}
          </Button>
        </Form>
      )}
    </Section>
  );
}

function ReasonItem() {
  const t = useDesk();
  return (
    <Form.Item
      name="reason"
      label={t('common.reason')}
      extra={t('common.reasonHint')}
      rules={[{ required: true, min: 2, whitespace: true, message: t('disputes.needReason') }]}
    >
      <Input.TextArea maxLength={500} autoSize={{ minRows: 2, maxRows: 6 }} />
    </Form.Item>
  );
}

function Appeal({ violation }: { violation: ViolationDetail }) {
  const t = useDesk();
  const mayRecord = useMay('referrals.read') && ['upheld', 'dismissed'].includes(violation.state);
  return (
    <Section title={t('violations.appeal')}>
      {violation.appealText ? (
        <div className="rx-words">
          <p className="rx-message">{violation.appealText}</p>
          <p className="rm-faint">
            {violation.appealedByName} · <When at={violation.appealedAt} full />
          </p>
        </div>
      ) : (
        <p className="rm-soft">{t('violations.appealNone')}</p>
      )}
      {violation.appealOutcome && (
        <div className="rx-words">
          <p>
            <StateTag tone={violation.appealOutcome === 'confirmed' ? 'inactive' : 'allowed'}>
              {t(`violations.outcome.${violation.appealOutcome}`)}
            </StateTag>
          </p>
          <p>{violation.appealDecision}</p>
          <p className="rm-faint">
            {violation.appealDecidedByName} · <When at={violation.appealDecidedAt} full />
          </p>
        </div>
      )}
      {mayRecord && <AppealForm violation={violation} />}
      {violation.state === 'appealed' &&
        (violation.mayDecideAppeal ? (
          <AppealDecision violation={violation} />
        ) : (
          <p className="rm-soft">{t('violations.appealSame')}</p>
        ))}
    </Section>
  );
}

function AppealForm({ violation }: { violation: ViolationDetail }) {
  const t = useDesk();
  const { message } = App.useApp();
  const appeal = useCommand(appealViolation, { onDone: () => message.success(t('violations.appealRecorded')) });
  const send = ({ text }: { text: string }) =>
    void appeal.run({
      params: { violationId: violation.violationId },
      body: { text: text.trim(), version: violation.version },
    });
  return (
    <Form<{ text: string }> layout="vertical" className="rx-form" requiredMark={false} onFinish={send}>
      <ProblemNote problem={appeal.problem} />
      <Form.Item
        name="text"
        label={t('violations.appealText')}
        extra={t('violations.appealHint')}
        rules={[{ required: true, min: 2, whitespace: true, message: t('violations.need') }]}
      >
        <Input.TextArea maxLength={2000} autoSize={{ minRows: 2, maxRows: 8 }} />
      </Form.Item>
      <Button htmlType="submit" loading={appeal.isRunning}>
        {t('violations.appealRecord')}
      </Button>
    </Form>
  );
}

interface OutcomeValues {
  readonly outcome: 'confirmed' | 'changed' | 'revoked';
  readonly consequence?: string;
  readonly reason: string;
}

function AppealDecision({ violation }: { violation: ViolationDetail }) {
  const t = useDesk();
  const { message } = App.useApp();
  const [form] = Form.useForm<OutcomeValues>();
  const outcome = Form.useWatch('outcome', form);
  const decide = useCommand(decideAppeal, { onDone: () => message.success(t('violations.appealDecided')) });
  const send = (values: OutcomeValues) =>
    void decide.run({
      params: { violationId: violation.violationId },
      body: {
        outcome: values.outcome,
        consequence: values.outcome === 'changed' ? values.consequence?.trim() || null : null,
        reason: values.reason.trim(),
        version: violation.version,
      },
    });
  return (
    <Form<OutcomeValues> form={form} layout="vertical" className="rx-form" requiredMark={false} onFinish={send}>
      <ProblemNote problem={decide.problem} />
      <Form.Item
        name="outcome"
        label={t('violations.appealDecide')}
        rules={[{ required: true, message: t('violations.needDecision') }]}
      >
        <Radio.Group
          options={(['confirmed', 'changed', 'revoked'] as const).map((value) => ({
            value,
            label: t(`violations.outcome.${value}`),
          }))}
        />
      </Form.Item>
      {outcome === 'changed' && (
        <Form.Item name="consequence" label={t('violations.consequence')} extra={t('violations.consequenceHint')}>
          <Input.TextArea maxLength={500} autoSize={{ minRows: 1, maxRows: 4 }} />
        </Form.Item>
      )}
      <ReasonItem />
      <Button type="primary" htmlType="submit" loading={decide.isRunning}>
        {t('violations.appealDecide')}
      </Button>
    </Form>
  );
}
