import { expect, test } from 'vitest';
import { conditionOf, freshPlan, freshRule, groupOf, moved, planText, readPlanText } from './draft.ts';

test('a plan comes back from its own text as it was', () => {
  const plan = freshPlan('2026-11-01');
  expect(readPlanText(planText(plan))).toEqual({ plan, problems: [] });
  expect(readPlanText(JSON.stringify(plan)).plan).toEqual(plan);
});

test('a value outside the schema is named with its path and its line', () => {
  const text = planText(freshPlan('2026-11-01')).replace('form: coupon', 'form: gold');
  const { plan, problems } = readPlanText(text);
  expect(plan).toBeNull();
  expect(problems[0]).toMatchObject({ code: 'schema', path: 'rules.0.form' });
  expect(text.split('\n')[problems[0]!.line! - 1]).toContain('form: gold');
});

test('text that is no YAML tells where it breaks', () => {
  const { problems } = readPlanText('rules: [\n  { id: a\n');
  expect(problems[0]?.code).toBe('syntax');
  expect(problems[0]?.line).toBeGreaterThan(0);
});

test('a new rule never takes the id of another', () => {
  const rules = [{ ...freshRule([]), id: 'rule-2' }];
  expect(freshRule(rules).id).toBe('rule-3');
});

test('a rule moves by one place and stays within the list', () => {
  expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
  expect(moved(['a', 'b'], 1, 2)).toEqual(['a', 'b']);
});

test('groups of conditions keep their meaning through the editor', () => {
  const one = { attribute: 'kind', eq: 'exam' };
  const two = { attribute: 'firstVisit', eq: true };
  for (const condition of [{ all: [one, two] }, { any: [one] }, { not: one }, { not: { all: [one, two] } }]) {
    const group = groupOf(condition)!;
    expect(conditionOf(group.kind, group.parts)).toEqual(condition);
  }
  expect(groupOf(one)).toBeNull();
});
