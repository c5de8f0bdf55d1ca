import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Tools } from '#platform/tools.ts';
import { createWorld, type World } from '#testing/world.ts';
import { pathWith, sampleBody, withText } from './kit/bodies.ts';
import { type FrontDoor, openFrontDoor, upload } from './kit/front-door.ts';

const naughty: readonly string[] = [
  "'; DROP TABLE referral_referrals; --",
  '<script>alert(1)</script><img src=x onerror=alert(1)>',
  '👨‍👩‍👧‍👦🏥\u{1F9D1}\u{1F3FD}',
  '\u202Eملف\u202C מִקְרָא',
  'a\u0000b',
  '\uD800 half a character \uDC00',
  '文'.repeat(34_000),
  '\u0301'.repeat(5000),
  `$\{jndi:ldap://127.0.0.1/a} {{7*7}} %s %n $1 \\x00 \\u0000`,
  '../../../../etc/passwd',
  "=cmd|'/c calc'!A0",
  '\t\r\n \u00A0\u2028\uFEFF',
  '__proto__',
  '1e308',
  '-1',
  '9999-99-99',
  '٢٠٢٦-١٠-١٥',
];
const answerMsMax = 10_000;

let world: World;
let door: FrontDoor;
let dataDir: string;
beforeAll(async () => {
  world = await createWorld();
  // A folder of its own: other tests upload into the one they share, and what stays behind is counted here.
  dataDir = mkdtempSync(join(tmpdir(), 'renmai-hostile-'));
  const config = { ...world.tools.config, dataDir };
  const tools: Tools = { ...world.tools, config, now: () => Date.now() as ReturnType<Tools['now']> };
  door = await openFrontDoor(world, tools);
}, 300_000);
afterAll(async () => {
  await door.close();
  await world.end();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Rows of everything a refused request must leave as it was. */
const guarded = [
  'referral_referrals',
  'referral_messages',
  'referral_introducers',
  'referral_introducer_contacts',
  'referral_events',
  'referral_disputes',
  'referral_violations',
  'referral_outreach_accounts',
  'incentive_plans',
  'incentive_settlements',
  'incentive_payouts',
  'import_runs',
  'import_mappings',
  'platform_outbox',
  'platform_jobs',
  'staff_accounts',
  'staff_tokens',
  'hospital_departments',
];
async function rowCounts(): Promise<string> {
  const [row] = await world.sql<{ counts: string }>(
    `SELECT concat_ws(',', ${guarded.map((table) => `(SELECT count(*) FROM ${table})`).join(', ')}) AS counts`,
  );
  return row!.counts;
}

async function attempt(
  route: string,
  method: string,
  url: string,
  body: unknown,
  where: string,
  text: string,
  complaints: string[],
) {
  const before = await rowCounts();
  const answer = await door.send(method, url, body === undefined ? {} : { body });
  const complain = (what: string) => complaints.push(`${route} ${where} ${JSON.stringify(text.slice(0, 20))}: ${what}`);
  if (answer.status >= 500) complain(`${answer.status} ${answer.raw.slice(0, 200)}`);
  if (answer.ms > answerMsMax) complain(`took ${Math.round(answer.ms)} ms`);
  if (answer.status >= 400 && (await rowCounts()) !== before)
    complain(`answered ${answer.status} and stored something`);
  if (answer.body?.code === 'platform.signed-out') await door.signIn();
}

test('a naughty string in any text of any body is taken or refused, never a fault and never half stored', {
  timeout: 600_000,
}, async () => {
  const complaints: string[] = [];
  let requests = 0;
  for (const contract of door.contracts) {
    const sample = sampleBody(contract);
    if (!sample || contract.method === 'GET') continue;
    const url = pathWith(contract, '00000000-0000-7000-8000-000000000001');
    for (const [index, path] of sample.texts.entries()) {
      // Each place gets a few of the strings, different ones from its neighbours; over the routes all meet all kinds of fields.
      for (let turn = 0; turn < 3; turn++) {
        const text = naughty[(index * 3 + turn + requests) % naughty.length]!;
        await attempt(
          contract.id,
          contract.method,
          url,
          withText(sample.body, path, text),
          path.join('.'),
          text,
          complaints,
        );
        requests += 1;
      }
    }
    for (const odd of [null, [], 'text', 12, { a: { b: [] } }])
      await attempt(
        contract.id,
        contract.method,
        url,
        JSON.stringify(odd) === undefined ? '' : odd,
        'body',
        'odd',
        complaints,
      );
  }
  expect(complaints).toEqual([]);
  expect(requests).toBeGreaterThan(300);
});

test('numbers at their limits are taken or refused', { timeout: 300_000 }, async () => {
  const complaints: string[] = [];
  const limits = [Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 2 ** 31, -1, 0, 0.1, 1e300];
  for (const contract of door.contracts) {
    const sample = sampleBody(contract);
    if (!sample || contract.method === 'GET') continue;
    const url = pathWith(contract, '00000000-0000-7000-8000-000000000001');
    for (const limit of limits) {
      const body = JSON.parse(JSON.stringify(sample.body), (_, value) => (typeof value === 'number' ? limit : value));
      await attempt(contract.id, contract.method, url, body, 'numbers', String(limit), complaints);
    }
  }
  expect(complaints).toEqual([]);
});

test('naughty strings in addresses, queries, filters and searches are taken or refused', {
  timeout: 600_000,
}, async () => {
  const complaints: string[] = [];
  for (const contract of door.contracts) {
    if (contract.produces === 'text/event-stream') continue;
    const short = naughty.filter((text) => text.isWellFormed() && text.length < 100);
    for (const [index, text] of short.entries()) {
      const fields = Object.keys(contract.query?.shape ?? {});
      const asked = new URLSearchParams(fields.map((field) => [field, field === 'filter' ? `state:eq:${text}` : text]));
      const path = pathWith(contract, index % 2 === 0 ? text : 'E1');
      if (contract.method !== 'GET' && !contract.path.includes(':')) continue;
      await attempt(contract.id, contract.method, `${path}?${asked}`, undefined, 'address', text, complaints);
    }
    for (const text of short.slice(0, 6)) {
      if (contract.method !== 'GET' || !contract.query?.shape['q']) continue;
      await attempt(
        contract.id,
        'GET',
        `${pathWith(contract, 'E1')}?q=${encodeURIComponent(text)}`,
        undefined,
        'q',
        text,
        complaints,
      );
    }
  }
  expect(complaints).toEqual([]);
});

const header = 'episode_no,record_no,patient_name,sex,birth_date,kind,department,registered_at\r\n';
const soundRow = 'E1,B1,张三,男,1986-01-01,inpatient,骨科,2026-10-01 08:00\r\n';

/** A workbook whose sheet unpacks to a gigabyte. */
function zipBomb(): Buffer {
  const name = Buffer.from('xl/worksheets/sheet1.xml');
  const size = 1024 * 1024 * 1024;
  const packed = Buffer.concat([deflateRawSync(Buffer.alloc(16 * 1024 * 1024, 32), { level: 9 })]);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(20, 4);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(packed.length, 18);
  local.writeUInt32LE(size, 22);
  local.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(20, 6);
  central.writeUInt16LE(8, 10);
  central.writeUInt32LE(packed.length, 20);
  central.writeUInt32LE(size, 24);
  central.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length + name.length, 12);
  end.writeUInt32LE(local.length + name.length + packed.length, 16);
  return Buffer.concat([local, name, packed, central, name, end]);
}

const badFiles: Readonly<Record<string, Buffer | string>> = {
  'empty.csv': '',
  'zip-bomb.xlsx': zipBomb(),
  'half-a-workbook.xlsx': zipBomb().subarray(0, 200),
  'photograph.csv': Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
  'random.csv': Buffer.from(Array.from({ length: 5000 }, (_, n) => (n * 7919) % 256)),
  'without-columns.csv': 'a,b,c\r\n1,2,3\r\n',
  'open-quote.csv': `${header}E1,"${'x'.repeat(100_000)}`,
  'nul.csv': `${header}${soundRow.replace('张三', '张\u0000三')}`,
  'wrong-encoding.csv': Buffer.concat([Buffer.from(header), Buffer.from([0xff, 0xfe, 0x80, 0x0d, 0x0a])]),
  'ten-megabytes-in-a-cell.csv': `${header}${soundRow.replace('张三', '张'.repeat(3_500_000))}`,
  'many-columns.csv': `${','.repeat(20_000)}\r\n`,
};

test('files that are no tables are refused with a reason, in time, and nothing of them stays behind', {
  timeout: 300_000,
}, async () => {
  const uploads = join(dataDir, 'uploads');
  for (const [name, content] of Object.entries(badFiles)) {
    const before = await rowCounts();
    const answer = await door.send('POST', '/api/imports?kind=episodes', upload(name, content));
    expect(answer.status, `${name}: ${answer.raw.slice(0, 300)}`).toBeLessThan(500);
    expect(answer.ms, name).toBeLessThan(answerMsMax);
    if (answer.status === 201) continue;
    expect(answer.body.code, name).toMatch(/^(imports|files|platform)\./);
    expect(await rowCounts(), name).toBe(before);
  }
  const kept = await world.sql<{ count: number }>(
    'SELECT count(*)::int AS count FROM import_runs WHERE file_path IS NOT NULL',
  );
  expect(readdirSync(uploads).length).toBe(kept[0]!.count);
});

test('webhooks with wrong, missing or old signatures and of unknown hospitals store nothing and cause no fault', async () => {
  const before = await rowCounts();
  const payloads = ['', '{}', '<xml/>', '<!DOCTYPE x [<!ENTITY a "b">]><xml>&a;</xml>', '\u0000', 'x'.repeat(100_000)];
  for (const hospital of [world.hospitalId, '00000000-0000-7000-8000-000000000009', 'nobody'])
    for (const contract of door.contracts.filter((one) => one.path.includes('/webhooks/')))
      for (const payload of payloads)
        for (const type of ['text/xml', 'application/json', 'text/plain']) {
          const url = contract.path.replace(':hospitalId', hospital).replace(/:\w+/g, 'x'.repeat(40));
          const headers = {
            'content-type': type,
            'webhook-id': 'm1',
            'webhook-timestamp': '1',
            'webhook-signature': 'v1,AAAA',
          };
          const answer = await door.send(contract.method, `${url}?signature=0&timestamp=1&nonce=2&echostr=3`, {
            headers,
            ...(contract.method === 'POST' ? { body: payload } : {}),
          });
          expect(answer.status, `${contract.id} ${payload.slice(0, 20)}`).toBeLessThan(500);
          expect(answer.status, `${contract.id} ${payload.slice(0, 20)}`).toBeGreaterThanOrEqual(400);
        }
  expect(await rowCounts()).toBe(before);
});
