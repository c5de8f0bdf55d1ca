/**
 * One message from the telephone of an introducer, by HTTP, while a hospital holds a million referrals: until the answer (stored, read,
 * registered, decided), and until an open page has heard of it over its event stream.
 * Run: `node test/bench/live-intake.ts [referrals=1000000] [episodes=1000000] [messages=300]`
 */
import { call, makeToken } from '../trials/kit/api.ts';
import { fillEpisodes, fillReferrals, openBenchHospital } from './hospital.ts';
import { machine, quantile } from './machine.ts';

const [referrals = 1_000_000, episodes = 1_000_000, messages = 300] = process.argv.slice(2).map(Number);
const bench = await openBenchHospital();
try {
  await fillEpisodes(bench, episodes);
  await fillReferrals(bench, referrals, 'mixed');
  const token = await makeToken(bench.installation, ['referrals.register']);
  const server = await bench.installation.startServer();
  const stream = await listen(server.base);
  console.log(machine());
  const answered: number[] = [];
  const pushed: number[] = [];
  for (let n = 0; n < messages + 20; n++) {
    const begun = performance.now();
    const heard = stream.next(begun);
    const given = '一二三四五六七八九'[n % 9]! + '天地人和风雨山水'[n % 8]!;
    const text = `王${given} 男 ${20 + (n % 60)}岁 胆结石 明天上午到 介绍人${1 + (n % 3000)}介绍`;
    const { status } = await call(server.base, token, 'POST', '/api/referral-messages', { channel: 'phone', text });
    if (status !== 201) throw new Error(`answered ${status}`);
    const answerMs = performance.now() - begun;
    const pushMs = (await heard) - begun;
    // The first ones warm the processes up.
    if (n < 20) continue;
    answered.push(answerMs);
    pushed.push(pushMs);
  }
  for (const [name, list] of [
    ['answered', answered],
    ['pushed', pushed],
  ] as const)
    console.log(
      `${name.padEnd(9)} ${referrals} referrals, ${messages} messages: p50 ${quantile(list, 0.5).toFixed(1)}  p95 ${quantile(list, 0.95).toFixed(1)}  max ${Math.max(...list).toFixed(1)} ms`,
    );
  console.log(machine());
  stream.close();
  server.child.kill('SIGTERM');
  await server.ended;
} finally {
  await bench.close();
}

/** An open page, signed in as the first administrator. */
async function listen(base: string): Promise<{ next(after: number): Promise<number>; close(): void }> {
  const headers = { 'content-type': 'application/json', 'x-renmai-csrf': '1' };
  const setUp = await fetch(`${base}/api/setup`, {
    method: 'POST',
    headers,
    body: JSON.stringify({
      administrator: { username: 'bench', displayName: '测量', password: 'Lantern-Harbour-42' },
      hospital: { name: '示例医院', divisionCode: '430121' },
      start: 'empty',
    }),
  });
  if (setUp.status !== 201) throw new Error(`not set up: ${setUp.status} ${await setUp.text()}`);
  const cookie = setUp.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const closing = new AbortController();
  const events = await fetch(`${base}/api/events?topics=referrals`, { headers: { cookie }, signal: closing.signal });
  if (events.status !== 200) throw new Error(`no stream: ${events.status}`);
  const waiting: ((at: number) => void)[] = [];
  const read = async () => {
    for await (const part of events.body!.pipeThrough(new TextDecoderStream()))
      if (part.includes('"id"')) for (const tell of waiting.splice(0)) tell(performance.now());
  };
  void read().catch(() => undefined);
  return {
    next: () =>
      new Promise((heard, failed) => {
        waiting.push(heard);
        setTimeout(() => failed(new Error('nothing pushed within 10 s')), 10_000).unref();
      }),
    close: () => closing.abort(),
  };
}
