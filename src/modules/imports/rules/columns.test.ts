import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { columnsOf } from './columns.ts';
import { headerKey } from './guess-mapping.ts';
import { chargeCategoryWords, episodeKindWords, introducerKindWords, paymentKindWords } from './parse-values.ts';
import { importKinds } from './rows.ts';

test('the page of exchange formats lists every column with its Chinese name and every header accepted for it', async () => {
  const page = await readFile(new URL('../../../../docs/formats.md', import.meta.url), 'utf8');
  const lines = page.split('\n');
  for (const kind of importKinds) {
    for (const { name, chinese, aliases } of columnsOf[kind]) {
      const row = lines.find(
        (line) => line.startsWith(`| \`${name}\` | ${chinese} |`) && line.includes(aliases.join(', ')),
      );
      expect(row, `${kind}: ${name}`).toBeDefined();
    }
  }
  for (const words of [chargeCategoryWords, episodeKindWords, introducerKindWords, paymentKindWords]) {
    for (const [word, value] of words) {
      const isItself = word === value.replaceAll('_', '');
      expect(isItself || lines.some((line) => line.startsWith(`| \`${value}\` |`) && line.includes(word)), word).toBe(
        true,
      );
    }
  }
});

test('no two columns of a kind have the same name, and a header means one column best', () => {
  for (const kind of importKinds) {
    const names = columnsOf[kind].flatMap(({ name, chinese }) => [headerKey(name), headerKey(chinese)]);
    expect(new Set(names).size).toBe(names.length);
  }
});
