import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { allFailures, errorDocs } from '#app/error-docs.ts';

const root = join(import.meta.dirname, '../..');
const failures = allFailures();

function* uses(): Generator<{ file: string; code: string }> {
  for (const file of globSync('src/**/*.{ts,tsx}', { cwd: root })) {
    if (/\.test\.tsx?$|\/test\//.test(file)) continue;
    const source = readFileSync(join(root, file), 'utf8');
    for (const [, code] of source.matchAll(/\brefuse\(\s*'([^']+)'/g)) yield { file, code: code! };
  }
}

test('every code the product refuses with is in a catalogue, so that the reader learns what to do', () => {
  const all = [...uses()];
  expect(all.length).toBeGreaterThan(50);
  expect(all.filter(({ code }) => !failures[code]).map(({ file, code }) => `${file}: ${code}`)).toEqual([]);
});

test('every code is a module and a reason, with words in both languages', () => {
  const wrong = Object.entries(failures)
    .filter(
      ([code, { zh, en, remedyZh, remedyEn }]) =>
        !/^[a-z]+(-[a-z]+)*\.[a-z0-9]+(-[a-z0-9]+)*$/.test(code) ||
        [zh, en, remedyZh, remedyEn].some((words) => words.trim() === '') ||
        !/\p{Script=Han}/u.test(zh + remedyZh) ||
        /\p{Script=Han}/u.test(en + remedyEn),
    )
    .map(([code]) => code);
  expect(wrong).toEqual([]);
});

test('both languages fill in the same facts', () => {
  const slots = (text: string) => [...new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]!))].sort();
  const wrong = Object.entries(failures)
    .filter(([, one]) => String(slots(one.zh + one.remedyZh)) !== String(slots(one.en + one.remedyEn)))
    .map(([code]) => code);
  // Columns have a name in each language; Chinese says 联系方式 where English names the field.
  expect(wrong.filter((code) => !['imports.columns-missing', 'referrals.contact-taken'].includes(code))).toEqual([]);
});

test('docs/errors.md is up to date: node bin/write-error-docs.ts', () => {
  expect(readFileSync(join(root, 'docs/errors.md'), 'utf8')).toBe(errorDocs());
});
