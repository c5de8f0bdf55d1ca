import { z } from 'zod';

/** How protected a field is: T1 public, T2 internal, T3 contact, T4 identity, T5h health, T5m money. */
export const tiers = ['T1', 'T2', 'T3', 'T4', 'T5h', 'T5m'] as const;
export type Tier = (typeof tiers)[number];

/** `phone` keeps three and four digits, `name` the surname; anything else is left out or becomes `***`. */
export type Mask = 'phone' | 'name' | 'none';

export interface FieldTier {
  readonly tier: Tier;
  /** Permissions whose holders need the field for their work, though their tiers do not include it. */
  readonly duties?: readonly string[];
  readonly mask?: Mask;
}

/**
 * The tiers of a module's answers: by the name of the field, or `parent.field` where a name means different things. A field may also carry its
 * tier itself, `z.string().meta({ tier: 'T3' })`, which then counts.
 */
export type TierSheet = Readonly<Record<string, FieldTier>>;

/** Writes a sheet down by tier; `special` names fields with duties or a mask of their own. */
export function tierSheet(
  byTier: Partial<Readonly<Record<Tier, string>>>,
  special: Readonly<Record<string, FieldTier>> = {},
): TierSheet {
  const sheet: Record<string, FieldTier> = {};
  for (const tier of tiers)
    for (const name of (byTier[tier] ?? '').split(/\s+/)) if (name !== '') sheet[name] = { tier };
  return { ...sheet, ...special };
}

/** One kind of place in an answer, with what stands there. */
export type AnswerShape =
  | { readonly kind: 'leaf'; readonly mark: FieldTier | null; readonly mayBe: Blank; readonly isText: boolean }
  | { readonly kind: 'object'; readonly fields: ReadonlyMap<string, AnswerShape> }
  | { readonly kind: 'list'; readonly item: AnswerShape };

/** What may stand in place of a value that is not shown. */
export type Blank = 'null' | 'undefined' | 'empty-list' | 'empty-record' | 'text' | 'nothing';

const plain: FieldTier = { tier: 'T1' };
/** Choices among named values, yes and no: harmless unless the sheet says more. Texts and numbers have to be named. */
const selfEvident = new Set(['enum', 'literal', 'boolean', 'null', 'undefined', 'never']);

interface Place {
  readonly name: string;
  readonly parent: string;
  readonly blank: Blank | null;
}

/**
 * What an answer consists of and how protected each part is; `mark: null` where nobody said. `name` stands for the parent of the outermost fields:
 * the verb of the route.
 */
export function shapeOf(schema: z.ZodType, sheet: TierSheet, name = ''): AnswerShape {
  return shapeAt(schema as z.core.$ZodType, sheet, { name, parent: '', blank: null });
}

function shapeAt(schema: z.core.$ZodType, sheet: TierSheet, place: Place): AnswerShape {
  const known = schema as z.core.$ZodTypes;
  const def = known._zod.def;
  const own = ownMark(schema);
  switch (def.type) {
    case 'nullable':
      return shapeAt(def.innerType, marked(sheet, place, own), { ...place, blank: 'null' });
    case 'optional':
      return shapeAt(def.innerType, marked(sheet, place, own), { ...place, blank: place.blank ?? 'undefined' });
    case 'default':
    case 'prefault':
    case 'readonly':
      return shapeAt(def.innerType, marked(sheet, place, own), place);
    case 'pipe':
      return shapeAt(def.out, marked(sheet, place, own), place);
    case 'object':
      return objectAt(def.shape as Record<string, z.core.$ZodType>, sheet, place, own);
    case 'array': {
      const item = shapeAt(def.element, marked(sheet, place, own), { ...place, blank: null });
      return item.kind === 'leaf'
        ? { ...item, mayBe: place.blank ?? 'empty-list', isText: false }
        : { kind: 'list', item };
    }
    case 'union':
      return unionAt(def.options as readonly z.core.$ZodType[], marked(sheet, place, own), place);
    case 'record':
      return { kind: 'leaf', mark: markAt(sheet, place, own), mayBe: place.blank ?? 'empty-record', isText: false };
    default: {
      const mark = markAt(sheet, place, own) ?? (selfEvident.has(def.type) ? plain : null);
      const isText = def.type === 'string';
      return { kind: 'leaf', mark, mayBe: place.blank ?? (isText ? 'text' : 'nothing'), isText };
    }
  }
}

function objectAt(
  shape: Record<string, z.core.$ZodType>,
  sheet: TierSheet,
  place: Place,
  own: FieldTier | null,
): AnswerShape {
  // `{ text, isMasked }` is one field, not two.
  if ('text' in shape && 'isMasked' in shape)
    return { kind: 'leaf', mark: markAt(sheet, place, own), mayBe: 'text', isText: true };
  const fields = new Map<string, AnswerShape>();
  for (const [name, field] of Object.entries(shape))
    fields.set(name, shapeAt(field, sheet, { name, parent: place.name, blank: null }));
  return { kind: 'object', fields };
}

function unionAt(options: readonly z.core.$ZodType[], sheet: TierSheet, place: Place): AnswerShape {
  const shapes = options.map((option) => shapeAt(option, sheet, place));
  const objects = shapes.flatMap((shape) => (shape.kind === 'object' ? [...shape.fields] : []));
  if (objects.length > 0) return { kind: 'object', fields: new Map(objects) };
  return shapes[0]!;
}

/** A mark on a wrapper (`.nullable().meta(…)`) counts for what it wraps. */
function marked(sheet: TierSheet, place: Place, own: FieldTier | null): TierSheet {
  return own ? { ...sheet, [place.name]: own, [`${place.parent}.${place.name}`]: own } : sheet;
}

function markAt(sheet: TierSheet, { name, parent }: Place, own: FieldTier | null): FieldTier | null {
  return own ?? sheet[`${parent}.${name}`] ?? sheet[name] ?? null;
}

function ownMark(schema: z.core.$ZodType): FieldTier | null {
  const meta = z.globalRegistry.get(schema);
  const tier = tiers.find((one) => one === meta?.['tier']);
  if (!tier) return null;
  const { duties, mask } = meta as { duties?: readonly string[]; mask?: Mask };
  return { tier, ...(duties ? { duties } : {}), ...(mask ? { mask } : {}) };
}
