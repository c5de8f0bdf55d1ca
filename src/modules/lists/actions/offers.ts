import { type ListQuery, listQuery } from '#kernel/page.ts';
import { type Refusal, refuse } from '#kernel/refusal.ts';
import { type Actor, may } from '#modules/staff/index.ts';
import type { RowsWanted } from '#platform/db/list.ts';
import type { Selection } from '../contract/bulk.ts';
import type { AnyListOffer } from '../offer.ts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The offer of a list the actor may read. */
export function offerFor(offers: readonly AnyListOffer[], actor: Actor, listId: string): AnyListOffer | Refusal {
  const offer = offers.find((one) => one.id === listId);
  if (!offer) return refuse('platform.not-found');
  if (!may(actor, offer.permission)) return refuse('platform.not-permitted', { permission: offer.permission });
  return offer;
}

/** What a selection means in the terms of the list. Ids that cannot be ids of the list are nobody's. */
export function rowsOf(offer: AnyListOffer, selection: Selection): RowsWanted {
  const { rowId } = offer;
  const proper = (ids: readonly string[]) => (rowId.cast === 'uuid' ? ids.filter((id) => uuid.test(id)) : ids);
  if (selection.kind === 'rows') return { query: queryOf({}), rowId, only: proper(selection.ids) };
  const { q, filter } = selection;
  return { query: queryOf({ q, filter }), rowId, except: proper(selection.except) };
}

export function queryOf(given: { q?: string | undefined; filter?: string[]; sort?: string | undefined }): ListQuery {
  return listQuery.parse({ ...given, q: given.q || undefined, sort: given.sort || undefined });
}
