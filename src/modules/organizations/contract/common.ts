import { z } from 'zod';

/** Milliseconds since 1970-01-01T00:00Z. */
export const instant = z.number().int();
/** `YYYY-MM-DD` of the hospital. */
export const day = z.iso.date();

export const organizationKinds = [
  'enterprise',
  'school',
  'community',
  'village',
  'government',
  'insurer',
  'pharmacy',
  'clinic',
  'township_hospital',
  'community_health_centre',
  'hospital',
  'pharmaceutical',
  'media',
  'health_platform',
] as const;
export const organizationKind = z.enum(organizationKinds);
export type OrganizationKind = z.output<typeof organizationKind>;

/** The pipeline, in order; `lost` stands beside it. */
export const stages = ['lead', 'visited', 'proposal', 'contract', 'active', 'renewal', 'lost'] as const;
export const stage = z.enum(stages);
export type Stage = z.output<typeof stage>;

export const contractKinds = [
  'group_checkup',
  'cooperation',
  'two_way_referral',
  'insurance_referral',
  'alliance_membership',
  'direct_billing',
  'group_rescue',
  'health_management',
  'other',
] as const;
export const settlements = ['per_case', 'monthly', 'quarterly', 'yearly', 'prepaid'] as const;
export const offerKinds = ['checkup_package', 'green_channel', 'lecture', 'screening', 'training', 'other'] as const;
export const offerStatuses = ['offered', 'sold', 'delivered', 'cancelled'] as const;
export const visitKinds = ['visit', 'phone', 'wechat'] as const;
export const eventKinds = ['lecture', 'free_clinic', 'screening', 'training', 'other_event'] as const;
export const activityKinds = [...visitKinds, ...eventKinds] as const;
export const contactRoles = ['leader', 'medical', 'other'] as const;

/** Free text: no control characters besides line breaks; nothing but spaces is nothing. */
const words = (charactersMax: number) =>
  z
    .string()
    .max(charactersMax)
    .transform((text) =>
      [...text.toWellFormed().normalize('NFC')]
        .filter((character) => {
          const code = character.codePointAt(0)!;
          return code === 10 || (code >= 32 && code !== 127);
        })
        .join('')
        .trim(),
    );
export const someWords = (charactersMax: number) =>
  words(charactersMax).refine((text) => text !== '', { message: 'must not be empty' });
export const wordsOrNull = (charactersMax: number) =>
  words(charactersMax)
    .nullable()
    .transform((text) => text || null);

export const phoneOrNull = z
  .string()
  .max(30)
  .transform((text) => text.replace(/[^0-9]/g, ''))
  .refine((digits) => digits === '' || (digits.length >= 5 && digits.length <= 20), {
    message: 'must have 5 to 20 digits',
  })
  .nullable()
  .transform((digits) => digits || null);

export const countOrNull = z.number().int().min(0).max(100_000_000).nullable();
export const dayOrNull = day.nullable();
/** 6 digits county, 9 township, 12 village; zeros at the end are cut by the server. */
export const divisionCode = z.string().regex(/^(\d{6}|\d{9}|\d{12})$/, { message: 'must have 6, 9 or 12 digits' });

/** The version that was read: when the row has moved on meanwhile, the change is refused with `platform.stale`. */
export const version = z.number().int().min(1);

/** A protected value: in the clear where the reader's tiers include it, else masked. */
export const shown = z.object({ text: z.string(), isMasked: z.boolean() });
export type Shown = z.output<typeof shown>;

/** Contact data of a unit (T3): whoever looks after units sees it of those he sees at all. */
export const shownContact = shown.nullable().meta({ tier: 'T3', duties: ['organizations.write'] });

export const organizationParams = z.object({ organizationId: z.uuid() });
