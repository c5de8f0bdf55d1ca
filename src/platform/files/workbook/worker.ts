import { RefusalError } from '#kernel/refusal.ts';
import { refusedTable } from '../table.ts';
import { openArchive } from './open-archive.ts';
import { SheetRows } from './sheet-rows.ts';
import { readDateStyles, readOutline, readSharedStrings } from './workbook-parts.ts';
import { type FromWorker, type PackedBatch, packBatch, type ToWorker } from './worker-messages.ts';

/*
 * Runs in a process of its own, started by read-workbook.ts with a memory limit: a hostile workbook can at worst waste this process.
 */
let batches: AsyncGenerator<PackedBatch, void, void> | null = null;

process.on('message', (message: ToWorker) => {
  answer(message)
    .then(send)
    .catch((problem: unknown) => {
      // Anything else than a refusal is a workbook that does not follow its own format.
      const refusal = problem instanceof RefusalError ? problem.refusal : refusedTable('files.workbook-broken').refusal;
      send({ kind: 'refused', refusal });
    });
});
process.on('disconnect', () => process.exit(0));

function send(message: FromWorker): void {
  process.send?.(message);
}

async function answer(message: ToWorker): Promise<FromWorker> {
  if (message.kind === 'open') return await open(message);
  const next = await batches?.next();
  return next === undefined || next.done ? { kind: 'end' } : { kind: 'batch', batch: next.value };
}

async function open({ path, sheet, batchRows }: Extract<ToWorker, { kind: 'open' }>): Promise<FromWorker> {
  const archive = await openArchive(path);
  const outline = await readOutline(archive);
  const chosen =
    sheet === null
      ? (outline.sheets.find(({ hidden }) => !hidden) ?? outline.sheets[0])
      : outline.sheets.find(({ name }) => name === sheet);
  if (!chosen) throw refusedTable(sheet === null ? 'files.no-sheet' : 'files.sheet-unknown');
  const facts = {
    strings: await readSharedStrings(archive, outline.stringsPart),
    dateStyles: await readDateStyles(archive, outline.stylesPart),
    uses1904: outline.uses1904,
  };

  async function* read(part: string): AsyncGenerator<PackedBatch, void, void> {
    const collected = new SheetRows(facts);
    const size = Math.max(1, archive.sizeOf(part));
    for await (const bytes of archive.scan(part, collected)) {
      if (collected.rows.length >= batchRows)
        yield packBatch({ ...collected.take(), progress: Math.min(1, bytes / size) });
    }
    if (collected.rows.length > 0) yield packBatch({ ...collected.take(), progress: 1 });
  }
  batches = read(chosen.part);
  return { kind: 'opened', sheets: outline.sheets.map(({ name, hidden }) => ({ name, hidden })), sheet: chosen.name };
}
