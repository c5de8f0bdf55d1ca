import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isRefusal, type Refusal, RefusalError, refuse } from '#kernel/refusal.ts';
import { type Actor, audit } from '#modules/staff/index.ts';
import { readTable } from '#platform/files/read-table.ts';
import type { Tools } from '#platform/tools.ts';
import type { AreaSettings, ScreeningFields, TeamFields } from '../contract/index.ts';
import { areBandsSound, type DistanceBand, distanceBetweenM } from '../rules/distance.ts';
import { normaliseDivisionCode, readDivisions } from '../rules/divisions.ts';
import { isOwnOnly, readToday, visibleOrganization } from '../sight.ts';
import { countDivisions, readPlaces, upsertDivisions, writeArea, writeDistances } from '../store/area.ts';
import { placeOf, readArea } from '../store/organizations.ts';
import { type Fields, insertRow, lockRow, screeningTable, staleOr, teamTable, updateRow } from '../store/rows.ts';

/** The whole country has some 700,000 villages; a hospital needs its prefecture. */
const divisionRowsMax = 50_000;
const rejectedShown = 100;

export interface ImportedDivisions {
  counties: number;
  townships: number;
  villages: number;
  added: number;
  renamed: number;
  skipped: number;
  rejected: { row: number; because: 'code' | 'name' | 'repeated' }[];
  rejectedTotal: number;
}

/** Takes a table with the columns code and name (代码, 名称); other columns are ignored. */
export async function importDivisions(tools: Tools, actor: Actor, path: string): Promise<ImportedDivisions | Refusal> {
  const cells = await readCells(path);
  return isRefusal(cells) ? cells : storeDivisions(tools, actor, cells);
}

export async function storeDivisions(
  tools: Tools,
  actor: Actor,
  cells: readonly { code: string; name: string }[],
): Promise<ImportedDivisions | Refusal> {
  const read = readDivisions(cells);
  if (read.rows.length === 0) return refuse('organizations.divisions-empty');
  const count = (level: string) => read.rows.filter((row) => row.level === level).length;
  return tools.db.transaction(actor, async (tx) => {
    const written = await upsertDivisions(tx, read.rows);
    audit(tx, actor, {
      action: 'organization.divisions-imported',
      detail: { ...written, rows: read.rows.length, rejected: read.rejected.length },
    });
    tx.touch('organizations');
    return {
      counties: count('county'),
      townships: count('township'),
      villages: count('village'),
      ...written,
      skipped: read.skipped,
      rejected: read.rejected.slice(0, rejectedShown),
      rejectedTotal: read.rejected.length,
    };
  });
}

/** Puts an upload into a folder of its own for as long as `use` needs it. */
export async function withUpload<Result>(content: Readable, use: (path: string) => Promise<Result>): Promise<Result> {
  const dir = await mkdtemp(join(tmpdir(), 'renmai-divisions-'));
  try {
    const path = join(dir, 'divisions');
    await pipeline(content, createWriteStream(path));
    return await use(path);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function readCells(path: string): Promise<{ code: string; name: string }[] | Refusal> {
  const cells: { code: string; name: string }[] = [];
  let columns: { code: number; name: number } | null = null;
  try {
    for await (const { rows } of readTable(path)) {
      for (const row of rows) {
        if (columns === null) {
          const at = (...names: string[]) => row.findIndex((cell) => names.includes(cell.trim().toLowerCase()));
          columns = { code: at('code', '代码', '区划代码', '行政区划代码'), name: at('name', '名称', '区划名称') };
          if (columns.code < 0 || columns.name < 0) return refuse('organizations.divisions-columns');
        } else {
          if (cells.length === divisionRowsMax)
            return refuse('organizations.divisions-too-many', { rowsMax: divisionRowsMax });
          cells.push({ code: row[columns.code] ?? '', name: row[columns.name] ?? '' });
        }
      }
    }
  } catch (error) {
    if (error instanceof RefusalError) return error.refusal;
    throw error;
  }
  return cells;
}

export async function readAreaSettings(tools: Tools, actor: Actor): Promise<AreaSettings> {
  return tools.db.read(actor, async (tx) => {
    const area = await readArea(tx);
    return { ...area, bands: [...area.bands], divisions: await countDivisions(tx) };
  });
}

export async function changeAreaSettings(
  tools: Tools,
  actor: Actor,
  wanted: { latitude: number | null; longitude: number | null; bands: readonly DistanceBand[]; version: number },
): Promise<AreaSettings | Refusal> {
  if (!areBandsSound(wanted.bands)) return refuse('organizations.bands-unsound');
  if ((wanted.latitude === null) !== (wanted.longitude === null)) return refuse('organizations.half-coordinates');
  return tools.db.transaction(actor, async (tx) => {
    if (!(await writeArea(tx, wanted))) return refuse('platform.stale');
    const hospital = placeOf(wanted);
    if (hospital) {
      const places = await readPlaces(tx);
      await writeDistances(
        tx,
        places.map((place) => ({
          organizationId: place.organizationId,
          distanceM: distanceBetweenM(hospital, place),
        })),
      );
    }
    audit(tx, actor, {
      action: 'organization.area-changed',
      detail: { bands: wanted.bands.length, hasCoordinates: hospital !== null },
    });
    tx.touch('organizations');
    const area = await readArea(tx);
    return { ...area, bands: [...area.bands], divisions: await countDivisions(tx) };
  });
}

/* Grid teams */

type TeamGiven = Partial<TeamFields>;

export async function addTeam(tools: Tools, actor: Actor, fields: TeamFields): Promise<{ teamId: string } | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    // Without a unit of his own a rep would not see the team he has just entered.
    if (isOwnOnly(actor) && !fields.organizationId) return refuse('platform.not-found');
    const checked = await checkedTeam(tx, actor, fields, {});
    if (isRefusal(checked)) return checked;
    const teamId = await insertRow(tx, teamTable, checked);
    audit(tx, actor, { action: 'grid-team.added', subjectKind: 'grid-team', subjectId: teamId });
    tx.touch('organizations');
    return { teamId };
  });
}

