/**
 * The referral list with filters and search while a million referrals exist, 50 readers at once.
 *
 *     RENMAI_DATA=$(mktemp -d) node test/bench/referral-list.ts [rows] [readers] [seconds]
 */
import os from 'node:os';
import pg from 'pg';
import type { HospitalId } from '#kernel/ids.ts';
import { isRefusal } from '#kernel/refusal.ts';
import type { Actor } from '#modules/staff/index.ts';
import { openInstallation } from '../../src/app/open.ts';
import { listReferrals } from '../../src/modules/referrals/lists/referral-list.ts';

const [rows = 1_000_000, readers = 50, seconds = 20] = process.argv.slice(2).map(Number);
const surnames = '王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余';
const given = '建国志强秀英桂兰小明大海文斌丽华海燕俊杰雪梅永福春生玉珍德高金凤少华';

const queries: Readonly<Record<string, { q?: string; filter?: string[] }>> = {
  'first page': {},
  'state unmatched': { filter: ['state:eq:unmatched'] },
  'state, channel, month': { filter: ['state:in:invalid|disputed', 'channel:eq:wechat', 'receivedAt:ge:2026-06-01'] },
  'one introducer': { filter: ['introducerNo:eq:J000123'] },
  'department and kind': { filter: ['department:eq:骨科', 'introducerKind:eq:staff'] },
  'waits for the officer': { filter: ['needsOfficer:eq:true'] },
  'full name': { q: '王建国' },
  'part of a name': { q: '桂兰' },
  surname: { q: '王' },
  'phone tail': { q: '4321' },
  'referral number': { q: 'R000000500000' },
  'introducer name': { q: '介绍人123' },
};

const { tools, connected, close } = await openInstallation({ logLevel: 'error' });
const owner = new pg.Client(connected.address.owner);
await owner.connect();
const { rows: made } = await owner.query<{ hospital_id: HospitalId }>(
  `INSERT INTO hospital_hospitals (name, division_code) VALUES ('列表', '430121') ON CONFLICT (name) DO UPDATE SET name = '列表' RETURNING hospital_id`,
);
const hospitalId = made[0]!.hospital_id;
await fill();
const actor: Actor = {
  hospitalId,
  accountId: null,
  displayName: '量',
  roles: ['info_officer'],
  departments: [],
  fromAddress: null,
  via: 'web',
};
await measure();
await owner.end();
await close();

async function fill(): Promise<void> {
  await owner.query(
    `INSERT INTO referral_introducers (hospital_id, introducer_no, name, kind)
     SELECT $1, 'J' || lpad(n::text, 6, '0'), '介绍人' || n, (ARRAY['external_physician', 'staff', 'public', 'community'])[1 + n % 4]
     FROM generate_series(1, 3000) n ON CONFLICT DO NOTHING`,
    [hospitalId],
  );
  await owner.query(
    `INSERT INTO referral_referrals (hospital_id, referral_id, received_at, channel, message_id, introducer_id, introducer_no, patient_name, sex, age, phone,
       disease, department, state, state_code)
     SELECT $1, 'R' || lpad(n::text, 12, '0'), timestamptz '2024-01-01' + n * interval '90 seconds', (ARRAY['sms', 'wechat', 'phone', 'web'])[1 + n % 4],
       'R' || lpad(n::text, 12, '0'), i.introducer_id, i.introducer_no,
       substr($2, 1 + (hashint8(n) & 2147483647) % length($2), 1) || substr($3, 1 + 2 * ((hashint8(n * 7) & 2147483647) % (length($3) / 2)), 2),
       (ARRAY['male', 'female'])[1 + n % 2], n % 90, '138' || lpad(((hashint8(n * 13) & 2147483647) % 100000000)::text, 8, '0'), '胆结石',
       (ARRAY['骨科', '普外科', '妇产科', '心内科', '儿科'])[1 + n % 5],
       CASE WHEN n % 100 < 60 THEN 'won' WHEN n % 100 < 75 THEN 'duplicate' WHEN n % 100 < 90 THEN 'unmatched' WHEN n % 100 < 97 THEN 'late'
         WHEN n % 100 < 99 THEN 'invalid' ELSE 'disputed' END, 'no_agreeing_episode'
     FROM generate_series(1, $4::bigint) n
     JOIN referral_introducers i ON i.hospital_id = $1 AND i.introducer_no = 'J' || lpad((1 + (hashint8(n * 3) & 2147483647) % 3000)::text, 6, '0')
     ON CONFLICT DO NOTHING`,
    [hospitalId, surnames, given, rows],
  );
  await owner.query(
    `INSERT INTO referral_readings (hospital_id, message_id, outcome, parsed)
     SELECT $1, 'R' || lpad(n::text, 12, '0'), CASE WHEN n % 20000 = 0 THEN 'needs_officer' ELSE 'referral' END, '{}'
     FROM generate_series(1, $2::bigint) n ON CONFLICT DO NOTHING`,
    [hospitalId, rows],
  );
  await owner.query('VACUUM ANALYZE');
}

async function measure(): Promise<void> {
  const names = Object.keys(queries);
  const times = new Map<string, number[]>(names.map((name) => [name, []]));
  for (const name of names) await once(name);
  const until = performance.now() + seconds * 1000;
  let next = 0;
  await Promise.all(
    Array.from({ length: readers }, async () => {
      while (performance.now() < until) {
        const name = names[next++ % names.length]!;
        const from = performance.now();
        await once(name);
        times.get(name)!.push(performance.now() - from);
        // A person reads what he asked for.
        await new Promise((done) => setTimeout(done, 1000 * (0.5 + Math.random())));
      }
    }),
  );
  const all = [...times.values()].flat();
  process.stdout.write(
    `${os.cpus()[0]?.model}, ${os.cpus().length} cores; ${rows} referrals, ${readers} readers pausing about a second\n`,
  );
  for (const [name, list] of [...times, ['all', all] as const])
    process.stdout.write(
      `${name.padEnd(24)} n ${String(list.length).padStart(5)}  p50 ${quantile(list, 0.5)}  p95 ${quantile(list, 0.95)} ms\n`,
    );
}

async function once(name: string): Promise<void> {
  const { q, filter = [] } = queries[name]!;
  const page = await listReferrals(tools, actor, { q, filter, limit: 50 });
  if (isRefusal(page)) throw new Error(page.code);
}

function quantile(list: readonly number[], share: number): string {
  const sorted = [...list].sort((a, b) => a - b);
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1).padStart(7);
}
