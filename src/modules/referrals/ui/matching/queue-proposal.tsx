import { LockOutlined, MinusOutlined, PlusOutlined } from '@ant-design/icons';
import { type ReactNode, useMemo } from 'react';
import { useLanguage } from '#web/i18n.ts';
import { Keys, StateTag, timeText, useTimeZone } from '#web/kit/index.ts';
import type { MatchProposal, QueueItem } from '../../contract/queue.ts';
import { useDesk, useFailureWords } from '../desk-text.ts';
import { differingParts } from './differences.ts';

interface QueueProposalProps {
  readonly item: QueueItem;
  readonly proposal: MatchProposal;
  readonly number: number;
  readonly isBusy: boolean;
  readonly isExplained: boolean;
  readonly hasDetails: boolean;
  readonly onChoose: () => void;
}

const reasonsMax = 4;

/** One proposed episode: how sure, what differs from the referral, and why, in words. */
export function QueueProposal(props: QueueProposalProps) {
  const { item, proposal, number, isBusy, isExplained, hasDetails, onChoose } = props;
  const t = useDesk();
  const language = useLanguage();
  const { episode } = proposal;
  const isLocked = proposal.mayNotLink !== null;
  const reasons = useMemo(
    () => (hasDetails ? proposal.reasons : proposal.reasons.slice(0, reasonsMax)),
    [proposal.reasons, hasDetails],
  );
  return (
    <li>
      <button
        type="button"
        className={isLocked ? 'rq-proposal rq-locked' : 'rq-proposal'}
        disabled={isBusy}
        aria-expanded={isLocked ? isExplained : undefined}
        onClick={onChoose}
      >
        <span className="rq-key">
          <Keys keys={String(number)} />
        </span>
        <span className="rq-body">
          <span className="rq-title">
            <strong>
              <Compared text={episode.patientName} other={item.patientName} />
            </strong>
            <Score proposal={proposal} />
            {isLocked && (
              <StateTag tone="inactive" icon={<LockOutlined />}>
                {t('matching.locked')}
              </StateTag>
            )}
          </span>
          <Episode item={item} proposal={proposal} />
          <ul className="rq-reasons">
            {reasons.map((reason) => (
              <li key={reason.code} className={reason.weight >= 0 ? 'rq-for' : 'rq-against'}>
                {reason.weight >= 0 ? <PlusOutlined aria-hidden /> : <MinusOutlined aria-hidden />}
                {language === 'en' ? reason.en : reason.zh}
              </li>
            ))}
          </ul>
        </span>
      </button>
      {isLocked && isExplained && <WhyNotLink code={proposal.mayNotLink!} />}
    </li>
  );
}

function Score({ proposal }: { proposal: MatchProposal }) {
  const t = useDesk();
  const percent = t('matching.score', { percent: Math.round(proposal.score * 100) });
  if (proposal.isSure)
    return (
      <StateTag tone="allowed">
        {t('matching.sure')} {percent}
      </StateTag>
    );
  const isLikely = proposal.score >= 0.5;
  return (
    <StateTag tone={isLikely ? 'primary' : 'inactive'}>
      {t(isLikely ? 'matching.likely' : 'matching.doubtful')} {percent}
    </StateTag>
  );
}

function Episode({ item, proposal }: { item: QueueItem; proposal: MatchProposal }) {
  const t = useDesk();
  const timeZone = useTimeZone();
  const { episode } = proposal;
  const { age } = episode;
  const ageDiffers = age !== null && item.age !== null && Math.abs(age - item.age) > 2;
  return (
    <span className="rq-facts">
      <Fact label={t('matching.fields.sex')}>
        <Differs if={episode.sex !== null && item.sex !== null && episode.sex !== item.sex}>
          {episode.sex ? t(`common.${episode.sex}`) : '—'}
        </Differs>
      </Fact>
      <Fact label={t('matching.fields.age')}>
        <Differs if={ageDiffers}>{age === null ? '—' : t('common.age', { age })}</Differs>
      </Fact>
      <Fact label={t('matching.fields.phone')}>
        {episode.phoneTail ? <Compared text={episode.phoneTail} other={item.phoneTail} /> : '—'}
      </Fact>
      <Fact label={t('matching.fields.department')}>{episode.department ?? '—'}</Fact>
      <Fact label={t('matching.fields.arrival')}>
        <Differs if={episode.arrivalAt <= item.receivedAt}>{timeText(episode.arrivalAt, timeZone)}</Differs>
      </Fact>
      <Fact label={t(`common.episodeKinds.${episode.kind}`)}>
        {episode.episodeNo}
        {episode.isWalkIn && ` · ${t('matching.walkIn')}`}
      </Fact>
    </span>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <span>
      <small>{label}</small>
      <span>{children}</span>
    </span>
  );
}

function Differs({ if: differs, children }: { if: boolean; children: ReactNode }) {
  return differs ? <mark className="rq-differs">{children}</mark> : children;
}

/** A text with the characters marked that the other one does not have. */
function Compared({ text, other }: { text: string | null; other: string | null }) {
  const t = useDesk();
  if (text === null) return t('common.unnamed');
  if (other === null) return text;
  let place = 0;
  return differingParts(text, other).map((part) => {
    place += part.text.length;
    return part.differs ? (
      <mark key={place} className="rq-differs">
        {part.text}
      </mark>
    ) : (
      part.text
    );
  });
}

/** Why an episode cannot take this referral: the rule and what to do instead. */
export function WhyNotLink({ code }: { code: string }) {
  const t = useDesk();
  const words = useFailureWords()(code);
  const rule = ruleOf[code];
  return (
    <div className="rq-why" role="status">
      <strong>{words.title}</strong>
      {rule && (
        <p>
          {t('matching.ruleTitle')}：{t(`matching.rules.${rule}`)}
        </p>
      )}
      <p>
        {words.remedy.replace(
          /本次尝试已记录(并通知合规)?。?|The attempt is on record( and shown to compliance)?\.?/g,
          '',
        )}
      </p>
    </div>
  );
}

const ruleOf: Readonly<Record<string, string>> = {
  'referrals.walk-in-stays-walk-in': 'walkIn',
  'referrals.already-attributed': 'first',
  'referrals.moves-own-patient': 'move',
  'referrals.received-after-arrival': 'before',
};
