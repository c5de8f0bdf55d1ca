import { type CheckFinding, checkPlan, type PlanCheck } from '#kernel/rule-engine/index.ts';
import { triggers } from '#modules/policy/index.ts';
import { introducerKinds } from './episode-facts.ts';
import { episodeVocabulary } from './episode-vocabulary.ts';

/**
 * All activation checks of a plan for episodes but clearance (`mayActivate`): the engine's, and that triggers and kinds of
 * introducers are ones the policy pack and the exchange formats know.
 */
export function checkIncentivePlan(document: unknown): PlanCheck {
  // Where the hospital lies does not matter for the checks.
  const { plan, findings } = checkPlan(document, episodeVocabulary(''));
  if (!plan) return { plan, findings };
  const known: readonly string[] = triggers;
  const kinds: readonly string[] = introducerKinds;
  const missing = (id: string, zh: string, en: string): CheckFinding => ({
    code: 'reference',
    rules: [id],
    words: { zh: `${id}：${zh}`, en: `${id}: ${en}` },
    example: null,
  });
  return {
    plan,
    findings: [
      ...findings,
      ...plan.rules
        .filter((rule) => !known.includes(rule.trigger))
        .map((rule) => missing(rule.id, `没有触发类型 ${rule.trigger}`, `no trigger ${rule.trigger}`)),
      ...plan.acknowledgements.flatMap((entry) =>
        entry.to
          .filter((kind) => !kinds.includes(kind))
          .map((kind) => missing(entry.id, `没有介绍人类别 ${kind}`, `no kind of introducer ${kind}`)),
      ),
    ],
  };
}
