import { parseDocument } from 'yaml';
import type { Day } from '#kernel/day.ts';
import { dayOf } from '#kernel/day.ts';
import { type Refusal, refuse } from '#kernel/refusal.ts';
import { conditionWords, type PlanDocument, planDocument, type Words } from '#kernel/rule-engine/index.ts';
import { type Actor, audit } from '#modules/staff/index.ts';
import type { Tools } from '#platform/tools.ts';
import { citationTexts } from '../citations.ts';
import type { PlanFindingInfo, RuleClearanceInfo } from '../contract/plans.ts';
import { currentPack } from '../current-pack.ts';
import { checkIncentivePlan } from '../rules/check-incentive-plan.ts';
import { compileIncentivePlan } from '../rules/decide-lines.ts';
import { alwaysProhibited, clearanceSummary, cloneWithout, mayActivate } from '../rules/may-activate.ts';
import { readHospitalBasis } from '../run-settlement.ts';
import { insertApproval } from '../store/approvals.ts';
import { insertPlan, lockNewestVersion, readPlanVersion, setPlanState } from '../store/plans.ts';

export interface PlanReview {
  readonly findings: PlanFindingInfo[];
  readonly clearance: RuleClearanceInfo[];
  readonly mayActivate: boolean;
  readonly prohibitedRules: string[];
  readonly packVersion: string;
}

export interface ReadText {
  readonly document: PlanDocument | null;
  readonly findings: PlanFindingInfo[];
}

/** Reads JSON (which is YAML) or YAML; every fault with its place. */
export function readPlanText(text: string): ReadText {
  // Aliases are bounded: a small text must not unfold into a huge document.
  const parsed = parseDocument(text, { prettyErrors: false });
  const broken = parsed.errors[0];
  if (broken) return { document: null, findings: [syntaxFinding(text, broken.message, broken.pos[0])] };
  let value: unknown;
  try {
    value = parsed.toJS({ maxAliasCount: 200 });
  } catch (error) {
    return { document: null, findings: [syntaxFinding(text, (error as Error).message, 0)] };
  }
  const checked = planDocument.safeParse(value);
  if (checked.success) return { document: checked.data, findings: [] };
  return {
    document: null,
    findings: checked.error.issues.slice(0, 50).map((issue) => {
      const node = parsed.getIn(issue.path as (string | number)[], true) as
        | { range?: [number, number, number] }
        | undefined;
      return {
        ...noFinding,
        code: 'schema' as const,
        words: { zh: issue.message, en: issue.message },
        path: issue.path.join('.'),
        ...(node?.range ? placeOf(text, node.range[0]) : {}),
      };
    }),
  };
}

const noFinding = { rules: [], path: null, line: null, column: null, example: null };

function syntaxFinding(text: string, message: string, offset: number): PlanFindingInfo {
  const words = { zh: `不是有效的 YAML 或 JSON：${message}`.slice(0, 400), en: message.slice(0, 400) };
  return { ...noFinding, code: 'syntax', words, ...placeOf(text, offset) };
}

function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: before.at(-1)!.length + 1 };
}

/** What stands against a plan, and what the policy pack says of each of its rules. */
export function reviewPlan(tools: Tools, document: PlanDocument): PlanReview {
  const pack = currentPack(tools.config.projectDir);
  const findings = checkIncentivePlan(document).findings.map(
    (found): PlanFindingInfo => ({
      ...noFinding,
      code: found.code,
      rules: [...found.rules],
      words: found.words,
      example: found.example === null ? null : found.example.attributes.map((attribute) => ({ ...attribute })),
    }),
  );
  if (
    findings.some((found) => found.code === 'reference' || found.code === 'schema' || found.code === 'too-complicated')
  )
    return { findings, clearance: [], mayActivate: false, prohibitedRules: [], packVersion: pack.version };
  const compiled = compileIncentivePlan(document, '');
  const prohibitedRules = alwaysProhibited(compiled, pack);
  return {
    findings,
    clearance: clearanceSummary(compiled, pack).map((rule) => ({
      ...rule,
      cases: rule.cases.map(({ payee, paymentKind, ...one }) => ({
        ...one,
        payeeKind: payee,
        paymentKind: paymentKind ?? null,
      })),
      citations: citationTexts(pack, rule.cases.map((one) => one.citation).join('+')),
      alternatives: rule.alternatives.map(({ payee, kind, text }) => ({ payeeKind: payee, kind, text })),
    })),
    mayActivate: findings.length === 0 && prohibitedRules.length === 0,
    prohibitedRules,
    packVersion: pack.version,
  };
}

