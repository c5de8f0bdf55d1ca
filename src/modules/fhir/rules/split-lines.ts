/** A line of an NDJSON file: its text, or null when it was longer than is read. Numbers begin at 1. */
export interface Line {
  readonly number: number;
  readonly text: string | null;
}

/**
 * Splits a stream of bytes into lines, holding at most `bytesMax` of one: a longer line is skipped to its end and told, so that one resource of
 * fifty megabytes costs neither memory nor the rest of the file.
 */
export async function* splitLines(chunks: AsyncIterable<Uint8Array>, bytesMax: number): AsyncGenerator<Line> {
  const decoder = new TextDecoder('utf-8');
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  let isTooLong = false;
  let number = 1;
  const take = (): Line => {
    const text = isTooLong ? null : decoder.decode(joined(held));
    held = [];
    heldBytes = 0;
    isTooLong = false;
    return { number: number++, text };
  };
  for await (const chunk of chunks) {
    let from = 0;
    for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, from)) {
      hold(chunk.subarray(from, at));
      from = at + 1;
      yield take();
    }
    hold(chunk.subarray(from));
  }
  if (heldBytes > 0 || isTooLong) yield take();

  function hold(bytes: Uint8Array): void {
    heldBytes += bytes.length;
    if (heldBytes > bytesMax) {
      isTooLong = true;
      held = [];
    } else if (!isTooLong && bytes.length > 0) held.push(bytes);
  }
}

const newline = 10;

function joined(parts: readonly Uint8Array[]): Uint8Array {
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
}
