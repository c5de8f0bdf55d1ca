import type { Month } from '#kernel/day.ts';
import { type AccountId, uuidv7 } from '#kernel/ids.ts';
import { isRefusal, type Refusal } from '#kernel/refusal.ts';
import { planDocument } from '#kernel/rule-engine/index.ts';
import type { Actor, Role } from '#modules/staff/index.ts';
import { moneyProof } from '#testing/money-proof.ts';
import type { World } from '#testing/world.ts';
import { recalculateSettlement } from '../actions/recalculate.ts';
import { type Signed, type SignRequest, signSettlement } from '../actions/sign-settlement.ts';
import { readBundledPlan } from '../plan-files.ts';
import { runSettlement } from '../run-settlement.ts';
import { insertPlan, setPlanState } from '../store/plans.ts';

/** Everybody who signs, each another person. */
export interface Cast {
  readonly officer: Actor;
  readonly relations: Actor;
  readonly head: Actor;
  readonly finance: Actor;
  readonly vice: Actor;
  readonly president: Actor;
  readonly compliance: Actor;
}

export const departments = ['呼吸内科', '体检中心', '普外科'];

export function castOf(world: World): Cast {
  const person = (name: string, role: Role): Actor => ({
    ...world.actor(role),
    accountId: uuidv7(Date.now()) as AccountId,
    displayName: name,
    departments: role === 'dept_head' ? departments : [],
  });
  return {
    officer: person('信息员', 'info_officer'),
    relations: person('客户关系专员', 'relationship_officer'),
    head: person('科主任', 'dept_head'),
    finance: person('财务', 'finance'),
    vice: person('副院长', 'vice_president'),
    president: person('院长', 'president'),
    compliance: person('合规', 'compliance'),
  };
}

/**
 * A plan with something of every clearance: self-visit coupons (allowed for self-pay, review for unknown payment, prohibited for insured) and
 * a cash share to enterprises for check-ups (as the policy pack says).
 */
export function mixedPlan(id = 'plan-mixed') {
  const lawful = readBundledPlan('plan-l');
  const historical = readBundledPlan('plan-a');
  return planDocument.parse({
    ...lawful,
    id,
    title: { zh: '测试方案', en: 'test plan' },
    bases: historical.bases,
    rules: [...lawful.rules, ...historical.rules.filter((rule) => rule.id === 'A9-checkup')],
  });
}

export async function activePlan(world: World, document = mixedPlan()): Promise<void> {
  await world.tools.db.transaction({ hospitalId: world.hospitalId }, async (tx) => {
    await insertPlan(tx, { document, version: 1, createdByName: '测试', createdBy: null, clonedFrom: null });
    await setPlanState(tx, document.id, 1, 'active', world.actor('president'));
  });
}

export interface GivenEpisode {
  readonly no: string;
  readonly kind?: string;
  readonly department?: string;
  readonly paymentKind?: string | null;
  readonly settledAt?: string;
  readonly amountFen?: number;
  readonly introducerNo?: string;
}

/** An episode with one charge, settled in September 2026, won by an introducer when one is named. */
export async function addEpisode(world: World, given: GivenEpisode): Promise<void> {
  const at = given.settledAt ?? '2026-09-20T10:00:00+08:00';
  await world.sql(
    `INSERT INTO visit_episodes (hospital_id, episode_no, record_no, patient_name, sex, birth_date, kind, department, registered_at, discharged_at, settled_at, payment_kind)
     VALUES ($1, $2, $3, '测试患者', 'male', '1980-01-01', $4, $5, $6, $6, $6, $7)`,
    [
      world.hospitalId,
      given.no,
      `P-${given.no}`,
      given.kind ?? 'outpatient',
      given.department ?? '呼吸内科',
      at,
      given.paymentKind === undefined ? 'self_pay' : given.paymentKind,
    ],
  );
  await world.sql(
    `INSERT INTO visit_charges (hospital_id, episode_no, line_no, category, amount_fen) VALUES ($1, $2, '1', 'treatment', $3)`,
    [world.hospitalId, given.no, given.amountFen ?? 500_000],
  );
  if (given.introducerNo) await win(world, given.no, given.introducerNo);
}

