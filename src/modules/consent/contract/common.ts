import { z } from 'zod';
import { channels, consentKinds, purposes } from '../rules/catalogue.ts';

export { type Channel, type ConsentKind, channels, consentKinds, kindFacts, type Purpose } from '../rules/catalogue.ts';

export const instant = z.number().int();
export const channel = z.enum(channels);
export const consentKind = z.enum(consentKinds);
export const purpose = z.enum(purposes);
export const giver = z.enum(['patient', 'guardian', 'representative']);
export const patientId = z.uuid();
export const reason = z.string().trim().min(2).max(500);

/** Enough to know whom a row is about. */
export const personBrief = z.object({
  patientId: z.string(),
  recordNo: z.string().nullable(),
  name: z.string().nullable(),
  birthDate: z.string().nullable(),
});
export type PersonBrief = z.output<typeof personBrief>;
