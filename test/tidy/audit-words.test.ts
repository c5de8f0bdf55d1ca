import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { en } from '#modules/staff/ui/texts/en.ts';
import { zhCN } from '#modules/staff/ui/texts/zh-CN.ts';

const root = join(import.meta.dirname, '../..');

/** Actions written out in the sources; the few that are put together from a state are not seen here. */
async function actionsOfTheSources(): Promise<string[]> {
  const found = new Set<string>();
  for await (const file of glob('src/modules/**/*.ts', { cwd: root })) {
    if (/test/.test(file)) continue;
    const text = readFileSync(join(root, file), 'utf8');
    for (const [, rest] of text.matchAll(/\baction: ([^\n]+)/g))
      for (const [, name] of rest!.matchAll(/'([a-z-]+\.[A-Za-z0-9_-]+)'/g)) found.add(name!);
    for (const [, name] of text.matchAll(/recordExport\([^)]*'([a-z-]+\.[a-z-]+)'\)/g)) found.add(name!);
  }
  return [...found].sort();
}

test.each([
  ['Chinese', zhCN],
  ['English', en],
])('the audit log names every action in %s', async (_, texts) => {
  const words = texts.action as Readonly<Record<string, Readonly<Record<string, string>>>>;
  const actions = await actionsOfTheSources();
  expect(actions.length).toBeGreaterThan(40);
  expect(actions.filter((name) => typeof words[name.split('.')[0]!]?.[name.split('.')[1]!] !== 'string')).toEqual([]);
});
