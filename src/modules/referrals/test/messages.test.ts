import { afterAll, beforeAll, expect, test } from 'vitest';
import { isRefusal } from '#kernel/refusal.ts';
import type { Actor } from '#modules/staff/index.ts';
import { createWorld, type World } from '#testing/world.ts';
import { confirmAnnouncement } from '../inbox/announcements.ts';
import { chooseIntroducer, correctReferral, withdrawReferral } from '../inbox/corrections.ts';
import { type MessageToReceive, type ReceivedMessage, receiveMessage } from '../inbox/messages.ts';
import { decideReading } from '../inbox/readings.ts';
import { registerTyped } from '../inbox/typed.ts';
import { readReferral } from '../lists/referral-detail.ts';
import { createIntroducer } from '../registry/introducers.ts';
import { confirmIntroducer, mergeIntroducer } from '../registry/pending.ts';

let world: World;
let officer: Actor;
let wang: string;

beforeAll(async () => {
  world = await createWorld();
  officer = world.actor('info_officer');
  wang = await introducer('王根生', '新田卫生院', '13900001111');
});
afterAll(() => world.end());

async function introducer(name: string, institution: string, phone: string): Promise<string> {
  const made = await createIntroducer(world.tools, officer, {
    name,
    kind: 'external_physician',
    institution,
    phones: [phone],
  });
  if (isRefusal(made)) throw new Error(made.code);
  return made.introducerId;
}

async function receive(text: string, over: Partial<MessageToReceive> = {}): Promise<ReceivedMessage> {
  const message: MessageToReceive = {
    channel: 'sms',
    sender: '+8613900001111',
    text,
    sentAt: null,
    providerKey: null,
    ...over,
  };
  const received = await receiveMessage(world.tools, officer, message);
  if (isRefusal(received)) throw new Error(received.code);
  return received;
}

async function detail(referralId: string | null) {
  const read = await readReferral(world.tools, officer, referralId!);
  if (isRefusal(read)) throw new Error(read.code);
  return read;
}

async function admit(episodeNo: string, name: string, over: { walkIn?: boolean } = {}): Promise<void> {
  await world.sql(
    `INSERT INTO visit_episodes (hospital_id, episode_no, record_no, patient_name, sex, kind, department, registered_at, is_walk_in)
     VALUES ($1, $2, $2, $3, 'male', 'inpatient', '普外科', clock_timestamp() + interval '10 minutes', $4)`,
    [world.hospitalId, episodeNo, name, over.walkIn ?? false],
  );
}

test('a message from a registered phone is stored as it came, read, and becomes a referral of that introducer', async () => {
  const text = '张建国 男 56岁 胆结石 明天上午到';
  const received = await receive(text);
  expect(received).toMatchObject({ outcome: 'referral', isRepeat: false, referralId: received.messageId });
  const shown = await detail(received.referralId);
  expect(shown).toMatchObject({ patientName: '张建国', sex: 'male', age: 56, introducerId: wang, state: 'unmatched' });
  expect(shown.message).toMatchObject({ text, outcome: 'referral' });
  const name = shown.message!.fields.find((field) => field.field === 'patientName')!;
  expect(text.slice(name.start, name.end)).toBe('张建国');
  expect(received.reply).not.toContain('胆结石');
});

test('the same provider message delivered twenty times at once has one effect and one answer', async () => {
  const all = await Promise.all(
    Array.from({ length: 20 }, () => receive('李国强 男 61岁 肺炎', { providerKey: 'gateway:same' })),
  );
  expect(new Set(all.map((one) => one.messageId)).size).toBe(1);
  expect(new Set(all.map((one) => one.reply)).size).toBe(1);
  expect(all.filter((one) => !one.isRepeat)).toHaveLength(1);
  const rows = await world.sql(`SELECT 1 FROM referral_referrals WHERE patient_name = '李国强'`);
  expect(rows).toHaveLength(1);
});

test('messages out of order are ordered by receipt, whatever the senders’ clocks say', async () => {
  const late = await receive('周大海 男 40岁 骨折', { sentAt: Date.parse('2031-01-01T00:00:00Z') as never });
  const early = await receive('周大海 男 40岁 骨折', { sentAt: Date.parse('1999-01-01T00:00:00Z') as never });
  expect(late.receivedAt).toBeLessThan(early.receivedAt);
  expect((await detail(early.referralId)).message).toMatchObject({ sentAt: Date.parse('1999-01-01T00:00:00Z') });
});

