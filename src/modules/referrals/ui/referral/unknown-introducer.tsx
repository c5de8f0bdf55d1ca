import { App, Button } from 'antd';
import { useState } from 'react';
import { useCommand } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import { ProblemNote, useGo } from '#web/kit/index.ts';
import { useMay } from '#web/shell/index.ts';
import { chooseIntroducer, type ReferralDetail } from '../../contract/index.ts';
import { type IntroducerChoice, IntroducerField } from '../introducers/introducer-field.tsx';

/** Where the introducer is open: candidates in one click, anybody registered by search, or the pending one to confirm. */
export function UnknownIntroducer(props: { referral: ReferralDetail; fieldId?: string; onChosen?: () => void }) {
  const { referral, fieldId, onChosen } = props;
  const t = useText('referrals');
  const { message } = App.useApp();
  const go = useGo();
  const mayMatch = useMay('referrals.match');
  const [chosen, setChosen] = useState<IntroducerChoice | null>(null);
  const choose = useCommand(chooseIntroducer, {
    onDone: () => {
      message.success(t('waiting.chosen'));
      onChosen?.();
    },
  });
  const pick = (introducerId: string) =>
    void choose.run({
      params: { referralId: referral.referralId },
      body: { version: referral.version, introducerId },
    });
  const candidates = referral.message?.candidates ?? [];
  const pending = referral.waitingIntroducer;
  return (
    <div className="rm-ref-unknown">
      <h3>{t('referral.chooseIntroducer')}</h3>
      <ProblemNote problem={choose.problem} />
      {pending && (
        <div className="rm-ref-choose">
          <span>{t('referral.introducerWaiting', { name: pending.name })}</span>
          <Button onClick={() => go(`/introducers/${pending.introducerId}`)}>{t('referral.openIntroducer')}</Button>
        </div>
      )}
      {mayMatch && candidates.length > 0 && (
        <div className="rm-ref-candidates">
          {candidates.map((one) => (
            <Button key={one.introducerId} onClick={() => pick(one.introducerId)} loading={choose.isRunning}>
              {one.name}
              <span className="rm-faint">{[one.institution, one.introducerNo].filter(Boolean).join(' · ')}</span>
            </Button>
          ))}
        </div>
      )}
      {mayMatch && (
        <div className="rm-ref-choose">
          <IntroducerField
            value={chosen}
            onChange={setChosen}
            onlyKnown
            label={t('referral.chooseIntroducer')}
            {...(fieldId ? { id: fieldId } : {})}
          />
          <Button
            type="primary"
            disabled={!chosen?.introducerId}
            loading={choose.isRunning}
            onClick={() => chosen?.introducerId && pick(chosen.introducerId)}
          >
            {t('referral.choose')}
          </Button>
        </div>
      )}
    </div>
  );
}
