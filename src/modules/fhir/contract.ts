import { z } from 'zod';
import { listQuery, pageOf } from '#kernel/page.ts';
import { route } from '#kernel/route.ts';

const runId = z.object({ runId: z.uuid() });

export const fhirRun = z.object({
  runId: z.string(),
  fileName: z.string(),
  state: z.enum(['waiting', 'running', 'done', 'failed', 'cancelled']),
  jobId: z.string().nullable(),
  /** Resources found in the file. */
  readCount: z.number(),
  newCount: z.number(),
  changedCount: z.number(),
  sameCount: z.number(),
  problemCount: z.number(),
  /** Resources that this run brought into our tables: its own, and others that had waited for them. */
  takenCount: z.number(),
  /** Why the whole file could not be read, in the reader's language. */
  problem: z.string().nullable(),
  startedByName: z.string(),
  startedAt: z.number(),
  endedAt: z.number().nullable(),
});
export type FhirRun = z.output<typeof fhirRun>;

export const fhirProblem = z.object({
  /** Line of an NDJSON file, or number of the entry in a Bundle. */
  at: z.number(),
  resourceType: z.string().nullable(),
  code: z.string(),
  text: z.string(),
});
export type FhirProblem = z.output<typeof fhirProblem>;

export const uploadFhir = route({
  id: 'fhir.uploadFile',
  method: 'POST',
  path: '/api/fhir/runs',
  permission: 'imports.run',
  summary: 'Upload a file of FHIR R4 resources (NDJSON or Bundle) and read it in as a job',
  upload: true,
  response: z.object({ runId: z.string(), jobId: z.string() }),
});

export const listFhirRuns = route({
  id: 'fhir.listRuns',
  method: 'GET',
  path: '/api/fhir/runs',
  permission: 'imports.run',
  summary: 'Files of FHIR resources that were read in',
  query: listQuery,
  response: pageOf(fhirRun),
});

export const readFhirRun = route({
  id: 'fhir.readRun',
  method: 'GET',
  path: '/api/fhir/runs/:runId',
  permission: 'imports.run',
  summary: 'One file of FHIR resources',
  params: runId,
  response: fhirRun,
});

export const listFhirProblems = route({
  id: 'fhir.listProblems',
  method: 'GET',
  path: '/api/fhir/runs/:runId/problems',
  permission: 'imports.run',
  summary: 'What was wrong with single resources of a file; never a value of them',
  params: runId,
  query: z.object({ after: z.coerce.number().int().min(0).default(0) }),
  response: z.object({ items: z.array(fhirProblem), next: z.number().nullable() }),
});

export const readFhirStock = route({
  id: 'fhir.readStock',
  method: 'GET',
  path: '/api/fhir/stock',
  permission: 'imports.run',
  summary: 'How many resources of each type are taken, wait for another, or were refused',
  response: z.object({
    types: z.array(z.object({ type: z.string(), taken: z.number(), waiting: z.number(), refused: z.number() })),
    /** What is waited for, most often first: type and id or identifier, at most 20. */
    waitsFor: z.array(z.object({ target: z.string(), count: z.number() })),
  }),
});
