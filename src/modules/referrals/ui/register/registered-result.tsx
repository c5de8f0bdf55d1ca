import { CheckCircleFilled } from '@ant-design/icons';
import { Button } from 'antd';
import { useText } from '#web/i18n.ts';
import { Facts, StateTag, useGo, When } from '#web/kit/index.ts';
import { type RegisteredAnswer, referralState } from '../../contract/index.ts';
import { StandingTag, whyText } from '../words.tsx';

/** The receipt: number, time to the second, what the rules say now; Enter goes to the next one. */
export function RegisteredResult({ answer, onNext }: { answer: RegisteredAnswer; onNext: () => void }) {
  const t = useText('referrals');
  const go = useGo();
  const state = referralState.safeParse(answer.state);
  const standing = {
    state: state.success ? state.data : ('unmatched' as const),
    stage: state.success ? ('confirmed' as const) : ('announced' as const),
    stateCode: answer.stateCode ?? 'no_agreeing_episode',
  };
  return (
    <section className="rm-ref-done" aria-live="polite">
      <CheckCircleFilled className="rm-tone-allowed" />
      <h2>{t('register.done')}</h2>
      {answer.lacksIntroducerOnly && standing.stage === 'confirmed' ? (
        <p>
          <StateTag tone="waiting">{t('register.lacksIntroducer')}</StateTag>
        </p>
      ) : (
        <>
          <p>
            <StandingTag referral={standing} />
          </p>
          <p className="rm-soft">{whyText(t, standing)}</p>
        </>
      )}
      <Facts
        items={[
          [
            t('register.doneNo'),
            <span key="no" className="rm-number">
              {answer.referralId}
            </span>,
          ],
          [t('register.doneAt'), <When key="at" at={answer.receivedAt} full withSeconds />],
          ...(answer.episodeNo ? ([[t('inbox.episode'), answer.episodeNo]] as const) : []),
        ]}
      />
      {answer.disputeId && <p className="rm-note rm-note-waiting">{t('register.disputeOpened')}</p>}
      {answer.lacksIntroducerOnly && (
        <p className="rm-note rm-note-waiting">
          {t(answer.waitingIntroducerId ? 'register.waitsForIntroducer' : 'register.severalIntroducers')}
        </p>
      )}
      <div className="rm-ref-buttons">
        <Button type="primary" size="large" autoFocus onClick={onNext}>
          {t('register.next')}
        </Button>
        <Button size="large" onClick={() => go(`/referrals/${encodeURIComponent(answer.referralId)}`)}>
          {t('register.open')}
        </Button>
      </div>
    </section>
  );
}
