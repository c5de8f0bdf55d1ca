import { z } from 'zod';
import { route } from '#kernel/route.ts';
import { alternativeInfo, bilingual, citationText, fen, keyedTotal, month, total } from './common.ts';

const planChoice = z.object({ planId: z.string().max(60), version: z.number().int().min(1).max(2_147_483_647) });

/** What a plan pays in all of some months. Sums by clearance in each. */
export const whatIfTotals = z.object({
  planId: z.string(),
  version: z.number().int(),
  title: bilingual,
  all: total,
  byRule: z.array(keyedTotal),
  byPayeeKind: z.array(keyedTotal),
  byDepartment: z.array(keyedTotal),
  byMonth: z.array(keyedTotal),
  /** What would be paid unlawfully: by rule, under which provisions, and what to do instead. */
  exposure: z.array(
    z.object({
      ruleId: z.string(),
      title: bilingual,
      lines: z.number().int(),
      amountFen: fen,
      citations: z.array(citationText),
      alternatives: z.array(alternativeInfo),
      words: bilingual,
      /** The line with the largest amount, explained: why it is this much and why it may not be paid. */
      largest: z.object({
        episodeNo: z.string(),
        department: z.string(),
        amountFen: fen,
        trace: z.object({ zh: z.array(z.string()), en: z.array(z.string()) }),
        citations: z.array(citationText),
      }),
    }),
  ),
});
export type WhatIfTotals = z.output<typeof whatIfTotals>;

const compared = z.object({ key: z.string(), leftFen: fen, rightFen: fen, differenceFen: fen });

export const whatIfResult = z.object({
  fromMonth: month,
  untilMonth: month,
  episodesCount: z.number().int(),
  left: whatIfTotals,
  right: whatIfTotals.nullable(),
  /** Right minus left; null without a second plan. */
  comparison: z
    .object({
      all: compared,
      byRule: z.array(compared),
      byPayeeKind: z.array(compared),
      byDepartment: z.array(compared),
    })
    .nullable(),
});
export type WhatIfResult = z.output<typeof whatIfResult>;

export const whatIfAnswer = z.object({
  /** Set when it is too much for one request: ask `readWhatIf` again when the job is done. */
  jobId: z.string().nullable(),
  result: whatIfResult.nullable(),
});

export const whatIf = route({
  id: 'incentives.whatIf',
  method: 'POST',
  path: '/api/incentives/what-ifs',
  permission: 'plans.whatif',
  summary: 'Compute one plan, or two side by side, over past months; writes nothing',
  body: z
    .object({
      left: planChoice,
      right: planChoice.nullable().default(null),
      fromMonth: month,
      /** Included; at most 24 months. */
      untilMonth: month,
    })
    .refine((given) => given.fromMonth <= given.untilMonth, { path: ['untilMonth'], message: 'must not be earlier' }),
  response: whatIfAnswer,
  refusals: ['incentives.plan-not-found', 'incentives.too-many-months', 'incentives.plan-findings'],
});

export const readWhatIf = route({
  id: 'incentives.readWhatIf',
  method: 'GET',
  path: '/api/incentives/what-ifs/:jobId',
  permission: 'plans.whatif',
  summary: 'The result of a what-if that ran as a job; `result` is null until it is done',
  params: z.object({ jobId: z.uuid() }),
  response: whatIfAnswer,
  refusals: ['platform.not-found'],
});
