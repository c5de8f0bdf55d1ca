import { RollbackOutlined } from '@ant-design/icons';
import { Button, DatePicker, Segmented, Skeleton } from 'antd';
import dayjs from 'dayjs';
import { type ReactNode, useEffect, useState } from 'react';
import {
  EmptyState,
  ErrorState,
  Keys,
  PageLink,
  StateTag,
  useKeyboardHelp,
  useKeys,
  useUrlValue,
} from '#web/kit/index.ts';
import type { QueueItem } from '../../contract/queue.ts';
import { useDesk, useFailureWords } from '../desk-text.ts';
import { decisionsPerMinute } from './differences.ts';
import { FindDialog } from './find-dialog.tsx';
import './matching.css';
import { MatchingFrame } from './matching-frame.tsx';
import { NoneDialog } from './none-dialog.tsx';
import { QueueIntroducer } from './queue-introducer.tsx';
import { QueueProposal } from './queue-proposal.tsx';
import { QueueReferral, RuleWords } from './queue-referral.tsx';
import { type Deed, type Position, useQueue } from './use-queue.ts';

const proposalsMax = 5;

/** Referrals the exact rule left over: one at a time, decided with one key. */
export function MatchingQueue() {
  const t = useDesk();
  const [month, setMonth] = useUrlValue<string>('month', '');
  const [state, setState] = useUrlValue<string>('state', '');
  const position: Position = {
    ...(month ? { month } : {}),
    ...(state ? { state: state as QueueItem['state'] } : {}),
  };
  const [deed, setDeed] = useState<Deed | null>(null);
  const queue = useQueue(position, setDeed);
  const { item } = queue;
  const [explained, setExplained] = useState<number | null>(null);
  const [hasDetails, setDetails] = useState(false);
  const [dialog, setDialog] = useState<'none' | 'find' | null>(null);
  const help = useKeyboardHelp();
  const proposals = item?.proposals.slice(0, proposalsMax) ?? [];
  const isDisputed = item?.disputeId !== null && item?.disputeId !== undefined;
  const itemId = item?.referralId;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another referral starts without explanations
  useEffect(() => setExplained(null), [itemId]);

  const choose = (index: number) => {
    const proposal = proposals[index];
    if (!proposal || isDisputed) return;
    if (proposal.mayNotLink) setExplained(explained === index ? null : index);
    else void queue.link(proposal.episode.episodeNo);
  };
  const undo = () => void queue.undo(t('matching.undoReason'));
  useKeys(
    [
      ...proposals.map((_, index) => ({
        keys: String(index + 1),
        label: t('matching.keys.link', { number: index + 1 }),
        run: () => choose(index),
      })),
      { keys: 'n', label: t('matching.keys.none'), run: () => item && !isDisputed && setDialog('none') },
      { keys: 's', label: t('matching.keys.skip'), run: () => void queue.skip() },
      { keys: 'u', label: t('matching.keys.undo'), run: undo },
      { keys: 'd', label: t('matching.keys.details'), run: () => setDetails(!hasDetails) },
      { keys: '/', label: t('matching.keys.find'), run: () => item && !isDisputed && setDialog('find') },
    ],
    dialog === null,
  );

  return (
    <MatchingFrame tab="queue" meaning={t('matching.meaning')}>
      <div className="rq-bar">
        <Progress queue={queue} />
        <span className="rm-grow" />
        <Segmented
          aria-label={t('matching.stateFilter')}
          value={state}
          options={[
            { value: '', label: t('matching.allStates') },
            { value: 'unmatched', label: t('common.states.unmatched') },
            { value: 'invalid', label: t('common.states.invalid') },
            { value: 'disputed', label: t('common.states.disputed') },
          ]}
          onChange={setState}
        />
        <DatePicker
          picker="month"
          allowClear
          aria-label={t('matching.month')}
          placeholder={t('matching.allMonths')}
          value={month ? dayjs(`${month}-01`) : null}
          onChange={(value) => setMonth(value ? value.format('YYYY-MM') : '')}
        />
        <Button onClick={help}>
          <Keys keys="?" /> {t('matching.help')}
        </Button>
      </div>
      {deed && <DeedLine deed={deed} hasUndo={queue.hasUndo} onUndo={undo} />}
      {queue.problem && <Refused queue={queue} />}
      {queue.error ? (
        <ErrorState error={queue.error} onRetry={() => void queue.start()} />
      ) : item === undefined ? (
        <Loading />
      ) : item === null ? (
        <QueueEmpty queue={queue} />
      ) : (
        <div className={queue.isBusy ? 'rq-pair rq-busy' : 'rq-pair'}>
          <QueueReferral item={item} hasDetails={hasDetails} />
          <section className="rq-proposals" aria-label={t('matching.proposals')}>
            <header className="rq-head">
              <h2>{t('matching.proposals')}</h2>
            </header>
            {isDisputed && <DisputeHere disputeId={item.disputeId!} />}
            {item.introducer === null && (
              <QueueIntroducer referralId={item.referralId} onChosen={() => void queue.again()} />
            )}
            {proposals.length === 0 && !isDisputed && (
              <EmptyState
                compact
                picture="search"
                title={t('matching.noProposal')}
                text={t('matching.noProposalText')}
              />
            )}
            <ol>
              {proposals.map((proposal, index) => (
                <QueueProposal
                  key={proposal.episode.episodeNo}
                  item={item}
                  proposal={proposal}
                  number={index + 1}
                  isBusy={queue.isBusy || isDisputed}
                  isExplained={explained === index}
                  hasDetails={hasDetails}
                  onChoose={() => choose(index)}
                />
              ))}
            </ol>
            <footer className="rq-actions">
              <KeyButton keys="N" isDisabled={isDisputed} onClick={() => setDialog('none')}>
                {t('matching.actions.none')}
              </KeyButton>
              <KeyButton keys="S" onClick={() => void queue.skip()}>
                {t('matching.actions.skip')}
              </KeyButton>
              <KeyButton keys="U" isDisabled={!queue.hasUndo} onClick={undo}>
                {t('matching.actions.undo')}
              </KeyButton>
              <KeyButton keys="D" onClick={() => setDetails(!hasDetails)}>
                {t('matching.actions.details')}
              </KeyButton>
              <KeyButton keys="/" isDisabled={isDisputed} onClick={() => setDialog('find')}>
                {t('matching.actions.find')}
              </KeyButton>
            </footer>
          </section>
        </div>
      )}
      <NoneDialog
        open={dialog === 'none'}
        onClose={() => setDialog(null)}
        onChoose={(reason) => {
          setDialog(null);
          void queue.none(reason);
        }}
      />
      <FindDialog
        referralId={dialog === 'find' ? (item?.referralId ?? null) : null}
        onClose={() => setDialog(null)}
        onChoose={(episodeNo) => {
          setDialog(null);
          void queue.link(episodeNo);
        }}
      />
    </MatchingFrame>
  );
}