test.each([
  ['a message of 100 kB', '张三 男 胆结石 '.repeat(8000), 'referrals.message-too-long'],
  ['nothing but spaces', ' \n\t ', 'referrals.message-empty'],
  ['a NUL character', '张三\0 男 56 胆结石', 'referrals.message-unreadable'],
  ['half an emoji', '张三 男 56 胆结石 \ud83d', 'referrals.message-unreadable'],
])('%s is refused and leaves nothing behind', async (_, text, code) => {
  const before = await world.sql('SELECT count(*) FROM referral_messages');
  const message = { channel: 'sms', sender: '13900001111', text, sentAt: null, providerKey: null } as const;
  expect(await receiveMessage(world.tools, officer, message)).toMatchObject({ refused: true, code });
  expect(await world.sql('SELECT count(*) FROM referral_messages')).toEqual(before);
});

test.each([
  ['emoji', '😀🙏张小明 男 33岁 阑尾炎🏥 今晚到👨‍👩‍👧'],
  ['SQL', `张小二 男 33岁 阑尾炎'); DROP TABLE referral_referrals; --`],
  ['HTML', '<script>alert(1)</script> 张小三 男 33岁 阑尾炎 <img src=x onerror=alert(1)>'],
  ['a pattern', '%_%%\\ 张小四 男 33岁 阑尾炎 \\x'],
])('%s in a message is kept letter by letter and harms nothing', async (_, text) => {
  const received = await receive(text);
  const rows = await world.sql<{ text: string }>('SELECT text FROM referral_messages WHERE message_id = $1', [
    received.messageId,
  ]);
  expect(rows).toEqual([{ text }]);
});

test('a greeting is kept, answered and makes no referral', async () => {
  const received = await receive('你好，在吗');
  expect(received).toMatchObject({ outcome: 'not_referral', referralId: null });
  expect(received.reply).toContain('张三');
});

test('three referrals of an unknown sender wait for one pending introducer and count from their own receipt once he is confirmed', async () => {
  await admit('E10', '陈有才');
  const sender = '13700002222';
  const first = await receive('陈有才 男 50岁 疝气', { sender });
  await receive('林大伟 男 51岁 骨折', { sender });
  await receive('高小军 男 52岁 肺炎', { sender });
  const pending = await world.sql<{ introducer_id: string; version: number }>(
    `SELECT introducer_id, version FROM referral_introducers WHERE status = 'pending'`,
  );
  expect(pending).toHaveLength(1);
  expect(await detail(first.referralId)).toMatchObject({ state: 'invalid', introducerId: null, needsOfficer: true });
  const rival = await receive('陈有才 男 50岁 疝气');
  expect(await detail(rival.referralId)).toMatchObject({ state: 'won', episodeNo: 'E10' });

  const { introducer_id: id, version } = pending[0]!;
  const confirmed = await confirmIntroducer(world.tools, officer, id, { version, kind: 'public', name: '孙大妹' });
  expect(confirmed).toEqual({ introducerId: id, referralsReleased: 3 });
  expect(await detail(first.referralId)).toMatchObject({
    state: 'won',
    receivedAt: first.receivedAt,
    needsOfficer: false,
  });
  expect(await detail(rival.referralId)).toMatchObject({ state: 'duplicate' });
});

test('a named stranger becomes a pending introducer and can be merged into the registered one he is', async () => {
  const received = await receive('介绍人钱多多，病人 郑小虎 男 45岁 骨折', { sender: '13700003333' });
  const { waitingIntroducer } = await detail(received.referralId);
  expect(waitingIntroducer).toMatchObject({ name: '钱多多' });
  const into = await introducer('钱朵朵', '石桥镇卫生院', '13900004444');
  const merged = await mergeIntroducer(world.tools, officer, waitingIntroducer!.introducerId, {
    version: waitingIntroducer!.version,
    intoIntroducerId: into,
    keepContacts: true,
  });
  expect(merged).toEqual({ introducerId: into, referralsReleased: 1 });
  expect(await detail(received.referralId)).toMatchObject({ introducerId: into, waitingIntroducer: null });
  expect(await detail((await receive('郑小龙 男 45岁 骨折', { sender: '13700003333' })).referralId)).toMatchObject({
    introducerId: into,
  });
});

test('when several introducers fit, the message waits for the officer and keeps its receipt time', async () => {
  await introducer('刘德高', '新田卫生院', '13900005551');
  await introducer('刘志远', '县中医院', '13900005552');
  const received = await receive('吴小强 男 38岁 胃炎 刘医生介绍', { sender: '13700006666' });
  expect(received.outcome).toBe('needs_officer');
  const waiting = await detail(received.referralId);
  expect(waiting.message!.candidates.map((one) => one.name).sort()).toEqual(['刘德高', '刘志远']);
  const chosen = waiting.message!.candidates[0]!.introducerId;
  const choice = { version: waiting.version, introducerId: chosen };
  await chooseIntroducer(world.tools, officer, waiting.referralId, choice);
  const after = await detail(received.referralId);
  expect(after).toMatchObject({ introducerId: chosen, receivedAt: received.receivedAt, needsOfficer: false });
  const again = await chooseIntroducer(world.tools, officer, waiting.referralId, {
    ...choice,
    version: after.version,
    introducerId: wang,
  });
  expect(again).toMatchObject({ code: 'referrals.introducer-already-known' });
  const attempts = await world.sql(`SELECT 1 FROM staff_audit_entries WHERE action = 'referral.attempt-refused'`);
  expect(attempts).toHaveLength(1);
});

