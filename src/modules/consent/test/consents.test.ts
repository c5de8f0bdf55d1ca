import { afterAll, beforeAll, expect, test } from 'vitest';
import { isRefusal } from '#kernel/refusal.ts';
import type { Actor } from '#modules/staff/index.ts';
import { dispatchEvents, type Subscriber } from '#platform/events/outbox.ts';
import { createWorld, type World } from '#testing/world.ts';
import { mayContact } from '../actions/may-contact.ts';
import { readPatientConsents, setMark } from '../actions/person.ts';
import { recordConsent, withdrawConsent } from '../actions/standing.ts';
import { listTexts, publishText } from '../actions/texts.ts';
import { addPerson, consentOf, give, unrefused } from './consent-world.ts';

let world: World;
let agent: Actor;
beforeAll(async () => {
  world = await createWorld('2026-10-15T12:00:00+08:00');
  agent = world.actor('agent');
  await world.sql(`CREATE TABLE test_queue (hospital_id uuid NOT NULL, message_id int NOT NULL, patient_id uuid NOT NULL, state text NOT NULL DEFAULT 'waiting', reason text,
    PRIMARY KEY (hospital_id, message_id)); GRANT SELECT, INSERT, UPDATE ON test_queue TO renmai_app`);
});
afterAll(() => world.end());

const ask = (
  patientId: string,
  purpose: 'marketing' | 'service' | 'follow_up' = 'marketing',
  channel: 'sms' | 'phone' = 'sms',
) =>
  world.tools.db.read({ hospitalId: world.hospitalId }, (tx) =>
    mayContact(tx, { patientId, purpose, channel, at: world.tools.now() }),
  );

const withdrawAll = (patientId: string) =>
  withdrawConsent(world.tools, agent, { patientId, kind: 'all', channel: null, reason: null, via: 'desk' });

/** A queue as a campaign keeps one: asks in the transaction that hands over, and listens for withdrawals. */
async function sendNext(messageId: number, onAsked: () => Promise<void> = async () => undefined): Promise<boolean> {
  return world.tools.db.transaction({ hospitalId: world.hospitalId }, async (tx) => {
    const row = await tx.one<{ patient_id: string; state: string }>(
      'SELECT patient_id, state FROM test_queue WHERE hospital_id = $1 AND message_id = $2 FOR UPDATE',
      [tx.hospitalId, messageId],
    );
    if (row?.state !== 'waiting') return false;
    const wish = { patientId: row.patient_id, purpose: 'marketing', channel: 'sms', at: world.tools.now() } as const;
    const { allowed, reason } = await mayContact(tx, wish);
    await onAsked();
    await tx.query('UPDATE test_queue SET state = $3, reason = $4 WHERE hospital_id = $1 AND message_id = $2', [
      tx.hospitalId,
      messageId,
      allowed ? 'sent' : 'stopped',
      reason,
    ]);
    return allowed;
  });
}
const queue = (messageId: number, patientId: string) =>
  world.sql('INSERT INTO test_queue (hospital_id, message_id, patient_id) VALUES ($1, $2, $3)', [
    world.hospitalId,
    messageId,
    patientId,
  ]);
const stateOf = async (messageId: number) =>
  (await world.sql<{ state: string }>('SELECT state FROM test_queue WHERE message_id = $1', [messageId]))[0]!.state;

const stopQueued: Subscriber = (tools, hospitalId, { payload }) =>
  tools.db.transaction({ hospitalId }, async (tx) => {
    await tx.query(
      `UPDATE test_queue SET state = 'stopped' WHERE hospital_id = $1 AND patient_id = $2 AND state = 'waiting'`,
      [tx.hospitalId, String(payload['patientId'])],
    );
  });

test('nobody is marketed to without consent; with it, over the channels agreed to', async () => {
  const id = await addPerson(world, { name: '钱一' });
  expect((await ask(id)).reason).toBe('consent-missing');
  expect((await ask(id, 'service')).allowed).toBe(true);
  await give(world, agent, id, { channels: ['sms'] });
  expect((await ask(id)).allowed).toBe(true);
  expect((await ask(id, 'marketing', 'phone')).reason).toBe('consent-missing');
});

