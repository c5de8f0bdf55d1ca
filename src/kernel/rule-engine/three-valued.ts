import { codesOf, compareValue } from './dimensions.ts';
import type { Condition, Scalar } from './plan.ts';

export type Truth = 'yes' | 'no' | 'unknown';
export type FactRecord = Readonly<Record<string, Scalar | null | undefined>>;

/**
 * A condition over facts of which some may be unknown (absent or null), in Kleene's logic: `unknown` means that the
 * missing facts would decide. For policy, where not knowing must not count as innocent.
 */
export function truthOf(condition: Condition, facts: FactRecord, items: ReadonlySet<string> = noItems): Truth {
  if ('not' in condition) {
    const inner = truthOf(condition.not, facts, items);
    return inner === 'unknown' ? inner : inner === 'yes' ? 'no' : 'yes';
  }
  if ('all' in condition) {
    let unsure = false;
    for (const part of condition.all) {
      const truth = truthOf(part, facts, items);
      if (truth === 'no') return 'no';
      if (truth === 'unknown') unsure = true;
    }
    return unsure ? 'unknown' : 'yes';
  }
  if ('any' in condition) {
    let unsure = false;
    for (const part of condition.any) {
      const truth = truthOf(part, facts, items);
      if (truth === 'yes') return 'yes';
      if (truth === 'unknown') unsure = true;
    }
    return unsure ? 'unknown' : 'no';
  }
  if ('hasItem' in condition) return codesOf(condition.hasItem).some((code) => items.has(code)) ? 'yes' : 'no';
  const value = facts[condition.attribute];
  const known = value !== undefined && value !== null;
  if (condition.isSet !== undefined) return condition.isSet === known ? 'yes' : 'no';
  if (!known) return 'unknown';
  return compareValue(condition, value) ? 'yes' : 'no';
}

const noItems: ReadonlySet<string> = new Set();
