import { fault } from '../refusal.ts';
import type { Comparison, Condition, PlanDocument, Scalar } from './plan.ts';
import type { Attribute, ChargeFacts, Vocabulary } from './vocabulary.ts';

/**
 * Every attribute falls into finitely many classes as far as a plan can tell them apart: the values of a choice, the
 * stretches between the constants a number is compared with. A case is then a short row of class codes, a conjunction
 * of comparisons a box in that finite space. Matching becomes masking bits, and "can any case reach this rule?" a
 * question with an exact answer.
 */
export type ValueClass =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'value'; readonly value: Scalar }
  /** Open interval between two neighbouring constants; null: no bound. */
  | { readonly kind: 'between'; readonly above: number | string | null; readonly below: number | string | null }
  /** A value no condition names. */
  | { readonly kind: 'other' };

export interface Dimension<Facts> {
  readonly index: number;
  /** Attribute name, or `hasItem:CODE`. */
  readonly key: string;
  readonly itemCode: string | null;
  readonly ofItem: boolean;
  readonly attribute: Attribute<Facts> | Attribute<ChargeFacts> | null;
  readonly classes: readonly ValueClass[];
}

/** Allowed classes per dimension; a dimension not named is free. */
export type Box = ReadonlyMap<number, readonly boolean[]>;

export interface Space<Facts> {
  readonly dimensions: readonly Dimension<Facts>[];
  readonly byKey: ReadonlyMap<string, Dimension<Facts>>;
}

const unknown: ValueClass = { kind: 'unknown' };
const other: ValueClass = { kind: 'other' };

/** All comparisons and item tests of a condition, in reading order. */
export function leavesOf(condition: Condition): (Comparison | { readonly hasItem: string | readonly string[] })[] {
  if ('all' in condition) return condition.all.flatMap(leavesOf);
  if ('any' in condition) return condition.any.flatMap(leavesOf);
  if ('not' in condition) return leavesOf(condition.not);
  return [condition];
}

/** The conditions of a plan: of its rules and of their added points. */
export function conditionsOf(plan: PlanDocument): Condition[] {
  return plan.rules.flatMap((rule) => [
    rule.when,
    ...('percent' in rule.amount ? (rule.amount.percent.plus ?? []).map((plus) => plus.when) : []),
  ]);
}

export function constantsOf(comparison: Comparison): Scalar[] {
  const { eq, ne, in: isIn, notIn, gt, ge, lt, le, between } = comparison;
  return [eq, ne, gt, ge, lt, le, ...(isIn ?? []), ...(notIn ?? []), ...(between ?? [])].filter(
    (constant) => constant !== undefined,
  );
}

export function codesOf(hasItem: string | readonly string[]): readonly string[] {
  return typeof hasItem === 'string' ? [hasItem] : hasItem;
}

/** The finite space of a plan: only the attributes its conditions mention. Case dimensions come before item dimensions. */
export function spaceOf<Facts>(plan: PlanDocument, vocabulary: Vocabulary<Facts>): Space<Facts> {
  const leaves = conditionsOf(plan).flatMap(leavesOf);
  const constants = new Map<string, Scalar[]>();
  const items = new Set<string>();
  for (const leaf of leaves) {
    if ('hasItem' in leaf) for (const code of codesOf(leaf.hasItem)) items.add(code);
    else constants.set(leaf.attribute, [...(constants.get(leaf.attribute) ?? []), ...constantsOf(leaf)]);
  }
  const dimensions: Dimension<Facts>[] = [];
  const add = (dimension: Omit<Dimension<Facts>, 'index'>) => {
    if (dimension.classes.length > 250) throw fault('too many distinct values', { attribute: dimension.key });
    dimensions.push({ ...dimension, index: dimensions.length });
  };
  for (const attribute of vocabulary.attributes) {
    const named = constants.get(attribute.name);
    const classes = named && classesOf(attribute, named, plan);
    if (classes) add({ key: attribute.name, itemCode: null, ofItem: false, attribute, classes });
  }
  const flag: ValueClass[] = [unknown, { kind: 'value', value: false }, { kind: 'value', value: true }];
  for (const code of items)
    add({ key: `hasItem:${code}`, itemCode: code, ofItem: false, attribute: null, classes: flag });
  for (const attribute of vocabulary.itemAttributes) {
    const named = constants.get(attribute.name);
    const classes = named && classesOf(attribute, named, plan);
    if (classes) add({ key: attribute.name, itemCode: null, ofItem: true, attribute, classes });
  }
  return { dimensions, byKey: new Map(dimensions.map((dimension) => [dimension.key, dimension])) };
}

