import type { Day } from '#kernel/day.ts';
import { isRefusal, type Refusal, refuse } from '#kernel/refusal.ts';
import { type Actor, audit } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';
import { type ActivityFields, type ContactFields, type OfferFields, visitKinds } from '../contract/index.ts';
import { readToday, visibleOrganization } from '../sight.ts';
import { belongsTo, deletePerson, recordExists, upsertPerson } from '../store/parts.ts';
import {
  activityTable,
  contactTable,
  type Fields,
  insertRow,
  lockRow,
  offerTable,
  organizationTable,
  staleOr,
  updateRow,
  type VersionedTable,
} from '../store/rows.ts';

interface PartKind<Given extends object> {
  readonly table: VersionedTable;
  /** What the audit log calls it. */
  readonly name: string;
  /** Says no to what does not fit the unit or the day; `after` is the whole as it would be. */
  readonly check: (tx: Tx, after: Given & { organizationId: string }, today: Day) => Promise<Refusal | null>;
}

async function addPart<Given extends object>(
  tools: Tools,
  actor: Actor,
  kind: PartKind<Given>,
  organizationId: string,
  fields: Given,
): Promise<{ id: string } | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const organization = await visibleOrganization(tx, actor, organizationId);
    if (isRefusal(organization)) return organization;
    const whole = { ...fields, organizationId };
    const trouble = await kind.check(tx, whole, await readToday(tools, tx));
    if (trouble) return trouble;
    const id = await insertRow(tx, kind.table, whole as unknown as Fields);
    note(tx, actor, `${kind.name}.added`, organizationId, { id });
    return { id };
  });
}

async function changePart<Given extends object>(
  tools: Tools,
  actor: Actor,
  kind: PartKind<Given>,
  id: string,
  { version, ...fields }: Partial<Given> & { version: number },
): Promise<{ id: string } | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const before = await lockRow<Given & { organizationId: string; version: number }>(tx, kind.table, id);
    const organization = before && (await visibleOrganization(tx, actor, before.organizationId));
    if (!before || isRefusal(organization)) return refuse('platform.not-found');
    const stale = staleOr(before, version);
    if (stale) return stale;
    const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
    const trouble = await kind.check(tx, { ...before, ...given }, await readToday(tools, tx));
    if (trouble) return trouble;
    await updateRow(tx, kind.table, id, given as Fields);
    note(tx, actor, `${kind.name}.changed`, before.organizationId, { id, fields: Object.keys(given) });
    return { id };
  });
}

/** The audit entry and the push that every change of a part of a unit brings. */
export function note(
  tx: Tx,
  actor: Actor,
  action: string,
  organizationId: string,
  detail: Readonly<Record<string, unknown>>,
): void {
  audit(tx, actor, { action, subjectKind: 'organization', subjectId: organizationId, detail });
  tx.touch('organizations', organizationId);
}

const contacts: PartKind<ContactFields> = {
  table: contactTable,
  name: 'organization-contact',
  check: async (_tx, after, today) =>
    after.birthday && after.birthday > today ? refuse('organizations.birthday-in-future') : null,
};

const offers: PartKind<OfferFields> = {
  table: offerTable,
  name: 'organization-offer',
  check: async (tx, after) => {
    if (after.contractId && !(await belongsTo(tx, 'contract', after.contractId, after.organizationId)))
      return refuse('organizations.contract-of-another');
    return (after.personsServed ?? 0) > (after.persons ?? Number.POSITIVE_INFINITY)
      ? refuse('organizations.more-served-than-sold')
      : null;
  },
};

const activities: PartKind<ActivityFields> = {
  table: activityTable,
  name: 'organization-activity',
  check: async (tx, after, today) => {
    if (after.contactId && !(await belongsTo(tx, 'contact', after.contactId, after.organizationId)))
      return refuse('organizations.contact-of-another');
    return visitKinds.some((kind) => kind === after.kind) && after.onDay > today
      ? refuse('organizations.visit-in-future')
      : null;
  },
};

export async function addContact(tools: Tools, actor: Actor, organizationId: string, fields: ContactFields) {
  const added = await addPart(tools, actor, contacts, organizationId, fields);
  return isRefusal(added) ? added : { contactId: added.id };
}

export async function changeContact(
  tools: Tools,
  actor: Actor,
  contactId: string,
  fields: Partial<ContactFields> & { version: number },
) {
  const changed = await changePart(tools, actor, contacts, contactId, fields);
  return isRefusal(changed) ? changed : { contactId };
}

export async function addOffer(tools: Tools, actor: Actor, organizationId: string, fields: OfferFields) {
  const added = await addPart(tools, actor, offers, organizationId, fields);
  return isRefusal(added) ? added : { offerId: added.id };
}

export async function changeOffer(
  tools: Tools,
  actor: Actor,
  offerId: string,
  fields: Partial<OfferFields> & { version: number },
) {
  const changed = await changePart(tools, actor, offers, offerId, fields);
  return isRefusal(changed) ? changed : { offerId };
}

/** Enters a visit or an event. What is to be done next becomes the unit's next step. */
export async function addActivity(
  tools: Tools,
  actor: Actor,
  organizationId: string,
  fields: ActivityFields,
): Promise<{ activityId: string } | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const organization = await visibleOrganization(tx, actor, organizationId);
    if (isRefusal(organization)) return organization;
    const whole = { ...fields, organizationId, byName: fields.byName ?? actor.displayName };
    const trouble = await activities.check(tx, whole, await readToday(tools, tx));
    if (trouble) return trouble;
    const activityId = await insertRow(tx, activityTable, whole as unknown as Fields);
    if (fields.nextStep || fields.nextStepOn)
      await updateRow(tx, organizationTable, organizationId, {
        nextStep: fields.nextStep ?? null,
        nextStepOn: fields.nextStepOn ?? null,
      });
    note(tx, actor, 'organization-activity.added', organizationId, { id: activityId });
    return { activityId };
  });
}

export async function changeActivity(
  tools: Tools,
  actor: Actor,
  activityId: string,
  { byName, ...fields }: Partial<ActivityFields> & { version: number },
) {
  // Whose visit it was is never empty.
  const changed = await changePart(tools, actor, activities, activityId, { ...fields, ...(byName ? { byName } : {}) });
  return isRefusal(changed) ? changed : { activityId };
}

export async function linkPerson(
  tools: Tools,
  actor: Actor,
  organizationId: string,
  person: { recordNo: string; post?: string | null | undefined },
): Promise<{ recordNo: string } | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const organization = await visibleOrganization(tx, actor, organizationId);
    if (isRefusal(organization)) return organization;
    if (!(await recordExists(tx, person.recordNo))) return refuse('organizations.record-unknown');
    await upsertPerson(tx, organizationId, {
      recordNo: person.recordNo,
      post: person.post ?? null,
      linkedByName: actor.displayName,
    });
    note(tx, actor, 'organization-person.linked', organizationId, {});
    return { recordNo: person.recordNo };
  });
}

export async function unlinkPerson(
  tools: Tools,
  actor: Actor,
  organizationId: string,
  recordNo: string,
): Promise<{ recordNo: string } | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const organization = await visibleOrganization(tx, actor, organizationId);
    if (isRefusal(organization) || !(await deletePerson(tx, organizationId, recordNo)))
      return refuse('platform.not-found');
    note(tx, actor, 'organization-person.unlinked', organizationId, {});
    return { recordNo };
  });
}
