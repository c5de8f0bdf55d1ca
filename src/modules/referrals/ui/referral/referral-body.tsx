import { EditOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { call } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import { Facts, Masked, PageLink, Section, StateTag, timeText, useTimeZone, When } from '#web/kit/index.ts';
import { SubjectAccess, useMay } from '#web/shell/index.ts';
import { type ReferralDetail, revealReferralPhone } from '../../contract/index.ts';
import { partsText, phoneText, Sender, whyText } from '../words.tsx';
import { CorrectionForm } from './correction-form.tsx';
import { ReferralEpisode } from './episode-section.tsx';
import { ReferralHistory, ReferralNotices } from './history-section.tsx';
import { MessageText } from './message-text.tsx';
import { UnknownIntroducer } from './unknown-introducer.tsx';
import { WinnerSection } from './winner-section.tsx';

/** Everything known of one referral: what was written, what was read, who was first, what happened since. */
export function ReferralBody({ referral, columns = false }: { referral: ReferralDetail; columns?: boolean }) {
  const evidence = (
    <>
      <MessageSection referral={referral} />
      <FieldsSection referral={referral} />
    </>
  );
  const story = (
    <>
      <WinnerSection referral={referral} />
      <ReferralEpisode referral={referral} />
      <ReferralHistory referral={referral} />
      <ReferralNotices referral={referral} />
      <SubjectAccess subject={{ kind: 'referral', id: referral.referralId }} />
    </>
  );
  if (!columns) {
    return (
      <>
        <Verdict referral={referral} />
        {evidence}
        {story}
      </>
    );
  }
  return (
    <div className="rm-ref-columns">
      <div>{evidence}</div>
      <div>{story}</div>
    </div>
  );
}

function Verdict({ referral }: { referral: ReferralDetail }) {
  const t = useText('referrals');
  return (
    <p className="rm-ref-verdict">
      {whyText(t, referral)}
      {referral.hasOpenDispute && <StateTag tone="waiting">{t('inbox.dispute')}</StateTag>}
    </p>
  );
}

function MessageSection({ referral }: { referral: ReferralDetail }) {
  const t = useText('referrals');
  const { message } = referral;
  const received = (
    <span className="rm-soft">
      {t(`channel.${referral.channel}`)} · <When at={referral.receivedAt} full withSeconds />
    </span>
  );
  return (
    <Section title={t('referral.message')} extra={received}>
      {message ? (
        <>
          <MessageText message={message} />
          {message.fields.length > 0 && <p className="rm-ref-note">{t('referral.legend')}</p>}
          <ClaimedTimes message={message} />
        </>
      ) : (
        <p className="rm-soft">{t('referral.messageNone')}</p>
      )}
    </Section>
  );
}

function ClaimedTimes({ message }: { message: NonNullable<ReferralDetail['message']> }) {
  const t = useText('referrals');
  const { sentAt, gatewayAt, sender } = message;
  const items: [string, ReactNode][] = [];
  if (sender) items.push([t('messages.sender'), <Sender key="sender" message={message} />]);
  if (sentAt !== null) items.push([t('referral.sentAt'), <When key="sent" at={sentAt} full withSeconds />]);
  if (gatewayAt !== null) items.push([t('referral.gatewayAt'), <When key="gateway" at={gatewayAt} full withSeconds />]);
  if (items.length === 0) return null;
  return (
    <div className="rm-ref-claimed">
      <Facts items={items} />
      {(sentAt !== null || gatewayAt !== null) && <p className="rm-ref-note">{t('referral.clockNote')}</p>}
    </div>
  );
}

function FieldsSection({ referral }: { referral: ReferralDetail }) {
  const t = useText('referrals');
  const [isCorrecting, setCorrecting] = useState(false);
  const mayCorrect = useMay('referrals.match') && referral.stage !== 'withdrawn';
  const missing = missingParts(referral);
  return (
    <Section
      title={t('referral.fields')}
      extra={
        mayCorrect && !isCorrecting ? (
          <Button icon={<EditOutlined />} onClick={() => setCorrecting(true)}>
            {t('referral.correct')}
          </Button>
        ) : null
      }
    >
      {missing.length > 0 && (
        <p className="rm-note rm-note-waiting">{t('referral.missing', { parts: partsText(t, missing) })}</p>
      )}
      {isCorrecting ? (
        <CorrectionForm referral={referral} onDone={() => setCorrecting(false)} />
      ) : (
        <FieldFacts referral={referral} />
      )}
      {referral.introducerId === null && referral.stage !== 'withdrawn' && <UnknownIntroducer referral={referral} />}
    </Section>
  );
}

function FieldFacts({ referral }: { referral: ReferralDetail }) {
  const t = useText('referrals');
  return (
    <Facts
      items={[
        [t('field.patientName'), referral.patientName],
        [t('field.sex'), referral.sex && t(`sex.${referral.sex}`)],
        [t('field.age'), referral.age === null ? null : t('age', { age: referral.age })],
        [t('field.disease'), referral.disease],
        [t('field.introducer'), <IntroducerLink key="introducer" referral={referral} />],
        [t('field.phone'), <Phone key="phone" referral={referral} />],
        [t('field.department'), referral.department],
        [t('field.expectedFrom'), <Expected key="expected" referral={referral} />],
        [
          t('referral.number'),
          <span className="rm-number" key="number">
            {referral.referralId}
          </span>,
        ],
        ...(referral.isAccompanied ? ([[t('field.isAccompanied'), t('inbox.yes')]] as const) : []),
        ...(referral.note ? ([[t('field.note'), referral.note]] as const) : []),
      ]}
    />
  );
}

function IntroducerLink({ referral }: { referral: ReferralDetail }) {
  const t = useText('referrals');
  const mayRead = useMay('introducers.read');
  const { introducerId, introducerName, introducerNo, introducerKind, introducerText } = referral;
  if (introducerId === null) return <>{introducerText ?? t('referral.unknownIntroducer')}</>;
  const name = introducerName ?? introducerNo;
  return (
    <>
      {mayRead ? <PageLink to={`/introducers/${introducerId}`}>{name}</PageLink> : name}
      <span className="rm-faint">
        {' '}
        {[introducerKind && t(`kind.${introducerKind}`), introducerNo].filter(Boolean).join(' · ')}
      </span>
    </>
  );
}

function Expected({ referral }: { referral: ReferralDetail }) {
  const timeZone = useTimeZone();
  const { expectedFrom, expectedUntil, expectedPhrase } = referral;
  // "后天" is a day, not midnight.
  const isWholeDay = expectedUntil !== null && expectedFrom !== null && expectedUntil - expectedFrom >= 20 * 3_600_000;
  if (expectedFrom === null) return <>{expectedPhrase ?? <span className="rm-faint">—</span>}</>;
  return (
    <>
      {isWholeDay ? timeText(expectedFrom, timeZone, false).slice(0, 10) : <When at={expectedFrom} full />}
      {expectedPhrase && <span className="rm-faint"> “{expectedPhrase}”</span>}
    </>
  );
}

function Phone({ referral }: { referral: ReferralDetail }) {
  const t = useText('referrals');
  const mayReveal = useMay('reveal.contact');
  const { phone, referralId } = referral;
  if (!phone) return <span className="rm-faint">—</span>;
  if (!phone.isMasked) return <span className="rm-number">{phoneText(phone)}</span>;
  const reveal = async (reason: string) =>
    (await call(revealReferralPhone, { params: { referralId }, body: { reason } })).value;
  return <Masked shown={phone.text} what={t('referral.phone')} {...(mayReveal ? { onReveal: reveal } : {})} />;
}

/** What keeps the referral out of the rules; the disease is only known to be missing where the reader may see it or the rules say so. */
function missingParts(referral: ReferralDetail): string[] {
  const said = referral.stateFacts['missing'];
  if (referral.stateCode === 'incomplete' && typeof said === 'string') return said.split('+');
  return [
    ...(referral.patientName === null ? ['patient_name'] : []),
    ...(referral.sex === null ? ['sex'] : []),
    ...(referral.introducerId === null ? ['introducer'] : []),
  ];
}
