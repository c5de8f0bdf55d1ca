import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createServer } from '#app/server.ts';
import { isRefusal } from '#kernel/refusal.ts';
import { webhookSignature } from '#platform/outreach/index.ts';
import {
  type SmsSimulator,
  startSmsSimulator,
  startWechatSimulator,
  type WechatSimulator,
} from '#platform/outreach/simulators/index.ts';
import { createPush, type Push } from '#platform/push/push.ts';
import type { Tools } from '#platform/tools.ts';
import { createWorld, type World } from '#testing/world.ts';
import { deliverNotices, messageOf } from '../notices/deliver.ts';
import { resendNotice } from '../notices/resend.ts';
import { changeSmsAccount, changeWechatAccount, readShownAccounts } from '../outreach/accounts.ts';
import { outreachOf } from '../outreach/senders.ts';
import { referralsModule } from '../parts.ts';
import { createIntroducer } from '../registry/introducers.ts';
import { claimDueNotice, noteHandingOver } from '../store/notices.ts';

const wechatAccount = {
  appId: 'wx0000000000000000',
  secret: 'a'.repeat(32),
  token: 'token123456',
  encodingAesKey: 'kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR',
};
const sms = { secretId: 'id-000000', secretKey: 'key-000000', sdkAppId: '1400000000', signature: '示例医院' };
const webhookSecret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

let world: World;
let tools: Tools;
let push: Push;
let app: Awaited<ReturnType<typeof createServer>>['app'];
let base: string;
let wechat: WechatSimulator;
let gateway: SmsSimulator;
const closers: (() => Promise<void>)[] = [];

beforeAll(async () => {
  world = await createWorld();
  push = await createPush(world.address.app, world.tools.log);
  const now = () => Date.now() as ReturnType<Tools['now']>;
  tools = { ...world.tools, now };
  const server = await createServer(tools, push, [referralsModule]);
  app = server.app;
  base = await app.listen({ host: '127.0.0.1', port: 0 });
  wechat = await startWechatSimulator({
    kind: 'official',
    ...wechatAccount,
    callbackUrl: `${base}/api/webhooks/wechat/${world.hospitalId}`,
  });
  gateway = await startSmsSimulator({
    ...sms,
    templates: { '100': '已收到您介绍的病人{1}' },
    inbound: { via: 'webhook', callbackUrl: `${base}/api/webhooks/sms/${world.hospitalId}`, secret: webhookSecret },
  });
  const admin = world.actor('admin');
  const outreach = { wechatBaseUrl: wechat.url, smsBaseUrl: gateway.url };
  tools = { ...tools, config: { ...tools.config, outreach } };
  await changeWechatAccount(tools, admin, { kind: 'official', agentId: null, templates: {}, ...wechatAccount });
  await changeSmsAccount(tools, admin, {
    ...sms,
    templates: { 'referral-received': '100', 'referral-incomplete': '100' },
    webhookSecret,
    renewCallback: false,
  });
  const made = await createIntroducer(tools, world.actor('info_officer'), {
    name: '王根生',
    kind: 'external_physician',
    phones: ['13900001111'],
    wechatIds: ['openid-wang'],
  });
  if (isRefusal(made)) throw new Error(made.code);
  closers.push(
    () => wechat.close(),
    () => gateway.close(),
    () => app.close(),
    () => push.close(),
    () => world.end(),
  );
});
afterAll(async () => {
  for (const close of closers) await close();
});

const countMessages = async () =>
  Number((await world.sql<{ count: string }>('SELECT count(*) FROM referral_messages'))[0]!.count);

test('the platform’s check of the callback address gets its echo back bare', async () => {
  expect(await wechat.verifyCallback()).toBe(true);
});

