import { RightOutlined } from '@ant-design/icons';
import { Button, Checkbox, Table } from 'antd';
import { type MouseEvent, type ReactNode, useEffect, useRef } from 'react';
import { PageLink } from '../navigation.tsx';
import type { Column, DataListProps } from './types.ts';

export interface RowsProps<Row> {
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly rowKey: (row: Row) => string;
  readonly rowTone: DataListProps<Row>['rowTone'];
  readonly pathOf: ((row: Row) => string) | undefined;
  readonly onOpen: ((row: Row) => void) | undefined;
  readonly active: number;
  readonly onActive: (index: number) => void;
  readonly openKey: string | null;
  readonly sort: string;
  readonly onSort: (sort: string) => void;
  readonly isStale: boolean;
  readonly selectable: boolean;
  readonly isChosen: (key: string) => boolean;
  readonly onChoose: (key: string, chosen: boolean) => void;
  readonly onChooseLoaded: (chosen: boolean) => void;
  readonly words: { choose: string; chooseLoaded: string; open: string };
}

/** Whether a click was meant for something inside the row, or for a dialog or bubble the row opened (React sends those up here too). */
function isOnControl(event: MouseEvent): boolean {
  const target = event.target as HTMLElement;
  return (
    !event.currentTarget.contains(target) || target.closest('a,button,input,label,.ant-table-selection-column') !== null
  );
}

/** The rows as a table. */
export function ListTable<Row extends object>(props: RowsProps<Row>) {
  const { rows, columns, rowKey, sort, words } = props;
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (props.active < 0) return;
    box.current?.querySelector('.rm-row-active')?.scrollIntoView({ block: 'nearest' });
  }, [props.active]);

  const chosen = rows.filter((row) => props.isChosen(rowKey(row))).length;
  const tableColumns = columns.map((column, index) => ({
    key: column.key,
    title: column.title,
    ...(column.width ? { width: column.width } : {}),
    ...(column.align ? { align: column.align === 'centre' ? ('center' as const) : ('right' as const) } : {}),
    ...(column.sort
      ? {
          sorter: true,
          showSorterTooltip: false,
          sortOrder:
            sort === column.sort ? ('ascend' as const) : sort === `-${column.sort}` ? ('descend' as const) : null,
        }
      : {}),
    className: column.align === 'money' || column.align === 'number' ? 'rm-tabular' : '',
    render: (_: unknown, row: Row): ReactNode => {
      const content = column.render(row);
      if (index !== 0 || !props.pathOf) return content;
      return (
        <PageLink to={props.pathOf(row)} className="rm-row-link" onClick={(event) => event.stopPropagation()}>
          {content}
        </PageLink>
      );
    },
  }));

  return (
    <div ref={box} className={props.isStale ? 'rm-rows rm-stale' : 'rm-rows'}>
      <Table<Row>
        size="middle"
        rowKey={rowKey}
        dataSource={[...rows]}
        columns={tableColumns}
        pagination={false}
        sticky={{ offsetHeader: 0 }}
        scroll={{ x: 'max-content' }}
        onChange={(_pages, _filters, sorter) => {
          const chosenSorter = Array.isArray(sorter) ? sorter[0] : sorter;
          const field = columns.find((column) => column.key === chosenSorter?.columnKey)?.sort;
          if (!field || !chosenSorter?.order) props.onSort('');
          else props.onSort(chosenSorter.order === 'descend' ? `-${field}` : field);
        }}
        {...(props.selectable
          ? {
              rowSelection: {
                columnWidth: 44,
                selectedRowKeys: rows.map(rowKey).filter(props.isChosen),
                columnTitle: (
                  <Checkbox
                    aria-label={words.chooseLoaded}
                    checked={rows.length > 0 && chosen === rows.length}
                    indeterminate={chosen > 0 && chosen < rows.length}
                    onChange={(event) => props.onChooseLoaded(event.target.checked)}
                  />
                ),
                renderCell: (_value: boolean, row: Row) => (
                  <Checkbox
                    aria-label={words.choose}
                    checked={props.isChosen(rowKey(row))}
                    onClick={(event) => event.stopPropagation()}
                    onChange={(event) => props.onChoose(rowKey(row), event.target.checked)}
                  />
                ),
              },
            }
          : {})}
        rowClassName={(row, index) =>
          [
            props.onOpen || props.pathOf ? 'rm-row' : '',
            index === props.active ? 'rm-row-active' : '',
            rowKey(row) === props.openKey ? 'rm-row-open' : '',
            props.rowTone?.(row) ? `rm-row-${props.rowTone(row)}` : '',
          ].join(' ')
        }
        onRow={(row, index) => ({
          onClick: (event) => {
            if (isOnControl(event)) return;
            if (globalThis.getSelection?.()?.toString()) return;
            props.onActive(index ?? -1);
            props.onOpen?.(row);
          },
        })}
      />
    </div>
  );
}

/** The rows as cards, for phones. */
export function ListCards<Row extends object>(props: RowsProps<Row> & { card: DataListProps<Row>['card'] }) {
  const { rows, columns, rowKey, card } = props;
  return (
    <ul className={props.isStale ? 'rm-cards rm-stale' : 'rm-cards'}>
      {rows.map((row) => {
        const tone = props.rowTone?.(row);
        const body = card ? card(row) : <DefaultCard row={row} columns={columns} />;
        const open = (event: MouseEvent) => {
          if (!isOnControl(event)) props.onOpen?.(row);
        };
        return (
          <li key={rowKey(row)} className={tone ? `rm-card rm-row-${tone}` : 'rm-card'}>
            {props.selectable && (
              <Checkbox
                aria-label={props.words.choose}
                checked={props.isChosen(rowKey(row))}
                onChange={(event) => props.onChoose(rowKey(row), event.target.checked)}
              />
            )}
            {/* biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: touching anywhere is a convenience, the arrow is the control */}
            <div className={props.onOpen ? 'rm-card-body rm-card-clickable' : 'rm-card-body'} onClick={open}>
              {body}
            </div>
            {props.onOpen && (
              <Button
                type="text"
                className="rm-card-open"
                icon={<RightOutlined />}
                aria-label={props.words.open}
                onClick={() => props.onOpen?.(row)}
              />
            )}
          </li>
        );
      })}
    </ul>
  );
}

function DefaultCard<Row>({ row, columns }: { row: Row; columns: readonly Column<Row>[] }) {
  const [first, ...others] = columns;
  return (
    <>
      <div className="rm-card-title">{first?.render(row)}</div>
      <dl>
        {others.map((column) => (
          <div key={column.key}>
            <dt>{column.title}</dt>
            <dd>{column.render(row)}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
