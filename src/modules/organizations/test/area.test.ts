import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isRefusal, type Refusal } from '#kernel/refusal.ts';
import type { Actor } from '#modules/staff/index.ts';
import { createWorld, type World } from '#testing/world.ts';
import { findDivisions, listScreenings, listTeams, readCoverage } from '../lists/area.ts';
import { readOrganization } from '../lists/organizations.ts';
import {
  addScreening,
  addTeam,
  changeAreaSettings,
  changeScreening,
  changeTeam,
  importDivisions,
  readAreaSettings,
} from '../registry/area.ts';
import { createOrganization } from '../registry/organizations.ts';
import { addContact } from '../registry/parts.ts';
import { defaultBands } from '../rules/distance.ts';

let world: World;
let officer: Actor;
let dir: string;
beforeAll(async () => {
  world = await createWorld();
  officer = world.actor('info_officer');
  dir = await mkdtemp(join(tmpdir(), 'renmai-divisions-test-'));
});
afterAll(async () => {
  await world.end();
  await rm(dir, { recursive: true, force: true });
});

const must = <Value>(value: Value | Refusal): Value => {
  if (isRefusal(value)) throw new Error(value.code);
  return value as Value;
};
async function imported(text: string) {
  const path = join(dir, 'divisions.csv');
  await writeFile(path, text);
  return importDivisions(world.tools, officer, path);
}

test('without divisions coverage says so; a file without its columns or rows is refused', async () => {
  expect(await readCoverage(world.tools, officer)).toMatchObject({ hasDivisions: false, counties: [] });
  expect(await imported('a,b\n1,2\n')).toMatchObject({ code: 'organizations.divisions-columns' });
  expect(await imported('code,name\nx,y\n')).toMatchObject({ code: 'organizations.divisions-empty' });
  expect(await imported('')).toMatchObject({ refused: true });
});

test('divisions are imported, again without a change, and renamed', async () => {
  const file =
    '代码,名称,备注\n430121,安沅县,\n430121101000,云溪镇,\n430121102,石桥镇,\n430121101201,大湾村,\n430100,某市,\nbad,坏行,\n';
  expect(must(await imported(file))).toMatchObject({
    counties: 1,
    townships: 2,
    villages: 1,
    added: 4,
    renamed: 0,
    skipped: 1,
    rejected: [{ row: 6, because: 'code' }],
  });
  expect(must(await imported(file))).toMatchObject({ added: 0, renamed: 0 });
  expect(must(await imported('code,name\n430121102,石桥街道\n'))).toMatchObject({ added: 0, renamed: 1 });
  const { items } = await findDivisions(world.tools, officer, '大湾');
  expect(items).toMatchObject([{ code: '430121101201', path: '安沅县 云溪镇 大湾村' }]);
});

test('a township is covered by two people, introducers and contact persons alike', async () => {
  const flags = async () =>
    (await readCoverage(world.tools, officer)).counties[0]!.townships.map((one) => [one.name, one.people, one.isShort]);
  expect(await flags()).toEqual([
    ['云溪镇', 0, true],
    ['石桥街道', 0, true],
  ]);
  const { organizationId } = must(
    await createOrganization(world.tools, officer, {
      name: '大湾村卫生室',
      kind: 'clinic',
      divisionCode: '430121101201',
    }),
  );
  expect(must(await readOrganization(world.tools, officer, organizationId))).toMatchObject({
    township: '云溪镇',
    divisionName: '安沅县 云溪镇 大湾村',
  });
  must(await addContact(world.tools, officer, organizationId, { role: 'leader', name: '村医甲' }));
  await world.sql(
    `INSERT INTO referral_introducers (hospital_id, introducer_no, name, kind, institution, status) VALUES
       ($1, 'C1', '医生乙', 'grassroots_institution', '云溪镇卫生院', 'active'),
       ($1, 'C2', '医生丙', 'grassroots_institution', '石桥卫生院', 'active'),
       ($1, 'C3', '医生丁', 'grassroots_institution', '石桥卫生院', 'inactive')`,
    [world.hospitalId],
  );
  expect(await flags()).toEqual([
    ['云溪镇', 2, false],
    ['石桥街道', 1, true],
  ]);
});