test('an encrypted WeChat message is answered in kind and becomes a referral', async () => {
  const delivery = await wechat.deliver('张建国 男 56岁 胆结石 明天上午到', 'openid-wang');
  expect(delivery).toMatchObject({ attempts: 1, status: 200, broken: false });
  expect(delivery.reply).toContain('张建国');
  const rows = await world.sql(
    `SELECT r.patient_name, r.sender, i.name, n.kind, n.state FROM referral_referrals r JOIN referral_introducers i USING (introducer_id)
     JOIN referral_notices n USING (referral_id) WHERE r.patient_name = '张建国'`,
  );
  expect(rows).toEqual([
    { patient_name: '张建国', sender: 'openid-wang', name: '王根生', kind: 'received', state: 'sent' },
  ]);
});

test('a repeat of the platform has one effect and gets the same answer', async () => {
  const first = await wechat.deliver('李国强 男 61岁', 'openid-wang', { messageId: '880001' });
  const before = await countMessages();
  const second = await wechat.deliver('李国强 男 61岁', 'openid-wang', { messageId: '880001' });
  expect(second.reply).toBe(first.reply);
  expect(second.reply).toContain('病情');
  expect(await countMessages()).toBe(before);
});

test('an account in encrypted mode accepts nothing plain, and a wrong signature stores nothing', async () => {
  const before = await countMessages();
  expect(await wechat.deliver('周大海 男 40岁 骨折', 'openid-wang', { mode: 'plain' })).toMatchObject({ status: 403 });
  const url = `${base}/api/webhooks/wechat/${world.hospitalId}?signature=${'0'.repeat(40)}&timestamp=1&nonce=2`;
  const forged = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'text/xml' },
    body: '<xml><Encrypt><![CDATA[AAAA]]></Encrypt></xml>',
  });
  expect(forged.status).toBe(403);
  expect(await forged.json()).toMatchObject({ code: 'outreach.refused' });
  expect(await countMessages()).toBe(before);
});

test('in plain mode the same works without encryption', async () => {
  await changeWechatAccount(tools, world.actor('admin'), {
    ...wechatAccount,
    kind: 'official',
    agentId: null,
    templates: {},
    encodingAesKey: null,
  });
  const delivery = await wechat.deliver('孙小明 男 22岁 阑尾炎', 'openid-wang', { mode: 'plain' });
  expect(delivery.reply).toContain('孙小明');
  await changeWechatAccount(tools, world.actor('admin'), {
    ...wechatAccount,
    kind: 'official',
    agentId: null,
    templates: {},
  });
});

test('a new follower is told how to write', async () => {
  const delivery = await wechat.deliver('', 'openid-new', { event: 'subscribe' });
  expect(delivery.reply).toContain('张三');
});

test('a signed SMS becomes a referral and is answered through the gateway, once', async () => {
  const delivery = await gateway.deliver('郑小虎 男 45岁 骨折 今晚到', '13900001111', { messageId: 'm-1' });
  expect(delivery).toMatchObject({ attempts: 1, taken: true });
  await gateway.deliver('郑小虎 男 45岁 骨折 今晚到', '13900001111', { messageId: 'm-1' });
  await deliverNotices(tools, world.hospitalId);
  await deliverNotices(tools, world.hospitalId);
  expect(gateway.sent.filter((one) => one.text.includes('郑小虎'))).toHaveLength(1);
  expect(gateway.sent.at(-1)!.text).not.toContain('骨折');
});

test('a gateway that refuses for now is tried again later, and the message goes out then', async () => {
  await gateway.deliver('林大伟 男 51岁 骨折', '13900001111', { messageId: 'm-2' });
  gateway.failNext('rate-limit');
  await deliverNotices(tools, world.hospitalId);
  const waiting = await world.sql(
    `SELECT state, attempts, failed_reason FROM referral_notices WHERE state = 'waiting'`,
  );
  expect(waiting).toEqual([{ state: 'waiting', attempts: 1, failed_reason: 'outreach.rate-limited' }]);
  await deliverNotices(tools, world.hospitalId);
  expect(gateway.sent.some((one) => one.text.includes('林大伟'))).toBe(false);
  await world.sql(`UPDATE referral_notices SET next_attempt_at = clock_timestamp()`);
  await deliverNotices(tools, world.hospitalId);
  expect(gateway.sent.some((one) => one.text.includes('林大伟'))).toBe(true);
});