/** Values a choice can take, for classes and for checking constants; null when the kind has no finite list. */
export function finiteValuesOf(
  attribute: Attribute<never> | Attribute<ChargeFacts>,
  plan: PlanDocument,
): string[] | null {
  if (attribute.kind === 'choice') return Object.keys(attribute.values);
  if (attribute.kind === 'departmentGroup')
    return [...new Set([...plan.departmentGroups.map((entry) => entry.group), plan.otherDepartments])];
  return null;
}

function classesOf<Facts>(
  attribute: Attribute<Facts> | Attribute<ChargeFacts>,
  constants: readonly Scalar[],
  plan: PlanDocument,
): ValueClass[] {
  const finite = finiteValuesOf(attribute as Attribute<never>, plan);
  if (finite) return [unknown, ...finite.map((value): ValueClass => ({ kind: 'value', value }))];
  if (attribute.kind === 'flag') return [unknown, { kind: 'value', value: false }, { kind: 'value', value: true }];
  const distinct = [...new Set(constants)];
  if (attribute.kind === 'text')
    return [unknown, other, ...distinct.map((value): ValueClass => ({ kind: 'value', value }))];
  const cuts = distinct.filter((cut) => typeof cut !== 'boolean').sort(ordered);
  const classes: ValueClass[] = [unknown, { kind: 'between', above: null, below: cuts[0] ?? null }];
  cuts.forEach((cut, index) => {
    classes.push({ kind: 'value', value: cut }, { kind: 'between', above: cut, below: cuts[index + 1] ?? null });
  });
  return classes;
}

