import { Alert, Button, type InputRef } from 'antd';
import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useEvents } from '#web/api/events.ts';
import { useReadPages } from '#web/api/hooks.ts';
import { useText } from '#web/i18n.ts';
import { type KeyBinding, useKeys } from '../keys.tsx';
import { useGo, usePagePath } from '../navigation.tsx';
import { usePageCount } from '../page-frame.tsx';
import { useJsonPreference } from '../preferences.ts';
import { EmptyState, ErrorState, PageSkeleton } from '../states.tsx';
import { usePhone } from '../use-phone.ts';
import { FilterBar } from './filter-bar.tsx';
import { useListJobs } from './list-jobs.tsx';
import { ListCards, ListTable, type RowsProps } from './list-rows.tsx';
import { requestOf, sameState, stateOfView } from './list-state.ts';
import { ColumnChoice, ListButtons, SelectionBar } from './list-tools.tsx';
import { ListViews } from './list-views.tsx';
import { useSavedViews } from './saved-views.ts';
import type { DataListProps } from './types.ts';
import { useListState } from './use-list-state.ts';
import { useSelection } from './use-selection.ts';
import { setWalk } from './walk.ts';

const noViews: never[] = [];
const noColumns: readonly string[] = [];
const noActions: never[] = [];

/**
 * THE list of the product: saved views, search, filter chips, sorting, choice of columns and rows, bulk actions over the whole
 * filter, export, keyboard, phone cards, and its states (loading, first use, nothing found, failed).
 */
export function DataList<Row extends object>(props: DataListProps<Row>) {
  const { id, route, columns, rowKey, views = noViews, rowPath, pageRows = 50 } = props;
  const t = useText('kit');
  const phone = usePhone();
  const go = useGo();
  const path = usePagePath();
  const saved = useSavedViews(id);
  const question = useListState(views, saved);
  const { state, change, current } = question;
  const reportCount = usePageCount();
  const searchRef = useRef<InputRef>(null);

  const request = useMemo(() => {
    const chosen = requestOf({ ...state, sort: state.sort || (props.defaultSort ?? '') });
    // A fixed filter stays whatever the reader chooses: all filters hold at once.
    const filter = [props.query?.['filter'] ?? [], chosen.filter ?? []].flat();
    return {
      ...(props.params ? { params: props.params } : {}),
      query: { ...props.query, ...chosen, ...(filter.length > 0 ? { filter } : {}), limit: pageRows },
    };
  }, [props.params, props.query, state, props.defaultSort, pageRows]);
  const read = useReadPages<Row>(route, request, { enabled: !question.isWaiting });
  useEvents(props.topics ?? noColumns, undefined, { invalidates: [route] });

  const rows = useMemo(() => read.data?.pages.flatMap((page) => page.items) ?? [], [read.data]);
  const last = read.data?.pages[0];
  const total = last?.total ?? 0;
  const totalIsExact = last?.totalIsExact ?? true;
  useEffect(() => {
    if (last) reportCount({ total: last.total, isExact: last.totalIsExact });
  }, [last, reportCount]);

  // A view brings its columns; a choice made while it is open is kept beside it until it is stored in it.
  const own = saved.find(current?.key ?? '');
  const [storedColumns, setStoredColumns] = useJsonPreference<readonly string[]>(
    own ? `columns.${id}.${own.viewId}.${own.version}` : `columns.${id}`,
    noColumns,
  );
  const chosenColumns = storedColumns.length > 0 ? storedColumns : (current?.columns ?? null);
  const shownKeys = chosenColumns ?? columns.filter((column) => !column.hidden).map((column) => column.key);
  const shownColumns = columns.filter(
    (column, index) => index === 0 || column.always || shownKeys.includes(column.key),
  );

  const selection = useSelection(state, total, totalIsExact);
  const pathWithQuery = useCallback((row: Row) => `${rowPath!(row)}${globalThis.location.search}`, [rowPath]);
  const open = props.onOpen ?? (rowPath ? (row: Row) => go(pathWithQuery(row)) : undefined);
  const openRow = rowPath ? rows.find((row) => rowPath(row) === path) : undefined;
  useEffect(() => {
    if (rowPath) setWalk(rows.map(rowPath), read.hasNextPage);
  }, [rows, rowPath, read.hasNextPage]);

  const jobs = useListJobs({
    listId: id,
    route,
    actions: props.actions ?? noActions,
    fixedFilter: [props.query?.['filter'] ?? []].flat() as string[],
    sort: state.sort || (props.defaultSort ?? ''),
    columns: shownColumns.map((column) => column.key),
  });
  const bulk = [...(props.bulk ?? noActions), ...jobs.bulk];
  const { onExport } = props;
  const exportAs =
    props.exportable || onExport
      ? (format: 'xlsx' | 'csv') =>
          onExport ? onExport(selection.everything) : jobs.exportAs(format, selection.toExport)
      : null;
  const selectable = bulk.length > 0;

  const [active, setActive] = useState(-1);
  useListKeys({
    props,
    selectable,
    rows,
    active,
    setActive,
    searchRef,
    open,
    chooseRow: selection,
    loadMore: read.fetchNextPage,
  });

  // An untouched first view that is empty is no search without a find: the page says what will stand here.
  const first = views[0];
  const isFirstView =
    first !== undefined && state.q === '' && sameState({ ...state, sort: '' }, { ...stateOfView(first), sort: '' });
  const isFiltered = !isFirstView && (state.q !== '' || state.filters.length > 0);
  const rowsProps: RowsProps<Row> = {
    rows,
    columns: shownColumns,
    rowKey,
    rowTone: props.rowTone,
    pathOf: rowPath ? pathWithQuery : undefined,
    onOpen: open,
    active,
    onActive: setActive,
    openKey: openRow ? rowKey(openRow) : null,
    sort: state.sort || (props.defaultSort ?? ''),
    onSort: (sort) => change({ ...state, sort: sort === props.defaultSort ? '' : sort }),
    isStale: read.isPlaceholderData,
    selectable,
    isChosen: selection.isChosen,
    onChoose: (key, on) => selection.choose([key], on),
    onChooseLoaded: (on) => selection.choose(rows.map(rowKey), on),
    words: { choose: t('list.choose'), chooseLoaded: t('list.chooseLoaded'), open: t('keys.open') },
  };

  return (
    <div className="rm-list">
      <ListViews
        listId={id}
        presets={views}
        saved={saved}
        current={current}
        from={question.from}
        state={state}
        columns={chosenColumns}
        onOpen={question.open}
        onChange={change}
      />
      {question.isMissing && <Alert type="warning" showIcon message={t('views.missing')} />}
      <div className="rm-list-bar">
        <FilterBar
          state={state}
          onChange={change}
          filters={props.filters ?? noViews}
          searchRef={searchRef}
          {...(props.searchHint === undefined ? {} : { searchHint: props.searchHint })}
        />
        <div className="rm-list-tools">
          {props.tools}
          <ListButtons
            isLoading={read.isFetching}
            onReload={() => void read.refetch()}
            {...(exportAs ? { onExport: exportAs, formats: Boolean(props.exportable && !onExport) } : {})}
          />
          {!phone && <ColumnChoice columns={columns} shown={shownKeys} onChange={setStoredColumns} />}
        </div>
      </div>
      {selectable && selection.selection.count > 0 && (
        <SelectionBar
          selection={selection.selection}
          total={total}
          totalIsExact={totalIsExact}
          canChooseAll={selection.selection.kind === 'rows' && total > selection.selection.count}
          onChooseAll={selection.chooseAll}
          onClear={selection.clear}
          actions={bulk}
        />
      )}
      {read.isPending ? (
        <PageSkeleton />
      ) : read.isError && rows.length === 0 ? (
        <ErrorState error={read.error} onRetry={() => void read.refetch()} />
      ) : rows.length === 0 ? (
        isFiltered ? (
          <EmptyState
            picture="search"
            title={t('list.nothing')}
            text={t('list.nothingText')}
            action={<Button onClick={() => change({ ...state, q: '', filters: [] })}>{t('filter.reset')}</Button>}
          />
        ) : (
          props.empty
        )
      ) : (
        <>
          {phone ? <ListCards {...rowsProps} card={props.card} /> : <ListTable {...rowsProps} />}
          <ListFoot
            shown={rows.length}
            total={total}
            isExact={totalIsExact}
            hasMore={read.hasNextPage}
            isLoading={read.isFetchingNextPage}
            onMore={() => void read.fetchNextPage()}
          />
        </>
      )}
      {jobs.dialogs}
    </div>
  );
}

