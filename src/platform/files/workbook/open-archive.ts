import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import yauzl from 'yauzl';
import { refusedTable } from '../table.ts';
import { XmlScanner, type XmlSink } from './scan-xml.ts';

export const entriesMax = 10_000;
export const unpackedBytesMax = 2 * 1024 ** 3;
/** Worksheets shrink to a tenth or a thirtieth; two hundred times is not a table somebody typed. */
export const ratioMax = 200;
const ratioFreeBytes = 10 * 1024 ** 2;

/** The parts of a workbook, by path in lower case, checked against what a bomb looks like before anything is unpacked. */
export interface Archive {
  readonly has: (path: string) => boolean;
  readonly sizeOf: (path: string) => number;
  /** Feeds one part through the scanner; yields the bytes unpacked so far after each piece so that the caller may stop and go on. */
  readonly scan: (path: string, sink: XmlSink) => AsyncGenerator<number, void, void>;
  readonly close: () => void;
}

export async function openArchive(path: string): Promise<Archive> {
  const zip = await openZip(path);
  const entries = await listEntries(zip);
  let unpackedBytes = 0;

  async function* scan(part: string, sink: XmlSink): AsyncGenerator<number, void, void> {
    const entry = entries.get(part.toLowerCase());
    if (!entry) throw refusedTable('files.workbook-broken');
    const stream = await openStream(zip, entry);
    const decoder = new StringDecoder('utf8');
    const scanner = new XmlScanner(sink);
    let bytes = 0;
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        if (bytes === 0 && chunk.length > 1 && (chunk[0] === 0xff || chunk[0] === 0xfe)) {
          throw refusedTable('files.workbook-broken');
        }
        bytes += chunk.length;
        unpackedBytes += chunk.length;
        // The declared sizes were checked; this counts the real ones.
        if (unpackedBytes > unpackedBytesMax)
          throw refusedTable('files.workbook-too-big', { bytesMax: unpackedBytesMax });
        scanner.push(decoder.write(chunk));
        yield bytes;
        if (scanner.stopped) return;
      }
      scanner.end();
    } finally {
      stream.destroy();
    }
  }

  return {
    has: (part) => entries.has(part.toLowerCase()),
    sizeOf: (part) => entries.get(part.toLowerCase())?.uncompressedSize ?? 0,
    scan,
    close: () => zip.close(),
  };
}

function openZip(path: string): Promise<yauzl.ZipFile> {
  return new Promise((resolve, reject) => {
    yauzl.open(path, { lazyEntries: true, autoClose: false, validateEntrySizes: true }, (problem, zip) => {
      if (problem) reject(refusedTable('files.workbook-broken'));
      else resolve(zip);
    });
  });
}

function listEntries(zip: yauzl.ZipFile): Promise<Map<string, yauzl.Entry>> {
  if (zip.entryCount > entriesMax)
    throw refusedTable('files.workbook-too-big', { entries: zip.entryCount, entriesMax });
  return new Promise((resolve, reject) => {
    const entries = new Map<string, yauzl.Entry>();
    let total = 0;
    let count = 0;
    zip.on('error', () => reject(refusedTable('files.workbook-broken')));
    zip.on('end', () => resolve(entries));
    zip.on('entry', (entry: yauzl.Entry) => {
      count += 1;
      total += entry.uncompressedSize;
      const ratio = entry.uncompressedSize / Math.max(1, entry.compressedSize);
      if (
        count > entriesMax ||
        total > unpackedBytesMax ||
        (entry.uncompressedSize > ratioFreeBytes && ratio > ratioMax)
      ) {
        reject(refusedTable('files.workbook-too-big', { bytesMax: unpackedBytesMax }));
        return;
      }
      entries.set(entry.fileName.toLowerCase(), entry);
      zip.readEntry();
    });
    zip.readEntry();
  });
}

function openStream(zip: yauzl.ZipFile, entry: yauzl.Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (problem, stream) => {
      if (problem) reject(refusedTable('files.workbook-broken'));
      else resolve(stream);
    });
  });
}
