import { Button, Input, Segmented, Select } from 'antd';
import { type KeyboardEvent, useMemo, useState } from 'react';
import { useEvents, useRead } from '#web/api/index.ts';
import { EmptyState, ErrorState, PageFrame, PageLink, PageSkeleton, useGo, usePhone } from '#web/kit/index.ts';
import { useMay } from '#web/shell/index.ts';
import { type OrganizationRow, readPipeline, type Stage } from '../contract/index.ts';
import { MoveDialog } from './move-dialog.tsx';
import { NextStep, topics, useWords } from './words.tsx';

type Column = {
  stage: Stage;
  total: number;
  items: OrganizationRow[];
  movesTo: { stage: Stage; needsReason: boolean }[];
};
type Move = { unit: OrganizationRow; column: Column; to?: Stage };

/** The pipeline as columns: drag a unit on, or choose with the keyboard. On phones one stage at a time. */
export default function BoardPage() {
  const t = useWords();
  const go = useGo();
  const phone = usePhone();
  const mayWrite = useMay('organizations.write');
  const [q, setQ] = useState('');
  const [mine, setMine] = useState<'true' | 'false'>('false');
  const [move, setMove] = useState<Move | null>(null);
  const [dragged, setDragged] = useState<{ unit: OrganizationRow; column: Column } | null>(null);
  const [stage, setStage] = useState<Stage>('lead');
  const given = useMemo(() => ({ query: { q, mine } }), [q, mine]);
  const board = useRead(readPipeline, given, { keepPrevious: true });
  useEvents(topics, undefined, { invalidates: [readPipeline] });
  const columns: Column[] = board.data?.columns ?? [];
  const shown = phone ? columns.filter((column) => column.stage === stage) : columns;
  const total = columns.reduce((sum, column) => sum + column.total, 0);
  const drop = (to: Stage) => {
    if (dragged?.column.movesTo.some((one) => one.stage === to)) setMove({ ...dragged, to });
    setDragged(null);
  };
  return (
    <PageFrame
      title={t('title')}
      meaning={phone || !mayWrite ? t('meaning') : t('move.help')}
      action={
        mayWrite && (
          <Button type="primary" onClick={() => go('/organizations/new')}>
            {t('new')}
          </Button>
        )
      }
      tabs={[
        { key: 'list', label: t('list') },
        { key: 'board', label: t('board') },
      ]}
      tab="board"
      onTab={(key) => key === 'list' && go('/organizations')}
    >
      <search className="rm-org-buttons">
        <Input.Search
          allowClear
          style={{ width: 280 }}
          placeholder={t('field.name')}
          aria-label={t('search')}
          onSearch={(text) => setQ(text.trim())}
        />
        <Segmented
          value={mine}
          onChange={setMine}
          options={[
            { value: 'false', label: t('move.allMine') },
            { value: 'true', label: t('move.mine') },
          ]}
        />
        {phone && (
          <Select
            aria-label={t('field.stage')}
            value={stage}
            onChange={setStage}
            options={columns.map((one) => ({ value: one.stage, label: `${t(`stages.${one.stage}`)} ${one.total}` }))}
          />
        )}
      </search>
      {board.error ? (
        <ErrorState error={board.error} onRetry={() => void board.refetch()} />
      ) : board.isPending ? (
        <PageSkeleton />
      ) : total === 0 && q === '' ? (
        <EmptyState picture="people" title={t('emptyTitle')} text={t('emptyText')} />
      ) : (
        <div className="rm-org-board">
          {shown.map((column) => (
            <BoardColumn
              key={column.stage}
              column={column}
              mayMove={mayWrite}
              drag={dragged && (dragged.column.movesTo.some((one) => one.stage === column.stage) ? 'open' : 'closed')}
              onDrag={(unit) => setDragged(unit ? { unit, column } : null)}
              onDrop={() => drop(column.stage)}
              onMove={(unit, to) => setMove({ unit, column, ...(to ? { to } : {}) })}
            />
          ))}
        </div>
      )}
      {move && (
        <MoveDialog
          key={move.unit.organizationId}
          unit={move.unit}
          movesTo={move.column.movesTo}
          {...(move.to ? { to: move.to } : {})}
          onClose={() => setMove(null)}
        />
      )}
    </PageFrame>
  );
}

