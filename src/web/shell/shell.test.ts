import { expect, test } from 'vitest';
import { safeReturn } from './address.ts';
import { entryOf, permittedPages } from './navigation.ts';
import type { ModulePages } from './pages.ts';
import { readSearch, writeSearch } from './router.tsx';

test.each([
  ['/referrals/17?filter=a:eq:1', '/referrals/17?filter=a:eq:1'],
  ['//evil.example/login', '/'],
  ['/\\evil.example', '/'],
  ['https://evil.example', '/'],
  ['/login?return=/x', '/'],
  [null, '/'],
])('after the login %s leads to %s', (wanted, leadsTo) => {
  expect(safeReturn(wanted)).toBe(leadsTo);
});

test('the query of an address stays plain text, and a repeated name a list', () => {
  const text = '?q=001&filter=a%3Aeq%3A1&filter=b%3Aeq%3Atrue';
  expect(readSearch(text)).toEqual({ q: '001', filter: ['a:eq:1', 'b:eq:true'] });
  expect(writeSearch(readSearch(text))).toBe(text);
});

test('the navigation marks the entry whose address begins the page, the longest first', () => {
  const paths = ['/referrals', '/referrals/disputes', '/plans'];
  expect(entryOf('/referrals/disputes/3', paths)).toBe('/referrals/disputes');
  expect(entryOf('/referrals/17', paths)).toBe('/referrals');
  expect(entryOf('/referralsX', paths)).toBeNull();
});

test('a page without permission does not appear', () => {
  const load = async () => ({ default: () => null });
  const modules: ModulePages[] = [
    {
      module: 'things',
      messages: { 'zh-CN': {}, en: {} },
      pages: [
        { path: '/a', title: 'a', permission: 'things.read', load },
        { path: '/b', title: 'b', permission: 'things.decide', load },
        { path: '/c', title: 'c', permission: 'session', load },
      ],
    },
  ];
  expect(permittedPages(modules, ['things.read']).map(({ page }) => page.path)).toEqual(['/a', '/c']);
});
