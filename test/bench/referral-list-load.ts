/**
 * The referral list over HTTP under 50 users at once: first page, filters, searches, at a million referrals. Server and users in separate
 * processes' event loops; the users pause about a second, as people who read do.
 * Run: `node test/bench/referral-list-load.ts [referrals=1000000] [users=50] [seconds=20]`
 */
import { call, makeToken } from '../trials/kit/api.ts';
import { fillReferrals, openBenchHospital } from './hospital.ts';
import { machine, quantile } from './machine.ts';

const [referrals = 1_000_000, users = 50, seconds = 20] = process.argv.slice(2).map(Number);
const queries: Readonly<Record<string, string>> = {
  'first page': '',
  'state unmatched': 'filter=state:eq:unmatched',
  'state, channel, month': 'filter=state:in:invalid|disputed&filter=channel:eq:wechat&filter=receivedAt:ge:2026-06-01',
  'one introducer': 'filter=introducerNo:eq:J000123',
  'department and kind': `filter=department:eq:${encodeURIComponent('骨科')}&filter=introducerKind:eq:staff`,
  'full name': `q=${encodeURIComponent('王建国')}`,
  'part of a name': `q=${encodeURIComponent('桂兰')}`,
  'phone tail': 'q=4321',
  'referral number': 'q=R000000500000',
};

const bench = await openBenchHospital();
try {
  await fillReferrals(bench, referrals, 'mixed');
  const token = await makeToken(bench.installation, ['referrals.read']);
  const server = await bench.installation.startServer();
  const names = Object.keys(queries);
  const times = new Map<string, number[]>(names.map((name) => [name, []]));
  const ask = async (name: string) => {
    const from = performance.now();
    const { status } = await call(server.base, token, 'GET', `/api/referrals?${queries[name]}&limit=50`);
    if (status !== 200) throw new Error(`${name}: ${status}`);
    return performance.now() - from;
  };
  // Every connection of the server has done each query once: a server is not started for each reader.
  for (const name of names) await Promise.all(Array.from({ length: 20 }, () => ask(name)));
  console.log(machine());
  const until = performance.now() + seconds * 1000;
  let next = 0;
  const user = async () => {
    await new Promise((done) => setTimeout(done, 1000 * Math.random()));
    while (performance.now() < until) {
      const name = names[next++ % names.length]!;
      times.get(name)!.push(await ask(name));
      await new Promise((done) => setTimeout(done, 1000 * (0.5 + Math.random())));
    }
  };
  await Promise.all(Array.from({ length: users }, user));
  for (const [name, list] of [...times, ['all', [...times.values()].flat()] as const])
    console.log(
      `${name.padEnd(24)} n ${String(list.length).padStart(5)}  p50 ${quantile(list, 0.5).toFixed(1)}  p95 ${quantile(list, 0.95).toFixed(1)} ms`,
    );
  console.log(`${referrals} referrals, ${users} users; ${machine()}`);
  server.child.kill('SIGTERM');
  await server.ended;
} finally {
  await bench.close();
}
