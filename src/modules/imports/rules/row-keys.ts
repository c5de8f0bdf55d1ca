import type {
  ChargeRow,
  EpisodeRow,
  ImportKind,
  IntroducerRow,
  MessageRow,
  PatientImportRow,
  ReferralRow,
  RowOfKind,
  RowProblem,
} from './rows.ts';

/** What a row is identified by within its hospital; the separator cannot occur in an identifier. */
export const rowKeyOf: { readonly [Kind in ImportKind]: (row: RowOfKind[Kind]) => string } = {
  introducers: (row: IntroducerRow) => row.introducerNo,
  patients: (row: PatientImportRow) => row.recordNo ?? row.idNumber ?? `${row.name}\n${row.birthDate}\n${row.phone}`,
  episodes: (row: EpisodeRow) => row.episodeNo,
  charges: (row: ChargeRow) => `${row.episodeNo}\n${row.lineNo}`,
  messages: (row: MessageRow) => row.messageId,
  referrals: (row: ReferralRow) => row.referralId,
};

const keyColumn: Readonly<Record<ImportKind, string>> = {
  introducers: 'introducer_no',
  patients: 'record_no',
  episodes: 'episode_no',
  charges: 'line_no',
  messages: 'message_id',
  referrals: 'referral_id',
};

/** The rejection of a row whose id an earlier row of the file has with another content: which of the two is right cannot be known. */
export function duplicateProblem(kind: ImportKind, firstRow: number): RowProblem {
  return { column: keyColumn[kind], code: 'row.duplicate-differs', facts: { firstRow } };
}

export type SeenRow = { readonly seen: 'new' } | { readonly seen: 'same' | 'different'; readonly firstRow: number };
const newRow: SeenRow = Object.freeze({ seen: 'new' });

const keysMax = 2 ** 24;

/**
 * Remembers which ids a file has brought, for millions of rows in flat memory: 64 bits of a hash of the id, 32 of a hash of the
 * content and the row number, 16 bytes an entry in an open-addressing table (5 M ids: 128 MB; chance that any two different ids of them
 * fall together: under one in a million).
 */
export class SeenRows {
  #mask: number;
  #high: Uint32Array;
  #low: Uint32Array;
  #content: Uint32Array;
  #rowNumber: Uint32Array;
  #count = 0;

  constructor(expectedRows = 1_000) {
    let size = 1_024;
    while (size < expectedRows * 1.6 && size < keysMax) size *= 2;
    this.#mask = size - 1;
    this.#high = new Uint32Array(size);
    this.#low = new Uint32Array(size);
    this.#content = new Uint32Array(size);
    this.#rowNumber = new Uint32Array(size);
  }

  /** Notes a row; `same` and `different` tell about the content, and which row had the id first. Row numbers begin at 1. */
  note(key: string, contentHash: number, rowNumber: number): SeenRow {
    const high = hashText(key, 0x9747b28c, 0xcc9e2d51);
    const low = hashText(key, 0x3c6ef372, 0x1b873593);
    let at = (low ^ (high << 7)) & this.#mask;
    for (;;) {
      const first = this.#rowNumber[at]!;
      if (first === 0) break;
      if (this.#high[at] === high && this.#low[at] === low) {
        return { seen: this.#content[at] === contentHash ? 'same' : 'different', firstRow: first };
      }
      at = (at + 1) & this.#mask;
    }
    this.#high[at] = high;
    this.#low[at] = low;
    this.#content[at] = contentHash;
    this.#rowNumber[at] = rowNumber;
    this.#count += 1;
    if (this.#count > this.#mask * 0.7) this.#grow();
    return newRow;
  }

  #grow(): void {
    const [high, low, content, rowNumber] = [this.#high, this.#low, this.#content, this.#rowNumber];
    const size = high.length * 2;
    this.#mask = size - 1;
    this.#high = new Uint32Array(size);
    this.#low = new Uint32Array(size);
    this.#content = new Uint32Array(size);
    this.#rowNumber = new Uint32Array(size);
    for (let from = 0; from < high.length; from += 1) {
      if (rowNumber[from] === 0) continue;
      let at = (low[from]! ^ (high[from]! << 7)) & this.#mask;
      while (this.#rowNumber[at] !== 0) at = (at + 1) & this.#mask;
      this.#high[at] = high[from]!;
      this.#low[at] = low[from]!;
      this.#content[at] = content[from]!;
      this.#rowNumber[at] = rowNumber[from]!;
    }
  }
}

/** 32-bit hash of the cells that are read (`indexes` of the mapping): equal for rows that would be imported alike. */
export function contentHashOf(cells: readonly string[], indexes: readonly number[]): number {
  let hash = 0x811c9dc5;
  for (const index of indexes) {
    const cell = cells[index];
    if (cell !== undefined) {
      for (let at = 0; at < cell.length; at += 1) hash = Math.imul(hash ^ cell.charCodeAt(at), 0x01000193);
    }
    hash = Math.imul(hash ^ 0x1f, 0x01000193);
  }
  return finish(hash);
}

function hashText(text: string, seed: number, factor: number): number {
  let hash = seed;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), factor);
    hash = (hash << 13) | (hash >>> 19);
  }
  return finish(hash ^ text.length);
}

/** The final mix of MurmurHash3: every bit of the input reaches every bit of the hash. */
function finish(hash: number): number {
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