function BoardColumn(props: {
  readonly column: Column;
  readonly mayMove: boolean;
  readonly drag: 'open' | 'closed' | null;
  readonly onDrag: (unit: OrganizationRow | null) => void;
  readonly onDrop: () => void;
  readonly onMove: (unit: OrganizationRow, to?: Stage) => void;
}) {
  const { column, mayMove, drag, onDrag, onDrop, onMove } = props;
  const t = useWords();
  const state = drag ? ` rm-org-column-${drag}` : '';
  return (
    <section
      className={`rm-org-column${state}`}
      aria-label={t(`stages.${column.stage}`)}
      onDragOver={(event) => drag === 'open' && event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        onDrop();
      }}
    >
      <h2>
        <span>{t(`stages.${column.stage}`)}</span>
        <span className="rm-number">{column.total}</span>
      </h2>
      {column.items.length === 0 && <p className="rm-faint">{t('move.empty')}</p>}
      <ul>
        {column.items.map((unit) => (
          <Tile
            key={unit.organizationId}
            unit={unit}
            movesTo={column.movesTo.map((one) => one.stage)}
            mayMove={mayMove}
            onDrag={onDrag}
            onMove={onMove}
          />
        ))}
      </ul>
      {column.total > column.items.length && (
        <p className="rm-faint">{t('move.shownOf', { shown: column.items.length, total: column.total })}</p>
      )}
    </section>
  );
}

function Tile(props: {
  readonly unit: OrganizationRow;
  readonly movesTo: readonly Stage[];
  readonly mayMove: boolean;
  readonly onDrag: (unit: OrganizationRow | null) => void;
  readonly onMove: (unit: OrganizationRow, to?: Stage) => void;
}) {
  const { unit, movesTo, mayMove, onDrag, onMove } = props;
  const t = useWords();
  const go = useGo();
  const [aim, setAim] = useState<number | null>(null);
  const aimed = aim === null ? undefined : movesTo[aim];
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step !== 0 && mayMove) {
      event.preventDefault();
      setAim((before) => ((before ?? (step > 0 ? -1 : 0)) + step + movesTo.length) % movesTo.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (aimed) onMove(unit, aimed);
      else go(`/organizations/${unit.organizationId}/full`);
      setAim(null);
    } else if (event.key === 'Escape') setAim(null);
  };
  return (
    <li>
      {/* biome-ignore lint/a11y/useSemanticElements: a button may not hold the link and the button of the tile */}
      <div
        className="rm-org-tile"
        role="group"
        aria-label={unit.name}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard's way of moving a unit
        tabIndex={0}
        draggable={mayMove}
        onDragStart={(event) => {
          event.dataTransfer.effectAllowed = 'move';
          event.dataTransfer.setData('text/plain', unit.organizationId);
          onDrag(unit);
        }}
        onDragEnd={() => onDrag(null)}
        onKeyDown={onKeyDown}
        onBlur={() => setAim(null)}
      >
        <PageLink to={`/organizations/${unit.organizationId}/full`} draggable={false}>
          <strong>{unit.name}</strong>
        </PageLink>
        <small>{[t(`kinds.${unit.kind}`), unit.township, unit.ownerName].filter(Boolean).join(' · ')}</small>
        {unit.nextStepState !== 'none' && <NextStep row={unit} />}
        {mayMove && (
          <span className="rm-org-tile-foot">
            <span className="rm-tone-primary" aria-live="polite">
              {aimed ? `→ ${t(`stages.${aimed}`)}` : ''}
            </span>
            <Button size="small" type="text" onClick={() => onMove(unit)}>
              {t('move.action')}
            </Button>
          </span>
        )}
      </div>
    </li>
  );
}
