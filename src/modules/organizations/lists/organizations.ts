import { addDays, type Day } from '#kernel/day.ts';
import type { ListQuery, Page } from '#kernel/page.ts';
import { isRefusal, type Refusal, refuse } from '#kernel/refusal.ts';
import { readTimeZone } from '#modules/hospital/index.ts';
import { type Actor, may, readAccountNames, readOwnerChoices } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { type ListSpec, readPage } from '#platform/db/list.ts';
import type { Tools } from '#platform/tools.ts';
import { type OrganizationDetail, type OrganizationRow, type Stage, stages } from '../contract/index.ts';
import { daysLeft, reminderDays } from '../rules/contract-term.ts';
import { bandOf } from '../rules/distance.ts';
import { missingRoles } from '../rules/grid-team.ts';
import { movesFrom, needsReason, nextStepState } from '../rules/pipeline.ts';
import { isOwnOnly, mayAssign, readToday, visibleOrganization } from '../sight.ts';
import { readScreenings, readTeams } from '../store/area.ts';
import {
  organizationList,
  readArea,
  readDetail,
  readDueSteps,
  readInstitutionsOf,
  readMoves,
  readStage,
  type StoredOrganization,
} from '../store/organizations.ts';
import { hasContractInForce, readEndingContracts } from '../store/parts.ts';

/** The account whose units only are seen; null: all of the hospital. Nobody's, for a program without account. */
export function ownOf(actor: Actor): string | null {
  return isOwnOnly(actor) ? (actor.accountId ?? '00000000-0000-0000-0000-000000000000') : null;
}

/** One page of units; a rep's are those he owns or sponsors. */
export async function listOrganizations(
  tools: Tools,
  actor: Actor,
  query: ListQuery,
): Promise<Page<OrganizationRow> | Refusal> {
  return tools.db.read(actor, async (tx) => {
    const page = await readPage<StoredOrganization>(tx, specFor(actor), query);
    return isRefusal(page) ? page : { ...page, items: await toRows(tools, tx, page.items) };
  });
}

export function specFor(actor: Actor): ListSpec {
  const own = ownOf(actor);
  const sql = (place: string) => `(o.owner_id = ${place}::uuid OR o.sponsor_id = ${place}::uuid)`;
  return { ...organizationList, timeZone: readTimeZone, where: own === null ? [] : [{ sql, value: own }] };
}

/** Puts to stored units what their readers want to know: names of the owners, the band, how the next step stands. */
export async function toRows(tools: Tools, tx: Tx, stored: readonly StoredOrganization[]): Promise<OrganizationRow[]> {
  const today = await readToday(tools, tx);
  const { bands } = await readArea(tx);
  const names = await readAccountNames(
    tx,
    stored.flatMap((row) => [row.ownerId, row.sponsorId]).filter((id) => id !== null),
  );
  return stored.map((row) => ({
    ...row,
    band: bandOf(row.distanceM, bands),
    nextStepState: nextStepState(row, today),
    ownerName: row.ownerId && (names.get(row.ownerId) ?? null),
    sponsorName: row.sponsorId && (names.get(row.sponsorId) ?? null),
  }));
}

export async function readOrganization(
  tools: Tools,
  actor: Actor,
  organizationId: string,
): Promise<OrganizationDetail | Refusal> {
  return tools.db.read(actor, async (tx) => {
    const visible = await visibleOrganization(tx, actor, organizationId);
    const record = isRefusal(visible) ? null : await readDetail(tx, organizationId);
    if (!record) return refuse('platform.not-found');
    const [row] = await toRows(tools, tx, [record]);
    const mayWrite = may(actor, 'organizations.write');
    return {
      ...record,
      ...row!,
      institutions: await readInstitutionsOf(tx, organizationId),
      moves: await readMoves(tx, organizationId),
      movesTo: movesOf(record.stage),
      hasContractInForce: await hasContractInForce(tx, organizationId, await readToday(tools, tx)),
      mayWrite,
      mayAssign: mayWrite && mayAssign(actor),
    };
  });
}

function movesOf(from: Stage): { stage: Stage; needsReason: boolean }[] {
  return movesFrom[from].map((stage) => ({ stage, needsReason: needsReason(from, stage) }));
}

const stageRowsMax = 100;

export async function readPipeline(tools: Tools, actor: Actor, wanted: { q?: string | undefined; mine: boolean }) {
  return tools.db.read(actor, async (tx) => {
    const own = wanted.mine && actor.accountId ? actor.accountId : ownOf(actor);
    const columns = [];
    for (const stage of stages) {
      const found = await readStage(tx, stage, { ownOf: own, q: wanted.q?.trim() ?? '', rowsMax: stageRowsMax });
      columns.push({ stage, total: found.total, items: await toRows(tools, tx, found.items), movesTo: movesOf(stage) });
    }
    return { columns };
  });
}

export async function listOwnerChoices(tools: Tools, actor: Actor) {
  return tools.db.read(actor, async (tx) => ({ items: await readOwnerChoices(tx, 'organizations.read') }));
}

const remindersShown = 8;

/** What waits today: ends of contracts, next steps, gaps of the grid teams. */
export async function readReminders(tools: Tools, actor: Actor) {
  return tools.db.read(actor, async (tx) => {
    const today = await readToday(tools, tx);
    const own = ownOf(actor);
    const until = addDays(today, reminderDays[0]);
    const contracts = await readEndingContracts(tx, { from: today, until, ownOf: own, rowsMax: 1000 });
    const steps = await readDueSteps(tx, today, own, remindersShown);
    const teams = await readTeams(tx, own);
    const week = await readScreenings(tx, { from: today, until: addDays(today, 6), ownOf: own });
    return {
      contracts: contracts.slice(0, remindersShown).map((one) => ({
        contractId: one.contractId,
        organizationId: one.organizationId,
        organizationName: one.organizationName,
        title: one.title,
        kind: one.kind,
        endsOn: one.endsOn,
        daysLeft: daysLeft(one.endsOn, today),
      })),
      contractsTotal: contracts.length,
      steps: steps.items.map(({ stage, ...step }) => ({
        ...step,
        state: nextStepState({ stage, nextStep: step.nextStep, nextStepOn: step.nextStepOn as Day }, today),
      })),
      stepsTotal: steps.total,
      teamsIncomplete: teams.filter((team) => team.isActive && missingRoles(team).length > 0).length,
      screeningsThisWeek: week.filter((one) => one.status === 'planned').length,
    };
  });
}
