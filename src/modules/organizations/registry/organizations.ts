import { isRefusal, type Refusal, refuse } from '#kernel/refusal.ts';
import { type Actor, audit, readOwnerChoices } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';
import type { OrganizationFields, OrganizationKind, Stage } from '../contract/index.ts';
import { distanceBetweenM } from '../rules/distance.ts';
import { normaliseDivisionCode } from '../rules/divisions.ts';
import { nameKey } from '../rules/name-key.ts';
import { mayMove } from '../rules/pipeline.ts';
import { isOwnerOf, isOwnOnly, mayAssign, readToday } from '../sight.ts';
import { insertMove, isNameTaken, lockNames, placeOf, readArea } from '../store/organizations.ts';
import { hasContractInForce } from '../store/parts.ts';
import { type Fields, insertRow, lockRow, organizationTable, staleOr, updateRow } from '../store/rows.ts';

export interface OrganizationRecord {
  name: string;
  kind: OrganizationKind;
  divisionCode: string | null;
  latitude: number | null;
  longitude: number | null;
  distanceM: number | null;
  stage: Stage;
  nextStep: string | null;
  nextStepOn: string | null;
  ownerId: string | null;
  sponsorId: string | null;
  version: number;
}

/** Enters a unit. Whoever sees only own units becomes its owner: he would lose sight of it otherwise. */
export async function createOrganization(
  tools: Tools,
  actor: Actor,
  fields: OrganizationFields & { name: string; kind: OrganizationKind },
): Promise<{ organizationId: string } | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const given = mayAssign(actor) ? fields : { ...fields, ownerId: actor.accountId };
    const organizationId = await createIn(tx, given, null);
    if (isRefusal(organizationId)) return organizationId;
    audit(tx, actor, { action: 'organization.created', subjectKind: 'organization', subjectId: organizationId });
    return { organizationId };
  });
}

/** As `createOrganization`, inside a transaction and without its entry in the audit log. */
export async function createIn(
  tx: Tx,
  fields: OrganizationFields & { name: string; kind: OrganizationKind },
  batchId: string | null,
): Promise<string | Refusal> {
  await lockNames(tx);
  const checked = await checkedFields(tx, fields, null);
  if (isRefusal(checked)) return checked;
  const organizationId = await insertRow(tx, organizationTable, { ...checked, ...(batchId ? { batchId } : {}) });
  tx.touch('organizations', organizationId);
  return organizationId;
}

export async function changeOrganization(
  tools: Tools,
  actor: Actor,
  organizationId: string,
  { version, ...fields }: OrganizationFields & { version: number },
): Promise<{ organizationId: string } | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    if (fields.name !== undefined) await lockNames(tx);
    const before = await lockVisible(tx, actor, organizationId);
    if (isRefusal(before)) return before;
    const stale = staleOr(before, version);
    if (stale) return stale;
    const handsOver =
      (fields.ownerId !== undefined && fields.ownerId !== before.ownerId) ||
      (fields.sponsorId !== undefined && fields.sponsorId !== before.sponsorId);
    if (handsOver && !mayAssign(actor)) return refuse('organizations.owner-not-yours');
    const checked = await checkedFields(tx, fields, { ...before, organizationId });
    if (isRefusal(checked)) return checked;
    await updateRow(tx, organizationTable, organizationId, checked);
    audit(tx, actor, {
      action: 'organization.changed',
      subjectKind: 'organization',
      subjectId: organizationId,
      detail: {
        fields: Object.keys(fields),
        ...(handsOver
          ? { ownerId: fields.ownerId ?? before.ownerId, sponsorId: fields.sponsorId ?? before.sponsorId }
          : {}),
      },
    });
    tx.touch('organizations', organizationId);
    return { organizationId };
  });
}