const noticeOf = async (patientName: string) =>
  (
    await world.sql<{ notice_id: string; referral_id: string; state: string; failed_reason: string | null }>(
      `SELECT n.notice_id, n.referral_id, n.state, n.failed_reason FROM referral_notices n JOIN referral_referrals r USING (referral_id)
       WHERE r.patient_name = $1`,
      [patientName],
    )
  )[0]!;
const timesSent = (patientName: string) => gateway.sent.filter((one) => one.text.includes(patientName)).length;
/** As after a long while: whatever waits is due, and whoever was handing over is dead. */
const later = () => world.sql(`UPDATE referral_notices SET next_attempt_at = clock_timestamp() - interval '1 s'`);

test('an SMS that may have arrived is not sent again by itself, but by the officer', async () => {
  await gateway.deliver('何大勇 男 51岁 骨折', '13900001111', { messageId: 'm-3' });
  gateway.failNext('disconnect');
  await deliverNotices(tools, world.hospitalId);
  const notice = await noticeOf('何大勇');
  expect(notice).toMatchObject({ state: 'uncertain', failed_reason: 'outreach.unreachable' });
  await later();
  await deliverNotices(tools, world.hospitalId);
  expect(timesSent('何大勇')).toBe(0);
  const officer = world.actor('info_officer');
  expect(await resendNotice(tools, officer, notice.referral_id, notice.notice_id)).toEqual({
    referralId: notice.referral_id,
  });
  await deliverNotices(tools, world.hospitalId);
  expect(timesSent('何大勇')).toBe(1);
  expect((await noticeOf('何大勇')).state).toBe('sent');
  expect(await resendNotice(tools, officer, notice.referral_id, notice.notice_id)).toMatchObject({
    code: 'referrals.notice-not-open',
  });
});

test.each([
  ['before the gateway was called', '吴一鸣', false],
  ['after the gateway took it', '吴二鸣', true],
])('an SMS whose sender died %s goes out at most once, and is uncertain', async (_, name, wasTaken) => {
  await gateway.deliver(`${name} 男 51岁 骨折`, '13900001111', { messageId: `died-${wasTaken}` });
  await dieWhileHandingOver(wasTaken);
  expect((await noticeOf(name)).state).toBe('handing_over');
  await deliverNotices(tools, world.hospitalId);
  expect((await noticeOf(name)).state).toBe('handing_over');
  await later();
  for (let round = 0; round < 3; round++) await deliverNotices(tools, world.hospitalId);
  expect(timesSent(name)).toBe(wasTaken ? 1 : 0);
  expect(await noticeOf(name)).toMatchObject({ state: 'uncertain', failed_reason: 'outreach.interrupted' });
});

test('a template message of WeChat whose sender died is repeated under its id, and arrives once', async () => {
  const admin = world.actor('admin');
  const templates = { 'referral-received': 'T1' };
  await changeWechatAccount(tools, admin, { ...wechatAccount, kind: 'official', agentId: null, templates });
  const { referral_id } = await noticeOf('张建国');
  await world.sql(`UPDATE referral_notices SET state = 'waiting', attempts = 0 WHERE referral_id = $1`, [referral_id]);
  const timesShown = () => wechat.sent.filter((one) => one.text.includes('张建国')).length;
  await later();
  await dieWhileHandingOver(true);
  expect(timesShown()).toBe(1);
  await later();
  await deliverNotices(tools, world.hospitalId);
  expect((await noticeOf('张建国')).state).toBe('sent');
  expect(timesShown()).toBe(1);
});

/** What a process leaves that is killed between noting that it hands a notice over and noting what became of it. */
async function dieWhileHandingOver(wasTaken: boolean): Promise<void> {
  const outreach = await outreachOf(tools, world.hospitalId);
  const scope = { hospitalId: world.hospitalId };
  const notice = (await tools.db.transaction(scope, (tx) => claimDueNotice(tx, 60)))!;
  const message = messageOf(notice);
  const seconds = outreach.repeatSafeSeconds(message);
  expect(await tools.db.transaction(scope, (tx) => noteHandingOver(tx, notice.noticeId, seconds))).toBe(true);
  if (wasTaken) expect(await outreach.deliver(message)).toMatchObject({ outcome: 'sent' });
}

