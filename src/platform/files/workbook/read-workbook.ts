import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { RefusalError } from '#kernel/refusal.ts';
import { batchRowsDefault, type OpenTable, type ReadTableOptions, refusedTable, type TableBatch } from '../table.ts';
import { type FromWorker, type ToWorker, unpackBatch } from './worker-messages.ts';

const workerPath = fileURLToPath(new URL('./worker.ts', import.meta.url));
const stallMsDefault = 10_000;
const wallMsDefault = 600_000;
const memoryMbDefault = 400;

/**
 * Opens an .xlsx workbook in a child process with a memory limit. The process is killed when it brings no row for `stallMs`, when the
 * whole takes longer than `wallMs`, when the rows are abandoned, and at the end; each of the first two is a refusal.
 */
export async function openWorkbook(path: string, options: ReadTableOptions): Promise<OpenTable> {
  const worker = startWorker(options);
  try {
    const opened = await worker.ask({
      kind: 'open',
      path,
      sheet: options.sheet ?? null,
      batchRows: options.batchRows ?? batchRowsDefault,
    });
    if (opened.kind !== 'opened') throw refusedTable('files.workbook-broken');
    return {
      format: 'workbook',
      encoding: null,
      delimiter: null,
      sheets: opened.sheets,
      sheet: opened.sheet,
      batches: readBatches(worker, options.signal),
      close: async () => worker.kill(),
    };
  } catch (problem) {
    worker.kill();
    throw problem;
  }
}

async function* readBatches(worker: Worker, signal: AbortSignal | undefined): AsyncGenerator<TableBatch, void, void> {
  let rows = 0;
  try {
    let coming = askMore(worker);
    for (;;) {
      signal?.throwIfAborted();
      const answer = await coming;
      if (answer.kind !== 'batch') break;
      // The process unpacks the next batch while this one is worked on.
      coming = askMore(worker);
      rows += answer.batch.rowNumbers.length;
      yield unpackBatch(answer.batch);
    }
    if (rows === 0) throw refusedTable('files.empty');
  } finally {
    worker.kill();
  }
}

function askMore(worker: Worker): Promise<FromWorker> {
  const coming = worker.ask({ kind: 'more' });
  // Whoever awaits it gets the refusal; rows may be abandoned before anybody does.
  coming.catch(() => undefined);
  return coming;
}

interface Worker {
  readonly ask: (message: ToWorker) => Promise<FromWorker>;
  readonly kill: () => void;
}

function startWorker(options: ReadTableOptions): Worker {
  const stallMs = options.stallMs ?? stallMsDefault;
  const deadline = performance.now() + (options.wallMs ?? wallMsDefault);
  const child: ChildProcess = fork(workerPath, [], {
    // Its own flags only: a debugger or a test runner of the parent must not reach it. Nor its secrets; Windows cannot start without SystemRoot.
    execArgv: [`--max-old-space-size=${options.workbookMemoryMb ?? memoryMbDefault}`, '--max-semi-space-size=16'],
    env: process.env['SystemRoot'] ? { SystemRoot: process.env['SystemRoot'] } : {},
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  let gone = false;
  let settle: ((outcome: FromWorker | RefusalError) => void) | null = null;
  const finish = (outcome: FromWorker | RefusalError): void => {
    const waiting = settle;
    settle = null;
    waiting?.(outcome);
  };
  child.on('message', (message: FromWorker) => finish(message));
  child.on('error', () => finish(refusedTable('files.workbook-broken')));
  child.on('exit', () => {
    gone = true;
    // It never leaves by itself while asked; the engine aborts when its memory limit is reached.
    finish(refusedTable('files.workbook-too-much-memory'));
  });
  const kill = (): void => {
    if (!gone) child.kill('SIGKILL');
  };

  async function ask(message: ToWorker): Promise<FromWorker> {
    if (gone) throw refusedTable('files.workbook-too-much-memory');
    const limitMs = Math.min(stallMs, deadline - performance.now());
    const outcome = await new Promise<FromWorker | RefusalError>((resolve) => {
      const timer = setTimeout(() => finish(refusedTable('files.workbook-too-slow')), Math.max(0, limitMs));
      settle = (given) => {
        clearTimeout(timer);
        resolve(given);
      };
      child.send(message, (problem) => {
        if (problem) finish(refusedTable('files.workbook-too-much-memory'));
      });
    });
    if (outcome instanceof RefusalError) {
      kill();
      throw outcome;
    }
    if (outcome.kind === 'refused') {
      kill();
      throw new RefusalError(outcome.refusal);
    }
    return outcome;
  }
  return { ask, kill };
}
