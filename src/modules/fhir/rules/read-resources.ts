import type { FhirResource } from './resource.ts';
import { splitLines } from './split-lines.ts';

/** Why a piece of a file is no resource that can be looked at. */
export type PieceProblem = 'not-json' | 'not-a-resource' | 'too-big';

/** A resource and where it stood (`line 12`, `entry 3`), or what is wrong there. */
export type Piece =
  | { readonly at: number; readonly resource: FhirResource; readonly fullUrl: string | null }
  | { readonly at: number; readonly problem: PieceProblem };

export const resourceBytesMax = 2_000_000;
/** A bundle is one JSON text and is read as a whole. */
export const bundleBytesMax = 64_000_000;

/** A file that holds nothing to read: neither NDJSON nor a Bundle, or a Bundle too big for one text. */
export class UnreadableFile extends Error {
  readonly problem: 'bundle-too-big' | 'no-fhir';
  constructor(problem: UnreadableFile['problem']) {
    super(problem);
    this.problem = problem;
  }
}

/**
 * Resources of a file: NDJSON (one a line, any number, flat memory), a Bundle, or a single resource. `open` gives the bytes from the start each time.
 * A broken line is told and does not end the reading.
 */
export async function* readResources(open: () => AsyncIterable<Uint8Array>, sizeBytes: number): AsyncGenerator<Piece> {
  if (await isOneText(open)) {
    if (sizeBytes > bundleBytesMax) throw new UnreadableFile('bundle-too-big');
    yield* readText(await whole(open()));
    return;
  }
  for await (const { number, text } of splitLines(open(), resourceBytesMax)) {
    if (text === null) yield { at: number, problem: 'too-big' };
    else if (text.trim() !== '') yield pieceOf(number, text);
  }
}

/** NDJSON begins with a line that is whole by itself; a Bundle is named so near its beginning or goes over several lines. */
async function isOneText(open: () => AsyncIterable<Uint8Array>): Promise<boolean> {
  const head: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of open()) {
    head.push(chunk);
    bytes += chunk.length;
    if (bytes >= 65_536) break;
  }
  const text = withoutMark(Buffer.concat(head).toString('utf8')).trimStart();
  if (!text.startsWith('{')) throw new UnreadableFile('no-fhir');
  if (/"resourceType"\s*:\s*"Bundle"/.test(text.slice(0, 2000))) return true;
  const firstLine = text.slice(0, text.indexOf('\n') < 0 ? undefined : text.indexOf('\n'));
  return /^\{\s*$/.test(firstLine) || (!text.includes('\n') && bytes < 65_536);
}

function* readText(text: string): Generator<Piece> {
  const resource = parsed(withoutMark(text));
  if (resource === null) throw new UnreadableFile('no-fhir');
  if (resource.resourceType !== 'Bundle') {
    yield { at: 1, resource, fullUrl: null };
    return;
  }
  const entries: unknown[] = Array.isArray(resource['entry']) ? resource['entry'] : [];
  for (const [index, entry] of entries.entries()) {
    const { resource: inner, fullUrl } = (entry ?? {}) as { resource?: unknown; fullUrl?: unknown };
    const at = index + 1;
    if (!isResource(inner)) yield { at, problem: 'not-a-resource' };
    else if (JSON.stringify(inner).length > resourceBytesMax) yield { at, problem: 'too-big' };
    else yield { at, resource: inner, fullUrl: typeof fullUrl === 'string' ? fullUrl : null };
  }
}

function pieceOf(at: number, text: string): Piece {
  try {
    const resource: unknown = JSON.parse(withoutMark(text));
    return isResource(resource) ? { at, resource, fullUrl: null } : { at, problem: 'not-a-resource' };
  } catch {
    return { at, problem: 'not-json' };
  }
}

function parsed(text: string): FhirResource | null {
  try {
    const value: unknown = JSON.parse(text);
    return isResource(value) ? value : null;
  } catch {
    return null;
  }
}

function isResource(value: unknown): value is FhirResource {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    typeof (value as { resourceType?: unknown }).resourceType === 'string'
  );
}

function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

async function whole(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts).toString('utf8');
}