async function postSms(body: string, over: { at?: number; signature?: string; id?: string } = {}): Promise<Response> {
  const at = String(Math.floor((over.at ?? Date.now()) / 1000));
  const id = over.id ?? createHash('sha256').update(body).digest('hex').slice(0, 20);
  const signature = over.signature ?? webhookSignature(webhookSecret, id, at, body)!;
  return fetch(`${base}/api/webhooks/sms/${world.hospitalId}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': at,
      'webhook-signature': signature,
    },
    body,
  });
}

const smsBody = (text: string, id: string) => JSON.stringify({ message_id: id, sender: '13900001111', text });

test.each([
  ['a wrong signature', { signature: `v1,${Buffer.alloc(32).toString('base64')}` }, 403, 'outreach.refused'],
  ['a recorded request of an hour ago', { at: Date.now() - 3_600_000 }, 403, 'outreach.refused'],
  ['a clock an hour ahead', { at: Date.now() + 3_600_000 }, 403, 'outreach.refused'],
])('%s is refused and stores nothing', async (_, over, status, code) => {
  const before = await countMessages();
  const answer = await postSms(smsBody('何小军 男 50岁 肺炎', `bad-${status}`), over);
  expect(answer.status).toBe(status);
  expect(await answer.json()).toMatchObject({ code });
  expect(await countMessages()).toBe(before);
});

test.each([
  ['a text of 100 kB', smsBody('张三'.repeat(20_000), 'big'), 413],
  ['half a body', smsBody('张三 男 56 胆结石', 'half').slice(0, 40), 400],
  ['another shape', JSON.stringify({ message_id: 'x', sender: { $gt: '' }, text: 1 }), 400],
])('%s gets a clear answer and stores nothing', async (_, body, status) => {
  const before = await countMessages();
  expect((await postSms(body)).status).toBe(status);
  expect(await countMessages()).toBe(before);
});

test('a webhook of an unknown hospital is refused like a wrong signature', async () => {
  const answer = await fetch(`${base}/api/webhooks/sms/00000000-0000-4000-8000-000000000000`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  expect(answer.status).toBe(403);
});

test('a personal link takes a referral without sign-in, and stops after ten a minute', async () => {
  const token = 'k'.repeat(32);
  await world.sql(`UPDATE referral_introducers SET link_token = $1 WHERE name = '王根生'`, [token]);
  const url = `${base}/api/public/referral-links/${token}`;
  expect(await (await fetch(url)).json()).toEqual({ hospitalName: '测试医院', introducerName: '王**' });
  const submit = (patientName: string) =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ patientName, sex: 'female', disease: '待产', phone: '138 0000 1234' }),
    });
  const answer = await submit('高小红');
  expect(answer.status).toBe(201);
  expect(await answer.json()).toMatchObject({ missing: [] });
  const rows = await world.sql(`SELECT channel, phone FROM referral_referrals WHERE patient_name = '高小红'`);
  expect(rows).toEqual([{ channel: 'web', phone: '13800001234' }]);
  const statuses = [];
  for (let index = 0; index < 12; index++) statuses.push((await submit('高小红')).status);
  expect(statuses).toContain(429);
  expect((await fetch(`${base}/api/public/referral-links/${'z'.repeat(32)}`)).status).toBe(404);
});

test('secrets of the accounts are stored sealed and never answered', async () => {
  const stored = await world.sql<{ all: string }>(
    `SELECT settings::text || encode(secrets_sealed, 'escape') AS all FROM referral_outreach_accounts`,
  );
  const answer = JSON.stringify(await readShownAccounts(tools, world.actor('admin')));
  for (const secret of [
    wechatAccount.secret,
    wechatAccount.token,
    wechatAccount.encodingAesKey,
    sms.secretKey,
    webhookSecret,
  ]) {
    expect(stored.some((row) => row.all.includes(secret))).toBe(false);
    expect(answer).not.toContain(secret);
  }
});
