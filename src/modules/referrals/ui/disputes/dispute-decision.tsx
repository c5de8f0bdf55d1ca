import { LockOutlined } from '@ant-design/icons';
import { App, Button, Form, Input, Radio } from 'antd';
import { useState } from 'react';
import { useCommand } from '#web/api/index.ts';
import { useLanguage } from '#web/i18n.ts';
import { ProblemNote, Section, StateTag, When } from '#web/kit/index.ts';
import { useMay } from '#web/shell/index.ts';
import { type DisputeDetail, type DisputeParty, decideDispute } from '../../contract/disputes.ts';
import { useDesk, useFailureWords } from '../desk-text.ts';
import { partyName, sideLetter } from './dispute-words.ts';

interface DecisionProps {
  readonly dispute: DisputeDetail;
  readonly parts: readonly DisputeParty[];
}

interface Values {
  readonly winner: string;
  readonly episodeNo?: string;
  readonly reason: string;
}

const nobody = '-';

/** The decision in force, former ones, and the form for who may decide; for others, why not. */
export function DisputeDecision({ dispute, parts }: DecisionProps) {
  const t = useDesk();
  const words = useFailureWords();
  const mayDecide = useMay('referrals.dispute.decide');
  const [isAgain, setAgain] = useState(false);
  const isOpen = dispute.state === 'open';
  const isAllowed = mayDecide && dispute.mayNotDecide === null && dispute.state !== 'dissolved';
  return (
    <Section title={t('disputes.decide')}>
      <Decisions dispute={dispute} parts={parts} />
      {dispute.state === 'dissolved' && <p className="rm-soft">{words('referrals.dispute-dissolved').remedy}</p>}
      {mayDecide && dispute.mayNotDecide !== null && (
        <div className="rx-maynot">
          <StateTag tone="inactive" icon={<LockOutlined />}>
            {t('disputes.mayNot')}
          </StateTag>
          <p>{words(dispute.mayNotDecide).title}</p>
          <p className="rm-faint">{words(dispute.mayNotDecide).remedy}</p>
        </div>
      )}
      {!mayDecide && isOpen && <p className="rm-soft">{t('disputes.rules.who')}</p>}
      {isAllowed && (isOpen || isAgain) && (
        <DecisionForm dispute={dispute} parts={parts} onDone={() => setAgain(false)} />
      )}
      {isAllowed && !isOpen && !isAgain && <Button onClick={() => setAgain(true)}>{t('disputes.decideAgain')}</Button>}
    </Section>
  );
}

function Decisions({ dispute, parts }: DecisionProps) {
  const t = useDesk();
  return dispute.decisions.map((decision, index) => {
    const winner = parts.find((party) => party.referralId === decision.winnerReferralId);
    const text = decision.winnerReferralId
      ? t('disputes.wonBy', { name: winner ? partyName(winner, t) : decision.winnerReferralId })
      : t('disputes.nobodyWins');
    return (
      <div key={decision.decidedAt} className="rx-decision">
        <p>
          <StateTag tone={index === 0 ? 'allowed' : 'inactive'}>
            {t(index === 0 ? 'disputes.inForce' : 'disputes.former')}
          </StateTag>{' '}
          <strong>{text}</strong> {decision.episodeNo}
        </p>
        <p>{decision.reason}</p>
        <p className="rm-faint">
          {decision.decidedByName} · <When at={decision.decidedAt} full />
        </p>
      </div>
    );
  });
}

function DecisionForm({ dispute, parts, onDone }: DecisionProps & { onDone: () => void }) {
  const t = useDesk();
  const language = useLanguage();
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const winner = Form.useWatch('winner', form);
  const decide = useCommand(decideDispute, {
    onDone: ({ isCorrection }) => {
      message.success(t(isCorrection ? 'disputes.decidedCorrection' : 'disputes.decided'));
      form.resetFields();
      onDone();
    },
  });
  const needsEpisode = dispute.episodes.length > 1 && winner !== undefined && winner !== nobody;
  const send = (values: Values) =>
    void decide.run({
      params: { disputeId: dispute.disputeId },
      body: {
        winnerReferralId: values.winner === nobody ? null : values.winner,
        episodeNo: needsEpisode ? (values.episodeNo ?? null) : null,
        reason: values.reason.trim(),
      },
    });
  return (
    <>
      <ProblemNote problem={decide.problem} />
      <Form<Values> form={form} layout="vertical" onFinish={send} requiredMark={false}>
        <Form.Item
          name="winner"
          label={t('disputes.winner')}
          rules={[{ required: true, message: t('disputes.needWinner') }]}
        >
          <Radio.Group className="rx-winners">
            {parts.map((party, index) => (
              <Radio key={party.referralId} value={party.referralId}>
                {t('disputes.side', { letter: sideLetter(index, language === 'en') })} {partyName(party, t)}
                {index === 0 && <span className="rm-faint"> · {t('disputes.earliest')}</span>}
              </Radio>
            ))}
            <Radio value={nobody}>
              {t('disputes.nobodyWins')}
              <span className="rm-faint"> · {t('disputes.nobodyHint')}</span>
            </Radio>
          </Radio.Group>
        </Form.Item>
        {needsEpisode && (
          <Form.Item
            name="episodeNo"
            label={t('disputes.episode')}
            rules={[{ required: true, message: t('disputes.needEpisode') }]}
          >
            <Radio.Group className="rx-winners">
              {dispute.episodes.map((episode) => (
                <Radio key={episode.episodeNo} value={episode.episodeNo}>
                  {[episode.patientName, episode.department, episode.episodeNo].filter(Boolean).join(' · ')}
                </Radio>
              ))}
            </Radio.Group>
          </Form.Item>
        )}
        <Form.Item
          name="reason"
          label={t('common.reason')}
          extra={t('disputes.reasonHint')}
          rules={[{ required: true, min: 2, whitespace: true, message: t('disputes.needReason') }]}
        >
          <Input.TextArea maxLength={500} autoSize={{ minRows: 3, maxRows: 8 }} />
        </Form.Item>
        <Button type="primary" htmlType="submit" block loading={decide.isRunning}>
          {t('disputes.confirmDecide')}
        </Button>
      </Form>
    </>
  );
}
