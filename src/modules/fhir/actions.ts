import { randomUUID } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Refusal, refuse } from '#kernel/refusal.ts';
import { enqueueMatching, noteImportedRows } from '#modules/referrals/index.ts';
import { type Actor, audit } from '#modules/staff/index.ts';
import { enqueueJob, type JobRun } from '#platform/jobs/jobs.ts';
import type { Tools } from '#platform/tools.ts';
import { readFile } from './read-file.ts';
import { UnreadableFile } from './rules/read-resources.ts';
import * as runs from './run-store.ts';
import { takeWaiting } from './take.ts';

export const readJob = 'fhir.read';

/** Keeps an upload in the data folder and has it read in. */
export async function receiveFile(
  tools: Tools,
  actor: Actor,
  upload: { readonly fileName: string; readonly content: Readable },
): Promise<{ runId: string; jobId: string }> {
  const dir = join(tools.config.dataDir, 'uploads');
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const path = join(dir, randomUUID());
  try {
    await pipeline(upload.content, createWriteStream(path, { mode: 0o600 }));
    return await tools.db.transaction(actor, async (tx) => {
      const runId = await runs.insertRun(tx, actor, { name: basename(upload.fileName).slice(0, 200), path });
      const jobId = await enqueueJob(tx, { kind: readJob, input: { runId }, requestedBy: actor.accountId });
      await runs.noteJob(tx, runId, jobId);
      audit(tx, actor, { action: 'fhir.upload', subjectKind: 'fhir-run', subjectId: runId });
      tx.touch('fhir', runId);
      return { runId, jobId };
    });
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

/**
 * Reads a file in and takes everything that waits. A killed attempt is done again from the start: resources that were stored are found the same, and
 * what was taken is not taken twice.
 */
export async function readInFile(tools: Tools, runId: string, job: JobRun): Promise<runs.Counts | Refusal> {
  const scope = { hospitalId: job.hospitalId };
  const run = await tools.db.read(scope, (tx) => runs.readRun(tx, runId));
  const counts: runs.Counts = {
    readCount: 0,
    newCount: 0,
    changedCount: 0,
    sameCount: 0,
    problemCount: 0,
    takenCount: 0,
  };
  if (run?.state === 'done') return counts;
  if (!run?.filePath || !existsSync(run.filePath)) return refuse('fhir.file-gone');
  const file = { runId, path: run.filePath };
  await tools.db.transaction(scope, (tx) => runs.beginRun(tx, runId));
  try {
    await readFile(tools, scope, file, counts, ({ readCount }) => job.progress(readCount));
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    const failedCode = `fhir.${error.problem}` as const;
    await tools.db.transaction(scope, (tx) => runs.endRun(tx, runId, { state: 'failed', counts, failedCode }));
    await rm(file.path, { force: true });
    return refuse(failedCode);
  }
  await takeWaiting(tools, scope, runId, {
    taken: async (count) => {
      counts.takenCount += count;
      await job.progress(counts.readCount + counts.takenCount);
    },
  });
  await tools.db.transaction(scope, async (tx) => {
    await runs.endRun(tx, runId, { state: 'done', counts, failedCode: null });
    if (counts.takenCount > 0) {
      await enqueueMatching(tx, job.requestedBy);
      tx.beforeCommit('clock', () => noteImportedRows(tx));
      tx.announce('imports.done', { runId, kind: 'episodes' });
      tx.touch('referrals');
    }
  });
  await rm(file.path, { force: true });
  return counts;
}
