import { z } from 'zod';

/** Milliseconds since 1970-01-01T00:00Z. Every instant of this module's answers is one. */
export const instant = z.number().int();
/** `YYYY-MM-DD` of the hospital. */
export const day = z.iso.date();

export const introducerKinds = [
  'external_physician',
  'grassroots_institution',
  'staff',
  'former_patient',
  'member',
  'community',
  'enterprise',
  'public',
  'rep',
] as const;
export const introducerKind = z.enum(introducerKinds);
export type IntroducerKind = z.output<typeof introducerKind>;

export const introducerStatuses = ['pending', 'active', 'inactive'] as const;
export const introducerStatus = z.enum(introducerStatuses);

export const referralChannels = ['sms', 'wechat', 'phone', 'web', 'api'] as const;
export const referralChannel = z.enum(referralChannels);
export type ReferralChannel = z.output<typeof referralChannel>;

/** What the winner rules say of a referral now. */
export const referralStates = [
  'won',
  'late',
  'duplicate',
  'invalid',
  'disputed',
  'pending',
  'unmatched',
  'expired',
] as const;
export const referralState = z.enum(referralStates);
export const referralStages = ['announced', 'confirmed', 'withdrawn'] as const;
export const referralStage = z.enum(referralStages);

export const sex = z.enum(['male', 'female']);

/** Free text of people: no control characters besides line breaks, nothing but spaces is nothing. */
export const words = (charactersMax: number) =>
  z
    .string()
    .max(charactersMax)
    .transform((text) => tidy(text));

/** As `words`, at least one character. */
export const someWords = (charactersMax: number) =>
  words(charactersMax).refine((text) => text !== '', { message: 'must not be empty' });

/** As `words`, empty text being null: how forms clear a field. */
export const wordsOrNull = (charactersMax: number) =>
  words(charactersMax)
    .nullable()
    .transform((text) => text || null);

function tidy(text: string): string {
  const whole = text.toWellFormed().normalize('NFC');
  return [...whole]
    .filter((character) => !isControl(character))
    .join('')
    .trim();
}

function isControl(character: string): boolean {
  const code = character.codePointAt(0)!;
  return (code < 32 && code !== 10) || code === 127;
}

/** A phone as people write it; stored as digits, compared by the last eleven. */
export const phone = z
  .string()
  .max(30)
  .transform((text) => text.replace(/[^0-9]/g, ''))
  .refine((digits) => digits.length >= 5 && digits.length <= 20, { message: 'must have 5 to 20 digits' });

export const phoneOrNull = z
  .union([z.literal(''), phone])
  .nullable()
  .transform((digits) => digits || null);

/** The version that was read: when the row has moved on meanwhile, the change is refused with `platform.stale`. */
export const version = z.number().int().min(1);

/** A protected value: in the clear where the reader's tiers include it, else masked. */
export const shown = z.object({ text: z.string(), isMasked: z.boolean() });
export type Shown = z.output<typeof shown>;
