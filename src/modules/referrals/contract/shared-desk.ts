import { z } from 'zod';

/** Milliseconds since 1970-01-01T00:00Z. */
export const instant = z.number().int();
export const sex = z.enum(['male', 'female']);
export const introducerKind = z.enum([
  'external_physician',
  'grassroots_institution',
  'staff',
  'former_patient',
  'member',
  'community',
  'enterprise',
  'public',
  'rep',
]);
export const referralState = z.enum([
  'won',
  'late',
  'duplicate',
  'invalid',
  'disputed',
  'pending',
  'unmatched',
  'expired',
]);
export const monthText = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);
/** Why a person decided so: read later by those it concerns. */
export const reasonText = z.string().trim().min(2).max(500);
export const referralIdText = z.string().min(1).max(64);
export const episodeNoText = z.string().min(1).max(64);

/** An introducer as the desk shows him; his contacts are on his own page. */
export const introducerBrief = z.object({
  introducerId: z.string(),
  introducerNo: z.string(),
  name: z.string(),
  kind: introducerKind,
  institution: z.string().nullable(),
  repNo: z.string().nullable(),
});
export type IntroducerBrief = z.output<typeof introducerBrief>;

/** An episode as the desk shows it: no diagnosis, no phone but its last four digits. */
export const episodeBrief = z.object({
  episodeNo: z.string(),
  recordNo: z.string().nullable(),
  patientName: z.string().nullable(),
  sex: sex.nullable(),
  age: z.number().int().nullable(),
  phoneTail: z.string().nullable(),
  kind: z.enum(['inpatient', 'outpatient', 'exam', 'checkup', 'emergency', 'dialysis']),
  department: z.string().nullable(),
  registeredAt: instant,
  /** Of the chain: when the patient was first registered anywhere in the house. */
  arrivalAt: instant,
  isWalkIn: z.boolean(),
});
export type EpisodeBrief = z.output<typeof episodeBrief>;
