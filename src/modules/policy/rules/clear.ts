import { fault } from '#kernel/refusal.ts';
import { type FactRecord, truthOf } from '#kernel/rule-engine/three-valued.ts';
import {
  type Clearance,
  type ClearanceFacts,
  type HospitalRule,
  type LawfulAlternative,
  type MatrixCell,
  type PayeeClass,
  type PolicyPack,
  type Trigger,
  type Verdict,
  verdicts,
} from '../contract.ts';

/** The stricter of two verdicts. */
export function stricter(a: Verdict, b: Verdict): Verdict {
  return verdicts.indexOf(a) >= verdicts.indexOf(b) ? a : b;
}

/**
 * Clears one benefit. Overrides are evaluated first, each with the facts it needs: one that holds applies its verdict;
 * one that missing facts would decide raises an `allowed` to `review` when its `whenUnknown` says so. Then the cell
 * payee × trigger × form. The verdict is the strictest of all; nothing can weaken it.
 *
 * The citation names the overrides that applied in the pack's order, then the cell's reasons in its order:
 * `IN-01+R01+R02+R03`. An override that was undecided is cited only where it is why the verdict is not milder.
 */
export function clear(pack: PolicyPack, facts: ClearanceFacts): Clearance {
  const cell = cellOf(pack, facts);
  let verdict: Verdict = cell.verdict;
  const ruleIds: string[] = [];
  const undecided: string[] = [];
  for (const override of pack.incentives.overrides) {
    const truth = truthOf(override.when, facts as unknown as FactRecord);
    if (truth === 'yes') {
      verdict = stricter(verdict, override.verdict);
      ruleIds.push(override.id);
    } else if (truth === 'unknown' && override.whenUnknown === 'review') undecided.push(override.id);
  }
  if (verdict === 'allowed' && undecided.length > 0) {
    verdict = 'review';
    ruleIds.push(...undecided);
  }
  return {
    verdict,
    ruleIds,
    reasons: cell.reasons,
    citation: [...new Set([...ruleIds, ...cell.reasons])].join('+'),
    conditions: cell.verdict === 'prohibited' ? [] : cell.reasons,
  };
}

const cellsOfPack = new WeakMap<object, ReadonlyMap<string, MatrixCell>>();

function cellOf(pack: PolicyPack, facts: ClearanceFacts): MatrixCell {
  const { matrix } = pack.incentives;
  let cells = cellsOfPack.get(matrix);
  if (!cells) {
    cells = new Map(matrix.map((cell) => [`${cell.payee}/${cell.trigger}/${cell.form}`, cell]));
    cellsOfPack.set(matrix, cells);
  }
  const cell = cells.get(`${facts.payee}/${facts.trigger}/${facts.form}`);
  if (!cell)
    throw fault('policy pack has no such cell', { payee: facts.payee, trigger: facts.trigger, form: facts.form });
  return cell;
}

/**
 * The pack with a hospital's own rules after the pack's. A hospital may be stricter, never milder: its rules can only
 * review or prohibit (the schema has no third verdict), they are added and nothing of the pack is removed or reordered,
 * and `clear` takes the strictest. So for all facts the verdict with hospital rules is at least the verdict without.
 */
export function withHospitalRules(pack: PolicyPack, rules: readonly HospitalRule[]): PolicyPack {
  const taken = new Set([...pack.incentives.overrides, ...pack.incentives.reasons].map((rule) => rule.id));
  const clash = rules.find((rule) => taken.has(rule.id));
  if (clash) throw fault('a hospital rule cannot take the id of a rule of the pack', { rule: clash.id });
  return {
    ...pack,
    incentives: { ...pack.incentives, overrides: [...pack.incentives.overrides, ...rules] },
  };
}

/** What may be done instead for this payee and trigger. */
export function lawfulAlternative(pack: PolicyPack, payee: PayeeClass, trigger: Trigger): LawfulAlternative {
  const { alternatives } = pack.incentives;
  const found =
    alternatives.find((entry) => entry.payee === payee && entry.trigger === trigger) ??
    alternatives.find((entry) => entry.payee === payee && entry.trigger === '*');
  if (!found) throw fault('policy pack has no alternative', { payee, trigger });
  return found;
}
