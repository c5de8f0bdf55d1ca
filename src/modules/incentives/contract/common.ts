import { z } from 'zod';
import { words } from '#kernel/rule-engine/plan.ts';

/** Milliseconds since 1970-01-01T00:00Z. Every instant of this module's answers is one. */
export const instant = z.number().int();
/** `YYYY-MM-DD` of the hospital. */
export const day = z.iso.date();
/** `YYYY-MM` of the hospital. */
export const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);
/** Whole fen; negative in reversals. */
export const fen = z.number().int();
export const bilingual = words;

export const clearances = ['allowed', 'review', 'prohibited'] as const;
export const clearance = z.enum(clearances);
export const payeeKinds = ['EXT_HCP', 'INT_HCP', 'INT_STAFF', 'PERSON', 'PATIENT', 'ORG'] as const;
export const payeeKind = z.enum(payeeKinds);
export const forms = ['cash', 'coupon', 'points', 'waiver', 'reimbursement'] as const;
export const form = z.enum(forms);

/** Free text of people: trimmed, at least one character. */
export const someWords = (charactersMax: number) => z.string().trim().min(1).max(charactersMax);

/** The version that was read: when the row has moved on meanwhile, the change is refused with `platform.stale`. */
export const version = z.number().int().min(1);

/** Sums of lines by what clearance says of them. `payableFen` is what may be paid now. */
export const total = z.object({
  lines: z.number().int(),
  amountFen: fen,
  payableFen: fen,
  allowedFen: fen,
  reviewFen: fen,
  prohibitedFen: fen,
});
export type TotalInfo = z.output<typeof total>;

export const keyedTotal = total.extend({ key: z.string(), title: bilingual.nullable() });

/** One id of the policy pack with its text and the instruments it rests on. */
export const citationText = z.object({
  id: z.string(),
  text: bilingual,
  instruments: z.array(z.object({ name: bilingual, number: z.string().nullable(), articles: z.string() })),
});
export type CitationText = z.output<typeof citationText>;

/** What may lawfully be done instead. */
export const alternativeInfo = z.object({ payeeKind, kind: z.string(), text: bilingual });

/** Long work: follow `jobId` in the jobs list. */
export const startedJob = z.object({ jobId: z.string() });
