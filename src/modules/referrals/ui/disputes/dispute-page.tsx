import { ArrowLeftOutlined } from '@ant-design/icons';
import { useMemo } from 'react';
import { useEvents, useRead } from '#web/api/index.ts';
import { useLanguage } from '#web/i18n.ts';
import {
  ErrorState,
  Facts,
  PageFrame,
  PageLink,
  PageSkeleton,
  Section,
  StateTag,
  Timeline,
  type TimelineEntry,
  timeText,
  useGo,
  useKeys,
  usePageParams,
  useTimeZone,
  When,
} from '#web/kit/index.ts';
import { type DisputeDetail, type DisputeParty, readDispute } from '../../contract/disputes.ts';
import { useCodeText, useDesk, usePersonText } from '../desk-text.ts';
import { Deadline } from './deadline.tsx';
import { DisputeDecision } from './dispute-decision.tsx';
import { DisputeEvidence } from './dispute-evidence.tsx';
import { behindText, partyName, sideLetter } from './dispute-words.ts';
import './disputes.css';
import { disputeTones } from './disputes-page.tsx';

/** One dispute: what both sides sent and when, what happened, the evidence, and the decision. */
export default function DisputePage() {
  const t = useDesk();
  const go = useGo();
  const { disputeId } = usePageParams<'disputeId'>();
  const read = useRead(readDispute, { params: { disputeId } });
  useEvents(['disputes'], undefined, { invalidates: [readDispute] });
  useKeys([{ keys: 'Escape', label: t('common.back'), run: () => go('/matching/disputes') }]);
  const dispute = read.data;
  const parts = useMemo(
    () => [...(dispute?.parts ?? [])].sort((one, other) => one.receivedAt - other.receivedAt),
    [dispute],
  );
  const back = (
    <PageLink to="/matching/disputes">
      <ArrowLeftOutlined aria-hidden /> {t('matching.tabDisputes')}
    </PageLink>
  );
  if (read.error)
    return (
      <PageFrame title={t('disputes.one')} back={back}>
        <ErrorState error={read.error} onRetry={() => void read.refetch()} />
      </PageFrame>
    );
  if (!dispute) return <PageSkeleton />;
  return (
    <PageFrame
      title={parts.map((party) => partyName(party, t)).join(' / ') || t('disputes.one')}
      meaning={t(`disputes.kind.${dispute.kind}`)}
      back={back}
      action={
        <span className="rx-state">
          <StateTag tone={disputeTones[dispute.state]}>{t(`disputes.state.${dispute.state}`)}</StateTag>
          {dispute.state === 'open' && <Deadline at={dispute.deadlineAt} isOpen />}
        </span>
      }
    >
      <div className="rx-layout">
        <div className="rx-main">
          <div className="rx-parties">
            {parts.map((party, index) => (
              <Party key={party.referralId} party={party} index={index} first={parts[0]!} dispute={dispute} />
            ))}
          </div>
          <p className="rm-faint rx-note">{t('disputes.evidenceTimes')}</p>
          <Section title={t('disputes.episodeFacts')}>
            <Episodes dispute={dispute} parts={parts} />
          </Section>
          <DisputeEvidence dispute={dispute} parts={parts} />
          <Section title={t('disputes.timeline')}>
            <Course dispute={dispute} parts={parts} />
          </Section>
        </div>
        <aside className="rx-side">
          <DisputeDecision dispute={dispute} parts={parts} />
          <MoneyWords dispute={dispute} />
          <Rules />
        </aside>
      </div>
    </PageFrame>
  );
}

interface PartyProps {
  readonly party: DisputeParty;
  readonly index: number;
  readonly first: DisputeParty;
  readonly dispute: DisputeDetail;
}

