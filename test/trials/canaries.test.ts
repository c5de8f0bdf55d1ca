import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { call, makeToken } from './kit/api.ts';
import { createInstallation, type Installation, type RunningServer } from './kit/installation.ts';
import { writeIntroducers } from './kit/marked-files.ts';

/** A person who exists nowhere else: wherever these turn up, personal data has leaked. */
const name = '金丝雀鸣';
const phone = '13800007531';
const idNumber = '990000199909097531';
const birds = [name, phone, idNumber, '7531', encodeURIComponent(name)];

const header =
  'episode_no,record_no,patient_name,sex,birth_date,id_number,phone,kind,department,doctor,registered_at,discharged_at,settled_at,diagnosis';
const sound = `E1,B1,${name},男,1999-09-09,${idNumber},${phone},inpatient,骨科,李四,2026-10-01 08:00,2026-10-05 08:00,2026-10-05 09:00,骨折`;

let on: Installation;
let server: RunningServer;
let token: string;
/** What was said to the outside besides answers that are there to show the person: errors and the words of commands. */
const said: string[] = [];
beforeAll(async () => {
  on = createInstallation(undefined, { RENMAI_LOG: 'trace' });
  await on.run('init', '--division', '430121', '--name', '示例医院');
  await on.run('import', 'introducers', writeIntroducers(on.dataDir));
  token = await makeToken(on, [
    'referrals.register',
    'referrals.read',
    'referrals.match',
    'imports.run',
    'board.read',
    'board.mark',
    'episodes.source',
    'introducers.write',
    'plans.whatif',
  ]);
  server = await on.startServer();
}, 300_000);
afterAll(() => on.remove());

const cells = sound.split(',');
/** The sound row with each cell in turn replaced by each canary, so that every check of a value complains about one. */
function badRows(): string[] {
  return cells.flatMap((_, column) =>
    birds.map((bird, turn) =>
      cells.map((cell, index) => (index === column ? bird : index === 0 ? `X${column}-${turn}` : cell)).join(','),
    ),
  );
}

async function command(...words: string[]): Promise<void> {
  const { stdout, stderr } = await on.command(...words).ended;
  said.push(stdout, stderr);
}

test('a patient’s name, phone and ID number reach no log, no error and no file but the database', {
  timeout: 300_000,
}, async () => {
  const dir = on.dataDir;
  const file = (path: string, text: string) => {
    writeFileSync(join(dir, path), text);
    return join(dir, path);
  };
  const good = file('good.csv', `${header}\r\n${sound}\r\n`);
  const bad = file('bad.csv', [header, ...badRows(), `"${name}`].join('\r\n'));
  const reversed = file('reversed.csv', [sound, header].join('\r\n'));
  for (const path of [good, bad, reversed]) {
    await command('import', 'episodes', path, '--dry-run');
    await command('import', 'episodes', path);
    await command('import', 'charges', path);
  }
  await intake();
  await jobs([good, bad, reversed]);
  await command('match', '--month', '2026-10');
  await command('settle', '--month', '2026-10', '--plan', 'plan-l', '--out', join(dir, 'out'), '--post');
  await breakDatabase();
  const shown = said.join('\n');
  for (const bird of birds) expect(shown.includes(bird), `said ${bird}: ${around(shown, bird)}`).toBe(false);
  const log = server.log();
  expect(log.length).toBeGreaterThan(0);
  for (const bird of birds) expect(log.includes(bird), `logged ${bird}: ${around(log, bird)}`).toBe(false);
  // The trial's own files and the settlement's answer are where the person may be.
  const mine = new Set(['good.csv', 'bad.csv', 'reversed.csv', 'introducers.csv', 'out', 'uploads', 'cluster']);
  for (const path of filesUnder(dir, mine)) {
    const text = readFileSync(path);
    for (const bird of birds.slice(0, 3)) expect(text.includes(bird), `${path} holds ${bird}`).toBe(false);
  }
});

