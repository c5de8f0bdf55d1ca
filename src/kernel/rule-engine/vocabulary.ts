import type { Fen } from '../money.ts';
import type { Words } from './plan.ts';

/** A fee line as the engine reads it. `department` null: that of the case. */
export interface ChargeFacts {
  readonly lineNo: string;
  readonly category: string;
  readonly itemCode: string | null;
  readonly amountFen: Fen;
  readonly department: string | null;
  readonly orderedBy: string | null;
}

export type AttributeValue = string | number | boolean | null;

interface Named {
  readonly name: string;
  readonly title: Words;
}

/** An attribute of a case. Its kind fixes which comparisons make sense and how its values fall into finitely many classes. */
export type Attribute<Facts> = Named &
  (
    | {
        readonly kind: 'choice';
        readonly values: Readonly<Record<string, Words>>;
        readonly read: (facts: Facts) => string | null;
      }
    | { readonly kind: 'flag'; readonly read: (facts: Facts) => boolean | null }
    | { readonly kind: 'number'; readonly read: (facts: Facts) => number | null }
    | { readonly kind: 'day'; readonly read: (facts: Facts) => string | null }
    | { readonly kind: 'text'; readonly read: (facts: Facts) => string | null }
    /** The group the plan's own mapping gives to a department's name. */
    | { readonly kind: 'departmentGroup'; readonly read: (facts: Facts) => string | null }
  );

/** An attribute of one charge, for rules of scope `item`; named `item.…`. */
export type ItemAttribute = Attribute<ChargeFacts>;

/** What rules may speak about: the module that owns the facts declares it once. */
export interface Vocabulary<Facts> {
  readonly attributes: readonly Attribute<Facts>[];
  readonly itemAttributes: readonly ItemAttribute[];
  /** Fee categories; an amount in a category not listed counts as the last one. */
  readonly categories: Readonly<Record<string, Words>>;
  readonly chargesOf: (facts: Facts) => readonly ChargeFacts[];
  readonly departmentOf: (facts: Facts) => string | null;
}

/** An attribute as a rule editor needs it: plain data, no functions. */
export interface DescribedAttribute {
  readonly name: string;
  readonly title: Words;
  readonly kind: Attribute<never>['kind'];
  readonly ofItem: boolean;
  /** Choices with their words; null when the values are not listed. Department groups come from the plan. */
  readonly values: Readonly<Record<string, Words>> | null;
}

/** The vocabulary as data, for the rule editor and for documentation. */
export function describeVocabulary<Facts>(vocabulary: Vocabulary<Facts>): {
  readonly attributes: readonly DescribedAttribute[];
  readonly categories: Readonly<Record<string, Words>>;
} {
  const describe = (attribute: Attribute<Facts> | ItemAttribute, ofItem: boolean): DescribedAttribute => ({
    name: attribute.name,
    title: attribute.title,
    kind: attribute.kind,
    ofItem,
    values: attribute.kind === 'choice' ? attribute.values : null,
  });
  return {
    attributes: [
      ...vocabulary.attributes.map((attribute) => describe(attribute, false)),
      ...vocabulary.itemAttributes.map((attribute) => describe(attribute, true)),
    ],
    categories: vocabulary.categories,
  };
}
