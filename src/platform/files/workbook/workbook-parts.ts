import { cellCharactersMax, refusedTable, type SheetName } from '../table.ts';
import { isDateFormat, unescapeText } from './cell-values.ts';
import type { Archive } from './open-archive.ts';
import { attribute, type XmlSink } from './scan-xml.ts';

export interface WorkbookOutline {
  readonly sheets: readonly (SheetName & { readonly part: string })[];
  readonly uses1904: boolean;
  readonly stylesPart: string | null;
  readonly stringsPart: string | null;
}

/** A shared string too long for a cell: kept as this mark, so that the row that uses it can be named. */
export const tooLongText = Symbol('too long');
export type SharedText = string | typeof tooLongText;

/** Reads which sheets there are and where their parts lie. */
export async function readOutline(archive: Archive): Promise<WorkbookOutline> {
  const main = (await readMainPart(archive)) ?? 'xl/workbook.xml';
  if (!archive.has(main)) throw refusedTable('files.unknown-format');
  const folder = main.slice(0, main.lastIndexOf('/') + 1);
  const targets = new Map<string, string>();
  let stylesPart: string | null = null;
  let stringsPart: string | null = null;
  const relations = `${folder}_rels/${main.slice(folder.length)}.rels`;
  if (archive.has(relations)) {
    await scanAll(archive, relations, (name, tag) => {
      if (name !== 'Relationship') return;
      const part = resolvePart(folder, attribute(tag, 'Target') ?? '');
      const type = attribute(tag, 'Type') ?? '';
      targets.set(attribute(tag, 'Id') ?? '', part);
      if (type.endsWith('/styles')) stylesPart = part;
      if (type.endsWith('/sharedStrings')) stringsPart = part;
    });
  }
  const sheets: (SheetName & { part: string })[] = [];
  let uses1904 = false;
  await scanAll(archive, main, (name, tag) => {
    if (name === 'workbookPr') uses1904 = /^(1|true)$/i.test(attribute(tag, 'date1904') ?? '');
    if (name !== 'sheet') return;
    const id = /\s[\w.-]*:id\s*=\s*["']([^"']*)["']/.exec(tag)?.[1] ?? '';
    const part = targets.get(id) ?? `${folder}worksheets/sheet${sheets.length + 1}.xml`;
    const hidden = /hidden/i.test(attribute(tag, 'state') ?? '');
    if (archive.has(part)) sheets.push({ name: attribute(tag, 'name') ?? '', hidden, part });
  });
  return { sheets, uses1904, stylesPart, stringsPart };
}

async function readMainPart(archive: Archive): Promise<string | null> {
  if (!archive.has('_rels/.rels')) return null;
  let main: string | null = null;
  await scanAll(archive, '_rels/.rels', (name, tag) => {
    if (name === 'Relationship' && (attribute(tag, 'Type') ?? '').endsWith('/officeDocument')) {
      main = resolvePart('', attribute(tag, 'Target') ?? '');
    }
  });
  return main;
}

function resolvePart(folder: string, target: string): string {
  const path = target.startsWith('/') ? target.slice(1) : folder + target;
  const steps: string[] = [];
  for (const step of path.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '.' && step !== '') steps.push(step);
  }
  return steps.join('/');
}

/** For every cell style: does it show dates? */
export async function readDateStyles(archive: Archive, part: string | null): Promise<boolean[]> {
  const styles: boolean[] = [];
  if (part === null || !archive.has(part)) return styles;
  const codes = new Map<number, string>();
  let inCellFormats = false;
  await scanAll(
    archive,
    part,
    (name, tag) => {
      if (name === 'numFmt') codes.set(Number(attribute(tag, 'numFmtId')), attribute(tag, 'formatCode') ?? '');
      else if (name === 'cellXfs') inCellFormats = true;
      else if (name === 'xf' && inCellFormats) {
        const id = Number(attribute(tag, 'numFmtId') ?? 0);
        styles.push(isDateFormat(id, codes.get(id)));
      }
    },
    (name) => {
      if (name === 'cellXfs') inCellFormats = false;
    },
  );
  return styles;
}

/** All shared strings, in order. Phonetic hints (furigana) are left out. */
export async function readSharedStrings(archive: Archive, part: string | null): Promise<SharedText[]> {
  const strings: SharedText[] = [];
  if (part === null || !archive.has(part)) return strings;
  let text = '';
  let takes = false;
  let inHint = false;
  const sink: XmlSink = {
    open(name) {
      if (name === 'si') text = '';
      else if (name === 't') takes = !inHint;
      else if (name === 'rPh') inHint = true;
      return false;
    },
    close(name) {
      if (name === 't') takes = false;
      else if (name === 'rPh') inHint = false;
      else if (name === 'si') strings.push(text.length > cellCharactersMax ? tooLongText : unescapeText(text));
      return false;
    },
    text(characters) {
      if (takes && text.length <= cellCharactersMax) text += characters;
    },
  };
  for await (const _ of archive.scan(part, sink)) {
    // The scan fills the list; there is nothing to do between its pieces.
  }
  return strings;
}

async function scanAll(
  archive: Archive,
  part: string,
  open: (name: string, tag: string) => void,
  close: (name: string) => void = () => undefined,
): Promise<void> {
  const sink: XmlSink = {
    open(name, tag) {
      open(name, tag);
      return false;
    },
    close(name) {
      close(name);
      return false;
    },
    text: () => undefined,
  };
  for await (const _ of archive.scan(part, sink)) {
    // The callbacks collect.
  }
}
