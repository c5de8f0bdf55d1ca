import type { AnswerShape, FieldTier, Mask } from '#kernel/tiers.ts';
import { hasRaised, may, type Rights, raisedTiers, type Subject, seesTier } from './may.ts';
import type { Permission } from './permissions.ts';

/** Whether a person sees a marked field in the clear: by tier, or because the work of one of his permissions needs it. */
export function seesField(person: Rights, mark: FieldTier): boolean {
  return seesTier(person, mark.tier) || (mark.duties ?? []).some((duty) => may(person, duty as Permission));
}

/** Names of fields that say whose data the rest of an object is. */
const subjectKinds: Readonly<Record<string, string>> = {
  patientId: 'patient',
  recordNo: 'record',
  episodeNo: 'episode',
  referralId: 'referral',
};

/**
 * The answer with everything masked that the person does not see. Answers the very same object when nothing had to change, so that a
 * list for somebody who sees all of it costs a look at each field and no copy.
 *
 * Inside an object that names a subject for which the person has broken the glass, contact, identity and health are shown; an object inside it
 * that names another subject of that kind is masked again.
 */
export function maskAnswer<Value>(person: Rights, shape: AnswerShape, value: Value): Value {
  const hidden = hiddenPart(person, shape);
  return hidden === null ? value : (maskAt(person, hidden, value, null) as Value);
}

/** Only those branches of a shape in which something is hidden from a person; null: nothing is. */
function hiddenPart(person: Rights, shape: AnswerShape): AnswerShape | null {
  if (shape.kind === 'leaf') return shape.mark && seesField(person, shape.mark) ? null : shape;
  if (shape.kind === 'list') {
    const item = hiddenPart(person, shape.item);
    return item && { kind: 'list', item };
  }
  const fields = new Map<string, AnswerShape>();
  for (const [name, field] of shape.fields) {
    const part = hiddenPart(person, field);
    if (part) fields.set(name, part);
  }
  return fields.size === 0 ? null : { kind: 'object', fields };
}

/** `raisedKind`: the kind of subject around this place for which the glass is broken; null: none. */
function maskAt(person: Rights, shape: AnswerShape, value: unknown, raisedKind: string | null): unknown {
  if (value === null || value === undefined) return value;
  if (shape.kind === 'leaf') {
    if (raisedKind !== null && shape.mark && raisedTiers.includes(shape.mark.tier)) return value;
    return blankOf(shape, value);
  }
  if (shape.kind === 'list')
    return Array.isArray(value) ? value.map((item) => maskAt(person, shape.item, item, raisedKind)) : value;
  if (typeof value !== 'object') return value;
  const raised = raisedIn(person, value as Record<string, unknown>, raisedKind);
  const masked = { ...(value as Record<string, unknown>) };
  for (const [name, field] of shape.fields)
    if (name in masked) masked[name] = maskAt(person, field, masked[name], raised);
  return masked;
}

/** An object that names another subject of the kind that was raised is somebody else's; one of another kind (his episode) belongs to him. */
function raisedIn(person: Rights, value: Record<string, unknown>, around: string | null): string | null {
  if (!person.raised?.length) return null;
  const subjects = subjectsOf(value);
  const own = subjects.find((subject) => hasRaised(person, subject));
  if (own) return own.kind;
  return subjects.some(({ kind }) => kind === around) ? null : around;
}

function subjectsOf(value: Record<string, unknown>): Subject[] {
  return Object.entries(subjectKinds).flatMap(([field, kind]) => {
    const id = value[field];
    return typeof id === 'string' ? [{ kind, id }] : [];
  });
}

function blankOf(shape: AnswerShape & { kind: 'leaf' }, value: unknown): unknown {
  const mask = shape.mark?.mask ?? 'none';
  if (isShown(value))
    return value.isMasked ? value : { text: maskText(value.text, mask === 'none' ? 'phone' : mask), isMasked: true };
  if (typeof value === 'string' && shape.isText && mask !== 'none') return maskText(value, mask);
  switch (shape.mayBe) {
    case 'null':
      return null;
    case 'undefined':
      return undefined;
    case 'empty-list':
      return [];
    case 'empty-record':
      return {};
    default:
      // A number that must stand there cannot be told: the test of all routes finds such a contract before anybody calls it.
      return typeof value === 'string' ? '***' : null;
  }
}

function isShown(value: unknown): value is { text: string; isMasked: boolean } {
  return typeof value === 'object' && value !== null && 'isMasked' in value && 'text' in value;
}

/** A phone keeps three and four digits, a name its first character. */
export function maskText(text: string, mask: Mask): string {
  if (mask === 'name') return `${[...text][0] ?? ''}**`;
  const digits = text.replace(/\D/g, '');
  if (mask === 'phone' && digits.length >= 11) return `${digits.slice(-11, -8)}****${digits.slice(-4)}`;
  if (mask === 'phone' && digits.length >= 7) return `****${digits.slice(-4)}`;
  return '***';
}

/** Whether an answer holds a value of health or identity that the person was shown: such readings are recorded. */
export function showsGuarded(person: Rights, shape: AnswerShape, value: unknown): boolean {
  if (value === null || value === undefined) return false;
  if (shape.kind === 'leaf') {
    if (shape.mark?.tier !== 'T4' && shape.mark?.tier !== 'T5h') return false;
    if (isShown(value)) return !value.isMasked;
    return typeof value === 'object' ? Object.keys(value).length > 0 : true;
  }
  if (shape.kind === 'list')
    return Array.isArray(value) && value.some((item) => showsGuarded(person, shape.item, item));
  if (typeof value !== 'object') return false;
  return [...shape.fields].some(([name, field]) =>
    showsGuarded(person, field, (value as Record<string, unknown>)[name]),
  );
}
