import { z } from 'zod';

/**
 * The one list grammar of the product.
 * `filter` (repeatable): `field:operator:value`, e.g. `state:in:won|late`, `receivedAt:ge:2026-10-01`, `phone:empty:`.
 * `sort`: `field` or `-field`. `q`: free search. `cursor`: opaque, from the previous answer. `limit`: rows of a page.
 */
export const filterOperators = [
  'eq',
  'ne',
  'in',
  'ge',
  'gt',
  'le',
  'lt',
  'contains',
  'starts',
  'empty',
  'filled',
] as const;
export type FilterOperator = (typeof filterOperators)[number];

export interface Filter {
  readonly field: string;
  readonly operator: FilterOperator;
  readonly values: readonly string[];
}

export const pageRowsMax = 200;

export const listQuery = z.object({
  q: z.string().max(100).optional(),
  filter: z
    .union([z.string(), z.array(z.string()).max(20)])
    .optional()
    .transform((given) => (given === undefined ? [] : Array.isArray(given) ? given : [given])),
  sort: z.string().max(60).optional(),
  cursor: z.string().max(1000).optional(),
  limit: z.coerce.number().int().min(1).max(pageRowsMax).default(50),
});
export type ListQuery = z.output<typeof listQuery>;

/** Schema of a page of `item`. `total` is exact while `totalIsExact`, else the planner's estimate. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item),
    nextCursor: z.string().nullable(),
    total: z.number().int(),
    totalIsExact: z.boolean(),
  });
}

export interface Page<Item> {
  readonly items: Item[];
  readonly nextCursor: string | null;
  readonly total: number;
  readonly totalIsExact: boolean;
}

/** Reads one `field:operator:value` term; null when it is not one. */
export function parseFilter(term: string): Filter | null {
  const match = /^([A-Za-z][A-Za-z0-9]*):([a-z]+):(.*)$/s.exec(term);
  if (!match) return null;
  const operator = filterOperators.find((known) => known === match[2]);
  if (!operator) return null;
  const value = match[3]!;
  return { field: match[1]!, operator, values: operator === 'in' ? value.split('|') : [value] };
}

export function filterText(filter: Filter): string {
  return `${filter.field}:${filter.operator}:${filter.values.join('|')}`;
}
