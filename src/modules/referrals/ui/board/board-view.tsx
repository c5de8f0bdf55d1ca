import {
  BellOutlined,
  EyeInvisibleOutlined,
  EyeOutlined,
  FullscreenExitOutlined,
  FullscreenOutlined,
  MutedOutlined,
  SearchOutlined,
  UserAddOutlined,
} from '@ant-design/icons';
import { Alert, App, Button, Input, type InputRef, Segmented, Tooltip } from 'antd';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import {
  DensityRoot,
  EmptyState,
  ErrorState,
  PageFrame,
  PageSkeleton,
  timeText,
  useGo,
  useKeys,
  usePhone,
  usePreference,
  useTimeZone,
} from '#web/kit/index.ts';
import { useMay, useSession } from '#web/shell/index.ts';
import type { BoardCard } from '../../contract/board.ts';
import { useDesk } from '../desk-text.ts';
import { allowBeep } from './beep.ts';
import { type CardActions, PatientCard } from './board-card.tsx';
import './board.css';
import { type BoardColumn, boardColumns, columnOf, isFound, lateMinutes } from './board-facts.ts';
import { EscortDialog } from './escort-dialog.tsx';
import { SourceDialog } from './source-dialog.tsx';
import { useBoard } from './use-board.ts';
import { WalkUpDrawer } from './walk-up-drawer.tsx';

/** The reception board: columns by step on large screens, one step at a time on phones. */
export function BoardView({ isWall }: { isWall: boolean }) {
  const t = useDesk();
  const phone = usePhone();
  const { roles } = useSession();
  const mayMark = useMay('board.mark');
  const [sound, setSound] = usePreference<'on' | 'off'>('referrals.board.sound', 'on');
  const [covered, setCovered] = usePreference<'yes' | 'no'>('referrals.board.covered', 'no');
  const [assigned, setAssigned] = useState<'all' | 'mine'>('all');
  const [text, setText] = useState('');
  const [showsDone, setShowsDone] = useState(false);
  const [column, setColumn] = useState<BoardColumn>('announced');
  const [walkUpOpen, setWalkUpOpen] = useState(false);
  const [sourceOpen, setSourceOpen] = useState(false);
  const [escortOf, setEscortOf] = useState<BoardCard | null>(null);
  const search = useRef<InputRef>(null);
  const state = useBoard(assigned, sound === 'on');
  const { board, cards, now, fresh } = state;
  const actions = useCardActions(state, setEscortOf, () => setSourceOpen(true));
  useFirstTap();
  useNewInTitle(t('board.title'), fresh.size);
  useKeys([
    { keys: '/', label: t('board.keysSearch'), run: () => search.current?.focus() },
    ...(mayMark ? [{ keys: 'w', label: t('board.keysWalkUp'), run: () => setWalkUpOpen(true) }] : []),
  ]);

  const found = useMemo(() => cards.filter((card) => isFound(card, text)), [cards, text]);
  const byColumn = useMemo(() => {
    const groups = Object.fromEntries(boardColumns.map((one) => [one, [] as BoardCard[]])) as Record<
      BoardColumn,
      BoardCard[]
    >;
    for (const card of found) groups[columnOf(card)].push(card);
    return groups;
  }, [found]);
  const late = cards.filter((card) => lateMinutes(card, now) !== null).length;
  const shown = boardColumns.filter((one) => one !== 'done' || showsDone || phone);
  const showCard = (card: BoardCard) => (
    <li key={card.referralId}>
      <PatientCard
        card={card}
        now={now}
        isFresh={fresh.has(card.referralId)}
        isBusy={state.isBusy(card.referralId)}
        isCovered={covered === 'yes'}
        actions={actions}
      />
    </li>
  );

  const tools = (
    <div className="rd-tools">
      <Input
        ref={search}
        className="rd-search"
        prefix={<SearchOutlined aria-hidden />}
        allowClear
        value={text}
        aria-label={t('board.keysSearch')}
        placeholder={t('board.searchHint')}
        onChange={(event) => setText(event.target.value)}
      />
      {!phone && <Counts cards={cards} late={late} />}
      <span className="rm-grow" />
      {!roles.includes('reception') && (
        <Segmented
          aria-label={t('board.scope')}
          value={assigned}
          options={[
            { value: 'all', label: t('board.everybody') },
            { value: 'mine', label: t('board.mine') },
          ]}
          onChange={setAssigned}
        />
      )}
      {!phone && (
        <Button onClick={() => setShowsDone(!showsDone)}>
          {showsDone ? t('board.hideDone') : t('board.showDone', { count: byColumn.done.length })}
        </Button>
      )}
      <Toggle
        isOn={sound === 'on'}
        label={t(sound === 'on' ? 'board.soundOn' : 'board.soundOff')}
        icon={sound === 'on' ? <BellOutlined /> : <MutedOutlined />}
        onToggle={() => {
          allowBeep();
          setSound(sound === 'on' ? 'off' : 'on');
        }}
      />
      <Toggle
        isOn={covered === 'yes'}
        label={t(covered === 'yes' ? 'board.showNames' : 'board.hideNames')}
        icon={covered === 'yes' ? <EyeInvisibleOutlined /> : <EyeOutlined />}
        onToggle={() => setCovered(covered === 'yes' ? 'no' : 'yes')}
      />
      {!phone && <WallButton isWall={isWall} />}
    </div>
  );

  const body = board.error ? (
    <ErrorState error={board.error} onRetry={() => void board.refetch()} />
  ) : board.isPending ? (
    <PageSkeleton rows={10} />
  ) : cards.length === 0 ? (
    <div className="rm-section">
      <EmptyState picture="inbox" title={t('board.emptyTitle')} text={t('board.emptyText')} />
    </div>
  ) : phone ? (
    <PhoneColumns
      column={text ? null : column}
      onColumn={setColumn}
      byColumn={byColumn}
      found={found}
      showCard={showCard}
      text={text}
    />
  ) : found.length === 0 ? (
    <NothingFound text={text} onClear={() => setText('')} />
  ) : (
    <div
      className="rd-columns"
      style={{ gridTemplateColumns: `minmax(312px, 1.45fr) repeat(${shown.length - 1}, minmax(204px, 1fr))` }}
    >
      {shown.map((one) => (
        <Column key={one} column={one} cards={byColumn[one]} showCard={showCard} />
      ))}
    </div>
  );

  const walkUpButton = mayMark && (
    <Button type="primary" icon={<UserAddOutlined />} onClick={() => setWalkUpOpen(true)}>
      {t('walkUp.open')}
    </Button>
  );
  const content = (
    <>
      {tools}
      {board.data?.isTruncated && <Alert type="warning" showIcon title={t('board.truncated')} />}
      {body}
      <WalkUpDrawer open={walkUpOpen} onClose={() => setWalkUpOpen(false)} />
      <SourceDialog open={sourceOpen} onClose={() => setSourceOpen(false)} />
      <EscortDialog
        card={escortOf}
        known={[...new Set(cards.flatMap((card) => (card.escort ? [card.escort] : [])))]}
        onClose={() => setEscortOf(null)}
        onSave={(card, name) => void state.escort(card, name)}
      />
    </>
  );
  return (
    <DensityRoot density="large">
      {isWall ? (
        <main className="rd-wall">
          <header className="rd-wall-head">
            <WallTitle now={now} />
            {walkUpButton}
          </header>
          {content}
        </main>
      ) : (
        <PageFrame title={t('board.title')} {...(phone ? {} : { meaning: t('board.meaning') })} action={walkUpButton}>
          {content}
        </PageFrame>
      )}
    </DensityRoot>
  );
}

