import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { z } from 'zod';
import { RefusalError, refuse } from '#kernel/refusal.ts';
import { parsedRecord, parseMessage } from '#modules/referrals/index.ts';
import type { AddCommand } from './command.ts';

const inputLine = z.object({ id: z.union([z.string(), z.number()]).transform(String), text: z.string() });

/** `renmai parse --in m.jsonl --out p.jsonl`: needs no database. */
export const addParse: AddCommand = (program) => {
  program
    .command('parse')
    .description('读取介绍短信：每行一个 {"id","text"} · read referral messages, one JSON object a line')
    .requiredOption('--in <file>', 'JSON Lines with id and text')
    .requiredOption('--out <file>', 'JSON Lines with the fields read')
    .action(async (options: { in: string; out: string }) => {
      const count = await convertLines(options.in, options.out, (text, row) => {
        const line = inputLine.safeParse(jsonOf(text));
        if (!line.success) throw new RefusalError(refuse('commands.bad-json-line', { row }));
        return parsedRecord(line.data.id, parseMessage(line.data.text));
      });
      process.stdout.write(`${count} 条 · messages\n`);
    });
};

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Reads JSON lines and writes one object each, beside the target first, so that a bad line leaves nothing half done. */
export async function convertLines(
  from: string,
  to: string,
  convert: (line: string, row: number) => object,
): Promise<number> {
  const partial = `${to}.${process.pid}.partial`;
  const out = createWriteStream(partial);
  let row = 0;
  let count = 0;
  try {
    const source = createReadStream(from, 'utf8');
    await new Promise<void>((ready, broken) => source.once('open', () => ready()).once('error', broken));
    for await (const line of createInterface({ input: source, crlfDelay: Number.POSITIVE_INFINITY })) {
      row += 1;
      const bare = row === 1 ? line.replace(/^\uFEFF/, '') : line;
      if (bare.trim() === '') continue;
      count += 1;
      if (!out.write(`${JSON.stringify(convert(bare, row))}\n`))
        await new Promise<void>((drained) => out.once('drain', drained));
    }
    out.end();
    await finished(out);
    await rename(partial, to);
    return count;
  } catch (error) {
    out.destroy();
    await rm(partial, { force: true });
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new RefusalError(refuse('commands.file-not-found', { file: from }));
    throw error;
  }
}