function ordered(a: number | string, b: number | string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Reads a case's class code on one dimension; `departmentGroupOf` is the plan's own mapping. */
export function encoderOf<Given>(
  attribute: Attribute<Given>,
  classes: readonly ValueClass[],
  departmentGroupOf: (department: string) => string,
): (facts: Given) => number {
  const codes = new Map<Scalar, number>();
  classes.forEach((entry, code) => {
    if (entry.kind === 'value') codes.set(entry.value, code);
  });
  const { kind } = attribute;
  if (kind === 'flag') {
    const { read } = attribute;
    return (facts) => {
      const value = read(facts);
      return value === null ? 0 : value ? 2 : 1;
    };
  }
  if (kind === 'departmentGroup') {
    const { read } = attribute;
    const known = new Map<string, number>();
    return (facts) => {
      const name = read(facts);
      if (name === null) return 0;
      const code = known.get(name);
      if (code !== undefined) return code;
      const fresh = codes.get(departmentGroupOf(name)) ?? 0;
      // Names come from imported files: remember only a bounded number of them.
      if (known.size < 10_000) known.set(name, fresh);
      return fresh;
    };
  }
  if (kind === 'number' || kind === 'day') {
    const cuts = classes.flatMap((entry) => (entry.kind === 'value' ? [entry.value as number | string] : []));
    const { read } = attribute;
    return (facts) => {
      const value = read(facts);
      if (value === null) return 0;
      let code = 1;
      for (const cut of cuts) {
        if (value < cut) return code;
        if (value === cut) return code + 1;
        code += 2;
      }
      return code;
    };
  }
  const { read } = attribute;
  // A choice outside its list is as good as unknown; a text outside the constants is `other`, class 1.
  const missing = kind === 'text' ? 1 : 0;
  return (facts) => {
    const value = read(facts);
    return value === null ? 0 : (codes.get(value) ?? missing);
  };
}

/** Whether values of the class satisfy the comparison: by construction all of them or none. */
export function holdsOn(comparison: Comparison, entry: ValueClass): boolean {
  if (comparison.isSet !== undefined) return comparison.isSet === (entry.kind !== 'unknown');
  if (entry.kind === 'unknown') return false;
  if (comparison.ne !== undefined) return !(entry.kind === 'value' && entry.value === comparison.ne);
  if (comparison.notIn !== undefined) return !(entry.kind === 'value' && comparison.notIn.includes(entry.value));
  if (entry.kind === 'value') return compareValue(comparison, entry.value);
  if (entry.kind === 'other') return false;
  const { above, below } = entry;
  const { gt, ge, lt, le, between } = comparison;
  const low = gt ?? ge ?? between?.[0];
  const high = lt ?? le ?? between?.[1];
  if (low === undefined && high === undefined) return false;
  return (
    (low === undefined || (above !== null && above >= low)) && (high === undefined || (below !== null && below <= high))
  );
}

/** A comparison with one known value. */
export function compareValue(comparison: Comparison, value: Scalar): boolean {
  const { eq, ne, in: isIn, notIn, gt, ge, lt, le, between, isSet } = comparison;
  if (eq !== undefined) return value === eq;
  if (ne !== undefined) return value !== ne;
  if (isIn !== undefined) return isIn.includes(value);
  if (notIn !== undefined) return !notIn.includes(value);
  if (gt !== undefined) return value > gt;
  if (ge !== undefined) return value >= ge;
  if (lt !== undefined) return value < lt;
  if (le !== undefined) return value <= le;
  if (between !== undefined) return value >= between[0] && value <= between[1];
  return isSet === true;
}

const boxesMax = 512;

/** The condition as a union of boxes (disjunctive normal form). */
export function boxesOf<Facts>(condition: Condition, space: Space<Facts>, wanted = true): Box[] {
  if ('not' in condition) return boxesOf(condition.not, space, !wanted);
  if ('all' in condition || 'any' in condition) {
    const parts = 'all' in condition ? condition.all : condition.any;
    const joinByAnd = 'all' in condition === wanted;
    if (!joinByAnd) return parts.flatMap((part) => boxesOf(part, space, wanted));
    let boxes: Box[] = [new Map()];
    for (const part of parts) {
      const further = boxesOf(part, space, wanted);
      boxes = boxes.flatMap((box) => further.map((more) => intersect(box, more))).filter((box) => box !== null);
      if (boxes.length > boxesMax) throw fault('condition is too complicated', { boxes: boxes.length });
    }
    return boxes;
  }
  if ('hasItem' in condition) {
    const perCode = codesOf(condition.hasItem).map(
      (code): Box => new Map([[space.byKey.get(`hasItem:${code}`)!.index, [!wanted, !wanted, wanted]]]),
    );
    if (wanted) return perCode;
    return [new Map(perCode.flatMap((box) => [...box]))];
  }
  const dimension = space.byKey.get(condition.attribute)!;
  const allowed = dimension.classes.map((entry) => holdsOn(condition, entry) === wanted);
  return allowed.some(Boolean) ? [new Map([[dimension.index, allowed]])] : [];
}

/** Cases in both boxes; null when there are none. */
export function intersect(a: Box, b: Box): Box | null {
  const result = new Map(a);
  for (const [dimension, allowed] of b) {
    const already = result.get(dimension);
    const both = already ? allowed.map((yes, code) => yes && already[code]!) : allowed;
    if (!both.some(Boolean)) return null;
    result.set(dimension, both);
  }
  return result;
}
