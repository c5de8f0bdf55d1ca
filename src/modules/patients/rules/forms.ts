export const fieldTypes = ['text', 'long_text', 'number', 'date', 'choice', 'choices', 'yes_no'] as const;
export type FieldType = (typeof fieldTypes)[number];

export interface FormField {
  readonly key: string;
  readonly label: string;
  readonly type: FieldType;
  readonly isRequired: boolean;
  readonly unit: string;
  readonly help: string;
  readonly options: readonly string[];
  readonly min: number | null;
  readonly max: number | null;
  readonly section: string;
}

export type Answer = string | number | boolean | readonly string[] | null;

/** Labels of fields a form cannot have as they are: a key twice, a choice of one, a minimum above the maximum. */
export function wrongFields(fields: readonly FormField[]): string[] {
  const seen = new Set<string>();
  return fields
    .filter((field) => {
      const isTwice = seen.has(field.key);
      seen.add(field.key);
      const isChoice = field.type === 'choice' || field.type === 'choices';
      if (isTwice || (isChoice && new Set(field.options).size < 2)) return true;
      return field.min !== null && field.max !== null && field.min > field.max;
    })
    .map(({ label }) => label);
}

/** Answers as stored, or the labels of the fields that do not fit. Keys the form does not have are refused, empty answers are left out. */
export function readAnswers(
  fields: readonly FormField[],
  given: Readonly<Record<string, Answer>>,
): { readonly answers: Readonly<Record<string, Answer>> } | { readonly wrong: readonly string[] } {
  const known = new Set(fields.map(({ key }) => key));
  const wrong: string[] = Object.keys(given).filter((key) => !known.has(key));
  const answers: Record<string, Answer> = {};
  for (const field of fields) {
    const answer = given[field.key] ?? null;
    const isEmpty = answer === null || answer === '' || (Array.isArray(answer) && answer.length === 0);
    if (isEmpty ? field.isRequired : !fits(field, answer)) wrong.push(field.label);
    else if (!isEmpty) answers[field.key] = answer;
  }
  return wrong.length > 0 ? { wrong } : { answers };
}

function fits(field: FormField, answer: Answer): boolean {
  const isBetween = (value: number) =>
    (field.min === null || value >= field.min) && (field.max === null || value <= field.max);
  switch (field.type) {
    case 'text':
    case 'long_text':
      return typeof answer === 'string';
    case 'number':
      return typeof answer === 'number' && Number.isFinite(answer) && isBetween(answer);
    case 'date':
      return typeof answer === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(answer) && !Number.isNaN(Date.parse(answer));
    case 'choice':
      return typeof answer === 'string' && field.options.includes(answer);
    case 'choices':
      return Array.isArray(answer) && answer.every((one) => field.options.includes(one));
    case 'yes_no':
      return typeof answer === 'boolean';
  }
}
