import { z } from 'zod';
import { listQuery, pageOf } from '#kernel/page.ts';
import { route } from '#kernel/route.ts';
import { instant, introducerBrief, reasonText } from './shared-desk.ts';

export const violationKind = z.enum(['claims_walk_in', 'moves_own_patient', 're_attributes', 'other']);
/** open → upheld | dismissed → (appealed →) closed. */
export const violationState = z.enum(['open', 'upheld', 'dismissed', 'appealed', 'closed']);

export const violationRow = z.object({
  violationId: z.string(),
  kind: violationKind,
  state: violationState,
  introducerName: z.string().nullable(),
  referralId: z.string().nullable(),
  episodeNo: z.string().nullable(),
  /** How often it was tried. */
  attempts: z.number().int(),
  openedAt: instant,
  openedByName: z.string(),
  decidedAt: instant.nullable(),
  decidedByName: z.string().nullable(),
});
export type ViolationRow = z.output<typeof violationRow>;

export const listViolations = route({
  id: 'referrals.listViolations',
  method: 'GET',
  path: '/api/violations',
  permission: 'referrals.violation.decide',
  summary:
    'Cases of forbidden attempts, newest first; fields state, kind, openedAt, referralId, episodeNo; push topic `violations`',
  query: listQuery,
  response: pageOf(violationRow),
});

export const violationDetail = violationRow.extend({
  version: z.number().int(),
  introducer: introducerBrief.nullable(),
  /** Codes, numbers and times of what happened; no personal data. */
  facts: z.record(z.string(), z.unknown()),
  proposedConsequence: z.string().nullable(),
  decision: z.enum(['upheld', 'dismissed']).nullable(),
  consequence: z.string().nullable(),
  decisionReason: z.string().nullable(),
  appealText: z.string().nullable(),
  appealedAt: instant.nullable(),
  appealedByName: z.string().nullable(),
  appealOutcome: z.enum(['confirmed', 'changed', 'revoked']).nullable(),
  appealDecision: z.string().nullable(),
  appealDecidedAt: instant.nullable(),
  appealDecidedByName: z.string().nullable(),
  history: z.array(
    z.object({
      at: instant,
      actorName: z.string(),
      kind: z.string(),
      detail: z.record(z.string(), z.unknown()),
      reason: z.string().nullable(),
    }),
  ),
  mayDecide: z.boolean(),
  mayDecideAppeal: z.boolean(),
});
export type ViolationDetail = z.output<typeof violationDetail>;

const params = z.object({ violationId: z.uuid() });
const version = z.number().int();
const refusals = ['platform.not-found', 'platform.stale', 'referrals.violation-wrong-state'] as const;

export const readViolation = route({
  id: 'referrals.readViolation',
  method: 'GET',
  path: '/api/violations/:violationId',
  permission: 'referrals.violation.decide',
  summary: 'One case: facts, proposed consequence, decision, appeal, history',
  params,
  response: violationDetail,
  refusals: ['platform.not-found'],
});

export const openViolation = route({
  id: 'referrals.openViolation',
  method: 'POST',
  path: '/api/violations',
  permission: 'referrals.match',
  summary: 'Report a case by hand; forbidden attempts in the matching queue open theirs by themselves',
  body: z.object({
    kind: violationKind,
    referralId: z.string().max(64).nullish(),
    episodeNo: z.string().max(64).nullish(),
    facts: z.string().trim().min(2).max(2000),
    proposedConsequence: z.string().trim().max(500).nullish(),
  }),
  response: z.object({ violationId: z.string() }),
  refusals: ['platform.not-found'],
});

export const decideViolation = route({
  id: 'referrals.decideViolation',
  method: 'POST',
  path: '/api/violations/:violationId/decision',
  permission: 'referrals.violation.decide',
  summary: 'Decide a case: upheld with its consequence, or dismissed; not by the person whose act it is about',
  params,
  body: z.object({
    decision: z.enum(['upheld', 'dismissed']),
    consequence: z.string().trim().max(500).nullish(),
    reason: reasonText,
    version,
  }),
  response: violationDetail,
  refusals: [...refusals, 'referrals.violation-own-case'],
});

export const appealViolation = route({
  id: 'referrals.appealViolation',
  method: 'POST',
  path: '/api/violations/:violationId/appeal',
  permission: 'referrals.read',
  summary: 'Record the appeal of the person concerned',
  params,
  body: z.object({ text: z.string().trim().min(2).max(2000), version }),
  response: z.object({ violationId: z.string(), state: violationState }),
  refusals: [...refusals],
});

export const decideAppeal = route({
  id: 'referrals.decideAppeal',
  method: 'POST',
  path: '/api/violations/:violationId/appeal-decision',
  permission: 'referrals.violation.decide',
  summary: 'Decide the appeal; by another person than the one who decided the case',
  params,
  body: z.object({
    outcome: z.enum(['confirmed', 'changed', 'revoked']),
    consequence: z.string().trim().max(500).nullish(),
    reason: reasonText,
    version,
  }),
  response: violationDetail,
  refusals: [...refusals, 'referrals.appeal-same-person', 'referrals.violation-own-case'],
});
