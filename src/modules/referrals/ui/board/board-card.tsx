import {
  CheckOutlined,
  ClockCircleOutlined,
  EllipsisOutlined,
  ExclamationCircleOutlined,
  NotificationOutlined,
  RollbackOutlined,
  TeamOutlined,
} from '@ant-design/icons';
import { Button, Dropdown, type MenuProps, Tooltip } from 'antd';
import { memo } from 'react';
import { dayMs } from '#kernel/day.ts';
import { StateTag, timeText, useTimeZone } from '#web/kit/index.ts';
import { useMay } from '#web/shell/index.ts';
import type { BoardCard } from '../../contract/board.ts';
import { useDesk, usePersonText } from '../desk-text.ts';
import { coveredName, expectedDay, lateMinutes } from './board-facts.ts';

export interface CardActions {
  readonly move: (card: BoardCard, step: BoardCard['step']) => void;
  readonly undo: (card: BoardCard) => void;
  readonly consent: (card: BoardCard, consents: boolean) => void;
  readonly onEscort: (card: BoardCard) => void;
  readonly onSource: () => void;
}

export interface BoardCardProps {
  readonly card: BoardCard;
  readonly now: number;
  readonly isFresh: boolean;
  readonly isBusy: boolean;
  readonly isCovered: boolean;
  readonly actions: CardActions;
}

/** One patient at the reception board: one large button for the next step, the rest behind "more". */
export const PatientCard = memo(function PatientCard(props: BoardCardProps) {
  const { card, now, isFresh, isBusy, isCovered, actions } = props;
  const t = useDesk();
  const personText = usePersonText(' ');
  const mayMark = useMay('board.mark');
  const name = card.patientName ?? t('common.unnamed');
  const shownName = isCovered && card.patientName ? coveredName(card.patientName) : name;
  const late = lateMinutes(card, now);
  const isGone = card.step === 'handed_to_ward' || card.step === 'did_not_come';
  const next = card.step === 'did_not_come' ? 'arrived' : card.nextSteps[0];
  const asksConsent = mayMark && card.arrivedAt !== null && card.consentsToNotice === null && !isGone && !isBusy;
  const classes = [
    'rd-card',
    late === null ? '' : 'rd-card-late',
    isFresh ? 'rd-card-new' : '',
    isBusy ? 'rd-card-busy' : '',
  ];
  return (
    <article className={classes.filter(Boolean).join(' ')} aria-label={shownName}>
      <div className="rd-card-info">
        <header className="rd-card-head">
          <Moment card={card} now={now} />
          {isFresh && <StateTag tone="primary">{t('board.newOne')}</StateTag>}
          {late !== null && (
            <StateTag tone="prohibited" icon={<ClockCircleOutlined />}>
              {t('board.late', { text: minutesText(late, t) })}
            </StateTag>
          )}
        </header>
        <p className="rd-card-name">
          <strong>{shownName}</strong>
          <span>{personText({ ...card, phoneTail: isCovered ? null : card.phoneTail })}</span>
        </p>
        <p className="rd-card-where">
          {[card.department ?? t('common.unknown'), isCovered ? null : card.disease].filter(Boolean).join(' · ')}
        </p>
        <dl className="rd-card-facts">
          <div>
            <dt>{t('board.introducer')}</dt>
            <dd>{introducerText(card) ?? t('common.nobody')}</dd>
          </div>
          {(card.escort || card.isAccompanied) && (
            <div>
              <dt>{card.escort ? t('board.escort') : <TeamOutlined aria-hidden />}</dt>
              <dd>{[card.escort, card.isAccompanied ? t('board.accompanied') : null].filter(Boolean).join(' · ')}</dd>
            </div>
          )}
          {card.note && !isCovered && <p className="rd-card-note">{card.note}</p>}
        </dl>
        <Flags card={card} isGone={isGone} />
        {asksConsent && <ConsentQuestion card={card} onAnswer={actions.consent} />}
      </div>
      {mayMark && (
        <div className="rd-card-taps">
          {next && !isGone ? (
            <Button
              type={card.step === 'announced' ? 'primary' : 'default'}
              className="rd-tap"
              icon={<CheckOutlined />}
              disabled={isBusy}
              onClick={() => actions.move(card, next)}
            >
              {t(`board.tap.${next}`)}
            </Button>
          ) : (
            <span className="rm-grow" />
          )}
          <MoreActions {...props} name={name} />
        </div>
      )}
    </article>
  );
});

function Flags({ card, isGone }: { card: BoardCard; isGone: boolean }) {
  const t = useDesk();
  const consent = card.arrivedAt !== null && card.consentsToNotice !== null;
  if (!card.isAnnouncement && !card.isDisputed && !consent && !isGone) return null;
  return (
    <p className="rd-card-flags">
      {isGone && (
        <StateTag tone={card.step === 'handed_to_ward' ? 'allowed' : 'inactive'}>
          {t(`board.step.${card.step}`)}
        </StateTag>
      )}
      {card.isAnnouncement && (
        <Tooltip title={t('board.announcementHint')}>
          <span>
            <StateTag tone="waiting" icon={<NotificationOutlined />}>
              {t('board.announcement')}
            </StateTag>
          </span>
        </Tooltip>
      )}
      {card.isDisputed && (
        <Tooltip title={t('board.disputedHint')}>
          <span>
            <StateTag tone="waiting" icon={<ExclamationCircleOutlined />}>
              {t('board.disputed')}
            </StateTag>
          </span>
        </Tooltip>
      )}
      {consent && (
        <span className="rm-faint">{t(card.consentsToNotice ? 'board.consented' : 'board.refusedConsent')}</span>
      )}
    </p>
  );
}

