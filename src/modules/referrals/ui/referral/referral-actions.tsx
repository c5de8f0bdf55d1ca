import { App, Button, Checkbox, Dropdown, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { useCommand } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import { ProblemNote, useConfirmDanger, When } from '#web/kit/index.ts';
import { useMay } from '#web/shell/index.ts';
import { openDisputeContract } from '../../contract/disputes.ts';
import { confirmAnnouncement, decideReading, type ReferralDetail, withdrawReferral } from '../../contract/index.ts';
import { StandingTag } from '../words.tsx';

/** What may be done with one referral. */
export function ReferralActions({ referral }: { referral: ReferralDetail }) {
  const t = useText('referrals');
  const { message, modal } = App.useApp();
  const danger = useConfirmDanger();
  const mayRegister = useMay('referrals.register');
  const mayMatch = useMay('referrals.match');
  const mayContest = useMay('referrals.dispute.evidence');
  const [isContesting, setContesting] = useState(false);
  const onRefused = (problem: { detail: string; title: string }) => void message.error(problem.detail || problem.title);
  const confirm = useCommand(confirmAnnouncement, {
    onDone: () => message.success(t('referral.confirmed')),
    onRefused,
  });
  const withdraw = useCommand(withdrawReferral, { onDone: () => message.success(t('referral.withdrawn')), onRefused });
  const decide = useCommand(decideReading, { onDone: () => message.success(t('waiting.notReferralDone')), onRefused });
  const { referralId, version, stage } = referral;
  if (stage === 'withdrawn') return null;

  const askConfirm = () =>
    modal.confirm({
      title: t('referral.confirmTitle'),
      content: t('referral.confirmText'),
      okText: t('referral.confirm'),
      onOk: () => confirm.run({ params: { referralId }, body: { version } }),
    });
  const askWithdraw = () =>
    danger({
      title: t('referral.withdrawTitle'),
      text: t('referral.withdrawText'),
      ok: t('referral.withdraw'),
      reason: 'required',
      onConfirm: (reason) => withdraw.run({ params: { referralId }, body: { version, reason } }),
    });
  const askReject = () =>
    danger({
      title: t('waiting.notReferralTitle'),
      text: t('waiting.notReferralText'),
      ok: t('waiting.notReferral'),
      reason: 'required',
      onConfirm: (reason) =>
        decide.run({ params: { messageId: referral.message!.messageId }, body: { outcome: 'not_referral', reason } }),
    });
  const more = [
    ...(referral.message ? [{ key: 'reject', label: t('referral.notReferral'), onClick: askReject }] : []),
    { key: 'withdraw', label: t('referral.withdraw'), danger: true, onClick: askWithdraw },
  ];
  return (
    <div className="rm-ref-buttons">
      {stage === 'announced' && mayRegister && (
        <Button type="primary" onClick={askConfirm} loading={confirm.isRunning}>
          {t('referral.confirm')}
        </Button>
      )}
      {mayContest && <Button onClick={() => setContesting(true)}>{t('referral.contest')}</Button>}
      {mayMatch && (
        <Dropdown trigger={['click']} menu={{ items: more }}>
          <Button>{t('referral.more')}</Button>
        </Dropdown>
      )}
      {isContesting && <ContestDialog referral={referral} onClose={() => setContesting(false)} />}
    </div>
  );
}

function ContestDialog({ referral, onClose }: { referral: ReferralDetail; onClose: () => void }) {
  const t = useText('referrals');
  const { message } = App.useApp();
  const [form] = Form.useForm<{ others: string[]; reason: string }>();
  const open = useCommand(openDisputeContract, {
    onDone: () => {
      message.success(t('referral.contested'));
      onClose();
    },
  });
  const others = referral.competitors.filter((one) => one.stage !== 'withdrawn');
  const submit = (values: { others: string[]; reason: string }) => {
    const chosen = others.filter((one) => values.others.includes(one.referralId));
    const episodeNos = [
      ...new Set([referral.episodeNo, ...chosen.map((one) => one.episodeNo)].filter((no) => no !== null)),
    ];
    void open.run({
      body: {
        referralIds: [referral.referralId, ...values.others].slice(0, 10),
        episodeNos,
        reason: values.reason.trim(),
      },
    });
  };
  return (
    <Modal
      open
      title={t('referral.contestTitle')}
      onCancel={onClose}
      okText={t('referral.contestSubmit')}
      okButtonProps={{ disabled: others.length === 0, loading: open.isRunning }}
      onOk={() => form.submit()}
    >
      {others.length === 0 ? (
        <p className="rm-soft">{t('referral.contestNone')}</p>
      ) : (
        <Form
          form={form}
          layout="vertical"
          initialValues={{ others: others.slice(0, 1).map((one) => one.referralId) }}
          onFinish={submit}
        >
          <p className="rm-ref-note">{t('referral.contestText')}</p>
          <ProblemNote problem={open.problem} />
          <Form.Item
            name="others"
            label={t('referral.contestWith')}
            rules={[{ required: true, message: t('referral.contestWith') }]}
          >
            <Checkbox.Group className="rm-ref-checks">
              {others.map((one) => (
                <Checkbox key={one.referralId} value={one.referralId}>
                  {one.introducerName ?? one.introducerNo ?? t('referral.unknownIntroducer')}{' '}
                  <span className="rm-faint">
                    <When at={one.receivedAt} full withSeconds />
                  </span>{' '}
                  <StandingTag referral={one} />
                </Checkbox>
              ))}
            </Checkbox.Group>
          </Form.Item>
          <Form.Item
            name="reason"
            label={t('referral.contestReason')}
            rules={[{ required: true, whitespace: true, min: 2, message: t('referral.needReason') }]}
          >
            <Input.TextArea maxLength={500} autoSize={{ minRows: 3 }} />
          </Form.Item>
        </Form>
      )}
    </Modal>
  );
}
