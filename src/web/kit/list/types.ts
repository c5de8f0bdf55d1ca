import type { ReactNode } from 'react';
import type { RouteContract } from '#kernel/route.ts';
import type { Tone } from '../small.tsx';
import type { FilterSpec } from './filter-spec.ts';
import type { ListSelection, ListView } from './list-state.ts';

export interface Column<Row> {
  readonly key: string;
  readonly title: string;
  readonly render: (row: Row) => ReactNode;
  /** Field of the sort grammar; absent: the column cannot be sorted. */
  readonly sort?: string;
  readonly width?: number;
  /** `money` and `number`: right-aligned, tabular. */
  readonly align?: 'money' | 'number' | 'centre';
  /** Not shown until chosen. */
  readonly hidden?: boolean;
  /** Cannot be hidden (the first column never can). */
  readonly always?: boolean;
}

export interface BulkAction {
  readonly key: string;
  readonly label: string;
  readonly icon?: ReactNode;
  readonly danger?: boolean;
  /** Acts on chosen rows or on everything the filter finds; resolve when done: the selection is then cleared. */
  readonly run: (selection: ListSelection) => Promise<unknown> | undefined;
}

/** A bulk action the server offers for the list: done by a job, over chosen rows or the whole filter. */
export interface ListAction {
  /** Its name among the offer's actions. */
  readonly action: string;
  readonly label: string;
  readonly icon?: ReactNode;
  readonly danger?: boolean;
  /** Fixed part of its input. */
  readonly input?: Readonly<Record<string, unknown>>;
  /** What the person is asked for. */
  readonly fields?: readonly {
    readonly name: string;
    readonly label: string;
    readonly optional?: boolean;
    readonly charactersMax?: number;
    readonly options?: readonly { readonly value: string; readonly label: string }[];
  }[];
}

export interface DataListProps<Row> {
  /** Key of saved views and column choices: `referrals.inbox`. */
  readonly id: string;
  /** A GET route with `listQuery` and an answer of `pageOf(…)`. */
  readonly route: RouteContract;
  readonly params?: Readonly<Record<string, unknown>>;
  /** Further fixed query values. */
  readonly query?: Readonly<Record<string, unknown>>;
  readonly rowKey: (row: Row) => string;
  readonly columns: readonly Column<Row>[];
  readonly filters?: readonly FilterSpec[];
  /** What free search looks into; absent: no search. */
  readonly searchHint?: string;
  /** Ready-made views, as tabs; the first is shown at first. */
  readonly views?: readonly ListView[];
  readonly defaultSort?: string;
  /** Page of a row; the list keeps its filter when it opens as a drawer. */
  readonly rowPath?: (row: Row) => string;
  /** Instead of a page: what opening a row does. */
  readonly onOpen?: (row: Row) => void;
  /** The `e` key. */
  readonly onEdit?: (row: Row) => void;
  readonly bulk?: readonly BulkAction[];
  /** Bulk actions the module offers for the list on the server. */
  readonly actions?: readonly ListAction[];
  /** The module offers the list on the server: it can be exported with its filter and columns. */
  readonly exportable?: boolean;
  /** Export of everything the filter finds, usually a job. Absent: no button. */
  readonly onExport?: (selection: ListSelection) => Promise<unknown> | undefined;
  /** A row that needs an eye: a coloured edge (the state's word stands in a column). */
  readonly rowTone?: (row: Row) => Tone | undefined;
  /** Shown when there is nothing at all: an EmptyState that teaches. */
  readonly empty: ReactNode;
  /** A row on phones; default: first column as title, then label and value. */
  readonly card?: (row: Row) => ReactNode;
  /** Server-sent topics that refresh the list. */
  readonly topics?: readonly string[];
  /** Further controls beside the filters. */
  readonly tools?: ReactNode;
  readonly pageRows?: number;
}