function Party({ party, index, first, dispute }: PartyProps) {
  const t = useDesk();
  const language = useLanguage();
  const timeZone = useTimeZone();
  const personText = usePersonText();
  const codeText = useCodeText();
  const isWinner = dispute.decisions[0]?.winnerReferralId === party.referralId;
  const behindMs = party.receivedAt - first.receivedAt;
  const time = timeText(party.receivedAt, timeZone, true);
  return (
    <section className={isWinner ? 'rm-section rx-party rx-winner' : 'rm-section rx-party'}>
      <header>
        <h2>
          <span className="rx-letter">{t('disputes.side', { letter: sideLetter(index, language === 'en') })}</span>{' '}
          {partyName(party, t)}
        </h2>
        <StateTag tone={party.stage === 'confirmed' ? 'primary' : 'inactive'}>
          {t(`common.stages.${party.stage}`)}
        </StateTag>
      </header>
      <p className="rm-soft">
        {[
          party.introducer && t(`common.kinds.${party.introducer.kind}`),
          party.introducer?.institution,
          party.introducer?.introducerNo,
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <p className="rx-time">
        <span className="rm-faint">{t('disputes.receivedAt')}</span>
        <strong>{time}</strong>
        {index === 0 ? (
          <StateTag tone="allowed">{t('disputes.earliest')}</StateTag>
        ) : (
          <span className="rm-tone-waiting">{t('disputes.after', { text: behindText(behindMs, t) })}</span>
        )}
      </p>
      {party.messageText ? (
        <blockquote className="rx-message">{party.messageText}</blockquote>
      ) : (
        <p className="rm-faint">{t('disputes.noMessage')}</p>
      )}
      <Facts
        items={[
          [t('matching.fields.name'), `${party.patientName ?? t('common.unnamed')} ${personText(party)}`.trim()],
          [t('matching.fields.disease'), party.disease],
          [t('disputes.sentAt'), party.sentAt && <When key="sent" at={party.sentAt} full withSeconds />],
          [t('disputes.gatewayAt'), party.gatewayAt && <When key="gateway" at={party.gatewayAt} full withSeconds />],
          [t('violations.columns.state'), codeText('common.states', party.state)],
          [
            t('violations.columns.referral'),
            <PageLink key="referral" to={`/referrals/${party.referralId}`}>
              {party.referralId}
            </PageLink>,
          ],
        ]}
      />
      <p className="rm-faint">
        {t(`common.channels.${party.channel}`)} · {codeText('common.codes', party.stateCode)}
      </p>
    </section>
  );
}

interface PartsProps {
  readonly dispute: DisputeDetail;
  readonly parts: readonly DisputeParty[];
}

function Episodes({ dispute, parts }: PartsProps) {
  const t = useDesk();
  const personText = usePersonText();
  if (dispute.episodes.length === 0) return <p className="rm-faint">{t('common.none')}</p>;
  return dispute.episodes.map((episode) => {
    const winner = parts.find((party) => party.referralId === episode.winnerReferralId);
    return (
      <div key={episode.episodeNo} className="rx-episode">
        <Facts
          items={[
            [t('matching.fields.name'), `${episode.patientName ?? t('common.unnamed')} ${personText(episode)}`.trim()],
            [t('matching.fields.episodeNo'), `${t(`common.episodeKinds.${episode.kind}`)} ${episode.episodeNo}`],
            [t('matching.fields.department'), episode.department],
            [t('disputes.arrival'), <When key="at" at={episode.arrivalAt} full withSeconds />],
          ]}
        />
        <p className="rx-flags">
          {episode.isWalkIn && <StateTag tone="inactive">{t('disputes.walkIn')}</StateTag>}
          {episode.isFrozen && <StateTag tone="waiting">{t('disputes.frozen')}</StateTag>}
          <span className="rm-soft">
            {episode.winnerReferralId
              ? t('disputes.currentWinner', { id: winner ? partyName(winner, t) : episode.winnerReferralId })
              : t('disputes.noWinner')}
          </span>
        </p>
      </div>
    );
  });
}

/** Announcements, confirmations and everything after, in order, to the second. */
function Course({ dispute, parts }: PartsProps) {
  const t = useDesk();
  const language = useLanguage();
  const codeText = useCodeText();
  const entries = dispute.timeline.map((event, index): TimelineEntry => {
    const side = parts.findIndex((party) => party.referralId === event.referralId);
    const who =
      side < 0
        ? null
        : `${t('disputes.side', { letter: sideLetter(side, language === 'en') })} ${partyName(parts[side]!, t)}`;
    return {
      key: `${event.at} ${index}`,
      at: event.at,
      title: [codeText('disputes.events', event.kind), who].filter(Boolean).join(' · '),
      by: event.actorName,
      text: event.reason,
      tone: eventTones[event.kind] ?? 'inactive',
    };
  });
  return entries.length === 0 ? <p className="rm-faint">{t('common.none')}</p> : <Timeline exact entries={entries} />;
}

const eventTones: Readonly<Record<string, TimelineEntry['tone']>> = {
  received: 'primary',
  announced: 'waiting',
  confirmed: 'primary',
  withdrawn: 'prohibited',
  dispute_opened: 'waiting',
  dispute_decided: 'allowed',
};

function MoneyWords({ dispute }: { dispute: DisputeDetail }) {
  const t = useDesk();
  const isFrozen = dispute.episodes.some((episode) => episode.isFrozen);
  return (
    <Section title={t('disputes.moneyTitle')}>
      <div className="rx-words">
        <p>{t('disputes.moneyHeld')}</p>
        <p>{t('disputes.moneyAfter')}</p>
        {isFrozen && <p className="rm-tone-waiting rm-strong">{t('disputes.moneyFrozenHere')}</p>}
      </div>
    </Section>
  );
}

function Rules() {
  const t = useDesk();
  return (
    <Section title={t('disputes.rulesTitle')}>
      <ol className="rx-rules">
        {(['first', 'before', 'hijack', 'who', 'reason'] as const).map((rule) => (
          <li key={rule}>{t(`disputes.rules.${rule}`)}</li>
        ))}
      </ol>
    </Section>
  );
}