export async function addIntroducer(
  world: World,
  no: string,
  kind: string,
  holder: string | null = null,
): Promise<void> {
  await world.sql(
    `INSERT INTO referral_introducers (hospital_id, introducer_no, name, kind, payout_account_holder, payout_account_sealed, payout_account_tail, bank_name)
     VALUES ($1, $2, '测试单位' || $2, $3, $4, $5, $6, '测试银行')`,
    [
      world.hospitalId,
      no,
      kind,
      holder,
      holder === null ? null : world.tools.cipher.seal(`622200000000${no.length}`),
      holder === null ? null : '0001',
    ],
  );
}

async function win(world: World, episodeNo: string, introducerNo: string): Promise<void> {
  await world.sql(
    `INSERT INTO referral_referrals (hospital_id, referral_id, received_at, channel, introducer_no, introducer_id, state, episode_no)
     SELECT hospital_id, 'R-' || $2::text, '2026-09-01', 'phone', introducer_no, introducer_id, 'won', $2 FROM referral_introducers
     WHERE hospital_id = $1 AND introducer_no = $3`,
    [world.hospitalId, episodeNo, introducerNo],
  );
  await world.sql(
    `INSERT INTO referral_outcomes (hospital_id, episode_no, referral_id, reason) VALUES ($1, $2, 'R-' || $2::text, 'won')`,
    [world.hospitalId, episodeNo],
  );
}

export function must<Value>(value: Value | Refusal): Value {
  if (isRefusal(value)) throw new Error(`refused: ${value.code} ${JSON.stringify(value.facts)}`);
  return value as Value;
}

export const codeOf = (value: unknown): string => (isRefusal(value) ? value.code : 'accepted');

export async function run(world: World, cast: Cast, month = '2026-09', planId = 'plan-mixed'): Promise<string> {
  return must(await runSettlement(world.tools, cast.officer, { month: month as Month, planId })).settlementId;
}

export async function headOf(world: World, settlementId: string): Promise<{ state: string; version: number }> {
  const [row] = await world.sql<{ state: string; version: number }>(
    'SELECT state, version FROM incentive_settlements WHERE settlement_id = $1',
    [settlementId],
  );
  return row!;
}

/** Signs a step with the version of the moment. */
export async function sign(
  world: World,
  actor: Actor,
  settlementId: string,
  step: SignRequest['step'],
  over: Partial<SignRequest> = {},
): Promise<Signed | Refusal> {
  const { version } = await headOf(world, settlementId);
  return signSettlement(world.tools, actor, {
    settlementId,
    step,
    version,
    comment: null,
    decision: 'signed',
    ...over,
  });
}

/** Takes a draft through all signatures. */
export async function approve(world: World, cast: Cast, settlementId: string): Promise<void> {
  must(await sign(world, cast.officer, settlementId, 'compile'));
  must(await sign(world, cast.relations, settlementId, 'countersign'));
  await verifyAll(world, cast, settlementId);
  must(await recalculateSettlement(world.tools, cast.finance, settlementId));
  must(await sign(world, cast.finance, settlementId, 'recalculate'));
  must(await sign(world, cast.vice, settlementId, 'approve_first'));
  must(await sign(world, cast.president, settlementId, 'approve_second'));
}

export async function verifyAll(world: World, cast: Cast, settlementId: string): Promise<void> {
  const parts = await world.sql<{ department: string }>(
    `SELECT department FROM incentive_departments WHERE settlement_id = $1 AND state = 'waiting'`,
    [settlementId],
  );
  for (const { department } of parts) must(await sign(world, cast.head, settlementId, 'verify', { department }));
}

export function proof(world: World): Promise<string[]> {
  return moneyProof(world.sql);
}

export async function linesOf(world: World, settlementId: string) {
  return world.sql<{
    line_id: string;
    key: string;
    amount_fen: number;
    payable_fen: number;
    clearance: string;
    reverses_month: string | null;
    month: string;
    trace: string;
  }>(
    'SELECT line_id, key, amount_fen, payable_fen, clearance, reverses_month, month, trace FROM incentive_lines WHERE settlement_id = $1 ORDER BY line_no',
    [settlementId],
  );
}

export async function payoutsOf(world: World, settlementId: string) {
  return world.sql<{
    payout_id: string;
    payee_no: string;
    form: string;
    amount_fen: number;
    carried_fen: number;
    state: string;
    version: number;
    payee_kind: string;
  }>(
    'SELECT payout_id, payee_no, payee_kind, form, amount_fen, carried_fen, state, version FROM incentive_payouts WHERE settlement_id = $1 ORDER BY payee_no, sequence',
    [settlementId],
  );
}
