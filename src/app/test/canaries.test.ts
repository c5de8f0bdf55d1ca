import { afterAll, beforeAll, expect, test } from 'vitest';
import { modules } from '#app/modules.ts';
import { isRefusal } from '#kernel/refusal.ts';
import type { RouteContract } from '#kernel/route.ts';
import type { Tier } from '#kernel/tiers.ts';
import { createDeskWorld, type DeskWorld } from '#modules/referrals/test/desk-world.ts';
import { may, type Permission, type Role, roles, seesTier } from '#modules/staff/index.ts';
import { type Browser, type FrontDoor, openFrontDoor } from '#modules/staff/test/front-door.ts';

/**
 * Values that stand for a tier wherever they turn up: every role asks for everything it may, and no answer, file or problem may hold one that
 * the role does not see. Names say which duties see them besides.
 */
const canaries: readonly { text: string; tier: Tier; duties: readonly Permission[] }[] = [
  { text: '13800007701', tier: 'T3', duties: [] },
  { text: '金丝雀', tier: 'T3', duties: ['board.mark'] },
  { text: '鸟类疱疹', tier: 'T5h', duties: ['referrals.match', 'referrals.dispute.decide'] },
  { text: '翼状胬肉待查', tier: 'T5h', duties: [] },
  { text: '990000198001017701', tier: 'T4', duties: [] },
  { text: '6222000000007701', tier: 'T4', duties: [] },
];

let world: DeskWorld;
let door: FrontDoor;
const browsers = new Map<Role, Browser>();
const known: Record<string, string> = {};
beforeAll(async () => {
  world = await createDeskWorld();
  const { tools, hospitalId } = world;
  door = await openFrontDoor(world, tools, modules);
  for (const role of roles) browsers.set(role, await door.signedIn(`sees.${role.replaceAll('_', '-')}`, role));
  const referral = await world.refer('金丝雀', { phone: '13800007701', disease: '鸟类疱疹', note: '鸟类疱疹复查' });
  if (isRefusal(referral)) throw new Error(referral.code);
  await world.register('E-77', { name: '金丝雀', phone: '13800007701' });
  await world.sql(
    `UPDATE visit_episodes SET diagnosis = '翼状胬肉待查', id_number_sealed = $2, id_number_lookup = $3 WHERE hospital_id = $1`,
    [hospitalId, tools.cipher.seal('990000198001017701'), tools.cipher.lookup('990000198001017701')],
  );
  await world.sql(
    `UPDATE referral_introducers SET payout_account_sealed = $2, payout_account_tail = '7701', payout_account_holder = '刘根生' WHERE hospital_id = $1`,
    [hospitalId, tools.cipher.seal('6222000000007701')],
  );
  await world.sql(
    `INSERT INTO referral_introducer_contacts (hospital_id, channel, address, introducer_id) VALUES ($1, 'phone', '13800007701', $2)`,
    [hospitalId, world.introducers['I1']],
  );
  Object.assign(known, {
    referralId: referral.referralId,
    introducerId: world.introducers['I1'],
    episodeNo: 'E-77',
    month: new Date().toISOString().slice(0, 7),
  });
}, 120_000);
afterAll(async () => {
  await door.app.close();
  await world.end();
});

test('no role finds a value of a tier it does not see in any answer or file', { timeout: 120_000 }, async () => {
  const leaks: string[] = [];
  let looked = 0;
  for (const contract of door.contracts) {
    if (contract.method !== 'GET' || contract.produces === 'text/event-stream') continue;
    for (const role of roles) {
      if (contract.permission !== 'session' && !may({ roles: [role] }, contract.permission as Permission)) continue;
      const { status, text } = await ask(role, contract);
      if (status === 200) looked += 1;
      for (const { text: canary, tier, duties } of canaries)
        if (
          text.includes(canary) &&
          !seesTier({ roles: [role] }, tier) &&
          !duties.some((duty) => may({ roles: [role] }, duty))
        )
          leaks.push(`${contract.id} shows ${tier} to ${role}`);
    }
  }
  expect(leaks).toEqual([]);
  expect(looked).toBeGreaterThan(200);
});

test('the canaries sing where they may: the officer sees name, phone and disease of the referral', async () => {
  const { text } = await ask('info_officer', door.contracts.find(({ id }) => id === 'referrals.readReferral')!);
  expect(text).toContain('13800007701');
  expect(text).toContain('鸟类疱疹');
});

test('money people read the register of admissions with names masked', async () => {
  const { text } = await ask('finance', door.contracts.find(({ id }) => id === 'referrals.listMonthlyAdmissions')!);
  expect(text).toContain('金**');
});

async function ask(role: Role, contract: RouteContract): Promise<{ status: number; text: string }> {
  const path = contract.path.replace(
    /:(\w+)/g,
    (_, name: string) => known[name] ?? '00000000-0000-7000-8000-000000000000',
  );
  const answer = await browsers.get(role)!.call('GET', `${path}?month=${known['month']}`);
  return { status: answer.status, text: typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body) };
}