function ListFoot(props: {
  shown: number;
  total: number;
  isExact: boolean;
  hasMore: boolean;
  isLoading: boolean;
  onMore: () => void;
}) {
  const t = useText('kit');
  const count = (rows: number) => rows.toLocaleString('en-US');
  return (
    <div className="rm-list-foot">
      <span>
        {props.hasMore
          ? t(props.isExact ? 'list.shownOf' : 'list.shownOfAbout', {
              shown: count(props.shown),
              total: count(props.total),
            })
          : t('list.shownAll', { shown: count(props.shown) })}
      </span>
      {props.hasMore && (
        <Button onClick={props.onMore} loading={props.isLoading}>
          {t('list.more')}
        </Button>
      )}
    </div>
  );
}

/** j/k move, Enter opens, x chooses, e edits, / searches. */
function useListKeys<Row extends object>(given: {
  props: DataListProps<Row>;
  selectable: boolean;
  rows: readonly Row[];
  active: number;
  setActive: (index: number) => void;
  searchRef: RefObject<InputRef | null>;
  open: ((row: Row) => void) | undefined;
  chooseRow: { isChosen: (key: string) => boolean; choose: (keys: readonly string[], on: boolean) => void };
  loadMore: () => unknown;
}): void {
  const t = useText('kit');
  const { props, rows, active, setActive, searchRef, open, chooseRow } = given;
  const row = rows[active];
  const bindings: KeyBinding[] = [
    {
      keys: 'j',
      label: t('keys.down'),
      run: () => {
        if (active < rows.length - 1) setActive(active + 1);
        else given.loadMore();
      },
    },
    { keys: 'k', label: t('keys.up'), run: () => setActive(Math.max(0, active - 1)) },
  ];
  if (open) bindings.push({ keys: 'Enter', label: t('keys.open'), run: () => row && open(row) });
  if (given.selectable) {
    const toggle = () => row && chooseRow.choose([props.rowKey(row)], !chooseRow.isChosen(props.rowKey(row)));
    bindings.push({ keys: 'x', label: t('keys.choose'), run: toggle });
  }
  if (props.onEdit) bindings.push({ keys: 'e', label: t('keys.edit'), run: () => row && props.onEdit?.(row) });
  if (props.searchHint !== undefined) {
    bindings.push({ keys: '/', label: t('keys.search'), run: () => searchRef.current?.focus() });
  }
  useKeys(
    bindings.map((binding) => ({ ...binding, onPageOnly: true })),
    rows.length > 0 || props.searchHint !== undefined,
  );
}
