import { App, Button, Dropdown } from 'antd';
import { useMemo, useState } from 'react';
import { useCommand, useEvents, useRead } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import { PageLink, Section, StateTag, useGo, When } from '#web/kit/index.ts';
import { chooseIntroducer, listMessages, type MessageRow } from '../../contract/index.ts';
import { MessageText } from '../referral/message-text.tsx';
import { useReading } from './use-reading.tsx';

const shownMax = 3;

/** Messages a person has to look at, above the list: what is unclear, and the answer in one click. */
export function WaitingMessages() {
  const t = useText('referrals');
  const query = useMemo(() => ({ filter: ['outcome:eq:needs_officer'], sort: 'receivedAt', limit: 20 }), []);
  const waiting = useRead(listMessages, { query }, { keepPrevious: true });
  useEvents(['messages', 'referrals'], undefined, { invalidates: [listMessages] });
  const [isWhole, setWhole] = useState(false);
  const page = waiting.data;
  if (!page || page.items.length === 0) return null;
  const shown = isWhole ? page.items : page.items.slice(0, shownMax);
  return (
    <Section
      title={<StateTag tone="waiting">{t('waiting.title', { count: page.total })}</StateTag>}
      extra={<span className="rm-faint rm-ref-wide">{t('waiting.text')}</span>}
    >
      <ul className="rm-ref-waiting">
        {shown.map((message) => (
          <WaitingMessage key={message.messageId} message={message} />
        ))}
      </ul>
      {page.items.length > shownMax && !isWhole && (
        <Button type="link" className="rm-ref-all" onClick={() => setWhole(true)}>
          {t('waiting.all')}
        </Button>
      )}
      {isWhole && page.nextCursor && <PageLink to="/referral-messages">{t('waiting.all')}</PageLink>}
    </Section>
  );
}

/** One message that waits, with what may be done about it. */
export function WaitingMessage({ message }: { message: MessageRow }) {
  const t = useText('referrals');
  const go = useGo();
  const { keep, reject, isRunning } = useReading(message);
  const choose = useChoice(message);
  return (
    <li>
      <div className="rm-ref-waiting-body">
        <p className="rm-ref-waiting-head">
          <strong className="rm-tone-waiting">{reasonText(t, message.reason)}</strong>
          <span className="rm-faint">
            {t(`channel.${message.channel}`)} · <When at={message.receivedAt} />
          </span>
        </p>
        <MessageText message={message} compact />
      </div>
      <div className="rm-ref-waiting-do">
        {message.candidates.length > 0 && message.referralId !== null && (
          <Dropdown
            trigger={['click']}
            menu={{
              items: message.candidates.map((one) => ({
                key: one.introducerId,
                label: (
                  <>
                    {one.name}{' '}
                    <span className="rm-faint">{[one.institution, one.introducerNo].filter(Boolean).join(' · ')}</span>
                  </>
                ),
              })),
              onClick: ({ key }) => void choose.pick(key),
            }}
          >
            <Button type="primary" loading={choose.isRunning}>
              {t('waiting.choose')}
            </Button>
          </Dropdown>
        )}
        {message.reason === 'several-patients' && (
          <>
            <Button type="primary" onClick={() => go('/referrals/new')}>
              {t('waiting.registerOthers')}
            </Button>
            <Button onClick={keep} loading={isRunning}>
              {t('waiting.keep')}
            </Button>
          </>
        )}
        {message.referralId !== null ? (
          <Button onClick={() => go(`/referrals/${encodeURIComponent(message.referralId!)}`)}>
            {t(message.reason === 'introducer-unknown' ? 'waiting.confirmIntroducer' : 'waiting.correct')}
          </Button>
        ) : (
          <Button onClick={() => go('/referrals/new')}>{t('register.title')}</Button>
        )}
        <Button type="text" onClick={reject}>
          {t('waiting.notReferral')}
        </Button>
      </div>
    </li>
  );
}

function useChoice(message: MessageRow) {
  const t = useText('referrals');
  const { message: toast } = App.useApp();
  const command = useCommand(chooseIntroducer, {
    onDone: () => toast.success(t('waiting.chosen')),
    onRefused: (problem) => toast.error(problem.detail || problem.title),
  });
  const pick = (introducerId: string) =>
    command.run({
      params: { referralId: message.referralId! },
      body: { version: message.referralVersion ?? 1, introducerId },
    });
  return { pick, isRunning: command.isRunning };
}

const reasons = new Set([
  'several-introducers',
  'introducer-unknown',
  'several-patients',
  'not-text',
  'announces-nobody',
]);

function reasonText(t: (key: string) => string, reason: string | null): string {
  return t(`waiting.reason.${reason && reasons.has(reason) ? reason : 'other'}`);
}