/** Each rule's condition in words; empty for a plan that cannot be compiled. */
export function ruleWords(document: PlanDocument): Record<string, Words> {
  try {
    const compiled = compileIncentivePlan(document, '');
    return Object.fromEntries(
      document.rules.map((rule) => [
        rule.id,
        { zh: conditionWords(compiled, rule.when, 'zh'), en: conditionWords(compiled, rule.when, 'en') },
      ]),
    );
  } catch {
    return {};
  }
}

export interface WrittenPlan {
  readonly planId: string;
  readonly version: number;
}

function textRefusal(findings: readonly PlanFindingInfo[]): Refusal {
  const first = findings[0]!;
  return refuse('incentives.plan-text', {
    path: first.path ?? `${first.line}:${first.column}`,
    message: first.words.en,
    problems: findings.length,
  });
}

/** A new plan, as a draft. It may have findings: they stand against activation, not against saving. */
export async function createPlan(tools: Tools, actor: Actor, text: string): Promise<WrittenPlan | Refusal> {
  const { document, findings } = readPlanText(text);
  if (!document) return textRefusal(findings);
  return tools.db.transaction(actor, async (tx) => {
    if ((await lockNewestVersion(tx, document.id)) > 0) return refuse('incentives.plan-exists', { plan: document.id });
    const written = await insertPlan(tx, { document, version: 1, clonedFrom: null, ...by(actor) });
    audit(tx, actor, { action: 'plan.created', subjectKind: 'plan', subjectId: `${document.id}/1` });
    tx.touch('plans');
    return written!;
  });
}

function by(actor: Actor): { createdBy: string | null; createdByName: string } {
  return { createdBy: actor.accountId, createdByName: actor.displayName };
}

/** The text as the plan's next version. The id is that of the plan, whatever the text says. */
export async function savePlanVersion(
  tools: Tools,
  actor: Actor,
  wanted: { readonly planId: string; readonly text: string; readonly basedOn: number },
): Promise<WrittenPlan | Refusal> {
  const read = readPlanText(wanted.text);
  if (!read.document) return textRefusal(read.findings);
  const { planId } = wanted;
  return tools.db.transaction(actor, async (tx) => {
    const newest = await lockNewestVersion(tx, planId);
    const latest = newest > 0 ? await readPlanVersion(tx, planId, newest) : null;
    if (!latest) return refuse('incentives.plan-not-found', { plan: planId });
    if (latest.isBundled) return refuse('incentives.plan-bundled', { plan: planId });
    if (newest !== wanted.basedOn) return refuse('platform.stale');
    const version = newest + 1;
    const document = { ...read.document!, id: planId, version: String(version) };
    const written = await insertPlan(tx, { document, version, clonedFrom: `${planId}/${newest}`, ...by(actor) });
    audit(tx, actor, { action: 'plan.saved', subjectKind: 'plan', subjectId: `${planId}/${version}` });
    tx.touch('plans');
    return written!;
  });
}