export async function changeTeam(
  tools: Tools,
  actor: Actor,
  teamId: string,
  { version, ...fields }: TeamGiven & { version: number },
): Promise<{ teamId: string } | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const before = await lockVisibleTeam(tx, actor, teamId);
    if (isRefusal(before)) return before;
    const stale = staleOr(before, version);
    if (stale) return stale;
    if (isOwnOnly(actor) && fields.organizationId === null) return refuse('platform.not-found');
    const checked = await checkedTeam(tx, actor, fields, before);
    if (isRefusal(checked)) return checked;
    await updateRow(tx, teamTable, teamId, checked);
    audit(tx, actor, {
      action: 'grid-team.changed',
      subjectKind: 'grid-team',
      subjectId: teamId,
      detail: { fields: Object.keys(fields) },
    });
    tx.touch('organizations');
    return { teamId };
  });
}

async function lockVisibleTeam(
  tx: Parameters<typeof visibleOrganization>[0],
  actor: Actor,
  teamId: string,
): Promise<(TeamGiven & { version: number }) | Refusal> {
  const team = await lockRow<TeamGiven & { version: number }>(tx, teamTable, teamId);
  if (!team) return refuse('platform.not-found');
  if (!isOwnOnly(actor)) return team;
  const organization = team.organizationId ? await visibleOrganization(tx, actor, team.organizationId) : null;
  return organization && !isRefusal(organization) ? team : refuse('platform.not-found');
}

async function checkedTeam(
  tx: Parameters<typeof visibleOrganization>[0],
  actor: Actor,
  fields: TeamGiven,
  before: TeamGiven,
): Promise<Fields | Refusal> {
  const after = { ...before, ...Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) };
  if (fields.organizationId) {
    const organization = await visibleOrganization(tx, actor, fields.organizationId);
    if (isRefusal(organization)) return organization;
  }
  if (after.termFrom && after.termUntil && after.termUntil < after.termFrom) return refuse('organizations.team-term');
  if ((after.familiesSigned ?? 0) > (after.households ?? Number.POSITIVE_INFINITY))
    return refuse('organizations.more-signed-than-households');
  if (!fields.divisionCode) return fields as Fields;
  const code = normaliseDivisionCode(fields.divisionCode);
  return code === null ? refuse('organizations.bad-division') : ({ ...fields, divisionCode: code } as Fields);
}

export async function addScreening(
  tools: Tools,
  actor: Actor,
  teamId: string,
  fields: ScreeningFields,
): Promise<{ screeningId: string } | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const team = await lockVisibleTeam(tx, actor, teamId);
    if (isRefusal(team)) return team;
    if (fields.status === 'done' && fields.onDay > (await readToday(tools, tx)))
      return refuse('organizations.screening-in-future');
    const screeningId = await insertRow(tx, screeningTable, { ...fields, teamId } as Fields);
    audit(tx, actor, {
      action: 'grid-screening.added',
      subjectKind: 'grid-team',
      subjectId: teamId,
      detail: { screeningId },
    });
    tx.touch('organizations');
    return { screeningId };
  });
}

export async function changeScreening(
  tools: Tools,
  actor: Actor,
  screeningId: string,
  { version, ...fields }: Partial<ScreeningFields> & { version: number },
): Promise<{ screeningId: string } | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const before = await lockRow<ScreeningFields & { teamId: string; version: number }>(
      tx,
      screeningTable,
      screeningId,
    );
    const team = before && (await lockVisibleTeam(tx, actor, before.teamId));
    if (!before || isRefusal(team)) return refuse('platform.not-found');
    const stale = staleOr(before, version);
    if (stale) return stale;
    const isDone = (fields.status ?? before.status) === 'done';
    if (isDone && (fields.onDay ?? before.onDay) > (await readToday(tools, tx)))
      return refuse('organizations.screening-in-future');
    await updateRow(tx, screeningTable, screeningId, fields as Fields);
    audit(tx, actor, {
      action: 'grid-screening.changed',
      subjectKind: 'grid-team',
      subjectId: before.teamId,
      detail: { screeningId, fields: Object.keys(fields) },
    });
    tx.touch('organizations');
    return { screeningId };
  });
}
