import { afterAll, beforeAll, expect, test } from 'vitest';
import { isRefusal } from '#kernel/refusal.ts';
import type { Actor } from '#modules/staff/index.ts';
import { runNextJob } from '#platform/jobs/jobs.ts';
import { createWorld, type World } from '#testing/world.ts';
import { decideExport, readExportDetail, requestExport } from '../actions/exports.ts';
import { openFile } from '../actions/files.ts';
import { mayContact } from '../actions/may-contact.ts';
import { setMark } from '../actions/person.ts';
import {
  answerRequest,
  closeWithoutAnswer,
  extendRequest,
  fileRequest,
  produceFiles,
  readRequestDetail,
  verifyIdentity,
} from '../actions/requests.ts';
import { changeRetention, countRetention, readRetention, startRetention } from '../actions/retention.ts';
import { consentModule } from '../index.ts';
import { addEpisode, addPerson, at, give, unrefused } from './consent-world.ts';

let world: World;
let officer: Actor;
beforeAll(async () => {
  world = await createWorld('2026-10-15T12:00:00+08:00');
  officer = world.actor('compliance');
});
afterAll(() => world.end());

const file = (patientId: string, kind: 'copy' | 'deletion' | 'correction' = 'copy') =>
  fileRequest(world.tools, officer, {
    patientId,
    kind,
    detail: '想知道医院有我哪些资料',
    requester: 'patient',
    requesterName: null,
    via: 'desk',
  });
const detail = async (requestId: string) =>
  unrefused(await world.tools.db.read(officer, (tx) => readRequestDetail(tx, requestId)));
const verified = async (requestId: string) =>
  unrefused(
    await verifyIdentity(world.tools, officer, {
      requestId,
      how: '核对身份证原件',
      version: (await detail(requestId)).version,
    }),
  );
const work = () => runNextJob(world.tools, world.hospitalId, consentModule.jobs);

test('a request is numbered, has fifteen working days, and the same is not filed twice while open', async () => {
  const id = await addPerson(world, { name: '周一' });
  const filed = unrefused(await file(id));
  expect(filed.requestNo).toMatch(/^Q20261015-\d{3}$/);
  // 15 October 2026 is a Thursday; no holiday follows within three weeks.
  expect(filed.deadlineAt).toBe(at('2026-11-06T00:00:00+08:00'));
  expect(await file(id)).toMatchObject({ code: 'consent.request-open', facts: { requestNo: filed.requestNo } });
  const many = await Promise.all(
    Array.from({ length: 5 }, async (_, n) => file(await addPerson(world, { name: `周${n}` }))),
  );
  expect(new Set(many.map((one) => unrefused(one).requestNo)).size).toBe(5);
  const { version } = await detail(filed.requestId);
  const extended = unrefused(
    await extendRequest(world.tools, officer, { requestId: filed.requestId, reason: '资料较多', version }),
  );
  expect(extended.deadlineAt).toBeGreaterThan(filed.deadlineAt);
  expect(
    await closeWithoutAnswer(world.tools, officer, {
      requestId: filed.requestId,
      as: 'refused',
      reason: '重复',
      version,
    }),
  ).toMatchObject({ code: 'platform.stale' });
});

test('files are made only after the identity was checked, hold everything published of the person, and expire', async () => {
  const id = await addPerson(world, { name: '周福生', recordNo: 'RZ1', phone: '13900008888' });
  await addEpisode(world, { episodeNo: 'E1', recordNo: 'RZ1', registeredAt: '2026-09-01T10:00:00+08:00' });
  await addEpisode(world, { episodeNo: 'E2', recordNo: 'OTHER', registeredAt: '2026-09-01T10:00:00+08:00' });
  await give(world, world.actor('agent'), id);
  const { requestId } = unrefused(await file(id));
  const early = await produceFiles(world.tools, officer, { requestId, version: (await detail(requestId)).version });
  expect(early).toMatchObject({ code: 'consent.identity-unchecked' });
  const { version } = await verified(requestId);
  unrefused(await produceFiles(world.tools, officer, { requestId, version }));
  expect(await work()).toBe(true);
  const { files } = await detail(requestId);
  expect(files.map((one) => one.mediaType)).toEqual(['application/json', 'text/html; charset=utf-8']);
  const opened = unrefused(await openFile(world.tools, officer, { fileId: files[0]!.fileId, ownerKind: 'request' }));
  const { data } = JSON.parse(opened.file.toString());
  expect(data.patients).toMatchObject([{ name: '周福生' }]);
  expect(data.episodes).toMatchObject([{ episode_no: 'E1' }]);
  expect(data.consents).toHaveLength(2);
  expect(JSON.stringify(data)).not.toMatch(/sealed|hospital_id|E2/);
  const [{ read }] = (await world.sql(
    `SELECT count(*)::int AS read FROM staff_audit_entries WHERE action = 'rights.file-downloaded'`,
  )) as [{ read: number }];
  expect(read).toBe(1);
  world.setNow('2026-10-30T12:00:01+08:00');
  expect(await openFile(world.tools, officer, { fileId: files[0]!.fileId, ownerKind: 'request' })).toMatchObject({
    code: 'consent.file-expired',
  });
  world.setNow('2026-10-15T12:00:00+08:00');
});

