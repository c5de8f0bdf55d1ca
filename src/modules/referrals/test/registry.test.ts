import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ListQuery } from '#kernel/page.ts';
import { isRefusal } from '#kernel/refusal.ts';
import type { Actor } from '#modules/staff/index.ts';
import { createWorld, type World } from '#testing/world.ts';
import type { IntroducerFields } from '../contract/index.ts';
import { receiveMessage } from '../inbox/messages.ts';
import { readReferralCounts } from '../lists/counts.ts';
import { readIntroducer, revealPayout } from '../lists/introducer-detail.ts';
import { listIntroducers } from '../lists/introducer-list.ts';
import { listMessages } from '../lists/messages.ts';
import { listReferrals } from '../lists/referral-list.ts';
import { changeIntroducer, createIntroducer } from '../registry/introducers.ts';
import { applyRetention, planRetention } from '../retention.ts';

let world: World;
let officer: Actor;

beforeAll(async () => {
  world = await createWorld();
  officer = world.actor('info_officer');
});
afterAll(() => world.end());

const create = (name: string, over: IntroducerFields = {}) =>
  createIntroducer(world.tools, officer, { name, kind: 'external_physician', ...over });

async function created(name: string, over: IntroducerFields = {}): Promise<string> {
  const made = await create(name, over);
  if (isRefusal(made)) throw new Error(made.code);
  return made.introducerId;
}

async function shown(introducerId: string, as = officer) {
  const read = await readIntroducer(world.tools, as, introducerId);
  if (isRefusal(read)) throw new Error(read.code);
  return read;
}

const page = (over: Partial<ListQuery> = {}): ListQuery => ({ filter: [], limit: 50, ...over });

test('a phone belongs to one introducer, however it is written', async () => {
  await created('王根生', { introducerNo: 'W1', phones: ['13900001111'] });
  expect(await create('别人', { phones: ['8613900001111'] })).toMatchObject({
    code: 'referrals.contact-taken',
    facts: { field: 'phone', introducerNo: 'W1' },
  });
  expect(await create('又一人', { introducerNo: 'W1' })).toMatchObject({ code: 'referrals.introducer-number-taken' });
});

test('of ten registrations of one phone at once one succeeds', async () => {
  const all = await Promise.all(Array.from({ length: 10 }, () => create('同时', { phones: ['13900002222'] })));
  expect(all.filter((one) => !isRefusal(one))).toHaveLength(1);
});

test('an upline has no upline and a downline no downline', async () => {
  await created('上', { introducerNo: 'U1' });
  const lower = await created('下', { introducerNo: 'U2', uplineNo: 'U1' });
  expect(await create('三', { uplineNo: 'U2' })).toMatchObject({ code: 'referrals.upline-has-upline' });
  expect(await create('四', { introducerNo: 'U4', uplineNo: 'U4' })).toMatchObject({ code: 'referrals.upline-itself' });
  expect(await create('五', { uplineNo: 'U9' })).toMatchObject({ code: 'referrals.upline-unknown' });
  const upper = (await shown(lower)).uplineNo;
  const { items } = (await listIntroducers(
    world.tools,
    officer,
    page({ filter: ['introducerNo:eq:U1'] }),
  )) as never as {
    items: { introducerId: string; version: number }[];
  };
  expect(upper).toBe('U1');
  await created('六', { introducerNo: 'U6' });
  const change = { version: items[0]!.version, uplineNo: 'U6' };
  expect(await changeIntroducer(world.tools, officer, items[0]!.introducerId, change)).toMatchObject({
    code: 'referrals.upline-has-downline',
  });
});

test('a change on an old version is refused', async () => {
  const id = await created('改名');
  await changeIntroducer(world.tools, officer, id, { version: (await shown(id)).version, name: '新名' });
  expect(await changeIntroducer(world.tools, officer, id, { version: 1, name: '旧名' })).toMatchObject({
    code: 'platform.stale',
  });
});

test('a change of the owning rep ends the former one the day before', async () => {
  const id = await created('有代表', { repNo: 'R1', repFromDay: '2026-01-01' });
  const { version } = await shown(id);
  await changeIntroducer(world.tools, officer, id, {
    version,
    repNo: 'R2',
    repFromDay: '2026-03-01',
    repReason: '区域调整',
  });
  expect((await shown(id)).reps).toMatchObject([
    { repNo: 'R2', fromDay: '2026-03-01', untilDay: null, reason: '区域调整' },
    { repNo: 'R1', fromDay: '2026-01-01', untilDay: '2026-02-28' },
  ]);
});