function ConsentQuestion({ card, onAnswer }: { card: BoardCard; onAnswer: CardActions['consent'] }) {
  const t = useDesk();
  return (
    <div className="rd-consent">
      <p>{t('board.consentAsk')}</p>
      <div>
        <Button onClick={() => onAnswer(card, true)}>{t('board.consentYes')}</Button>
        <Button onClick={() => onAnswer(card, false)}>{t('board.consentNo')}</Button>
      </div>
    </div>
  );
}

function MoreActions({ card, isBusy, name, now, actions }: BoardCardProps & { name: string }) {
  const t = useDesk();
  const mayAsk = useMay('episodes.source');
  const steps = card.step === 'did_not_come' ? card.nextSteps : card.nextSteps.slice(1);
  const answer = card.consentsToNotice === true ? 'consentNo' : 'consentYes';
  const items: MenuProps['items'] = [
    ...(card.undoUntil !== null && card.undoUntil > now
      ? [{ key: 'undo', label: t('board.undo'), icon: <RollbackOutlined /> }]
      : []),
    ...steps.map((step) => ({ key: `step:${step}`, label: t(`board.tap.${step}`) })),
    ...(hasSteps(card) ? [{ type: 'divider' as const }] : []),
    { key: 'escort', label: t('board.escortSet') },
    ...(card.arrivedAt !== null && card.consentsToNotice !== null
      ? [{ key: 'consent', label: t('board.consentChange', { answer: t(`board.${answer}`) }) }]
      : []),
    ...(mayAsk && card.arrivedAt !== null ? [{ key: 'source', label: t('board.sourceRecord') }] : []),
  ];
  const run: MenuProps['onClick'] = ({ key }) => {
    if (key === 'undo') actions.undo(card);
    else if (key === 'escort') actions.onEscort(card);
    else if (key === 'consent') actions.consent(card, card.consentsToNotice !== true);
    else if (key === 'source') actions.onSource();
    else actions.move(card, key.slice('step:'.length) as BoardCard['step']);
  };
  return (
    <Dropdown menu={{ items, onClick: run }} trigger={['click']} placement="bottomRight">
      <Button
        className="rd-more"
        icon={<EllipsisOutlined />}
        disabled={isBusy}
        aria-label={t('board.actionsOf', { name })}
      />
    </Dropdown>
  );
}

function hasSteps(card: BoardCard): boolean {
  return card.nextSteps.length > 1 || card.undoUntil !== null;
}

/** While expected: when. Once here: since when at this step. */
function Moment({ card, now }: { card: BoardCard; now: number }) {
  const t = useDesk();
  const timeZone = useTimeZone();
  const clock = (at: number) => timeText(at, timeZone).slice(11);
  if (card.step !== 'announced' && card.stepAt !== null) {
    return (
      <span className="rd-card-time">
        {t(`board.step.${card.step}`)} {clock(card.stepAt)}
      </span>
    );
  }
  if (card.expectedFrom === null) {
    return <span className="rd-card-time rd-card-time-soft">{card.expectedPhrase ?? t('board.timeUnknown')}</span>;
  }
  const day = expectedDay(card.expectedFrom, now, timeZone);
  const dayText =
    day === 'today' ? '' : day === 'other' ? timeText(card.expectedFrom, timeZone).slice(5, 10) : t(`board.${day}`);
  const isRange = card.expectedUntil !== null && card.expectedUntil - card.expectedFrom >= 600_000;
  // "Tomorrow" without an hour spans the day: a clock from midnight to midnight says nothing.
  if (isRange && card.expectedUntil! - card.expectedFrom >= dayMs) {
    return (
      <Tooltip title={card.expectedPhrase}>
        <span className="rd-card-time">{dayText || t('board.today')}</span>
      </Tooltip>
    );
  }
  return (
    <Tooltip title={card.expectedPhrase}>
      <span className="rd-card-time">
        {dayText && <small>{dayText}</small>}
        {clock(card.expectedFrom)}
        {isRange && <small>–{clock(card.expectedUntil!)}</small>}
      </span>
    </Tooltip>
  );
}

function introducerText(card: BoardCard): string | null {
  if (card.introducerName === null) return null;
  return [card.introducerName, card.introducerInstitution].filter(Boolean).join(' · ');
}

function minutesText(count: number, t: ReturnType<typeof useDesk>): string {
  if (count < 60) return t('board.minutes', { count });
  return t('board.hours', { hours: Math.floor(count / 60), minutes: count % 60 });
}
