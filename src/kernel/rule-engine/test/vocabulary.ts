import type { Fen } from '../../money.ts';
import { type CompiledPlan, type Condition, compilePlan, planDocument, type Vocabulary } from '../index.ts';

/** A vocabulary of its own for the engine's tests: the kernel knows no hospital. */
export interface Visit {
  readonly kind: string | null;
  readonly urgent: boolean | null;
  readonly age: number | null;
  readonly name: string | null;
  readonly department: string | null;
  readonly fen: number;
  readonly items: readonly string[];
}

export function visit(given: Partial<Visit>): Visit {
  return { kind: 'visit', urgent: null, age: null, name: null, department: null, fen: 1000, items: [], ...given };
}

export const vocabulary: Vocabulary<Visit> = {
  categories: { goods: { zh: '货', en: 'goods' }, other: { zh: '其他', en: 'other' } },
  departmentOf: (facts) => facts.department,
  chargesOf: (facts) => [
    { lineNo: '1', category: 'goods', itemCode: null, amountFen: facts.fen as Fen, department: null, orderedBy: null },
    ...facts.items.map((itemCode, at) => ({
      lineNo: String(at + 2),
      category: 'other',
      itemCode,
      amountFen: 0 as Fen,
      department: null,
      orderedBy: null,
    })),
  ],
  attributes: [
    {
      kind: 'choice',
      name: 'kind',
      title: { zh: '类型', en: 'kind' },
      values: { stay: { zh: '住', en: 'stay' }, visit: { zh: '访', en: 'visit' }, other: { zh: '他', en: 'other' } },
      read: (facts) => facts.kind,
    },
    { kind: 'flag', name: 'urgent', title: { zh: '急', en: 'urgent' }, read: (facts) => facts.urgent },
    { kind: 'number', name: 'age', title: { zh: '年龄', en: 'age' }, read: (facts) => facts.age },
    { kind: 'text', name: 'name', title: { zh: '名', en: 'name' }, read: (facts) => facts.name },
    { kind: 'departmentGroup', name: 'group', title: { zh: '科', en: 'group' }, read: (facts) => facts.department },
  ],
  itemAttributes: [
    { kind: 'text', name: 'item.code', title: { zh: '项目', en: 'item' }, read: (charge) => charge.itemCode },
  ],
};

/** A rule that pays a fixed amount. */
export function rule(id: string, given: { group: string; when: Condition; fen: number }) {
  return {
    id,
    title: { zh: id, en: id },
    group: given.group,
    when: given.when,
    payee: 'patient',
    form: 'cash',
    trigger: 'TEST',
    amount: { fixed: { fen: given.fen } } as Record<string, unknown>,
  };
}

/** A plan document as written by hand, with one base `all`. */
export function small(given: Record<string, unknown>): Record<string, unknown> {
  return {
    format: 'renmai-plan/1',
    id: 'small',
    version: '1',
    title: { zh: '小', en: 'small' },
    effectiveFrom: '2026-01-01',
    bases: { all: { title: { zh: '合计', en: 'sum' } } },
    ...given,
  };
}

export function compileSmall(plan: Record<string, unknown>): CompiledPlan<Visit> {
  return compilePlan(planDocument.parse(plan), vocabulary);
}