test('a withdrawal is effective at once, and a paper signed earlier but recorded later does not undo it', async () => {
  const id = await addPerson(world, { name: '钱二' });
  await give(world, agent, id);
  unrefused(await withdrawAll(id));
  expect((await ask(id)).reason).toBe('consent-withdrawn');
  await give(world, agent, id, { at: (world.tools.now() - 86_400_000) as never });
  expect((await ask(id)).reason).toBe('consent-withdrawn');
  world.setNow('2026-10-15T12:05:00+08:00');
  await give(world, agent, id);
  expect((await ask(id)).allowed).toBe(true);
});

test('a withdrawal stops a message already queued', async () => {
  const id = await addPerson(world, { name: '钱三' });
  await give(world, agent, id);
  await queue(1, id);
  unrefused(await withdrawAll(id));
  const heard: unknown[] = [];
  await dispatchEvents(world.tools, world.hospitalId, {
    'consent.withdrawn': [stopQueued, async (_, __, event) => void heard.push(event.payload)],
  });
  expect(heard).toContainEqual({
    patientId: id,
    kind: 'marketing',
    purpose: 'marketing',
    channels: ['sms', 'wechat', 'wecom', 'phone', 'email', 'letter'],
  });
  expect(await stateOf(1)).toBe('stopped');
  // Also where the event has not been heard yet.
  await queue(2, id);
  expect(await sendNext(2)).toBe(false);
});

test('a withdrawal while a message is being sent waits for it, and nothing is sent after it', async () => {
  const id = await addPerson(world, { name: '钱四' });
  await give(world, agent, id);
  await queue(3, id);
  await queue(4, id);
  let withdrawnAt = 0;
  let withdrawal: Promise<unknown> = Promise.resolve();
  const sent = await sendNext(3, async () => {
    withdrawal = withdrawAll(id).then(() => {
      withdrawnAt = performance.now();
    });
    await new Promise((done) => setTimeout(done, 200));
    expect(withdrawnAt).toBe(0);
  });
  expect(sent).toBe(true);
  await withdrawal;
  expect(await sendNext(4)).toBe(false);
  expect(await stateOf(4)).toBe('stopped');
});

test('twenty sendings and a withdrawal at once: none is sent that asked after it', async () => {
  const id = await addPerson(world, { name: '钱五' });
  await give(world, agent, id);
  const ids = Array.from({ length: 20 }, (_, index) => 100 + index);
  for (const one of ids) await queue(one, id);
  let isWithdrawn = false;
  const late: boolean[] = [];
  await Promise.all([
    ...ids.map(async (one) => {
      const before = isWithdrawn;
      const sent = await sendNext(one);
      if (before) late.push(sent);
    }),
    withdrawAll(id).then(() => {
      isWithdrawn = true;
    }),
  ]);
  expect(late.every((sent) => !sent)).toBe(true);
  expect((await ask(id)).reason).toBe('consent-withdrawn');
});

test('a child’s consent is the guardian’s, and nobody under 18 is asked for marketing', async () => {
  const child = await addPerson(world, { name: '钱小', birthDate: '2015-03-01' });
  const followUp = { kind: 'follow_up' } as const;
  expect(await recordConsent(world.tools, agent, consentOf(world, child, followUp))).toMatchObject({
    code: 'consent.guardian-needed',
  });
  await give(world, agent, child, { ...followUp, giver: 'guardian', giverName: '李兰', giverRelation: '母亲' });
  expect((await ask(child, 'follow_up')).allowed).toBe(true);
  const marketing = consentOf(world, child, { giver: 'guardian', giverName: '李兰', giverRelation: '母亲' });
  expect(await recordConsent(world.tools, agent, marketing)).toMatchObject({ code: 'consent.minor-marketing' });
});