test('a payout account is stored sealed, shown by its tail and revealed with a reason on record', async () => {
  const id = await created('有账户', { payoutAccount: '6222 0000 0000 1234', bankName: '示例银行' });
  expect(await shown(id)).toMatchObject({ payoutAccountTail: '1234' });
  const stored = await world.sql<{ sealed: Buffer }>(
    'SELECT payout_account_sealed AS sealed FROM referral_introducers WHERE introducer_id = $1',
    [id],
  );
  expect(stored[0]!.sealed.toString('latin1')).not.toContain('62220000');
  const finance = world.actor('finance');
  expect(await revealPayout(world.tools, finance, id, 'payoutAccount', '核对打款')).toMatchObject({
    value: '6222000000001234',
  });
  expect(await revealPayout(world.tools, world.actor('reception'), id, 'payoutAccount', '好奇')).toMatchObject({
    refused: true,
  });
  const entries = await world.sql(
    `SELECT reason FROM staff_audit_entries WHERE subject_id = $1 AND action = 'reveal.T4'`,
    [id],
  );
  expect(entries).toEqual([{ reason: '核对打款' }]);
});

test('phones are masked for those without the tier, and the end of a number finds its owner', async () => {
  await created('寻号', { phones: ['13800007654'] });
  const found = await listIntroducers(world.tools, world.actor('finance'), page({ q: '7654' }));
  expect(found).toMatchObject({ items: [{ name: '寻号', phone: { text: '138****7654', isMasked: true } }], total: 1 });
});

const receive = (text: string, sender = '13900001111') =>
  receiveMessage(world.tools, officer, { channel: 'sms', sender, text, sentAt: null, providerKey: null });

test('referrals are found by part of a name, end of a phone, number and introducer', async () => {
  const received = await receive('欧阳建国 男 56岁 胆结石 电话13800004321');
  if (isRefusal(received)) throw new Error(received.code);
  for (const q of ['建国', '欧阳建国', '4321', '13800004321', received.referralId!, '王根', 'w1']) {
    const found = await listReferrals(world.tools, officer, page({ q }));
    expect(found, q).toMatchObject({ items: [{ referralId: received.referralId }] });
  }
  for (const q of ['国建', '%', '_', `'; DROP TABLE x; --`, '9999', '😀'])
    expect(await listReferrals(world.tools, officer, page({ q })), q).toMatchObject({ items: [] });
  const nurse = world.actor('relationship_officer');
  expect(await listReferrals(world.tools, nurse, page())).toMatchObject({ items: [{ disease: null }] });
  const filters = [
    'state:in:unmatched|won',
    'introducerKind:eq:external_physician',
    'receivedAt:ge:2020-01-01',
    'needsOfficer:eq:false',
    'introducerOpen:eq:false',
  ];
  expect(await listReferrals(world.tools, officer, page({ filter: filters }))).toMatchObject({ total: 1 });
  expect(await listReferrals(world.tools, officer, page({ filter: ['secret:eq:1'] }))).toMatchObject({ refused: true });
  expect(await listMessages(world.tools, officer, page())).toMatchObject({
    items: [{ referralId: received.referralId }],
  });
});

test('what never matched is anonymised after sixty days, its numbers and states stay', async () => {
  const old = await receive('钱老三 男 70岁 肺炎 电话13800009876');
  const fresh = await receive('钱新四 男 70岁 肺炎');
  const chat = await receive('在吗');
  if (isRefusal(old) || isRefusal(fresh) || isRefusal(chat)) throw new Error('refused');
  const ids = [old.messageId, chat.messageId];
  await world.sql(
    `UPDATE referral_referrals SET received_at = received_at - interval '61 days', updated_at = updated_at - interval '61 days'
    WHERE referral_id = ANY ($1)`,
    [ids],
  );
  await world.sql(
    `UPDATE referral_messages SET received_at = received_at - interval '61 days' WHERE message_id = ANY ($1)`,
    [ids],
  );
  expect(await planRetention(world.tools, officer)).toEqual({ referrals: 1, messages: 2 });
  expect(await applyRetention(world.tools, world.hospitalId)).toEqual({ referrals: 1, messages: 2 });
  expect(await applyRetention(world.tools, world.hospitalId)).toEqual({ referrals: 0, messages: 0 });
  const rows = await world.sql(
    `SELECT patient_name, phone, disease, sender, state, sex FROM referral_referrals WHERE referral_id = $1`,
    [old.messageId],
  );
  expect(rows).toEqual([
    { patient_name: null, phone: null, disease: null, sender: null, state: 'unmatched', sex: 'male' },
  ]);
  expect(await world.sql('SELECT 1 FROM referral_messages WHERE message_id = $1', [old.messageId])).toEqual([]);
  expect(await world.sql(`SELECT 1 FROM referral_referrals WHERE patient_name = '钱新四'`)).toHaveLength(1);
  const audited = await world.sql(`SELECT detail FROM staff_audit_entries WHERE action = 'referral.retention'`);
  expect(audited).toHaveLength(1);
  expect(await readReferralCounts(world.tools, officer)).toMatchObject({ receivedToday: 2, disputesOpen: 0 });
});
