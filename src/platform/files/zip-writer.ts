import { once } from 'node:events';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32, createDeflateRaw } from 'node:zlib';
import { fault } from '#kernel/refusal.ts';

const bytesMax = 0xffff_ffff;
/** Bit 3: sizes follow the data, because they are not known before. Bit 11: names are UTF-8. */
const flags = 0x0808;
/** 1 January 2026, 0:00: the same content gives the same file. */
const dosDate = ((2026 - 1980) << 9) | (1 << 5) | 1;

/** Writes a zip archive to a stream, one part after the other, waiting whenever the stream is full: memory does not grow. */
export class ZipWriter {
  readonly #stream: Writable;
  readonly #directory: Buffer[] = [];
  #offset = 0;
  #parts = 0;

  constructor(stream: Writable) {
    this.#stream = stream;
  }

  /** Adds one part from its pieces of text. Throws what the pieces throw. */
  async add(name: string, pieces: Iterable<string> | AsyncIterable<string>): Promise<void> {
    const start = this.#offset;
    const nameBytes = Buffer.from(name);
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(20, 4);
    head.writeUInt16LE(flags, 6);
    head.writeUInt16LE(8, 8);
    head.writeUInt16LE(dosDate, 12);
    head.writeUInt16LE(nameBytes.length, 26);
    await this.#put(Buffer.concat([head, nameBytes]));

    let checksum = 0;
    let bytes = 0;
    let packedBytes = 0;
    const deflate = createDeflateRaw({ level: 6 });
    const source = Readable.from(
      (async function* () {
        for await (const piece of pieces) {
          const content = Buffer.from(piece);
          checksum = crc32(content, checksum);
          bytes += content.length;
          yield content;
        }
      })(),
      { objectMode: false },
    );
    const drain = async (): Promise<void> => {
      for await (const chunk of deflate as AsyncIterable<Buffer>) {
        packedBytes += chunk.length;
        await this.#put(chunk);
      }
    };
    await Promise.all([pipeline(source, deflate), drain()]);
    if (bytes > bytesMax || this.#offset > bytesMax) throw fault('a workbook outgrew the zip format', { bytes });

    const sizes = Buffer.alloc(16);
    sizes.writeUInt32LE(0x08074b50, 0);
    sizes.writeUInt32LE(checksum, 4);
    sizes.writeUInt32LE(packedBytes, 8);
    sizes.writeUInt32LE(bytes, 12);
    await this.#put(sizes);

    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(20, 4);
    head.copy(entry, 6, 4, 14);
    sizes.copy(entry, 16, 4, 16);
    entry.writeUInt16LE(nameBytes.length, 28);
    entry.writeUInt32LE(start, 42);
    this.#directory.push(entry, nameBytes);
    this.#parts += 1;
  }

  /** Writes the directory and ends the stream. */
  async end(): Promise<void> {
    const directory = Buffer.concat(this.#directory);
    const tail = Buffer.alloc(22);
    tail.writeUInt32LE(0x06054b50, 0);
    tail.writeUInt16LE(this.#parts, 8);
    tail.writeUInt16LE(this.#parts, 10);
    tail.writeUInt32LE(directory.length, 12);
    tail.writeUInt32LE(this.#offset, 16);
    await this.#put(Buffer.concat([directory, tail]));
    await new Promise<void>((resolve, reject) => {
      this.#stream.once('error', reject);
      this.#stream.end(resolve);
    });
  }

  async #put(bytes: Buffer): Promise<void> {
    this.#offset += bytes.length;
    if (!this.#stream.write(bytes)) await once(this.#stream, 'drain');
  }
}