test('bands must follow each other; coordinates reckon the distances of all units anew', async () => {
  const settings = { version: 0, latitude: 28.2, longitude: 113.1, bands: defaultBands };
  expect(
    await changeAreaSettings(world.tools, officer, { ...settings, bands: [...defaultBands].reverse() }),
  ).toMatchObject({
    code: 'organizations.bands-unsound',
  });
  expect(await changeAreaSettings(world.tools, officer, { ...settings, latitude: null })).toMatchObject({
    code: 'organizations.half-coordinates',
  });
  const { organizationId } = must(
    await createOrganization(world.tools, officer, {
      name: '有坐标的厂',
      kind: 'enterprise',
      latitude: 28.3,
      longitude: 113.1,
    }),
  );
  must(await changeAreaSettings(world.tools, officer, settings));
  expect(await changeAreaSettings(world.tools, officer, settings)).toMatchObject({ code: 'platform.stale' });
  expect(must(await readOrganization(world.tools, officer, organizationId))).toMatchObject({ band: '5–15 公里' });
  expect(await readAreaSettings(world.tools, officer)).toMatchObject({ version: 1, divisions: 4 });
});

test('a grid team tells whom it lacks, keeps its numbers sound and its screenings in order', async () => {
  const { teamId } = must(
    await addTeam(world.tools, officer, {
      name: '云溪一队',
      area: '云溪镇集镇',
      doctorName: '张医生',
      households: 100,
    }),
  );
  expect((await listTeams(world.tools, officer)).items).toMatchObject([{ teamId, missing: ['nurse', 'worker'] }]);
  expect(await changeTeam(world.tools, officer, teamId, { version: 1, familiesSigned: 101 })).toMatchObject({
    code: 'organizations.more-signed-than-households',
  });
  expect(
    await changeTeam(world.tools, officer, teamId, { version: 1, termFrom: '2026-05-01', termUntil: '2026-04-01' }),
  ).toMatchObject({ code: 'organizations.team-term' });
  must(await changeTeam(world.tools, officer, teamId, { version: 1, nurseName: '李护士', workerName: '王网格员' }));
  expect((await listTeams(world.tools, officer)).items[0]!.missing).toEqual([]);
  expect((await listTeams(world.tools, world.actor('rep'))).items).toEqual([]);
  const plan = { place: '村委会', purpose: '高血压筛查' };
  const { screeningId } = must(await addScreening(world.tools, officer, teamId, { ...plan, onDay: '2026-10-14' }));
  must(await addScreening(world.tools, officer, teamId, { ...plan, onDay: '2026-10-20' }));
  const listed = (await listScreenings(world.tools, officer, { from: '2026-10-01', until: '2026-10-31' })).items;
  expect(listed.map((one) => [one.onDay, one.isOverdue])).toEqual([
    ['2026-10-14', true],
    ['2026-10-20', false],
  ]);
  must(await changeScreening(world.tools, officer, screeningId, { version: 1, status: 'done', screened: 40 }));
  expect(
    await changeScreening(world.tools, officer, listed[1]!.screeningId, { version: 1, status: 'done' }),
  ).toMatchObject({ code: 'organizations.screening-in-future' });
  expect(
    await changeScreening(world.tools, world.actor('rep'), screeningId, { version: 2, screened: 1 }),
  ).toMatchObject({
    code: 'platform.not-found',
  });
});

test('everything that was changed is on record', async () => {
  const actions = await world.sql<{ action: string }>('SELECT DISTINCT action FROM staff_audit_entries');
  expect(actions.map((one) => one.action)).toEqual(
    expect.arrayContaining([
      'organization.divisions-imported',
      'organization.area-changed',
      'grid-team.changed',
      'grid-screening.changed',
    ]),
  );
});
