import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Messages } from './i18n.ts';
import { en } from './messages/en.ts';
import { zhCN } from './messages/zh-CN.ts';
import { modules } from './shell/modules.ts';

function keysOf(messages: Messages, before = ''): string[] {
  return Object.entries(messages).flatMap(([key, value]) =>
    typeof value === 'string' ? [`${before}${key}`] : keysOf(value, `${before}${key}.`),
  );
}

function textAt(messages: Messages, key: string): string {
  let found: string | Messages | undefined = messages;
  for (const part of key.split('.')) found = typeof found === 'object' ? found[part] : undefined;
  return typeof found === 'string' ? found : '';
}

const catalogues = [
  { module: 'kit', zh: zhCN.kit as Messages, en: en.kit as Messages },
  { module: 'shell', zh: zhCN.shell as Messages, en: en.shell as Messages },
  ...modules.map((one) => ({ module: one.module, zh: one.messages['zh-CN'], en: one.messages.en })),
];

test.each(catalogues)('$module says everything in both languages', (catalogue) => {
  expect(keysOf(catalogue.en).sort()).toEqual(keysOf(catalogue.zh).sort());
});

test.each(catalogues)('$module fills in the same values in both languages', (catalogue) => {
  const slots = (text: string) => [...text.matchAll(/\{\{(\w+)/g)].map((match) => match[1]).sort();
  for (const key of keysOf(catalogue.zh)) {
    expect(slots(textAt(catalogue.en, key)), key).toEqual(slots(textAt(catalogue.zh, key)));
  }
});

test('every page, command and search a module registers has its title', () => {
  const missing = modules.flatMap(({ module, pages, commands = [], searches = [], messages }) =>
    [...pages, ...pages.flatMap((page) => page.children ?? []), ...commands, ...searches]
      .map((entry) => entry.title)
      .filter((title) => !title.includes(':') && textAt(messages['zh-CN'], title) === '')
      .map((title) => `${module}:${title}`),
  );
  expect(missing).toEqual([]);
});

test('every text the kit and the shell ask for exists', () => {
  const root = import.meta.dirname;
  const missing: string[] = [];
  for (const [room, messages] of [
    ['kit', zhCN.kit],
    ['shell', zhCN.shell],
  ] as const) {
    for (const file of readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.tsx') && !file.endsWith('.ts')) continue;
      const source = readFileSync(join(root, room, file), 'utf8');
      for (const [, key] of source.matchAll(/\bt\('([a-zA-Z][\w.-]*)'/g)) {
        if (textAt(messages as Messages, key!) === '') missing.push(`${room}/${file}: ${key}`);
      }
    }
  }
  expect(missing).toEqual([]);
});
