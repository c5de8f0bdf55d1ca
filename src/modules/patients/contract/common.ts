import { z } from 'zod';

/** Milliseconds since 1970-01-01T00:00Z. Every instant of this module's answers is one. */
export const instant = z.number().int();
/** `YYYY-MM-DD` of the hospital. */
export const day = z.iso.date();
export const sex = z.enum(['male', 'female']);

const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;

/** Free text of people: no control characters besides line breaks, no halves of characters, nothing but spaces is nothing. */
export const words = (charactersMax: number) =>
  z
    .string()
    .max(charactersMax)
    .transform((text) => text.toWellFormed().replace(controls, '').trim());
export const someWords = (charactersMax: number) =>
  words(charactersMax).refine((text) => text !== '', { message: 'must not be empty' });
/** As `words`, empty text being null: how forms clear a field. */
export const wordsOrNull = (charactersMax: number) =>
  words(charactersMax)
    .nullable()
    .transform((text) => text || null);

/** A value as this reader may see it; masked: it may be revealed where his rights allow. */
export const shown = z.object({ text: z.string(), isMasked: z.boolean() });
export type Shown = z.output<typeof shown>;

export const patientId = z.object({ patientId: z.uuid() });
export const tier = z.enum(['T1', 'T2', 'T3', 'T4', 'T5h', 'T5m']);