function useCardActions(
  state: ReturnType<typeof useBoard>,
  onEscort: (card: BoardCard) => void,
  onSource: () => void,
): CardActions {
  const t = useDesk();
  const { message } = App.useApp();
  const latest = useRef({ state, onEscort, onSource });
  latest.current = { state, onEscort, onSource };
  return useMemo(() => {
    const undo = async (card: BoardCard) => {
      const back = await latest.current.state.undo(card);
      const name = card.patientName ?? t('common.unnamed');
      if (back) message.info(t('board.undone', { name, step: t(`board.step.${back.step}`) }));
    };
    const move = async (card: BoardCard, step: BoardCard['step']) => {
      const next = await latest.current.state.move(card, step);
      if (!next) return;
      const key = `board.${card.referralId}`;
      message.open({
        key,
        type: 'success',
        duration: 8,
        content: (
          <span>
            {t('board.tapped', { name: card.patientName ?? t('common.unnamed'), step: t(`board.step.${next.step}`) })}{' '}
            <Button
              type="link"
              onClick={() => {
                message.destroy(key);
                void undo(next);
              }}
            >
              {t('board.undo')}
            </Button>
          </span>
        ),
      });
    };
    return {
      move: (card, step) => void move(card, step),
      undo: (card) => void undo(card),
      consent: (card, consents) => void latest.current.state.consent(card, consents),
      onEscort: (card) => latest.current.onEscort(card),
      onSource: () => latest.current.onSource(),
    };
  }, [message, t]);
}

/** Sound needs a first touch of the page by its user. */
function useFirstTap(): void {
  useEffect(() => {
    const first = () => allowBeep();
    document.addEventListener('pointerdown', first, { once: true });
    document.addEventListener('keydown', first, { once: true });
    return () => {
      document.removeEventListener('pointerdown', first);
      document.removeEventListener('keydown', first);
    };
  }, []);
}

