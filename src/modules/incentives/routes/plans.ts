import { stringify } from 'yaml';
import { z } from 'zod';
import { isRefusal, refuse } from '#kernel/refusal.ts';
import { describeVocabulary } from '#kernel/rule-engine/index.ts';
import { comparisonOperators, planDocument } from '#kernel/rule-engine/plan.ts';
import { triggers } from '#modules/policy/index.ts';
import type { Actor } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { readPage } from '#platform/db/list.ts';
import type { Routes } from '#platform/http/serve.ts';
import type { Tools } from '#platform/tools.ts';
import * as actions from '../actions/plans.ts';
import * as contract from '../contract/plans.ts';
import { episodeVocabulary } from '../rules/episode-vocabulary.ts';
import { approvalList, planList } from '../store/lists.ts';
import { readPlanRow, readPlanVersion, readVersions } from '../store/plans.ts';

export function planRoutes(routes: Routes<Actor>, tools: Tools): void {
  routes.serve(contract.listPlans, (actor, { query }) => tools.db.read(actor, (tx) => readPage(tx, planList, query)));
  routes.serve(contract.readPlan, (actor, { params }) =>
    tools.db.read(actor, (tx) => readDetail(tools, tx, params.planId, params.version)),
  );
  routes.serve(contract.checkPlanText, async (_, { body }) => {
    const { document, findings } = actions.readPlanText(body.text);
    if (document) return { document, ruleWords: actions.ruleWords(document), ...actions.reviewPlan(tools, document) };
    const empty = { clearance: [], mayActivate: false, prohibitedRules: [], packVersion: '' };
    return { document: null, ruleWords: {}, ...empty, findings };
  });
  routes.serve(contract.createPlan, (actor, { body }) => actions.createPlan(tools, actor, body.text));
  routes.serve(contract.savePlanVersion, (actor, { params, body }) =>
    actions.savePlanVersion(tools, actor, { ...params, ...body }),
  );
  routes.serve(contract.clonePlan, (actor, { params, body }) =>
    actions.clonePlan(tools, actor, { from: params, ...body }),
  );
  routes.serve(contract.activatePlan, async (actor, { params, body }) =>
    rowAfter(tools, actor, await actions.activatePlan(tools, actor, params, body.comment)),
  );
  routes.serve(contract.retirePlan, async (actor, { params }) =>
    rowAfter(tools, actor, await actions.retirePlan(tools, actor, params)),
  );
  routes.serve(contract.readPlanVocabulary, async () => vocabulary());
  routes.serve(contract.listApprovals, (actor, { query }) =>
    tools.db.read(actor, (tx) => readPage(tx, approvalList, query)),
  );
  routes.serve(contract.createApproval, async (actor, { body }) => {
    const created = await actions.createApproval(tools, actor, body);
    if (isRefusal(created)) return created;
    return tools.db.read(actor, (tx) =>
      tx.one(
        `SELECT ${approvalList.columns} FROM ${approvalList.from} WHERE a.hospital_id = $1 AND a.approval_id = $2`,
        [tx.hospitalId, created.approvalId],
      ),
    );
  });
}

async function rowAfter(tools: Tools, actor: Actor, result: Awaited<ReturnType<typeof actions.activatePlan>>) {
  if (isRefusal(result)) return result;
  return tools.db.read(actor, (tx) => readPlanRow(tx, result.planId, result.version));
}

async function readDetail(tools: Tools, tx: Tx, planId: string, version: number) {
  const plan = await readPlanVersion(tx, planId, version);
  if (!plan) return refuse('incentives.plan-not-found', { plan: planId });
  return {
    ...(await readPlanRow(tx, planId, version)),
    document: plan.document,
    text: stringify(plan.document, { lineWidth: 120 }),
    fingerprint: plan.fingerprint,
    review: actions.reviewPlan(tools, plan.document),
    ruleWords: actions.ruleWords(plan.document),
    ...(await readVersions(tx, planId, version)),
  };
}

function vocabulary() {
  const described = describeVocabulary(episodeVocabulary(''));
  const choices = (values: Readonly<Record<string, { zh: string; en: string }>>) =>
    Object.entries(values).map(([value, title]) => ({ value, title }));
  return {
    attributes: described.attributes.map(({ ofItem, values, ...attribute }) => ({
      ...attribute,
      scope: ofItem ? 'item' : 'case',
      values: values && choices(values),
      operators: operatorsOf(attribute.kind),
    })),
    categories: choices(described.categories),
    triggers,
    schema: z.toJSONSchema(planDocument, { io: 'input' }),
  };
}

function operatorsOf(kind: string): readonly string[] {
  if (kind === 'number' || kind === 'day') return comparisonOperators;
  return comparisonOperators.filter((operator) => !['gt', 'ge', 'lt', 'le', 'between'].includes(operator));
}