test('a deletion stops all use, says what law keeps, and gives way to a legal hold', async () => {
  const id = await addPerson(world, { name: '周三', recordNo: 'RZ3' });
  await addEpisode(world, { episodeNo: 'E3', recordNo: 'RZ3', registeredAt: '2026-09-01T10:00:00+08:00' });
  await give(world, world.actor('agent'), id);
  const { requestId } = unrefused(await file(id, 'deletion'));
  unrefused(await setMark(world.tools, officer, { patientId: id, kind: 'legal_hold', reason: '诉讼中' }));
  await verified(requestId);
  const answer = async () =>
    answerRequest(world.tools, officer, {
      requestId,
      outcome: '已按规定处理',
      version: (await detail(requestId)).version,
    });
  expect(await answer()).toMatchObject({ code: 'consent.legal-hold' });
  expect((await detail(requestId)).state).toBe('verified');
  await world.sql(
    `UPDATE consent_marks SET lifted_at = now(), lifted_by_name = 'x', lift_reason = 'x' WHERE patient_id = $1`,
    [id],
  );
  const answered = unrefused(await answer());
  expect(answered.outcomeParts).toContainEqual(
    expect.objectContaining({ category: 'medical-records', outcome: 'restricted' }),
  );
  const may = await world.tools.db.read(officer, (tx) =>
    mayContact(tx, { patientId: id, purpose: 'marketing', channel: 'sms', at: world.tools.now() }),
  );
  expect(may.because).toEqual(['restricted', 'consent-withdrawn']);
});

test('retention counts first, leaves what is under legal hold, and does twice nothing more', async () => {
  const free = await addPerson(world, { name: '周四' });
  const held = await addPerson(world, { name: '周五' });
  unrefused(await setMark(world.tools, officer, { patientId: held, kind: 'legal_hold', reason: '医疗纠纷' }));
  for (const id of [free, held])
    await world.sql(
      `INSERT INTO consent_preferences (hospital_id, patient_id, changed_at, changed_by_name) VALUES ($1, $2, '2024-01-01', 'x')`,
      [world.hospitalId, id],
    );
  expect(await changeRetention(world.tools, officer, { category: 'rights-requests', months: 12 })).toMatchObject({
    code: 'consent.retention-shorter',
  });
  expect(await changeRetention(world.tools, officer, { category: 'audit-log', months: 600 })).toMatchObject({
    code: 'consent.retention-fixed',
  });
  expect(await startRetention(world.tools, officer)).toMatchObject({ code: 'consent.dry-run-first' });
  const dry = await countRetention(world.tools, officer);
  expect(dry.counts).toContainEqual({ category: 'preferences', due: 1, held: 1, done: 0 });
  unrefused(await startRetention(world.tools, officer));
  expect(await work()).toBe(true);
  unrefused(await startRetention(world.tools, officer));
  expect(await work()).toBe(true);
  const { runs } = await world.tools.db.read(officer, readRetention);
  const done = runs
    .filter((run) => !run.isDryRun)
    .map((run) => run.counts.find((one) => one.category === 'preferences'));
  expect(done).toEqual([
    { category: 'preferences', due: 0, held: 1, done: 0 },
    { category: 'preferences', due: 1, held: 1, done: 1 },
  ]);
  const left = await world.sql('SELECT patient_id FROM consent_preferences');
  expect(left).toEqual([{ patient_id: held }]);
});

test('an export is asked for by one and approved by another, and leaves nobody findable', async () => {
  for (let n = 0; n < 40; n++) {
    const name = `吴示例${n}`;
    await addPerson(world, {
      name,
      recordNo: `RX${n}`,
      birthDate: `19${50 + (n % 40)}-03-01`,
      division: n % 2 ? '430121' : '430122',
    });
    await addEpisode(world, {
      episodeNo: `X${n}`,
      recordNo: `RX${n}`,
      registeredAt: '2026-08-10T10:00:00+08:00',
      diagnosis: n === 7 ? `高血压，患者${name}，电话13900006666` : '高血压',
    });
  }
  const marketer = { ...world.actor('marketer') };
  const wanted = {
    dataset: 'visits',
    audience: 'internal',
    k: 11,
    format: 'csv',
    fromDay: '2026-08-01',
    untilDay: '2026-08-31',
    dateTreatment: 'month',
    reason: '分析就诊人群',
  } as const;
  expect(await requestExport(world.tools, marketer, { ...wanted, audience: 'marketing' })).toMatchObject({
    code: 'consent.export-k-too-small',
    facts: { min: 20 },
  });
  const asked = unrefused(await requestExport(world.tools, marketer, wanted));
  const decision = { exportId: asked.exportId, approves: true, reason: '用途明确', version: asked.version };
  expect(await decideExport(world.tools, marketer, decision)).toMatchObject({ code: 'consent.export-own' });
  const both = await Promise.all([1, 2].map(() => decideExport(world.tools, world.actor('compliance'), decision)));
  expect(both.filter(isRefusal)).toHaveLength(1);
  expect(await work()).toBe(true);
  const made = unrefused(await world.tools.db.read(marketer, (tx) => readExportDetail(tx, asked.exportId)));
  expect(made.state).toBe('done');
  expect(made.report!.kReached).toBeGreaterThanOrEqual(11);
  expect(made.report!.scrubbedCells).toBe(1);
  const fileId = made.files[0]!.fileId;
  expect(await openFile(world.tools, officer, { fileId, ownerKind: 'export' })).toMatchObject({
    code: 'platform.not-found',
  });
  const text = unrefused(await openFile(world.tools, marketer, { fileId, ownerKind: 'export' })).file.toString();
  expect(text).not.toMatch(/吴示例|13900006666|RX\d/);
  const lines = text.trim().split('\r\n').slice(1);
  expect(lines).toHaveLength(made.report!.rowsOut);
  const combinations = new Map<string, number>();
  for (const line of lines) {
    const key = line.split(',').slice(1, 7).join();
    combinations.set(key, (combinations.get(key) ?? 0) + 1);
  }
  for (const size of combinations.values()) expect(size).toBeGreaterThanOrEqual(11);
});