test('a corrected name matches from the first receipt on, and the history shows before and after', async () => {
  await admit('E20', '章子健');
  const received = await receive('张子健 男 44岁 胆结石');
  const before = await detail(received.referralId);
  expect(before.state).toBe('unmatched');
  const correction = { patientName: '章子健', version: before.version, reason: '电话核对' };
  await correctReferral(world.tools, officer, before.referralId, correction);
  const after = await detail(received.referralId);
  expect(after).toMatchObject({ state: 'won', episodeNo: 'E20', receivedAt: received.receivedAt });
  expect(after.events.find((event) => event.kind === 'corrected')).toMatchObject({
    before: { patientName: '张子健' },
    after: { patientName: '章子健' },
    reason: '电话核对',
  });
  expect(await correctReferral(world.tools, officer, before.referralId, correction)).toMatchObject({
    code: 'platform.stale',
  });
});

test('no correction gives a walk-in an introducer or takes another’s patient', async () => {
  await admit('E30', '何自来', { walkIn: true });
  await admit('E31', '何有主');
  await receive('何无名 男 30岁 骨折');
  const thief = await detail((await receive('何无名 男 30岁 骨折')).referralId);
  const owner = await receive('何有主 男 30岁 骨折');
  const attempt = (patientName: string) =>
    correctReferral(world.tools, officer, thief.referralId, { patientName, version: thief.version, reason: '更正' });
  expect(await attempt('何自来')).toMatchObject({ facts: { because: 'walk-in' } });
  expect(await attempt('何有主')).toMatchObject({ facts: { because: 'already-attributed' } });
  expect(await detail(owner.referralId)).toMatchObject({ state: 'won' });
  expect(await detail(thief.referralId)).toMatchObject({ patientName: '何无名', version: thief.version });
});

test('an announcement counts from its confirmation; a message in between opens a dispute', async () => {
  await admit('E40', '冯志强');
  const fields = {
    patientName: '冯志强',
    sex: 'male',
    age: 60,
    phone: null,
    disease: '白内障',
    department: null,
    introducerId: wang,
    introducerNo: null,
    introducerText: null,
    institution: null,
    isAccompanied: false,
    note: null,
    expectedFrom: null,
    expectedUntil: null,
  } as const;
  const announced = await registerTyped(
    world.tools,
    officer,
    { channel: 'phone', sender: null },
    { ...fields, stage: 'announced' },
  );
  if (isRefusal(announced)) throw new Error(announced.code);
  await introducer('唐大力', '县人民医院', '13900007777');
  const between = await receive('冯志强 男 60岁 白内障', { sender: '13900007777' });
  expect(await detail(between.referralId)).toMatchObject({ state: 'won', hasOpenDispute: true });
  await confirmAnnouncement(world.tools, officer, announced.referralId, 1);
  const confirmed = await detail(announced.referralId);
  expect(confirmed).toMatchObject({ stage: 'confirmed', state: 'duplicate', hasOpenDispute: true });
  expect(confirmed.receivedAt).toBeGreaterThan(between.receivedAt);
  expect(confirmed.events.find((event) => event.kind === 'confirmed')).toMatchObject({
    before: { receivedAt: announced.receivedAt },
  });
});

test('a withdrawn referral frees the episode for the next in line', async () => {
  await admit('E50', '袁小兵');
  const first = await receive('袁小兵 男 20岁 骨折');
  const second = await receive('袁小兵 男 20岁 骨折');
  const { version } = await detail(first.referralId);
  await withdrawReferral(world.tools, officer, first.referralId!, { version, reason: '误发' });
  expect(await detail(first.referralId)).toMatchObject({ stage: 'withdrawn', episodeNo: null });
  expect(await detail(second.referralId)).toMatchObject({ state: 'won', episodeNo: 'E50' });
});

test('an officer can say that a message is no referral, or that it is one', async () => {
  const referral = await receive('黄小飞 男 20岁 骨折');
  await decideReading(world.tools, officer, referral.messageId, { outcome: 'not_referral', reason: '闲聊' });
  expect(await detail(referral.referralId)).toMatchObject({ stage: 'withdrawn', message: { outcome: 'not_referral' } });
  const greeting = await receive('麻烦安排一下');
  await decideReading(world.tools, officer, greeting.messageId, { outcome: 'referral', reason: '电话已确认' });
  expect(await detail(greeting.messageId)).toMatchObject({ receivedAt: greeting.receivedAt, state: 'invalid' });
});
