import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorld, type World } from '#testing/world.ts';
import { createFieldCipher } from '../field-cipher.ts';
import { beginRotation, finishRotation, rewrap, ringVersions } from '../key-ring.ts';
import { countVersions, rotateKeys } from '../rotate-keys.ts';

let world: World;
let owner: pg.Pool;
const folder = mkdtempSync(join(tmpdir(), 'renmai-keys-'));
beforeAll(async () => {
  world = await createWorld();
  owner = new pg.Pool({ ...world.address.owner, max: 2 });
  owner.on('error', () => undefined);
});
afterAll(async () => {
  await owner.end();
  await world.end();
  rmSync(folder, { recursive: true });
});

function newPlace(fieldKey: Buffer | null = null) {
  const keyRingFile = join(folder, `${randomBytes(6).toString('hex')}.json`);
  return { fieldKey, masterKey: randomBytes(32), keyRingFile, lookupKey: randomBytes(32) };
}

test('a field sealed by any key of the ring can be read, new ones take the newest key, and look-ups stay as they are', () => {
  const place = newPlace();
  const before = createFieldCipher(place);
  const sealed = before.seal('990000198001010011');
  expect(sealed[0]).toBe(1);
  expect(beginRotation(place)).toEqual({ version: 2, isResumed: false });
  const after = createFieldCipher(place);
  expect(after.seal('x')[0]).toBe(2);
  expect(after.open(sealed)).toBe('990000198001010011');
  // A process that runs on finds the new key when it meets one.
  expect(before.open(after.seal('990000198001010012'))).toBe('990000198001010012');
  expect(after.lookup('990000198001010011')).toEqual(before.lookup('990000198001010011'));
});

test('what was sealed before the ring existed stays readable: its key is the first of the ring', () => {
  const place = newPlace(randomBytes(32));
  const sealed = createFieldCipher(place).seal('6222000000000011');
  expect(createFieldCipher({ ...place, fieldKey: null }).open(sealed)).toBe('6222000000000011');
});

test('no data key lies in the clear, and another master key opens nothing', () => {
  const key = randomBytes(32);
  const place = newPlace(key);
  createFieldCipher(place);
  expect(readFileSync(place.keyRingFile, 'utf8')).not.toContain(key.toString('base64'));
  expect(() => createFieldCipher({ ...place, masterKey: randomBytes(32) })).toThrow(/master key does not open/);
});

test('a new master key wraps the same data keys; the old one opens nothing any more', () => {
  const place = newPlace();
  const sealed = createFieldCipher(place).seal('geheim');
  const next = randomBytes(32);
  rewrap(place, next);
  expect(createFieldCipher({ ...place, masterKey: next }).open(sealed)).toBe('geheim');
  expect(() => createFieldCipher(place)).toThrow(/master key/);
});

test('a process that runs on seals with the new key within two seconds of a rotation', async () => {
  const place = newPlace();
  const running = createFieldCipher(place);
  beginRotation(place);
  await pause(1200);
  expect(running.seal('x')[0]).toBe(2);
  finishRotation(place);
  expect(ringVersions(place)).toEqual({ current: 2, rotating: false, versions: [1, 2] });
});

test('a rotation killed in the middle loses no field, goes on where it stood, and ends with none of the old key', {
  timeout: 60_000,
}, async () => {
  const place = newPlace();
  const cipher = createFieldCipher(place);
  const ids = Array.from({ length: 600 }, (_, index) => `990000198001${String(index).padStart(6, '0')}`);
  await world.sql(
    `INSERT INTO visit_episodes (hospital_id, episode_no, kind, registered_at, id_number_sealed, id_number_lookup)
     SELECT $1, 'E' || n, 'inpatient', clock_timestamp(), s, l FROM unnest($2::int[], $3::bytea[], $4::bytea[]) AS v(n, s, l)`,
    [
      world.hospitalId,
      ids.map((_, index) => index),
      ids.map((id) => cipher.seal(id)),
      ids.map((id) => cipher.lookup(id)),
    ],
  );
  await world.sql(
    `INSERT INTO referral_introducers (hospital_id, introducer_no, name, kind, payout_account_sealed, tax_id_sealed) VALUES ($1, 'I9', '王某', 'staff', $2, $3)`,
    [world.hospitalId, cipher.seal('6222000000000022'), cipher.seal('TAX22')],
  );
  for (let kill = 0; kill < 3; kill++) {
    const before = await countOld();
    const child = startChild(place);
    while ((await countOld()) > before - 20 && child.exitCode === null) await pause(20);
    child.kill('SIGKILL');
    await new Promise((done) => child.once('exit', done));
    expect(await openAll(cipher)).toEqual(ids);
  }
  const halfway = await countOld();
  expect(halfway).toBeGreaterThan(0);
  expect(halfway).toBeLessThan(602);
  const done = await rotateKeys({ owner, cipher, place, batchRows: 100 });
  expect(done).toMatchObject({ version: 2, isResumed: true });
  expect((await countVersions(owner)).filter(({ fields }) => fields > 0).every(({ version }) => version === 2)).toBe(
    true,
  );
  expect(await openAll(cipher)).toEqual(ids);
  const [found] = await world.sql<{ episode_no: string }>(
    'SELECT episode_no FROM visit_episodes WHERE id_number_lookup = $1',
    [cipher.lookup(ids[7]!)],
  );
  expect(found!.episode_no).toBe('E7');
  expect(ringVersions(place).rotating).toBe(false);
});

test('a field written while the rotation waits for an older transaction is sealed anew as well', {
  timeout: 60_000,
}, async () => {
  const place = newPlace();
  const cipher = createFieldCipher(place);
  await world.sql('DELETE FROM visit_episodes');
  await world.sql('DELETE FROM referral_introducers');
  const late = new pg.Client(world.address.owner);
  await late.connect();
  await late.query('BEGIN');
  await late.query(
    `INSERT INTO visit_episodes (hospital_id, episode_no, kind, registered_at, id_number_sealed) VALUES ($1, 'LATE', 'inpatient', clock_timestamp(), $2)`,
    [world.hospitalId, cipher.seal('990000198001019999')],
  );
  const rotation = rotateKeys({ owner, cipher, place });
  await pause(2500);
  await late.query('COMMIT');
  await late.end();
  expect(await rotation).toMatchObject({ version: 2, sealed: 1 });
});

function startChild(place: ReturnType<typeof newPlace>) {
  const { host, port, user, password, database } = world.address.owner;
  const given = {
    owner: { host, port, user, password, database },
    ring: place.keyRingFile,
    master: place.masterKey.toString('base64'),
    lookup: place.lookupKey.toString('base64'),
  };
  return spawn(process.execPath, [join(import.meta.dirname, 'rotate-child.ts'), JSON.stringify(given)], {
    stdio: 'ignore',
  });
}

async function countOld(): Promise<number> {
  const counts = await countVersions(owner);
  return counts.filter(({ version }) => version === 1).reduce((sum, { fields }) => sum + fields, 0);
}

async function openAll(cipher: { open(sealed: Buffer): string }): Promise<string[]> {
  const rows = await world.sql<{ sealed: Buffer }>(
    `SELECT id_number_sealed AS sealed FROM visit_episodes ORDER BY substr(episode_no, 2)::int`,
  );
  return rows.map((row) => cipher.open(row.sealed));
}