type Queue = ReturnType<typeof useQueue>;

function Progress({ queue }: { queue: Queue }) {
  const t = useDesk();
  const rate = decisionsPerMinute(queue.decidedAt, queue.decidedAt.at(-1) ?? 0);
  const done = queue.decidedAt.length;
  return (
    <p className="rq-progress" aria-live="polite">
      {queue.left && (
        <strong>{t(queue.left.isExact ? 'matching.left' : 'matching.leftAbout', { count: queue.left.total })}</strong>
      )}
      {done > 0 && <span>{t('matching.decided', { count: done })}</span>}
      {rate !== null && <span>{t('matching.perMinute', { rate })}</span>}
    </p>
  );
}

function DeedLine({ deed, hasUndo, onUndo }: { deed: Deed; hasUndo: boolean; onUndo: () => void }) {
  const t = useDesk();
  const name = deed.name ?? t('common.unnamed');
  const text =
    deed.kind === 'linked'
      ? t('matching.linked', { name, episodeNo: deed.episodeNo })
      : t(deed.kind === 'closed' ? 'matching.closed' : 'matching.undone', { name });
  return (
    <p className="rq-deed" role="status">
      <StateTag tone={deed.kind === 'linked' ? 'allowed' : 'inactive'}>{text}</StateTag>
      {hasUndo && deed.kind !== 'undone' && (
        <Button type="link" size="small" icon={<RollbackOutlined />} onClick={onUndo}>
          {t('matching.actions.undo')} <Keys keys="U" />
        </Button>
      )}
    </p>
  );
}

const attempts = /walk-in-stays|already-attributed|moves-own|received-after|own-interest/;

/** A refused decision: what, by which rule, and what to do. */
function Refused({ queue }: { queue: Queue }) {
  const t = useDesk();
  const words = useFailureWords();
  const { problem } = queue.problem!;
  const own = words(problem.code);
  return (
    <div className="rq-refused" role="alert">
      <div>
        <strong>
          {t('matching.refusedTitle')}：{problem.title || own.title}
        </strong>
        <p>{problem.detail || own.remedy}</p>
        {attempts.test(problem.code) && <RuleWords />}
      </div>
      <Button onClick={queue.forget}>{t('matching.ok')}</Button>
    </div>
  );
}

function DisputeHere({ disputeId }: { disputeId: string }) {
  const t = useDesk();
  return (
    <p className="rm-note rm-note-waiting">
      {t('matching.disputeHere')}{' '}
      <PageLink to={`/matching/disputes/${disputeId}`}>{t('matching.actions.open')}</PageLink>
    </p>
  );
}

function KeyButton(props: { keys: string; isDisabled?: boolean; onClick: () => void; children: ReactNode }) {
  return (
    <Button onClick={props.onClick} disabled={props.isDisabled === true}>
      {props.children} <Keys keys={props.keys} />
    </Button>
  );
}

function QueueEmpty({ queue }: { queue: Queue }) {
  const t = useDesk();
  const count = queue.decidedAt.length;
  const rate = decisionsPerMinute(queue.decidedAt, queue.decidedAt.at(-1) ?? 0);
  return (
    <div className="rm-section">
      <EmptyState
        picture="done"
        title={t('matching.empty')}
        text={
          <>
            {count > 0 && rate !== null && <>{t('matching.emptyDone', { count, rate })} </>}
            {t('matching.emptyText')}
          </>
        }
        action={
          queue.hasUndo ? (
            <Button onClick={() => void queue.undo(t('matching.undoReason'))}>
              {t('matching.actions.undo')} <Keys keys="U" />
            </Button>
          ) : undefined
        }
      />
    </div>
  );
}

function Loading() {
  return (
    <div className="rq-pair">
      <div className="rm-section">
        <Skeleton active paragraph={{ rows: 8 }} />
      </div>
      <div className="rm-section">
        <Skeleton active paragraph={{ rows: 8 }} />
      </div>
    </div>
  );
}
