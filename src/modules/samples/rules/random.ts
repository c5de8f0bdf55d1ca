/**
 * Small fast counter-based generator (sfc32). The same (seed, stream) gives the same numbers on every machine: only
 * 32-bit integer arithmetic is used. Streams let episodes, charges and messages be produced apart and still agree.
 */
export class Random {
  private a = 0;
  private b = 0;
  private c = 0;
  private counter = 1;

  constructor(seed = 0, stream = 0, purpose = 0) {
    this.restart(seed, stream, purpose);
  }

  /** Begins the stream anew, without a new object: a million streams are opened in one run. */
  restart(seed: number, stream: number, purpose: number): this {
    this.a = Math.imul(seed | 0, 0x9e3779b1) ^ 0x243f6a88;
    this.b = Math.imul(stream | 0, 0x85ebca6b) ^ 0x13198a2e;
    this.c = Math.imul(purpose | 0, 0xc2b2ae35) ^ 0x03707344;
    this.counter = 1;
    for (let round = 0; round < 10; round++) this.word();
    return this;
  }

  /** 32 random bits as a signed integer. */
  private word(): number {
    const sum = (this.a + this.b + this.counter++) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = ((this.c << 21) | (this.c >>> 11)) + sum;
    return sum;
  }

  /** At least 0, below 1. */
  fraction(): number {
    return (this.word() >>> 0) / 4294967296;
  }

  /** Whole number, 0 … limit − 1. */
  below(limit: number): number {
    return (((this.word() >>> 0) * limit) / 4294967296) | 0;
  }

  /** Whole number, both ends included. */
  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)]!;
  }

  /** Favours the first items: the square of a uniform number. */
  pickEarly<Item>(items: readonly Item[]): Item {
    const at = this.fraction();
    return items[(at * at * items.length) | 0]!;
  }
}

/** A table to draw from in one step: each item stands in it in proportion to its weight. */
export function weighted<Item>(pairs: readonly (readonly [Item, number])[], slots = 512): readonly Item[] {
  const total = pairs.reduce((sum, [, weight]) => sum + weight, 0);
  const table: Item[] = [];
  let reached = 0;
  for (const [item, weight] of pairs) {
    reached += weight;
    while (table.length < Math.round((reached / total) * slots)) table.push(item);
  }
  return table;
}
