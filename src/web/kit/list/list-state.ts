import { type Filter, filterText, parseFilter } from '#kernel/page.ts';

/** What a list shows. Filters and order are the same in the address, in a saved view and in the request. */
export interface ListState {
  /** Free search: mostly a patient's name or phone, so it stays out of addresses and saved views. */
  readonly q: string;
  readonly filters: readonly Filter[];
  /** `field` or `-field`; empty: the list's own order. */
  readonly sort: string;
}

export interface ListView {
  readonly key: string;
  readonly label: string;
  /** Terms `field:operator:value`. */
  readonly filter?: readonly string[];
  readonly sort?: string;
  /** Shown columns; absent: the list's own. */
  readonly columns?: readonly string[];
}

export const emptyState: ListState = { q: '', filters: [], sort: '' };

/** Reads the list's part of the address; terms that make no sense are left out. */
export function stateFromQuery(query: URLSearchParams): ListState {
  return {
    q: '',
    filters: query.getAll('filter').flatMap((term) => parseFilter(term) ?? []),
    sort: query.get('sort') ?? '',
  };
}

/** Writes the state into the address, leaving the page's other values alone. */
export function writeState(query: URLSearchParams, state: ListState): void {
  for (const name of ['filter', 'sort']) query.delete(name);
  for (const filter of state.filters) query.append('filter', filterText(filter));
  if (state.sort) query.set('sort', state.sort);
}

export function stateOfView(view: ListView): ListState {
  return {
    q: '',
    filters: (view.filter ?? []).flatMap((term) => parseFilter(term) ?? []),
    sort: view.sort ?? '',
  };
}

export function viewOfState(state: ListState, key: string, label: string): ListView {
  return { key, label, filter: state.filters.map(filterText), sort: state.sort };
}

/** Same filters (in whatever order) and sorting; the search is left out. */
export function sameState(one: ListState, other: ListState): boolean {
  const text = (state: ListState) => JSON.stringify([state.filters.map(filterText).sort(), state.sort]);
  return text(one) === text(other);
}

/** Replaces all terms of a field; an empty list removes them. */
export function withField(state: ListState, field: string, filters: readonly Filter[]): ListState {
  const at = state.filters.findIndex((filter) => filter.field === field);
  const others = state.filters.filter((filter) => filter.field !== field);
  const place = at < 0 ? others.length : state.filters.slice(0, at).filter((filter) => filter.field !== field).length;
  return { ...state, filters: [...others.slice(0, place), ...filters, ...others.slice(place)] };
}

/** The request's query of a state. */
export function requestOf(state: ListState): { q?: string; filter?: string[]; sort?: string } {
  return {
    ...(state.q.trim() ? { q: state.q.trim() } : {}),
    ...(state.filters.length > 0 ? { filter: state.filters.map(filterText) } : {}),
    ...(state.sort ? { sort: state.sort } : {}),
  };
}

/** What bulk actions and exports act on: chosen rows, or everything the filter finds except some. */
export type ListSelection =
  | { readonly kind: 'rows'; readonly ids: readonly string[]; readonly count: number }
  | {
      readonly kind: 'all';
      readonly query: { q?: string; filter?: string[] };
      readonly except: readonly string[];
      readonly count: number;
      readonly countIsExact: boolean;
    };
