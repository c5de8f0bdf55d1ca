import { isRefusal } from '#kernel/refusal.ts';
import type { RouteContract } from '#kernel/route.ts';
import { type AnswerShape, type FieldTier, tiers } from '#kernel/tiers.ts';
import type { Routes } from '#platform/http/serve.ts';
import type { Tools } from '#platform/tools.ts';
import * as glass from '../actions/glass.ts';
import type { Actor } from '../actor.ts';
import type { AnswerFilter } from '../answer-filter.ts';
import { audit } from '../audit.ts';
import * as contract from '../contract-access.ts';
import { seesField } from '../rules/mask-answer.ts';
import { may } from '../rules/may.ts';
import { type Permission, type Role, roles, type Tier } from '../rules/permissions.ts';
import * as store from '../store-access.ts';

/** Breaking the glass and its review, who looked at whom, the limit of reveals, the matrix of fields. */
export function accessRoutes(
  routes: Routes<Actor>,
  tools: Tools,
  around: { readonly contracts: readonly RouteContract[]; readonly filter: AnswerFilter },
): void {
  glassRoutes(routes, tools);
  routes.serve(contract.listSubjectReads, (actor, { query }) =>
    tools.db.transaction({ hospitalId: actor.hospitalId }, async (tx) => {
      const rows = await store.readSubjectReads(tx, query.kind, query.id);
      audit(tx, actor, { action: 'access.traced', subjectKind: query.kind, subjectId: query.id });
      return { items: rows.map(readInfo) };
    }),
  );
  routes.serve(contract.readAccessSettings, (actor) =>
    tools.db.read(actor, async (tx) => ({ revealsAnHour: await store.readRevealLimit(tx) })),
  );
  routes.serve(contract.changeAccessSettings, (actor, { body }) =>
    tools.db.transaction(actor, async (tx) => {
      const before = await store.readRevealLimit(tx);
      await store.saveRevealLimit(tx, body.revealsAnHour);
      audit(tx, actor, { action: 'access.limit-changed', detail: { before, after: body.revealsAnHour } });
      return body;
    }),
  );
  let matrix: ReturnType<typeof fieldMatrix> | null = null;
  routes.serve(contract.readFieldMatrix, async () => {
    matrix ??= fieldMatrix(around.contracts, around.filter);
    return { routes: matrix };
  });
}

function glassRoutes(routes: Routes<Actor>, tools: Tools): void {
  routes.serve(contract.breakGlass, async (actor, { body }) => {
    const row = await glass.breakGlass(tools, actor, body);
    return isRefusal(row) ? row : glassInfo(row, actor);
  });
  routes.serve(contract.listHeldGlasses, async (actor) => {
    const rows = await tools.db.read(actor, (tx) => store.readHeldGlasses(tx, actor.accountId ?? ''));
    return { items: rows.map((row) => glassInfo(row, actor)) };
  });
  routes.serve(contract.endGlass, (actor, { params }) => glass.endGlass(tools, actor, params.glassId));
  routes.serve(contract.listGlasses, async (actor, { query }) => {
    const rows = await tools.db.read(actor, (tx) => store.readGlasses(tx, query.open === '1'));
    return { items: rows.map((row) => glassInfo(row, actor)) };
  });
  routes.serve(contract.reviewGlass, async (actor, { params, body }) => {
    const row = await glass.reviewGlass(tools, actor, params.glassId, body);
    return isRefusal(row) ? row : glassInfo(row, actor);
  });
}

function glassInfo(row: store.GlassRow, actor: Actor): contract.GlassInfo {
  return {
    id: row.glass_id,
    accountName: row.display_name,
    roles: row.roles,
    subjectKind: row.subject_kind,
    subjectId: row.subject_id,
    reason: row.reason,
    brokenAt: new Date(row.broken_at).toISOString(),
    endsAt: new Date(row.ends_at).toISOString(),
    isHeld: row.ends_at > Date.now(),
    isOwn: row.account_id === actor.accountId,
    reads: row.reads,
    reviewedAt: row.reviewed_at === null ? null : new Date(row.reviewed_at).toISOString(),
    reviewedBy: row.reviewed_by_name,
    verdict: row.verdict,
    remark: row.remark,
  };
}

function readInfo(row: store.SubjectReadRow) {
  const { field } = JSON.parse(row.detail) as { field?: unknown };
  return {
    seq: row.seq,
    at: new Date(row.at).toISOString(),
    actorName: row.actor_name,
    via: row.via,
    action: row.action,
    field: typeof field === 'string' ? field : null,
    reason: row.reason,
  };
}

/** Made from the contracts themselves: what the page shows is what the gate and the filter do. */
function fieldMatrix(contracts: readonly RouteContract[], filter: AnswerFilter) {
  return contracts
    .filter((one) => one.permission !== 'public')
    .map((one) => {
      const shape = filter.shapeOf(one);
      const fields = shape ? fieldsOf(shape, '') : [];
      const byTier = tiers
        .map((tier) => ({ tier, fields: fields.filter((field) => field.mark.tier === tier) }))
        .filter((group) => group.fields.length > 0);
      return {
        id: one.id,
        method: one.method,
        path: one.path,
        permission: one.permission,
        tiers: byTier.map((group) => ({
          tier: group.tier,
          fields: [...new Set(group.fields.map(({ name }) => name))],
        })),
        roles: roles.filter((role) => mayCall(one, role)).map((role) => ({ role, sees: sightOf(role, byTier) })),
      };
    });
}

interface MarkedField {
  readonly name: string;
  readonly mark: FieldTier;
}

function sightOf(role: Role, byTier: readonly { tier: Tier; fields: readonly MarkedField[] }[]) {
  const sees: Partial<Record<Tier, 'full' | 'masked'>> = {};
  for (const { tier, fields } of byTier)
    sees[tier] = fields.every(({ mark }) => seesField({ roles: [role] }, mark)) ? 'full' : 'masked';
  return sees;
}

function mayCall(one: RouteContract, role: Role): boolean {
  return one.permission === 'session' || may({ roles: [role] }, one.permission as Permission);
}

function fieldsOf(shape: AnswerShape, path: string): MarkedField[] {
  if (shape.kind === 'leaf') return shape.mark ? [{ name: path, mark: shape.mark }] : [];
  if (shape.kind === 'list') return fieldsOf(shape.item, path);
  return [...shape.fields].flatMap(([name, field]) =>
    fieldsOf(field, name === 'items' || path === '' || path === 'items' ? name : `${path}.${name}`),
  );
}
