import { App } from 'antd';
import { useCommand } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import { useConfirmDanger } from '#web/kit/index.ts';
import { decideReading, type MessageRow } from '../../contract/index.ts';

/** A person's word on how a message was read. */
export function useReading(message: Pick<MessageRow, 'messageId'>) {
  const t = useText('referrals');
  const { message: toast } = App.useApp();
  const confirm = useConfirmDanger();
  const decide = useCommand(decideReading, {
    onDone: (_, given) =>
      toast.success(t(given?.body.outcome === 'not_referral' ? 'waiting.notReferralDone' : 'waiting.kept')),
    onRefused: (problem) => toast.error(problem.detail || problem.title),
  });
  const say = (outcome: 'referral' | 'not_referral', reason: string) =>
    decide.run({ params: { messageId: message.messageId }, body: { outcome, reason } });
  return {
    isRunning: decide.isRunning,
    keep: () => void say('referral', t('messages.keepReason')),
    make: () => void say('referral', t('messages.makeReason')),
    reject: () =>
      confirm({
        title: t('waiting.notReferralTitle'),
        text: t('waiting.notReferralText'),
        ok: t('waiting.notReferral'),
        reason: 'required',
        onConfirm: (reason) => say('not_referral', reason),
      }),
  };
}