/** The browser's tab counts new patients while reception looks at something else. */
function useNewInTitle(title: string, count: number): void {
  useEffect(() => {
    if (count === 0) return;
    const before = document.title;
    document.title = `(${count}) ${title}`;
    return () => {
      document.title = before;
    };
  }, [title, count]);
}

function Counts({ cards, late }: { cards: readonly BoardCard[]; late: number }) {
  const t = useDesk();
  const expected = cards.filter((card) => card.step === 'announced').length;
  const inHouse = cards.filter((card) => columnOf(card) !== 'announced' && columnOf(card) !== 'done').length;
  return (
    <p className="rd-counts">
      <span>
        {t('board.waiting')} <strong>{expected}</strong>
      </span>
      <span>
        {t('board.inHouse')} <strong>{inHouse}</strong>
      </span>
      {late > 0 && (
        <span className="rm-tone-prohibited">
          {t('board.overdue')} <strong>{late}</strong>
        </span>
      )}
    </p>
  );
}

interface ColumnProps {
  readonly column: BoardColumn;
  readonly cards: readonly BoardCard[];
  readonly showCard: (card: BoardCard) => ReactNode;
}

function Column({ column, cards, showCard }: ColumnProps) {
  const t = useDesk();
  const title = column === 'done' ? t('board.done') : t(`board.step.${column}`);
  return (
    <section className="rd-column" data-column={column} aria-label={title}>
      <h2>
        {title} <span>{cards.length}</span>
      </h2>
      <ul>{cards.map(showCard)}</ul>
      {cards.length === 0 && <p className="rd-column-empty">{t('board.emptyColumn')}</p>}
    </section>
  );
}

interface PhoneColumnsProps {
  /** Null while searching: all steps at once. */
  readonly column: BoardColumn | null;
  readonly onColumn: (column: BoardColumn) => void;
  readonly byColumn: Record<BoardColumn, readonly BoardCard[]>;
  readonly found: readonly BoardCard[];
  readonly showCard: (card: BoardCard) => ReactNode;
  readonly text: string;
}

function PhoneColumns({ column, onColumn, byColumn, found, showCard, text }: PhoneColumnsProps) {
  const t = useDesk();
  const cards = column === null ? found : byColumn[column];
  return (
    <>
      {column !== null && (
        <div className="rd-steps" role="tablist">
          {boardColumns.map((one) => (
            <button
              key={one}
              type="button"
              role="tab"
              aria-selected={one === column}
              className="rd-step"
              onClick={() => onColumn(one)}
            >
              <span>{one === 'done' ? t('board.done') : t(`board.step.${one}`)}</span>
              <strong>{byColumn[one].length}</strong>
            </button>
          ))}
        </div>
      )}
      <ul className="rd-phone-list">{cards.map(showCard)}</ul>
      {cards.length === 0 && (
        <p className="rd-column-empty">{text ? t('board.noHit', { text }) : t('board.emptyColumn')}</p>
      )}
    </>
  );
}

function NothingFound({ text, onClear }: { text: string; onClear: () => void }) {
  const t = useDesk();
  return (
    <div className="rm-section">
      <EmptyState
        compact
        picture="search"
        title={t('board.noHit', { text })}
        action={<Button onClick={onClear}>{t('board.clearSearch')}</Button>}
      />
    </div>
  );
}

function Toggle(props: { isOn: boolean; label: string; icon: ReactNode; onToggle: () => void }) {
  return (
    <Tooltip title={props.label}>
      <Button aria-label={props.label} aria-pressed={props.isOn} icon={props.icon} onClick={props.onToggle} />
    </Tooltip>
  );
}

function WallButton({ isWall }: { isWall: boolean }) {
  const t = useDesk();
  const go = useGo();
  const label = t(isWall ? 'board.wallLeave' : 'board.wall');
  const change = () => {
    if (isWall && document.fullscreenElement) void document.exitFullscreen().catch(() => undefined);
    // Refused where the browser forbids it: the page alone is large enough then.
    if (!isWall) void document.documentElement.requestFullscreen?.().catch(() => undefined);
    go(isWall ? '/board' : '/board/wall');
  };
  return (
    <Tooltip title={label}>
      <Button aria-label={label} icon={isWall ? <FullscreenExitOutlined /> : <FullscreenOutlined />} onClick={change} />
    </Tooltip>
  );
}

function WallTitle({ now }: { now: number }) {
  const t = useDesk();
  const timeZone = useTimeZone();
  const { hospital } = useSession();
  return (
    <div className="rd-wall-title">
      <h1>{t('board.title')}</h1>
      <span>{hospital.name}</span>
      <time>{timeText(now, timeZone)}</time>
    </div>
  );
}
