import { z } from 'zod';
import { route } from '#kernel/route.ts';

/** `referrals.introducers`: the key of a list on its page. */
export const listId = z.string().regex(/^[a-z][\w.-]{0,79}$/i);

const words = (charactersMax: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(charactersMax)
    .regex(/^[^\p{Cc}]*$/u);

export const viewAudiences = ['private', 'team', 'public'] as const;
export type ViewAudience = (typeof viewAudiences)[number];

const viewState = {
  /** Terms `field:operator:value`; the free search is not part of a view, it is mostly a person's name. */
  filter: z.array(z.string().max(300)).max(20),
  sort: z.string().max(60).nullable(),
  /** Shown columns in order; null: the list's own. */
  columns: z.array(z.string().max(60)).max(60).nullable(),
};

export const savedView = z.object({
  viewId: z.string(),
  name: z.string(),
  audience: z.enum(viewAudiences),
  /** Of a team view: the role that sees it. */
  teamRole: z.string().nullable(),
  ownerName: z.string(),
  isOwn: z.boolean(),
  mayRemove: z.boolean(),
  ...viewState,
  version: z.number().int(),
});
export type SavedView = z.output<typeof savedView>;

export const listViews = route({
  id: 'lists.listViews',
  method: 'GET',
  path: '/api/list-views',
  permission: 'session',
  summary: 'Saved views of a list: own ones, those of own teams, public ones; with the reader’s order and first view',
  query: z.object({ list: listId }),
  response: z.object({
    items: z.array(savedView),
    /** Id of a saved view or key of a ready-made one; null: the first ready-made one. */
    defaultView: z.string().nullable(),
    mayPublish: z.boolean(),
  }),
});

const sharing = {
  audience: z.enum(viewAudiences),
  teamRole: z.string().max(40).nullable().default(null),
};

export const createView = route({
  id: 'lists.createView',
  method: 'POST',
  path: '/api/list-views',
  permission: 'session',
  summary: 'Save a view of a list for oneself, a team (role) one belongs to, or everybody',
  body: z.object({ list: listId, name: words(40), ...sharing, ...viewState }),
  response: savedView,
  refusals: ['lists.view-name-taken', 'lists.too-many-views', 'lists.not-your-team', 'platform.not-permitted'],
});

export const changeView = route({
  id: 'lists.changeView',
  method: 'PATCH',
  path: '/api/list-views/:viewId',
  permission: 'session',
  summary: 'Rename a view, share it otherwise, or store another question under its name; its owner only',
  params: z.object({ viewId: z.uuid() }),
  body: z.object({
    version: z.number().int(),
    name: words(40).optional(),
    audience: sharing.audience.optional(),
    teamRole: z.string().max(40).nullable().optional(),
    filter: viewState.filter.optional(),
    sort: viewState.sort.optional(),
    columns: viewState.columns.optional(),
  }),
  response: savedView,
  refusals: [
    'platform.not-found',
    'platform.stale',
    'lists.view-name-taken',
    'lists.not-your-team',
    'lists.not-your-view',
    'platform.not-permitted',
  ],
});

export const removeView = route({
  id: 'lists.removeView',
  method: 'DELETE',
  path: '/api/list-views/:viewId',
  permission: 'session',
  summary: 'Remove a view; can be taken back for 30 minutes. Its owner, and of public ones whoever may publish',
  params: z.object({ viewId: z.uuid() }),
  response: z.object({ undoUntil: z.string() }),
  refusals: ['platform.not-found', 'lists.not-your-view'],
});

export const restoreView = route({
  id: 'lists.restoreView',
  method: 'POST',
  path: '/api/list-views/:viewId/restoration',
  permission: 'session',
  summary: 'Take the removal of a view back, by whoever removed it, within 30 minutes',
  params: z.object({ viewId: z.uuid() }),
  response: savedView,
  refusals: ['platform.not-found', 'lists.undo-too-late', 'lists.view-name-taken'],
});

export const arrangeViews = route({
  id: 'lists.arrangeViews',
  method: 'PUT',
  path: '/api/list-view-choices',
  permission: 'session',
  summary: 'In which order the reader wants the views of a list, and which opens first',
  body: z.object({
    list: listId,
    order: z.array(z.string().max(60)).max(200).optional(),
    defaultView: z.string().max(60).nullable().optional(),
  }),
  response: z.object({ defaultView: z.string().nullable() }),
});
