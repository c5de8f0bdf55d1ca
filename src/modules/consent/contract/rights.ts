import { z } from 'zod';
import { listQuery, pageOf } from '#kernel/page.ts';
import { route } from '#kernel/route.ts';
import { giver, instant, patientId, reason } from './common.ts';

export const requestKind = z.enum(['copy', 'correction', 'deletion', 'restriction', 'portability']);
export const requestState = z.enum(['received', 'verified', 'answered', 'refused', 'cancelled']);

export const rightsRequest = z.object({
  requestId: z.string(),
  requestNo: z.string(),
  patientId: z.string(),
  patientName: z.string().nullable(),
  recordNo: z.string().nullable(),
  kind: requestKind,
  detail: z.string(),
  requester: giver,
  requesterName: z.string().nullable(),
  via: z.enum(['desk', 'phone', 'letter', 'link']),
  state: requestState,
  receivedAt: instant,
  /** First instant after the last working day for the answer. */
  deadlineAt: instant,
  extensionReason: z.string().nullable(),
  identityHow: z.string().nullable(),
  identityByName: z.string().nullable(),
  identityAt: instant.nullable(),
  outcome: z.string().nullable(),
  outcomeReason: z.string().nullable(),
  outcomeParts: z
    .array(z.object({ category: z.string(), outcome: z.enum(['deleted', 'restricted', 'kept']), because: z.string() }))
    .nullable(),
  closedAt: instant.nullable(),
  closedByName: z.string().nullable(),
  jobId: z.string().nullable(),
  version: z.number().int(),
});
export type RightsRequest = z.output<typeof rightsRequest>;

const producedFile = z.object({
  fileId: z.string(),
  fileName: z.string(),
  mediaType: z.string(),
  bytes: z.number(),
  madeAt: instant,
  expiresAt: instant,
});

export { producedFile };

export const requestDetail = rightsRequest.extend({
  legalHold: z.string().nullable(),
  files: z.array(producedFile),
  events: z.array(z.object({ at: instant, kind: z.string(), actorName: z.string(), note: z.string().nullable() })),
});
export type RequestDetail = z.output<typeof requestDetail>;

export const listRequests = route({
  id: 'consent.listRequests',
  method: 'GET',
  path: '/api/rights-requests',
  permission: 'rights.handle',
  summary:
    'Rights requests, the nearest deadline first; fields state, kind, via, patientId, receivedAt, deadlineAt; push topic `rights`',
  query: listQuery,
  response: pageOf(rightsRequest),
});

export const readRequest = route({
  id: 'consent.readRequest',
  method: 'GET',
  path: '/api/rights-requests/:requestId',
  permission: 'rights.handle',
  summary: 'One request with its files and history',
  params: z.object({ requestId: z.uuid() }),
  response: requestDetail,
  refusals: ['platform.not-found'],
});

export const fileRequest = route({
  id: 'consent.fileRequest',
  method: 'POST',
  path: '/api/rights-requests',
  permission: 'consents.write',
  summary: 'Take in a request for copy, correction, deletion, restriction or portability',
  body: z.object({
    patientId,
    kind: requestKind,
    detail: z.string().trim().max(2000).default(''),
    requester: giver,
    requesterName: z.string().trim().max(60).nullish(),
    via: z.enum(['desk', 'phone', 'letter']),
    receivedAt: instant.optional(),
  }),
  response: z.object({ requestId: z.string(), requestNo: z.string(), deadlineAt: instant }),
  refusals: ['platform.not-found', 'consent.request-open', 'consent.giver-missing', 'consent.in-the-future'],
});

const params = z.object({ requestId: z.uuid() });
const version = z.number().int();
const refusals = ['platform.not-found', 'platform.stale', 'consent.request-wrong-state'] as const;

export const verifyIdentity = route({
  id: 'consent.verifyIdentity',
  method: 'PUT',
  path: '/api/rights-requests/:requestId/identity',
  permission: 'rights.handle',
  summary: 'Note how the identity of the requester was checked',
  params,
  body: z.object({ how: reason, version }),
  response: requestDetail,
  refusals: [...refusals],
});