/** Moves a unit along the pipeline; the move stands in its history for good. */
export async function moveOrganization(
  tools: Tools,
  actor: Actor,
  organizationId: string,
  wanted: {
    version: number;
    to: Stage;
    reason?: string | null | undefined;
    nextStep?: string | null | undefined;
    nextStepOn?: string | null | undefined;
  },
): Promise<{ organizationId: string } | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const before = await lockVisible(tx, actor, organizationId);
    if (isRefusal(before)) return before;
    const stale = staleOr(before, wanted.version);
    if (stale) return stale;
    const reason = wanted.reason ?? null;
    const hasContract = await hasContractInForce(tx, organizationId, await readToday(tools, tx));
    const trouble = mayMove({ from: before.stage, to: wanted.to, reason, hasContract });
    if (trouble) return trouble;
    // What was agreed before is done with the move, unless something new is said.
    const nextStep = wanted.nextStep ?? null;
    const nextStepOn = wanted.nextStepOn ?? null;
    await insertMove(tx, organizationId, {
      fromStage: before.stage,
      toStage: wanted.to,
      reason,
      nextStep,
      nextStepOn: nextStepOn as never,
      movedBy: actor.accountId,
      movedByName: actor.displayName,
    });
    await updateRow(tx, organizationTable, organizationId, {
      stage: wanted.to,
      stageSince: new Date(tools.now()),
      nextStep,
      nextStepOn,
    });
    audit(tx, actor, {
      action: 'organization.moved',
      subjectKind: 'organization',
      subjectId: organizationId,
      detail: { from: before.stage, to: wanted.to },
    });
    tx.announce('organizations.moved', { organizationId, from: before.stage, to: wanted.to });
    tx.touch('organizations', organizationId);
    return { organizationId };
  });
}

/** Locks a unit that the actor may see; another's answers like one that does not exist. */
export async function lockVisible(tx: Tx, actor: Actor, organizationId: string): Promise<OrganizationRecord | Refusal> {
  const row = await lockRow<OrganizationRecord>(tx, organizationTable, organizationId);
  if (!row || (isOwnOnly(actor) && !isOwnerOf(actor, row.ownerId, row.sponsorId))) return refuse('platform.not-found');
  return row;
}

async function checkedFields(
  tx: Tx,
  fields: OrganizationFields,
  before: (OrganizationRecord & { organizationId: string }) | null,
): Promise<Fields | Refusal> {
  const checked: Record<string, Fields[string]> = { ...fields };
  if (fields.name !== undefined) {
    checked['nameKey'] = nameKey(fields.name);
    if (await isNameTaken(tx, nameKey(fields.name), before?.organizationId ?? null))
      return refuse('organizations.name-taken');
  }
  if (fields.divisionCode) {
    const code = normaliseDivisionCode(fields.divisionCode);
    if (code === null) return refuse('organizations.bad-division');
    checked['divisionCode'] = code;
  }
  const owners = [fields.ownerId, fields.sponsorId].filter(
    (id) => id && id !== before?.ownerId && id !== before?.sponsorId,
  );
  if (owners.length > 0) {
    const known = new Set(
      (await readOwnerChoices(tx, 'organizations.read')).map(({ accountId }) => accountId as string),
    );
    if (owners.some((id) => !known.has(id!))) return refuse('organizations.owner-unknown');
  }
  return withDistance(tx, fields, before, checked);
}

async function withDistance(
  tx: Tx,
  fields: OrganizationFields,
  before: OrganizationRecord | null,
  checked: Fields,
): Promise<Fields | Refusal> {
  const latitude = fields.latitude === undefined ? (before?.latitude ?? null) : fields.latitude;
  const longitude = fields.longitude === undefined ? (before?.longitude ?? null) : fields.longitude;
  if ((latitude === null) !== (longitude === null)) return refuse('organizations.half-coordinates');
  const here = placeOf({ latitude, longitude });
  const hospital = here && placeOf(await readArea(tx));
  return here && hospital ? { ...checked, distanceM: distanceBetweenM(hospital, here) } : checked;
}
