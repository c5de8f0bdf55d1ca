/** One run of characters of a compared text. */
export interface TextPart {
  readonly text: string;
  readonly differs: boolean;
}

/**
 * The characters of `text` that `other` does not have in the same order (longest common subsequence), as runs. For names and
 * numbers: short texts only.
 */
export function differingParts(text: string, other: string): TextPart[] {
  const left = [...text];
  const right = [...other];
  const common = commonTable(left, right);
  const parts: TextPart[] = [];
  const add = (character: string, differs: boolean) => {
    const last = parts.at(-1);
    if (last?.differs === differs) parts[parts.length - 1] = { text: last.text + character, differs };
    else parts.push({ text: character, differs });
  };
  let row = 0;
  let column = 0;
  while (row < left.length) {
    if (column < right.length && left[row] === right[column]) {
      add(left[row]!, false);
      row++;
      column++;
    } else if (column < right.length && common[row]![column + 1]! > common[row + 1]![column]!) {
      column++;
    } else {
      add(left[row]!, true);
      row++;
    }
  }
  return parts;
}

/** Length of the longest common subsequence of the rests from each pair of places. */
function commonTable(left: readonly string[], right: readonly string[]): number[][] {
  const table = Array.from({ length: left.length + 1 }, () => new Array<number>(right.length + 1).fill(0));
  for (let row = left.length - 1; row >= 0; row--) {
    for (let column = right.length - 1; column >= 0; column--) {
      table[row]![column] =
        left[row] === right[column]
          ? table[row + 1]![column + 1]! + 1
          : Math.max(table[row + 1]![column]!, table[row]![column + 1]!);
    }
  }
  return table;
}

/** Decisions a minute over the last five minutes; null before there is a pace to tell. */
export function decisionsPerMinute(decidedAt: readonly number[], now: number): number | null {
  const windowMs = 300_000;
  const recent = decidedAt.filter((at) => at > now - windowMs);
  if (recent.length < 3) return null;
  const spanMs = Math.max(now - recent[0]!, 1_000);
  // The first decision opens the span, so it is not counted into it.
  return Math.round(((recent.length - 1) / spanMs) * 60_000);
}
