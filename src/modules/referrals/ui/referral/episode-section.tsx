import { useText } from '#web/i18n.ts';
import { Facts, PageLink, Section, StateTag, When } from '#web/kit/index.ts';
import type { ReferralDetail } from '../../contract/index.ts';
import { personText } from '../words.tsx';

/** The episode it is credited to or compared with, the steps at the door, and disputes. */
export function ReferralEpisode({ referral }: { referral: ReferralDetail }) {
  const t = useText('referrals');
  const { episode } = referral;
  const consent = referral.consentsToNotice === null ? 'unknown' : referral.consentsToNotice ? 'yes' : 'no';
  return (
    <>
      <Section title={t('referral.episode')}>
        {episode ? (
          <Facts
            items={[
              [
                t('inbox.episode'),
                <span className="rm-number" key="no">
                  {episode.episodeNo}
                </span>,
              ],
              [t('referral.episodeKindLabel'), kindText(t, episode.kind)],
              [
                t('field.patientName'),
                [episode.patientName, personText(t, episode)].filter(Boolean).join(' · ') || null,
              ],
              [t('field.department'), episode.department],
              [t('referral.doctor'), episode.doctor],
              [t('referral.registeredAt'), <When key="registered" at={episode.registeredAt} full withSeconds />],
              [t('referral.admittedAt'), <When key="admitted" at={episode.admittedAt} full />],
              [t('referral.dischargedAt'), <When key="discharged" at={episode.dischargedAt} full />],
              ...(episode.diagnosis ? ([[t('referral.diagnosis'), episode.diagnosis]] as const) : []),
              [t('referral.credited'), creditedTo(t, referral)],
            ]}
          />
        ) : (
          <p className="rm-soft">{t('referral.noEpisode')}</p>
        )}
        <div className="rm-ref-claimed">
          <Facts
            items={[
              [t('referral.board'), t(`referral.boardStep.${referral.boardStep}`)],
              ...(referral.arrivedAt === null
                ? []
                : ([[t('referral.arrivedAt'), <When key="arrived" at={referral.arrivedAt} full />]] as const)),
              ...(referral.escort ? ([[t('referral.escort'), referral.escort]] as const) : []),
              [t('referral.consentLabel'), t(`referral.consent.${consent}`)],
            ]}
          />
        </div>
      </Section>
      {referral.disputes.length > 0 && (
        <Section title={t('referral.disputes')}>
          <ul className="rm-ref-lines">
            {referral.disputes.map((dispute) => (
              <li key={dispute.disputeId}>
                <PageLink to={`/matching/disputes/${dispute.disputeId}`}>
                  {t(`referral.disputeKind.${dispute.kind}`)}
                </PageLink>
                <StateTag tone={dispute.state === 'open' ? 'waiting' : 'allowed'}>
                  {t(`referral.disputeState.${dispute.state}`)}
                </StateTag>
                {dispute.state === 'open' && (
                  <span className="rm-soft">
                    {t('referral.deadline')} <When at={dispute.deadlineAt} full />
                  </span>
                )}
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

const kinds = new Set(['inpatient', 'outpatient', 'emergency', 'exam', 'checkup', 'dialysis']);

function kindText(t: (key: string) => string, kind: string): string {
  return kinds.has(kind) ? t(`referral.episodeKind.${kind}`) : kind;
}

function creditedTo(t: (key: string, values?: Record<string, unknown>) => string, referral: ReferralDetail) {
  const winner = referral.episode?.winnerReferralId ?? null;
  if (winner === null) return t('referral.creditedNone');
  if (winner === referral.referralId) return t('referral.creditedThis');
  return (
    <PageLink to={`/referrals/${encodeURIComponent(winner)}`}>{t('referral.creditedOther', { id: winner })}</PageLink>
  );
}
