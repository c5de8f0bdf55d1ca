import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dayOf } from '#kernel/day.ts';
import { readTimeZone } from '#modules/hospital/index.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';
import { readIn } from './rules/read-in.ts';
import { type Piece, readResources } from './rules/read-resources.ts';
import { type Counts, insertProblems, type NotedProblem } from './run-store.ts';
import { type ResourceToStore, reopenEncountersOf, storeResources } from './store.ts';

const portionRows = 500;
/** Beyond these only their number is told: a file of another kind is wrong on every line. */
const problemsMax = 10_000;

/** Stores the resources of a file, in portions of one transaction each; what cannot be used is noted where it stood. */
export async function readFile(
  tools: Tools,
  scope: { readonly hospitalId: Tx['hospitalId'] },
  run: { readonly runId: string; readonly path: string },
  counts: Counts,
  progress: (counts: Counts) => Promise<void>,
): Promise<void> {
  const { size } = await stat(run.path);
  const timeZone = await tools.db.read(scope, readTimeZone);
  const today = dayOf(tools.now(), timeZone);
  let portion: Piece[] = [];
  const flush = async () => {
    const pieces = portion;
    portion = [];
    const problems: NotedProblem[] = [];
    const resources = new Map<string, ResourceToStore>();
    for (const piece of pieces) {
      const read = 'problem' in piece ? piece.problem : readIn(piece.resource, piece.fullUrl, today);
      const resourceType = 'problem' in piece ? null : piece.resource.resourceType.slice(0, 60);
      if (typeof read === 'string') problems.push({ at: piece.at, resourceType, code: read });
      else {
        const codes = read.refused ? [read.refused, ...read.warnings] : read.warnings;
        for (const code of codes) problems.push({ at: piece.at, resourceType, code });
        const { warnings: _, idNumber, ...kept } = read;
        // Told twice in one portion: what stands later in the file is the later word.
        resources.set(`${read.type}/${read.fhirId}`, {
          ...kept,
          contentHash: hashOf('resource' in piece ? piece.resource : null),
          idNumberSealed: idNumber === null ? null : tools.cipher.seal(idNumber),
        });
      }
    }
    const stored = await tools.db.transaction(scope, async (tx) => {
      const kept = [...resources.values()];
      const done = await storeResources(tx, run.runId, kept);
      await reopenEncountersOf(
        tx,
        kept.filter(({ type }) => type === 'Patient').map(({ fhirId }) => fhirId),
      );
      await insertProblems(tx, run.runId, problems.slice(0, Math.max(0, problemsMax - counts.problemCount)));
      return done;
    });
    counts.readCount += pieces.length;
    counts.newCount += stored.created;
    counts.changedCount += stored.changed;
    counts.sameCount += resources.size - stored.created - stored.changed;
    counts.problemCount += problems.length;
    await progress(counts);
  };
  for await (const piece of readResources(() => createReadStream(run.path), size)) {
    portion.push(piece);
    if (portion.length === portionRows) await flush();
  }
  await flush();
}

function hashOf(resource: unknown): string {
  return createHash('sha256').update(JSON.stringify(resource)).digest('base64url');
}
