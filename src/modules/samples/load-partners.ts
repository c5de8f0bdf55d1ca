import { isRefusal, type Refusal, RefusalError } from '#kernel/refusal.ts';
import {
  acceptProposals,
  addActivity,
  addContact,
  addContract,
  addOffer,
  addScreening,
  addTeam,
  changeAreaSettings,
  createOrganization,
  linkPerson,
  listProposals,
  moveOrganization,
  storeDivisions,
} from '#modules/organizations/index.ts';
import { type Actor, readOwnerChoices } from '#modules/staff/index.ts';
import type { Tools } from '#platform/tools.ts';
import { type SamplePartner, sampleDivisions, sampleGridTeams, samplePartners } from './rules/partners.ts';
import type { Roster } from './rules/roster.ts';
import type { SampleOptions } from './rules/world.ts';

/**
 * Units, divisions and grid teams of the sample hospital, through the same actions as the pages. Repeatable: a load that finds any unit there
 * has been here before and changes nothing.
 */
export async function loadPartners(
  tools: Tools,
  actor: Actor,
  options: SampleOptions,
  staff: Roster['staff'],
): Promise<void> {
  const present = await tools.db.read(actor, (tx) =>
    tx.one('SELECT 1 AS found FROM published.organizations WHERE hospital_id = $1 LIMIT 1', [tx.hospitalId]),
  );
  if (present) return;
  orThrow(await storeDivisions(tools, actor, sampleDivisions(options)));
  orThrow(await changeAreaSettings(tools, actor, { latitude: 28.2, longitude: 113.1, bands: sampleBands, version: 0 }));
  const partners = samplePartners(options);
  const named = new Set(partners.map(({ fields }) => fields.name));
  // First the units of which only the name is known, so that those with a story stand at the top of the list.
  await acceptWhere(tools, actor, ({ kind, name }) => !named.has(name) && (kind !== 'clinic' || /卫生室/.test(name)));
  const owners = await accountsOf(tools, actor, staff);
  const checkups = await readCheckups(tools, actor);
  for (const partner of partners) {
    const organizationId = await loadPartner(tools, actor, partner, owners);
    if (partner.fields.kind !== 'enterprise') continue;
    for (const recordNo of checkups.splice(0, 4)) orThrow(await linkPerson(tools, actor, organizationId, { recordNo }));
  }
  await acceptWhere(tools, actor, ({ name }) => named.has(name));
  for (const { team, screenings } of sampleGridTeams(options)) {
    const { teamId } = orThrow(await addTeam(tools, actor, team));
    for (const screening of screenings) orThrow(await addScreening(tools, actor, teamId, screening));
  }
}

const sampleBands = [
  { name: '5 公里以内', uptoM: 5_000 },
  { name: '5–15 公里', uptoM: 15_000 },
  { name: '15–30 公里', uptoM: 30_000 },
  { name: '30 公里以外', uptoM: null },
];

/** Makes units of some proposals. Clinics are left over, so that whoever tries the page has something to make units of. */
async function acceptWhere(
  tools: Tools,
  actor: Actor,
  isWanted: (proposal: Awaited<ReturnType<typeof listProposals>>['items'][number]) => boolean,
): Promise<void> {
  const { items } = await listProposals(tools, actor);
  const accepted = items.filter(isWanted);
  if (accepted.length > 0) orThrow(await acceptProposals(tools, actor, accepted));
}

async function loadPartner(
  tools: Tools,
  actor: Actor,
  partner: SamplePartner,
  owners: ReadonlyMap<string, string>,
): Promise<string> {
  const { organizationId } = orThrow(
    await createOrganization(tools, actor, {
      ...partner.fields,
      ownerId: owners.get(partner.ownerUsername) ?? null,
      sponsorId: partner.hasSponsor ? (owners.get('vice1') ?? null) : null,
    }),
  );
  for (const contact of partner.contacts) orThrow(await addContact(tools, actor, organizationId, contact));
  for (const contract of partner.contracts) orThrow(await addContract(tools, actor, organizationId, contract));
  for (const [index, to] of partner.stages.entries()) {
    const reason = to === 'lost' ? '另选了别家' : null;
    orThrow(await moveOrganization(tools, actor, organizationId, { version: index + 1, to, reason }));
  }
  for (const offer of partner.offers) orThrow(await addOffer(tools, actor, organizationId, offer));
  for (const activity of partner.activities) orThrow(await addActivity(tools, actor, organizationId, activity));
  return organizationId;
}

/** Sample accounts that may own a relationship, by username. */
async function accountsOf(tools: Tools, actor: Actor, staff: Roster['staff']): Promise<ReadonlyMap<string, string>> {
  const choices = await tools.db.read(actor, (tx) => readOwnerChoices(tx, 'organizations.read'));
  const idOf = new Map(choices.map((one) => [one.displayName, one.accountId as string]));
  return new Map(
    staff.flatMap(({ username, displayName }) => {
      const id = idOf.get(displayName);
      return id ? [[username, id] as const] : [];
    }),
  );
}

async function readCheckups(tools: Tools, actor: Actor): Promise<string[]> {
  const rows = await tools.db.read(actor, (tx) =>
    tx.query<{ record_no: string }>(
      `SELECT DISTINCT record_no FROM published.episodes WHERE hospital_id = $1 AND kind = 'checkup' AND record_no IS NOT NULL ORDER BY 1 LIMIT 24`,
      [tx.hospitalId],
    ),
  );
  return rows.map((row) => row.record_no);
}

function orThrow<Value extends object>(value: Value | Refusal): Value {
  if (isRefusal(value)) throw new RefusalError(value);
  return value;
}