export const extendRequest = route({
  id: 'consent.extendRequest',
  method: 'PUT',
  path: '/api/rights-requests/:requestId/deadline',
  permission: 'rights.handle',
  summary: 'Extend the deadline once, by as many working days again',
  params,
  body: z.object({ reason, version }),
  response: requestDetail,
  refusals: [...refusals],
});

export const produceFiles = route({
  id: 'consent.produceFiles',
  method: 'POST',
  path: '/api/rights-requests/:requestId/files',
  permission: 'rights.handle',
  summary: 'Make the files of a copy or portability request in the background',
  params,
  body: z.object({ version }),
  response: requestDetail,
  refusals: [...refusals, 'consent.identity-unchecked'],
});

export const answerRequest = route({
  id: 'consent.answerRequest',
  method: 'PUT',
  path: '/api/rights-requests/:requestId/answer',
  permission: 'rights.handle',
  summary: 'Answer a request; deletion and restriction take effect with it',
  params,
  body: z.object({ outcome: reason, version }),
  response: requestDetail,
  refusals: [...refusals, 'consent.identity-unchecked', 'consent.legal-hold'],
});

export const closeRequest = route({
  id: 'consent.closeRequest',
  method: 'PUT',
  path: '/api/rights-requests/:requestId/closing',
  permission: 'rights.handle',
  summary: 'Refuse a request with the reason law gives, or close it because the person took it back',
  params,
  body: z.object({ as: z.enum(['refused', 'cancelled']), reason, version }),
  response: requestDetail,
  refusals: [...refusals],
});

export const downloadFile = route({
  id: 'consent.downloadFile',
  method: 'GET',
  path: '/api/rights-files/:fileId',
  permission: 'rights.handle',
  summary: 'A file made for a request, until it expires; recorded in the audit log',
  params: z.object({ fileId: z.uuid() }),
  produces: 'application/octet-stream',
  refusals: ['platform.not-found', 'consent.file-expired'],
});

const retentionCategory = z.object({
  category: z.string(),
  months: z.number().int(),
  monthsMin: z.number().int().nullable(),
  action: z.enum(['delete', 'anonymise', 'keep']),
  legalBasis: z.string(),
  isRunHere: z.boolean(),
  changedByName: z.string().nullable(),
  changedAt: instant.nullable(),
});
const retentionCount = z.object({ category: z.string(), due: z.number(), held: z.number(), done: z.number() });
export type RetentionCount = z.output<typeof retentionCount>;
export const retentionRun = z.object({
  runId: z.string(),
  isDryRun: z.boolean(),
  counts: z.array(retentionCount),
  startedByName: z.string(),
  startedAt: instant,
});
export type RetentionRun = z.output<typeof retentionRun>;
export const retentionPlan = z.object({ categories: z.array(retentionCategory), runs: z.array(retentionRun) });
export type RetentionPlan = z.output<typeof retentionPlan>;

export const readRetention = route({
  id: 'consent.readRetention',
  method: 'GET',
  path: '/api/retention',
  permission: 'retention.run',
  summary: 'The retention schedule and the last runs',
  response: retentionPlan,
});

export const changeRetention = route({
  id: 'consent.changeRetention',
  method: 'PUT',
  path: '/api/retention/:category',
  permission: 'retention.run',
  summary: 'Change the period of a category; never below what law demands',
  params: z.object({ category: z.string().max(60) }),
  body: z.object({ months: z.number().int().min(1).max(1200) }),
  response: retentionPlan,
  refusals: ['platform.not-found', 'consent.retention-shorter', 'consent.retention-fixed'],
});

export const countRetention = route({
  id: 'consent.countRetention',
  method: 'POST',
  path: '/api/retention/dry-runs',
  permission: 'retention.run',
  summary: 'What a run would remove and what legal holds keep back; changes nothing',
  body: z.object({}),
  response: retentionRun,
});

export const runRetention = route({
  id: 'consent.runRetention',
  method: 'POST',
  path: '/api/retention/runs',
  permission: 'retention.run',
  summary: 'Remove what is due, in the background; needs a dry run of the last 24 hours',
  body: z.object({}),
  response: z.object({ jobId: z.string() }),
  refusals: ['consent.dry-run-first'],
});