/** A copy under another id, without the given rules, or without all that may never be paid. */
export async function clonePlan(
  tools: Tools,
  actor: Actor,
  wanted: {
    readonly from: WrittenPlan;
    readonly planId: string;
    readonly title: Words;
    readonly without: 'prohibited' | readonly string[];
  },
): Promise<(WrittenPlan & { removedRules: string[] }) | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const original = await readPlanVersion(tx, wanted.from.planId, wanted.from.version);
    if (!original) return refuse('incentives.plan-not-found', { plan: wanted.from.planId });
    if ((await lockNewestVersion(tx, wanted.planId)) > 0)
      return refuse('incentives.plan-exists', { plan: wanted.planId });
    const removed =
      wanted.without === 'prohibited' ? reviewPlan(tools, original.document).prohibitedRules : [...wanted.without];
    const document = cloneWithout(original.document, removed, { id: wanted.planId, title: wanted.title });
    const clonedFrom = `${wanted.from.planId}/${wanted.from.version}`;
    const written = await insertPlan(tx, { document, version: 1, clonedFrom, ...by(actor) });
    audit(tx, actor, {
      action: 'plan.cloned',
      subjectKind: 'plan',
      subjectId: `${wanted.planId}/1`,
      detail: { from: clonedFrom, removed },
    });
    tx.touch('plans');
    return { ...written!, removedRules: removed };
  });
}

/** Puts a draft in force. No way past what is prohibited in every case, nor past a finding. */
export async function activatePlan(
  tools: Tools,
  actor: Actor,
  wanted: WrittenPlan,
  comment?: string,
): Promise<WrittenPlan | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    await lockNewestVersion(tx, wanted.planId);
    const plan = await readPlanVersion(tx, wanted.planId, wanted.version);
    if (!plan) return refuse('incentives.plan-not-found', { plan: wanted.planId });
    if (plan.state !== 'draft') return refuse('incentives.plan-state', { state: plan.state });
    const { findings } = checkIncentivePlan(plan.document);
    if (findings.length > 0)
      return refuse('incentives.plan-findings', {
        plan: wanted.planId,
        findings: findings.length,
        first: findings[0]!.words.zh,
      });
    const { divisionCode } = await readHospitalBasis(tx);
    const decision = mayActivate(
      compileIncentivePlan(plan.document, divisionCode),
      currentPack(tools.config.projectDir),
    );
    if ('refused' in decision) return decision;
    await setPlanState(tx, wanted.planId, wanted.version, 'active', actor);
    audit(tx, actor, {
      action: 'plan.activated',
      subjectKind: 'plan',
      subjectId: `${wanted.planId}/${wanted.version}`,
      ...(comment ? { reason: comment } : {}),
      detail: { fingerprint: plan.fingerprint },
    });
    tx.touch('plans');
    return wanted;
  });
}

export async function retirePlan(tools: Tools, actor: Actor, wanted: WrittenPlan): Promise<WrittenPlan | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    await lockNewestVersion(tx, wanted.planId);
    const plan = await readPlanVersion(tx, wanted.planId, wanted.version);
    if (!plan) return refuse('incentives.plan-not-found', { plan: wanted.planId });
    if (plan.state !== 'active') return refuse('incentives.plan-state', { state: plan.state });
    await setPlanState(tx, wanted.planId, wanted.version, 'retired', actor);
    audit(tx, actor, {
      action: 'plan.retired',
      subjectKind: 'plan',
      subjectId: `${wanted.planId}/${wanted.version}`,
    });
    tx.touch('plans');
    return wanted;
  });
}

/** The president's prior approval of a special disease. It makes a line computed, not lawful. */
export async function createApproval(
  tools: Tools,
  actor: Actor,
  approval: {
    readonly disease: string;
    readonly rateBasisPoints: number;
    readonly maxFen: number | null;
    readonly fromDay: string;
    readonly untilDay: string;
    readonly reason: string;
  },
): Promise<{ approvalId: string } | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const today: Day = dayOf(tools.now(), (await readHospitalBasis(tx)).timeZone);
    const { approvalId, approvalNo } = await insertApproval(tx, actor, { ...approval, year: today.slice(0, 4) });
    audit(tx, actor, {
      action: 'plan.disease-approved',
      subjectKind: 'approval',
      subjectId: approvalNo,
      reason: approval.reason,
      detail: { rateBasisPoints: approval.rateBasisPoints, from: approval.fromDay, until: approval.untilDay },
    });
    tx.touch('plans');
    return { approvalId };
  });
}
