import type { PlanDocument, PlanRule } from './plan.ts';

/** The rules in the order they are tried: by priority, then by place. */
export function orderedRules(plan: PlanDocument): PlanRule[] {
  return plan.rules
    .map((rule, place) => ({ rule, place, priority: priorityOf(rule, place) }))
    .sort((a, b) => a.priority - b.priority || a.place - b.place)
    .map(({ rule }) => rule);
}

/** Without a priority the place in the list, times ten, is it. */
export function priorityOf(rule: PlanRule, place: number): number {
  return rule.priority ?? (place + 1) * 10;
}

/** The base a rule takes its amount from or requires: a name, `item`, or none. */
export function baseNameOf({ amount }: PlanRule): string | undefined {
  if ('percent' in amount) return amount.percent.of;
  return 'tiered' in amount ? amount.tiered.of : amount.fixed.of;
}

/** The plan's own mapping from a department's name to its group: the first entry that fits decides. */
export function departmentGrouping(plan: PlanDocument): (department: string) => string {
  return (department) => {
    for (const entry of plan.departmentGroups) {
      if (entry.startsWith?.some((start) => department.startsWith(start))) return entry.group;
      if (entry.contains?.some((part) => department.includes(part))) return entry.group;
    }
    return plan.otherDepartments;
  };
}