test('files merged into one are one person: a no under either id counts for both, also after the merge is undone', async () => {
  const kept = await addPerson(world, { name: '钱甲' });
  const lost = await addPerson(world, { name: '钱甲' });
  const further = await addPerson(world, { name: '钱甲' });
  await give(world, agent, kept);
  await world.sql('UPDATE patient_patients SET merged_into = $2, merged_at = now() WHERE patient_id = $1', [
    lost,
    kept,
  ]);
  await world.sql('UPDATE patient_patients SET merged_into = $2, merged_at = now() WHERE patient_id = $1', [
    further,
    lost,
  ]);
  expect((await ask(further)).allowed).toBe(true);
  unrefused(await withdrawAll(further));
  for (const id of [kept, lost, further]) expect((await ask(id)).reason).toBe('consent-withdrawn');
  await world.sql('UPDATE patient_patients SET merged_into = NULL, merged_at = NULL WHERE patient_id = ANY ($1)', [
    [lost, further],
  ]);
  for (const id of [kept, lost, further]) expect((await ask(id)).reason).toBe('consent-withdrawn');
});

test('a new version that needs renewal ends what was agreed to before; two publishing at once make one version', async () => {
  const compliance = world.actor('compliance');
  const id = await addPerson(world, { name: '钱六' });
  await give(world, agent, id, { kind: 'follow_up' });
  const { items } = await listTexts(world.tools, compliance);
  expect(items.filter((text) => text.isInForce)).toHaveLength(7);
  const body =
    '我同意医院为随访使用我的姓名和联系方式，新增使用就诊日期。保存期限：至我撤回为止。您可以随时撤回同意，撤回立即生效，不影响就诊。';
  const next = { kind: 'follow_up', after: 1, title: '随访同意书', body, needsRenewal: true } as const;
  const both = await Promise.all(
    [1, 2].map((n) => publishText(world.tools, compliance, { ...next, title: `随访 ${n}` })),
  );
  expect(both.filter(isRefusal)).toMatchObject([{ code: 'platform.stale' }]);
  expect((await ask(id, 'follow_up')).reason).toBe('consent-outdated');
  await give(world, agent, id, { kind: 'follow_up', textVersion: 2 });
  expect((await ask(id, 'follow_up')).allowed).toBe(true);
  const empty = {
    ...next,
    after: 2,
    body: '本院可以给您打电话发短信，这是一段足够长但什么也没有告诉您的文字，请签字，谢谢配合，祝您健康，再见，再见。',
  };
  expect(await publishText(world.tools, compliance, empty)).toMatchObject({ code: 'consent.text-incomplete' });
});

test('the dead and the blocked hear nothing more, and a legal hold changes nothing', async () => {
  const compliance = world.actor('compliance');
  const id = await addPerson(world, { name: '钱七' });
  await give(world, agent, id);
  const mark = (kind: 'deceased' | 'legal_hold' | 'restricted') =>
    setMark(world.tools, compliance, { patientId: id, kind, reason: '家属来电告知' });
  unrefused(await mark('legal_hold'));
  expect((await ask(id)).allowed).toBe(true);
  unrefused(await mark('deceased'));
  expect((await ask(id, 'service')).reason).toBe('deceased');
  expect(await mark('deceased')).toMatchObject({ code: 'consent.mark-set' });
});

test('the ledger is for ever: the application cannot change or remove an entry', async () => {
  for (const statement of ["UPDATE consent_entries SET action = 'given'", 'DELETE FROM consent_entries'])
    await expect(
      world.tools.db.transaction({ hospitalId: world.hospitalId }, (tx) => tx.query(statement)),
    ).rejects.toMatchObject({ code: '42501' });
});

test('the panel of a person tells where he stands and why he may not be contacted', async () => {
  const id = await addPerson(world, { name: '钱八', phone: null });
  await give(world, agent, id);
  const shown = unrefused(await world.tools.db.read(agent, (tx) => readPatientConsents(world.tools, tx, id)));
  expect(shown.contact.find((one) => one.purpose === 'marketing' && one.channel === 'sms')).toMatchObject({
    allowed: false,
    reason: 'address-missing',
  });
  expect(shown.standings.filter((one) => one.state === 'given')).toHaveLength(2);
  expect(shown.entries).toMatchObject([{ kind: 'marketing', action: 'given', recordingId: 'REC-1' }]);
});
