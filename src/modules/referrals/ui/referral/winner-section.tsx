import { useText } from '#web/i18n.ts';
import { PageLink, Section, StateTag, When } from '#web/kit/index.ts';
import type { ReferralDetail } from '../../contract/index.ts';
import { StandingTag, spanText, whyText } from '../words.tsx';

interface Step {
  readonly key: string;
  readonly at: number;
  readonly arrival: boolean;
  readonly referral: ReferralDetail['competitors'][number] | null;
}

/** Who was first: all referrals of the same patient and the arrival, by the server's time of receipt. */
export function WinnerSection({ referral }: { referral: ReferralDetail }) {
  const t = useText('referrals');
  const steps = stepsOf(referral);
  const first = steps.find((step) => !step.arrival)!;
  return (
    <Section title={t('referral.winner')} extra={<StandingTag referral={referral} />}>
      <p>{whyText(t, referral)}</p>
      {referral.competitors.length === 0 ? (
        <p className="rm-ref-note">{t('referral.alone')}</p>
      ) : (
        <p className="rm-ref-note">{t('referral.order')}</p>
      )}
      {steps.length > 1 && (
        <ol className="rm-ref-race">
          {steps.map((step) => (
            <RaceStep
              key={step.key}
              step={step}
              firstAt={first.at}
              isFirst={step === first}
              ownId={referral.referralId}
              referral={referral}
            />
          ))}
        </ol>
      )}
    </Section>
  );
}

function RaceStep(props: { step: Step; firstAt: number; isFirst: boolean; ownId: string; referral: ReferralDetail }) {
  const t = useText('referrals');
  const { step, firstAt, isFirst, ownId, referral } = props;
  if (step.arrival) {
    return (
      <li className="rm-ref-race-arrival">
        <When at={step.at} full withSeconds />
        <span>
          <strong>{t('referral.arrival', { department: referral.episode?.department ?? '' })}</strong>
          <small>{t('referral.arrivalText')}</small>
        </span>
      </li>
    );
  }
  const one = step.referral!;
  const isOwn = one.referralId === ownId;
  const name = one.introducerName ?? one.introducerNo ?? t('referral.unknownIntroducer');
  return (
    <li className={isOwn ? 'rm-ref-race-own' : ''}>
      <When at={step.at} full withSeconds />
      <span>
        <span className="rm-ref-race-head">
          <strong>
            {isOwn ? name : <PageLink to={`/referrals/${encodeURIComponent(one.referralId)}`}>{name}</PageLink>}
          </strong>
          {isOwn && <span className="rm-soft">{t('referral.this')}</span>}
          <StandingTag referral={one} />
          {isFirst ? (
            <StateTag tone="primary">{t('referral.first')}</StateTag>
          ) : (
            <span className="rm-soft">{t('referral.after', { span: spanText(t, step.at - firstAt) })}</span>
          )}
        </span>
        <small>
          {t(`channel.${one.channel}`)} · {one.referralId} · {whyText(t, one)}
        </small>
      </span>
    </li>
  );
}

function stepsOf(referral: ReferralDetail): Step[] {
  const { referralId, receivedAt, channel, stage, state, stateCode, introducerName, introducerNo, episodeNo } =
    referral;
  const own = { referralId, receivedAt, channel, stage, state, stateCode, introducerName, introducerNo, episodeNo };
  const steps: Step[] = [own, ...referral.competitors].map((one) => ({
    key: one.referralId,
    at: one.receivedAt,
    arrival: false,
    referral: one,
  }));
  const registered = referral.episode?.registeredAt;
  if (registered !== undefined) steps.push({ key: 'arrival', at: registered, arrival: true, referral: null });
  return steps.sort((one, other) => one.at - other.at || one.key.localeCompare(other.key));
}
