import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runNextJob } from '#platform/jobs/jobs.ts';
import { createWorld, type World } from '#testing/world.ts';
import { receiveFile } from '../actions.ts';
import { fhirModule } from '../index.ts';

let world: World;
let tools: World['tools'];
beforeAll(async () => {
  world = await createWorld();
  // A folder of its own: other tests count what lies in the one they share.
  const dataDir = mkdtempSync(join(tmpdir(), 'renmai-fhir-'));
  tools = { ...world.tools, config: { ...world.tools.config, dataDir } };
});
afterAll(async () => {
  await world.end();
  rmSync(tools.config.dataDir, { recursive: true, force: true });
});

const patient = (change: object = {}) => ({
  resourceType: 'Patient',
  id: 'p1',
  identifier: [
    { type: { coding: [{ code: 'MR' }] }, system: 'http://his.example.org/mrn', value: 'B0001' },
    { system: 'urn:oid:2.16.156.10011.1.3', value: '990000199001010017' },
  ],
  name: [{ family: '测', given: ['试'] }],
  gender: 'male',
  birthDate: '1990-01-01',
  telecom: [{ system: 'phone', value: '138-0000-1234' }],
  extension: [{ url: 'http://example.org/unknown', valueString: 'kept' }],
  ...change,
});
const encounter = {
  resourceType: 'Encounter',
  id: 'e1',
  status: 'finished',
  class: { code: 'IMP' },
  subject: { reference: 'Patient?identifier=http://his.example.org/mrn|B0001' },
  period: { start: '2026-10-01T08:00:00+08:00', end: '2026-10-05T10:00:00+08:00' },
  participant: [{ individual: { reference: 'Practitioner/d1' } }],
  location: [{ location: { reference: 'Location/l1' } }],
};
const doctor = { resourceType: 'Practitioner', id: 'd1', name: [{ text: '王医生' }] };
const ward = { resourceType: 'Location', id: 'l1', name: '骨科病区', status: 'active' };
const clinic = { resourceType: 'Organization', id: 'o1', name: '云溪镇卫生院', type: [{ coding: [{ code: 'prov' }] }] };

async function readIn(...lines: (object | string)[]) {
  const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
  const actor = world.actor('info_officer');
  const { runId } = await receiveFile(tools, actor, { fileName: 'x.ndjson', content: Readable.from([text]) });
  // Other jobs that reading in asks for (matching) are not this module's.
  while (await runNextJob(tools, world.hospitalId, fhirModule.jobs));
  const [run] = await world.sql<Record<string, unknown>>('SELECT * FROM fhir_runs WHERE run_id = $1', [runId]);
  const problems = await world.sql<{ at: string; code: string }>(
    'SELECT at::int AS at, code FROM fhir_problems WHERE run_id = $1 ORDER BY at, code',
    [runId],
  );
  return { run: run!, problems };
}

const episodes = () =>
  world.sql<Record<string, unknown>>(
    'SELECT episode_no, record_no, patient_name, phone, kind, department, doctor, id_number_lookup IS NOT NULL AS has_id FROM visit_episodes ORDER BY 1',
  );

test('an encounter waits for its patient and is taken when he comes, whatever the order of the files', async () => {
  const first = await readIn(encounter, '{"broken', { resourceType: 'Observation', id: 'x' });
  expect(first.run).toMatchObject({ state: 'done', read_count: 3, new_count: 1, taken_count: 0 });
  expect(first.problems).toEqual([
    { at: 2, code: 'not-json' },
    { at: 3, code: 'type-not-read' },
  ]);
  expect(await episodes()).toEqual([]);
  const waiting = await world.sql(`SELECT waits_for FROM fhir_resources WHERE state = 'waiting'`);
  expect(waiting).toEqual([{ waits_for: 'Patient?http://his.example.org/mrn|B0001' }]);

  const second = await readIn(patient(), doctor, ward, clinic);
  expect(second.run).toMatchObject({ new_count: 4, taken_count: 5 });
  expect(await episodes()).toEqual([
    {
      episode_no: 'e1',
      record_no: 'B0001',
      patient_name: '测试',
      phone: '13800001234',
      kind: 'inpatient',
      department: '骨科病区',
      doctor: '王医生',
      has_id: true,
    },
  ]);
  expect(await world.sql('SELECT name FROM patient_patients')).toEqual([{ name: '测试' }]);
  expect(await world.sql('SELECT name, kind FROM organization_organizations')).toEqual([
    { name: '云溪镇卫生院', kind: 'hospital' },
  ]);
});

test('the same file twice changes nothing, a corrected patient corrects his visits', async () => {
  const again = await readIn(patient(), doctor, ward, clinic, encounter);
  expect(again.run).toMatchObject({ new_count: 0, changed_count: 0, same_count: 5 });
  const corrected = await readIn(patient({ name: [{ family: '测', given: ['更正'] }] }));
  expect(corrected.run).toMatchObject({ changed_count: 1 });
  expect(await episodes()).toMatchObject([{ patient_name: '测更正' }]);
  expect(await world.sql('SELECT count(*)::int AS n FROM patient_patients')).toEqual([{ n: 1 }]);
});

test('unknown extensions are kept, the ID number stands nowhere in the clear', async () => {
  const rows = await world.sql<{ all: string }>(
    `SELECT coalesce(aside::text, '') || coalesce(draft::text, '') || fhir_id || coalesce(waits_for, '') AS all FROM fhir_resources
     UNION ALL SELECT system || value FROM fhir_identifiers`,
  );
  const text = rows.map((row) => row.all).join('\n');
  expect(text).toContain('http://example.org/unknown');
  expect(text).not.toContain('990000199001010017');
});

test('a file that is no FHIR is refused as a whole and leaves nothing', async () => {
  const { run, problems } = await readIn('episode_no,name\n1,2');
  expect(run).toMatchObject({ state: 'failed', failed_code: 'fhir.no-fhir', file_path: null });
  expect(problems).toEqual([]);
});

test('a bundle is read by the urls of its entries', async () => {
  const url = 'urn:uuid:0a1b2c3d-0000-4000-8000-000000000001';
  const bundle = {
    resourceType: 'Bundle',
    type: 'collection',
    entry: [
      {
        resource: {
          ...encounter,
          id: 'e2',
          class: { code: 'AMB' },
          subject: { reference: url },
          participant: [],
          location: [],
        },
      },
      { fullUrl: url, resource: { resourceType: 'Patient', id: 'p2', name: [{ text: '阿依·测试' }] } },
    ],
  };
  const { run } = await readIn(bundle);
  expect(run).toMatchObject({ read_count: 2, taken_count: 2 });
  expect(await episodes()).toContainEqual(expect.objectContaining({ episode_no: 'e2', patient_name: '阿依·测试' }));
});