/** Everything a person at the desk does with the patient, right and wrong. */
async function intake(): Promise<void> {
  const referral = { patientName: name, sex: 'male', phone, disease: name, note: idNumber, introducerNo: 'J1' };
  const post = (path: string, body: unknown) => call(server.base, token, 'POST', path, body);
  await post('/api/referrals', referral);
  await post('/api/referral-messages', { text: `${name} 男 27岁 骨折 ${phone} 李医生介绍`, sender: phone });
  await post('/api/walk-ups', { patientName: name, sex: 'male', phone });
  for (const field of Object.keys(referral))
    for (const wrong of [name.repeat(200), { [name]: phone }, [idNumber], `${phone}\u0000${name}`])
      await refusedOnly(post('/api/referrals', { ...referral, [field]: wrong }));
  await refusedOnly(post('/api/referrals', { ...referral, introducerNo: phone }));
  for (const path of ['/api/referrals', '/api/episodes', '/api/board', '/api/introducers'])
    for (const query of [
      `filter=state:eq:${name}`,
      `filter=${phone}:eq:1`,
      `sort=${name}`,
      `limit=${phone}`,
      `cursor=${idNumber}`,
      `q=${name}`,
    ])
      await refusedOnly(call(server.base, token, 'GET', `${path}?${query.replace(name, encodeURIComponent(name))}`));
  await refusedOnly(call(server.base, token, 'GET', `/api/referrals/${encodeURIComponent(name)}`));
  await refusedOnly(call(server.base, token, 'GET', `/api/nothing/${phone}?name=${encodeURIComponent(name)}`));
  await refusedOnly(call(server.base, `${token}${phone}`, 'GET', '/api/referrals'));
}

async function jobs(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const form = new FormData();
    form.append('file', new Blob([readFileSync(path)]), `${name}${phone}.csv`);
    const given = await call(server.base, token, 'POST', '/api/imports?kind=episodes', form);
    if (given.status >= 400) {
      said.push(JSON.stringify(given.body));
      continue;
    }
    await call(server.base, token, 'POST', `/api/imports/${given.body.runId}/start`, { mapping: given.body.mapping });
  }
  const giveUpAt = Date.now() + 180_000;
  while (Date.now() < giveUpAt) {
    const [row] = await on.sql<{ open: number }>(
      "SELECT count(*)::int AS open FROM platform_jobs WHERE state IN ('waiting', 'running')",
    );
    if (row!.open === 0) return;
    await new Promise((done) => setTimeout(done, 200));
  }
  expect.fail('the jobs did not end');
}

/** A fault in the middle of registering: what the database says of it quotes the row. */
async function breakDatabase(): Promise<void> {
  await on.sql('ALTER TABLE referral_referrals ADD CONSTRAINT trial CHECK (length(patient_name) > 50) NOT VALID');
  const broken = await call(server.base, token, 'POST', '/api/referrals', {
    patientName: name,
    sex: 'male',
    phone,
    disease: idNumber,
  });
  expect(broken.status).toBeGreaterThanOrEqual(500);
  said.push(JSON.stringify(broken.body));
  await on.sql('ALTER TABLE referral_referrals DROP CONSTRAINT trial');
}

/** An answer that shows the person is an answer; one that refuses may not. */
async function refusedOnly(answering: ReturnType<typeof call>): Promise<void> {
  const { status, body } = await answering;
  expect(status).toBeLessThan(500);
  if (status >= 400) said.push(JSON.stringify(body));
}

function around(text: string, bird: string): string {
  const at = text.indexOf(bird);
  return text.slice(Math.max(0, at - 200), at + 100);
}

function filesUnder(dir: string, except: ReadonlySet<string>): string[] {
  return readdirSync(dir)
    .filter((entry) => !except.has(entry))
    .flatMap((entry) => {
      const path = join(dir, entry);
      const found = statSync(path, { throwIfNoEntry: false });
      if (found?.isDirectory()) return filesUnder(path, except);
      return found?.isFile() ? [path] : [];
    });
}
