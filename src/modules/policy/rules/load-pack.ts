import { type Refusal, refuse } from '#kernel/refusal.ts';
import { leavesOf } from '#kernel/rule-engine/dimensions.ts';
import {
  benefitForms,
  clearanceFactNames,
  incentiveFamily,
  type PolicyPack,
  packHead,
  payeeClasses,
  triggers,
} from '../contract.ts';

/**
 * A pack from parsed YAML or JSON: schema, then completeness. Every payee × trigger × form exactly once, every reason,
 * instrument and fact a rule names must exist; a payee class without a lawful alternative is incomplete too.
 */
export function loadPack(
  head: unknown,
  families: Readonly<Record<string, unknown>>,
): PolicyPack | Refusal<'policy.pack-invalid'> {
  const parsedHead = packHead.safeParse(head);
  if (!parsedHead.success) return invalid(parsedHead.error.issues[0]!);
  const missing = parsedHead.data.families.find((family) => families[family] === undefined);
  if (missing) return refuse('policy.pack-invalid', { where: missing, problem: 'family file is missing' });
  const parsed = incentiveFamily.safeParse(families['incentives']);
  if (!parsed.success) return invalid(parsed.error.issues[0]!);
  const pack: PolicyPack = { ...parsedHead.data, incentives: parsed.data };
  const problem = incompleteness(pack);
  return problem ? refuse('policy.pack-invalid', problem) : pack;
}

function invalid(issue: { path: PropertyKey[]; message: string }): Refusal<'policy.pack-invalid'> {
  return refuse('policy.pack-invalid', { where: issue.path.join('.'), problem: issue.message });
}

interface Problem {
  readonly where: string;
  readonly problem: string;
  readonly [fact: string]: string;
}

function incompleteness(pack: PolicyPack): Problem | null {
  const { overrides, reasons, alternatives, matrix } = pack.incentives;
  const seen = new Set<string>();
  for (const cell of matrix) {
    const key = `${cell.payee}/${cell.trigger}/${cell.form}`;
    if (seen.has(key)) return { where: key, problem: 'cell given twice' };
    seen.add(key);
  }
  for (const payee of payeeClasses)
    for (const trigger of triggers)
      for (const form of benefitForms) {
        const key = `${payee}/${trigger}/${form}`;
        if (!seen.has(key)) return { where: key, problem: 'cell is missing' };
      }
  const reasonIds = new Set(reasons.map((reason) => reason.id));
  for (const cell of matrix)
    for (const id of cell.reasons)
      if (!reasonIds.has(id))
        return { where: `${cell.payee}/${cell.trigger}/${cell.form}`, problem: `no reason ${id}` };
  const ids = [...overrides, ...reasons].map((rule) => rule.id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice) return { where: twice, problem: 'id given twice' };
  const instruments = new Set(pack.instruments.map((instrument) => instrument.id));
  for (const rule of [...overrides, ...reasons])
    for (const { instrument } of rule.citations)
      if (!instruments.has(instrument)) return { where: rule.id, problem: `no instrument ${instrument}` };
  const facts: readonly string[] = clearanceFactNames;
  for (const rule of overrides)
    for (const leaf of leavesOf(rule.when)) {
      if ('hasItem' in leaf) return { where: rule.id, problem: 'a policy condition cannot ask for fee items' };
      if (!facts.includes(leaf.attribute)) return { where: rule.id, problem: `no fact ${leaf.attribute}` };
    }
  for (const payee of payeeClasses)
    if (!alternatives.some((entry) => entry.payee === payee && entry.trigger === '*'))
      return { where: payee, problem: 'no lawful alternative' };
  return null;
}
